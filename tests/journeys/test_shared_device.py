"""A real browser on a shared device: nobody finds the last person's words, with or without the browser's memory of pages."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from cypp_consult.accounts.models import User
from cypp_consult.collection.models import Answer, Draft, Response
from cypp_consult.core.audiences import Audience
from tests.journeys.guest import SIZES, held_to_axe, no_sideways_scroll
from tests.pages.collection.conftest import World, build

WORDS = "Words for nobody but the reader"


@dataclass
class Place:
    """Where the form answers, and what it asks."""

    url: str
    world: World
    session: Session

    def count(self, model: type) -> int:
        """Return how many rows of a model are committed now."""
        self.session.rollback()
        return self.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def place(app: Flask, session: Session) -> Iterator[Place]:
    world = build(session)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Place(f"http://127.0.0.1:{server.port}", world, session)
    server.shutdown()
    thread.join()


@pytest.fixture(scope="module")
def remembering(launch: Callable[..., Browser]) -> Iterator[Browser]:
    """A browser that keeps whole pages in memory for its Back button, as real ones do and test browsers do not."""
    chromium = launch(ignore_default_args=["--disable-back-forward-cache"])
    yield chromium
    chromium.close()


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).or_(page.get_by_role("link", name=name, exact=True)).click()


def look(page: Page) -> None:
    held_to_axe(page)
    no_sideways_scroll(page)


def answer(page: Page, place: Place, audience_url: str) -> None:
    """Answer all questions and stand before the check page."""
    page.goto(place.url + audience_url)
    press(page, "I want to take part")
    press(page, "Skip this question")
    press(page, "Skip this question")
    page.get_by_role("textbox").fill(WORDS)
    press(page, "Continue")


def back(page: Page) -> None:
    # going back to a page from memory fires no navigation that the test tool waits for
    page.evaluate("setTimeout(() => history.back(), 50)")
    page.wait_for_timeout(700)


def test_back_after_sending_and_after_the_next_person_shows_no_words(remembering: Browser, place: Place) -> None:
    context = remembering.new_context(**SIZES["phone"])
    page = context.new_page()
    answer(page, place, place.world.url())
    expect(page.locator("main")).to_contain_text(WORDS)
    press(page, "Continue")
    press(page, "Send my answers")
    look(page)
    for _ in range(5):
        back(page)
        assert WORDS not in page.content()
    page.goto(place.url + place.world.url("done"))
    press(page, "Next person")
    for _ in range(8):
        back(page)
        assert WORDS not in page.content()
        assert "Your code" not in page.content()
    assert place.count(Response) == 1
    context.close()


def test_a_page_that_comes_back_from_memory_asks_the_server_first(remembering: Browser, place: Place) -> None:
    """Whether a browser keeps a page is its own affair, so the event it fires then is made by hand."""
    context = remembering.new_context(**SIZES["phone"])
    page = context.new_page()
    answer(page, place, place.world.url())
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    assert page.locator("body").is_hidden()
    other = context.new_page()
    other.goto(page.url)
    press(other, "Continue")
    press(other, "Send my answers")
    with page.expect_navigation():
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    expect(page.locator("h1")).to_have_text("Thank you. Your answers are saved.")
    assert WORDS not in page.content()
    context.close()


def test_impatient_fingers_store_one(remembering: Browser, place: Place) -> None:
    context = remembering.new_context(**SIZES["tablet"], java_script_enabled=False)
    page = context.new_page()
    answer(page, place, place.world.url())
    press(page, "Continue")
    page.get_by_role("button", name="Send my answers", exact=True).dblclick()
    expect(page.locator("h1")).to_have_text("Thank you. Your answers are saved.")
    code = page.locator(".code-word").inner_text()
    page.reload()
    assert page.locator(".code-word").inner_text() == code
    page.go_back()
    expect(page.locator("h1")).to_have_text("Thank you. Your answers are saved.")
    assert (place.count(Response), place.count(Answer), place.count(Draft)) == (1, 1, 0)
    context.close()


@pytest.mark.parametrize(
    ("size", "audience"),
    [("tablet", Audience.YOUNGER_CHILDREN), ("desk", Audience.YOUNG_PEOPLE), ("phone", Audience.PARENTS_CARERS)],
)
def test_every_page_of_the_form_is_clean(remembering: Browser, place: Place, size: str, audience: Audience) -> None:
    context = remembering.new_context(**SIZES[size])
    page = context.new_page()
    home = place.url + place.world.url(audience=audience)
    for path in ("/privacy", "/no-thanks", ""):
        page.goto(home + path)
        look(page)
    press(page, "I want to take part")
    press(page, "Continue")
    look(page)
    page.locator("input[value=not]").check(force=True)
    press(page, "Continue")
    look(page)
    for _ in range(3):
        press(page, "Skip this question")
        look(page)
    press(page, "Continue")
    look(page)
    page.get_by_role("button", name="and send my answers").click()
    look(page)
    context.close()


def test_a_pile_of_paper_is_typed_with_the_keyboard_alone(
    remembering: Browser, app: Flask, place: Place, lead: User
) -> None:
    context = remembering.new_context(**SIZES["desk"])
    page = context.new_page()
    page.goto(f"{place.url}/sign-in")
    page.get_by_label("E-mail address").fill(lead.email)
    page.get_by_label("Password", exact=True).fill("a long password")
    press(page, "Sign in")
    page.goto(f"{place.url}/consultations/{place.world.consultation.slug}/answers/enter")
    look(page)
    for count in (1, 2):
        expect(page.locator("#q1-answer-0")).to_be_focused()
        page.keyboard.press("2")
        for _ in range(2):
            page.keyboard.press("Tab")
        page.locator("#q4-text").focus()
        page.keyboard.type(f"Paper form {count}")
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")
        expect(page.locator(".entry-acts")).to_contain_text(f"Saved. {count} entered so far")
    look(page)
    assert place.count(Response) == 2
    assert place.count(Answer) == 4
    context.close()
