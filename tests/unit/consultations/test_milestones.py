"""A milestone is late from the day after it was due; feedback is due twelve weeks after closing."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypp_consult.consultations.rules import Due, due_state, feedback_due

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("offset", "kind", "words", "status"),
    [
        (-5, Due.LATE, "Late by 5 days", "late"),
        (-1, Due.LATE, "Late by 1 day", "late"),
        (0, Due.SOON, "Due today", "due"),
        (1, Due.SOON, "1 day left", "due"),
        (7, Due.SOON, "7 days left", "due"),
        (8, Due.TO_COME, "8 days left", "due"),
        (1200, Due.TO_COME, "1,200 days left", "due"),
    ],
)
def test_how_it_stands(offset, kind, words, status):
    found = due_state(TODAY + timedelta(days=offset), TODAY, done=False)
    assert (found.kind, found.words, found.status) == (kind, words, status)


@given(st.dates(), st.dates())
def test_what_is_done_is_never_late(due, today):
    assert due_state(due, today, done=True).status == "done"


def test_feedback_of_a_real_consultation():
    assert feedback_due(date(2025, 2, 17)) == date(2025, 5, 12)
