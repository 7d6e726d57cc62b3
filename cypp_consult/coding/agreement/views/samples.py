"""The samples: which there are, a new one, one with its figures, and its choices as a file."""

from collections import Counter
from typing import Any
from uuid import UUID

from flask import Response as FileResponse
from flask import flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.coding.agreement import files, queries, rules, services, wording
from cypp_consult.coding.agreement.forms import AskForm, SampleForm
from cypp_consult.coding.agreement.models import Pool, Strata
from cypp_consult.coding.agreement.queries import Line
from cypp_consult.coding.agreement.rules import Choice
from cypp_consult.coding.agreement.views.shared import EDITORS, READERS, bp, line_of, names, sees_attributes
from cypp_consult.coding.rules import TargetKind
from cypp_consult.coding.views.shared import flash_undo
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import audit, clock
from cypp_consult.core.database import session
from cypp_consult.core.errors import DomainError, InvalidInputError
from cypp_consult.web.access import requires
from cypp_consult.web.forms import choices as pairs


@bp.get("")
@requires(*READERS)
def index(slug: str) -> str | Response:
    """List the samples with how far each coder is; young analysts go to their own page."""
    consultation = consultation_or_404(slug)
    if not sees_attributes():
        return redirect(url_for(".home", slug=slug))
    return render_template(
        "coding/agreement/index.html",
        consultation=consultation,
        lines=queries.lines(session(), consultation.id),
        me=current_user.id,
        wording=wording,
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(*EDITORS)
def new(slug: str) -> str | Response:
    """Draw a sample, with advice on its size, and ask people to code it."""
    consultation = consultation_or_404(slug)
    frame = queries.frame(session(), consultation)
    levels = [kind for kind in reversed(TargetKind) if frame.live(kind)]
    ready = {pool: len(queries.candidates(session(), consultation, pool, Strata.NONE)) for pool in Pool}
    best = queries.best_level(frame)
    advice = rules.advice(ready[Pool.ALL], len(frame.live(best)))
    given: dict[str, Any] = {"name": "Second reading", "level": best.value, "size": advice.size}
    form = SampleForm(data=given).offer(queries.people(session()), levels)
    if form.validate_on_submit():
        try:
            plan = form.plan()
            sample = services.draw_sample(session(), consultation, plan, by_id=current_user.id, at=clock.now())
            session().commit()
        except InvalidInputError as error:
            session().rollback()
            field = form.coders if "people" in str(error) else form.size
            field.errors = [*field.errors, str(error)]
        else:
            flash(f"{plan.size} answers drawn. Nobody sees what the others choose until they have finished.")
            return redirect(url_for(".show", slug=slug, sample_id=sample.id))
    return render_template(
        "coding/agreement/new.html", consultation=consultation, form=form, advice=advice, ready=ready, pools=Pool
    )


@bp.get("/<uuid:sample_id>")
@requires(*EDITORS)
def show(slug: str, sample_id: UUID) -> str:
    """Show how far a sample is; and, to those who do not code it any more, how far its coders agree."""
    consultation = consultation_or_404(slug)
    line = line_of(consultation, sample_id)
    return render_template(
        "coding/agreement/show.html",
        consultation=consultation,
        line=line,
        mine=line.coder(current_user.id),
        ask=_ask_form(line),
        wording=wording,
        rules=rules,
        **_results(consultation, line),
    )


@bp.post("/<uuid:sample_id>/<any(close, reopen, ask, agreed):do>")
@requires(*EDITORS)
def change(slug: str, sample_id: UUID, do: str) -> Response:
    """Close a sample, open it again, ask one more person, or make tags of what all agreed on."""
    consultation = consultation_or_404(slug)
    line = line_of(consultation, sample_id)
    try:
        _change(consultation, line, do)
        session().commit()
    except DomainError as error:
        session().rollback()
        flash(str(error), "error")
    return redirect(url_for(".show", slug=slug, sample_id=sample_id))


@bp.get("/<uuid:sample_id>/codes.csv")
@requires(*EDITORS)
def download(slug: str, sample_id: UUID) -> Response:
    """Give what was chosen as the file that `cypp-consult agreement` reads; the export is on record."""
    consultation = consultation_or_404(slug)
    line = line_of(consultation, sample_id)
    services.check_may_see(session(), line.sample, current_user.id)
    called = names(queries.frame(session(), consultation))
    given = rules.readings(queries.choices(session(), line.sample))
    people = {str(one.person_id): one.name for one in line.coders}
    named = {
        f"{people.get(coder, 'Somebody')} ({coder})": {
            unit: frozenset(called.get(code, code) for code in codes) for unit, codes in own.items()
        }
        for coder, own in given.items()
    }
    audit.record(session(), "sample.exported", "coding_sample", sample_id, {"coders": len(named)}, clock.now())
    session().commit()
    answer = FileResponse(files.write(named), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="agreement-{sample_id.hex[:8]}.csv"'
    return answer


def _results(consultation: Consultation, line: Line) -> dict[str, Any]:
    """Return the figures, or nothing for somebody who still codes the sample."""
    try:
        services.check_may_see(session(), line.sample, current_user.id)
    except rules.BlindError:
        return {"figures": None}
    found = queries.choices(session(), line.sample)
    order = queries.order(session(), line.sample)
    different = rules.sequence(found, order)
    settled = queries.settled(session(), line.sample)
    waiting = {answer for answers in services.waiting(session(), found).values() for answer in answers}
    return {
        "figures": rules.figures(found),
        "twice": len(rules.by_answer(found)),
        "different": len(different),
        "settled": sum(key in settled for key in different),
        "waiting": len(waiting),
        "unsure": _unsure(found),
        "used": Counter(code for own in rules.by_answer(found).values() for code in frozenset().union(*own.values())),
        "names": names(queries.frame(session(), consultation)),
        "people": {str(one.person_id): one.name for one in line.coders},
    }


def _unsure(found: list[Choice]) -> int:
    return len({one.answer_id for one in found if one.state.value == "unsure"})


def _ask_form(line: Line) -> AskForm:
    form = AskForm(formdata=None)
    known = {one.person_id for one in line.coders}
    form.person.choices = pairs((str(key), name) for key, name, _ in queries.people(session()) if key not in known)
    return form


def _change(consultation: Consultation, line: Line, do: str) -> None:
    if do == "agreed":
        _take_agreed(consultation, line)
    else:
        flash(_changed(line, do))


def _take_agreed(consultation: Consultation, line: Line) -> None:
    batch = services.take_agreed(session(), consultation, line.sample, by_id=current_user.id, at=clock.now())
    if batch.changed:
        undo = url_for("coding.undo", slug=consultation.slug, batch_id=batch.id)
        flash_undo(f"{batch.answers} tags added where everybody agreed.", undo)
    else:
        flash("Nothing changed: all of it was tagged already.")


def _changed(line: Line, do: str) -> str:
    at = clock.now()
    if do == "close":
        services.close(session(), line.sample, at=at)
        return "Closed. What was chosen is kept and compared."
    if do == "reopen":
        services.reopen(session(), line.sample, at=at)
        return "Open again."
    form = AskForm()
    form.person.choices = pairs((str(key), name) for key, name, _ in queries.people(session()))
    if not form.validate():
        raise InvalidInputError("Choose a person from the list.")
    new = services.ask(session(), line.sample, [form.person.data], at=at)
    return "Asked." if new else "This person was asked already."
