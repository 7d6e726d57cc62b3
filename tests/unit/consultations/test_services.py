"""Consultations are made, changed and moved with everything on record."""

import re
from datetime import date, datetime, timedelta

import pytest

from cypp_consult.consultations import queries, services
from cypp_consult.consultations.models import ConsultationAudience, IdentityLevel, Member, MilestoneKind
from cypp_consult.consultations.rules import State
from cypp_consult.consultations.services import AudienceForm
from cypp_consult.core import audit, clock
from cypp_consult.core.audiences import Audience
from cypp_consult.core.codes import ALPHABET
from cypp_consult.core.errors import InvalidInputError, NotFoundError
from cypp_consult.core.roles import Role
from cypp_consult.plans import services as plan_services
from cypp_consult.plans.rules import InUseError
from cypp_consult.summaries.models import EvidencePack
from tests import make

NOON = datetime(2026, 11, 25, 12, tzinfo=clock.LONDON)


def actions(session, row) -> list[str]:
    return [entry.action for entry in reversed(audit.history(session, "consultation", row.id))]


def test_one_is_made_for_a_plan_and_gets_an_address(session, lead):
    plan = make.plan(session)
    first = services.create(session, plan, title="What matters?", at=clock.now(), lead_id=lead.id)
    second = services.create(session, plan, title="What matters?", at=clock.now(), slug="demo")
    third = services.create(session, plan, title="What matters?", at=clock.now())
    session.commit()
    assert [row.slug for row in (first, second, third)] == ["what-matters", "demo", "what-matters-2"]
    assert queries.by_slug(session, "demo") is second
    assert queries.state_of(first, clock.today()) is State.DRAFT
    assert actions(session, first) == ["consultation.create"]


def test_changes_name_the_fields_on_the_log(session):
    of = make.consultation(session, launched=False)
    services.change(session, of, title="Tell us", identity_level=IdentityLevel.NONE, contact=of.contact)
    assert audit.history(session, "consultation", of.id)[0].detail == {"fields": ["identity_level", "title"]}
    services.change(session, of, title="Tell us")
    assert actions(session, of) == ["consultation.change"]


@pytest.mark.parametrize("name", ["slug", "launched_at", "privacy_version", "id"])
def test_what_is_not_for_changing_is_refused(session, name):
    of = make.consultation(session)
    with pytest.raises(InvalidInputError, match=name):
        services.change(session, of, **{name: None})


def test_dates_are_fixed_by_the_launch(session):
    of = make.consultation(session)
    with pytest.raises(InvalidInputError, match="Extend it"):
        services.change(session, of, closes_on=of.closes_on + timedelta(days=1))
    services.change(session, of, closes_on=of.closes_on, decision_on=date(2030, 1, 1))
    assert of.decision_on == date(2030, 1, 1)


def test_audiences_get_codes_that_nobody_can_guess(session):
    of = make.consultation(session, audiences=(), launched=False)
    wanted = [AudienceForm(audience, 100, "About.") for audience in Audience]
    services.set_audiences(session, of, wanted)
    codes = [row.code for row in of.audiences]
    assert len(set(codes)) == 4
    assert len(set(ALPHABET)) == 31
    assert all(re.fullmatch(f"[{ALPHABET}]{{8}}", code) for code in codes)
    services.set_audiences(session, of, list(reversed(wanted)))
    assert [row.code for row in of.audiences] == list(reversed(codes)), "a code stays with its audience"


def test_a_code_that_is_taken_is_not_given_again(session, monkeypatch):
    of = make.consultation(session, audiences=(), launched=False)
    given = iter(["AAAAAAAA", "AAAAAAAA", "BBBBBBBB"])
    monkeypatch.setattr("cypp_consult.consultations.services.asking.new_code", lambda _: next(given))
    services.set_audiences(session, of, [AudienceForm(Audience.YOUNG_PEOPLE), AudienceForm(Audience.PARENTS_CARERS)])
    assert [row.code for row in of.audiences] == ["AAAAAAAA", "BBBBBBBB"]


def test_an_audience_goes_before_the_launch_and_stays_after_it(session):
    of = make.consultation(session, launched=False)
    services.set_audiences(session, of, [AudienceForm(Audience.YOUNG_PEOPLE)])
    session.commit()
    assert session.query(ConsultationAudience).count() == 1
    of.launched_at = clock.now()
    with pytest.raises(InvalidInputError, match="Young people"):
        services.set_audiences(session, of, [AudienceForm(Audience.PARENTS_CARERS)])


@pytest.mark.parametrize("typed", ["abcd2345", " ABCD-2345 ", "ABcd 2345"])
def test_a_code_is_known_however_it_is_typed(session, typed):
    of = make.consultation(session, audiences=(Audience.YOUNG_PEOPLE,))
    of.audiences[0].code = "ABCD2345"
    session.flush()
    assert queries.by_code(session, typed).consultation is of
    assert queries.by_code(session, "ZZZZZZZZ") is None
    assert queries.by_code(session, " - ") is None


def test_changed_notices_make_a_new_version_and_the_log_keeps_the_words(session):
    of = make.consultation(session, privacy_full="")
    for row in of.audiences:
        row.privacy_short = ""
    services.set_notices(session, of, "We keep no name.", {Audience.YOUNG_PEOPLE: "No names."})
    assert of.privacy_version == 1, "the first words are version 1"
    services.set_notices(session, of, "We keep no name.", {Audience.YOUNG_PEOPLE: "No names."})
    assert of.privacy_version == 1
    services.set_notices(session, of, "We keep no name.", {Audience.YOUNG_PEOPLE: "We ask no names."})
    assert of.privacy_version == 2
    entry = audit.history(session, "consultation", of.id)[0]
    assert (entry.action, entry.detail["version"]) == ("consultation.notice", 2)
    assert entry.detail["short"]["young-people"] == "We ask no names."


def test_extending_needs_a_later_day_and_a_reason(session, lead):
    of = make.consultation(session, opens_on=date(2026, 9, 21), closes_on=date(2026, 12, 13))
    with pytest.raises(InvalidInputError, match="after 13 December 2026"):
        services.extend(session, of, date(2026, 12, 13), "More time", by_id=lead.id, at=NOON)
    with pytest.raises(InvalidInputError, match="Say why"):
        services.extend(session, of, date(2027, 1, 10), " ", by_id=lead.id, at=NOON)
    services.extend(session, of, date(2027, 1, 10), "Snow closed the schools", by_id=lead.id, at=NOON)
    session.commit()
    record = of.extensions[0]
    assert (of.closes_on, record.from_day, (record.to_day - record.from_day).days) == (
        date(2027, 1, 10),
        date(2026, 12, 13),
        28,
    )
    assert actions(session, of) == ["consultation.extend"]


def test_extending_a_closed_one_opens_it_again(session, lead):
    of = make.consultation(session, opens_on=date(2024, 1, 8), closes_on=date(2024, 3, 22))
    at = datetime(2024, 4, 2, 9, tzinfo=clock.LONDON)
    with pytest.raises(InvalidInputError, match="today or a later day"):
        services.extend(session, of, date(2024, 3, 30), "Low response", by_id=lead.id, at=at)
    record = services.extend(session, of, date(2024, 5, 10), "Low response", by_id=lead.id, at=at)
    assert (record.to_day - record.from_day).days == 49
    assert queries.state_of(of, date(2024, 4, 2)) is State.OPEN


def test_closing_early_tonight_or_at_once(session, lead):
    of = make.consultation(session, opens_on=date(2026, 9, 21), closes_on=date(2026, 12, 13))
    with pytest.raises(InvalidInputError, match="anyway"):
        services.close_early(session, of, date(2026, 12, 13), "Enough", by_id=lead.id, at=NOON)
    with pytest.raises(InvalidInputError, match="past"):
        services.close_early(session, of, date(2026, 11, 23), "Enough", by_id=lead.id, at=NOON)
    services.close_early(session, of, date(2026, 11, 25), "Enough answers", by_id=lead.id, at=NOON)
    assert queries.state_of(of, date(2026, 11, 25)) is State.OPEN
    services.close_early(session, of, date(2026, 11, 24), "A wrong link went out", by_id=lead.id, at=NOON)
    assert queries.state_of(of, date(2026, 11, 25)) is State.CLOSED
    assert [(row.to_day - row.from_day).days for row in of.extensions] == [-18, -1]
    assert actions(session, of)[-1] == "consultation.close_early"


def test_a_draft_is_neither_extended_nor_closed(session, lead):
    of = make.consultation(session, launched=False)
    for verb in (services.extend, services.close_early):
        with pytest.raises(InvalidInputError, match="not open yet"):
            verb(session, of, date(2027, 1, 1), "Why", by_id=lead.id, at=NOON)


def test_partners_see_what_they_are_members_of(session, person):
    partner, other = person(Role.PARTNER), person(Role.PARTNER)
    of = make.consultation(session)
    make.consultation(session)
    services.set_members(session, of, [partner.id, other.id])
    services.set_members(session, of, [partner.id])
    session.commit()
    assert list(queries.visible_to(session, partner)) == [of]
    assert list(queries.visible_to(session, other)) == []
    assert len(queries.visible_to(session, person(Role.LEAD))) == 2
    assert session.query(Member).count() == 1
    assert actions(session, of) == ["consultation.members"] * 2


def test_people_are_those_who_can_sign_in(session, person):
    anna, zoe = person(Role.LEAD, name="anna"), person(Role.LEAD, Role.ANALYST, name="Zoe")
    gone = person(Role.LEAD, name="Gone")
    gone.active = False
    person(Role.PARTNER)
    session.flush()
    assert list(queries.people(session, Role.LEAD, Role.ANALYST)) == [anna, zoe]


def test_milestones_are_added_changed_done_and_not_done(session, lead):
    of = make.consultation(session)
    made = services.add_milestone(
        session, of, "Shortlist", MilestoneKind.DRAFTING, date(2026, 11, 27), owner_id=lead.id
    )
    twin = services.add_milestone(session, of, "Shortlist", MilestoneKind.REVIEW, date(2026, 11, 20))
    assert [row.slug for row in queries.milestones(session, of.id)] == ["shortlist-2", "shortlist"]
    services.change_milestone(session, made, name="Long list", due_on=date(2026, 11, 30))
    assert (made.slug, made.name) == ("shortlist", "Long list")
    services.mark_done(session, twin, NOON)
    services.mark_done(session, twin, NOON + timedelta(days=1))
    assert twin.done_at == NOON
    services.mark_not_done(session, twin)
    assert twin.done_at is None
    logged = [entry.action for entry in reversed(audit.history(session, "milestone", twin.id))]
    assert logged == ["milestone.add", "milestone.done", "milestone.not_done"]
    assert audit.history(session, "milestone", made.id)[0].detail["was_due"] == "2026-11-27"
    with pytest.raises(InvalidInputError, match="slug"):
        services.change_milestone(session, made, slug="x")


def test_a_milestone_with_a_frozen_summary_stays(session):
    of = make.consultation(session)
    kept, gone = make.milestone(session, of), make.milestone(session, of)
    pack = EvidencePack(milestone_id=kept.id, version=1, content={}, digest="x" * 64, frozen_at=NOON, cut_off_at=NOON)
    make.put(session, pack)
    with pytest.raises(InvalidInputError, match="frozen"):
        services.remove_milestone(session, kept)
    services.remove_milestone(session, gone)
    assert [row.id for row in queries.milestones(session, of.id)] == [kept.id]


def test_stages_end_after_they_start(session):
    of = make.consultation(session)
    stage = services.add_stage(session, of, "Children", date(2026, 9, 1), date(2026, 9, 30))
    with pytest.raises(InvalidInputError, match="cannot be changed here"):
        services.change_stage(session, stage, starts_on=date(2026, 9, 1))
    with pytest.raises(InvalidInputError, match="last day"):
        services.add_stage(session, of, "Draft", date(2026, 9, 2), date(2026, 9, 1))
    services.change_stage(session, stage, name="Children’s round")
    assert queries.stages(session, of.id)[0].slug == "children"
    services.remove_stage(session, stage)
    assert not queries.stages(session, of.id)


def test_stage_and_milestone_are_found_in_their_own_consultation_alone(session):
    mine, other = make.consultation(session), make.consultation(session)
    milestone = make.milestone(session, mine)
    stage = services.add_stage(session, mine, "Children", date(2026, 9, 1), date(2026, 9, 30))
    assert queries.milestone(session, mine, milestone.id) is milestone
    assert queries.stage(session, mine, stage.id) is stage
    with pytest.raises(NotFoundError):
        queries.milestone(session, other, milestone.id)
    with pytest.raises(NotFoundError):
        queries.stage(session, other, stage.id)


def test_the_timeline_as_json(session, lead):
    of = make.consultation(session)
    services.add_stage(session, of, "Children", date(2026, 9, 1), date(2026, 9, 30))
    services.add_milestone(session, of, "Shortlist", MilestoneKind.DRAFTING, date(2026, 11, 20), owner_id=lead.id)
    assert queries.timeline_json(session, of.id, date(2026, 11, 25)) == {
        "stages": [{"id": "children", "name": "Children", "starts": "2026-09-01", "ends": "2026-09-30"}],
        "milestones": [
            {
                "id": "shortlist",
                "name": "Shortlist",
                "kind": "drafting",
                "due": "2026-11-20",
                "status": "late",
                "owner": "Amina Yusuf",
            }
        ],
    }


def test_a_launched_consultation_keeps_the_plans_tree_from_deletion(session):
    draft, launched = make.consultation(session, launched=False), make.consultation(session)
    plan_services.delete(session, draft.plan.outcomes[0])
    with pytest.raises(InUseError):
        plan_services.delete(session, launched.plan.outcomes[0])
