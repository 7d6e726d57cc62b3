"""Templates of timelines: looking at one, keeping it, and saving one's own."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.consultations import queries, services
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.rules.days import WorkCalendar
from cypp_consult.consultations.rules.patterns import Laid, PatternError, lay_out
from cypp_consult.consultations.timeline_forms import KINDS, LayOutForm, SaveTemplateForm
from cypp_consult.consultations.views import bp
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.core.roles import Role
from cypp_consult.web.access import requires
from cypp_consult.web.forms import choices


@bp.route("/consultations/<slug>/timeline/template", methods=["GET", "POST"])
@requires(Role.LEAD)
def lay_out_template(slug: str) -> str | Response:
    """Show what a template would give for an anchor day; keep it when asked to."""
    consultation = consultation_or_404(slug)
    known = queries.templates(session())
    form = LayOutForm(request.values, meta={"csrf": False})
    form.template.choices = choices([(template.id, template.name) for template in known.values()])
    if "anchor" not in request.values:
        form.anchor.data = consultation.decision_on
    calendar = queries.work_calendar(session(), consultation.division)
    laid: list[Laid] = []
    if "template" in request.values and form.validate() and form.anchor.data:
        template = known[str(form.template.data)]
        try:
            laid = lay_out(template, form.anchor.data, calendar)
            if request.method == "POST":
                kept = services.keep_layout(
                    session(), consultation, template, laid, form.anchor.data, by_id=current_user.id, at=clock.now()
                )
                session().commit()
                flash(_told(kept), "success")
                return redirect(url_for(".timeline", slug=slug))
        except (PatternError, InvalidInputError) as error:
            session().rollback()
            form.anchor.errors = [str(error)]
    return render_template(
        "consultations/lay_out.html",
        consultation=consultation,
        form=form,
        known=known,
        saved=queries.saved_templates(session()),
        laid=laid,
        kinds={kind.value: words for kind, words in KINDS.items()},
        calendar=calendar,
        beyond=_beyond(calendar, laid),
        is_past=_past(laid, clock.today()),
        today=clock.today(),
    )


@bp.route("/consultations/<slug>/timeline/save", methods=["GET", "POST"])
@requires(Role.LEAD)
def save_template(slug: str) -> str | Response:
    """Save this timeline as a template."""
    consultation = consultation_or_404(slug)
    milestones = queries.milestones(session(), consultation.id)
    form = SaveTemplateForm()
    form.anchored.choices = choices(
        [(row.slug, f"{row.name}, {row.due_on.day} {row.due_on:%b %Y}") for row in milestones]
    )
    if not form.is_submitted() and milestones:
        decision = next((row for row in milestones if row.due_on == consultation.decision_on), milestones[-1])
        form.anchored.data = decision.slug
    if form.validate_on_submit():
        anchored = next(row for row in milestones if row.slug == form.anchored.data)
        services.save_template(
            session(), consultation, form.name.data or "", anchored, by_id=current_user.id, at=clock.now()
        )
        session().commit()
        flash("Saved as a template.", "success")
        return redirect(url_for(".lay_out_template", slug=slug))
    return render_template(
        "consultations/save_template.html", consultation=consultation, form=form, empty=not milestones
    )


@bp.route("/consultations/<slug>/timeline/template/<name>/remove", methods=["GET", "POST"])
@requires(Role.LEAD)
def remove_template(slug: str, name: str) -> str | Response:
    """Ask, then remove a saved template."""
    consultation = consultation_or_404(slug)
    row = queries.saved_template(session(), name)
    if request.method == "GET":
        return render_template("consultations/remove_template.html", consultation=consultation, template=row)
    services.remove_template(session(), row)
    session().commit()
    flash("The template is removed. Timelines made from it stay.", "success")
    return redirect(url_for(".lay_out_template", slug=slug))


def _told(kept: services.Kept) -> str:
    parts = [f"{kept.added} added"] if kept.added else []
    parts += [f"{kept.moved} moved"] if kept.moved else []
    parts += [f"{kept.left} done already and left alone"] if kept.left else []
    return f"Laid out: {', '.join(parts) or 'nothing changed'}."


def _beyond(calendar: WorkCalendar, laid: list[Laid]) -> str | None:
    return calendar.beyond(day for item in laid for day in (item.first, item.ends))


def _past(laid: list[Laid], today: date) -> int:
    return sum(item.ends < today for item in laid)
