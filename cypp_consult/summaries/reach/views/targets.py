"""Targets: what was hoped for, how many such people there are, and who is counted."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.models import Consultation
from cypp_consult.consultations.targets import queries, rules, services
from cypp_consult.consultations.targets.models import Target, TargetKind
from cypp_consult.core.audiences import Audience
from cypp_consult.core.database import session
from cypp_consult.core.errors import InvalidInputError, NotFoundError
from cypp_consult.core.roles import Role
from cypp_consult.summaries.reach import forms
from cypp_consult.summaries.reach.views import bp
from cypp_consult.web.access import requires
from cypp_consult.web.forms import choices

KINDS = {
    TargetKind.GROUP: ("Groups", "a group"),
    TargetKind.AGE: ("Ages", "an age"),
    TargetKind.AREA: ("Areas", "an area"),
    TargetKind.SCHOOL: ("Schools", "a school"),
}
FORMS: dict[TargetKind, Any] = {
    TargetKind.AGE: forms.AgeForm,
    TargetKind.AREA: forms.PlaceForm,
    TargetKind.SCHOOL: forms.PlaceForm,
    TargetKind.GROUP: forms.GroupForm,
}


@bp.get("/targets")
@requires(Role.LEAD)
def targets(slug: str) -> str:
    """Show every target, and the groups that plans usually name and this one does not yet."""
    consultation = consultation_or_404(slug)
    rows = queries.every(session(), consultation.id)
    named = {row.pattern for row in rows}
    return render_template(
        "summaries/reach/targets.html",
        consultation=consultation,
        kinds=[(kind, *words, [row for row in rows if row.kind is kind]) for kind, words in KINDS.items()],
        areas={row.id: row.name for row in rows},
        belongs=dict(forms.belongs_choices(list(Audience))),
        labels={audience.value: audience.label for audience in Audience},
        patterns=[item for item in rules.PATTERNS if item.key not in named and item.key != "other"],
    )


@bp.route("/targets/audiences", methods=["GET", "POST"])
@requires(Role.LEAD)
def audiences(slug: str) -> str | Response:
    """Change the numbers of the audiences."""
    consultation = consultation_or_404(slug)
    form = forms.audiences_form(consultation)
    if form.validate_on_submit():
        try:
            services.set_audiences(session(), consultation, forms.audience_numbers(consultation, form))
        except InvalidInputError as error:
            session().rollback()
            form.form_errors.append(str(error))
        else:
            session().commit()
            flash("Saved.", "success")
            return redirect(url_for(".targets", slug=slug))
    return render_template("summaries/reach/audiences.html", consultation=consultation, form=form)


@bp.route("/targets/new/<kind>", methods=["GET", "POST"])
@requires(Role.LEAD)
def new(slug: str, kind: str) -> str | Response:
    """Add a target."""
    consultation = consultation_or_404(slug)
    if kind not in set(TargetKind):
        raise NotFoundError
    form = _form(consultation, TargetKind(kind))
    if not form.is_submitted():
        _suggest(form, TargetKind(kind), consultation)
    return _page(consultation, form, TargetKind(kind), None)


@bp.route("/targets/<uuid:target_id>", methods=["GET", "POST"])
@requires(Role.LEAD)
def change(slug: str, target_id: UUID) -> str | Response:
    """Change a target."""
    consultation = consultation_or_404(slug)
    target = queries.one(session(), consultation.id, target_id)
    form = _form(consultation, target.kind, target)
    if not form.is_submitted():
        area = session().get(Target, target.area_id) if target.area_id else None
        forms.fill(form, target, area.key if area else "")
    return _page(consultation, form, target.kind, target)


@bp.route("/targets/<uuid:target_id>/remove", methods=["GET", "POST"])
@requires(Role.LEAD)
def remove(slug: str, target_id: UUID) -> str | Response:
    """Ask, then take a target away."""
    consultation = consultation_or_404(slug)
    target = queries.one(session(), consultation.id, target_id)
    form = forms.RemoveForm()
    if form.validate_on_submit():
        services.remove(session(), target)
        session().commit()
        flash(f"“{target.name}” is taken away. No answer was touched.", "success")
        return redirect(url_for(".targets", slug=slug))
    return render_template("summaries/reach/remove.html", consultation=consultation, target=target)


def _form(consultation: Consultation, kind: TargetKind, target: Target | None = None) -> Any:
    form = FORMS[kind](obj=target)
    asked = [row.audience for row in consultation.audiences]
    if kind is TargetKind.AGE:
        pairs = [
            (rules.age_key(audience, band), f"{audience.label}: {words}")
            for audience in asked
            for band, words in forms.bands(audience).items()
        ]
        form.key.choices = choices(pairs)
    else:
        form.audiences.choices = choices((audience.value, audience.label) for audience in asked)
    if kind is TargetKind.AREA:
        del form.area
    if kind is TargetKind.GROUP:
        form.belongs.choices = choices(forms.belongs_choices(asked))
    if kind is TargetKind.SCHOOL:
        areas = [row for row in queries.every(session(), consultation.id) if row.kind is TargetKind.AREA]
        form.area.choices = choices([("", "None, or not known"), *((row.key, row.name) for row in areas)])
    return form


def _suggest(form: Any, kind: TargetKind, consultation: Consultation) -> None:
    """Fill a new form in with what is usual: children, and what is known of a group that plans usually name."""
    asked = [row.audience for row in consultation.audiences]
    if kind is TargetKind.AGE:
        return
    form.audiences.data = [audience.value for audience in asked if audience in rules.CHILDREN]
    if kind is not TargetKind.GROUP:
        return
    usual = rules.pattern(request.args.get("pattern", "")) or rules.PATTERNS[-1]
    form.pattern.data, form.name.data = usual.key, usual.name if usual.key != "other" else ""
    form.action.data = usual.action
    form.belongs.data = [f"{usual.about_key}={value}" for value in usual.about_values]
    form.audiences.data = [audience.value for audience in usual.audiences or asked if audience in asked]


def _page(consultation: Consultation, form: Any, kind: TargetKind, target: Target | None) -> str | Response:
    if form.validate_on_submit():
        wanted = forms.wanted_of(kind, form)
        try:
            if target is None:
                services.add(session(), consultation, wanted)
            else:
                services.change(session(), target, wanted)
        except InvalidInputError as error:
            session().rollback()
            field = form.key if kind is TargetKind.AGE else form.name
            field.errors = [*field.errors, str(error)]
        else:
            session().commit()
            flash("Saved.", "success")
            return redirect(url_for(".targets", slug=consultation.slug))
    return render_template(
        "summaries/reach/target.html",
        consultation=consultation,
        form=form,
        kind=kind.value,
        target=target,
        what=KINDS[kind][1],
    )
