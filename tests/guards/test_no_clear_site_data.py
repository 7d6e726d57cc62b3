"""No answer ever tells a browser to clear its storage: what waits on a tablet would be gone."""

from pathlib import Path

from cypp_consult.core.roles import Role
from tests import make
from tests.guards.test_access import SLUG, address, routes
from tests.page import Page

PACKAGE = Path(__file__).parents[2] / "cypp_consult"


def test_no_route_clears_what_a_browser_keeps(app, session, person):
    of = make.consultation(session, plan_id=make.plan(session, slug=SLUG).id, slug=SLUG)
    make.event(session, of, slug="x", code="X")
    session.commit()
    page = Page(app).sign_in(person(*Role))
    token = {"csrf_token": page.token()}
    walked = 0
    for rule in routes(app):
        for method in sorted(rule.methods & {"GET", "POST", "OPTIONS"}):
            reply = page.client.open(address(app, rule), method=method, data=token if method == "POST" else None)
            assert "Clear-Site-Data" not in reply.headers, f"{method} {rule.rule}"
            assert "Access-Control-Allow-Origin" not in reply.headers, f"{method} {rule.rule}"
            reply.close()
            walked += 1
    for path in ("/sign-out", "/sign-in", "/static/nothing"):
        assert "Clear-Site-Data" not in Page(app).client.get(path).headers
    assert walked > 200


def test_nothing_of_ours_names_it():
    assert not [path for path in PACKAGE.rglob("*.py") if "clear-site-data" in path.read_text(encoding="utf-8").lower()]
