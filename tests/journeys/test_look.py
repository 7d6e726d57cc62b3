"""The parts in a real browser: seen by axe, at every width, with and without a script."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask, jsonify, render_template, render_template_string, request
from flask_wtf import CSRFProtect
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from cypp_consult.desk.parts_form import examples, filled, with_errors

pytestmark = pytest.mark.journey
ROOT = Path(__file__).parents[2]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
QUESTION = """{% extends "layouts/public.html" %}
{% import "components/fields.html" as f %}{% import "components/parts.html" as parts %}
{% block title %}Question 3 of 8{% endblock %}
{% block content %}
<form method="post" action="/sent" novalidate>{{ f.csrf() }}
{{ f.error_summary(form) }}{{ parts.steps(3, 8) }}
{{ f.radios(form.ease, legend_is_heading=True, divider_before="not_sure") }}
{{ f.faces(form.safe, legend_is_heading=False) }}
{{ f.textarea(form.words, count=100, voice=True) }}{{ f.password_input(form.password) }}
{{ f.picture_choices(form.top, {"do": "ball"}, legend_is_heading=False, most=1) }}
{{ f.submit("Continue") }}{{ f.submit("Skip this question", "quiet", name="act", value="skip") }}
</form>
{{ parts.copy_link("https://consult.example.org/a/7KQ2", "link") }}
{% endblock %}"""
JOB = """{% extends "layouts/staff.html" %}
{% import "components/parts.html" as parts %}
{% block title %}Export{% endblock %}
{% block head %}{{ parts.job_refresh(5) }}{% endblock %}
{% block content %}<h1>Export</h1>
{{ parts.job_progress({"state": "running", "done": 1, "all": 4, "words": "Writing"}, "/job.json", "Document") }}
{% endblock %}
{% block scripts %}<script type="module" src="/static/js/progress.js"></script>{% endblock %}"""


def _pages() -> tuple[Flask, list[dict[str, str]]]:
    app = Flask("look", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.config.update(SECRET_KEY="for this test alone", WTF_CSRF_ENABLED=True)
    CSRFProtect(app)
    app.add_url_rule("/sign-out", endpoint="security.logout", view_func=lambda: "", methods=["POST"])
    sent: list[dict[str, str]] = []
    asked: list[int] = []

    @app.after_request
    def _policy(response: Any) -> Any:
        response.headers["Content-Security-Policy"] = (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'"
        )
        return response

    @app.get("/design")
    def _design() -> str:
        return render_template("desk/parts.html", **examples())

    @app.get("/question/<who>")
    def _question(who: str) -> str:
        form = with_errors("") if "wrong" in request.args else filled()
        return render_template_string(QUESTION, form=form, who=who, page_dir=request.args.get("dir"))

    @app.post("/sent")
    def _sent() -> tuple[str, int]:
        sent.append(request.form.to_dict())
        # no content: the browser stays on the page, so that a second press is possible
        return "", 204

    @app.get("/job")
    def _job() -> str:
        asked.clear()
        return render_template_string(JOB)

    @app.get("/job.json")
    def _job_state() -> Any:
        asked.append(1)
        if len(asked) < 2:
            return jsonify(state="running", done=3, all=4, words="Writing")
        return jsonify(state="done", done=4, all=4, words="Ready", url="/file")

    return app, sent


@pytest.fixture(scope="module")
def site() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """The address of the pages, and what was sent to them."""
    app, sent = _pages()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", sent
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def view(browser: Browser) -> Iterator[Any]:
    """Open a page of a width, a theme, with or without a script; a complaint of the browser fails the test."""
    contexts = []
    complaints: list[str] = []

    def _view(url: str, width: int = 1366, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 768}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(url)
        return page

    yield _view
    for context in contexts:
        context.close()
    assert not complaints


PATHS = ["/design", "/question/child", "/question/adult?wrong=1", "/question/young?dir=rtl"]


@pytest.mark.parametrize("path", PATHS)
def test_no_page_scrolls_sideways(site, view, path):
    page = view(site[0] + path)
    for width in (320, 390, 768, 1024, 1366):
        page.set_viewport_size({"width": width, "height": 768})
        assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1366, "dark")])
@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing(site, view, path, width, scheme):
    page = view(site[0] + path, width, color_scheme=scheme)
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()


def test_the_error_summary_takes_focus_and_leads_to_the_first_choice(site, view):
    page = view(f"{site[0]}/question/adult?wrong=1")
    expect(page.locator(".err-sum")).to_be_focused()
    page.get_by_role("link", name="Choose one answer, or skip this question").click()
    expect(page.get_by_label("Very easy")).to_be_focused()


def test_a_second_press_sends_nothing_and_the_button_keeps_its_name(site, view):
    site[1].clear()
    page = view(f"{site[0]}/question/adult")
    page.get_by_role("button", name="Skip this question").dblclick()
    page.wait_for_timeout(500)
    assert len(site[1]) == 1
    assert site[1][0]["act"] == "skip"


def test_long_answers_are_counted_and_never_cut(site, view):
    page = view(f"{site[0]}/question/adult")
    box = page.get_by_label("What would make your area better?")
    box.fill("a" * 98)
    expect(page.locator("#words-count")).to_have_text("2 characters left")
    box.fill("a" * 130)
    expect(page.locator("#words-count")).to_have_text("30 characters too many")
    assert len(box.input_value()) == 130


def test_a_password_can_be_looked_at(site, view):
    page = view(f"{site[0]}/question/adult")
    field = page.locator("#password")
    page.get_by_role("button", name="Show password").click()
    expect(field).to_have_attribute("type", "text")
    page.get_by_role("button", name="Hide password").click()
    expect(field).to_have_attribute("type", "password")


def test_too_many_pictures_are_said_at_once(site, view):
    page = view(f"{site[0]}/question/young")
    expect(page.get_by_text("You have chosen 2. Take 1 out.")).to_be_visible()
    page.get_by_label("Getting around").uncheck(force=True)
    expect(page.get_by_text("1 of 1 chosen")).to_be_visible()


def test_faces_are_chosen_by_touch_and_by_arrow_keys(site, view):
    page = view(f"{site[0]}/question/child", 390, has_touch=True)
    page.get_by_label("Not safe").tap()
    assert page.get_by_label("Not safe").is_checked()
    page.get_by_label("Not safe").press("ArrowUp")
    assert page.get_by_label("In the middle").is_checked()


def test_a_job_is_followed_to_its_end(site, view):
    page = view(f"{site[0]}/job")
    expect(page.locator("[data-job-count]")).to_have_text("3 of 4")
    expect(page.get_by_text("Ready")).to_be_visible(timeout=10_000)
    expect(page.get_by_role("link", name="Download")).to_have_attribute("href", "/file")


def test_without_a_script_nothing_is_lost(site, view):
    page = view(f"{site[0]}/question/adult", java_script_enabled=False)
    expect(page.get_by_text("You can write up to 100 characters.")).to_be_visible()
    expect(page.get_by_role("button", name="Copy")).to_be_hidden()
    expect(page.get_by_role("button", name="Show password")).to_be_hidden()
    page.get_by_text("Very easy").click()
    assert page.get_by_label("Very easy").is_checked()
