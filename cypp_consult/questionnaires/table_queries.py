"""What the builder shows: a row for each question, a cell for each audience, and how the draft stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from cypp_consult.consultations.models import Consultation
from cypp_consult.core.audiences import Audience
from cypp_consult.questionnaires import draft_rules, queries, rules, services
from cypp_consult.questionnaires.models import Question
from cypp_consult.questionnaires.question_rules import Looked
from cypp_consult.questionnaires.rules import FrozenQuestion
from cypp_consult.questionnaires.words import answered_by, kind_in_short, warnings_of


@dataclass(frozen=True)
class Cell:
    """A question for an audience: as it is put, how it is answered, and warnings; `asked` is None if not asked."""

    audience: Audience
    asked: FrozenQuestion | None
    answered_by: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """A question and its cells, in the order of the audiences; `condition` says when it is shown, if not always."""

    question: Question
    kind: str
    condition: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Standing:
    """How the draft stands: the newest version (0 for none), whether it differs, and what keeps it from freezing."""

    version: int
    differs: bool
    problems: tuple[draft_rules.Problem, ...]


@dataclass(frozen=True)
class Table:
    """The builder's table. `counts` is questions by audience, `warnings` how many cells have one."""

    audiences: tuple[Audience, ...]
    rows: tuple[Row, ...]
    counts: dict[Audience, int]
    warnings: int
    standing: Standing


def table(session: Session, consultation: Consultation) -> Table:
    """Return the builder's table of a consultation's draft."""
    drafts = queries.drafts(session, consultation)
    audiences = tuple(row.audience for row in consultation.audiences)
    seen = {(audience, asked.id): asked for audience in audiences for asked in drafts[audience, "en"]}
    rows = tuple(_row(question, audiences, seen) for question in queries.questions(session, consultation.id))
    return Table(
        audiences=audiences,
        rows=rows,
        counts={audience: len(drafts[audience, "en"]) for audience in audiences},
        warnings=sum(bool(cell.warnings) for row in rows for cell in row.cells),
        standing=_standing(session, consultation, drafts),
    )


def _row(question: Question, audiences: Sequence[Audience], seen: dict[tuple[Audience, str], FrozenQuestion]) -> Row:
    cells = tuple(_cell(audience, seen.get((audience, str(question.id)))) for audience in audiences)
    condition = ""
    known = {asked.id: asked for asked in seen.values()}
    shown_if = next((cell.asked.show_if for cell in cells if cell.asked and cell.asked.show_if), None)
    if shown_if is not None:
        condition = draft_rules.told(shown_if, known)
    return Row(question, kind_in_short(question.type, question.top_n), condition, cells)


def _cell(audience: Audience, asked: FrozenQuestion | None) -> Cell:
    if asked is None:
        return Cell(audience, None)
    warnings = tuple(warning.message for warning in warnings_of(asked, audience))
    return Cell(audience, asked, answered_by(asked, audience.who), warnings)


def _standing(session: Session, consultation: Consultation, drafts: queries.Drafts) -> Standing:
    number = queries.version(session, consultation.id)
    frozen = {(row.audience, row.language): row.digest for row in queries.of_version(session, consultation.id, number)}
    now = {key: rules.digest(questions) for key, questions in drafts.items()}
    return Standing(number, now != frozen, tuple(services.question_problems(drafts)))


def compared(session: Session, consultation: Consultation) -> list[tuple[Audience, list[draft_rules.Change]]]:
    """Return for each audience how the English draft differs from the newest version, in words."""
    number = queries.version(session, consultation.id)
    frozen = {
        row.audience: rules.questions_of(row.questions)
        for row in queries.of_version(session, consultation.id, number)
        if row.language == "en"
    }
    drafts = queries.drafts(session, consultation)
    found = []
    for row in consultation.audiences:
        before, after = frozen.get(row.audience, ()), drafts[row.audience, "en"]
        found.append((row.audience, draft_rules.changes(row.audience.label, before, after)))
    return found


def earlier(session: Session, consultation: Consultation, question: Question | None) -> list[Looked]:
    """Return the questions that come before one, or all for a new one, as a condition may look at them."""
    priorities = queries.priority_options(session, consultation.plan_id)
    found = []
    for row in queries.questions(session, consultation.id):
        if question is not None and row.id == question.id:
            break
        found.append(Looked(str(row.id), row.name, row.type, queries.options_of(row, priorities)))
    return found
