"""Writing a question, new or old, and taking some from the starter bank."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.models import Consultation
from cypp_consult.core.audiences import Audience
from cypp_consult.core.database import session
from cypp_consult.core.roles import Role
from cypp_consult.questionnaires import bank, filling, queries, question_services, table_queries
from cypp_consult.questionnaires.forms import BankForm, QuestionForm
from cypp_consult.questionnaires.models import Question
from cypp_consult.questionnaires.question_rules import FrozenChangeError, QuestionRefusedError
from cypp_consult.questionnaires.views.blueprint import bp, question_or_404
from cypp_consult.questionnaires.words import TYPE_HINTS, warnings_of
from cypp_consult.web.access import requires


@bp.route("/consultations/<slug>/questions/new", methods=["GET", "POST"])
@requires(Role.LEAD)
def new(slug: str) -> Any:
    """Write a new question."""
    consultation = consultation_or_404(slug)
    form = _form(session(), consultation, None)
    form = filling.rearranged(form, request.form)
    if "save" in request.form and form.validate_on_submit():
        question = question_services.add(session(), consultation, form.facts())
        session().commit()
        return _saved(slug, question, f"“{question.name}” is added.")
    return _page(consultation, form, None)


@bp.route("/consultations/<slug>/questions/<uuid:question_id>/edit", methods=["GET", "POST"])
@requires(Role.LEAD)
def edit(slug: str, question_id: UUID) -> Any:
    """Edit a question, or make a new one of what was typed where a frozen one refuses."""
    consultation = consultation_or_404(slug)
    question = question_or_404(consultation, question_id)
    form = filling.rearranged(_form(session(), consultation, question), request.form)
    if not {"save", "instead"} & set(request.form) or not form.validate_on_submit():
        return _page(consultation, form, question)
    if "instead" in request.form:
        made = question_services.add(session(), consultation, form.facts(), after=question)
        session().commit()
        return _saved(slug, made, f"“{made.name}” is added after the question it was made from.")
    try:
        question_services.edit(session(), question, form.facts())
        session().commit()
    except QuestionRefusedError as refusal:
        session().rollback()
        return _page(consultation, form, question, refusal)
    return _saved(slug, question, f"“{question.name}” is saved.")


@bp.route("/consultations/<slug>/questions/bank", methods=["GET", "POST"])
@requires(Role.LEAD)
def starter_bank(slug: str) -> Any:
    """Choose questions of the starter bank to add."""
    consultation = consultation_or_404(slug)
    form = BankForm()
    if form.validate_on_submit():
        added = question_services.add_from_bank(session(), consultation, form.keys.data or [])
        session().commit()
        flash(f"{len(added)} question{'' if len(added) == 1 else 's'} added at the end.", "done")
        return redirect(url_for("questionnaires.questions", slug=slug), 303)
    here = {question.key for question in queries.questions(session(), consultation.id)}
    return render_template(
        "questionnaires/bank.html",
        consultation=consultation,
        form=form,
        topics=bank.by_topic(),
        here=here,
        audiences=[row.audience for row in consultation.audiences],
    )


def _saved(slug: str, question: Question, words: str) -> Any:
    flash(words, "done")
    return redirect(url_for("questionnaires.questions", slug=slug, _anchor=f"q-{question.id}"), 303)


def _form(session: Session, consultation: Consultation, question: Question | None) -> QuestionForm:
    audiences = [row.audience for row in consultation.audiences]
    earlier = table_queries.earlier(session, consultation, question)
    priorities = queries.priority_options(session, consultation.plan_id)
    data = filling.of_question(question, audiences, priorities)
    return QuestionForm(earlier=earlier, priorities=priorities, data=data)


def _page(
    consultation: Consultation,
    form: QuestionForm,
    question: Question | None,
    refusal: QuestionRefusedError | None = None,
) -> Any:
    page = render_template(
        "questionnaires/edit.html",
        consultation=consultation,
        form=form,
        question=question,
        audiences={audience.value: audience for audience in Audience},
        type_hints={kind.value: words for kind, words in TYPE_HINTS.items()},
        warnings=_warnings(consultation, question),
        is_frozen=question is not None and str(question.id) in queries.used(session(), consultation.id),
        refusal=refusal,
        offers_new=isinstance(refusal, FrozenChangeError),
        page_errors=refusal is not None,
    )
    return page, 409 if refusal else 200


def _warnings(consultation: Consultation, question: Question | None) -> dict[str, list[str]]:
    """Return the warnings of the wordings as they are saved, by audience."""
    if question is None:
        return {}
    priorities = queries.priority_options(session(), consultation.plan_id)
    return {
        wording.audience.value: [
            warning.message for warning in warnings_of(queries.as_seen(question, wording, priorities), wording.audience)
        ]
        for wording in question.wordings
        if wording.language == "en"
    }
