"""Every page that staff can reach in the demonstration: held to axe in light and dark, to its width, and to the keyboard."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator

from tests.journeys.guest import Guest, guests, held_to_axe, no_sideways_scroll, pattern

PASSWORD = "ashdale-demo-only"
ROLES = ("lead", "analyst", "safeguarding", "facilitator", "young-analyst", "partner", "admin")
WIDTHS = (320, 390, 1024, 1366)
ANY_OF = re.compile(
    r"(?<=/)(templates|events|summaries|try|links|people|concerns|pack|languages|approvals|boards|from)/"
    r"(?!new\b|invite\b|from\b)[^/]+"
)
# an approval has the address of its milestone, then that of its body
ITS_BODY = re.compile(r"(?<=/approvals/<one>)/[^/]+")
# pages for everybody are in the other journeys, files are no pages
ELSEWHERE = re.compile(r"^/(c/|static/|$|remove|design$)|\.(svg|png|csv|ics)$|/(download|export/)")


@pytest.fixture(scope="module")
def staff(browser, demonstration) -> Iterator[Callable[[str], Guest]]:
    """Give the one of a role, signed in once for all tests here."""
    with guests(browser) as come:
        yield cache(lambda role: come(demonstration, "desk", f"{role}@ashdale.example", PASSWORD))


@pytest.fixture(params=ROLES)
def member(request, staff) -> Guest:
    return staff(request.param)


def links(guest: Guest, part: str) -> list[str]:
    """Return the addresses within this site that a part of the page leads to, each kind once."""
    found = guest.page.locator(f"{part} a[href]:not([download])").evaluate_all("all => all.map(one => one.href)")
    own = {}
    for address in found:
        parts = urlsplit(address)
        if address.startswith(guest.base) and not ELSEWHERE.search(parts.path):
            own.setdefault(kind(address), f"{parts.path}?{parts.query}" if parts.query else parts.path)
    return list(own.values())


def kind(address: str) -> str:
    """Return what an address has in common with others of its kind: one template is looked at once."""
    return ITS_BODY.sub("", ANY_OF.sub(r"\1/<one>", pattern(address)))


def at_every_width(guest: Guest) -> Iterator[int]:
    """Give each width in turn, the page being that wide."""
    for width in WIDTHS:
        guest.page.set_viewport_size({"width": width, "height": 768})
        yield width


SEEN: set[str] = set()


def looked_at_well(guest: Guest, *, everywhere: bool) -> None:
    """Hold the page to its width at every width, and to axe: wide in light, narrow in dark, `everywhere` at each width."""
    guest.look()
    for width in at_every_width(guest):
        no_sideways_scroll(guest.page)
        if width == WIDTHS[0]:
            guest.page.emulate_media(color_scheme="dark")
            held_to_axe(guest.page)
            guest.page.emulate_media(color_scheme="light")
        elif everywhere and width != WIDTHS[-1]:
            held_to_axe(guest.page)


def test_what_the_navigation_leads_to_is_sound_at_every_width(member):
    member.go("/desk")
    opened = [*links(member, "nav.line"), *links(member, ".me")]
    assert opened
    for address in opened:
        member.page.goto(address)
        looked_at_well(member, everywhere=kind(address) not in SEEN)
        SEEN.add(kind(address))


def test_every_other_page_is_sound(member):
    waiting, own = ["/desk"], set()
    while waiting:
        address = waiting.pop()
        if kind(address) in own:
            continue
        own.add(kind(address))
        member.page.goto(address)
        waiting += [found for found in links(member, "body") if kind(found) not in own]
        if kind(address) not in SEEN:
            SEEN.add(kind(address))
            looked_at_well(member, everywhere=False)
    # what others have looked at was only walked through here
    member.looked_at |= member.visited


MAIN_ACTIONS = {
    "lead": [
        "/plans",
        "/consultations",
        "/consultations/demo/events",
        "/consultations/demo/questions/bank",
        "/consultations/demo/safety",
    ],
    "analyst": ["/consultations/demo/coding/themes", "/consultations/demo/coding/themes/new"],
    "facilitator": ["/consultations/demo/answers/enter"],
    "admin": ["/people"],
}


@pytest.mark.parametrize(
    ("role", "address"), [(role, address) for role, all_of in MAIN_ACTIONS.items() for address in all_of]
)
def test_the_keyboard_reaches_the_main_action_and_shows_where_it_is(staff, role, address):
    guest = staff(role)
    guest.go(address)
    focused = guest.page.locator(":focus")
    if not focused.count():  # a page of typing begins in its first field
        guest.page.keyboard.press("Tab")
        assert focused.inner_text() == "Skip to main content"
        guest.page.keyboard.press("Enter")
    wanted = guest.page.locator("main .b-go:visible").first
    for _ in range(150):
        guest.page.keyboard.press("Tab")
        assert shows(focused), f"no visible focus on {focused.evaluate('one => one.outerHTML')[:200]}"
        if focused.evaluate("(one, other) => one === other", wanted.element_handle()):
            return
    raise AssertionError(f"{address}: Tab does not come to “{wanted.inner_text()}”")


def shows(focused: Locator) -> bool:
    """Say whether the element in focus, or what stands for it beside it, is drawn with an outline or a ring."""
    return bool(
        focused.evaluate(
            """one => [one, one.nextElementSibling, one.parentElement].filter(Boolean).some(part => {
                const look = getComputedStyle(part);
                return (look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0) || look.boxShadow !== "none";
            })"""
        )
    )
