"""Agreement between coders: against an independent implementation, against hand-made figures, and what always holds."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask

from cypp_consult.text import agreement
from cypp_consult.text.agreement import Kappa, Table, compare, f1, interval, is_generic, pair, pooled, table, without

CODES = ["safe", "buses", "school", "other"]
codes = st.frozensets(st.sampled_from(CODES))
cells = st.integers(0, 40)
tables = st.builds(Table, cells, cells, cells, cells).filter(lambda one: one.units > 0)


@pytest.fixture(autouse=True, scope="module")
def few_resamples():
    """Let the many examples of these tests not wait for intervals that they do not look at."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(agreement, "_RESAMPLES", 400)
        yield


def readings(coders: int = 2, least: int = 1, most: int = 40):
    """Complete readings: every coder read every unit."""
    rows = st.lists(st.tuples(*[codes] * coders), min_size=least, max_size=most)
    return rows.map(
        lambda found: {
            f"coder {place}": {f"u{number:03}": row[place] for number, row in enumerate(found)}
            for place in range(coders)
        }
    )


def independent(given, code):
    """Cohen's kappa of one code, by NLTK."""
    data = [(coder, unit, code in has) for coder, own in given.items() for unit, has in own.items()]
    return AnnotationTask(data=data)


def test_the_case_that_others_get_wrong():
    assert Table(20, 5, 10, 15).kappa == Kappa(0.7, 0.5, 0.4)
    assert Table(20, 5, 10, 15).positive == pytest.approx(40 / 55)


def test_chance_alone_leaves_kappa_undefined():
    assert Table(9, 0, 0, 0).kappa == Kappa(1.0, 1.0, None)
    assert Table(0, 0, 0, 9).kappa.value is None
    assert Table(0, 0, 0, 9).positive is None
    assert Table(0, 0, 1, 8).kappa.value == 0


@given(readings())
@settings(max_examples=40)
def test_each_kappa_is_the_one_of_an_independent_implementation(given):
    found = compare(given).pairs[0]
    for code, one in found.codes.items():
        task = independent(given, code)
        if one.kappa.value is None:
            assert task.Ae_kappa("coder 0", "coder 1") == pytest.approx(1)
        else:
            assert round(one.kappa.value, 4) == pytest.approx(round(task.kappa(), 4), abs=1.1e-4)
            assert one.kappa.value == pytest.approx(task.kappa(), abs=1e-9)
        assert one.kappa.observed == pytest.approx(task.avg_Ao(), abs=1e-9)


@given(readings())
@settings(max_examples=40)
def test_the_pooled_kappa_averages_an_independent_implementations_parts(given):
    found = compare(given).pairs[0]
    if not found.codes:
        assert found.pooled.value is None
        return
    tasks = [independent(given, code) for code in found.codes]
    observed = sum(task.avg_Ao() for task in tasks) / len(tasks)
    expected = sum(task.Ae_kappa("coder 0", "coder 1") for task in tasks) / len(tasks)
    assert found.pooled.observed == pytest.approx(observed, abs=1e-9)
    assert found.pooled.expected == pytest.approx(expected, abs=1e-9)
    if found.pooled.value is not None:
        assert found.pooled.value == pytest.approx((observed - expected) / (1 - expected), abs=1e-6)


@given(tables)
def test_kappa_is_symmetric_and_within_bounds(one):
    swapped = Table(one.both, one.second, one.first, one.neither)
    turned = Table(one.neither, one.second, one.first, one.both)
    assert one.kappa == swapped.kappa == turned.kappa, "who comes first and which answer is called yes do not matter"
    if one.kappa.value is not None:
        assert -1 <= one.kappa.value <= 1
    if not one.first and not one.second:
        assert one.kappa.value in {None, 1.0}
    assert one.positive is None or 0 <= one.positive <= 1
    assert one.positive == swapped.positive


@given(st.lists(st.tuples(codes, codes), min_size=1, max_size=30))
def test_a_code_that_nobody_used_changes_no_pooled_kappa(rows):
    first, second = ({str(n): row[side] for n, row in enumerate(rows)} for side in (0, 1))
    used = [code for code in CODES if any(code in a | b for a, b in rows)]
    if used:
        known = pooled([table(first, second, code) for code in used]).value
        more = pooled([table(first, second, code) for code in [*used, "never", "nobody"]]).value
        assert known == (pytest.approx(more) if more is not None else None)


@given(readings(coders=3, most=15), st.randoms(use_true_random=False))
@settings(max_examples=25)
def test_order_and_names_do_not_matter(given, random):
    turned = {coder: dict(random.sample(list(own.items()), len(own))) for coder, own in reversed(given.items())}
    assert compare(turned) == compare(given)
    renamed = {
        f"someone {place}": {f"unit {unit}": has for unit, has in given[coder].items()}
        for place, coder in enumerate(given)
    }
    before, after = compare(given), compare(renamed)
    assert (after.pooled, after.codes, after.f1) == (before.pooled, before.codes, before.f1)


@given(readings(coders=3, most=12))
@settings(max_examples=25)
def test_with_more_coders_the_figures_are_means_over_pairs(given):
    found = compare(given)
    assert [one.coders for one in found.pairs] == list(combinations(sorted(given), 2))
    defined = [one.pooled.value for one in found.pairs if one.pooled.value is not None]
    assert found.pooled == (pytest.approx(sum(defined) / len(defined)) if defined else None)
    assert found.f1 is not None
    assert found.f1.mean == pytest.approx(sum(one.f1.mean for one in found.pairs) / 3)


@given(codes, codes)
def test_f1_of_a_unit(first, second):
    score = f1(first, second)
    assert 0 <= score <= 1
    assert score == f1(second, first)
    assert (score == 1) == (first == second)


def test_two_empty_readings_agree():
    assert f1(frozenset(), frozenset()) == 1
    assert f1(frozenset("a"), frozenset()) == 0
    assert f1(frozenset("ab"), frozenset("bc")) == 0.5


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20), st.integers(0, 5))
@settings(max_examples=25)
def test_the_interval_holds_the_mean_and_is_the_same_again(values, seed):
    found = interval(values, seed)
    assert found == interval(reversed(values), seed)
    assert min(values) - 1e-9 <= found.low <= found.mean + 1e-9
    assert found.mean - 1e-9 <= found.high <= max(values) + 1e-9


def test_the_interval_is_as_wide_as_theory_says():
    values = [1.0] * 60 + [0.0] * 40
    found = interval(values)
    half = 1.96 * (0.6 * 0.4 / 100) ** 0.5
    assert found.mean == pytest.approx(0.6)
    assert (found.low, found.high) == (pytest.approx(0.6 - half, abs=0.015), pytest.approx(0.6 + half, abs=0.015))
    assert interval(values, seed=1) != interval(values, seed=2)


def test_units_read_once_are_named_and_left_out():
    a, b = {"1": frozenset("x"), "2": frozenset()}, {"1": frozenset("x"), "3": frozenset("y")}
    found = compare({"a": a, "b": b})
    assert (found.units, found.coded_once, found.enough) == (("1",), ("2", "3"), False)
    assert list(found.codes) == ["x"]


def test_people_who_read_nothing_together_are_not_compared():
    given = {"a": {"1": frozenset()}, "b": {"2": frozenset()}, "c": {"1": frozenset(), "2": frozenset()}}
    assert pair(given, "a", "b") is None
    assert [one.coders for one in compare(given).pairs] == [("a", "c"), ("b", "c")]
    nothing = compare({"a": {"1": frozenset()}, "b": {"2": frozenset()}})
    assert (nothing.pairs, nothing.pooled, nothing.f1) == ((), None, None)


def test_thirty_units_are_enough():
    half = [frozenset("x") if number % 2 else frozenset() for number in range(30)]
    own = {str(number): has for number, has in enumerate(half)}
    assert compare({"a": own, "b": own}).enough
    own.pop("0")
    assert not compare({"a": own, "b": own}).enough


@pytest.mark.parametrize("name", ["Other", "nothing_to_say", "No answer", "don’t know"])
def test_names_that_say_nothing_are_known(name):
    assert is_generic(name)


@pytest.mark.parametrize("name", ["Another school", "other children", "Someone to talk to", ""])
def test_names_that_say_something_are_not_generic(name):
    assert not is_generic(name)


def test_generic_codes_are_struck_out_of_every_reading():
    given = {
        "a": {"1": frozenset({"other"}), "2": frozenset({"safe", "other"})},
        "b": {"1": frozenset(), "2": frozenset({"safe"})},
    }
    assert without(given, ["other"]) == {"a": {"1": frozenset(), "2": frozenset({"safe"})}, "b": given["b"]}
    assert compare(without(given, ["other"])).f1.mean == 1


@pytest.mark.parametrize("wrong", [[], [Table(0, 0, 0, 0)], [Table(1, 0, 0, 0), Table(1, 1, 0, 0)]])
def test_tables_of_no_units_or_of_different_ones_have_no_kappa(wrong):
    with pytest.raises(ValueError, match="kappa needs tables"):
        pooled(wrong)


def test_many_units_take_no_longer_than_anyone_waits():
    assert agreement.interval([0.0, 0.5, 1.0] * 7000).low < 0.5
