"""Figures of agreement as JSON values, for the command line and other programs. Pure."""

from collections.abc import Iterable
from typing import Any

from cypp_consult.text import agreement
from cypp_consult.text.agreement import Comparison, Interval, Kappa, Pair, Readings, Table

_PLACES = 6


def as_json(readings: Readings, generic: Iterable[str] = (), seed: int = agreement.SEED) -> dict[str, Any]:
    """Return all figures of some readings, and those without generic codes: the named ones, or by their names."""
    found = agreement.compare(readings, seed)
    used = {code for own in readings.values() for codes in own.values() for code in codes}
    struck = sorted(used & set(generic)) or sorted(code for code in used if agreement.is_generic(code))
    result = {
        "coders": list(found.coders),
        "units": len(found.units),
        "left_out": list(found.coded_once),
        "enough": found.enough,
        "needed": agreement.ENOUGH,
        **_figures(found),
        "without_generic": None,
        "pairs": [_pair(one) for one in found.pairs],
        "seed": seed,
    }
    if not found.enough:
        result["note"] = f"not enough: {len(found.units)} units coded twice, {agreement.ENOUGH} are needed"
    if struck:
        rest = agreement.compare(agreement.without(readings, struck), seed)
        result["without_generic"] = {"codes": struck, **_figures(rest), "pairs": [_pair(one) for one in rest.pairs]}
    return result


def _figures(found: Comparison) -> dict[str, Any]:
    if len(found.pairs) == 1:
        return {name: value for name, value in _pair(found.pairs[0]).items() if name not in {"coders", "units"}}
    return {
        "per_code": {
            name: {"kappa": _round(one.kappa), "positive_agreement": _round(one.positive), **_defined(one.kappa)}
            for name, one in found.codes.items()
        },
        "pooled": {"kappa": _round(found.pooled), **_defined(found.pooled)},
        "f1": _interval(found.f1),
    }


def _pair(one: Pair) -> dict[str, Any]:
    return {
        "coders": list(one.coders),
        "units": len(one.units),
        "per_code": {name: _code(table) for name, table in one.codes.items()},
        "pooled": _kappa(one.pooled),
        "f1": _interval(one.f1),
    }


def _code(table: Table) -> dict[str, Any]:
    return {
        **_kappa(table.kappa),
        "positive_agreement": _round(table.positive),
        "both": table.both,
        "first_only": table.first,
        "second_only": table.second,
        "neither": table.neither,
    }


def _kappa(kappa: Kappa) -> dict[str, Any]:
    return {
        "kappa": _round(kappa.value),
        "observed": _round(kappa.observed),
        "expected": _round(kappa.expected),
        **_defined(kappa.value),
    }


def _defined(kappa: float | None) -> dict[str, str]:
    return {"note": "not defined"} if kappa is None else {}


def _interval(given: Interval | None) -> dict[str, Any] | None:
    if given is None:
        return None
    return {
        "mean": _round(given.mean),
        "low": _round(given.low),
        "high": _round(given.high),
        "interval": agreement.COVERAGE,
    }


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, _PLACES)
