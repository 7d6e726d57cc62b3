"""The day of an event in a browser: it keeps itself fresh in its place, hides words at once, and its guide fits on A4."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from cypp_consult.desk.demonstration.world import PASSWORD
from tests.journeys.guest import Guest

EVENT = "/consultations/demo/events/harbour-academy"
# another tablet comes with a code that was made on the page, as the API lets it
PAIR = """
import sys
from uuid import uuid4
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.events import pairing
pairing.pair(session(), sys.argv[1], uuid4(), clock.now())
session().commit()
"""
LONGEST = """
from sqlalchemy import select
from cypp_consult.core.database import session
from cypp_consult.events.models import Event
event = session().scalar(select(Event).where(Event.slug == "mill-lane-youth-centre"))
event.name = ("Mill Lane Youth Centre, juniors " * 7)[:200].strip()
event.venue = ("Upper hall behind the library " * 7)[:200].strip()
event.quiet_room = ("Small room beside the kitchen " * 7)[:200].strip()
event.safeguarding_name = ("Helen Marsh or whoever stands in " * 7)[:200].strip()
session().commit()
"""


@pytest.fixture
def staff(visitor, demonstration) -> Callable[[str], Guest]:
    return lambda role: visitor(demonstration, "desk", f"{role}@ashdale.example", PASSWORD)


def pages_of(guest: Guest) -> int:
    """How many pages the browser prints the page on."""
    pdf = guest.page.pdf(format="A4", prefer_css_page_size=True)
    (count,) = re.findall(rb"/Type /Pages\s*/Count (\d+)", pdf)
    return int(count)


def test_the_guide_fits_on_one_side_of_a4(staff, demonstration):
    priya = staff("facilitator")
    priya.go(f"{EVENT}/guide")
    assert pages_of(priya) == 1
    priya.press("Put the PIN on it")
    assert pages_of(priya) == 1
    demonstration.python(LONGEST)
    priya.go("/consultations/demo/events/mill-lane-youth-centre/guide?pin=1")
    assert pages_of(priya) == 1


def test_words_go_at_a_touch_and_stay_away(staff):
    helen = staff("safeguarding")
    helen.go(f"{EVENT}/day")
    words = helen.page.locator(".readlist .voice")
    said = words.first.inner_text().strip("“”")
    assert len(said) > 5
    helen.control("Hide words").click()
    expect(helen.control("Show words")).to_be_focused()
    expect(words.first).to_have_text("Words hidden")
    expect(helen.page.get_by_text(said)).to_have_count(0)
    assert helen.page.url.endswith("?words=0")
    helen.look()
    helen.page.reload()
    expect(words.first).to_have_text("Words hidden")
    helen.control("Show words").click()
    expect(words.first).to_contain_text(said)


def test_the_page_keeps_itself_fresh_and_the_reader_in_place(staff, demonstration):
    helen = staff("safeguarding")
    page = helen.page
    page.clock.install()
    helen.go(f"{EVENT}/day")
    page.evaluate("document.querySelector('#day-now').textContent = 'It is long ago.'")
    link = page.locator(".readlist a").nth(1)
    link.focus()
    focused = link.get_attribute("id")
    # what somebody marks with the mouse is left as it is
    page.evaluate("getSelection().selectAllChildren(document.querySelector('#day-facts h2'))")
    page.evaluate("document.querySelector('#day-facts h2').dataset.mine = '1'")
    with page.expect_response(lambda answer: "parts=1" in answer.url):
        page.clock.run_for(31_000)
    expect(page.locator("#day-now")).to_have_text(re.compile(r"It is \d\d:\d\d\."))
    assert page.evaluate("document.activeElement.id") == focused
    assert page.evaluate("document.querySelector('#day-facts h2').dataset.mine") == "1"
    helen.look()


def test_a_page_that_lost_touch_says_so_and_goes_on(staff):
    priya = staff("facilitator")
    page = priya.page
    page.clock.install()
    priya.go(f"{EVENT}/day")
    page.route("**/day?parts=1", lambda route: route.fulfill(status=200, body="<html>Welcome to our Wi-Fi</html>"))
    page.clock.run_for(31_000)
    expect(page.locator("#refresh-note")).to_contain_text("We have lost touch.")
    expect(page.locator("#day-facts")).to_contain_text("Tablet 3 has no signal.")
    page.unroute("**/day?parts=1")
    page.clock.run_for(31_000)
    expect(page.locator("#refresh-note")).to_have_text("")


def test_nothing_is_asked_while_nobody_looks(staff):
    priya = staff("facilitator")
    page = priya.page
    page.clock.install()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "parts=1" in request.url else None)
    priya.go(f"{EVENT}/day")
    page.evaluate(
        """Object.defineProperty(document, "hidden", { get: () => window.away, configurable: true });
        window.away = true; document.dispatchEvent(new Event("visibilitychange"))"""
    )
    page.clock.run_for(300_000)
    assert not asked
    with page.expect_response(lambda answer: "parts=1" in answer.url):
        page.evaluate("window.away = false; document.dispatchEvent(new Event('visibilitychange'))")


def test_the_page_of_a_code_tells_when_a_tablet_has_used_it(staff, demonstration):
    priya = staff("facilitator")
    page = priya.page
    priya.go(f"{EVENT}/tablets/pair")
    priya.press("Make a code")
    code = page.locator(".pair-code").inner_text()
    expect(page.locator("#code-state")).to_contain_text("Waiting for the tablet")
    demonstration.python(PAIR, code)
    expect(page.locator("#code-state")).to_contain_text("is paired", timeout=20_000)
    expect(page.locator("#pairing-lists")).to_contain_text("Tablet 5")
    priya.look()
    # the picture can be read back: the address, and the code behind the hash
    assert page.locator(".pair-qr").evaluate("image => image.complete && image.naturalWidth > 0")
