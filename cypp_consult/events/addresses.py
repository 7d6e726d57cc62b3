"""The addresses of an event's children's screens, and whether tablets may keep a page from this installation. Pure."""

from ipaddress import ip_address
from urllib.parse import urlsplit


def for_tablets(base_url: str, code: str) -> str:
    """Return the address that a tablet opens for an event, in full."""
    return f"{base_url.rstrip('/')}/e/{code}/"


def for_pairing(base_url: str, code: str, secret: str) -> str:
    """Return the address with a pairing code behind the `#`, which browsers tell no server and no log."""
    return f"{for_tablets(base_url, code)}#pair={secret}"


def is_secure(base_url: str) -> bool:
    """Say whether browsers let a page of this address be kept and sealed: https, or this very machine."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    if parts.scheme == "https" or host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def in_fours(code: str) -> str:
    """Return a code in groups of four, as people read it out."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))
