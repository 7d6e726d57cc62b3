"""What all acts of coding share: rows put in if new, the log of a batch, and one audit line for it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from cypp_consult.coding.models import CodingAct, Mark, SuggestionState, Verb
from cypp_consult.coding.rules import Target
from cypp_consult.core import audit
from cypp_consult.core.database import Base

AT_ONCE = 500


@dataclass(frozen=True)
class Batch:
    """What one act came to. `answers` is how many it changed; at 0 nothing is on record and nothing can be undone."""

    id: UUID
    answers: int

    @property
    def changed(self) -> bool:
        """Say whether anything changed."""
        return self.answers > 0


@dataclass
class Recorder:
    """Gathers the changes of one batch, then writes them to the log and one line to the audit log."""

    session: Session
    by_id: int | None
    at: datetime
    id: UUID = field(default_factory=uuid4)
    rows: list[dict[str, Any]] = field(default_factory=list)

    def note(
        self,
        verb: Verb,
        answer_id: UUID,
        target: Target | None = None,
        *,
        tag_id: UUID | None = None,
        mark: Mark | None = None,
        suggestion_id: UUID | None = None,
        was_state: SuggestionState | None = None,
        was_by_id: int | None = None,
        was_at: datetime | None = None,
    ) -> None:
        """Note one change of one row; `was_` tells what it said before."""
        self.rows.append(
            {
                "id": uuid4(),
                "batch_id": self.id,
                "verb": verb,
                "answer_id": answer_id,
                **(target.columns if target else {"outcome_id": None, "priority_id": None, "theme_id": None}),
                "tag_id": tag_id,
                "mark": mark,
                "suggestion_id": suggestion_id,
                "was_state": was_state,
                "was_by_id": was_by_id,
                "was_at": was_at,
                "by_id": self.by_id,
                "at": self.at,
                "undone_at": None,
            }
        )

    def finish(self, action: str, detail: Mapping[str, Any]) -> Batch:
        """Write the log and the audit line, unless nothing changed, and return the batch."""
        answers = len({row["answer_id"] for row in self.rows})
        if self.rows:
            self.session.execute(insert(CodingAct), self.rows)
            audit.record(self.session, action, "coding_batch", self.id, {**detail, "answers": answers}, self.at)
            self.session.flush()
        return Batch(self.id, answers)


def insert_new(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]], returning: str) -> set[Any]:
    """Put rows in where no unique value stands in the way; return the named column of those that went in.

    Rows go in sorted order, as the caller gives them, so that two writers never wait for each other in a circle.
    """
    maker = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    table: Any = model.__table__
    # the rows are handed over beside the statement, so that it is put into words once for all times
    statement = maker(table).on_conflict_do_nothing().returning(table.c[returning])
    put: set[Any] = set()
    for some in chunks(rows):
        put.update(session.scalars(statement, [dict(row) for row in some]))
    return put


def chunks(items: Iterable[Any]) -> Iterable[list[Any]]:
    """Yield the items in lists of at most 500, since databases limit the values of one statement."""
    listed = list(items)
    for start in range(0, len(listed), AT_ONCE):
        yield listed[start : start + AT_ONCE]
