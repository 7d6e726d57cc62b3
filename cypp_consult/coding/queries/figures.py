"""The figures beside the list: how far the coding is, answers per audience, uses of each code.

They look at every answer of the consultation, so for a large one they are kept for some seconds in this process: the
time of the processor goes to tagging instead. Small consultations are counted anew each time. The figures carry the
moment they were counted at, and the page says so where it is not now.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from cypp_consult.coding.filters import Filters, FlagChoice, Order
from cypp_consult.coding.queries.frame import Counts, counts
from cypp_consult.coding.queries.progress import by_audience, progress, total
from cypp_consult.coding.rules import Progress, Target, kept_for
from cypp_consult.coding.translations.queries import languages_told
from cypp_consult.core.audiences import Audience

_MOST_KEPT = 64
Counted = TypeVar("Counted")


@dataclass(frozen=True)
class Figures:
    """What is counted, and when it was. `total` is of the filters, None where the progress holds it.

    `languages` are those that answers are in, as (code, name).
    """

    at: datetime
    progress: Progress
    counts: Mapping[Target, Counts]
    audiences: Mapping[Audience, int]
    total: int | None
    languages: Sequence[tuple[str, str]]


_kept: OrderedDict[tuple[object, ...], tuple[datetime, object]] = OrderedDict()
_lock = threading.Lock()


def figures(session: Session, consultation_id: UUID, filters: Filters, now: datetime) -> Figures:
    """Return the figures for a choice of answers, counted now or, of a large consultation, some seconds ago."""
    # two databases may hold the same consultation: a restored one beside its source
    place = (str(session.get_bind().engine.url), consultation_id)
    at, so_far = _kept_or(place, None, now, lambda: progress(session, consultation_id))
    large = so_far.total

    def beside() -> tuple[Mapping[Audience, int], int | None]:
        narrowed = total(session, consultation_id, filters) if filters.narrowed else None
        return by_audience(session, consultation_id, filters), narrowed

    _, used = _kept_or((*place, "codes"), large, now, lambda: counts(session, consultation_id))
    _, languages = _kept_or((*place, "languages"), large, now, lambda: languages_told(session, consultation_id))
    _, (audiences, narrowed) = _kept_or((*place, _shared(filters)), large, now, beside)
    return Figures(at, so_far, used, audiences, narrowed, languages)


def _shared(filters: Filters) -> Filters:
    """Return the filters by which the count is the same for everybody, where it is."""
    own = filters.unread or filters.flag in {FlagChoice.MINE, FlagChoice.ASKED}
    return filters if own else replace(filters, me=None, order=Order.OLDEST)


def _kept_or(
    key: tuple[object, ...], size: int | None, now: datetime, count: Callable[[], Counted]
) -> tuple[datetime, Counted]:
    """Return what is kept under a key while it is fresh enough for its size, else count it."""
    with _lock:
        at, found = _kept.get(key, (now, None))
    if found is not None and now - at < timedelta(seconds=kept_for(_size(size, found))):
        return at, found  # type: ignore[return-value]  # a key always holds the same kind
    fresh = count()
    if kept_for(_size(size, fresh)):
        with _lock:
            _kept[key] = (now, fresh)
            _kept.move_to_end(key)
            while len(_kept) > _MOST_KEPT:
                _kept.popitem(last=False)
    return now, fresh


def _size(size: int | None, counted: object) -> int:
    return counted.total if isinstance(counted, Progress) else size or 0
