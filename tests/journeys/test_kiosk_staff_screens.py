"""The staff's screens of a tablet as they are seen: axe, narrow windows, forced colours, the keyboard alone."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session

from tests.journeys.guest import held_to_axe, no_sideways_scroll
from tests.journeys.held import Held, held
from tests.journeys.place import PIN

SIZES = ((1024, 768), (768, 1024), (320, 640))


@pytest.fixture
def hall(app: Flask, session: Session) -> Iterator[Held]:
    with held(app, session) as here:
        yield here


def look(page: Page) -> None:
    """Hold a screen to axe and its width, in every size and in forced colours."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        no_sideways_scroll(page)
    held_to_axe(page)
    page.emulate_media(forced_colors="active")
    held_to_axe(page)
    page.emulate_media(forced_colors="none")
    page.set_viewport_size({"width": 1024, "height": 768})


def type_in(page: Page, label: str, words: str) -> None:
    """Reach a field by Tab, type, and press Enter."""
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.get_by_label(label).evaluate("field => field === document.activeElement"):
            break
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def test_staff_pair_and_check_a_tablet_by_keyboard(browser: Browser, hall: Held) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(hall.url)
    expect(page.get_by_role("heading", name="Pair this tablet")).to_be_focused()
    look(page)
    type_in(page, "Pairing code", "wrong234")
    expect(page.get_by_role("alert")).to_contain_text("does not work")
    look(page)
    page.get_by_label("Pairing code").fill("")
    type_in(page, "Pairing code", hall.pairing_code())
    expect(page.get_by_role("button", name="I want to take part")).to_be_visible()
    page.wait_for_function("navigator.serviceWorker.controller")
    door = page.get_by_role("button", name="Staff", exact=True)
    door.focus()
    # while a tablet sends, its line is drawn again and again: the button under a finger stays the same one
    with page.expect_response("**/heartbeat"):
        page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_timeout(300)
    expect(door).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Staff PIN")).to_be_focused()
    look(page)
    page.keyboard.type("12")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("not right")
    page.keyboard.type(PIN)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Yes. This tablet is ready.")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Pair again").press("Enter")
    look(page)
    page.get_by_role("button", name="Back", exact=True).press("Enter")
    page.get_by_role("button", name="Back to the children’s screens").press("Enter")
    expect(page.get_by_role("button", name="I want to take part")).to_be_visible()
    context.close()
