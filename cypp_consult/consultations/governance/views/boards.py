"""Boards and groups: their list, the page of each, and its settings."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.consultations import queries as consultations
from cypp_consult.consultations.governance import queries, rules, services
from cypp_consult.consultations.governance.forms import BodyForm
from cypp_consult.consultations.governance.models import ApprovalRule, Body, BodyKind
from cypp_consult.consultations.governance.views import KEEPERS, VIEWERS, bp
from cypp_consult.consultations.models import Division
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.core.roles import Role
from cypp_consult.web.access import requires

SENDERS = (Role.LEAD, Role.ANALYST, Role.ADMINISTRATOR, Role.PARTNER)
PAST_SHOWN = 6


@bp.get("/boards")
@requires(*VIEWERS)
def index() -> str:
    """Show the boards and groups that a person may see, with when each meets next."""
    rows = queries.visible_to(session(), current_user, closed=current_user.is_any(*KEEPERS))
    today = clock.today()
    coming = queries.meetings(session(), [row.id for row in rows], today, first=today)
    return render_template(
        "consultations/governance/index.html",
        groups=[
            (words, [row for row in rows if row.kind is kind and row.closed_at is None])
            for kind, words in rules.KINDS.items()
        ],
        closed=[row for row in rows if row.closed_at],
        coming=coming,
        next_of={item.body.id: item for item in reversed(coming)},
        may_edit=current_user.is_any(*KEEPERS),
        today=today,
    )


@bp.get("/boards/<slug>")
@requires(*VIEWERS)
def show(slug: str) -> str:
    """Show a body: who sits on it, when it meets, what reaches it from its groups, and what it approves."""
    body = queries.body(session(), slug, current_user)
    today = clock.today()
    found = queries.meetings(session(), [body.id], today)
    seat = queries.sits_on(session(), body, current_user)
    keeps = current_user.is_any(*KEEPERS)
    return render_template(
        "consultations/governance/show.html",
        body=body,
        rules=rules,
        rule=rules.rule_in_words(body.approval_rule, body.quorum),
        coming=[item for item in found if item.meeting.held_on >= today],
        held=[item for item in reversed(found) if item.meeting.held_on < today][:PAST_SHOWN],
        gathered=queries.gathered(session(), body, today),
        reports=queries.reports(session(), body),
        approvals=_seen(queries.approved_by(session(), body)),
        seat=seat,
        may_edit=keeps,
        may_send=keeps or body.secretary_id == current_user.id,
        may_report=body.closed_at is None and (keeps or seat is not None),
        today=today,
    )


@bp.route("/boards/new", methods=["GET", "POST"])
@requires(*KEEPERS)
def new() -> str | Response:
    """Add a board or group."""
    form = _offered(BodyForm(), None)
    if form.validate_on_submit():
        try:
            made = services.add_body(session(), at=clock.now(), **_facts(form))
        except InvalidInputError as error:
            session().rollback()
            form.form_errors.append(str(error))
        else:
            session().commit()
            flash("Added. Now say who sits on it.", "success")
            return redirect(url_for(".show", slug=made.slug))
    return render_template("consultations/governance/edit.html", form=form, body=None)


@bp.route("/boards/<slug>/change", methods=["GET", "POST"])
@requires(*KEEPERS)
def change(slug: str) -> str | Response:
    """Change a body and its rules."""
    body = queries.body(session(), slug, current_user)
    form = _offered(BodyForm(obj=body), body)
    if not form.is_submitted():
        form.kind.data, form.division.data = body.kind.value, body.division.value
        form.approval_rule.data = body.approval_rule.value
    if form.validate_on_submit():
        try:
            services.change_body(session(), body, **_facts(form))
        except InvalidInputError as error:
            session().rollback()
            form.reports_to_id.errors = [str(error)]
        else:
            session().commit()
            flash("Saved.", "success")
            return redirect(url_for(".show", slug=slug))
    return render_template("consultations/governance/edit.html", form=form, body=body)


@bp.route("/boards/<slug>/close", methods=["GET", "POST"])
@requires(*KEEPERS)
def close(slug: str) -> str | Response:
    """Ask, then close a body that is no more."""
    body = queries.body(session(), slug, current_user)
    if request.method == "GET":
        return render_template("consultations/governance/close.html", body=body)
    services.close_body(session(), body, clock.now())
    session().commit()
    flash({"words": "Closed. Its record stays.", "url": url_for(".reopen", slug=slug)}, "undo")  # type: ignore[arg-type]  # flash takes what templates read
    return redirect(url_for(".index"))


@bp.post("/boards/<slug>/open")
@requires(*KEEPERS)
def reopen(slug: str) -> Response:
    """Take back that a body is closed."""
    services.open_body(session(), queries.body(session(), slug, current_user))
    session().commit()
    flash("It is open again.", "success")
    return redirect(url_for(".show", slug=slug))


def _seen(found: Any) -> list[Any]:
    """Return those approvals whose consultation the person may see."""
    seen = {row.id for row in consultations.visible_to(session(), current_user)}
    return [row for row in found if row.milestone.consultation_id in seen]


def _offered(form: Any, body: Body | None) -> Any:
    """Give a form its people and the bodies it could report to."""
    others = [row for row in queries.open_bodies(session()) if body is None or row.id != body.id]
    if body and body.reports_to and body.reports_to not in others:
        others.append(body.reports_to)
    form.reports_to_id.offer(others)
    form.secretary_id.offer(list(consultations.people(session(), *SENDERS)), body.secretary if body else None)
    return form


def _facts(form: Any) -> dict[str, Any]:
    rule = ApprovalRule(form.approval_rule.data)
    return {
        "name": form.name.data,
        "kind": BodyKind(form.kind.data),
        "about": form.about.data or "",
        "reports_to_id": form.reports_to_id.data,
        "secretary_id": form.secretary_id.data,
        "papers_days": form.papers_days.data,
        "division": Division(form.division.data),
        "approval_rule": rule,
        "quorum": form.quorum.data if rule is ApprovalRule.QUORUM else None,
    }
