"""Every route says who may use it, the table `access.json` agrees, and the running app keeps to it for every role."""

import json
import os
from pathlib import Path
from uuid import UUID

import pytest
from werkzeug.routing import Rule

from cypp_consult.consultations.governance.models import Body, BodyKind, Seat, SeatLevel
from cypp_consult.consultations.models import Member
from cypp_consult.core import clock
from cypp_consult.core.roles import Role
from tests import make
from tests.page import Page

TABLE = Path(__file__).with_name("access.json")
UPDATE = "CYPP_UPDATE_ACCESS"
# Flask-Security guards its own pages (tests/pages/accounts); static files are open
OTHERS = ("security.", "static")
# these ask for a tablet's token and know no person
BY_TOKEN = ("tablet_api.",)
EVERYBODY: list[Role | None] = [None, *Role]
SLUG = "guard"


def routes(app) -> list[Rule]:
    """Our own routes."""
    return sorted(
        (rule for rule in app.url_map.iter_rules() if not rule.endpoint.startswith(OTHERS)),
        key=lambda rule: (rule.endpoint, rule.rule),
    )


def declared(app, endpoint: str) -> str | list[str]:
    """Who may use a view: "public", or the roles in order."""
    allowed = app.view_functions[endpoint].allowed_roles
    return "public" if allowed is None else sorted(role.value for role in allowed)


def test_every_route_says_who_may_use_it(app):
    silent = [
        f"{rule.endpoint} ({rule.rule})"
        for rule in routes(app)
        if not hasattr(app.view_functions[rule.endpoint], "allowed_roles")
    ]
    assert not silent, f"put @public or @requires(...) below the route of: {silent}"


def test_the_table_of_access_is_what_the_routes_say(app):
    now = {rule.endpoint: declared(app, rule.endpoint) for rule in routes(app)}
    if os.environ.get(UPDATE):
        TABLE.write_text(json.dumps(now, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    table = json.loads(TABLE.read_text(encoding="utf-8"))
    differing = {
        name: {"table": table.get(name, "not there"), "code": now.get(name, "not there")}
        for name in sorted(now.keys() | table.keys())
        if table.get(name) != now.get(name)
    }
    assert not differing, (
        f"Who may use a page has changed. If that is meant, write the table anew and let somebody read the difference:\n"
        f"    {UPDATE}=1 pytest tests/guards/test_access.py\n{json.dumps(differing, indent=1)}"
    )


def value_for(rule: Rule, name: str) -> object:
    """A value that fits a route's parameter and names nothing, but for `slug`."""
    converter = rule._converters[name]
    kind = type(converter).__name__
    if name == "slug":
        return SLUG
    if kind == "UUIDConverter":
        return UUID(int=1)
    if kind in {"IntegerConverter", "FloatConverter"}:
        return 987654
    if kind == "AnyConverter":
        return min(converter.items)
    return "x"


def address(app, rule: Rule) -> str:
    values = {name: value_for(rule, name) for name in rule.arguments}
    return app.url_map.bind("localhost").build(
        rule.endpoint, values, method=next(iter(rule.methods - {"HEAD", "OPTIONS"}))
    )


@pytest.fixture
def somebody(app, session, person):
    """The client signed in as each role in turn; partners are members of the consultation, and all of the board."""
    plan = make.plan(session, slug=SLUG)
    consultation = make.consultation(session, plan_id=plan.id, slug=SLUG)
    body = make.put(session, Body(slug=SLUG, name="Guard board", kind=BodyKind.OTHER, created_at=clock.now()))
    session.commit()

    def as_role(role: Role | None) -> Page:
        page = Page(app)
        if role is None:
            return page
        user = person(role)
        if role is Role.PARTNER:
            session.add(Member(consultation_id=consultation.id, user_id=user.id))
        session.add(Seat(body_id=body.id, name="Guard", level=SeatLevel.FULL, person_id=user.id))
        session.commit()
        return page.sign_in(user)

    return as_role


@pytest.mark.parametrize("role", EVERYBODY, ids=lambda role: role.value if role else "nobody")
def test_who_may_not_is_kept_out_of_every_route(app, somebody, role):
    page = somebody(role)
    token = page.token()
    open_to_the_wrong = []
    for rule in routes(app):
        allowed = app.view_functions[rule.endpoint].allowed_roles
        if allowed is None or role in allowed:
            continue
        for method in sorted(rule.methods & {"GET", "POST"}):
            data = {"csrf_token": token} if method == "POST" else None
            reply = page.client.open(address(app, rule), method=method, data=data)
            kept_out = reply.status_code == 403 if role else reply.status_code == 302 and "/sign-in" in reply.location
            if not kept_out:
                open_to_the_wrong.append(f"{method} {rule.rule}: {reply.status}")
            reply.close()
    assert not open_to_the_wrong, f"{role or 'nobody'} got in: {open_to_the_wrong}"


@pytest.mark.parametrize("role", EVERYBODY, ids=lambda role: role.value if role else "nobody")
def test_who_may_gets_a_page(app, somebody, role):
    page = somebody(role)
    closed_to_the_right = []
    for rule in routes(app):
        allowed = app.view_functions[rule.endpoint].allowed_roles
        if "GET" not in rule.methods or rule.arguments - {"slug"} or (allowed is not None and role not in allowed):
            continue
        try:
            reply = page.client.get(address(app, rule))
        except Exception as error:  # noqa: BLE001 - all broken pages in one list
            closed_to_the_right.append(f"{rule.rule}: {error!r}")
            continue
        if reply.status_code not in {200, 302, 303}:
            # /readyz says 503 where tests made the tables without migrations; a page may ask for more than the address
            by_token = rule.endpoint.startswith(BY_TOKEN) and reply.status_code == 401
            if not (by_token or rule.endpoint == "operators.ready" or reply.status_code == 400):
                closed_to_the_right.append(f"{rule.rule}: {reply.status}")
        elif reply.status_code != 200 and "/sign-in" in reply.location:
            closed_to_the_right.append(f"{rule.rule}: sent to sign in")
        reply.close()
    assert not closed_to_the_right, f"{role or 'nobody'} was kept out: {closed_to_the_right}"
