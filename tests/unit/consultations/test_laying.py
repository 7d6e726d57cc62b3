"""Templates are kept under their ids, laid out again without doubling, saved and used again."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cypp_consult.consultations import queries, services
from cypp_consult.consultations.models import MilestoneKind
from cypp_consult.consultations.rules.patterns import lay_out
from cypp_consult.core.errors import InvalidInputError
from tests import make

MARCH = date(2027, 3, 17)
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def keep(session, of, name="leeds-2009", anchor=MARCH, at=NOW):
    template = queries.templates(session)[name]
    laid = lay_out(template, anchor, queries.work_calendar(session, of.division))
    return services.keep_layout(session, of, template, laid, anchor, by_id=None, at=at)


def test_a_kept_template_keeps_its_ids_kinds_needs_and_owner(session, lead):
    of = make.consultation(session, lead=lead, decision_on=None)
    assert keep(session, of) == services.Kept(added=16, moved=0, left=0)
    rows = {row.slug: row for row in queries.milestones(session, of.id)}
    assert rows["executive-board-approval"].due_on == MARCH == of.decision_on
    assert rows["partnership-approval"].kind is MilestoneKind.GOVERNANCE_APPROVAL
    assert {row.owner_id for row in rows.values()} == {lead.id}
    needs = queries.needs(session, [of.id])
    assert needs[rows["executive-board-approval"].id] == {rows["partnership-approval"].id}
    stages = {row.slug: row for row in queries.stages(session, of.id)}
    assert needs[rows["first-stage-consultation-end"].id] == {
        stages["partner-consultation"].id,
        stages["children-and-young-people-consultation"].id,
    }


def test_laying_out_again_moves_what_is_there_and_leaves_what_is_done(session):
    of = make.consultation(session)
    keep(session, of)
    rows = {row.slug: row for row in queries.milestones(session, of.id)}
    services.mark_done(session, rows["outline-priorities-start"], NOW)
    assert keep(session, of) == services.Kept(added=0, moved=0, left=1)
    kept = keep(session, of, anchor=date(2027, 3, 24))
    assert (kept.added, kept.moved, kept.left) == (0, 1, 1)
    moved = queries.slipped(queries.slips(session, of.id))
    assert list(moved) == [rows["executive-board-approval"].id]
    assert moved[rows["executive-board-approval"].id].words == "moved 1 week later"
    assert "template" in moved[rows["executive-board-approval"].id].reason


def test_a_step_of_ones_own_that_would_come_too_soon_is_said(session):
    of = make.consultation(session)
    keep(session, of)
    rows = {row.slug: row for row in queries.milestones(session, of.id)}
    assert of.decision_on != MARCH  # it had a day of its own, which laying out leaves alone
    own = make.milestone(session, of, name="Print", due_on=MARCH + timedelta(days=2))
    services.set_needs(session, own, [rows["executive-board-approval"].id], date(2026, 5, 1))
    with pytest.raises(InvalidInputError, match="“Print”"):
        keep(session, of, anchor=date(2027, 3, 24))


def test_a_saved_timeline_gives_the_same_days_for_the_same_anchor(session, lead):
    of, other = make.consultation(session), make.consultation(session)
    keep(session, of)
    services.add_stage(session, of, "Decision", date(2027, 1, 4), date(2027, 1, 8))
    make.milestone(session, of, slug="decision", name="Decision", due_on=date(2027, 1, 8))
    anchored = next(row for row in queries.milestones(session, of.id) if row.slug == "executive-board-approval")
    saved = services.save_template(session, of, "Our year", anchored, by_id=lead.id, at=NOW)
    assert services.save_template(session, of, "Quarterly", anchored, by_id=None, at=NOW).slug == "quarterly-2"
    assert keep(session, other, "our-year").added == 18
    days = [
        {(row.name, row.due_on) for row in queries.milestones(session, each.id)}
        | {(row.name, row.starts_on, row.ends_on) for row in queries.stages(session, each.id)}
        for each in (of, other)
    ]
    assert days[0] == days[1]
    services.remove_template(session, saved)
    assert "our-year" not in queries.templates(session)
    assert len(queries.milestones(session, other.id)) == 14


def test_needs_lead_in_no_circle_and_come_in_time(session):
    of, elsewhere = make.consultation(session), make.consultation(session)
    today = date(2026, 11, 22)
    first = make.milestone(session, of, name="First", due_on=date(2027, 1, 4))
    second = make.milestone(session, of, name="Second", due_on=date(2027, 1, 4))
    later = make.milestone(session, of, name="Later", due_on=date(2027, 2, 1))
    services.set_needs(session, second, [first.id], today)
    with pytest.raises(InvalidInputError, match="circle"):
        services.set_needs(session, first, [second.id], today)
    with pytest.raises(InvalidInputError, match="“Later” is due on 1 February 2027, too late"):
        services.set_needs(session, first, [later.id], today)
    with pytest.raises(InvalidInputError, match="steps of this timeline"):
        services.set_needs(session, first, [make.milestone(session, elsewhere).id], today)
    services.set_needs(session, second, [], today)
    assert queries.needs(session, [of.id]) == {}


def test_a_milestone_goes_with_all_that_belongs_to_it(session, lead):
    of = make.consultation(session)
    keep(session, of)
    rows = {row.slug: row for row in queries.milestones(session, of.id)}
    board = rows["partnership-approval"]
    services.add_evidence(session, board, "Minutes", link="https://ashdale.example/m", by_id=lead.id, at=NOW)
    with pytest.raises(InvalidInputError, match="https://"):
        services.add_evidence(session, board, "Minutes", link="javascript:alert(1)", by_id=lead.id, at=NOW)
    assert queries.evidence(session, of.id)[board.id][0].title == "Minutes"
    services.remove_milestone(session, board)
    needs = queries.needs(session, [of.id])
    assert rows["executive-board-approval"].id not in needs
    assert queries.evidence(session, of.id) == {}
