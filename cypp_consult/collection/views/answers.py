"""What came in, for leads: the list, one response, deleting one."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are a version behind

from cypp_consult.collection import queries, reading_queries
from cypp_consult.collection.forms import FilterForm, RemoveForm
from cypp_consult.collection.models import Channel
from cypp_consult.collection.queries import Filter
from cypp_consult.collection.services import remove
from cypp_consult.collection.views.blueprint import bp
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import clock
from cypp_consult.core.audiences import Audience
from cypp_consult.core.database import db, session
from cypp_consult.core.roles import Role
from cypp_consult.web import line
from cypp_consult.web.access import requires

PAGE = 50

line.add(
    line.Stop(
        order=40,
        label="Answers",
        endpoint="collection.answers",
        roles=frozenset({Role.LEAD}),
        count=lambda consultation: queries.parked_count(session(), consultation.id),
        count_label="kept aside",
    )
)


@bp.get("/consultations/<slug>/answers")
@requires(Role.LEAD)
def answers(slug: str) -> Any:
    """List responses, newest first, with filters; responses and people are counted apart."""
    consultation = consultation_or_404(slug)
    form = FilterForm(request.args)
    events = queries.events_of(session(), consultation.id)
    form.event.choices = [SelectChoice("", "Anywhere"), *(SelectChoice(event.slug, event.name) for event in events)]
    chosen = _chosen(form, {event.slug: event.id for event in events})
    count, people = queries.counts(session(), consultation.id, chosen)
    kept = {name: value for name, value in request.args.items() if value and name != "page"}
    return render_template(
        "collection/answers.html",
        consultation=consultation,
        form=form,
        count=count,
        people=people,
        is_filtered=chosen != Filter(),
        parked=queries.parked_count(session(), consultation.id),
        page=db.paginate(
            queries.responses(consultation.id, chosen),
            page=max(request.args.get("page", 1, int), 1),
            per_page=PAGE,
            error_out=False,
        ),
        page_url=lambda number: url_for(".answers", slug=slug, **{**kept, "page": number}),
    )


def _chosen(form: FilterForm, events: dict[str, UUID]) -> Filter:
    """Return the filter of an address; what it does not know is left open."""
    audience, channel = form.audience.data or "", form.channel.data or ""
    form.validate()
    return Filter(
        audience=Audience(audience) if audience in set(Audience) else None,
        channel=Channel(channel) if channel in set(Channel) else None,
        event_id=events.get(form.event.data or ""),
        day=form.day.data,
    )


@bp.get("/consultations/<slug>/answers/<uuid:response_id>")
@requires(Role.LEAD)
def response(slug: str, response_id: UUID) -> Any:
    """Show one response in the order of its questions; words that are held back are not shown."""
    consultation = consultation_or_404(slug)
    found = queries.response_of(session(), consultation.id, response_id)
    rows = reading_queries.read(session(), found, consultation.plan_id)
    return render_template("collection/response.html", consultation=consultation, response=found, rows=rows)


@bp.route("/consultations/<slug>/answers/<uuid:response_id>/delete", methods=["GET", "POST"])
@requires(Role.LEAD)
def delete_response(slug: str, response_id: UUID) -> Any:
    """Ask why, then delete one response for good."""
    consultation = consultation_or_404(slug)
    found = queries.response_of(session(), consultation.id, response_id)
    form = RemoveForm()
    if form.validate_on_submit():
        remove(session(), found, form.reason.data or "", clock.now())
        session().commit()
        flash("The response is deleted.")
        return redirect(url_for(".answers", slug=slug), 303)
    return _page_to_delete(consultation, found, form), 422 if form.errors else 200


def _page_to_delete(consultation: Consultation, found: Any, form: RemoveForm) -> str:
    return render_template("collection/delete.html", consultation=consultation, response=found, form=form)
