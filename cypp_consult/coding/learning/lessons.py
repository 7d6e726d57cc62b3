"""What people decided, as lessons: the tags of a plan's answers, and the suggestions that were refused."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from cypp_consult.coding.models import Suggestion, SuggestionState, Tag, Theme
from cypp_consult.coding.rules import Target, TargetKind
from cypp_consult.coding.services.writing import chunks
from cypp_consult.coding.translations.queries import english
from cypp_consult.collection.models import Answer, Response
from cypp_consult.consultations.models import Consultation
from cypp_consult.plans.models import Priority
from cypp_consult.safeguarding.queries import cleared
from cypp_consult.text.engines import MOST_LESSONS
from cypp_consult.text.language import ENGLISH
from cypp_consult.text.lessons import Lesson

# an answer coded with others and with no theme, or no priority, is a lesson too: it is about none of them
NONE = "none"
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass
class _Decided:
    """What was decided on one answer."""

    text: str
    at: datetime
    targets: list[Target] = field(default_factory=list)
    refused: list[Target] = field(default_factory=list)


@dataclass(frozen=True)
class Decisions:
    """How many decisions of a plan there are to learn from, and the newest."""

    count: int
    newest_at: datetime | None


def decisions(session: Session, plan_id: UUID) -> Decisions:
    """Count the tags and refusals on a plan's answers. Two statements."""
    tags = select(func.count(), func.max(Tag.at)).select_from(Tag).join(Answer, Tag.answer_id == Answer.id)
    refusals = (
        select(func.count(), func.max(Suggestion.decided_at))
        .select_from(Suggestion)
        .join(Answer, Suggestion.answer_id == Answer.id)
        .where(Suggestion.state == SuggestionState.REFUSED)
    )
    rows = [
        session.execute(query.join(Response, Answer.response_id == Response.id).where(_of_plan(plan_id))).one()
        for query in (tags, refusals)
    ]
    moments = [row[1] for row in rows if row[1] is not None]
    return Decisions(sum(row[0] for row in rows), max(moments) if moments else None)


def lessons(session: Session, plan_id: UUID) -> dict[UUID, Lesson]:
    """Return the newest decided answers of a plan as lessons by answer, oldest first; the targets are tokens.

    Only cleared answers teach, those in other languages by their translation. A tag with a priority teaches its
    outcome as well, one with a theme the priority it stands under. Refused and tagged after all counts as tagged.
    """
    above = _above(session, plan_id)
    found = sorted(_decided(session, plan_id).items(), key=lambda item: (item[1].at, item[1].text))
    return {
        key: Lesson(one.text, _tokens(one.targets, above), tuple(target.token for target in one.refused))
        for key, one in found[-MOST_LESSONS:]
    }


def or_none(taught: Iterable[Lesson], kind: TargetKind) -> list[Lesson]:
    """Return the lessons for telling targets of one kind apart, where being about none of them is one more to tell."""
    mine = f"{kind.value}:"
    return [
        Lesson(one.text, (*one.targets, NONE), one.refused)
        if one.targets and not any(target.startswith(mine) for target in one.targets)
        else one
        for one in taught
    ]


def _decided(session: Session, plan_id: UUID) -> Mapping[UUID, _Decided]:
    found: dict[UUID, _Decided] = {}
    for model, moment, where in (
        (Tag, Tag.at, Tag.answer_id.is_not(None)),
        (Suggestion, Suggestion.decided_at, Suggestion.state == SuggestionState.REFUSED),
    ):
        query = (
            select(
                model.answer_id,
                Answer.text,
                Response.language,
                moment,
                model.outcome_id,
                model.priority_id,
                model.theme_id,
            )
            .join(Answer, model.answer_id == Answer.id)
            .join(Response, Answer.response_id == Response.id)
            .where(_of_plan(plan_id), where, Answer.id.in_(cleared()))
            .order_by(moment.desc(), model.answer_id)
            .limit(MOST_LESSONS * 3)
        )
        for answer_id, text, given, decided_at, outcome_id, priority_id, theme_id in session.execute(query):
            at = decided_at or _LONG_AGO
            # Easy Read is English too: en-x-easy
            readable = (text or "") if given.partition("-")[0] == ENGLISH else ""
            one = found.setdefault(answer_id, _Decided(readable, at))
            one.at = max(one.at, at)
            (one.targets if model is Tag else one.refused).append(Target.of(outcome_id, priority_id, theme_id))
    foreign = [key for key, one in found.items() if not one.text]
    for some in chunks(foreign):
        for key, text in english(session, some).items():
            found[key].text = text
    return {key: one for key, one in found.items() if one.text}


def _of_plan(plan_id: UUID) -> ColumnElement[bool]:
    return Response.consultation_id.in_(select(Consultation.id).where(Consultation.plan_id == plan_id))


def _above(session: Session, plan_id: UUID) -> Mapping[Target, Target]:
    """Return what each priority and theme of a plan stands under."""
    above: dict[Target, Target] = {}
    for key, outcome in session.execute(select(Priority.id, Priority.outcome_id).where(Priority.plan_id == plan_id)):
        above[Target(TargetKind.PRIORITY, key)] = Target(TargetKind.OUTCOME, outcome)
    themes = (
        select(Theme.id, Theme.priority_id)
        .join(Consultation, Theme.consultation_id == Consultation.id)
        .where(Consultation.plan_id == plan_id, Theme.priority_id.is_not(None))
    )
    for key, priority in session.execute(themes):
        if priority is not None:
            above[Target(TargetKind.THEME, key)] = Target(TargetKind.PRIORITY, priority)
    return above


def _tokens(targets: Iterable[Target], above: Mapping[Target, Target]) -> tuple[str, ...]:
    """Return the tokens of targets and of what they stand under, each once."""
    every: dict[Target, None] = {}
    for target in targets:
        step: Target | None = target
        while step is not None and step not in every:
            every[step] = None
            step = above.get(step)
    return tuple(target.token for target in every)
