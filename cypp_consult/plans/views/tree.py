"""Editing a plan's tree: add, change, move, retire, bring back, delete."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.errors import NotFoundError
from cypp_consult.core.roles import Role
from cypp_consult.plans import queries, services
from cypp_consult.plans.forms import FORMS, PICTURES
from cypp_consult.plans.models import Outcome, Plan, Priority
from cypp_consult.plans.outline import outline
from cypp_consult.plans.queries import Node
from cypp_consult.plans.rules import Direction, InUseError, Level, leads_of
from cypp_consult.plans.services.tree import name_of
from cypp_consult.plans.views import bp
from cypp_consult.plans.views.plans import plan_or_404
from cypp_consult.web.access import requires
from cypp_consult.web.forms import Form

NODE = "/plans/<slug>/<any(outcome, priority, action, measure):level>/<uuid:node_id>"


@bp.get("/plans/<slug>/tree")
@requires(Role.LEAD)
def tree(slug: str) -> str:
    """Show the tree with what can be done to it."""
    plan = plan_or_404(slug)
    return render_template("plans/tree.html", plan=plan, tree=outline(plan), Level=Level)


@bp.route("/plans/<slug>/add/<any(outcome, priority, action, measure):level>", methods=["GET", "POST"])
@requires(Role.LEAD)
def add(slug: str, level: str) -> str | Response:
    """Add something to the tree, under what the address names."""
    plan = plan_or_404(slug)
    kind = Level(level)
    parent = _parent(plan, kind)
    form = FORMS[kind]()
    if form.validate_on_submit():
        node = _add(plan, kind, parent, _given(form))
        session().commit()
        flash(f"Added: {name_of(node)}", "success")
        return _back(plan, node)
    return _page(form, plan, kind, parent=parent)


@bp.route(NODE, methods=["GET", "POST"])
@requires(Role.LEAD)
def edit(slug: str, level: str, node_id: UUID) -> str | Response:
    """Change the words of something in the tree; its address and all tags stay."""
    plan = plan_or_404(slug)
    kind = Level(level)
    node = queries.node(session(), plan, kind, node_id)
    form = FORMS[kind](data=_shown(node))
    if form.validate_on_submit():
        services.change(session(), node, **_given(form))
        session().commit()
        flash("Saved.", "success")
        return _back(plan, node)
    return _page(form, plan, kind, node=node)


@bp.post(f"{NODE}/move")
@requires(Role.LEAD)
def move(slug: str, level: str, node_id: UUID) -> Response:
    """Move something one step up or down among its siblings."""
    plan = plan_or_404(slug)
    node = queries.node(session(), plan, Level(level), node_id)
    wanted = request.form.get("direction", "")
    if wanted in set(Direction):
        services.move(session(), node, Direction(wanted))
        session().commit()
    return _back(plan, node)


@bp.post(f"{NODE}/retire")
@requires(Role.LEAD)
def retire(slug: str, level: str, node_id: UUID) -> Response:
    """Take something out of use; it can be brought back."""
    plan = plan_or_404(slug)
    node = queries.node(session(), plan, Level(level), node_id)
    services.retire(session(), node, clock.now())
    session().commit()
    undo = url_for(".restore", slug=slug, level=level, node_id=node_id)
    flash({"words": f"Retired: {name_of(node)}. What was tagged with it keeps its tag.", "url": undo}, "undo")  # type: ignore[arg-type]  # flash takes what templates read
    return redirect(url_for(".tree", slug=slug))


@bp.post(f"{NODE}/restore")
@requires(Role.LEAD)
def restore(slug: str, level: str, node_id: UUID) -> Response:
    """Bring something back into use."""
    plan = plan_or_404(slug)
    node = queries.node(session(), plan, Level(level), node_id)
    services.restore(session(), node)
    session().commit()
    flash(f"Brought back: {name_of(node)}", "success")
    return _back(plan, node)


@bp.route(f"{NODE}/delete", methods=["GET", "POST"])
@requires(Role.LEAD)
def delete(slug: str, level: str, node_id: UUID) -> str | Response:
    """Ask, then delete something that was never used."""
    plan = plan_or_404(slug)
    node = queries.node(session(), plan, Level(level), node_id)
    if request.method == "GET":
        return render_template("plans/delete.html", plan=plan, level=Level(level), node=node, name=name_of(node))
    name = name_of(node)
    try:
        services.delete(session(), node)
    except InUseError as error:
        session().rollback()
        flash(str(error), "error")
    else:
        session().commit()
        flash(f"Deleted: {name}", "success")
    return redirect(url_for(".tree", slug=slug))


def _page(
    form: Form, plan: Plan, level: Level, *, node: Node | None = None, parent: Outcome | Priority | None = None
) -> str:
    return render_template(
        "plans/node.html",
        form=form,
        plan=plan,
        level=level,
        node=node,
        parent=parent,
        tile_pictures={name: name for name, _ in PICTURES},
    )


def _parent(plan: Plan, level: Level) -> Outcome | Priority | None:
    """Return what the address says the new thing hangs on; NotFoundError where it has to say and does not."""
    under = request.args.get("under", type=UUID)
    kinds = {
        Level.OUTCOME: (),
        Level.PRIORITY: (Level.OUTCOME,),
        Level.ACTION: (Level.PRIORITY,),
        Level.MEASURE: (Level.OUTCOME, Level.PRIORITY),
    }[level]
    for kind in kinds if under else ():
        try:
            found = queries.node(session(), plan, kind, under)  # type: ignore[arg-type]  # not None here
        except NotFoundError:
            continue
        if isinstance(found, Outcome | Priority):
            return found
    if level in {Level.PRIORITY, Level.ACTION} or under:
        raise NotFoundError
    return None


def _add(plan: Plan, level: Level, parent: Outcome | Priority | None, facts: dict[str, Any]) -> Node:
    current = session()
    if level is Level.OUTCOME:
        return services.add_outcome(current, plan, **facts)
    if level is Level.PRIORITY and isinstance(parent, Outcome):
        return services.add_priority(current, parent, **facts)
    if level is Level.ACTION and isinstance(parent, Priority):
        return services.add_action(current, parent, **facts)
    outcome = parent if isinstance(parent, Outcome) else None
    priority = parent if isinstance(parent, Priority) else None
    return services.add_measure(current, plan, outcome=outcome, priority=priority, **facts)


def _given(form: Form) -> dict[str, Any]:
    """Return the facts of a form as the services take them."""
    facts = {field.name: field.data for field in form if field.name != "csrf_token"}
    if "leads" in facts:
        facts["leads"] = leads_of(facts["leads"] or "")
    if "picture" in facts:
        facts["picture"] = facts["picture"] or None
    return facts


def _shown(node: Node) -> dict[str, Any]:
    """Return the facts of something as its form shows them."""
    names = ("name", "summary", "detail", "short_name", "picture", "title", "code", "leads")
    facts = {name: getattr(node, name) for name in names if hasattr(node, name)}
    if "leads" in facts:
        facts["leads"] = "\n".join(facts["leads"])
    if "picture" in facts:
        known = {name for name, _ in PICTURES}
        facts["picture"] = facts["picture"] if facts["picture"] in known else ""
    return facts


def _back(plan: Plan, node: Node) -> Response:
    """Return to the tree, at the thing that was changed."""
    return redirect(url_for(".tree", slug=plan.slug, _anchor=f"n-{node.id}"))
