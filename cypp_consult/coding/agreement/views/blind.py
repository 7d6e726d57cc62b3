"""Reading a sample blind: one answer at a time, with what was asked, what was said and the codes, and nothing else."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.coding.agreement import queries, services
from cypp_consult.coding.agreement.forms import ReadForm, key_of
from cypp_consult.coding.agreement.queries import Line
from cypp_consult.coding.agreement.views.shared import READERS, bp, cards_of, line_of, sees_attributes
from cypp_consult.coding.rules import GoneError
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.errors import DomainError, NotFoundError
from cypp_consult.web.access import requires


@bp.get("/<uuid:sample_id>/read")
@requires(*READERS)
def following(slug: str, sample_id: UUID) -> str | Response:
    """Lead to the answer that this person reads next, or say that they are at the end."""
    consultation = consultation_or_404(slug)
    line = _mine(consultation, sample_id)
    own = line.coder(current_user.id)
    over = line.sample.closed_at is not None or (own and own.finished_at is not None)
    after, again = key_of(request.args.get("after", "")), "1" if request.args.get("again") else None
    key = None if over else queries.following(session(), line.sample, current_user.id, after)
    unread = own is not None and own.done + own.skipped < line.answers
    # skipped answers come again only when asked for, and not at once after being skipped again
    if key is not None and (unread or (again and key != after)):
        return redirect(url_for(".reading", slug=slug, sample_id=sample_id, answer_id=key, again=again))
    return render_template(_page("end"), consultation=consultation, line=line, own=own, over=over)


@bp.get("/<uuid:sample_id>/read/<uuid:answer_id>")
@requires(*READERS)
def reading(slug: str, sample_id: UUID, answer_id: UUID) -> str | Response:
    """Show one answer of the sample to code."""
    consultation = consultation_or_404(slug)
    line = _mine(consultation, sample_id)
    if not queries.in_sample(session(), line.sample, answer_id):
        flash("That answer is not there any more. Here is the next one.")
        return redirect(url_for(".following", slug=slug, sample_id=sample_id))
    return _show(consultation, line, answer_id)


@bp.post("/<uuid:sample_id>/read/<uuid:answer_id>")
@requires(*READERS)
def read(slug: str, sample_id: UUID, answer_id: UUID) -> str | Response:
    """Keep what was chosen and go on to the next answer."""
    consultation = consultation_or_404(slug)
    line = _mine(consultation, sample_id)
    _, cards = cards_of(consultation, line.sample.level)
    try:
        state, targets, mark = ReadForm().asked(cards)
        services.read(
            session(),
            consultation,
            line.sample,
            answer_id,
            state,
            targets,
            mark,
            by_id=current_user.id,
            at=clock.now(),
        )
        session().commit()
    except GoneError:
        session().rollback()
        flash("That answer is not there any more. Here is the next one.")
    except DomainError as error:
        session().rollback()
        flash(str(error), "error")
        return redirect(url_for(".reading", slug=slug, sample_id=sample_id, answer_id=answer_id))
    again = request.args.get("again")
    return redirect(url_for(".following", slug=slug, sample_id=sample_id, after=answer_id, again=again))


@bp.post("/<uuid:sample_id>/finish")
@requires(*READERS)
def finish(slug: str, sample_id: UUID) -> Response:
    """Say that one's reading is done: from now on it stays, and one may see what the others chose."""
    consultation = consultation_or_404(slug)
    line = _mine(consultation, sample_id)
    try:
        services.finish(session(), line.sample, by_id=current_user.id, at=clock.now())
        session().commit()
    except DomainError as error:
        session().rollback()
        flash(str(error), "error")
        return redirect(url_for(".following", slug=slug, sample_id=sample_id))
    if sees_attributes():
        flash("Finished. Thank you.")
        return redirect(url_for(".show", slug=slug, sample_id=sample_id))
    return redirect(url_for(".home", slug=slug, finished="1"))


def _mine(consultation: Consultation, sample_id: UUID) -> Line:
    """Return a sample that this person was asked to code; NotFoundError for anybody else."""
    line = line_of(consultation, sample_id)
    if line.coder(current_user.id) is None:
        raise NotFoundError
    return line


def _show(consultation: Consultation, line: Line, answer_id: UUID) -> str:
    sample, me = line.sample, current_user.id
    frame, cards = cards_of(consultation, sample.level)
    own = line.coder(me)
    return render_template(
        _page("read"),
        consultation=consultation,
        line=line,
        words=queries.words(session(), consultation.id, answer_id),
        cards=cards,
        frame=frame,
        own=queries.own(session(), sample, me, answer_id),
        done=own.done if own else 0,
        total=line.answers,
        **_ways(consultation.slug, line, answer_id),
    )


def _ways(slug: str, line: Line, answer_id: UUID) -> dict[str, Any]:
    """Return the addresses of a reading: where it is sent, the one before, and where a worry goes."""
    before = queries.preceding(session(), line.sample, current_user.id, answer_id)
    here: dict[str, Any] = {"slug": slug, "sample_id": line.sample.id}
    again = request.args.get("again")
    grown = sees_attributes()
    up = url_for(".following", **here)
    return {
        "action": url_for(".read", **here, answer_id=answer_id, again=again),
        "before_url": url_for(".reading", **here, answer_id=before) if before else "",
        "up_url": url_for(".show", **here) if grown else url_for(".home", slug=slug),
        "worry_url": url_for("safeguarding.raise_concern", slug=slug, answer_id=answer_id, back=up)
        if grown
        else url_for(".worry", slug=slug, answer_id=answer_id, sample=line.sample.id),
    }


def _page(name: str) -> str:
    """Return the page for adults, or the one for young analysts."""
    if name == "read":
        return "coding/agreement/read.html" if sees_attributes() else "coding/agreement/young_read.html"
    return "coding/agreement/end.html" if sees_attributes() else "coding/agreement/young_end.html"
