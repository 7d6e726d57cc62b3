"""Acts of coding: one address for every button of the workbench, and one to undo."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.coding import queries, services, wording
from cypp_consult.coding.forms import ActForm, Asked
from cypp_consult.coding.services import Batch
from cypp_consult.coding.views.shared import CODERS, Way, bp, flash_undo, place_after, way_back
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.errors import DomainError
from cypp_consult.web.access import requires


@bp.post("/acts")
@requires(*CODERS)
def act(slug: str) -> Response:
    """Do what a button says to one answer or to the ticked ones; go back to the same place with a way to undo it."""
    consultation = consultation_or_404(slug)
    form = ActForm()
    here = way_back(slug, form.back.data or "")
    try:
        asked = form.asked()
        if asked.verb == "theme":
            return redirect(_theme_url(here, asked))
        batch = _do(consultation, asked)
        session().commit()
    except DomainError as error:
        session().rollback()
        flash(str(error), "error")
        return redirect(here.url)
    _tell(consultation, here, asked, batch)
    return redirect(here.url if asked.many else place_after(here, consultation, asked.answers[0]))


@bp.post("/undo/<uuid:batch_id>")
@requires(*CODERS)
def undo(slug: str, batch_id: UUID) -> Response:
    """Take a batch back as a whole and go back to where the coder was."""
    consultation = consultation_or_404(slug)
    form = ActForm()
    here = way_back(slug, form.back.data or "")
    try:
        batch = services.undo(session(), consultation, batch_id, by_id=current_user.id, at=clock.now())
        session().commit()
    except DomainError as error:
        session().rollback()
        flash(str(error), "error")
    else:
        flash(wording.taken_back(batch.answers))
    return redirect(here.url)


def flash_done(here: Way, words: str, batch: Batch) -> None:
    """Say what was done, with a way to undo it that leads back here."""
    flash_undo(words, url_for("coding.undo", slug=here.slug, batch_id=batch.id), back=here.back)


def _do(consultation: Consultation, asked: Asked) -> Batch:
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


def _tell(consultation: Consultation, here: Way, asked: Asked, batch: Batch) -> None:
    if not batch.changed:
        flash(wording.NOTHING)
        return
    frame = queries.frame(session(), consultation)
    name = frame.codes[asked.target].label if asked.target in frame and asked.target else ""
    flash_done(here, wording.done(asked, name, batch.answers), batch)


def _theme_url(here: Way, asked: Asked) -> str:
    answers = [str(key) for key in asked.answers]
    return url_for("coding.new_theme", slug=here.slug, answer=answers, back=here.back)
