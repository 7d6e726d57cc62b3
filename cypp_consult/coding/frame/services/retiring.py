"""Taking a theme out of the frame, and taking it up again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from cypp_consult.coding.frame.models import FrameAct, FrameVerb, Part
from cypp_consult.coding.frame.naming import free_name
from cypp_consult.coding.frame.recording import ActRecorder
from cypp_consult.coding.frame.rules import FrameError
from cypp_consult.coding.frame.services.holding import below, hold, reason
from cypp_consult.coding.frame.services.moving import drop_suggestions
from cypp_consult.coding.models import Theme
from cypp_consult.consultations.models import Consultation


def retire(
    session: Session, consultation: Consultation, theme_id: UUID, *, by_id: int | None, at: datetime, why: str = ""
) -> FrameAct | None:
    """Take a theme out of the frame: it is offered and suggested no more, its tags stay. None if it was out already.

    Themes under it stand for themselves from now on. Raises NotFoundError.
    """
    theme = hold(session, consultation, [theme_id])[theme_id]
    if theme.retired_at is not None:
        return None
    under = list(below(session, [theme_id]))
    recorder = ActRecorder(session, consultation.id, FrameVerb.RETIRED, by_id, at, reason(why))
    recorder.watch(Part.SOURCE, [theme])
    recorder.watch(Part.BESIDE, under)
    theme.retired_at = at
    for part in under:
        part.parent_id = None
    drop_suggestions(session, recorder.begin(), theme.id)
    return recorder.finish()


def restore(
    session: Session, consultation: Consultation, theme_id: UUID, *, by_id: int | None, at: datetime, why: str = ""
) -> FrameAct | None:
    """Take a retired theme up again. None if it is in the frame already.

    Raises NotFoundError, FrameError for one that was merged (that is undone instead), InvalidInputError when another
    theme has its name by now.
    """
    theme = hold(session, consultation, [theme_id])[theme_id]
    if theme.retired_at is None:
        return None
    if theme.merged_into_id is not None:
        raise FrameError(f"“{theme.name}” was merged. Undo the merging to have it back with its tags.")
    free_name(session, consultation, theme.name, but=frozenset({theme.id}))
    recorder = ActRecorder(session, consultation.id, FrameVerb.RESTORED, by_id, at, reason(why))
    recorder.watch(Part.SOURCE, [theme])
    theme.retired_at = None
    parent = session.get(Theme, theme.parent_id) if theme.parent_id else None
    if parent is not None and (parent.retired_at is not None or parent.parent_id is not None):
        theme.parent_id = None
    return recorder.finish()
