"""What the pages of the code frame share: acts done and said with a way to undo them, and the way back."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from uuid import UUID, uuid4

from flask import flash, redirect, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.coding.frame.models import FrameAct
from cypp_consult.coding.frame.rules import ChangedMeanwhileError
from cypp_consult.coding.views.shared import flash_undo
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.errors import DomainError

Done = TypeVar("Done")


def who_and_when() -> Mapping[str, Any]:
    """Return who acts and when, as services take it."""
    return {"by_id": current_user.id, "at": clock.now()}


def new_id() -> str:
    """Return an id for an act, so that a form sent twice does it once."""
    return str(uuid4())


def tried(field: Any, act: Callable[[], Done]) -> tuple[bool, Done | None]:
    """Do an act and commit it; where it is refused put the reason at the field. Return whether it was done, and what.

    ChangedMeanwhileError is left to the page, which has both wordings to show.
    """
    try:
        done = act()
        session().commit()
    except ChangedMeanwhileError:
        session().rollback()
        raise
    except DomainError as error:
        session().rollback()
        field.errors = [*field.errors, str(error)]
        return False, None
    return True, done


def tell(slug: str, words: str, act: FrameAct | None, back: str = "") -> None:
    """Say what was done, with a way to undo it."""
    if act is None:
        flash("Nothing changed: it was so already.")
    else:
        flash_undo(words, url_for("coding.undo_frame", slug=slug, act_id=act.id), back=back)


def to_theme(slug: str, theme_id: UUID) -> Response:
    """Lead to a theme's page."""
    return redirect(url_for("coding.theme", slug=slug, theme_id=theme_id))


def refused(error: DomainError) -> None:
    """Take back what was begun and say why it was refused."""
    session().rollback()
    flash(str(error), "error")
