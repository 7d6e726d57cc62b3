"""Reading what is due across consultations: a bounded number of statements, however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from cypp_consult.accounts.models import User
from cypp_consult.consultations import rules
from cypp_consult.consultations.governance.models import Body
from cypp_consult.consultations.models import Consultation, Milestone
from cypp_consult.consultations.queries.reading import state_of, visible_to
from cypp_consult.consultations.queries.steps import needs

SUNDAY = 6
AHEAD = timedelta(days=30)


@dataclass(frozen=True)
class DueRow:
    """Something due: a milestone, a consultation that closes, or a body's papers (then only `body` is set)."""

    day: date
    name: str
    consultation: Consultation | None
    owner: User | None
    state: rules.DueState
    milestone: Milestone | None = None
    body: Body | None = None


@dataclass(frozen=True)
class DueList:
    """What is due, first day first, by how near it is; `later` counts what comes after 30 days."""

    overdue: Sequence[DueRow]
    week: Sequence[DueRow]
    month: Sequence[DueRow]
    later: int

    @property
    def count(self) -> int:
        """Return how many rows the page shows."""
        return len(self.overdue) + len(self.week) + len(self.month)


def due_for(session: Session, user: User, today: date) -> list[DueRow]:
    """Return everything not done in the consultations a person may see, first day first."""
    consultations = visible_to(session, user)
    ids = [row.id for row in consultations]
    open_ones = session.scalars(
        select(Milestone)
        .where(Milestone.consultation_id.in_(ids), Milestone.done_at.is_(None))
        .options(joinedload(Milestone.owner), joinedload(Milestone.consultation))
    ).all()
    late = {row.id: row.name for row in open_ones if row.due_on < today}
    wanted = needs(session, ids)
    rows = []
    for row in open_ones:
        waits_for = sorted(late[key] for key in wanted.get(row.id, ()) if key in late)
        state = rules.due_state(row.due_on, today, done=False, progress=row.progress, waits_for=waits_for)
        rows.append(DueRow(row.due_on, row.name, row.consultation, row.owner, state, row))
    for consultation in consultations:
        if consultation.closes_on and state_of(consultation, today) is rules.State.OPEN:
            state = rules.due_state(consultation.closes_on, today, done=False)
            rows.append(DueRow(consultation.closes_on, "Last day to answer", consultation, consultation.lead, state))
    return sorted(rows, key=lambda row: (row.day, row.name))


def by_nearness(rows: Sequence[DueRow], today: date) -> DueList:
    """Return the rows as overdue, due by Sunday, and due in 30 days."""
    sunday = today + timedelta(days=SUNDAY - today.weekday())
    return DueList(
        overdue=[row for row in rows if row.day < today],
        week=[row for row in rows if today <= row.day <= sunday],
        month=[row for row in rows if sunday < row.day <= today + AHEAD],
        later=sum(row.day > max(sunday, today + AHEAD) for row in rows),
    )
