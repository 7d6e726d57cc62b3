"""Pages for reading answers for safety, for concerns, and for quotes."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.collection import safety
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.errors import InvalidInputError, NotFoundError
from cypp_consult.core.roles import Role
from cypp_consult.events.loading import event_or_404
from cypp_consult.safeguarding import queries, rules, services
from cypp_consult.safeguarding.forms import QuoteForm, RaiseForm, ReadForm, StepForm
from cypp_consult.safeguarding.models import Reading, SafetyScreen
from cypp_consult.text.personal import PersonalDetail, redact
from cypp_consult.web import line
from cypp_consult.web.access import requires

bp = Blueprint("safeguarding", __name__)
READERS = frozenset({Role.LEAD, Role.SAFEGUARDING_LEAD})
safety.register(queries.readings)
RAISERS = (Role.LEAD, Role.ANALYST, Role.YOUNG_ANALYST, Role.SAFEGUARDING_LEAD)
line.add(
    line.Stop(
        order=50,
        label="Safety",
        endpoint="safeguarding.reading",
        roles=READERS,
        count=lambda consultation: queries.unread_count(session(), consultation.id),
        count_label="unread",
    )
)


@bp.route("/consultations/<slug>/safety", methods=["GET", "POST"])
@requires(*READERS)
def reading(slug: str) -> str | Response:
    """Show the next answers to read for safety, of one event if asked; clear those the person says they have read."""
    consultation = consultation_or_404(slug)
    event = event_or_404(consultation, request.args["event"]) if request.args.get("event") else None
    form = ReadForm()
    if form.validate_on_submit():
        answers = queries.answers_of(session(), consultation.id, form.ids())
        count = services.clear(session(), answers, current_user.id, clock.now())
        session().commit()
        flash(
            f"{count} answer{'s' if count != 1 else ''} cleared for coding."
            if count
            else "Tick the answers you have read."
        )
        return redirect(url_for(".reading", slug=slug, event=event.slug if event else None))
    return render_template(
        "safeguarding/reading.html",
        consultation=consultation,
        form=form,
        event=event,
        rows=queries.unread(session(), consultation.id, event_id=event.id if event else None),
        total=queries.unread_count(session(), consultation.id, event.id if event else None),
        now=clock.now(),
        waiting=rules.waiting,
    )


@bp.route("/consultations/<slug>/safety/<uuid:answer_id>/raise", methods=["GET", "POST"])
@requires(*RAISERS)
def raise_concern(slug: str, answer_id: UUID) -> str | Response:
    """Ask once more, then put an answer before the safeguarding leads."""
    consultation = consultation_or_404(slug)
    answer = queries.answer_of(session(), consultation.id, answer_id)
    readable = current_user.is_any(*READERS) or queries.reading_of(session(), answer_id) is Reading.CLEARED
    if not readable:
        raise NotFoundError
    form = RaiseForm(back=request.args.get("back", ""))
    if form.validate_on_submit():
        services.raise_concern(session(), answer, current_user.id, clock.now(), form.note.data or "")
        session().commit()
        flash("Raised. Only safeguarding leads see this answer now. If a child may be in danger, ring them as well.")
        return redirect(_inside(form.back.data, url_for("desk.show")))
    return render_template("safeguarding/raise.html", consultation=consultation, answer=answer, form=form)


@bp.get("/consultations/<slug>/concerns")
@requires(Role.SAFEGUARDING_LEAD)
def concerns(slug: str) -> str | Response:
    """Show the queue of concerns; the view is on record."""
    consultation = consultation_or_404(slug)
    services.view_queue(session(), consultation.id, clock.now())
    session().commit()
    waiting = queries.concerns(session(), consultation.id, is_open=True)
    return render_template("safeguarding/concerns.html", **_queue(consultation, waiting), concern=None, form=None)


@bp.route("/consultations/<slug>/concerns/<int:number>", methods=["GET", "POST"])
@requires(Role.SAFEGUARDING_LEAD)
def concern(slug: str, number: int) -> str | Response:
    """Show one concern's record and add steps to it; every view is on record."""
    consultation = consultation_or_404(slug)
    found = queries.concern_of(session(), consultation.id, number)
    form = StepForm()
    if form.validate_on_submit():
        services.take_step(
            session(), found, rules.Step(form.step.data), form.note.data or "", current_user.id, clock.now()
        )
        session().commit()
        flash("Saved to the record.")
        return redirect(url_for(".concern", slug=slug, number=number))
    services.open_record(session(), found, clock.now())
    session().commit()
    waiting = queries.concerns(session(), consultation.id, is_open=True)
    return render_template("safeguarding/concerns.html", **_queue(consultation, waiting), concern=found, form=form)


@bp.get("/consultations/<slug>/quotes")
@requires(Role.LEAD)
def quotes(slug: str) -> str:
    """List the quotes that may leave the system."""
    consultation = consultation_or_404(slug)
    return render_template(
        "safeguarding/quotes.html", consultation=consultation, quotes=queries.quotes(session(), consultation.id)
    )


@bp.route("/consultations/<slug>/quotes/<uuid:answer_id>", methods=["GET", "POST"])
@requires(Role.LEAD)
def quote(slug: str, answer_id: UUID) -> str | Response:
    """Redact an answer's words and release them as a quote."""
    consultation = consultation_or_404(slug)
    answer = queries.answer_of(session(), consultation.id, answer_id)
    standing = queries.quote_of(session(), answer_id)
    form = QuoteForm(words=standing.text if standing else _redacted(answer_id, answer.text or ""))
    if form.validate_on_submit():
        try:
            services.release_quote(session(), answer, form.words.data or "", current_user.id, clock.now())
        except InvalidInputError as error:
            form.words.errors = [*form.words.errors, str(error)]
        else:
            session().commit()
            flash("Released. It may be quoted in summaries.")
            return redirect(url_for(".quotes", slug=slug))
    return render_template(
        "safeguarding/quote.html",
        consultation=consultation,
        answer=answer,
        form=form,
        standing=standing,
        reading=queries.reading_of(session(), answer_id),
    )


@bp.post("/consultations/<slug>/quotes/<uuid:answer_id>/withdraw")
@requires(Role.LEAD)
def withdraw(slug: str, answer_id: UUID) -> Response:
    """Take a quote back."""
    consultation = consultation_or_404(slug)
    queries.answer_of(session(), consultation.id, answer_id)
    standing = queries.quote_of(session(), answer_id)
    if standing is None:
        raise NotFoundError
    services.withdraw_quote(session(), standing, clock.now())
    session().commit()
    flash("Taken back. It is in no summary from now on; frozen packs stay as they were.")
    return redirect(url_for(".quotes", slug=slug))


def _queue(consultation: object, waiting: object) -> dict[str, object]:
    return {
        "consultation": consultation,
        "waiting_concerns": waiting,
        "closed": queries.concerns(session(), consultation.id, is_open=False, limit=20),  # type: ignore[attr-defined]  # a Consultation
        "unread": queries.unread_count(session(), consultation.id),  # type: ignore[attr-defined]  # a Consultation
        "now": clock.now(),
        "waiting": rules.waiting,
        "reference": rules.reference,
        "step_label": {step.value: step.label for step in rules.Step} | {"raised": "Raised"},
    }


def _redacted(answer_id: UUID, text: str) -> str:
    screen = session().get(SafetyScreen, answer_id)
    found = [PersonalDetail(**item) for item in screen.personal_details] if screen else []
    return redact(text, found)


def _inside(address: str | None, otherwise: str) -> str:
    """Return an address of this site, never one of another."""
    return address if address and address.startswith("/") and not address.startswith(("//", "/\\")) else otherwise
