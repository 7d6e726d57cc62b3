"""A wire between browser and server that counts every byte: headers, workers and all, whatever the browser would tell."""

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.journeys.site import Site

_PIECE = 65536
CODES = """
import json, sys
from sqlalchemy import select
from cypp_consult.core.database import db
from cypp_consult.events.models import Event
found = {slug: code for slug, code in db.session.execute(select(Event.slug, Event.code))}
open(sys.argv[1], "w").write(json.dumps(found))
"""


@dataclass
class Wire:
    """Where the browser finds the server, and what came down so far. `requests` are first lines, oldest first."""

    url: str
    down: int = 0
    up: int = 0
    requests: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def forget(self) -> None:
        """Count from nothing again."""
        with self._lock:
            self.down = self.up = 0
            self.requests.clear()

    def _passed(self, piece: bytes, *, down: bool) -> None:
        with self._lock:
            if down:
                self.down += len(piece)
                return
            self.up += len(piece)
            if piece[:5] in {b"GET /", b"POST "}:
                self.requests.append(piece.partition(b" HTTP/")[0].decode())


@contextmanager
def wire(server: str) -> Iterator[Wire]:
    """Lay a wire to a server's address; it goes with the block."""
    there = urlsplit(server)
    listener = socket.create_server(("127.0.0.1", 0))
    laid = Wire(f"http://127.0.0.1:{listener.getsockname()[1]}")
    thread = threading.Thread(target=_listen, args=(listener, (there.hostname, there.port), laid), daemon=True)
    thread.start()
    try:
        yield laid
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def _listen(listener: socket.socket, there: tuple[str | None, int | None], laid: Wire) -> None:
    # the listener is closed at the end, which ends the waiting
    with suppress(OSError):
        while True:
            browser, _ = listener.accept()
            server = socket.create_connection((there[0] or "127.0.0.1", there[1] or 80))
            threading.Thread(target=_connect, args=(browser, server, laid), daemon=True).start()


def _connect(browser: socket.socket, server: socket.socket, laid: Wire) -> None:
    with browser, server:
        upwards = threading.Thread(target=_pass_on, args=(browser, server, laid), daemon=True)
        upwards.start()
        _pass_on(server, browser, laid, down=True)
        upwards.join()


def _pass_on(source: socket.socket, goal: socket.socket, laid: Wire, *, down: bool = False) -> None:
    with suppress(OSError):
        while piece := source.recv(_PIECE):
            laid._passed(piece, down=down)
            goal.sendall(piece)
    with suppress(OSError):
        goal.shutdown(socket.SHUT_RDWR)


def codes(site: Site, slugs: list[str]) -> list[str]:
    """Return the public codes of events."""
    path = site.instance / "codes.json"
    site.python(CODES, str(path))
    known = json.loads(path.read_text())
    return [known[slug] for slug in slugs]


def weight(site: Site, request: str) -> int:
    """Return how many bytes the answer to a request is, as a browser gets it."""
    with wire(site.url) as laid:
        connection = http.client.HTTPConnection(urlsplit(laid.url).netloc, timeout=30)
        connection.request("GET", request.removeprefix("GET "), headers={"Accept-Encoding": "gzip, deflate, br"})
        connection.getresponse().read()
        connection.close()
        return laid.down
