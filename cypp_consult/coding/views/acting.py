"""Acts of coding: one address for every button of the workbench, and one to undo.

A browser posts a form and is led back to the page. The workbench's own script asks for the changed rows alone
(`X-Part: rows`) and puts them in place; both ways do the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from flask import flash, redirect, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.coding import queries, services, wording
from cypp_consult.coding.finding import queries as finding
from cypp_consult.coding.forms import BESIDE, MOST_IN_SEARCH, ActForm, Asked
from cypp_consult.coding.rules import Target
from cypp_consult.coding.services import Batch
from cypp_consult.coding.views import parts
from cypp_consult.coding.views.shared import CODERS, Way, bp, flash_undo, place_after, way_back
from cypp_consult.coding.workbench import services as workbench
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.errors import DomainError, InvalidInputError
from cypp_consult.web.access import requires


@dataclass(frozen=True)
class Done:
    """What came of an act, in words, the batch that can be undone if there is one, and the codes it was about."""

    words: str
    batch: Batch | None = None
    codes: Mapping[Target, queries.Code] = field(default_factory=dict)


# a server refuses an address that is longer
_MOST_IN_ADDRESS = 60


@bp.post("/acts")
@requires(*CODERS)
def act(slug: str) -> Response:
    """Do what a button says to one answer, to the ticked ones or to all that were found; show what came of it."""
    consultation = consultation_or_404(slug)
    form = ActForm()
    here = way_back(slug, form.back.data or "")
    try:
        asked = _resolved(consultation, here, form.asked())
        if asked.verb == "theme":
            return _to_theme(here, asked)
        done = _do(consultation, asked)
        _follow(consultation, here, asked)
        _commit()
    except DomainError as error:
        session().rollback()
        return _refused(here, str(error))
    undo_url = url_for("coding.undo", slug=slug, batch_id=done.batch.id) if done.batch else ""
    if parts.wanted():
        return parts.rows(consultation, here, () if asked.whole else asked.answers, done.words, undo_url, done.codes)
    if undo_url:
        flash_undo(done.words, undo_url, back=here.back)
    else:
        flash(done.words)
    return redirect(here.url if asked.many else place_after(here, consultation, asked.answers[0]))


@bp.post("/undo/<uuid:batch_id>")
@requires(*CODERS)
def undo(slug: str, batch_id: UUID) -> Response:
    """Take a batch back as a whole and go back to where the coder was."""
    consultation = consultation_or_404(slug)
    return _take_back(consultation, batch_id)


@bp.post("/undo")
@requires(*CODERS)
def undo_last(slug: str) -> Response:
    """Take back what this person did last and has not taken back yet; again for what they did before that."""
    consultation = consultation_or_404(slug)
    return _take_back(consultation, queries.last_batch(session(), consultation.id, current_user.id))


def flash_done(here: Way, words: str, batch: Batch) -> None:
    """Say what was done, with a way to undo it that leads back here."""
    flash_undo(words, url_for("coding.undo", slug=here.slug, batch_id=batch.id), back=here.back)


def _take_back(consultation: Consultation, batch_id: UUID | None) -> Response:
    here = way_back(consultation.slug, ActForm().back.data or "")
    try:
        if batch_id is None:
            raise InvalidInputError("There is nothing to undo.")
        touched = queries.answers_of_batch(session(), batch_id, parts.MOST_ROWS + 1) if parts.wanted() else []
        batch = services.undo(session(), consultation, batch_id, by_id=current_user.id, at=clock.now())
        _commit()
    except DomainError as error:
        session().rollback()
        return _refused(here, str(error))
    words = wording.taken_back(batch.answers)
    if parts.wanted():
        return parts.rows(consultation, here, touched if len(touched) <= parts.MOST_ROWS else (), words)
    flash(words)
    return redirect(here.url)


def _commit() -> None:
    """Commit, and go on with the person and the consultation as they were read: an act changes neither."""
    session().expire_on_commit = False
    session().commit()


def _refused(here: Way, words: str) -> Response:
    if parts.wanted():
        return parts.refusal(words)
    flash(words, "error")
    return redirect(here.url)


def _resolved(consultation: Consultation, here: Way, asked: Asked) -> Asked:
    """Fill in the answers of a whole search, or those alike. Raises InvalidInputError for too many, or none."""
    if asked.alike:
        same = finding.alike(session(), asked.answers)
        others = {key for keys in same.values() for key in keys} - set(asked.answers)
        return replace(asked, answers=(*asked.answers, *sorted(others)))
    if not asked.whole:
        return asked
    if asked.verb == "theme":
        raise InvalidInputError("Make the theme first, then add it to all that were found.")
    found = queries.found(session(), consultation.id, here.filters, MOST_IN_SEARCH + 1)
    if len(found) > MOST_IN_SEARCH:
        raise InvalidInputError(f"These are more than {MOST_IN_SEARCH:,} answers. Narrow them down first.")
    if not found:
        raise InvalidInputError("No answer fits any more. Nothing was changed.")
    return replace(asked, answers=tuple(found))


def _do(consultation: Consultation, asked: Asked) -> Done:
    if asked.verb in BESIDE:
        return Done(wording.beside(asked.verb, _beside(consultation, asked)))
    batch = _tagged(consultation, asked)
    if not batch.changed:
        return Done(wording.NOTHING)
    codes = queries.names(session(), consultation, [asked.target] if asked.target else [])
    name = codes[asked.target].label if asked.target in codes and asked.target else ""
    return Done(wording.done(asked, name, batch.answers), batch, codes)


def _beside(consultation: Consultation, asked: Asked) -> int:
    by_id, at = current_user.id, clock.now()
    if asked.verb == "flag":
        return workbench.flag(session(), consultation, asked.answers, by_id=by_id, at=at)
    if asked.verb == "settle":
        return workbench.settle(session(), consultation, asked.answers, by_id=by_id, at=at, mine=asked.many)
    return workbench.mark_read(session(), consultation, asked.answers, by_id=by_id, at=at)


def _tagged(consultation: Consultation, asked: Asked) -> Batch:
    by_id, at, answers = current_user.id, clock.now(), asked.answers
    if asked.mark is not None:
        return services.mark(session(), consultation, answers, asked.mark, by_id=by_id, at=at)
    if asked.verb == "unmark":
        return services.unmark(session(), consultation, answers, by_id=by_id, at=at)
    if asked.verb == "refuse_rest" or asked.target is None:
        return services.refuse(session(), consultation, answers, None, by_id=by_id, at=at)
    # a single Yes is meant even where the suggestion was made anew a moment ago; a Yes to many is for those suggested
    single_yes = asked.verb == "confirm" and not asked.many
    verbs = {"tag": services.add_tag, "untag": services.remove_tag, "confirm": services.confirm}
    if asked.verb == "refuse":
        return services.refuse(session(), consultation, answers, asked.target, by_id=by_id, at=at)
    do = services.add_tag if single_yes else verbs[asked.verb]
    return do(session(), consultation, answers, asked.target, by_id=by_id, at=at)


def _follow(consultation: Consultation, here: Way, asked: Asked) -> None:
    """Keep that the maker of an act has read its answers, unless it was a whole search, and where they are."""
    at = clock.now()
    if not asked.whole and asked.verb != "read":
        # those alike were not read, they say the same
        read = queries.codable(session(), consultation.id, asked.answers) if asked.many else asked.answers[:1]
        workbench.read(session(), read, by_id=current_user.id, at=at)
    first = None if asked.whole else asked.answers[0]
    place = replace(here, answer=first, filters=replace(here.filters, me=None)).back
    workbench.remember_place(session(), consultation.id, current_user.id, place, at)


def _to_theme(here: Way, asked: Asked) -> Response:
    if len(asked.answers) > _MOST_IN_ADDRESS:
        # the browser sends the ticked answers on, as it sent them here
        return redirect(url_for("coding.new_theme", slug=here.slug), code=307)
    answers = [str(key) for key in asked.answers]
    return redirect(url_for("coding.new_theme", slug=here.slug, answer=answers, back=here.back))
