"""An event that is held by the product in this very process: quick, and its database is at hand."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from cypp_consult.collection.models import Response
from cypp_consult.core import clock
from cypp_consult.events import pairing
from cypp_consult.events.models import Event
from tests.journeys.place import CODE, build


@dataclass
class Held:
    """Where the event answers."""

    url: str
    event: Event
    session: Session

    @property
    def stored(self) -> int:
        """Return how many responses came in."""
        self.session.rollback()
        return self.session.scalar(select(func.count()).select_from(Response)) or 0

    def pairing_code(self) -> str:
        """Return a new code."""
        _row, code = pairing.new_code(self.session, self.event, None, clock.now())
        self.session.commit()
        return code


@contextmanager
def held(app: Flask, session: Session) -> Iterator[Held]:
    """Hold an event until the block ends."""
    event = build(session)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Held(f"http://127.0.0.1:{server.port}/e/{CODE}/", event, session)
    server.shutdown()
    thread.join()
