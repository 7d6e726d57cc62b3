"""An event that is held: the product behind it, which may be killed at any moment, and tablets that may be too."""

import json
import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from playwright.sync_api import BrowserContext, BrowserType, Error, Page, expect
from sqlalchemy.orm import Session

from cypp_consult.core import clock
from cypp_consult.core.audiences import Audience
from cypp_consult.events.models import Event, EventAudience
from cypp_consult.questionnaires import services as questionnaires
from cypp_consult.questionnaires.models import QuestionType
from tests import make
from tests.journeys.site import Site, served_by, wait_for

CODE, SLUG, PIN = "HALL22", "hall", "246810"
FACES = [{"id": "bad", "text": "Not good"}, {"id": "so", "text": "It is OK"}, {"id": "good", "text": "Good"}]
SET_UP = """
from cypp_consult.core.database import db
from tests.journeys.place import build
build(db.session)
"""
ROWS = """
import json, sys
from sqlalchemy import select
from cypp_consult.collection.models import Answer, Response
from cypp_consult.collection.tablets.models import Arrival
from cypp_consult.core.database import db
rows = [
    {"id": str(one.id), "seq": came.seq, "channel": one.channel.value,
     "words": sorted(db.session.scalars(select(Answer.text).where(Answer.response_id == one.id, Answer.has_text)))}
    for one, came in db.session.execute(
        select(Response, Arrival).outerjoin(Arrival, Arrival.response_id == Response.id).order_by(Arrival.seq))
]
open(sys.argv[1], "w").write(json.dumps(rows))
"""


def build(session: Session, audiences: tuple[Audience, ...] = (Audience.YOUNGER_CHILDREN,)) -> Event:
    """Make an event of a launched consultation that asks two questions, one of them for own words."""
    of = make.consultation(session, slug=SLUG, launched=False, audiences=audiences)
    kind, how, words = QuestionType.FACES3, "How is it where you live?", "What would make it better?"
    make.question(session, of, kind, text=how, options=FACES, position=1, audiences=audiences)
    make.question(session, of, text=words, position=2, audiences=audiences)
    questionnaires.freeze(session, of, None, clock.now())
    of.launched_at = clock.now()
    event = make.event(session, of, slug=SLUG, code=CODE, staff_pin=PIN)
    session.add_all(EventAudience(event_id=event.id, audience=audience) for audience in audiences)
    session.commit()
    return event


class Place:
    """The event and its server, on one port for ever."""

    def __init__(self, site: Site) -> None:
        """Set the event up in an installation that is not served yet."""
        self.site = site
        self.server: subprocess.Popen[bytes] | None = None
        site.python(SET_UP)

    @property
    def url(self) -> str:
        """Return the address for its tablets."""
        return f"{self.site.url}/e/{CODE}/"

    def start(self) -> None:
        """Serve, and wait until it answers."""
        port, log = int(self.site.url.rpartition(":")[2]), self.site.instance / "server.log"
        self.server = served_by(self.site, port, log)
        wait_for(port, self.server, log)

    def kill(self) -> None:
        """Kill the server and all its workers, as a power cut would."""
        if self.server:
            os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait(10)
        self.server = None

    def pairing_code(self) -> str:
        """Return a new code."""
        return self.site.command("pairing-code", SLUG, SLUG).strip()

    def rows(self) -> list[dict[str, Any]]:
        """Return what is stored, in the tablet's own order."""
        out = self.site.instance / "rows.json"
        self.site.python(ROWS, str(out))
        found: list[dict[str, Any]] = json.loads(out.read_text())
        return found


class Tablet:
    """A real browser with a memory of its own, which survives being killed."""

    def __init__(self, kind: BrowserType, needed: dict[str, Any], folder: Path, url: str, **options: Any) -> None:
        """Take a new tablet out of its box."""
        self.folder = folder / f"tablet-{uuid4().hex[:8]}"
        self.url = url
        self.kind = kind
        self.options = {**needed, **options, "viewport": {"width": 1024, "height": 768}}
        self.context: BrowserContext
        self.page: Page

    def switch_on(self) -> None:
        """Start the browser and open the event's page, which the tablet may hold itself."""
        self.context = self.kind.launch_persistent_context(self.folder, **self.options)
        self.page = self.context.pages[0]
        self.page.set_default_timeout(30_000)
        self.page.goto(self.url)

    def kill(self) -> None:
        """Kill the browser and all that belongs to it, by the folder that is this tablet's alone."""
        for pid in _using(self.folder):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        with suppress(Error):
            self.context.close()

    def pair(self, code: str) -> None:
        """Pair by typing a code."""
        self.page.get_by_label("Pairing code").fill(code)
        self.press("Pair this tablet")
        expect(self.button("I want to take part")).to_be_visible()

    def button(self, name: str) -> Any:
        """Return the button of a name."""
        return self.page.get_by_role("button", name=name, exact=True)

    def press(self, name: str) -> None:
        """Press a button."""
        self.button(name).click()

    def answer(self, words: str) -> None:
        """Take part and send, up to "Thank you"."""
        self.press("I want to take part")
        self.page.get_by_role("radio", name="Good", exact=True).check()
        self.press("Next")
        self.page.get_by_role("textbox").fill(words)
        self.press("Next")
        self.press("Send my answers")
        expect(self.page.get_by_role("heading", name="Thank you")).to_be_visible()

    def next_person(self) -> None:
        """Hand the tablet on."""
        self.press("Next person")
        expect(self.button("I want to take part")).to_be_visible()

    def line(self) -> Any:
        """Return the line at the foot."""
        return self.page.locator("#line")


def _using(folder: Path) -> list[int]:
    """Return the processes whose command names a folder."""
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            if str(folder).encode() in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
    return found
