"""Throttles: so many tries in so much time, by whoever it is and wherever from, without keeping either."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address

from flask import current_app, request

from cypp_consult.core import buckets, clock
from cypp_consult.core.database import db


@dataclass(frozen=True)
class Limit:
    """At most so many tries within so much time, counted apart from those of other names."""

    name: str
    most: int
    within: timedelta


def key_for(limit: Limit, *parts: str) -> str:
    """Return the key under which tries are counted: a keyed hash, so that neither account nor address is kept."""
    secret = current_app.config["SECRET_KEY"].encode()
    text = "\x1f".join((limit.name, *(part.strip().casefold() for part in parts)))
    return hmac.new(secret, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def neighbourhood() -> str:
    """Return where the request comes from, coarsely: the /24 of an IPv4 address or the /48 of an IPv6 address."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    kept = 48 if isinstance(address, IPv6Address) else 24
    return f"{int(address) >> (address.max_prefixlen - kept):x}/{address.version}"


def take(limit: Limit, *parts: str) -> timedelta | None:
    """Count a try by these parts; None where it is allowed, else how long to wait."""
    return buckets.take(db.engine, key_for(limit, *parts), most=limit.most, within=limit.within, at=clock.now())


def wait(limit: Limit, *parts: str) -> timedelta | None:
    """Return how long to wait before a next try by these parts, None where it is allowed. Counts nothing."""
    return buckets.wait(db.engine, key_for(limit, *parts), most=limit.most, within=limit.within, at=clock.now())


def forget(limit: Limit, *parts: str) -> None:
    """Begin counting anew for these parts."""
    buckets.forget(db.engine, key_for(limit, *parts))


def in_minutes(wait: timedelta) -> str:
    """Return a wait in words, rounded up: "1 minute", "5 minutes"."""
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    return f"{minutes} minute{'' if minutes == 1 else 's'}"
