"""What stands in a calendar: dates as calendars are told them, without any person's name and without answers."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, time
from typing import Any

from cypp_consult.consultations.governance.queries import Dated
from cypp_consult.consultations.models import Consultation, Milestone, MilestoneKind, Stage
from cypp_consult.events.models import Event

KINDS = {
    MilestoneKind.DRAFTING: "Drafting",
    MilestoneKind.GOVERNANCE_APPROVAL: "Governance approval",
    MilestoneKind.PUBLICATION: "Publication",
    MilestoneKind.BUDGET_COMMISSIONING: "Budget and commissioning",
    MilestoneKind.REVIEW: "Review",
    MilestoneKind.FEEDBACK_DUE: "Feedback due",
}


@dataclass(frozen=True)
class Item:
    """One date or stretch of days. `uid` never changes; everything else may."""

    uid: str
    title: str
    first: date
    # the last day, included
    last: date
    note: str
    place: str
    endpoint: str
    slug: str

    @property
    def digest(self) -> str:
        """Return the SHA-256 of all that a calendar is told."""
        told = {name: _plain(value) for name, value in asdict(self).items()}
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def of_milestone(row: Milestone, consultation: Consultation) -> Item:
    """Return a milestone as a day; one that is met says so."""
    title = f"{row.name}: done" if row.done_at else row.name
    return Item(
        f"milestone-{row.id}",
        title,
        row.due_on,
        row.due_on,
        f"{KINDS[row.kind]}. {consultation.title}",
        "",
        "consultations.timeline",
        consultation.slug,
    )


def of_stage(row: Stage, consultation: Consultation) -> Item:
    """Return a stage as its days."""
    return Item(
        f"stage-{row.id}",
        row.name,
        row.starts_on,
        max(row.starts_on, row.ends_on),
        f"Stage. {consultation.title}",
        "",
        "consultations.timeline",
        consultation.slug,
    )


def of_consultation(row: Consultation) -> list[Item]:
    """Return the opening and the closing day, those that are set; as planned while it is a draft."""
    planned = "" if row.launched_at else " (planned)"
    return [
        Item(f"{word}-{row.id}", f"{row.title}: {word}{planned}", day, day, words, "", "consultations.show", row.slug)
        for word, day, words in (
            ("opens", row.opens_on, "The first day on which people can answer."),
            ("closes", row.closes_on, "The last day on which people can answer, until midnight."),
        )
        if day is not None
    ]


def of_event(row: Event, consultation: Consultation) -> Item:
    """Return an event as a day, with its times in words."""
    times = _times(row.starts_at, row.ends_at)
    return Item(
        f"event-{row.id}",
        row.name,
        row.held_on,
        row.held_on,
        f"{times}{consultation.title}",
        row.venue,
        "events.index",
        consultation.slug,
    )


def of_meeting(row: Dated) -> list[Item]:
    """Return a body's meeting as a day, and the day on which its papers are due."""
    meeting, body = row.meeting, row.body
    sent = ": sent" if meeting.papers_sent_at else ""
    times = _times(meeting.starts_at, None)
    day = f"{meeting.held_on.day} {meeting.held_on:%B %Y}"
    due = row.papers.due_on
    page = ("governance.show", body.slug)
    return [
        Item(
            f"meeting-{meeting.id}", f"{body.name} meets", meeting.held_on, meeting.held_on, times, meeting.place, *page
        ),
        Item(
            f"papers-{meeting.id}", f"Papers due{sent}: {body.name}", due, due, f"For the meeting of {day}.", "", *page
        ),
    ]


def _times(starts: time | None, ends: time | None) -> str:
    if starts is None:
        return ""
    return f"{starts:%H:%M} to {ends:%H:%M}. " if ends else f"From {starts:%H:%M}. "
