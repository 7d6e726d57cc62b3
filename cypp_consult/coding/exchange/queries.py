"""Reading what goes out: the code frame as codes, and coded answers as coders see them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from cypp_consult.coding import counting
from cypp_consult.coding.exchange.codes import CodeNode, guid_of
from cypp_consult.coding.exchange.rules import Known
from cypp_consult.coding.models import AnswerMark, Mark, Tag
from cypp_consult.coding.queries import Code, CodeFrame, progress
from cypp_consult.coding.rules import Target
from cypp_consult.coding.segments import shown_text
from cypp_consult.collection.models import Answer, Response
from cypp_consult.core.audiences import Audience
from cypp_consult.questionnaires.models import Question
from cypp_consult.safeguarding.models import SafetyScreen
from cypp_consult.text.personal import personal_details

_CHUNK = 500


@dataclass(frozen=True)
class CodedAnswer:
    """A coded answer with personal details behind labels; `tags` are (target, coder, when), `mark` if it has one."""

    id: UUID
    text: str
    audience: Audience
    question: str
    tags: tuple[tuple[Target, int | None, datetime], ...]
    mark: tuple[Mark, int | None, datetime] | None


def codes_of(frame: CodeFrame, used: frozenset[Target] = frozenset()) -> tuple[CodeNode, ...]:
    """Return the live codes of a frame as REFI-QDA has them, and those retired ones that are in `used`."""
    outcomes = []
    for outcome in frame.outcomes:
        priorities = [(one.code, _themes(one.themes, used)) for one in outcome.priorities]
        parts = [_node(code, themes) for code, themes in priorities if themes or _goes(code, used)]
        if parts or _goes(outcome.code, used):
            outcomes.append(_node(outcome.code, parts))
    return (*outcomes, *_themes(frame.outside, used))


def _goes(code: Code, used: frozenset[Target]) -> bool:
    return code.live or code.target in used


def _themes(codes: Sequence[Code], used: frozenset[Target]) -> list[CodeNode]:
    going = [code for code in codes if _goes(code, used)]
    keys = {code.target.id for code in going}
    parts: dict[UUID | None, list[Code]] = {}
    for code in going:
        parts.setdefault(code.parent if code.parent in keys else None, []).append(code)
    return [_node(code, [_node(part, []) for part in parts.get(code.target.id, ())]) for code in parts.get(None, ())]


def _node(code: Code, parts: Iterable[CodeNode]) -> CodeNode:
    meaning = [code.definition, f"Not this: {code.not_this}" if code.not_this else ""]
    return CodeNode(guid_of(code.target.id), code.name, "\n".join(filter(None, meaning)), parts=tuple(parts))


def known(frame: CodeFrame) -> Known:
    """Return what a frame has: every live code by its guid and by its name."""
    live = frame.live()
    return Known(
        by_guid={guid_of(code.target.id): code.target for code in live},
        by_name={(code.target.kind, code.name.casefold()): code.target for code in reversed(live)},
    )


def coded_answers(session: Session, consultation_id: UUID) -> Iterator[list[CodedAnswer]]:
    """Yield the coded answers that may be coded, in the order they came, in lists of at most 500."""
    query = (
        select(Answer.id)
        .join(Response, Answer.response_id == Response.id)
        .where(counting.may_be_coded(consultation_id), counting.is_coded())
        .order_by(Response.received_at, Answer.id)
    )
    keys = list(session.scalars(query))
    for start in range(0, len(keys), _CHUNK):
        yield _filled(session, consultation_id, keys[start : start + _CHUNK])


def how_many(session: Session, consultation_id: UUID) -> int:
    """Return how many answers are coded and would go out."""
    return progress(session, consultation_id).coded


def _filled(session: Session, consultation_id: UUID, keys: Sequence[UUID]) -> list[CodedAnswer]:
    query = (
        select(Answer.id, Answer.text, Response.audience, Question.name, SafetyScreen.personal_details)
        .join(Response, Answer.response_id == Response.id)
        .join(Question, Answer.question_id == Question.id)
        .outerjoin(SafetyScreen, SafetyScreen.answer_id == Answer.id)
        # asked again: an answer may have been raised since the list was made
        .where(Answer.id.in_(keys), counting.may_be_coded(consultation_id))
        .order_by(Response.received_at, Answer.id)
    )
    tags, marks = _tags(session, keys), _marks(session, keys)
    return [
        CodedAnswer(key, _masked(text or "", found), audience, question, tuple(tags.get(key, ())), marks.get(key))
        for key, text, audience, question, found in session.execute(query)
    ]


def _masked(text: str, found: Sequence[Mapping[str, object]] | None) -> str:
    hidden = found
    if hidden is None:
        hidden = [{"start": one.start, "end": one.end, "kind": one.kind} for one in personal_details(text)]
    return shown_text(text, hidden)


def _tags(session: Session, keys: Sequence[UUID]) -> Mapping[UUID, list[tuple[Target, int | None, datetime]]]:
    columns = (Tag.answer_id, Tag.outcome_id, Tag.priority_id, Tag.theme_id, Tag.by_id, Tag.at)
    found: dict[UUID, list[tuple[Target, int | None, datetime]]] = {}
    query = select(*columns).where(Tag.answer_id.in_(keys)).order_by(Tag.at, Tag.id)
    for answer_id, outcome, priority, theme, by_id, at in session.execute(query):
        found.setdefault(answer_id, []).append((Target.of(outcome, priority, theme), by_id, at))
    return found


def _marks(session: Session, keys: Sequence[UUID]) -> Mapping[UUID, tuple[Mark, int | None, datetime]]:
    query = select(AnswerMark.answer_id, AnswerMark.mark, AnswerMark.by_id, AnswerMark.at)
    rows = session.execute(query.where(AnswerMark.answer_id.in_(keys)))
    return {answer_id: (mark, by_id, at) for answer_id, mark, by_id, at in rows}
