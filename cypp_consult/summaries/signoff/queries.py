"""Reading approvals: the pack on the table, who has voted, what follows, and whether the pack is what was frozen."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from cypp_consult.consultations.governance.models import Approval, Body, Seat, SeatLevel
from cypp_consult.consultations.models import Milestone
from cypp_consult.core.clock import local_day
from cypp_consult.summaries.models import EvidencePack
from cypp_consult.summaries.queries import packs
from cypp_consult.summaries.services.packs import is_sound
from cypp_consult.summaries.signoff import rules
from cypp_consult.summaries.signoff.models import SignOff, Vote


@dataclass(frozen=True)
class Place:
    """A seat of the body as it is now, the vote of it that counts, and the votes it gave before."""

    seat: Seat
    vote: Vote | None = None
    earlier: Sequence[Vote] = ()

    @property
    def votes(self) -> bool:
        """Say whether this place may vote."""
        return self.seat.level is SeatLevel.FULL


@dataclass(frozen=True)
class Ballot:
    """The votes of one body on one pack, or on none while none is frozen."""

    approval: Approval
    pack: EvidencePack | None
    is_newest: bool
    sound: bool
    places: Sequence[Place]
    # votes that do not count: of people who do not sit there any more, or who do not vote any more
    past: Sequence[Vote]
    tally: rules.Tally
    # the body's approval of this pack, and its newest approval of any
    signed: SignOff | None = None
    newest_signed: SignOff | None = None

    def shown(self, today: date) -> rules.Shown:
        """Return how it stands on a London day."""
        signed = self.newest_signed
        return rules.shown(
            version=self.pack.version if self.pack else None,
            sound=self.sound,
            signed_on=local_day(signed.at) if signed else None,
            signed_version=signed.version if signed else None,
            found=self.tally,
            rule=self.approval.body.approval_rule,
            due_on=self.approval.milestone.due_on,
            today=today,
        )

    def place_of(self, person_id: int) -> Place | None:
        """Return the place of a person, or None."""
        return next((place for place in self.places if place.seat.person_id == person_id), None)


@dataclass(frozen=True)
class _Known:
    """What ballots are made from, read at once for all of them."""

    packs: Mapping[UUID, Sequence[EvidencePack]]
    votes: Mapping[tuple[UUID, UUID], Sequence[Vote]]
    signed: Mapping[UUID, Sequence[SignOff]]
    frozen: Mapping[str, str]
    seats: Mapping[UUID, Sequence[Seat]] = field(default_factory=dict)


def current(session: Session, approvals: Iterable[Approval]) -> dict[UUID, Ballot]:
    """Return the ballot on the newest pack of each approval, by the approval's id."""
    rows = list(approvals)
    known = _known(session, rows, packs.newest(session, {row.milestone_id for row in rows}))
    return {row.id: _ballot(row, next(iter(known.packs.get(row.milestone_id, ())), None), known) for row in rows}


def ballots(session: Session, approval: Approval) -> list[Ballot]:
    """Return the ballots of an approval, on the newest pack first; one without a pack while none is frozen."""
    known = _known(session, [approval], packs.packs(session, [approval.milestone_id]))
    found = known.packs.get(approval.milestone_id, ())
    voted = [pack for pack in found[1:] if known.votes.get((approval.id, pack.id))]
    return [_ballot(approval, pack, known) for pack in ([*found[:1], *voted] if found else [None])]


def approval_of(session: Session, consultation_id: UUID, milestone_slug: str, body_slug: str) -> Approval | None:
    """Return the approval of a milestone of a consultation by a body, by their addresses; or None."""
    query = (
        select(Approval)
        .join(Milestone, Milestone.id == Approval.milestone_id)
        .join(Body, Body.id == Approval.body_id)
        .where(Milestone.consultation_id == consultation_id, Milestone.slug == milestone_slug, Body.slug == body_slug)
    )
    return session.scalar(query.options(joinedload(Approval.milestone), joinedload(Approval.body)))


def waiting_for(session: Session, person_id: int) -> list[Ballot]:
    """Return the ballots on which a person may vote and has not, the first due first; done milestones are left out."""
    query = (
        select(Approval)
        .join(Milestone, Milestone.id == Approval.milestone_id)
        .join(Seat, Seat.body_id == Approval.body_id)
        .join(Body, Body.id == Approval.body_id)
        .where(
            Seat.person_id == person_id,
            Seat.level == SeatLevel.FULL,
            Milestone.done_at.is_(None),
            Body.closed_at.is_(None),
        )
        .options(joinedload(Approval.milestone).joinedload(Milestone.consultation), joinedload(Approval.body))
        .order_by(Milestone.due_on, Milestone.slug)
    )
    found = current(session, session.scalars(query).unique().all()).values()
    return [ballot for ballot in found if ballot.pack and ballot.signed is None and _is_awaited(ballot, person_id)]


def _is_awaited(ballot: Ballot, person_id: int) -> bool:
    place = ballot.place_of(person_id)
    return place is not None and place.votes and place.vote is None


def sound(pack: EvidencePack, votes: Collection[Vote], frozen: Mapping[str, str]) -> bool:
    """Say whether a pack is what was frozen, and what was voted on.

    Its content is held against its digest, and the digest against what the audit log and the votes noted of it.
    """
    noted = {vote.digest for vote in votes} | {frozen.get(str(pack.id), pack.digest)}
    return is_sound(pack) and noted <= {pack.digest}


def _known(session: Session, approvals: Sequence[Approval], found: Mapping[UUID, Sequence[EvidencePack]]) -> _Known:
    ids = [row.id for row in approvals]
    votes: dict[tuple[UUID, UUID], list[Vote]] = defaultdict(list)
    for vote in session.scalars(select(Vote).where(Vote.approval_id.in_(ids)).order_by(Vote.at, Vote.number)):
        votes[vote.approval_id, vote.pack_id].append(vote)
    signed: dict[UUID, list[SignOff]] = defaultdict(list)
    for row in session.scalars(select(SignOff).where(SignOff.approval_id.in_(ids)).order_by(SignOff.version.desc())):
        signed[row.approval_id].append(row)
    seats: dict[UUID, list[Seat]] = defaultdict(list)
    of = select(Seat).where(Seat.body_id.in_({row.body_id for row in approvals})).options(selectinload(Seat.person))
    for seat in session.scalars(of.order_by(Seat.position, Seat.id)):
        seats[seat.body_id].append(seat)
    frozen = packs.frozen_digests(session, [pack.id for rows in found.values() for pack in rows])
    return _Known(found, votes, signed, frozen, seats)


def _ballot(approval: Approval, pack: EvidencePack | None, known: _Known) -> Ballot:
    votes = known.votes.get((approval.id, pack.id), ()) if pack else ()
    seats = known.seats.get(approval.body_id, ())
    places = [_place(seat, [vote for vote in votes if vote.seat_id == seat.id]) for seat in seats]
    counted = {vote.id for place in places for vote in (place.vote, *place.earlier) if vote}
    signed = known.signed.get(approval.id, ())
    body = approval.body
    full = [place for place in places if place.votes]
    verdicts = [place.vote.verdict for place in full if place.vote]
    newest = next(iter(known.packs.get(approval.milestone_id, ())), None)
    return Ballot(
        approval=approval,
        pack=pack,
        is_newest=pack is newest,
        sound=pack is None or sound(pack, votes, known.frozen),
        places=places,
        past=[vote for vote in votes if vote.id not in counted],
        tally=rules.tally(body.approval_rule, body.quorum, len(full), verdicts),
        signed=next((row for row in signed if pack and row.pack_id == pack.id), None),
        newest_signed=next(iter(signed), None),
    )


def _place(seat: Seat, votes: Sequence[Vote]) -> Place:
    """Return a seat with the votes of the person on it; an associate's, or a predecessor's, do not count."""
    mine = [vote for vote in votes if vote.person_id == seat.person_id]
    if seat.level is not SeatLevel.FULL or not mine:
        return Place(seat)
    last = max(mine, key=lambda vote: vote.number)
    return Place(seat, last, [vote for vote in mine if vote is not last])
