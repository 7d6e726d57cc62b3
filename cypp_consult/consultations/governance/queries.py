"""Reading bodies: those a person may see, their meetings and what follows, their reports, what they approve."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from cypp_consult.accounts.models import User
from cypp_consult.consultations import queries
from cypp_consult.consultations.governance import rules
from cypp_consult.consultations.governance.models import Approval, Body, GroupReport, Meeting, Seat
from cypp_consult.consultations.models import Consultation, Milestone, MilestoneKind
from cypp_consult.consultations.rules import DueState
from cypp_consult.consultations.rules.days import WorkCalendar
from cypp_consult.core.clock import local_day
from cypp_consult.core.errors import NotFoundError
from cypp_consult.core.roles import Role

# whose account may sit on a body: those who may read a frozen pack
SITTERS = (Role.PARTNER, Role.LEAD, Role.ANALYST)
MOST_MEETINGS = 400
MOST_REPORTS = 200


@dataclass(frozen=True)
class Dated:
    """A meeting with what follows from it on a London day."""

    meeting: Meeting
    state: DueState
    papers: rules.Papers

    @property
    def body(self) -> Body:
        """Return who meets."""
        return self.meeting.body


@dataclass(frozen=True)
class Gathered:
    """A group that reports to a body, its newest report, and whether one has come since the body last met."""

    body: Body
    report: GroupReport | None
    is_new: bool


def visible_to(session: Session, person: User, *, closed: bool = False) -> Sequence[Body]:
    """Return the bodies that a person may see, by name: for partners those they sit on, with the ones next to these.

    Closed ones are left out unless asked for.
    """
    query = _visible(person).order_by(Body.name, Body.slug)
    if not closed:
        query = query.where(Body.closed_at.is_(None))
    return session.scalars(query.options(selectinload(Body.seats).joinedload(Seat.person))).all()


def _visible(person: User) -> Select[Body]:
    query = select(Body)
    if person.is_any(*queries.SEE_ALL):
        return query
    mine = select(Seat.body_id).where(Seat.person_id == person.id)
    above = select(Body.reports_to_id).where(Body.id.in_(mine), Body.reports_to_id.is_not(None))
    return query.where(
        or_(Body.id.in_(mine), Body.id.in_(above), Body.reports_to_id.in_(mine), Body.secretary_id == person.id)
    )


def body(session: Session, slug: str, person: User) -> Body:
    """Return a body that a person may see; NotFoundError if there is none for them."""
    query = _visible(person).where(Body.slug == slug)
    found = session.scalar(query.options(selectinload(Body.seats).joinedload(Seat.person)))
    if found is None:
        raise NotFoundError
    return found


def may_see(session: Session, of: Body, person: User) -> bool:
    """Say whether a person may see a body."""
    return session.scalar(_visible(person).where(Body.id == of.id)) is not None


def open_bodies(session: Session) -> Sequence[Body]:
    """Return the bodies that are not closed, by name."""
    return session.scalars(select(Body).where(Body.closed_at.is_(None)).order_by(Body.name, Body.slug)).all()


def by_slugs(session: Session) -> Mapping[str, Body]:
    """Return all bodies by their addresses."""
    return {row.slug: row for row in session.scalars(select(Body))}


def seat(session: Session, of: Body, seat_id: UUID) -> Seat:
    """Return one seat of a body; NotFoundError if it is not there or of another."""
    found = session.get(Seat, seat_id)
    if found is None or found.body_id != of.id:
        raise NotFoundError
    return found


def meeting(session: Session, of: Body, meeting_id: UUID) -> Meeting:
    """Return one meeting of a body; NotFoundError if it is not there or of another."""
    found = session.get(Meeting, meeting_id)
    if found is None or found.body_id != of.id:
        raise NotFoundError
    return found


def sits_on(session: Session, of: Body, person: User) -> Seat | None:
    """Return the seat of a person on a body, or None."""
    return session.scalar(select(Seat).where(Seat.body_id == of.id, Seat.person_id == person.id))


def meetings(
    session: Session, body_ids: Iterable[UUID], today: date, *, first: date | None = None, last: date | None = None
) -> list[Dated]:
    """Return the meetings of bodies between two days, the first first, with when their papers are due."""
    query = select(Meeting).where(Meeting.body_id.in_(list(body_ids)))
    if first:
        query = query.where(Meeting.held_on >= first)
    if last:
        query = query.where(Meeting.held_on <= last)
    query = query.options(joinedload(Meeting.body).joinedload(Body.secretary))
    rows = session.scalars(query.order_by(Meeting.held_on, Meeting.id).limit(MOST_MEETINGS)).all()
    calendars = {of: queries.work_calendar(session, of) for of in {row.body.division for row in rows}}
    return [_dated(row, calendars[row.body.division], today) for row in rows]


def _dated(row: Meeting, calendar: WorkCalendar, today: date) -> Dated:
    sent = row.papers_sent_at is not None
    papers = rules.papers(row.held_on, row.papers_on, row.body.papers_days, calendar, today, sent=sent)
    return Dated(row, rules.meeting_state(row.held_on, today), papers)


def papers_day(session: Session, of: Body, held_on: date) -> date:
    """Return the day on which papers would be due for a meeting of a body, by its own rule."""
    return rules.papers_due(held_on, of.papers_days, queries.work_calendar(session, of.division))


def reports(session: Session, of: Body) -> Sequence[GroupReport]:
    """Return a body's own reports, the newest first, with who filed them."""
    query = select(GroupReport).where(GroupReport.body_id == of.id).options(selectinload(GroupReport.by))
    return session.scalars(query.order_by(GroupReport.to_day.desc(), GroupReport.at.desc()).limit(MOST_REPORTS)).all()


def gathered(session: Session, of: Body, today: date) -> list[Gathered]:
    """Return the groups that report to a body, by name, each with its newest report.

    A report is new if it was filed since the body last met, or if the body never did.
    """
    groups = session.scalars(
        select(Body).where(Body.reports_to_id == of.id, Body.closed_at.is_(None)).order_by(Body.name, Body.slug)
    ).all()
    query = select(GroupReport).where(GroupReport.body_id.in_([row.id for row in groups]))
    newest: dict[UUID, GroupReport] = {}
    for row in session.scalars(
        query.options(selectinload(GroupReport.by)).order_by(GroupReport.to_day, GroupReport.at)
    ):
        newest[row.body_id] = row
    last_met = session.scalar(
        select(Meeting.held_on)
        .where(Meeting.body_id == of.id, Meeting.held_on < today)
        .order_by(Meeting.held_on.desc())
    )
    return [_gathered(row, newest.get(row.id), last_met) for row in groups]


def _gathered(group: Body, report: GroupReport | None, last_met: date | None) -> Gathered:
    return Gathered(group, report, report is not None and (last_met is None or local_day(report.at) >= last_met))


def approvals(session: Session, milestone_ids: Iterable[UUID]) -> dict[UUID, list[Approval]]:
    """Return the approvals of milestones by the milestone's id, their bodies by name."""
    query = (
        select(Approval)
        .join(Body, Body.id == Approval.body_id)
        .where(Approval.milestone_id.in_(list(milestone_ids)))
        .options(joinedload(Approval.body), joinedload(Approval.milestone))
        .order_by(Body.name, Body.slug)
    )
    found: dict[UUID, list[Approval]] = defaultdict(list)
    for row in session.scalars(query):
        found[row.milestone_id].append(row)
    return dict(found)


def approved_by(session: Session, of: Body) -> Sequence[Approval]:
    """Return what a body approves, the first due first."""
    query = (
        select(Approval)
        .join(Milestone, Milestone.id == Approval.milestone_id)
        .where(Approval.body_id == of.id)
        .options(joinedload(Approval.milestone).joinedload(Milestone.consultation))
        .order_by(Milestone.due_on, Milestone.slug)
    )
    return session.scalars(query).all()


def approval_milestones(session: Session, consultation_id: UUID) -> Sequence[Milestone]:
    """Return a consultation's milestones of approval, and others that a body approves, the first due first."""
    query = select(Milestone).where(
        Milestone.consultation_id == consultation_id,
        or_(
            Milestone.kind == MilestoneKind.GOVERNANCE_APPROVAL,
            exists(select(Approval.id).where(Approval.milestone_id == Milestone.id)),
        ),
    )
    return session.scalars(query.options(joinedload(Milestone.owner)).order_by(Milestone.due_on, Milestone.slug)).all()


def of_consultation(session: Session, consultation: Consultation, today: date, last: date) -> list[Dated]:
    """Return the meetings from a month ago on of the bodies that approve something of a consultation."""
    ids = select(Approval.body_id).join(Milestone).where(Milestone.consultation_id == consultation.id)
    return meetings(session, session.scalars(ids.distinct()).all(), today, first=today - timedelta(days=30), last=last)


def members_of_bodies(session: Session, consultation_id: UUID) -> Sequence[Body]:
    """Return the bodies whose members may look on at a consultation, because they approve something of it; by name."""
    approving = select(Approval.body_id).join(Milestone).where(Milestone.consultation_id == consultation_id)
    return session.scalars(select(Body).where(Body.id.in_(approving)).order_by(Body.name)).all()


def due_for(session: Session, person: User, today: date) -> list[queries.DueRow]:
    """Return all that a person may see and that is not done, papers of bodies too, first day first."""
    found = [*queries.due_for(session, person, today), *_papers_due(session, person, today)]
    return sorted(found, key=lambda row: (row.day, row.name))


def _papers_due(session: Session, person: User, today: date) -> list[queries.DueRow]:
    ids = [row.id for row in visible_to(session, person)]
    return [
        queries.DueRow(
            item.papers.due_on,
            f"Papers due: {item.body.name}",
            None,
            item.body.secretary,
            item.papers.state,
            body=item.body,
        )
        for item in meetings(session, ids, today, first=today)
        if item.meeting.papers_sent_at is None
    ]
