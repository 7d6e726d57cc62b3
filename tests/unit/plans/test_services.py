"""A plan grows and changes without breaking what points at it."""

import pytest

from cypp_consult.coding.models import Tag, Theme
from cypp_consult.core import audit, clock
from cypp_consult.core.errors import InvalidInputError, NotFoundError
from cypp_consult.plans import queries, services, uses
from cypp_consult.plans.models import Outcome, Plan, Priority
from cypp_consult.plans.rules import Direction, InUseError, Level
from tests import make


def actions(session, kind: str, row) -> list[str]:
    return [entry.action for entry in reversed(audit.history(session, kind, row.id))]


@pytest.mark.parametrize(
    ("framework", "counted"),
    [
        ("leeds-2009", queries.PlanCounts(7, 11, 0, 0)),
        ("leicester-city-2009", queries.PlanCounts(5, 11, 0, 20)),
        ("leicestershire-2020", queries.PlanCounts(4, 15, 58, 42)),
    ],
)
def test_a_plan_starts_with_the_whole_tree_of_a_template(session, framework, counted):
    plan = services.start_from_template(session, framework, at=clock.now())
    session.commit()
    assert queries.counts(session)[plan.id] == counted
    assert plan.template == framework
    assert actions(session, "plan", plan) == ["plan.start"]


def test_a_template_keeps_its_ids_codes_leads_and_word_for_outcomes(session):
    plan = services.start_from_template(
        session, "leicestershire-2020", at=clock.now(), title="Ashdale plan", area="Ashdale"
    )
    assert (plan.slug, plan.title, plan.area, plan.outcomes_label) == (
        "ashdale-plan",
        "Ashdale plan",
        "Ashdale",
        "Ambitions",
    )
    assert plan.period_start is None
    first = plan.outcomes[0]
    assert first.slug == "best-start-in-life"
    assert first.summary.startswith("Help families")
    action = first.priorities[0].actions[0]
    assert (action.code, action.leads) == ("1.1a", ["Head of Service - Education Quality and Effectiveness"])
    assert all(measure.outcome_id or measure.priority_id for measure in plan.measures)


def test_two_plans_of_one_name_have_two_addresses(session):
    made = [services.start_empty(session, title="Our plan", area="Ashdale", at=clock.now()) for _ in range(3)]
    assert [plan.slug for plan in made] == ["our-plan", "our-plan-2", "our-plan-3"]


def test_an_unknown_template_is_said(session):
    with pytest.raises(NotFoundError):
        services.start_from_template(session, "atlantis", at=clock.now())


def test_a_tree_grows_level_by_level(session):
    plan = services.start_empty(session, title="Our plan", area="Ashdale", at=clock.now(), outcome_label="Ambition")
    outcome = services.add_outcome(session, plan, "Stay Safe", summary="In short.")
    priority = services.add_priority(session, outcome, "Safe streets", short_name="Outside", picture="lamp")
    again = services.add_priority(session, outcome, "Safe streets")
    action = services.add_action(session, priority, "Mend the lamps", code="1.1a", leads=["Highways"])
    measure = services.add_measure(session, plan, "Lamps mended", outcome=outcome)
    reading = services.add_reading(session, measure, period="2026/27", value="40", note="of 60", at=clock.now())
    session.commit()
    loaded = queries.by_slug(session, plan.slug)
    assert [row.slug for row in loaded.outcomes[0].priorities] == ["safe-streets", "safe-streets-2"]
    assert [row.position for row in loaded.outcomes[0].priorities] == [0, 1]
    assert loaded.outcomes[0].priorities[0].actions == [action]
    assert loaded.measures[0].readings == [reading]
    assert again.position == 1
    assert actions(session, "measure", measure) == ["measure.add", "measure.reading"]
    services.remove_reading(session, reading)
    assert actions(session, "measure", measure)[-1] == "measure.unreading"


def test_renaming_keeps_the_address(session):
    plan = make.plan(session)
    priority = plan.outcomes[0].priorities[0]
    services.change(session, priority, name="Good food", short_name="Food", picture="food")
    services.rename(session, plan.outcomes[0], "Healthy")
    assert (priority.slug, priority.name, priority.picture) == ("eat-well", "Good food", "food")
    assert plan.outcomes[0].name == "Healthy"
    assert actions(session, "priority", priority) == ["priority.change"]
    services.rename(session, priority, "Good food")
    assert actions(session, "priority", priority) == ["priority.change"], "nothing changed, nothing to tell"


def test_only_fields_of_the_level_change(session):
    plan = make.plan(session)
    with pytest.raises(InvalidInputError, match="slug"):
        services.change(session, plan.outcomes[0], slug="other")


def test_moving_is_among_live_siblings(session):
    plan = make.plan(session)
    outcome = plan.outcomes[0]
    third = services.add_priority(session, outcome, "Sleep well")
    first, second = outcome.priorities[0], outcome.priorities[1]
    services.retire(session, second, clock.now())
    services.move(session, third, Direction.UP)
    assert [row.id for row in queries.siblings(session, first)] == [third.id, first.id]
    services.move(session, third, Direction.UP)
    assert actions(session, "priority", third) == ["priority.add", "priority.move"]
    with pytest.raises(InvalidInputError, match="retired"):
        services.move(session, second, Direction.UP)


def test_retired_things_leave_the_lists_and_come_back(session):
    plan = make.plan(session)
    stay_safe = plan.outcomes[1]
    services.retire(session, stay_safe, clock.now())
    assert [row.slug for row in queries.live_priorities(session, plan.id)] == ["eat-well", "feel-good"]
    assert [row.slug for row in queries.live_outcomes(session, plan.id)] == ["be-healthy"]
    services.restore(session, stay_safe)
    assert len(queries.live_priorities(session, plan.id)) == 4
    assert actions(session, "outcome", stay_safe) == ["outcome.retire", "outcome.restore"]


def test_what_was_never_used_can_be_deleted_with_what_hangs_on_it(session):
    plan = make.plan(session)
    outcome = plan.outcomes[0]
    services.add_measure(session, plan, "Sports clubs", outcome=outcome)
    services.delete(session, outcome)
    session.commit()
    loaded = queries.by_slug(session, plan.slug)
    assert [row.slug for row in loaded.outcomes] == ["stay-safe"]
    assert session.query(Priority).count() == 2
    assert not loaded.measures


def test_what_is_tagged_is_retired_and_never_deleted(session):
    of = make.consultation(session, launched=False)
    priority = of.plan.outcomes[0].priorities[0]
    asked = make.question(session, of)
    said = make.response(session, of, texts={asked: "More fruit"}).answers[0]
    make.put(session, Tag(answer_id=said.id, priority_id=priority.id, at=clock.now()))
    for item in (priority, priority.outcome):
        with pytest.raises(InUseError, match="Retire it instead"):
            services.delete(session, item)
    services.retire(session, priority, clock.now())
    session.commit()
    assert session.query(Tag).one().priority.name == "Eat well"


def test_what_a_theme_stands_under_is_not_deleted(session):
    of = make.consultation(session, launched=False)
    priority = of.plan.outcomes[0].priorities[0]
    make.put(
        session, Theme(consultation_id=of.id, slug="fruit", name="Fruit", priority_id=priority.id, made_at=clock.now())
    )
    with pytest.raises(InUseError):
        services.delete(session, priority)


def test_nothing_is_deleted_while_a_feature_holds_the_plan(session, monkeypatch):
    plan = make.plan(session)
    monkeypatch.setattr(uses, "_checks", [lambda _session, plan_id: plan_id == plan.id])
    with pytest.raises(InUseError):
        services.delete(session, plan.outcomes[0])


def test_a_node_is_found_in_its_own_plan_alone(session):
    mine, other = make.plan(session), make.plan(session)
    outcome = mine.outcomes[0]
    assert queries.node(session, mine, Level.OUTCOME, outcome.id) is outcome
    with pytest.raises(NotFoundError):
        queries.node(session, other, Level.OUTCOME, outcome.id)
    with pytest.raises(NotFoundError):
        queries.node(session, mine, Level.PRIORITY, outcome.id)


def test_changing_a_plan_keeps_its_address(session):
    plan = services.start_empty(session, title="Our plan", area="Ashdale", at=clock.now())
    services.change_plan(
        session, plan, title="Plan of all", area="Ashdale", period_start=2027, period_end=None, outcome_label="Ambition"
    )
    assert (plan.slug, plan.title, plan.period, plan.outcomes_label) == (
        "our-plan",
        "Plan of all",
        "from 2027",
        "Ambitions",
    )
    assert session.query(Plan).count() == 1
    assert session.query(Outcome).count() == 0
