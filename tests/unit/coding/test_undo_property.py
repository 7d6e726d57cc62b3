"""Any acts by anybody, undone in reverse, lead back to the start; and every count equals a recount by hand."""

from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from cypp_consult.coding import queries, services
from cypp_consult.coding.models import Mark, Suggestion, Tag, Theme
from cypp_consult.coding.rules import CodingError, Target, TargetKind
from cypp_consult.collection.models import Answer, Response
from cypp_consult.core.database import db
from cypp_consult.core.errors import InvalidInputError
from tests.unit.coding.world import World, world

VERBS = ("add_tag", "remove_tag", "confirm", "refuse", "refuse_all", "mark", "unmark", "make_theme", "undo_own")

acts = st.lists(
    st.tuples(
        st.sampled_from(VERBS),
        st.sets(st.integers(0, 4), min_size=1, max_size=5),
        st.integers(0, 4),
        st.booleans(),
    ),
    max_size=14,
)


def do(coding: World, step, answers: list[UUID], targets: list[Target], coders) -> services.Batch | None:
    verb, chosen, number, second = step
    keys, coder = [answers[place] for place in sorted(chosen)], coders[second]
    try:
        if verb == "make_theme":
            return services.make_theme(
                coding.session,
                coding.consultation,
                f"Theme {coding.steps}",
                by_id=coder.id,
                at=coding.now(),
                answers=keys,
            )[1]
        if verb == "unmark":
            return coding.act(verb, keys, by=coder)
        if verb == "refuse_all":
            return coding.act("refuse", keys, None, by=coder)
        if verb == "mark":
            return coding.act(verb, keys, list(Mark)[number % 2], by=coder)
        return coding.act(verb, keys, targets[number], by=coder)
    except (CodingError, InvalidInputError):
        return None


def prepared(session, coder) -> tuple[World, list[UUID], list[Target]]:
    coding = world(session, coder)
    first = coding.answer(headcount=12)
    answers = [first, *coding.answers(4)]
    targets = [
        coding.outcome(),
        coding.priority(),
        coding.priority("eat-well"),
        coding.theme("Safe routes", coding.priority()),
        coding.theme("Money"),
    ]
    for place, target in enumerate(targets):
        coding.guess(answers[place], target)
        coding.guess(answers[(place + 1) % 5], target)
    coding.act("add_tag", answers[:2], targets[0])
    coding.act("mark", answers[3:4], Mark.OTHER)
    return coding, answers, targets


def only_retired_themes_more(before, after):
    """A theme made in an act stays as retired; everything else is as it was."""
    known = {slug for slug, _, _ in before["themes"]}
    extra = [theme for theme in after["themes"] if theme[0] not in known]
    assert all(retired != "None" for _, _, retired in extra)
    assert [theme for theme in after["themes"] if theme[0] in known] == before["themes"]
    for part in ("tags", "guesses", "marks"):
        assert after[part] == before[part], part


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=acts)
def test_acts_undone_in_reverse_lead_back_to_the_start(session, analyst, other, steps):
    savepoint = db.session.begin_nested()
    try:
        coding, answers, targets = prepared(session, analyst)
        coders = {False: analyst, True: other}
        before = coding.state()
        done: list[tuple[services.Batch, bool]] = []
        for step in steps:
            if step[0] == "undo_own":
                if done:
                    batch, second = done.pop()
                    coding.undo(batch, by=coders[second])
                continue
            batch = do(coding, step, answers, targets, coders)
            if batch is not None and batch.changed:
                done.append((batch, step[3]))
        recounted(coding)
        for batch, second in reversed(done):
            coding.undo(batch, by=coders[second])
        only_retired_themes_more(before, coding.state())
    finally:
        savepoint.rollback()


def recounted(coding: World) -> None:
    """Hold what the queries count against counting in plain Python."""
    session, consultation = coding.session, coding.consultation
    session.expire_all()
    frame = queries.frame(session, consultation)
    themes = {theme.id: theme.priority_id for theme in session.scalars(select(Theme))}
    part_of = {theme.id: theme.parent_id for theme in session.scalars(select(Theme))}
    response_of = dict(session.execute(select(Answer.id, Answer.response_id)).all())
    heads = dict(session.execute(select(Response.id, Response.headcount)).all())
    said: dict[Target, set[UUID]] = {}
    for tag in session.scalars(select(Tag)):
        priority = tag.priority_id or themes.get(tag.theme_id)
        outcome = tag.outcome_id or frame.outcome_of.get(priority)
        for kind, key in (
            (TargetKind.OUTCOME, outcome),
            (TargetKind.PRIORITY, priority),
            (TargetKind.THEME, tag.theme_id),
            (TargetKind.THEME, part_of.get(tag.theme_id)),
        ):
            if key is not None:
                said.setdefault(Target(kind, key), set()).add(tag.answer_id)
    counts = queries.counts(session, consultation.id)
    assert {target: count.answers for target, count in counts.items()} == {
        target: len(found) for target, found in said.items()
    }
    for target, found in said.items():
        responses = {response_of[key] for key in found}
        assert (counts[target].responses, counts[target].people) == (
            len(responses),
            sum(heads[key] for key in responses),
        )
    tagged = set(session.scalars(select(Tag.answer_id)))
    marked = {row.id for row in queries.answers(session, consultation.id, queries_all()).rows if row.mark}
    opened = set(session.scalars(select(Suggestion.answer_id).where(Suggestion.state == "open")))
    progress = queries.progress(session, consultation.id)
    left = opened - tagged - marked
    assert (progress.total, progress.coded, progress.suggested) == (5, len(tagged | marked), len(left))
    assert progress.unsuggested == 5 - len(tagged | marked | opened)


def queries_all():
    from cypp_consult.coding.filters import Filters, TagState

    return Filters(state=TagState.ALL)
