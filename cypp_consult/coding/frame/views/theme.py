"""One theme: what it means, who said it, its examples and its history; and what may be done to it alone."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.coding import queries
from cypp_consult.coding.filters import Filters, Order, TagState
from cypp_consult.coding.frame import queries as reads
from cypp_consult.coding.frame import services
from cypp_consult.coding.frame.forms import EditForm, ExampleForm, WhyForm, key_of, keys_of, place_token
from cypp_consult.coding.frame.models import FrameAct
from cypp_consult.coding.frame.rules import MOST_EXAMPLES, ChangedMeanwhileError
from cypp_consult.coding.frame.views.shared import new_id, refused, tell, to_theme, tried, who_and_when
from cypp_consult.coding.models import Theme
from cypp_consult.coding.rules import Target, TargetKind
from cypp_consult.coding.views.shared import CODERS, bp, sees_attributes, way
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.errors import DomainError, NotFoundError
from cypp_consult.web.access import requires

_SHOWN = 8


@bp.get("/themes/<uuid:theme_id>")
@requires(*CODERS)
def theme(slug: str, theme_id: UUID) -> str:
    """Show a theme; of one that was merged, where it went."""
    consultation = consultation_or_404(slug)
    found = reads.theme_of(session(), consultation, theme_id)
    target = Target(TargetKind.THEME, theme_id)
    frame = queries.frame(session(), consultation)
    said = queries.answers(session(), consultation.id, Filters(state=TagState.ALL, tag=target, order=Order.NEWEST))
    return render_template(
        "coding/frame/theme.html",
        consultation=consultation,
        theme=found,
        facts=reads.theme_facts(session(), consultation, found),
        frame=frame,
        code=frame.codes[target],
        counts=queries.counts(session(), consultation.id).get(target, queries.Counts()),
        audiences=reads.by_audience(session(), consultation.id, theme_id) if sees_attributes() else [],
        examples=reads.examples(session(), consultation.id, [theme_id]).get(theme_id, []),
        most_examples=MOST_EXAMPLES,
        quotes=reads.quotes(session(), consultation.id, theme_id),
        rows=said.rows[:_SHOWN],
        acts=reads.of_theme(session(), theme_id),
        here=way(slug, {"state": "all", "tag": target.token}),
        me=current_user.id,
        is_lead=current_user.is_any("lead"),
    )


@bp.route("/themes/<uuid:theme_id>/edit", methods=["GET", "POST"])
@requires(*CODERS)
def edit_theme(slug: str, theme_id: UUID) -> str | Response | tuple[str, int]:
    """Change what a theme says. Where somebody else did so meanwhile, show both and save neither."""
    consultation = consultation_or_404(slug)
    found = reads.theme_of(session(), consultation, theme_id)
    form = EditForm(data=_standing(found))
    target = Target(TargetKind.THEME, theme_id)
    form.place(queries.frame(session(), consultation), target, keep=place_token(found.priority_id, found.parent_id))
    conflict = None
    if form.validate_on_submit():
        try:
            done, act = tried(form.name, lambda: _edit(consultation, theme_id, form))
        except ChangedMeanwhileError as error:
            conflict = error
            session().refresh(found)
            form.version.raw_data, form.version.data = None, found.version
        else:
            if done:
                tell(slug, "Saved.", act)
                return to_theme(slug, theme_id)
    page = render_template(
        "coding/frame/edit.html", consultation=consultation, form=form, theme=found, conflict=conflict
    )
    return (page, 409) if conflict else page


@bp.post("/themes/<uuid:theme_id>/<any(retire, restore, keep):do>")
@requires(*CODERS)
def change_theme(slug: str, theme_id: UUID, do: str) -> Response:
    """Retire a theme, take it up again, or note that it stays; `with` names another theme that stays with it."""
    consultation = consultation_or_404(slug)
    found = reads.theme_of(session(), consultation, theme_id)
    why = WhyForm().why.data or ""
    try:
        if do == "keep":
            together = [theme_id, *keys_of(request.form.getlist("with"))]
            services.keep(session(), consultation, together, why=why, **who_and_when())
            flash("On record: it stays as it is.")
        else:
            verb = services.retire if do == "retire" else services.restore
            act = verb(session(), consultation, theme_id, why=why, **who_and_when())
            words = "retired. Its tags stay" if do == "retire" else "is in the frame again"
            tell(slug, f"“{found.name}” {words}.", act)
        session().commit()
    except DomainError as error:
        refused(error)
    if request.form.get("back") == "theme":
        return to_theme(slug, theme_id)
    return redirect(url_for("coding.themes", slug=slug, _anchor=f"t-{theme_id}"))


@bp.route("/themes/<uuid:theme_id>/examples", methods=["GET", "POST"])
@requires(*CODERS)
def theme_examples(slug: str, theme_id: UUID) -> str | Response:
    """Choose an answer, or some of its words, to show what a theme means; or take one off."""
    consultation = consultation_or_404(slug)
    found = reads.theme_of(session(), consultation, theme_id)
    form = ExampleForm(data={"answer": request.args.get("answer", "")})
    answer_id = key_of(form.answer.data)
    said = reads.words_of(session(), consultation.id, [answer_id]).get(answer_id) if answer_id else None
    if said is None or answer_id is None:
        raise NotFoundError
    if request.form.get("off"):
        services.remove_example(session(), found, answer_id, clock.now())
        session().commit()
        flash("Example taken off.")
        return to_theme(slug, theme_id)
    if form.validate_on_submit():
        done, _ = tried(form.words, lambda: _example(consultation, found, answer_id, form.words.data or ""))
        if done:
            flash("Example chosen.")
            return to_theme(slug, theme_id)
    return render_template("coding/frame/example.html", consultation=consultation, theme=found, form=form, said=said)


def _example(consultation: Consultation, theme: Theme, answer_id: UUID, words: str) -> bool:
    return services.add_example(session(), consultation, theme, answer_id, words, **who_and_when())


def _standing(theme: Theme) -> dict[str, object]:
    return {
        "name": theme.name,
        "definition": theme.definition,
        "not_this": theme.not_this,
        "priority": place_token(theme.priority_id, theme.parent_id),
        "version": theme.version,
        "act": new_id(),
    }


def _edit(consultation: Consultation, theme_id: UUID, form: EditForm) -> FrameAct | None:
    version = form.version.data or 0
    why = form.why.data or ""
    return services.edit(session(), consultation, theme_id, form.wanted, version=version, why=why, **who_and_when())
