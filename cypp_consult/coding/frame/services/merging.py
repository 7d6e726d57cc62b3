"""Merging: several themes become one, and every answer that had one of them has that one, once."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from cypp_consult.coding.frame.models import FrameAct, FrameVerb, Part
from cypp_consult.coding.frame.naming import free_name
from cypp_consult.coding.frame.recording import ActRecorder
from cypp_consult.coding.frame.rules import FrameError
from cypp_consult.coding.frame.services.holding import below, done_already, hold, reason
from cypp_consult.coding.frame.services.moving import move_suggestions, move_tags
from cypp_consult.coding.models import Theme
from cypp_consult.consultations.models import Consultation


def merge(
    session: Session,
    consultation: Consultation,
    sources: Iterable[UUID],
    into: UUID,
    *,
    by_id: int | None,
    at: datetime,
    why: str = "",
    name: str | None = None,
    definition: str | None = None,
    not_this: str | None = None,
    act_id: UUID | None = None,
) -> FrameAct:
    """Merge themes into another, which may get another name and meaning with it.

    Tags go over with who gave them and when; an answer with several ends with one. The merged themes are retired and
    tell where they went; themes under them go along. With an `act_id` that was done already, that act is returned.
    Raises NotFoundError for themes of elsewhere, FrameError for one that is retired by now or for nothing to merge,
    InvalidInputError for a name that will not do.
    """
    if (done := done_already(session, consultation, act_id)) is not None:
        return done
    keys = sorted(set(sources) - {into})
    if not keys:
        raise FrameError("Choose at least two themes to merge.")
    themes = hold(session, consultation, [*keys, into])
    check_live(themes.values())
    target, merged = themes[into], [themes[key] for key in keys]
    under = [theme for theme in below(session, keys) if theme.id not in themes]
    recorder = ActRecorder(session, consultation.id, FrameVerb.MERGED, by_id, at, reason(why), act_id or uuid4())
    recorder.watch(Part.SOURCE, merged)
    recorder.watch(Part.RESULT, [target])
    recorder.watch(Part.BESIDE, under)
    _word(session, consultation, target, merged, name, definition, not_this)
    _retire(target, merged, under, at)
    recorder.begin()
    move_tags(session, recorder.id, keys, into)
    move_suggestions(session, recorder.id, keys, into)
    return recorder.finish()


def check_live(themes: Iterable[Theme]) -> None:
    """Let live themes through. Raises FrameError that names one that is not."""
    for theme in themes:
        if theme.retired_at is not None:
            how = "merged" if theme.merged_into_id else "retired"
            raise FrameError(f"“{theme.name}” was {how} meanwhile. Look at the themes again.")


def _word(
    session: Session,
    consultation: Consultation,
    target: Theme,
    merged: Sequence[Theme],
    name: str | None,
    definition: str | None,
    not_this: str | None,
) -> None:
    if name is not None:
        # the names of those that go are free
        target.name = free_name(session, consultation, name, but=frozenset({target.id, *(one.id for one in merged)}))
    target.definition = target.definition if definition is None else definition.strip()
    target.not_this = target.not_this if not_this is None else not_this.strip()


def _retire(target: Theme, merged: Sequence[Theme], under: Sequence[Theme], at: datetime) -> None:
    gone = {theme.id for theme in merged}
    if target.parent_id in gone:
        target.parent_id = None
    for theme in merged:
        theme.retired_at, theme.merged_into_id, theme.parent_id = at, target.id, None
    for theme in under:
        theme.parent_id = target.id if target.parent_id is None else None
        theme.priority_id = target.priority_id
