"""The next child sees no trace of the last: not by Back, Forward, reload or history, nor on a tablet that was put down."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session

from cypp_consult.core import clock
from tests.journeys.held import Held, held
from tests.journeys.place import CODE, PIN

WORDS = "Words for nobody but the reader"
TRACES = """() => ({
    ticked: document.querySelectorAll("input:checked").length,
    typed: [...document.querySelectorAll("textarea, input[type=text], input:not([type])")].map(each => each.value).join(""),
    words: document.documentElement.outerHTML + document.title,
    local: localStorage.length,
    session: sessionStorage.length,
    cookies: document.cookie,
    state: history.state,
})"""


@pytest.fixture
def hall(app: Flask, session: Session) -> Iterator[Held]:
    with held(app, session) as here:
        yield here


@pytest.fixture(scope="module")
def remembering(launch: Callable[..., Browser]) -> Iterator[Browser]:
    """A browser that keeps whole pages in memory for its Back button, as real ones do and test browsers do not."""
    chromium = launch(ignore_default_args=["--disable-back-forward-cache"])
    yield chromium
    chromium.close()


@pytest.fixture
def page(remembering: Browser, hall: Held) -> Iterator[Page]:
    """A paired tablet on its first screen."""
    context = remembering.new_context(viewport={"width": 1024, "height": 768})
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.goto(f"{hall.url}#pair={hall.pairing_code()}")
    page.get_by_role("button", name="Pair this tablet").click()
    at_start(page)
    yield page
    context.close()


def at_start(page: Page) -> None:
    """Wait for the first screen, and hold it to having no trace of anybody."""
    expect(page.get_by_role("button", name="I want to take part")).to_be_visible()
    without_trace(page)


def without_trace(page: Page) -> None:
    found: dict[str, Any] = page.evaluate(TRACES)
    assert found["ticked"] == 0
    assert found["typed"] == ""
    assert "nobody but the reader" not in found["words"]
    assert "Question 1" not in found["words"]
    assert "Question 2" not in found["words"]
    assert (found["local"], found["session"], found["cookies"], found["state"]) == (0, 0, "", None)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def write(page: Page) -> None:
    """Answer up to the box, and write in it."""
    press(page, "I want to take part")
    page.get_by_role("radio", name="Good", exact=True).check()
    press(page, "Next")
    page.get_by_role("textbox").fill(WORDS)


def answer(page: Page) -> None:
    """Answer all and send."""
    write(page)
    press(page, "Next")
    expect(page.get_by_text(WORDS)).to_be_visible()
    press(page, "Send my answers")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def go(page: Page, steps: int) -> None:
    # a page from the browser's memory fires no navigation that the test tool waits for
    page.evaluate(f"setTimeout(() => history.go({steps}), 50)")
    page.wait_for_timeout(800)


def length(page: Page) -> int:
    told: int = page.evaluate("history.length")
    return told


def test_after_sending_nothing_leads_back(page: Page, hall: Held) -> None:
    before = length(page)
    answer(page)
    without_trace(page)
    press(page, "Next person")
    at_start(page)
    assert length(page) == before
    page.reload()
    at_start(page)
    go(page, -1)
    page.goto(hall.url)
    at_start(page)
    assert hall.stored == 1


def test_back_and_forward_from_another_page_bring_an_empty_one(page: Page, hall: Held) -> None:
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "log" else None)
    notice = "addEventListener('pageshow', event => event.persisted && console.log('from memory'))"
    elsewhere = hall.url.partition("/e/")[0] + "/healthz"
    write(page)
    page.evaluate(notice)
    page.goto(elsewhere)
    go(page, -1)
    at_start(page)
    # without this the test would prove nothing: the browser did bring the very page back
    assert told == ["from memory"]
    write(page)
    page.evaluate(f"location.href = '{elsewhere}'")
    page.wait_for_url("**/healthz")
    go(page, -1)
    at_start(page)
    go(page, 1)
    go(page, -1)
    at_start(page)
    assert hall.stored == 0


def test_reload_in_the_middle_starts_anew(page: Page) -> None:
    write(page)
    page.reload()
    at_start(page)
    press(page, "I want to take part")
    page.get_by_role("radio", name="Good", exact=True).check()
    page.reload()
    at_start(page)
    press(page, "I want to take part")
    assert page.locator("input:checked").count() == 0


def test_a_second_window_knows_nothing(page: Page, hall: Held) -> None:
    write(page)
    other = page.context.new_page()
    other.goto(hall.url)
    at_start(other)


def test_a_tablet_that_was_put_down_forgets(page: Page, hall: Held) -> None:
    page.clock.install()
    page.reload()
    at_start(page)
    write(page)
    page.clock.run_for(59_000)
    expect(page.get_by_role("textbox")).to_be_visible()
    page.clock.run_for(2_000)
    # the warning hides all that was answered, and touching it does not bring it back
    expect(page.get_by_role("textbox")).not_to_be_visible()
    expect(page.get_by_text(WORDS)).not_to_be_visible()
    page.mouse.click(20, 20)
    expect(page.get_by_role("textbox")).not_to_be_visible()
    press(page, "Yes, I am here")
    expect(page.get_by_role("textbox")).to_have_value(WORDS)
    page.clock.run_for(61_000)
    expect(page.get_by_role("button", name="Yes, I am here")).to_be_visible()
    page.clock.run_for(15_000)
    at_start(page)
    assert page.evaluate("indexedDB.databases()") == [{"name": "cypp-tablet", "version": 1}]
    assert hall.stored == 0


def test_a_tablet_that_slept_is_clear_when_it_wakes(page: Page) -> None:
    page.clock.install()
    page.reload()
    at_start(page)
    write(page)
    # timers sleep with the tablet; the first touch finds that an hour has gone by
    page.clock.pause_at(clock.now() + timedelta(hours=1))
    page.mouse.move(300, 300)
    at_start(page)


def test_the_thanks_go_away_by_themselves(page: Page) -> None:
    page.clock.install()
    page.reload()
    at_start(page)
    answer(page)
    page.clock.run_for(61_000)
    page.clock.run_for(15_000)
    at_start(page)


def test_leaving_needs_the_pin_and_the_menu_shows_no_words(page: Page, hall: Held) -> None:
    page.route("**/api/v1/responses", lambda route: route.abort())
    answer(page)
    press(page, "Next person")
    at_start(page)
    press(page, "Staff")
    page.get_by_label("Staff PIN").fill("111111")
    press(page, "Open")
    expect(page.get_by_role("alert")).to_contain_text("not right")
    assert page.get_by_role("button", name="Leave the children’s screens").count() == 0
    page.get_by_label("Staff PIN").fill(PIN)
    press(page, "Open")
    expect(page.get_by_role("table")).to_contain_text("Waiting")
    without_trace(page)
    press(page, "Leave the children’s screens")
    page.wait_for_url(lambda url: f"/e/{CODE}/" not in url)
    go(page, -1)
    assert hall.stored == 0


def test_what_waits_on_the_tablet_is_sealed(page: Page) -> None:
    page.route("**/api/v1/responses", lambda route: route.abort())
    answer(page)
    kept = page.evaluate(
        """new Promise(done => {
            indexedDB.open("cypp-tablet").onsuccess = ({ target }) => {
                const all = target.result.transaction("outbox").objectStore("outbox").getAll();
                all.onsuccess = () => done(all.result);
            };
        })"""
    )
    assert [set(record) for record in kept] == [{"n", "kept_at", "event", "seq", "id", "sealed"}]
