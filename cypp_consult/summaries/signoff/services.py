"""Voting on a frozen pack, and what follows when an approval is whole. Verbs flush and never commit."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cypp_consult.accounts.models import User
from cypp_consult.consultations.governance.models import Approval, Seat, SeatLevel
from cypp_consult.consultations.governance.queries import approvals, sits_on
from cypp_consult.consultations.governance.rules import rule_in_words
from cypp_consult.consultations.models import Milestone
from cypp_consult.consultations.services import mark_done
from cypp_consult.core import audit
from cypp_consult.core.errors import InvalidInputError, NotAllowedError
from cypp_consult.summaries.models import EvidencePack
from cypp_consult.summaries.services.packs import DamagedPackError
from cypp_consult.summaries.signoff import queries
from cypp_consult.summaries.signoff.models import SignOff, Verdict, Vote
from cypp_consult.summaries.signoff.queries import Ballot
from cypp_consult.summaries.signoff.rules import NotNowError, Outcome

NO_MEMBER = "Only the full members of this body sign it off, and you do not sit on it."
CLOSED = "This body is closed, so it signs nothing off any more. Ask the lead who approves this now."
ASSOCIATE = "Associate members read and speak, but do not vote. Ask the lead if your membership should be full."
NEWER = "A newer pack was frozen since this page was opened. Read it, then vote on it."
CHANGED = "This pack was changed after it was frozen, so nobody can sign it off. Tell the lead to freeze a new one."
DECIDED = "It is decided, so a vote that counted stays as it is. A lead can freeze a new pack to take it up again."
MEANWHILE = "Your vote was given in another window a moment ago. Look at the page again."
WHY = "Say in a sentence why you do not approve."


@dataclass(frozen=True)
class Cast:
    """A vote as it stands: whether this call gave it, and whether the approval became whole by it."""

    vote: Vote
    is_new: bool
    is_whole: bool


def cast(
    session: Session,
    approval: Approval,
    pack: EvidencePack,
    digest: str,
    person: User,
    verdict: Verdict,
    note: str,
    at: datetime,
) -> Cast:
    """Give a person's vote on a pack. The same vote again changes nothing; another one takes its place, on record.

    `digest` is that of the pack the person was shown. NotAllowedError for everybody but full members, NotNowError for a
    pack that is not the newest or a vote that was decided, DamagedPackError for a pack that is not what was frozen,
    InvalidInputError for a refusal without a reason.
    """
    seat = voting_seat(session, approval, person)
    _lock(session, approval)
    ballot = _checked(session, approval, pack, digest)
    if verdict is Verdict.NOT_APPROVE and not note.strip():
        raise InvalidInputError(WHY)
    before = next((place.vote for place in ballot.places if place.seat.id == seat.id), None)
    if before and (before.verdict, before.note) == (verdict, note):
        return Cast(before, is_new=False, is_whole=ballot.signed is not None)
    if before and ballot.signed:
        raise NotNowError(DECIDED)
    vote, is_new = _add(session, approval, pack, seat, person, verdict, note, at)
    is_whole = _conclude(session, approval, pack, at) if ballot.signed is None else True
    return Cast(vote, is_new=is_new, is_whole=is_whole)


def settle(session: Session, milestone: Milestone, at: datetime) -> bool:
    """Mark a milestone as done if each of its bodies has approved its newest pack, and that is sound; say whether."""
    rows = approvals(session, [milestone.id]).get(milestone.id, [])
    found = queries.current(session, rows).values()
    if not found or not all(ballot.signed and ballot.sound for ballot in found):
        return False
    mark_done(session, milestone, at, signed_off=True)
    return True


def voting_seat(session: Session, approval: Approval, person: User) -> Seat:
    """Return the full seat from which a person votes; NotAllowedError, saying why, for everybody else."""
    seat = sits_on(session, approval.body, person)
    if seat is None:
        raise NotAllowedError(NO_MEMBER)
    if approval.body.closed_at is not None:
        raise NotAllowedError(CLOSED)
    if seat.level is not SeatLevel.FULL:
        raise NotAllowedError(ASSOCIATE)
    return seat


def _lock(session: Session, approval: Approval) -> None:
    """Let the votes on an approval come one after another, so that the one that makes it whole sees all others."""
    # a write that changes nothing: it locks the row, and on SQLite makes this process the one that writes
    session.execute(
        update(Approval)
        .where(Approval.id == approval.id)
        .values(body_id=Approval.body_id)
        .execution_options(synchronize_session=False)
    )


def _checked(session: Session, approval: Approval, pack: EvidencePack, digest: str) -> Ballot:
    # what is checked is what the database holds now
    session.refresh(pack)
    ballot = queries.current(session, [approval])[approval.id]
    if ballot.pack is not pack or digest != pack.digest:
        raise NotNowError(NEWER if ballot.pack is not pack else CHANGED)
    if not ballot.sound:
        raise DamagedPackError(CHANGED)
    return ballot


def _add(
    session: Session,
    approval: Approval,
    pack: EvidencePack,
    seat: Seat,
    person: User,
    verdict: Verdict,
    note: str,
    at: datetime,
) -> tuple[Vote, bool]:
    """Keep a vote under the next number; say whether it is new, or was given in another window at the same moment."""
    mine = select(Vote).where(Vote.approval_id == approval.id, Vote.pack_id == pack.id, Vote.seat_id == seat.id)
    vote = Vote(approval_id=approval.id, pack_id=pack.id, seat_id=seat.id, verdict=verdict, note=note, at=at)
    vote.number = max((row.number for row in session.scalars(mine)), default=0) + 1
    vote.person_id, vote.person_name, vote.seat_name = person.id, person.name or person.email, seat.name
    vote.version, vote.digest = pack.version, pack.digest
    try:
        with session.begin_nested():
            session.add(vote)
            session.flush()
    except IntegrityError as error:
        last = max(session.scalars(mine), key=lambda row: row.number, default=None)
        if last and (last.person_id, last.verdict, last.note) == (person.id, verdict, note):
            return last, False
        raise NotNowError(MEANWHILE) from error
    detail: dict[str, str | int] = {
        "milestone": approval.milestone.slug,
        "body": approval.body.name,
        "seat": seat.name,
        "verdict": verdict.value,
        "number": vote.number,
        "version": pack.version,
        "digest": pack.digest,
    }
    audit.record(session, "vote.cast" if vote.number == 1 else "vote.change", "approval", approval.id, detail, at)
    return vote, True


def _conclude(session: Session, approval: Approval, pack: EvidencePack, at: datetime) -> bool:
    """Keep the sign-off if the approval is whole now, and mark the milestone as done if all its bodies have signed."""
    ballot = queries.current(session, [approval])[approval.id]
    if ballot.tally.outcome is not Outcome.WHOLE:
        return False
    body = approval.body
    made = SignOff(approval_id=approval.id, pack_id=pack.id, version=pack.version, digest=pack.digest, at=at)
    made.rule = rule_in_words(body.approval_rule, body.quorum)
    made.counted = [_line(place) for place in ballot.places if place.votes]
    session.add(made)
    session.flush()
    detail = {"milestone": approval.milestone.slug, "body": body.name, "version": pack.version, "digest": pack.digest}
    audit.record(session, "approval.whole", "approval", approval.id, detail, at)
    settle(session, approval.milestone, at)
    return True


def _line(place: queries.Place) -> dict[str, str | None]:
    seat, vote = place.seat, place.vote
    name = (seat.person.name or seat.person.email) if seat.person else None
    return {"seat": seat.name, "person": name, "verdict": vote.verdict.value if vote else None}
