"""What follows from a body's settings and meetings: pure functions, with days passed in."""

from dataclasses import dataclass
from datetime import date, timedelta

from cypp_consult.consultations.governance.models import ApprovalRule, BodyKind, Office, ReportStatus, SeatLevel
from cypp_consult.consultations.rules.days import WorkCalendar
from cypp_consult.consultations.rules.milestones import Due, DueState, due_state

DAY = timedelta(days=1)
MOST_PAPERS_DAYS = 30
LONGEST_BREAK = 400

KINDS = {
    BodyKind.PARTNERSHIP_BOARD: "Partnership board",
    BodyKind.COMMISSIONING_BOARD: "Commissioning board",
    BodyKind.EXECUTIVE_BOARD: "Executive board",
    BodyKind.SUB_GROUP: "Sub-group",
    BodyKind.CHILDRENS_COUNCIL: "Children’s council",
    BodyKind.OTHER: "Other group",
}
LEVELS = {SeatLevel.FULL: "Full member", SeatLevel.ASSOCIATE: "Associate member"}
OFFICES = {Office.CHAIR: "Chair", Office.VICE_CHAIR: "Vice-chair"}
STATUSES = {
    ReportStatus.ON_COURSE: "On course",
    ReportStatus.NEEDS_ATTENTION: "Needs attention",
    ReportStatus.OFF_COURSE: "Off course",
}
# the shape that stands beside each status
SHAPES = {
    ReportStatus.ON_COURSE: "underway",
    ReportStatus.NEEDS_ATTENTION: "soon",
    ReportStatus.OFF_COURSE: "late",
}


def rule_in_words(rule: ApprovalRule, quorum: int | None) -> str:
    """Return what makes an approval whole, as a sentence."""
    if rule is ApprovalRule.ALL_FULL:
        return "Every full member approves."
    if rule is ApprovalRule.QUORUM:
        count = quorum or 1
        members = "full member has" if count == 1 else "full members have"
        return f"At least {count} {members} voted, and more of them approve than do not."
    return "More than half of all full members approve."


def papers_due(held_on: date, days: int, calendar: WorkCalendar) -> date:
    """Return the working day that lies so many working days before a meeting; for 0 the last one up to the meeting.

    Between it and the meeting there are `days` working days, the first of them its own.
    """
    day = calendar.last_working(held_on)
    if day < held_on:
        days -= 1
    for _ in range(max(0, days)):
        earlier = calendar.last_working(day - DAY)
        if (day - earlier).days > LONGEST_BREAK:
            return earlier
        day = earlier
    return day


@dataclass(frozen=True)
class Papers:
    """When a meeting's papers are due and how they stand; `closed` says why nobody works on a day that was set."""

    due_on: date
    state: DueState
    closed: str | None = None


def papers(held_on: date, set_on: date | None, days: int, calendar: WorkCalendar, today: date, *, sent: bool) -> Papers:
    """Return when papers are due, and how that stands on a London day. After the meeting nobody waits for them."""
    due_on = set_on or papers_due(held_on, days, calendar)
    closed = calendar.why_not(due_on) if set_on else None
    if sent:
        return Papers(due_on, DueState(Due.DONE, "Papers sent"), closed)
    if held_on < today:
        return Papers(due_on, DueState(Due.DONE, "Over, papers not marked as sent"), closed)
    return Papers(due_on, due_state(due_on, today, done=False), closed)


def meeting_state(held_on: date, today: date) -> DueState:
    """Return how a meeting stands on a London day."""
    left = (held_on - today).days
    if left < 0:
        return DueState(Due.DONE, "Held")
    if left == 0:
        return DueState(Due.SOON, "Today")
    words = "Tomorrow" if left == 1 else f"In {left} days"
    return DueState(Due.SOON if left <= 7 else Due.TO_COME, words)  # noqa: PLR2004 - a week


def would_circle(above: dict[object, object], body: object, new: object | None) -> bool:
    """Say whether a body that reports to `new` would, over others, report to itself; `above` is who reports to whom."""
    seen = set()
    while new is not None and new not in seen:
        if new == body:
            return True
        seen.add(new)
        new = above.get(new)
    return False
