"""A hall full of tablets: programs that pair, seal and send as tablets do, over bad Wi-Fi."""

import base64
import http.client
import json
import os
import re
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.journeys.site import Site

BATCH = 10
# makes an event with questions and so many pairing codes, and writes what the hall needs to know into a file
MAKE_HALL = """
import json, sys
from cypp_consult.core import clock
from cypp_consult.core.database import db
from cypp_consult.events import pairing
from tests.pages.tablets.world import world
made = world(db.session())
made.event.private_key = None
codes = [pairing.new_code(db.session(), made.event, None, clock.now())[1] for _ in range(int(sys.argv[2]))]
db.session.commit()
facts = {"code": made.event.code, "event": str(made.event.id), "codes": codes, "feeling": str(made.feeling.id), "why": str(made.why.id)}
open(sys.argv[1], "w").write(json.dumps(facts))
"""
COUNT = """
import json, sys
from sqlalchemy import func, select
from cypp_consult.collection.models import Answer, ParkedResponse, Response
from cypp_consult.collection.tablets import queries
from cypp_consult.core.database import db
from cypp_consult.events.models import Event
count = {kind.__tablename__: db.session.scalar(select(func.count()).select_from(kind)) for kind in (Answer, ParkedResponse, Response)}
event = db.session.scalar(select(Event))
states = queries.tablets(db.session(), event)
count["tablets"] = [[state.arrived, list(state.missing)] for state in states]
open(sys.argv[1], "w").write(json.dumps(count))
"""


@dataclass
class Hall:
    """An event on a served installation, with the key to seal to and codes to pair with."""

    site: Site
    code: str
    event: str
    codes: list[str]
    feeling: str
    why: str
    document: dict[str, Any] = field(default_factory=dict)

    def post(self, path: str, token: str, body: Any, timeout: float = 60) -> tuple[int, Any]:
        """Post JSON and return status and JSON; (0, None) where nothing came back."""
        connection = http.client.HTTPConnection(urlsplit(self.site.url).netloc, timeout=timeout)
        headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
        try:
            connection.request("POST", f"/api/v1/{path}", json.dumps(body), headers)
            reply = connection.getresponse()
            return reply.status, json.loads(reply.read())
        except (OSError, ValueError, http.client.HTTPException):
            return 0, None
        finally:
            connection.close()

    def pair(self) -> str:
        """Pair a tablet and return its token."""
        status, made = self.post("devices", "", {"code": self.codes.pop(), "installation": str(uuid4())})
        assert status == 201, made
        return str(made["token"])

    def item(self, seq: int) -> dict[str, Any]:
        """Return a response as a tablet sends it, sealed to the event's key."""
        now = datetime.now(UTC).isoformat()
        form = self.document["questionnaires"]["younger-children"]["id"]
        answers = {self.feeling: "bad", self.why: f"It is loud in the hall, {seq}"}
        fields = {"questionnaire": form, "language": "en", "started_at": now, "completed_at": now, "answers": answers}
        item_id = str(uuid4())
        return {"id": item_id, "seq": seq, "sealed": self._seal(item_id, fields)}

    def _seal(self, item_id: str, fields: dict[str, Any]) -> dict[str, str]:
        number = {name: _number(self.document["key"][name]) for name in ("e", "n")}
        oaep = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)
        key, iv = AESGCM.generate_key(256), os.urandom(12)
        parts = {
            "key": rsa.RSAPublicNumbers(number["e"], number["n"]).public_key().encrypt(key, oaep),
            "iv": iv,
            "data": AESGCM(key).encrypt(iv, json.dumps(fields).encode(), item_id.encode()),
        }
        return {name: base64.b64encode(part).decode() for name, part in parts.items()}

    def counted(self) -> dict[str, Any]:
        """Return how many rows there are now, and for each tablet (arrived, missing)."""
        path = self.site.instance / "counted.json"
        self.site.python(COUNT, str(path))
        found: dict[str, Any] = json.loads(path.read_text())
        return found


def _number(text: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), "big")


def hall(site: Site, tablets: int) -> Hall:
    """Set up an event on an installation and read what its tablets are served."""
    path = site.instance / "hall.json"
    site.python(MAKE_HALL, str(path), str(tablets))
    made = Hall(site, **json.loads(path.read_text()))
    connection = http.client.HTTPConnection(urlsplit(site.url).netloc, timeout=60)
    connection.request("GET", f"/e/{made.code}/")
    text = connection.getresponse().read().decode()
    connection.close()
    found = re.search(r'<script[^>]* id="event"[^>]*>(.*?)</script>', text, re.DOTALL)
    assert found, text[:500]
    made.document = json.loads(found[1])
    return made


@dataclass
class Tablet:
    """A tablet with answers that wait; it forgets one only on its receipt, and loses some of the server's replies."""

    hall: Hall
    token: str
    outbox: list[dict[str, Any]]
    random: Random
    seconds: float = 0
    longest: float = 0
    tries: int = 0
    receipts: Counter[str] = field(default_factory=Counter)

    def send_all(self, start: threading.Barrier, lose: float) -> None:
        """Send what waits, ten at a time, until nothing does; a part of the replies is lost on the way."""
        start.wait()
        began = time.perf_counter()
        while self.outbox:
            batch = self.outbox[:BATCH]
            asked = time.perf_counter()
            status, reply = self.hall.post("responses", self.token, {"responses": batch})
            self.longest = max(self.longest, time.perf_counter() - asked)
            self.tries += 1
            if status != http.HTTPStatus.OK or self.random.random() < lose:
                time.sleep(self.random.random() / 5)
                continue
            done = {one["id"] for one in reply["receipts"] if one["status"] in {"stored", "duplicate"}}
            self.receipts.update(one["status"] for one in reply["receipts"])
            assert done, reply
            self.outbox = [item for item in self.outbox if item["id"] not in done]
        self.seconds = time.perf_counter() - began


def rush(of: Hall, tablets: int, each: int, lose: float = 1 / 3) -> list[Tablet]:
    """Let so many tablets send so many waiting responses each at the same moment, and return them when all is sent."""
    made = []
    for place in range(tablets):
        waiting = [of.item(seq) for seq in range(1, each + 1)]
        made.append(Tablet(of, of.pair(), waiting, Random(place)))  # noqa: S311 - no secret
    start = threading.Barrier(tablets)
    with ThreadPoolExecutor(tablets) as pool:
        list(pool.map(lambda tablet: tablet.send_all(start, lose), made))
    return made
