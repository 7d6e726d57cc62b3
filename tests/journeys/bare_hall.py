"""A hall with a tablet in it: a small server that serves the kiosk's own files to a bare page and answers as it is told."""

import base64
import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import pbkdf2_hmac, sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256

from cypp_consult.core.clock import now
from tests.journeys.site import ROOT

KIOSK = ROOT / "static" / "kiosk"
TYPES = {".js": "text/javascript", ".css": "text/css", ".html": "text/html; charset=utf-8", ".json": "application/json"}
PIN = "246810"
ROUNDS = 1000
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A bare tablet</title>
<link rel="icon" href="data:,">
<body><script type="application/json" id="event">{event}</script><main id="main"></main>
<script type="module" src="/e/files/{digest}/bare.js"></script></body></html>"""
BARE = """
import { openTablet } from "./tablet.js";
import * as staff from "./staff.js";
import { openStore } from "./store.js";
const data = JSON.parse(document.getElementById("event").textContent);
window.opened = openTablet(data).then((tablet) => Object.assign(window, { tablet, staff, openStore }));
"""
Item = dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """What the server says: a status, a body (JSON unless it is text), headers of its own."""

    status: int
    body: Any = ""
    headers: Mapping[str, str] = field(default_factory=dict)


def receipts(items: list[Item], status: str = "stored", detail: str = "") -> Reply:
    """Return a receipt of one status for each item."""
    return Reply(200, {"receipts": [{"id": item["id"], "status": status, "detail": detail} for item in items]})


class Hall:
    """The server, its event, and what came in. `script` is asked first what to answer to a batch; None leaves it to us."""

    def __init__(self) -> None:
        """Open on a free port."""
        self.code = "HALL22"
        self.event = {"id": str(uuid4()), "code": self.code, "name": "Listening day", "date": "2026-11-28"}
        self.release = "1"
        self.files: dict[str, str] = {}
        self.rows: dict[str, Item] = {}
        self.batches: list[list[Item]] = []
        self.beats: list[Item] = []
        self.paths: list[str] = []
        self.script: Callable[[list[Item]], Reply | None] = lambda _items: None
        self.pairing: Callable[[Item], Reply] = self._pair
        self.key: rsa.RSAPrivateKey | None = None
        self.port = 0
        self._server: ThreadingHTTPServer | None = None
        self.open()

    def open(self) -> None:
        """Answer, on the same port as before."""
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), _handler(self))
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def seal(self) -> None:
        """Have a key from now on, to which tablets seal."""
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def close(self) -> None:
        """Be gone: nothing answers any more."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
        self._server = None

    @property
    def url(self) -> str:
        """Return the address of the event's page."""
        return f"http://127.0.0.1:{self.port}/e/{self.code}/"

    @property
    def digest(self) -> str:
        """Return the name of the files as they are now."""
        return sha256(json.dumps([self.release, self.files]).encode()).hexdigest()[:12]

    @property
    def version(self) -> str:
        """Return the version of the whole."""
        return f"v{self.digest}"

    def data(self) -> Item:
        """Return what the page holds for the tablet."""
        return {"version": self.version, "api": "/api/v1", "event": self.event, "key": self._jwk()}

    def _jwk(self) -> Item | None:
        if not self.key:
            return None
        numbers = self.key.public_key().public_numbers()
        return {"kty": "RSA", "alg": "RSA-OAEP-256", "n": _url64(numbers.n), "e": _url64(numbers.e)}

    def get(self, path: str) -> tuple[str, str]:
        """Return the content of an address and its type; KeyError if there is none."""
        home, files = f"/e/{self.code}/", f"/e/files/{self.digest}/"
        names = [item.name for item in KIOSK.iterdir() if item.suffix in TYPES and item.name != "worker.js"]
        if path == home:
            return PAGE.format(event=json.dumps(self.data()), digest=self.digest), TYPES[".html"]
        if path == f"{home}sw.js":
            listed = [home, *(files + name for name in [*names, "bare.js"])]
            front = f"const VERSION={json.dumps(self.version)},FILES={json.dumps(listed)},MORE=[];\n"
            return front + self.files.get("worker.js", (KIOSK / "worker.js").read_text()), TYPES[".js"]
        name = path.removeprefix("/e/files/").partition("/")[2]
        if name == "bare.js":
            return BARE, TYPES[".js"]
        if name in names:
            return self.files.get(name, (KIOSK / name).read_text()), TYPES[f".{name.rpartition('.')[2]}"]
        raise KeyError(path)

    def post(self, path: str, body: Item) -> Reply:
        """Answer the tablet."""
        if path == "/api/v1/devices":
            return self.pairing(body)
        if path == "/api/v1/heartbeat":
            self.beats.append(body)
            return Reply(200, {"now": now().isoformat(), "name": "Tablet 3", "pin": self._pin(), "missing": []})
        items = cast("list[Item]", body["responses"])
        self.batches.append(items)
        return self.script(items) or self.store(items)

    def store(self, items: list[Item]) -> Reply:
        """Store as the server does: an id that is there is a duplicate."""
        made = []
        for item in items:
            known = item["id"] in self.rows
            self.rows.setdefault(item["id"], item)
            made.append({"id": item["id"], "status": "duplicate" if known else "stored", "detail": ""})
        return Reply(200, {"receipts": made})

    def unsealed(self, item: Item) -> Item:
        """Return the fields that an item was sealed with."""
        assert self.key
        sealed = {name: base64.b64decode(value, validate=True) for name, value in item["sealed"].items()}
        key = self.key.decrypt(sealed["key"], padding.OAEP(padding.MGF1(SHA256()), SHA256(), None))
        return cast("Item", json.loads(AESGCM(key).decrypt(sealed["iv"], sealed["data"], item["id"].encode())))

    def _pair(self, body: Item) -> Reply:
        if body["code"] != "ABCD-EF23":
            return Reply(403, {"error": "This code does not work. Ask for a new one."})
        told = {"token": f"token {uuid4()}", "device_id": str(uuid4()), "number": 3, "name": "Tablet 3"}
        return Reply(201, {**told, "event": self.event, "pin": self._pin()})

    def _pin(self) -> Item:
        salt = b"sixteen bytes ok"
        made = pbkdf2_hmac("sha256", PIN.encode(), salt, ROUNDS)
        return {"salt": _64(salt), "iterations": ROUNDS, "hash": _64(made)}


def _64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _url64(number: int) -> str:
    content = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _handler(hall: Hall) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hall.paths.append(f"GET {self.path}")
            try:
                content, kind = hall.get(self.path)
            except KeyError:
                return self._say(Reply(404, "no such page"))
            lasting = self.path.startswith("/e/files/")
            cache = "public, max-age=31536000, immutable" if lasting else "no-cache"
            return self._say(Reply(200, content, {"Content-Type": kind, "Cache-Control": cache}))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            hall.paths.append(f"POST {self.path}")
            self._say(hall.post(self.path, json.loads(body)))

        def _say(self, reply: Reply) -> None:
            said = reply.body if isinstance(reply.body, str) else json.dumps(reply.body)
            kind = "text/html" if isinstance(reply.body, str) else "application/json"
            content = said.encode()
            self.send_response(reply.status)
            for name, value in {"Content-Type": kind, **reply.headers, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args: Any) -> None:
            """Keep the output of tests to tests."""

    return Handler
