"""Making reminders, claiming them for one worker, and handing them to the outbox: each once, whatever is restarted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from cypp_consult.core import audit
from cypp_consult.core.mail import Mail, MailState
from cypp_consult.desk.reminders import queries, rules, sources
from cypp_consult.desk.reminders.models import Reminder, ReminderChoice, ReminderKind, ReminderState
from cypp_consult.desk.reminders.rules import Occasion

# how long a worker may take over one person's mail; the claim of one that died runs out
LEASE = timedelta(minutes=5)
CHUNK = 100
WAITING, CLAIMED, POSTED, DROPPED = ReminderState


@dataclass(frozen=True)
class Claim:
    """What one worker has taken: everything that waits for one person."""

    token: UUID
    person_id: int
    count: int


def make_due(session: Session, day: date, offsets: sources.Offsets, at: datetime) -> int:
    """Make the reminders whose day has come and that were never made; return how many.

    Any number of processes may do it at once: the table takes each reminder once, for all time.
    """
    rows = [*_of_occasions(session, day, offsets), *_of_weeks(session, day)]
    made = 0
    for start in range(0, len(rows), CHUNK):
        made += _insert_new(session, [row | {"made_at": at} for row in rows[start : start + CHUNK]])
    return made


def _of_occasions(session: Session, day: date, offsets: sources.Offsets) -> list[dict[str, Any]]:
    near = [one for one in sources.occasions(session, day, offsets) if rules.come(one, day) is not None]
    known = queries.made(session, near)
    choices = queries.choices(session, {occasion.person_id for occasion in near})
    return [
        _row(occasion, number)
        for occasion in near
        if choices[occasion.person_id].wants(occasion.kind)
        and (number := rules.come(occasion, day, known.get(occasion.key, ()))) is not None
    ]


def _of_weeks(session: Session, day: date) -> list[dict[str, Any]]:
    people = {occasion.person_id for occasion in sources.agenda(session, day)}
    weeks = {
        person_id: week
        for person_id, choice in queries.choices(session, people).items()
        if (week := rules.digest_week(day, choice.weekday)) is not None
    }
    known = queries.weeks_made(session, set(weeks.values()))
    return [
        {
            "kind": ReminderKind.DIGEST,
            "subject_id": rules.NOBODY,
            "due_on": week,
            "days_before": 0,
            "person_id": person_id,
            "consultation_id": None,
            "title": "Your week",
            "state": WAITING,
            "problem": "",
        }
        for person_id, week in sorted(weeks.items())
        if (person_id, week) not in known
    ]


def _row(occasion: Occasion, number: int) -> dict[str, Any]:
    return {
        "kind": occasion.kind,
        "subject_id": occasion.subject_id,
        "due_on": occasion.due_on,
        "days_before": number,
        "person_id": occasion.person_id,
        "consultation_id": occasion.consultation_id,
        "title": occasion.title,
        "state": WAITING,
        "problem": "",
    }


def _insert_new(session: Session, rows: list[dict[str, Any]]) -> int:
    maker = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = maker(Reminder).values(rows).on_conflict_do_nothing().returning(Reminder.id)
    return len(list(session.scalars(statement)))


def is_any_free(session: Session, at: datetime) -> bool:
    """Say whether a reminder waits for a worker: a new one, or one whose worker died."""
    return session.scalar(select(Reminder.id).where(_free(at)).limit(1)) is not None


def _free(at: datetime) -> ColumnElement[bool]:
    return or_(Reminder.state == WAITING, (Reminder.state == CLAIMED) & (Reminder.claimed_until < at))


def claim(session: Session, at: datetime) -> Claim | None:
    """Take all that waits for one person, for this worker alone, and commit; None when nothing is free.

    A person's oldest free reminder is locked first, so that two workers do not share out what belongs in one mail.
    """
    while True:
        oldest = select(func.min(Reminder.id)).where(_free(at)).group_by(Reminder.person_id)
        head = select(Reminder.person_id).where(Reminder.id.in_(oldest), _free(at)).order_by(Reminder.id).limit(1)
        person_id = session.scalar(head.with_for_update(skip_locked=True))
        if person_id is None:
            session.rollback()
            return None
        token = uuid4()
        statement = (
            update(Reminder)
            .where(Reminder.person_id == person_id, _free(at))
            .values(state=CLAIMED, claim=token, claimed_until=at + LEASE)
            .returning(Reminder.id)
            .execution_options(synchronize_session=False)
        )
        taken = list(session.scalars(statement))
        session.commit()
        if taken:
            return Claim(token, person_id, len(taken))


def take_over(session: Session, claimed: Claim, at: datetime) -> Sequence[Reminder]:
    """Return what was claimed if it still is, now as posted, in the caller's transaction, into which the mail goes too.

    Empty when the claim ran out and somebody else has it.
    """
    statement = (
        update(Reminder)
        .where(Reminder.claim == claimed.token, Reminder.state == CLAIMED)
        .values(state=POSTED, posted_at=at, claim=None, claimed_until=None)
        .returning(Reminder.id)
        .execution_options(synchronize_session=False)
    )
    ids = list(session.scalars(statement))
    query = select(Reminder).where(Reminder.id.in_(ids)).order_by(Reminder.id)
    return session.scalars(query.execution_options(populate_existing=True)).all()


def note_posted(session: Session, rows: Iterable[Reminder], mail_id: UUID, person_id: int, at: datetime) -> None:
    """Note the mail that tells these reminders."""
    told = list(rows)
    for row in told:
        row.mail_id = mail_id
    session.flush()
    audit.record(session, "reminder.post", "person", person_id, {"reminders": len(told), "mail": str(mail_id)}, at)


def drop(session: Session, rows: Iterable[Reminder], why: str) -> None:
    """Note that reminders are not sent, and why."""
    for row in rows:
        row.state, row.posted_at, row.problem = DROPPED, None, why[:300]
    session.flush()


def note_sent(session: Session) -> None:
    """Take over from the outbox what was sent and what never will be, before it forgets its mails."""
    for state, values in (
        (MailState.SENT, {"sent_at": select(Mail.sent_at).where(Mail.id == Reminder.mail_id).scalar_subquery()}),
        (MailState.FAILED, {"problem": select(Mail.problem).where(Mail.id == Reminder.mail_id).scalar_subquery()}),
    ):
        mails = select(Mail.id).where(Mail.state == state)
        session.execute(
            update(Reminder)
            .where(Reminder.state == POSTED, Reminder.sent_at.is_(None), Reminder.problem == "")
            .where(Reminder.mail_id.in_(mails))
            .values(values)
            .execution_options(synchronize_session=False)
        )


def choose(
    session: Session,
    person_id: int,
    *,
    wanted: Mapping[ReminderKind, bool],
    digest_day: int | None,
    muted: bool,
    at: datetime,
) -> None:
    """Keep what a person wants to be told. What waits for them and is not wanted any more is not sent."""
    row = session.get(ReminderChoice, person_id)
    if row is None:
        row = ReminderChoice(person_id=person_id)
        session.add(row)
    row.unwanted = sorted(kind.value for kind, yes in wanted.items() if not yes)
    row.digest_day, row.muted, row.changed_at = digest_day, muted, at
    session.flush()
    detail = {"unwanted": row.unwanted, "weekly": digest_day, "none": muted}
    audit.record(session, "reminder.choose", "person", person_id, detail, at)
