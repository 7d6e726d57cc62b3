"""Code frames out and in, coded answers out. Each is on record."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from cypp_consult.coding import queries as coding
from cypp_consult.coding.exchange import queries, writing
from cypp_consult.coding.exchange.codes import CodeNode, derived, guid_of, told_apart
from cypp_consult.coding.exchange.queries import CodedAnswer
from cypp_consult.coding.exchange.rules import Fate, Place, Step, steps
from cypp_consult.coding.models import Mark
from cypp_consult.coding.rules import Target, TargetKind
from cypp_consult.coding.services import make_theme
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import audit
from cypp_consult.core.errors import DomainError, InvalidInputError

AUDIENCE, QUESTION = "Audience", "Question"
_MARKS = {Mark.OTHER: "Other", Mark.NOTHING_TO_SAY: "Nothing to say"}

Report = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Line:
    """What became of one code: its name with those above it, its fate, and what is worth saying, as sentences."""

    path: tuple[str, ...]
    fate: Fate
    notes: tuple[str, ...] = ()


def code_frame(session: Session, consultation: Consultation) -> bytes:
    """Return the live code frame as a .qdc file. Raises InvalidInputError where there is nothing in it yet."""
    codes = queries.codes_of(coding.frame(session, consultation))
    if not codes:
        raise InvalidInputError("There is nothing in the code frame yet. Make a theme first.")
    return writing.codebook(told_apart(codes))


def export_code_frame(session: Session, consultation: Consultation, at: datetime) -> bytes:
    """Return the live code frame as a .qdc file and keep record of it. Raises as `code_frame`."""
    content = code_frame(session, consultation)
    audit.record(session, "codebook.exported", "consultation", consultation.id, {"format": "qdc"}, at)
    return content


def coded_project(session: Session, consultation: Consultation, at: datetime, report: Report) -> bytes:
    """Return the coded answers as a .qdpx file: cleared ones alone, personal details behind labels.

    Coders go by numbers. Raises InvalidInputError where nothing is coded yet.
    """
    total = queries.how_many(session, consultation.id)
    answers: list[CodedAnswer] = []
    for some in queries.coded_answers(session, consultation.id):
        answers += some
        report(min(len(answers), total), total, f"Masked {len(answers):,} of {total:,} answers")
    if not answers:
        raise InvalidInputError("No answer is coded yet, so there is nothing to take along.")
    report(total, total, "Writing the project")
    return writing.project(_project(coding.frame(session, consultation), consultation.title, answers, at))


def record_project(session: Session, consultation: Consultation, at: datetime) -> None:
    """Keep record of an export of coded answers."""
    audit.record(session, "answers.exported", "consultation", consultation.id, {"format": "qdpx"}, at)


def import_codes(
    session: Session, consultation: Consultation, codes: Sequence[CodeNode], *, by_id: int | None, at: datetime
) -> list[Line]:
    """Make themes of another tool's codes and return what became of each, in the order of the file.

    Codes that are outcomes, priorities or themes already, by guid or name, are left as they are; a code within a code
    becomes a part of that theme.
    """
    known = queries.known(coding.frame(session, consultation))
    homes: dict[int, UUID] = {}
    paths = _paths(codes)
    lines = []
    for step in steps(codes, known):
        fate, notes = step.fate, step.notes
        if step.target is not None and step.target.kind is TargetKind.THEME:
            homes[id(step.code)] = step.target.id
        elif fate is Fate.MADE:
            fate, notes = _make(session, consultation, step, homes, by_id, at)
        lines.append(Line(paths[id(step.code)], fate, notes))
    counts = {fate.value: sum(line.fate is fate for line in lines) for fate in Fate}
    audit.record(session, "codebook.imported", "consultation", consultation.id, counts, at)
    session.flush()
    return lines


def _make(
    session: Session, consultation: Consultation, step: Step, homes: dict[int, UUID], by_id: int | None, at: datetime
) -> tuple[Fate, tuple[str, ...]]:
    """Make a theme; where its name is taken in this file, with the name above it in brackets."""
    place, notes = step.place, step.notes
    names = [step.name, f"{step.name} ({place.above.name})"[:120]] if place.above else [step.name]
    parent = homes.get(id(place.above)) if place.above else None
    reason = ""
    for name in names:
        try:
            theme = _theme(session, consultation, step, name, place, parent, by_id, at)
        except DomainError as error:
            reason = str(error)
            continue
        homes[id(step.code)] = theme
        if name != step.name:
            notes = (*notes, f"There is a theme of that name already, so it is called “{name}”.")
        return Fate.MADE, notes
    return Fate.LEFT_OUT, (*notes, reason)


def _theme(
    session: Session,
    consultation: Consultation,
    step: Step,
    name: str,
    place: Place,
    parent: UUID | None,
    by_id: int | None,
    at: datetime,
) -> UUID:
    theme, _ = make_theme(
        session,
        consultation,
        name,
        by_id=by_id,
        at=at,
        definition=step.definition,
        priority_id=place.priority_id,
        parent_id=parent,
    )
    return theme.id


def _paths(codes: Sequence[CodeNode], above: tuple[str, ...] = ()) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for code in codes:
        own = (*above, code.name or "(no name)")
        found[id(code)] = own
        found.update(_paths(code.parts, own))
    return found


def _project(frame: coding.CodeFrame, name: str, answers: Sequence[CodedAnswer], at: datetime) -> writing.Project:
    used = frozenset(target for answer in answers for target, _, _ in answer.tags)
    marks = sorted({answer.mark[0] for answer in answers if answer.mark})
    codes = list(queries.codes_of(frame, used))
    if marks:
        parts = tuple(CodeNode(derived("mark", mark), _MARKS[mark]) for mark in marks)
        codes.append(CodeNode(derived("marks"), "No theme needed", codable=False, parts=parts))
    people = sorted({by_id for answer in answers for by_id in _coders(answer)})
    coders = {derived("coder", name, by_id): f"Coder {number}" for number, by_id in enumerate(people, 1)}
    guids = dict(zip(people, coders, strict=True))
    sources = tuple(_source(answer, f"Answer {number:05}", guids) for number, answer in enumerate(answers, 1))
    return writing.Project(name, at, told_apart(codes), coders, (AUDIENCE, QUESTION), sources)


def _coders(answer: CodedAnswer) -> list[int]:
    given = [by_id for _, by_id, _ in answer.tags] + ([answer.mark[1]] if answer.mark else [])
    return [by_id for by_id in given if by_id is not None]


def _source(answer: CodedAnswer, name: str, coders: dict[int, str]) -> writing.Source:
    codings = [(_code_of(target), by_id, at) for target, by_id, at in answer.tags]
    if answer.mark:
        mark, by_id, at = answer.mark
        codings.append((derived("mark", mark), by_id, at))
    return writing.Source(
        guid=derived("answer", answer.id),
        name=name,
        text=answer.text,
        codings=tuple(
            writing.Coding(code, coders[by_id] if by_id is not None else "", at) for code, by_id, at in codings
        ),
        facts={AUDIENCE: answer.audience.label, QUESTION: answer.question},
    )


def _code_of(target: Target) -> str:
    return guid_of(target.id)
