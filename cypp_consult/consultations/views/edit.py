"""The pages on which a consultation's facts are filled in: why, who, team, when, privacy."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cypp_consult.consultations import queries, services
from cypp_consult.consultations.forms import PrivacyForm, TeamForm, WhenForm, WhoForm, WhyForm
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.models import Consultation, IdentityLevel, LawfulBasis
from cypp_consult.consultations.rules import starters
from cypp_consult.consultations.rules.checks import TIMELINE
from cypp_consult.consultations.services import AudienceForm
from cypp_consult.consultations.views import bp
from cypp_consult.consultations.views.known import known
from cypp_consult.core import clock
from cypp_consult.core.audiences import Audience
from cypp_consult.core.database import session
from cypp_consult.core.errors import InvalidInputError, NotFoundError
from cypp_consult.core.roles import Role
from cypp_consult.web.access import requires
from cypp_consult.web.forms import Form


@dataclass(frozen=True)
class Section:
    """One page of facts: its heading, how its form is made, and how what it holds is kept."""

    heading: str
    form: Callable[[Consultation], Form]
    keep: Callable[[Consultation, Any], None]


@bp.route("/consultations/<slug>/edit/<section>", methods=["GET", "POST"])
@requires(Role.LEAD)
def edit(slug: str, section: str) -> str | Response:
    """Fill in one page of facts. On the way through a new consultation the next page follows."""
    if section not in SECTIONS:
        raise NotFoundError
    consultation = consultation_or_404(slug)
    page = SECTIONS[section]
    form = page.form(consultation)
    if form.validate_on_submit():
        try:
            page.keep(consultation, form)
        except InvalidInputError as error:
            session().rollback()
            form.form_errors.append(str(error))
        else:
            session().commit()
            return _onwards(slug, section)
    return render_template(
        f"consultations/edit_{section}.html",
        form=form,
        consultation=consultation,
        heading=page.heading,
        place=list(SECTIONS).index(section) + 1,
        places=len(SECTIONS),
        section=section,
        go_on=_goes_on(),
        checks=[
            item.check
            for item in queries.checks(session(), consultation, clock.today())
            if not item.reason and WHERE.get(item.check.where) == section
        ],
        today=clock.today(),
    )


@bp.get("/consultations/<slug>/mend/<where>")
@requires(Role.LEAD)
def mend(slug: str, where: str) -> Response:
    """Lead to the field at which something missing or doubtful is mended."""
    consultation_or_404(slug)
    if where == TIMELINE:
        return redirect(url_for(".timeline", slug=slug))
    if where not in WHERE:
        return redirect(url_for(".show", slug=slug))
    anchor = FIRST_FIELD.get(where, where)
    return redirect(url_for(".edit", slug=slug, section=WHERE[where], _anchor=anchor))


def _goes_on() -> bool:
    return request.args.get("go_on") == "1"


def _onwards(slug: str, section: str) -> Response:
    """Return to the overview, or go to the next page of a new consultation."""
    names = list(SECTIONS)
    after = names.index(section) + 1
    if _goes_on() and after < len(names):
        return redirect(url_for(".edit", slug=slug, section=names[after], go_on=1))
    flash("Saved.", "success")
    return redirect(url_for(".show", slug=slug))


def _why(consultation: Consultation) -> Form:
    return WhyForm(obj=consultation)


def _keep_why(consultation: Consultation, form: WhyForm) -> None:
    names = ("title", "purpose", "open_to_influence", "already_decided", "legal_basis", "what_happens_next")
    services.change(session(), consultation, **{name: form[name].data or "" for name in names})


def _who(consultation: Consultation) -> Form:
    form = WhoForm(obj=consultation)
    if form.is_submitted():
        return form
    present = {row.audience: row for row in consultation.audiences}
    for audience, part in form.parts().items():
        row = present.get(audience)
        part.form.ask.data = row is not None
        part.form.expected.data = row.expected if row else None
        part.form.about.data = row.about if row and row.about else starters.about(audience, known(consultation))
    return form


def _keep_who(consultation: Consultation, form: WhoForm) -> None:
    wanted = [
        AudienceForm(audience, part.form.expected.data, part.form.about.data or "")
        for audience, part in form.parts().items()
        if part.form.ask.data
    ]
    services.set_audiences(session(), consultation, wanted)
    services.change(
        session(), consultation, identity_level=IdentityLevel(form.identity_level.data), capacity=form.capacity.data
    )


def _team(consultation: Consultation) -> Form:
    form = TeamForm(obj=consultation)
    form.lead_id.offer(queries.people(session(), Role.LEAD), consultation.lead)
    form.safeguarding_lead_id.offer(queries.people(session(), Role.SAFEGUARDING_LEAD), consultation.safeguarding_lead)
    return form


def _keep_team(consultation: Consultation, form: TeamForm) -> None:
    services.change(
        session(),
        consultation,
        lead_id=form.lead_id.data,
        safeguarding_lead_id=form.safeguarding_lead_id.data,
        safeguarding_phone=form.safeguarding_phone.data or "",
        contact=form.contact.data or "",
    )


def _when(consultation: Consultation) -> Form:
    form = WhenForm(obj=consultation)
    if consultation.launched_at:
        del form.opens_on, form.closes_on
    return form


def _keep_when(consultation: Consultation, form: WhenForm) -> None:
    services.change(session(), consultation, **{field.name: field.data for field in form if field.name != "csrf_token"})


def _privacy(consultation: Consultation) -> Form:
    form = PrivacyForm(obj=consultation)
    present = {row.audience: row for row in consultation.audiences}
    for audience in Audience:
        field = form.short.form.of(audience)
        if audience not in present:
            delattr(form.short.form, field.short_name)
        elif not form.is_submitted():
            field.data = present[audience].privacy_short or starters.short_notice(audience, known(consultation))
    if not form.is_submitted() and (request.args.get("fill") == "1" or not consultation.privacy_full):
        form.privacy_full.data = starters.full_notice(known(consultation))
    return form


def _keep_privacy(consultation: Consultation, form: PrivacyForm) -> None:
    basis = LawfulBasis(form.lawful_basis.data) if form.lawful_basis.data not in {None, "", "None"} else None
    services.change(session(), consultation, lawful_basis=basis)
    short = {row.audience: form.short.form.of(row.audience).data or "" for row in consultation.audiences}
    services.set_notices(session(), consultation, form.privacy_full.data or "", short)


SECTIONS = {
    "why": Section("Why you are asking", _why, _keep_why),
    "who": Section("Whom you ask", _who, _keep_who),
    "team": Section("Who answers for it", _team, _keep_team),
    "when": Section("When", _when, _keep_when),
    "privacy": Section("Privacy", _privacy, _keep_privacy),
}

# on which page a missing or doubtful fact is mended
WHERE = {
    **dict.fromkeys(("purpose", "open_to_influence", "already_decided", "what_happens_next"), "why"),
    "audiences": "who",
    **dict.fromkeys(("lead_id", "safeguarding_lead_id", "safeguarding_phone", "contact"), "team"),
    **dict.fromkeys(("opens_on", "closes_on", "decision_on", "retention_until"), "when"),
    **dict.fromkeys(("lawful_basis", "privacy_full"), "privacy"),
}
# where a field is a group, the control to go to
FIRST_FIELD = {"audiences": "younger_children-ask", "lawful_basis": "lawful_basis-0"}
