"""When an approval is whole."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypp_consult.consultations.governance.models import ApprovalRule
from cypp_consult.summaries.signoff.models import Verdict
from cypp_consult.summaries.signoff.rules import Outcome, in_words, shown, tally

Y, N, A = Verdict.APPROVE, Verdict.NOT_APPROVE, Verdict.ABSTAIN
MAJORITY, ALL, QUORUM = ApprovalRule.MAJORITY, ApprovalRule.ALL_FULL, ApprovalRule.QUORUM


@pytest.mark.parametrize(
    ("rule", "quorum", "full", "votes", "expected"),
    [
        (MAJORITY, None, 5, [Y, Y], Outcome.OPEN),
        (MAJORITY, None, 5, [Y, Y, Y], Outcome.WHOLE),
        (MAJORITY, None, 4, [Y, Y], Outcome.OPEN),
        (MAJORITY, None, 4, [Y, Y, N, N], Outcome.CANNOT),
        (MAJORITY, None, 5, [N, N, A], Outcome.CANNOT),
        (MAJORITY, None, 0, [], Outcome.CANNOT),
        (MAJORITY, None, 1, [Y], Outcome.WHOLE),
        # 18 members of Leicester's partnership vote; one of them has four places
        (MAJORITY, None, 21, [Y] * 10, Outcome.OPEN),
        (MAJORITY, None, 21, [Y] * 11, Outcome.WHOLE),
        (ALL, None, 3, [Y, Y], Outcome.OPEN),
        (ALL, None, 3, [Y, Y, Y], Outcome.WHOLE),
        (ALL, None, 3, [Y, A], Outcome.CANNOT),
        (ALL, None, 0, [], Outcome.CANNOT),
        (QUORUM, 3, 9, [Y, Y], Outcome.OPEN),
        (QUORUM, 3, 9, [Y, N, A], Outcome.OPEN),
        (QUORUM, 3, 9, [Y, Y, N], Outcome.WHOLE),
        (QUORUM, 3, 2, [Y, Y], Outcome.CANNOT),
        (QUORUM, 3, 4, [N, N, Y], Outcome.CANNOT),
    ],
)
def test_cases(rule, quorum, full, votes, expected):
    assert tally(rule, quorum, full, votes).outcome is expected


@st.composite
def ballots(draw):
    full = draw(st.integers(0, 12))
    votes = draw(st.lists(st.sampled_from(list(Verdict)), max_size=full))
    return draw(st.sampled_from(list(ApprovalRule))), draw(st.integers(1, 12)), full, votes


@given(ballots())
def test_order_is_nothing_and_approving_never_hurts(ballot):
    rule, quorum, full, votes = ballot
    found = tally(rule, quorum, full, votes)
    assert tally(rule, quorum, full, votes[::-1]) == tally(rule, quorum, full, sorted(votes)) == found
    if found.left:
        more = tally(rule, quorum, full, [*votes, Y]).outcome
        assert not (found.outcome is Outcome.WHOLE and more is not Outcome.WHOLE)
    if found.outcome is Outcome.WHOLE:
        assert found.approve > found.against
    if found.outcome is Outcome.CANNOT:
        # however the others vote
        assert tally(rule, quorum, full, [*votes, *[Y] * found.left]).outcome is not Outcome.WHOLE


@given(ballots())
def test_who_can_still_be_heard_is_not_called_lost(ballot):
    rule, quorum, full, votes = ballot
    found = tally(rule, quorum, full, votes)
    if found.outcome is Outcome.OPEN:
        assert tally(rule, quorum, full, [*votes, *[Y] * found.left]).outcome is Outcome.WHOLE


DAY = date(2027, 3, 1)


def words(**given):
    facts = {
        "version": 2,
        "sound": True,
        "signed_on": None,
        "signed_version": None,
        "rule": MAJORITY,
        "due_on": DAY,
        "today": DAY,
    }
    facts["found"] = tally(MAJORITY, None, 5, [Y])
    made = shown(**{**facts, **given})
    return made.kind, made.words


def test_words():
    assert words() == ("underway", "1 of the 3 approvals needed")
    assert words(version=None) == ("planned", "Waits for a frozen pack")
    assert words(today=date(2027, 3, 3)) == ("late", "Late by 2 days: 1 of the 3 approvals needed")
    assert words(sound=False) == ("late", "Pack 2 was changed after it was frozen")
    assert words(sound=False, signed_on=DAY, signed_version=2)[1].startswith(
        "Approved on pack 2, but pack 2 was changed"
    )
    assert words(signed_on=DAY, signed_version=2) == ("done", "Approved on 1 March 2027")
    assert words(signed_on=DAY, signed_version=1) == ("underway", "Approved on pack 1. 1 of the 3 approvals needed")
    assert words(found=tally(MAJORITY, None, 5, [N, N, N])) == ("late", "Not approved as the votes stand")
    assert words(found=tally(MAJORITY, None, 0, []))[1] == "Nobody can vote: there is no full member"
    assert in_words(tally(QUORUM, 3, 5, [Y, N]), QUORUM) == "2 of the 3 votes needed, 1 approve"
