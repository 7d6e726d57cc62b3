"""Everything that reach is counted from, read in a few statements, and small things every section needs of it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from sqlalchemy.orm import Session

from cypp_consult.collection.models import Channel
from cypp_consult.consultations.models import Consultation
from cypp_consult.consultations.targets import queries as targets
from cypp_consult.consultations.targets.models import Target, TargetKind
from cypp_consult.core.audiences import Audience
from cypp_consult.core.clock import local_day
from cypp_consult.summaries.queries.scope import Scope
from cypp_consult.summaries.reach import queries
from cypp_consult.summaries.reach.content import Chance
from cypp_consult.summaries.reach.pace import Days, days
from cypp_consult.summaries.reach.queries import AboutCell, Cell, EventFor
from cypp_consult.summaries.services.reach import Reach, reach

RECENT = timedelta(days=7)


@dataclass(frozen=True)
class Tally:
    """Forms and people, not yet fit to be shown."""

    forms: int = 0
    people: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Return both together."""
        return Tally(self.forms + other.forms, self.people + other.people)


@dataclass(frozen=True)
class Facts:
    """What is known of one consultation.

    `cells` and `about` are of the audiences that may be counted, `hidden` are the cells of the others.
    """

    consultation: Consultation
    targets: Sequence[Target]
    events: Sequence[EventFor]
    cells: Sequence[Cell]
    hidden: Sequence[Cell]
    about: Sequence[AboutCell]
    top: Reach
    days: Days
    today: date
    threshold: int

    def of(self, kind: TargetKind) -> list[Target]:
        """Return the targets of a kind."""
        return [target for target in self.targets if target.kind is kind]

    def tally(self, fits: Callable[[Cell], bool], *, hidden: bool = False) -> Tally:
        """Return forms and people of the cells that fit, or of the hidden ones among which nothing is shown."""
        found = [cell for cell in (self.hidden if hidden else self.cells) if fits(cell)]
        return Tally(sum(cell.forms for cell in found), sum(cell.people for cell in found))

    @cached_property
    def by_event(self) -> dict[UUID, list[Cell]]:
        """Return the cells of each event."""
        found = defaultdict[UUID, list[Cell]](list)
        for cell in self.cells:
            if cell.event_id is not None:
                found[cell.event_id].append(cell)
        return found

    def at_events(self, events: Iterable[UUID], audiences: Collection[Audience]) -> Tally:
        """Return forms and people of some audiences at some events."""
        found = [cell for key in events for cell in self.by_event.get(key, ()) if cell.audience in audiences]
        return Tally(sum(cell.forms for cell in found), sum(cell.people for cell in found))

    def of_audiences(self, audiences: Iterable[Audience]) -> Tally:
        """Return all forms and people of some audiences: of those that may be counted, which are shown."""
        wanted = set(audiences)
        return self.tally(lambda cell: cell.audience in wanted)

    def chance(self, fits: Callable[[EventFor], bool]) -> Chance | None:
        """Return the next event, from today on, that fits."""
        for item in self.events:
            if item.event.held_on >= self.today and fits(item):
                return Chance(item.event.name, item.event.slug, item.event.held_on, item.expected)
        return None


def audiences_of(target: Target) -> frozenset[Audience]:
    """Return which audiences a target counts."""
    return frozenset(Audience(value) for value in target.audiences) or frozenset(Audience)


def gather(session: Session, consultation: Consultation, at: datetime, threshold: int) -> Facts:
    """Read what reach is counted from, as of a moment."""
    scope = Scope(consultation.id, at)
    wanted = targets.every(session, consultation.id)
    came = queries.cells(session, scope, at - RECENT)
    top = reach(by_audience_and_channel(came), audiences(consultation, came), threshold)
    about = queries.about(session, scope, {target.about_key for target in wanted if target.about_key})
    today = local_day(at)
    return Facts(
        consultation=consultation,
        targets=wanted,
        events=queries.events(session, consultation.id),
        cells=[cell for cell in came if cell.audience in top.counted],
        hidden=[cell for cell in came if cell.audience not in top.counted],
        about=[cell for cell in about if cell.audience in top.counted],
        top=top,
        days=days(consultation.opens_on, consultation.closes_on, today),
        today=today,
        threshold=threshold,
    )


def audiences(consultation: Consultation, came: Iterable[Cell]) -> list[Audience]:
    """Return the audiences that are asked or have answered, in their usual order."""
    theirs = {row.audience for row in consultation.audiences} | {cell.audience for cell in came}
    return [audience for audience in Audience if audience in theirs]


def by_audience_and_channel(came: Iterable[Cell]) -> Mapping[tuple[Audience, Channel], tuple[int, int]]:
    """Return (forms, people) as the table of audiences and channels takes them."""
    forms, people = Counter[tuple[Audience, Channel]](), Counter[tuple[Audience, Channel]]()
    for cell in came:
        forms[cell.audience, cell.channel] += cell.forms
        people[cell.audience, cell.channel] += cell.people
    return {key: (count, people[key]) for key, count in forms.items()}


def places_of(facts: Facts) -> dict[UUID, UUID]:
    """Return for each event of a place the id of that place."""
    return {item.event.id: item.place_id for item in facts.events if item.place_id is not None}
