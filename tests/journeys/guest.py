"""Somebody in front of a real browser. Every page that comes up is held to axe, its width and a silent console."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Download,
    Frame,
    Locator,
    Page,
    Request,
    Response,
    expect,
)

from tests.journeys.site import PASSWORD, Site

RULES: dict[str, Any] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# what axe found, in words; everything else it knows of a page stays in the browser, which is three times as fast
RUN_AXE = """rules => axe.run(rules).then(found => found.violations.map(
    each => `${each.id}: ${each.help} ${each.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(" | ")}`
))"""
SIZES: dict[str, dict[str, Any]] = {
    "tablet": {"viewport": {"width": 1024, "height": 768}, "has_touch": True},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "has_touch": True,
        "is_mobile": True,
        "device_scale_factor": 2,
    },
    "desk": {"viewport": {"width": 1366, "height": 768}},
}


def held_to_axe(page: Page, rules: Mapping[str, Any] = RULES) -> None:
    """Fail if axe finds anything on the page as it stands; `rules` are options of `axe.run`."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(RUN_AXE, dict(rules))
    assert not found, f"{page.url}\n" + "\n".join(found)


def no_sideways_scroll(page: Page) -> None:
    """Fail if the page itself scrolls sideways."""
    wide = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide[0] <= wide[1] + 1, f"{page.url} is {wide[0]} wide in a window of {wide[1]}"


class Guest:
    """One person with one browser window. `go` and `press` check the page they lead to; `look` checks it as it stands."""

    def __init__(self, context: BrowserContext, *, scripts: bool = True, touches: bool = False) -> None:
        """Open a window in a browser context. axe needs scripts: without them pages are held to their width alone."""
        self.context = context
        self.scripts = scripts
        self.touches = touches
        self.complaints: list[str] = []
        self.visited: set[str] = set()
        self.looked_at: set[str] = set()
        self._refusals = 0
        self.page = context.new_page()
        self.page.set_default_timeout(60_000)
        self._listen(self.page)

    def _listen(self, page: Page) -> None:
        def console(message: ConsoleMessage) -> None:
            # the browser itself reports a refused page; `_answered` judges those by their status
            if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
                self.complaints.append(f"console: {message.text}")

        def failed(request: Request) -> None:
            # a download is no page, so the browser gives the navigation up
            if request.failure != "net::ERR_ABORTED":
                self.complaints.append(f"failed: {request.url} {request.failure}")

        def moved(frame: Frame) -> None:
            if frame == page.main_frame and frame.url.startswith("http"):
                self.visited.add(pattern(frame.url))

        page.on("console", console)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("requestfailed", failed)
        page.on("response", self._answered)
        page.on("framenavigated", moved)

    def _answered(self, response: Response) -> None:
        if response.status >= 500 or (response.status >= 400 and not self._refusals):
            self.complaints.append(f"{response.status}: {response.request.method} {response.url}")

    @contextmanager
    def refused(self) -> Iterator[None]:
        """Expect the site to say no to what is done in this block."""
        self._refusals += 1
        yield
        self._refusals -= 1

    def look(self) -> None:
        """Hold the page as it stands to axe and its width, and fail for any complaint of the browser so far."""
        self.page.wait_for_load_state()
        self.looked_at.add(pattern(self.page.url))
        no_sideways_scroll(self.page)
        if self.scripts:
            held_to_axe(self.page)
        assert not self.complaints, "\n".join(self.complaints)

    def go(self, address: str) -> None:
        """Open an address and look."""
        self.page.goto(address)
        self.look()

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        """Sign in on the page for it."""
        self.go("/sign-in")
        self.fill("E-mail address", email)
        self.fill("Password", password)
        self.press("Sign in")

    def control(self, name: str | re.Pattern[str], within: str = "main") -> Locator:
        """Return the one link or button of a name."""
        part = self.page.locator(within)
        exact = isinstance(name, str)
        return part.get_by_role("button", name=name, exact=exact).or_(part.get_by_role("link", name=name, exact=exact))

    def press(self, name: str | re.Pattern[str] | Locator, *, within: str = "main") -> None:
        """Press a link or a button that leads to a page, and look at that page."""
        control = name if isinstance(name, Locator) else self.control(name, within)
        with self.page.expect_navigation():
            self._reach(control)
        self.look()

    def act(self, control: Locator, told: str) -> None:
        """Press a button whose work is told in place, without leaving the page, and look at what it became."""
        self._reach(control)
        expect(self.page.locator(".toast")).to_contain_text(told, timeout=15_000)
        self.look()

    def stop(self, name: str) -> None:
        """Go to a stop on the line."""
        self.press(re.compile(f"^{re.escape(name)}\\b"), within="nav.line")

    def field(self, label: str) -> Locator:
        """Return the field of a label, which may say that it is optional."""
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}(\s*\(optional\))?\s*$"))

    def fill(self, label: str, words: str) -> None:
        """Fill the field of a label in."""
        self.field(label).fill(words)

    def choose(self, label: str, option: str) -> None:
        """Choose from the list of a label."""
        self.field(label).select_option(label=option)

    def pick(self, *words: str, of: str = "main") -> None:
        """Press the words or the picture of each choice, as people do; `of` narrows it to a part of the page."""
        for each in words:
            label = self.page.locator(of).locator("label").filter(has_text=re.compile(rf"^\s*{re.escape(each)}\s*$"))
            self._reach(label)

    def _reach(self, control: Locator) -> None:
        if self.touches:
            control.tap()
        else:
            control.click()

    def download(self, name: str | re.Pattern[str], into: Path) -> Path:
        """Press a link that brings a file, and return where it is."""
        with self.page.expect_download() as waiting:
            self.control(name).click()
        brought: Download = waiting.value
        path = into / brought.suggested_filename
        brought.save_as(path)
        return path

    @property
    def base(self) -> str:
        """Return where the site answers."""
        parts = urlsplit(self.page.url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def heading(self) -> str:
        """Return the words of the page's heading."""
        return self.page.locator("h1").inner_text()

    def words(self, part: str = "main") -> str:
        """Return the words of a part of the page."""
        return self.page.locator(part).first.inner_text()

    def leave(self) -> None:
        """Close the window. Fails for a complaint of the browser, and for a page that nobody looked at."""
        self.context.close()
        assert not self.complaints, "\n".join(self.complaints)
        assert self.visited <= self.looked_at, f"never looked at: {sorted(self.visited - self.looked_at)}"


Visitor = Callable[..., Guest]


@contextmanager
def guests(browser: Browser) -> Iterator[Visitor]:
    """Let people come to a site with a device, each with a browser of their own; all leave at the end.

    `come(site, "phone")`, or signed in: `come(site, "desk", "amina@example.org")`; options are those of a browser context.
    """
    here: list[Guest] = []

    def come(site: Site, size: str, email: str = "", password: str = PASSWORD, **options: Any) -> Guest:
        chosen = {**SIZES[size], **options}
        context = browser.new_context(base_url=site.url, accept_downloads=True, locale="en-GB", **chosen)
        scripts = chosen.get("java_script_enabled", True)
        guest = Guest(context, scripts=scripts, touches=chosen.get("has_touch", False))
        here.append(guest)
        if email:
            guest.sign_in(email, password)
        return guest

    yield come
    for guest in here:
        guest.leave()


def pattern(address: str) -> str:
    """Return an address without what differs from one thing to the next."""
    path = re.sub(r"^https?://[^/]+", "", address).partition("?")[0].partition("#")[0]
    path = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "<id>", path)
    return re.sub(r"^/c/[^/]+", "/c/<code>", path)
