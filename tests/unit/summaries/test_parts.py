"""Parts of a shown sum: nothing hidden can be worked out, by trying every number a reader could try."""

from datetime import date
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cypp_consult.summaries.reach.facts import Tally
from cypp_consult.summaries.reach.pace import Standing, days, side
from cypp_consult.summaries.reach.trees import Branch, shown
from cypp_consult.summaries.rules.suppression import (
    Part,
    hidden_parts,
    may_tell_side,
    may_tell_side_of_one,
    ranges_of_parts,
)

THRESHOLD = 5


def tellable(parts, hidden, most=45):
    """What each part can be for a reader who knows that zeros are shown, unless all is hidden; by trying every number."""
    total = sum(part.count for part in parts if part.of is None)
    least = 0 if len(hidden) == len(parts) else 1

    def values(part, fixed):
        inside = [other for other in parts if other.of == part.id]
        if inside:
            found = {0}
            for other in inside:
                found = {done + more for done in found for more in values(other, fixed)}
        else:
            found = set(range(least, most + 1)) if part.id in hidden else {part.count}
        found = found if part.id in hidden else found & {part.count}
        return found & {fixed[part.id]} if part.id in fixed else found

    def fits(fixed):
        found = {0}
        for part in parts:
            if part.of is None:
                found = {done + more for done in found for more in values(part, fixed) if done + more <= total}
        return total in found

    return {part.id: {value for value in range(most + 1) if fits({part.id: value})} for part in parts}


@st.composite
def trees(draw):
    count = st.integers(0, 9)
    inside = [draw(count) for _ in range(draw(st.integers(0, 2)))]
    parts = [Part(f"school {n}", value, "north") for n, value in enumerate(inside)]
    if inside:
        parts.append(Part("rest of north", draw(count), "north", is_rest=True))
    parts.insert(0, Part("north", sum(part.count for part in parts) if inside else draw(count)))
    parts.append(Part("south", draw(count)))
    parts.append(Part("rest", draw(count), is_rest=True))
    assume(sum(part.count for part in parts if part.of is None) >= THRESHOLD)
    return parts


@settings(max_examples=40, deadline=None)
@given(trees())
def test_every_hidden_part_could_be_several_numbers_and_is_never_known_to_be_small(parts):
    hidden = hidden_parts(parts, THRESHOLD)
    possible = tellable(parts, hidden)
    for part in parts:
        if part.id not in hidden:
            assert part.count == 0 or part.count >= THRESHOLD
            continue
        values = possible[part.id]
        assert part.count in values
        assert len(values) >= THRESHOLD
        assert max(values) >= THRESHOLD


@settings(max_examples=30, deadline=None)
@given(trees())
def test_what_a_reader_can_tell_is_what_trying_every_number_gives(parts):
    hidden = hidden_parts(parts, THRESHOLD)
    possible = tellable(parts, hidden)
    for key, found in ranges_of_parts(parts, hidden).items():
        values = possible[key]
        assert (found.least, found.most) == (min(values), max(values))


@given(trees())
def test_hiding_again_hides_no_more_and_nothing_is_hidden_without_need(parts):
    hidden = hidden_parts(parts, THRESHOLD)
    assert hidden_parts(parts, THRESHOLD, also=hidden) == hidden
    if all(part.count == 0 or part.count >= THRESHOLD for part in parts):
        assert not hidden


def test_what_is_left_over_is_given_up_first():
    parts = [Part("a", 3), Part("b", 8), Part("rest", 400, is_rest=True)]
    assert hidden_parts(parts, THRESHOLD) == {"a", "rest"}


def test_a_count_that_is_not_the_sum_of_its_parts_is_refused():
    with pytest.raises(ValueError, match="sum"):
        hidden_parts([Part("a", 3), Part("b", 2, "a")], THRESHOLD)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(st.none(), st.integers(1, 14)), min_size=1, max_size=2), st.integers(1, 24))
def test_told_sides_leave_hidden_counts_protected_whichever_they_are(cuts, together):
    if not may_tell_side(cuts, together, THRESHOLD):
        return
    found = {}
    for counts in product(range(1, together + 1), repeat=len(cuts)):
        if sum(counts) == together:
            sides = tuple(None if cut is None else count >= cut for count, cut in zip(counts, cuts, strict=True))
            found.setdefault(sides, []).append(counts)
    for possible in found.values():
        for values in zip(*possible, strict=True):
            assert len(set(values)) >= THRESHOLD
            assert max(values) >= THRESHOLD


@given(st.integers(1, 60), st.integers(5, 60))
def test_a_told_side_of_one_count_leaves_it_protected(cut, most):
    if may_tell_side_of_one(cut, most, THRESHOLD):
        for side in (range(1, min(cut - 1, most) + 1), range(cut, most + 1)):
            assert not side or (len(side) >= THRESHOLD and max(side) >= THRESHOLD)


@st.composite
def places(draw):
    """Flat or two-level parts with forms and people; a form of a group stands for several people."""
    tallies = []
    for _ in range(draw(st.integers(2, 4))):
        forms = draw(st.integers(0, 7))
        tallies.append(Tally(forms, forms + (draw(st.sampled_from([0, 0, 1, 6])) if forms else 0)))
    targets = [draw(st.one_of(st.none(), st.integers(3, 20))) for _ in tallies]
    branches = [Branch(f"p{n}", tally, target) for n, (tally, target) in enumerate(zip(tallies, targets, strict=True))]
    assume(sum(tally.forms for tally in tallies) >= THRESHOLD)
    return [*branches[:-1], Branch("rest", tallies[-1], is_rest=True)]


DAYS = days(date(2026, 11, 1), date(2026, 11, 30), date(2026, 11, 20))


@settings(max_examples=40, deadline=None)
@given(places())
def test_forms_and_people_together_tell_nothing_hidden(branches):
    """Every pair of forms and people that fits what is shown, the told sides too."""
    seen = shown(branches, DAYS, THRESHOLD)
    all_hidden = all(part.people is None for part in seen.values())
    totals = [sum(getattr(item.tally, name) for item in branches) for name in ("forms", "people")]
    most = 20

    def fits(item, forms, people):
        part = seen[item.id]
        if forms > people or (people > 0) != (forms > 0) or (people == 0 and part.people is None and not all_hidden):
            return False
        if part.forms not in {None, forms} or part.people not in {None, people}:
            return False
        if part.people is None and part.standing not in {Standing.HIDDEN, Standing.NO_TARGET}:
            return side(people, item.target, DAYS) is part.standing
        return not (part.forms is None and part.people is not None and forms == 0)

    pairs = [
        [(f, p) for p in range(most + 1) for f in range(min(p, most) + 1) if fits(item, f, p)] for item in branches
    ]
    # reachable sums, from both ends, so that each pair of one part is held against all the others at once
    for index, item in enumerate(branches):
        others = {(0, 0)}
        for place, choices in enumerate(pairs):
            if place != index:
                others = {
                    (a + f, b + p) for a, b in others for f, p in choices if a + f <= totals[0] and b + p <= totals[1]
                }
        possible = [(f, p) for f, p in pairs[index] if (totals[0] - f, totals[1] - p) in others]
        assert (item.tally.forms, item.tally.people) in possible
        part = seen[item.id]
        if part.people is None:
            people = {p for _, p in possible}
            assert len(people) >= THRESHOLD, (branches, seen)
            assert max(people) >= THRESHOLD
        if part.forms is None and part.people is None:
            assert len({f for f, _ in possible}) > 1, (branches, seen)
