"""The page of the lists."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.core.roles import Role
from cypp_consult.core.waking import wake
from cypp_consult.safeguarding.known import queries, services
from cypp_consult.safeguarding.known.forms import AddForm
from cypp_consult.safeguarding.known.models import KnownKind
from cypp_consult.text.clean import clean_text
from cypp_consult.text.personal import personal_details
from cypp_consult.web import line
from cypp_consult.web.access import requires

bp = Blueprint("known_words", __name__)
EDITORS = (Role.ADMINISTRATOR, Role.LEAD, Role.SAFEGUARDING_LEAD)
line.add_pages("Safety", "known_words")
line.add(
    line.Stop(
        order=92,
        label="Schools and places",
        endpoint="known_words.lists",
        roles=frozenset({Role.ADMINISTRATOR}),
        needs_consultation=False,
    )
)
_LONGEST_TRIAL = 2000


@bp.route("/known-words", methods=["GET", "POST"])
@requires(*EDITORS)
def lists() -> str | Response:
    """Show one list, take more for it, and try a sentence against all of them."""
    kind = _kind(request.values.get("kind", ""))
    form = AddForm(kind=kind.value)
    if form.validate_on_submit():
        try:
            change = services.add(session(), kind, form.words.data or "", current_user.id, clock.now())
            session().commit()
        except InvalidInputError as error:
            session().rollback()
            form.words.errors = [*form.words.errors, str(error)]
        else:
            return _done(kind, change, f"{len(change.words)} added." if change.words else "All of these were listed.")
    trial = clean_text(request.args.get("try", "")[:_LONGEST_TRIAL]).strip()
    return render_template(
        "safeguarding/known/lists.html",
        form=form,
        kind=kind,
        kinds=KnownKind,
        counts=queries.counts(session()),
        entries=queries.entries(session(), kind),
        trial=trial,
        pieces=_pieces(trial),
    )


@bp.post("/known-words/<uuid:entry_id>/remove")
@requires(*EDITORS)
def remove(entry_id: UUID) -> Response:
    """Take an entry off its list; it can be added again at once."""
    entry = queries.entry_of(session(), entry_id)
    kind, words = entry.kind, entry.words
    change = services.remove(session(), entry, current_user.id, clock.now())
    session().commit()
    return _done(kind, change, f"“{words}” is off the list.")


def _done(kind: KnownKind, change: services.Change, words: str) -> Response:
    if change.job_id:
        wake(change.job_id)
    flash(words)
    return redirect(url_for(".lists", kind=kind.value))


def _kind(value: str) -> KnownKind:
    return KnownKind(value) if value in set(KnownKind) else KnownKind.SCHOOL


def _pieces(text: str) -> list[tuple[str, str]]:
    """Return a text in pieces, each with the kind of detail it is, or ""."""
    pieces: list[tuple[str, str]] = []
    at = 0
    for found in personal_details(text, queries.known_words(session())):
        pieces += [(text[at : found.start], ""), (text[found.start : found.end], found.kind.replace("-", " "))]
        at = found.end
    return [piece for piece in [*pieces, (text[at:], "")] if piece[0]]
