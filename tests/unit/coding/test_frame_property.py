"""Whatever is done to the code frame, undoing it leads back: tags, suggestions, counts, themes and the log as before.

And where others coded in between: nothing they gave since is lost, nothing they took off comes back.
"""

from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from cypp_consult.coding import queries
from cypp_consult.coding.frame import services as frame
from cypp_consult.coding.frame.models import FrameAct, FrameMove
from cypp_consult.coding.frame.recording import facts
from cypp_consult.coding.models import Suggestion, Tag, Theme
from cypp_consult.coding.rules import CodingError, Target
from cypp_consult.core.database import db
from cypp_consult.core.errors import DomainError, InvalidInputError
from tests.unit.coding.test_undo_property import recounted
from tests.unit.coding.world import World, world

QUIET = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}
THEMES, ANSWERS = 5, 5
numbers = st.integers(0, THEMES - 1)
some = st.sets(st.integers(0, ANSWERS - 1), min_size=1)
frame_steps = st.one_of(
    st.tuples(st.just("merge"), st.sets(numbers, min_size=1, max_size=3), numbers, st.booleans()),
    st.tuples(st.just("split"), numbers, some, st.booleans()),
    st.tuples(st.just("retire"), numbers),
    st.tuples(st.just("restore"), numbers),
    st.tuples(st.just("edit"), numbers, numbers),
)
coding_steps = st.tuples(st.sampled_from(["add_tag", "remove_tag"]), some, numbers)


def prepared(session, coder) -> tuple[World, list[UUID], list[Target]]:
    coding = world(session, coder)
    answers = [coding.answer(headcount=7), *coding.answers(ANSWERS - 1)]
    streets = coding.theme("Safe routes", coding.priority())
    themes = [streets, *(coding.theme(name, coding.priority()) for name in ("Roads", "Lights"))]
    themes += [coding.theme("Money"), coding.theme("Swings")]
    # one of them is part of another
    coding.session.get_one(Theme, themes[1].id).parent_id = streets.id
    for place, theme in enumerate(themes):
        coding.act("add_tag", [answers[place], answers[(place + 1) % ANSWERS]], theme)
        coding.guess(answers[(place + 2) % ANSWERS], theme)
    coding.guess(answers[3], themes[0])
    return coding, answers, themes


def do(coding: World, step, answers: list[UUID], themes: list[Target]) -> FrameAct | None:
    """Do a step; None where it was not allowed or changed nothing. A step that fails leaves nothing behind."""
    point = coding.session.begin_nested()
    more: dict[str, Any] = {"by_id": coding.coder.id, "at": coding.now()}
    try:
        match step:
            case ("merge", sources, into, rename):
                name = {"name": f"Both {coding.steps}"} if rename else {}
                keys = [themes[number].id for number in sources]
                act = frame.merge(coding.session, coding.consultation, keys, themes[into].id, **name, **more)
            case ("split", number, chosen, both):
                keys = [answers[place] for place in sorted(chosen)]
                parts = [frame.NewPart(f"New {coding.steps}", keys)]
                if both and len(keys) > 1:
                    parts = [frame.NewPart(f"New {coding.steps}", keys[:1]), frame.NewPart("Rest", keys[1:])]
                act = frame.split(coding.session, coding.consultation, themes[number].id, parts, **more)
            case ("retire" | "restore" as verb, number):
                act = getattr(frame, verb)(coding.session, coding.consultation, themes[number].id, **more)
            case ("edit", number, under):
                theme = coding.session.get_one(Theme, themes[number].id, populate_existing=True)
                parent = themes[under].id if under != number else None
                wanted = frame.Wanted(f"Name {coding.steps}", "Means this", "Not that", None, parent)
                act = frame.edit(coding.session, coding.consultation, theme.id, wanted, version=theme.version, **more)
    except (CodingError, InvalidInputError):
        point.rollback()
        return None
    point.commit()
    return act


def standing(coding: World) -> dict[str, Any]:
    """What the frame says, but for how often it was written and what an undone act left behind as retired."""
    session = coding.session
    session.expire_all()
    themes = {theme.id: facts(theme) for theme in session.scalars(select(Theme))}
    unmade = {key for key, said in themes.items() if said["name"].startswith(("New ", "Rest"))}
    assert all(themes[key]["retired_at"] for key in unmade), "what a split made is out of the frame again"
    state = coding.state()
    counts = queries.counts(session, coding.consultation.id)
    acts = session.scalars(select(FrameAct).where(FrameAct.undone_at.is_(None)))
    return {
        "tags": state["tags"],
        "guesses": sorted(
            (guess, str(theme)) for guess, theme in session.execute(select(Suggestion.id, Suggestion.theme_id))
        ),
        "themes": {str(key): said for key, said in themes.items() if key not in unmade},
        "counts": {target.token: count for target, count in counts.items()},
        "log": sorted(str(act.id) for act in acts),
        "apart": state["marks"],
    }


def undone(coding: World, act: FrameAct) -> frame.Undone:
    return frame.undo(coding.session, coding.consultation, act.id, by_id=coding.coder.id, at=coding.now())


@settings(max_examples=15, **QUIET)
@given(steps=st.lists(frame_steps, min_size=1, max_size=6))
def test_acts_on_the_frame_undone_in_reverse_lead_back_to_the_start(session, analyst, steps):
    savepoint = db.session.begin_nested()
    try:
        coding, answers, themes = prepared(session, analyst)
        before = standing(coding)
        done = []
        for step in steps:
            act = do(coding, step, answers, themes)
            if act is not None:
                done.append(act)
            once_each(coding)
            recounted(coding)
        for act in reversed(done):
            undone(coding, act)
        assert standing(coding) == before
    finally:
        savepoint.rollback()


@settings(max_examples=15, **QUIET)
@given(
    step=frame_steps.filter(lambda step: step[0] in {"merge", "split", "retire"}),
    since=st.lists(coding_steps, max_size=5),
    undo_own=st.integers(0, THEMES),
)
def test_what_others_did_since_outlives_undoing(session, analyst, other, step, since, undo_own):
    savepoint = db.session.begin_nested()
    try:
        coding, answers, themes = prepared(session, analyst)
        first = set(session.scalars(select(Tag.id)))
        act = do(coding, step, answers, themes)
        if act is None:
            return
        # what the act made is coded with too
        themes = [*themes[: THEMES - 1], Target(themes[0].kind, act.themes[-1].theme_id)]
        batches = [batch for one in since if (batch := others_step(coding, one, answers, themes, other))]
        if batches and undo_own < len(batches):
            coding.undo(batches[undo_own], by=other)
            once_each(coding)
        given_since = said_by(session, other)
        off = first - set(session.scalars(select(Tag.id))) - set(session.scalars(select(FrameMove.row_id)))
        undone(coding, act)
        once_each(coding)
        recounted(coding)
        kept = {answer for answer, _ in said_by(session, other)}
        assert {answer for answer, _ in given_since} <= kept, "a tag given since is never lost"
        assert not off & set(session.scalars(select(Tag.id))), "a tag taken off since is not put back"
        live = {theme.id for theme in session.scalars(select(Theme)) if theme.merged_into_id is None}
        assert {tag.theme_id for tag in session.scalars(select(Tag)) if tag.theme_id} <= live
    finally:
        savepoint.rollback()


def others_step(coding: World, step, answers, themes, other):
    verb, chosen, number = step
    try:
        batch = coding.act(verb, [answers[place] for place in sorted(chosen)], themes[number], by=other)
    except DomainError:
        return None
    return batch if batch.changed else None


def said_by(session, person) -> set[tuple[UUID, UUID | None]]:
    rows = session.execute(select(Tag.answer_id, Tag.theme_id).where(Tag.by_id == person.id))
    return {(row.answer_id, row.theme_id) for row in rows}


def once_each(coding: World) -> None:
    """No answer has a theme twice, none has a theme that was merged, none lost its last tag to a merging."""
    coding.session.expire_all()
    tags = [(tag.answer_id, tag.theme_id) for tag in coding.session.scalars(select(Tag))]
    assert len(tags) == len(set(tags))
    merged = {theme.id for theme in coding.session.scalars(select(Theme)) if theme.merged_into_id}
    assert not merged & {theme for _, theme in tags}
