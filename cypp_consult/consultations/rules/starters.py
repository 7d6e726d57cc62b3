"""Words to start from: what it is about, the privacy notice in its layers, and what happens next."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from cypp_consult.core.audiences import Audience


@dataclass(frozen=True)
class Known:
    """The facts that the words are filled with; what is not known yet is put in [square brackets]."""

    organisation: str
    plan: str
    contact: str = ""
    lawful_basis: str | None = None
    identity_level: str = "none"
    retention_until: date | None = None
    decision_on: date | None = None


def about(audience: Audience, known: Known) -> str:
    """Return what an audience could be told this is about."""
    return _fill(_texts()["about"][audience.value], known)


def short_notice(audience: Audience, known: Known) -> str:
    """Return a short privacy notice for an audience."""
    return _fill(_texts()["short"][audience.value], known)


def full_notice(known: Known) -> str:
    """Return a full privacy notice; headings are lines without a full stop."""
    return _fill(_texts()["full"], known)


def happens_next(known: Known) -> str:
    """Return what could be said about what happens after the closing day."""
    return _fill(_texts()["next"], known)


def _fill(text: str, known: Known) -> str:
    decides = (
        f"The partnership decides on {_day(known.decision_on)}." if known.decision_on else "The partnership decides."
    )
    return str(text).format(
        organisation=known.organisation,
        plan=known.plan,
        contact=known.contact or "[name, e-mail and telephone]",
        until=_day(known.retention_until) if known.retention_until else "[day]",
        basis=_texts()["basis"][known.lawful_basis or "none"],
        about_you=_texts()["about_you"][known.identity_level],
        decides=decides,
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


@cache
def _texts() -> dict[str, Any]:
    text = files("cypp_consult.consultations").joinpath("starters.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded
