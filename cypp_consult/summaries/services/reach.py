"""Who answered: forms and people by audience and channel, and which audiences are too small to show at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cypp_consult.collection.models import Channel
from cypp_consult.core.audiences import Audience
from cypp_consult.summaries.rules.suppression import hidden_keys, is_small, masked
from cypp_consult.summaries.rules.tables import Line, ShownTable, Table
from cypp_consult.summaries.services import words

Received = Mapping[tuple[Audience, Channel], tuple[int, int]]
_FORMS, _PEOPLE = 0, 1


@dataclass(frozen=True)
class Reach:
    """The two tables, the audiences that other tables may count, and those that are in no number."""

    forms: ShownTable
    people: ShownTable
    counted: tuple[Audience, ...]
    left_out: tuple[Audience, ...]


def reach(received: Received, audiences: Sequence[Audience], threshold: int) -> Reach:
    """Return who answered.

    An audience whose own number must be hidden is left out of every sum and every other table: so no sum can give it
    away, here or across tables. Of people there are never fewer than forms, so what is hidden follows from the
    forms; the same places are hidden in both tables, so that neither tells the other's secrets.
    """
    # the small ones first: else one of them would cost another audience its place, for the sake of their sum
    counted = tuple(audience for audience in audiences if not is_small(_forms_of(received, audience), threshold))
    while True:
        forms = _table(received, counted, _FORMS)
        hidden = hidden_keys(forms, threshold)
        exposed = {counted[int(key[1])] for key in hidden if key[0] == "row"}
        if not exposed:
            break
        counted = tuple(audience for audience in counted if audience not in exposed)
    left_out = tuple(audience for audience in audiences if audience not in counted)
    lines = tuple(audience_line(audience) for audience in audiences)
    tables = [masked(table, hidden, threshold) for table in (forms, _table(received, counted, _PEOPLE))]
    if left_out:
        tables = [_total_hidden_if_empty(table).with_lines(rows=lines) for table in tables]
    return Reach(tables[0], tables[1], counted, left_out)


def _forms_of(received: Received, audience: Audience) -> int:
    return sum(forms for (whose, _), (forms, _) in received.items() if whose is audience)


def audience_line(audience: Audience) -> Line:
    """Return an audience as a row or a column."""
    return Line(audience.value, audience.label)


def _table(received: Received, counted: Sequence[Audience], part: int) -> Table:
    used = {channel for (audience, channel), _ in received.items() if audience in counted}
    channels = [channel for channel in Channel if channel in used]
    none = (0, 0)
    return Table(
        id="people" if part else "responses",
        title="People by audience and channel" if part else "Forms by audience and channel",
        rows=tuple(audience_line(audience) for audience in counted),
        columns=tuple(Line(channel.value, channel.label) for channel in channels),
        counts=tuple(tuple(received.get((a, channel), none)[part] for channel in channels) for a in counted),
        row_totals=True,
        column_totals=True,
        with_shares=False,
        note=words.PEOPLE if part else words.FORMS,
    )


def _total_hidden_if_empty(table: ShownTable) -> ShownTable:
    """Say nothing of the sum, rather than 0, where all who answered are left out."""
    return table.with_total_hidden() if table.total == 0 else table
