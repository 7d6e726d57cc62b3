"""The young analysts' own pages: one answer at a time, big cards, and a way to tell an adult about a worry.

They see cleared words alone: no names, no audience, no event, no suggestion, and nothing that others chose.
"""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.coding.agreement import queries, services
from cypp_consult.coding.agreement.forms import ReadForm, WorryForm, key_of
from cypp_consult.coding.agreement.views.shared import bp, cards_of
from cypp_consult.coding.rules import GoneError
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.errors import DomainError
from cypp_consult.core.roles import Role
from cypp_consult.safeguarding import queries as safeguarding_queries
from cypp_consult.safeguarding import services as safeguarding
from cypp_consult.web.access import requires


@bp.get("/young")
@requires(Role.YOUNG_ANALYST)
def home(slug: str) -> str:
    """Say what this is about and what there is to read."""
    consultation = consultation_or_404(slug)
    waiting = queries.asked(session(), consultation.id, current_user.id)
    _, cards = cards_of(consultation)
    return render_template(
        "coding/agreement/young_home.html",
        consultation=consultation,
        waiting=[(one, one.answers - own.done) for one in waiting if (own := one.coder(current_user.id))],
        more=queries.next_alone(session(), consultation.id, current_user.id) is not None and bool(cards),
        read=queries.read_by(session(), current_user.id),
        finished=bool(request.args.get("finished")),
        cards=cards,
    )


@bp.get("/young/read")
@requires(Role.YOUNG_ANALYST)
def next_alone(slug: str) -> Response:
    """Lead to the next answer that nobody has coded yet, or home when there is none."""
    consultation = consultation_or_404(slug)
    key = queries.next_alone(session(), consultation.id, current_user.id)
    if key is None:
        flash("You have read everything there is for now. Thank you!")
        return redirect(url_for(".home", slug=slug))
    return redirect(url_for(".alone", slug=slug, answer_id=key))


@bp.get("/young/read/<uuid:answer_id>")
@requires(Role.YOUNG_ANALYST)
def alone(slug: str, answer_id: UUID) -> str:
    """Show one answer outside samples to choose for."""
    consultation = consultation_or_404(slug)
    words = queries.words(session(), consultation.id, answer_id)
    frame, cards = cards_of(consultation)
    before = queries.last_alone(session(), consultation.id, current_user.id, answer_id)
    return render_template(
        "coding/agreement/young_read.html",
        consultation=consultation,
        line=None,
        words=words,
        cards=cards,
        frame=frame,
        own=queries.own_alone(session(), current_user.id, answer_id),
        done=queries.read_by(session(), current_user.id),
        total=None,
        action=url_for(".read_alone", slug=slug, answer_id=answer_id),
        before_url=url_for(".alone", slug=slug, answer_id=before) if before else "",
        up_url=url_for(".home", slug=slug),
        worry_url=url_for(".worry", slug=slug, answer_id=answer_id),
    )


@bp.post("/young/read/<uuid:answer_id>")
@requires(Role.YOUNG_ANALYST)
def read_alone(slug: str, answer_id: UUID) -> Response:
    """Keep what was chosen: it counts as anybody's tags do. Then go on."""
    consultation = consultation_or_404(slug)
    _, cards = cards_of(consultation)
    try:
        state, targets, mark = ReadForm().asked(cards)
        services.read_alone(
            session(), consultation, answer_id, state, targets, mark, by_id=current_user.id, at=clock.now()
        )
        session().commit()
    except GoneError:
        session().rollback()
        flash("That one is not there any more. Here is another.")
    except DomainError as error:
        session().rollback()
        flash(str(error), "error")
        return redirect(url_for(".alone", slug=slug, answer_id=answer_id))
    return redirect(url_for(".next_alone", slug=slug))


@bp.route("/young/worry/<uuid:answer_id>", methods=["GET", "POST"])
@requires(Role.YOUNG_ANALYST)
def worry(slug: str, answer_id: UUID) -> str | Response:
    """Ask once more, then put an answer before the adults who keep people safe; it is coded by nobody after that."""
    consultation = consultation_or_404(slug)
    words = queries.words(session(), consultation.id, answer_id)
    sample_id = key_of(request.args.get("sample", ""))
    form = WorryForm()
    if form.validate_on_submit():
        answer = safeguarding_queries.answer_of(session(), consultation.id, answer_id)
        safeguarding.raise_concern(session(), answer, current_user.id, clock.now(), form.note.data or "")
        session().commit()
        return redirect(url_for(".told", slug=slug, sample=sample_id))
    back = (
        url_for(".reading", slug=slug, sample_id=sample_id, answer_id=answer_id)
        if sample_id
        else url_for(".alone", slug=slug, answer_id=answer_id)
    )
    return render_template(
        "coding/agreement/young_worry.html", consultation=consultation, words=words, form=form, back=back
    )


@bp.get("/young/told")
@requires(Role.YOUNG_ANALYST)
def told(slug: str) -> str:
    """Say thank you for telling, and where to talk to somebody."""
    consultation = consultation_or_404(slug)
    sample_id = key_of(request.args.get("sample", ""))
    on = url_for(".following", slug=slug, sample_id=sample_id) if sample_id else url_for(".next_alone", slug=slug)
    return render_template("coding/agreement/young_told.html", consultation=consultation, on=on)
