"""Every setting: its environment variable, default and meaning. Nothing else reads the environment."""

import contextlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Setting:
    """One setting: `CYPP_<name>` in the environment, its default and what it means."""

    name: str
    default: str
    meaning: str


SETTINGS = (
    Setting("INSTANCE_PATH", "instance", "Folder for the database, files and the secret key of a small installation."),
    Setting("DATABASE_URL", "", "Database address; empty means SQLite in the instance folder."),
    Setting(
        "SECRET_KEY", "", "Key that signs sessions and links; empty means one made and kept in the instance folder."
    ),
    Setting(
        "BASE_URL",
        "http://127.0.0.1:5000",
        "Address under which people reach this installation; used in links and QR codes.",
    ),
    Setting("MAIL_URL", "", "smtp://user:password@host:port or smtps://…; empty writes mails to instance/outbox."),
    Setting("MAIL_FROM", "CYPP Consult <consult@localhost>", "Sender of mails."),
    Setting("ORGANISATION", "Children and young people's partnership", "Name shown on public pages."),
    Setting(
        "DIVISION",
        "england-and-wales",
        "Whose bank holidays count for a new consultation: england-and-wales, scotland or northern-ireland.",
    ),
    Setting(
        "QUEUE_URL",
        "",
        "postgresql://… or redis://… for a worker on another host; empty means a queue in the instance folder.",
    ),
    Setting("JOBS_IN_PROCESS", "1", "1 runs jobs inside the web server; 0 leaves them to `cypp-consult jobs run`."),
    Setting("SUPPRESSION_THRESHOLD", "5", "Counts below this are not shown."),
    Setting("TRUSTED_PROXIES", "0", "How many reverse proxies in front set X-Forwarded-For; 0 trusts none."),
    Setting("DEMONSTRATION", "0", "1 marks every page as made-up example content."),
    Setting("MAX_UPLOAD_MB", "32", "Largest import file in megabytes."),
    Setting(
        "REMINDER_OFFSETS",
        "14,7,1,0,-1,-7",
        "How many days before a milestone is due its owner is reminded; below nought after it; empty for never.",
    ),
    Setting("REMINDER_CLOSING_OFFSETS", "7,1", "The same for leads before a consultation closes."),
    Setting("REMINDER_FEEDBACK_OFFSETS", "14,0,-7", "The same for leads about feedback that nobody has given yet."),
    Setting(
        "REMINDER_BEHIND_OFFSETS",
        "28,14,7",
        "The same for leads before a consultation closes that misses somebody it set out to hear from.",
    ),
    Setting("REMINDER_HOUR", "7", "Hour in London, 0 to 23, from which a day's reminders go out."),
    Setting(
        "TABLET_GRACE_HOURS",
        "72",
        "How many hours after closing an answer that was finished before it may still arrive from a tablet.",
    ),
    Setting("LOG_FORMAT", "json", "json or plain."),
)

# a reminder more than a year before or after a date is a slip of the pen
MOST_DAYS = 366
DEFAULTS = {item.name: item.default for item in SETTINGS}


class SettingError(ValueError):
    """A setting that cannot be used; the sentence names it and says what to write."""


def _whole(chosen: Mapping[str, str], name: str) -> int:
    """Return a setting that counts something."""
    try:
        value = int(chosen[name])
    except ValueError:
        value = -1
    if value < 0:
        raise SettingError(f"CYPP_{name} must be a whole number, such as {DEFAULTS[name]}, not {chosen[name]!r}.")
    return value


def _hour(chosen: Mapping[str, str], name: str) -> int:
    """Return a setting that is an hour of the day."""
    value = _whole(chosen, name)
    if value > 23:  # noqa: PLR2004 - the last hour of a day
        raise SettingError(f"CYPP_{name} must be an hour from 0 to 23, not {chosen[name]!r}.")
    return value


def _days(chosen: Mapping[str, str], name: str) -> tuple[int, ...]:
    """Return a setting that lists days before a date, the earliest first; below nought they are days after it."""
    try:
        days = {int(part) for part in chosen[name].split(",")} if chosen[name].strip() else set()
    except ValueError:
        days = {MOST_DAYS + 1}
    if any(abs(number) > MOST_DAYS for number in days):
        raise SettingError(
            f"CYPP_{name} must be whole numbers of days with commas between them, such as {DEFAULTS[name]}, "
            f"each at most {MOST_DAYS}, not {chosen[name]!r}."
        )
    return tuple(sorted(days, reverse=True))


def _one_of(chosen: Mapping[str, str], name: str, values: tuple[str, ...]) -> str:
    """Return a setting that is one of some words."""
    if chosen[name] not in values:
        raise SettingError(f"CYPP_{name} must be one of {', '.join(values)}, not {chosen[name]!r}.")
    return chosen[name]


def _kept_key(instance: Path) -> str:
    """Return the installation's own key, made once, readable by its owner alone."""
    path = instance / "secret_key"
    if not path.exists():
        # written whole under another name and then linked, so that a process starting now never reads half a key
        part = instance / f"secret_key.{secrets.token_hex(4)}"
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
        with contextlib.suppress(FileExistsError):
            os.link(part, path)
        part.unlink()
    return path.read_text(encoding="ascii").strip()


def _database_url(given: str, instance: Path) -> str:
    """Return an address that SQLAlchemy takes, with psycopg 3 for PostgreSQL."""
    if not given:
        return f"sqlite:///{instance / 'cypp.sqlite3'}"
    for prefix in ("postgres://", "postgresql://"):
        if given.startswith(prefix):
            return "postgresql+psycopg://" + given[len(prefix) :]
    return given


def load(overrides: Mapping[str, str] | None = None, environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return Flask's configuration from `CYPP_…` variables; `overrides` by name win. Makes the instance folder."""
    source = os.environ if environ is None else environ
    chosen = {item.name: source.get(f"CYPP_{item.name}", item.default) for item in SETTINGS}
    chosen.update(overrides or {})
    instance = Path(chosen["INSTANCE_PATH"]).absolute()
    instance.mkdir(parents=True, exist_ok=True)
    base = chosen["BASE_URL"].rstrip("/")
    return {
        "INSTANCE_PATH": instance,
        "SECRET_KEY": chosen["SECRET_KEY"] or _kept_key(instance),
        "SQLALCHEMY_DATABASE_URI": _database_url(chosen["DATABASE_URL"], instance),
        "BASE_URL": base,
        "MAIL_URL": chosen["MAIL_URL"],
        "MAIL_FROM": chosen["MAIL_FROM"],
        "ORGANISATION": chosen["ORGANISATION"],
        "DIVISION": _one_of(chosen, "DIVISION", ("england-and-wales", "scotland", "northern-ireland")),
        "QUEUE_URL": chosen["QUEUE_URL"],
        "JOBS_IN_PROCESS": chosen["JOBS_IN_PROCESS"] == "1",
        "SUPPRESSION_THRESHOLD": _whole(chosen, "SUPPRESSION_THRESHOLD"),
        "TRUSTED_PROXIES": _whole(chosen, "TRUSTED_PROXIES"),
        "REMINDER_OFFSETS": _days(chosen, "REMINDER_OFFSETS"),
        "REMINDER_CLOSING_OFFSETS": _days(chosen, "REMINDER_CLOSING_OFFSETS"),
        "REMINDER_FEEDBACK_OFFSETS": _days(chosen, "REMINDER_FEEDBACK_OFFSETS"),
        "REMINDER_BEHIND_OFFSETS": _days(chosen, "REMINDER_BEHIND_OFFSETS"),
        "REMINDER_HOUR": _hour(chosen, "REMINDER_HOUR"),
        "TABLET_GRACE": timedelta(hours=_whole(chosen, "TABLET_GRACE_HOURS")),
        "DEMONSTRATION": chosen["DEMONSTRATION"] == "1",
        "LOG_FORMAT": chosen["LOG_FORMAT"],
        "MAX_CONTENT_LENGTH": _whole(chosen, "MAX_UPLOAD_MB") * 1024 * 1024,
        # a page of the public form carries at most one long answer; this leaves room for 100,000 characters and more
        "MAX_FORM_MEMORY_SIZE": 4 * 1024 * 1024,
        "SESSION_COOKIE_NAME": "cypp",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": urlsplit(base).scheme == "https",
        "WTF_CSRF_TIME_LIMIT": None,  # bound to the session instead: a parent may pause for longer than an hour
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_pre_ping": True},
    }
