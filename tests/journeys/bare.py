"""A tablet without the children's screens: the engine alone, in a browser, in a hall."""

from time import monotonic
from typing import Any
from uuid import uuid4

from playwright.sync_api import Page

from tests.journeys.bare_hall import PIN, Hall

# less than the half minute after which the sender tries by itself
PATIENCE = 20
SAVE = """async ([id, words]) => {
    await tablet.save({id, questionnaire: "q", language: "en", started_at: new Date().toISOString(), answers: {one: words}});
    return tablet.counts();
}"""


class Bare:
    """The tablet. What it is told to do, its own code does."""

    def __init__(self, page: Page, hall: Hall) -> None:
        """Take a window of a browser into a hall."""
        self.page = page
        self.hall = hall
        page.set_default_timeout(15_000)

    def open(self, more: str = "") -> None:
        """Open the event's page and wait until the tablet is up."""
        self.page.goto(self.hall.url + more)
        self.page.evaluate("opened")

    def pair(self) -> None:
        """Open the event's page and pair by the code in the address."""
        self.open("#pair=abcdef23")
        assert self.page.evaluate("tablet.paired") is False
        self.show_pairing("{done: () => (window.done = true)}")
        assert "#" not in self.page.url
        self.page.get_by_role("button", name="Pair this tablet").click()
        self.page.wait_for_function("window.done && tablet.paired")
        assert self.page.evaluate("tablet.name") == "Tablet 3"

    def show_pairing(self, options: str = "{}") -> None:
        """Show the page for pairing."""
        self.page.evaluate(f"staff.showPairing(tablet, document.getElementById('main'), {options})")

    def menu(self, pin: str = PIN) -> None:
        """Ask for the staff's menu with a PIN."""
        self.page.evaluate("staff.askPin(tablet, document.getElementById('main'), {leave: () => (window.left = true)})")
        self.page.get_by_label("Staff PIN").fill(pin)
        self.page.get_by_role("button", name="Open").click()

    def save(self, words: str = "More trees") -> str:
        """Save a response and return its id."""
        made = str(uuid4())
        self.page.evaluate(SAVE, [made, words])
        return made

    def send(self) -> None:
        """Send now, whatever happened before."""
        self.page.evaluate("tablet.sender.send('staff')")

    @property
    def counts(self) -> dict[str, int]:
        """What the store counts."""
        told: dict[str, int] = self.page.evaluate("tablet.store.counts()")
        return told

    @property
    def state(self) -> str:
        """How it stands, in a word."""
        told: str = self.page.evaluate("tablet.state()")
        return told

    def until(self, **expected: Any) -> None:
        """Wait until the store counts as expected, or `state` is as expected. Gives up before the sender's timer could help."""
        started = monotonic()
        while monotonic() - started < PATIENCE:
            told = {**self.counts, "state": self.state}
            if expected.items() <= told.items():
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{told}, not {expected}")
