"""Moved days are kept with their reason; warnings stand for a reason as long as their days do."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from cypp_consult.consultations import queries, services
from cypp_consult.consultations.models import Division, SpecialKind
from cypp_consult.consultations.rules.moving import Reach
from cypp_consult.core.errors import InvalidInputError
from tests import make
from tests.unit.consultations.test_laying import MARCH, NOW, keep

WEEKS = timedelta(days=21)


def decided(session, of):
    rows = {row.slug: row for row in queries.milestones(session, of.id)}
    steps = queries.steps(session, of.id, NOW.date())
    return rows, next(step for step in steps if step.id == rows["executive-board-approval"].id)


def move(session, of, target, reach=Reach.ALL, **given):
    calendar = queries.work_calendar(session, of.division)
    values = {"reason": "The board meets later.", "by_id": None, "at": NOW, **given}
    return services.move(session, of, target, reach, calendar, values.pop("reason"), **values)


def test_moving_the_decision_by_three_weeks_moves_every_milestone_that_is_not_done(session):
    of = make.consultation(session, decision_on=None)
    keep(session, of)
    rows, decision = decided(session, of)
    services.mark_done(session, rows["outline-priorities-start"], NOW)
    days = {"starts_on": MARCH + WEEKS, "ends_on": MARCH + WEEKS, "division": None}
    services.set_special_days(session, None, kind=SpecialKind.CLOSURE, name="Offices closed", **days)
    before = {slug: row.due_on for slug, row in rows.items()}
    stages = {row.slug: row.ends_on for row in queries.stages(session, of.id)}
    changes = move(session, of, decision.shifted(WEEKS))
    assert len(changes) == 15
    for slug, row in rows.items():
        assert row.due_on == before[slug] + (timedelta(0) if row.done_at else WEEKS), slug
    assert all(row.ends_on == stages[row.slug] + WEEKS for row in queries.stages(session, of.id))
    assert of.decision_on == MARCH + WEEKS
    closed = {change.after.name: (change.why_not, change.instead) for change in changes if change.why_not}
    assert closed == {"Executive board decides": ("Offices closed", MARCH + WEEKS + timedelta(days=1))}


def test_the_first_date_and_the_reason_stay_until_it_is_back(session):
    of = make.consultation(session)
    keep(session, of)
    rows, decision = decided(session, of)
    move(session, of, decision.shifted(WEEKS))
    move(
        session, of, decided(session, of)[1].shifted(timedelta(days=1)), reason="A clash.", at=NOW + timedelta(hours=1)
    )
    slipped = queries.slipped(queries.slips(session, of.id))[rows["executive-board-approval"].id]
    assert (slipped.first_day, slipped.days, slipped.reason, slipped.words) == (
        MARCH,
        22,
        "A clash.",
        "moved 22 days later",
    )
    back = decided(session, of)[1]
    move(session, of, replace(back, ends=MARCH), at=NOW + timedelta(hours=2))
    assert queries.slipped(queries.slips(session, of.id)) == {}


def test_nothing_is_kept_without_a_reason_a_change_or_order(session):
    of = make.consultation(session)
    keep(session, of)
    _, decision = decided(session, of)
    with pytest.raises(InvalidInputError, match="Say why"):
        move(session, of, decision.shifted(WEEKS), reason=" ")
    with pytest.raises(InvalidInputError, match="already"):
        move(session, of, decision)
    with pytest.raises(InvalidInputError, match="needs “Partnership"):
        move(session, of, decision.shifted(-3 * WEEKS), Reach.ONE)
    assert not queries.slips(session, of.id)


def test_a_working_day_takes_the_place_of_a_closed_one(session):
    of = make.consultation(session)
    keep(session, of)
    rows, decision = decided(session, of)
    good_friday = replace(decision, ends=date(2027, 3, 26))
    changes = move(session, of, good_friday, Reach.ONE, instead={decision.id: date(2027, 3, 30)})
    assert rows["executive-board-approval"].due_on == date(2027, 3, 30)
    assert changes[0].why_not is None


def test_a_warning_stands_for_a_reason_while_its_days_stay(session, lead):
    today = date(2026, 9, 1)
    of = make.consultation(session, opens_on=date(2027, 2, 8), closes_on=date(2027, 5, 2), decision_on=date(2027, 6, 1))
    (found,) = queries.checks(session, of, today)
    assert found.check.key == "easter-2027" and found.reason is None
    with pytest.raises(InvalidInputError, match="Say why"):
        services.justify(session, of, found.check, " ", by_id=lead.id, at=NOW)
    services.justify(session, of, found.check, "Schools are asked before it.", by_id=lead.id, at=NOW)
    services.justify(session, of, found.check, "Schools are asked before Easter.", by_id=lead.id, at=NOW)
    (settled,) = queries.checks(session, of, today)
    assert settled.reason.reason == "Schools are asked before Easter." and settled.reason.by.id == lead.id
    of.closes_on = date(2027, 5, 9)
    assert queries.checks(session, of, today)[0].reason is None
    of.closes_on = date(2027, 5, 2)
    services.unjustify(session, of, found.check)
    assert queries.checks(session, of, today)[0].reason is None


def test_special_days_count_in_their_part_of_the_country(session):
    here = make.consultation(
        session, opens_on=date(2027, 4, 5), closes_on=date(2027, 6, 1), decision_on=date(2027, 7, 1)
    )
    there = make.consultation(
        session,
        opens_on=date(2027, 4, 5),
        closes_on=date(2027, 6, 1),
        decision_on=date(2027, 7, 1),
        division=Division.SCOTLAND,
    )
    made = services.set_special_days(
        session,
        None,
        kind=SpecialKind.PRE_ELECTION,
        name="Made-up election",
        starts_on=date(2027, 4, 1),
        ends_on=date(2027, 5, 6),
        division=Division.SCOTLAND,
    )
    services.set_special_days(
        session,
        None,
        kind=SpecialKind.CLOSURE,
        name="Offices closed",
        starts_on=date(2027, 4, 6),
        ends_on=date(2027, 4, 6),
        division=None,
    )
    assert not any("election" in item.check.what for item in queries.checks(session, here, NOW.date()))
    assert any("Made-up election" in item.check.what for item in queries.checks(session, there, NOW.date()))
    for division in (Division.SCOTLAND, Division.ENGLAND_AND_WALES):
        assert queries.work_calendar(session, division).why_not(date(2027, 4, 6)) == "Offices closed"
    services.remove_special_days(session, made)
    assert not any("election" in item.check.what for item in queries.checks(session, there, NOW.date()))


def test_what_is_due_is_sorted_by_how_near_it_is(session, lead, person):
    today = date(2026, 11, 18)  # a Wednesday
    of = make.consultation(session, lead=lead, opens_on=date(2026, 10, 1), closes_on=date(2026, 11, 30))
    late = make.milestone(session, of, name="Late", due_on=date(2026, 11, 17), owner_id=lead.id)
    sunday = make.milestone(session, of, name="Sunday", due_on=date(2026, 11, 22))
    make.milestone(session, of, name="Month", due_on=date(2026, 12, 18))
    make.milestone(session, of, name="After", due_on=date(2026, 12, 19))
    make.milestone(session, of, name="Done", due_on=today, done_at=datetime(2026, 11, 1, tzinfo=UTC))
    session.flush()
    services.set_needs(session, sunday, [late.id], today)
    found = queries.by_nearness(queries.due_for(session, lead, today), today)
    names = [[row.name for row in rows] for rows in (found.overdue, found.week, found.month)]
    assert names == [["Late"], ["Sunday"], ["Last day to answer", "Month"]]
    assert found.later == 1 and found.count == 4
    assert found.overdue[0].state.words == "Late by 1 day"
    assert found.week[0].state.words == "4 days left, at risk: “Late” is late"


def test_a_move_is_put_back_whole_and_both_stay_on_record(session):
    of = make.consultation(session, decision_on=None)
    keep(session, of)
    before = {step.id: (step.starts, step.ends) for step in queries.steps(session, of.id, NOW.date())}
    decision_on = of.decision_on
    move(session, of, decided(session, of)[1].shifted(WEEKS))
    batch = queries.slips(session, of.id)[0].batch
    assert of.decision_on != decision_on
    put = services.put_back(session, of, batch, by_id=None, at=NOW + timedelta(hours=1))
    assert {step.id: (step.starts, step.ends) for step in queries.steps(session, of.id, NOW.date())} == before
    assert of.decision_on == decision_on
    kept = queries.slips(session, of.id)
    assert len(kept) == 2 * len(put)
    assert kept[-1].reason == "Put back: The board meets later."
    assert queries.slipped(kept) == {}
    with pytest.raises(InvalidInputError, match="has moved again since"):
        services.put_back(session, of, batch, by_id=None, at=NOW + timedelta(hours=2))


def test_what_is_done_or_moved_again_is_not_put_back(session):
    of = make.consultation(session, decision_on=None)
    keep(session, of)
    rows, decision = decided(session, of)
    move(session, of, decision.shifted(WEEKS))
    batch = queries.slips(session, of.id)[0].batch
    services.mark_done(session, rows["outline-priorities-start"], NOW)
    with pytest.raises(InvalidInputError, match="its day stays"):
        services.put_back(session, of, batch, by_id=None, at=NOW)
    with pytest.raises(InvalidInputError, match="no such move"):
        services.put_back(session, make.consultation(session), batch, by_id=None, at=NOW)
