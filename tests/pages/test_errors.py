"""Errors become kind pages, also when the database is what failed."""

import pytest

from cypp_consult.app import create_app
from tests.page import Page


@pytest.fixture
def broken(tmp_path):
    return create_app(
        {
            "INSTANCE_PATH": str(tmp_path),
            "DATABASE_URL": f"sqlite:///{tmp_path}/no/such/folder/x.sqlite3",
            "SECRET_KEY": "made up",
        }
    )


def test_a_missing_page_says_what_to_do(page):
    answer = page.get("/no-such-page", status=404)
    assert answer.heading == "Page not found"


def test_a_database_that_is_gone_gives_a_kind_page_to_somebody_signed_in(broken):
    page = Page(broken)
    with page.client.session_transaction() as session:
        session["_user_id"] = "somebody"
        session["_fresh"] = True
    answer = page.get("/desk", status=500)
    assert "went wrong on our side" in answer.heading


def test_readiness_says_that_the_database_does_not_answer_and_liveness_does_not_ask(broken):
    page = Page(broken)
    assert page.get("/healthz").status == 200
    assert "the database does not answer" in page.get("/readyz", status=503).response.json["problems"]


def test_a_form_without_its_token_is_refused_with_a_reason(page, lead):
    page.sign_in(lead)
    refused = page.post("/sign-out", {"csrf_token": "forged"}, status=400)
    assert "Go back, reload the page" in refused.words()
