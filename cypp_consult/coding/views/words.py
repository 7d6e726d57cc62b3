"""The word lists that suggestions come from: words added and taken off, tried on a sentence, started again."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.coding import queries, segments, services, suggesting, tasks
from cypp_consult.coding.forms import WordForm
from cypp_consult.coding.learning import vectors
from cypp_consult.coding.learning.telling import KINDS, shown
from cypp_consult.coding.queries import CodeFrame
from cypp_consult.coding.rules import Target, TargetKind
from cypp_consult.coding.views.shared import EDITORS, bp
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import clock, jobs
from cypp_consult.core.database import session
from cypp_consult.core.errors import InvalidInputError, NotFoundError
from cypp_consult.core.waking import wake
from cypp_consult.text.clean import clean_text
from cypp_consult.web.access import requires

_LONGEST_TRIAL = 2000
_LONGEST_PART = 60
_MOST_ENTRIES = 60


@bp.route("/words", methods=["GET", "POST"])
@requires(*EDITORS)
def words(slug: str) -> str | Response:
    """Show one word list, take a new phrase for it, and try a sentence."""
    consultation = consultation_or_404(slug)
    frame = _started(consultation)
    target = _chosen(frame, request.args.get("list", ""))
    form = WordForm()
    if form.validate_on_submit():
        try:
            services.add_entry(
                session(), consultation.plan, target, form.phrase.data or "", float(form.weight.data), at=clock.now()
            )
            session().commit()
        except InvalidInputError as error:
            session().rollback()
            form.phrase.errors = [*form.phrase.errors, str(error)]
        else:
            flash(f"“{form.phrase.data}” is on the list.")
            return redirect(url_for("coding.words", slug=slug, list=target.token))
    return render_template("coding/words.html", form=form, **_context(consultation, frame, target))


@bp.post("/words/<uuid:entry_id>/remove")
@requires(*EDITORS)
def remove_word(slug: str, entry_id: UUID) -> Response:
    """Take a phrase off its list."""
    consultation = consultation_or_404(slug)
    target = services.remove_entry(session(), consultation.plan, entry_id, clock.now())
    session().commit()
    flash("Taken off the list.")
    return redirect(url_for("coding.words", slug=slug, list=target.token))


@bp.route("/words/start-again", methods=["GET", "POST"])
@requires(*EDITORS)
def start_words_again(slug: str) -> str | Response:
    """Ask, then put a list back to its starter list."""
    consultation = consultation_or_404(slug)
    frame = queries.frame(session(), consultation)
    target = _chosen(frame, request.values.get("list", ""))
    back = url_for("coding.words", slug=slug, list=target.token)
    if request.method == "POST":
        count = services.start_again(session(), consultation.plan, target, clock.now())
        session().commit()
        flash(f"The list is as it started, with {count} words and phrases.")
        return redirect(back)
    return render_template("coding/words_again.html", consultation=consultation, code=frame.codes[target], back=back)


@bp.post("/suggest")
@requires(*EDITORS)
def suggest(slug: str) -> Response:
    """Start looking at all answers with the word lists as they are now."""
    consultation = consultation_or_404(slug)
    # whoever asks for it does not wait until learning is due
    arguments = {"consultation_id": str(consultation.id), "next": url_for("coding.answers", slug=slug), "learn": True}
    job = jobs.enqueue(
        session(), tasks.KIND, arguments, title="Suggest again", owner_id=current_user.id, at=clock.now()
    )
    session().commit()
    wake(job.id)
    return redirect(url_for("jobs.show", job_id=job.id))


def _started(consultation: Consultation) -> CodeFrame:
    if services.ensure_word_list(session(), consultation.plan, clock.now()):
        session().commit()
    return queries.frame(session(), consultation)


def _chosen(frame: CodeFrame, token: str) -> Target:
    """Return the list asked for, the first outcome's by default; NotFoundError if the plan has none such."""
    lists = [code.target for code in frame.live() if code.target.kind is not TargetKind.THEME]
    if not token and lists:
        return lists[0]
    try:
        target = Target.parse(token)
    except InvalidInputError:
        raise NotFoundError from None
    if target not in lists:
        raise NotFoundError
    return target


def _context(consultation: Consultation, frame: CodeFrame, target: Target) -> dict[str, Any]:
    engines, digest = suggesting.trial(session(), consultation)
    standing = suggesting.standing(session(), consultation)
    trial = clean_text(request.args.get("try", "")[:_LONGEST_TRIAL]).strip()
    found = engines.propose(trial)
    part = clean_text(request.args.get("find", "")[:_LONGEST_PART]).strip()
    most = None if request.args.get("all") else _MOST_ENTRIES
    return {
        "consultation": consultation,
        "frame": frame,
        "target": target,
        "code": frame.codes[target],
        "listed": queries.word_entries(session(), consultation.plan_id, target, part, most),
        "part": part,
        "sizes": queries.word_counts(session(), consultation.plan_id),
        "trial": trial,
        "found": [item for item in found if item.target in frame],
        "pieces": segments.segments(trial, [reason for item in found for reason in item.reasons]),
        "waiting": suggesting.waiting(session(), consultation.id, digest),
        "standing": standing,
        "trials": [(name, shown(standing.trials.get(kind.value))) for kind, name in KINDS.items()],
        "meaning": vectors.available(),
    }
