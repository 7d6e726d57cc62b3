"""What the tablets' interface asks of a request: JSON of a sane size and shape, and a token that is known."""

import json
import math
import threading
import time
from collections import OrderedDict
from typing import Any

from flask import request

from cypp_consult.collection.tablets.reading import is_deep
from cypp_consult.core.database import session
from cypp_consult.core.errors import DomainError
from cypp_consult.events import pairing
from cypp_consult.events.models import Device

LARGEST = 4 * 1024 * 1024
_SCHEME = "bearer"


class RefusedError(DomainError):
    """A request that the interface does not take: a status, a sentence, and headers to go with them."""

    def __init__(self, status: int, message: str, **headers: str) -> None:
        """Keep all three."""
        super().__init__(message)
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def body() -> dict[str, Any]:
    """Return the object that was sent. RefusedError: 415 for anything but JSON, 413 for too much, 400 for no object."""
    if request.mimetype != "application/json":
        raise RefusedError(415, "Send JSON, with Content-Type: application/json.")
    request.max_content_length = LARGEST
    try:
        sent = json.loads(request.get_data(cache=False), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise RefusedError(400, "This is not JSON.") from error
    if not isinstance(sent, dict):
        raise RefusedError(400, "Send a JSON object.")
    if is_deep(sent):
        raise RefusedError(400, "Lists and objects lie too deep in each other.")
    return sent


def device() -> Device:
    """Return the tablet whose token was sent; RefusedError 401 for a token that is missing, unknown or taken back."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    found = pairing.device_of(session(), token.strip()) if scheme.lower() == _SCHEME and token.strip() else None
    if found is None:
        message = "This tablet is not paired any more. Ask staff to pair it again."
        raise RefusedError(401, message, WWW_Authenticate="Bearer")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


class Pace:
    """How often something may happen for each key, in this process: `most` at once, refilled over `seconds`."""

    def __init__(self, most: int, seconds: float, keys: int = 10_000) -> None:
        """Begin with everything allowed; the keys that were quiet longest are forgotten first."""
        self.most, self.seconds, self.keys = most, seconds, keys
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def check(self, key: str) -> None:
        """Count one for a key; RefusedError 429 with Retry-After where there were too many."""
        now = time.monotonic()
        with self._lock:
            left, since = self._left.pop(key, (float(self.most), now))
            left = min(self.most, left + (now - since) * self.most / self.seconds)
            self._left[key] = (max(0.0, left - 1), now)
            if len(self._left) > self.keys:
                self._left.popitem(last=False)
        if left < 1:
            wait = math.ceil((1 - left) * self.seconds / self.most)
            raise RefusedError(429, "This tablet asks too often.", Retry_After=str(wait))
