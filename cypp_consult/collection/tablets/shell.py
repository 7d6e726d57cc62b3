"""What the tablets of one event fetch: a document with the whole form in it, its languages, its worker, its manifest.

Nothing in it is about a person, so every tablet gets the same, and a tablet that has it needs the network only to send.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import current_app
from markupsafe import Markup
from sqlalchemy.orm import Session

from cypp_consult.collection.tablets import drawings, files
from cypp_consult.collection.tablets.files import Packed
from cypp_consult.core.audiences import Audience
from cypp_consult.core.clock import end_of_day, start_of_day
from cypp_consult.events import queries as event_queries
from cypp_consult.events.models import Event
from cypp_consult.events.sealing import public_jwk
from cypp_consult.questionnaires import queries as questionnaire_queries
from cypp_consult.questionnaires.languages import catalogues
from cypp_consult.questionnaires.languages import queries as language_queries
from cypp_consult.questionnaires.languages.catalogues import ENGLISH, Language
from cypp_consult.questionnaires.models import Questionnaire
from cypp_consult.questionnaires.rules import questions_of

TEMPLATE = "collection/tablets/shell.html"
WORKER = "worker.js"
ICONS = {192: "icons/192.png", 512: "icons/512.png"}
# stands in the document until what it names is known: the document with everything around it
_VERSION = "0version0"
Recordings = Mapping[tuple[str, Audience, str], str]


@dataclass(frozen=True)
class Kiosk:
    """All that is served for one event; `languages` are by file name."""

    document: Packed
    worker: Packed
    manifest: Packed
    languages: Mapping[str, Packed]


@dataclass(frozen=True)
class _Asked:
    """What is asked at an event, by language: the frozen questionnaires and the recordings of them."""

    audiences: Sequence[Audience]
    languages: Sequence[Language]
    questionnaires: Mapping[tuple[Audience, str], Questionnaire]
    recordings: Recordings

    def forms(self, language: str) -> dict[str, Any]:
        """Return the questionnaires of a language, by audience."""
        found = {audience: self.questionnaires[audience, language] for audience in self.audiences}
        return {
            key.value: {"id": str(row.id), "questions": [_shown(question) for question in row.questions]}
            for key, row in found.items()
        }

    def sounds(self, language: str) -> dict[str, dict[str, str]]:
        """Return the addresses of the recordings of a language, by audience and question."""
        found: dict[str, dict[str, str]] = {}
        for (question, audience, spoken), digest in sorted(self.recordings.items()):
            if spoken == language and audience in self.audiences:
                found.setdefault(audience.value, {})[question] = f"/e/sound/{digest}"
        return found


def kiosk(session: Session, event: Event) -> Kiosk:
    """Return what the tablets of an event fetch, as the database and the files say now."""
    asked = _asked(session, event)
    spoken = {language.code: _language_file(asked, language) for language in asked.languages}
    own = {code: packed for code, packed in spoken.items() if code != ENGLISH}
    addresses = {code: f"{_home(event)}{code}.{packed.digest}.json" for code, packed in own.items()}
    shared, manifest = files.folder(), _manifest(event)
    document = _document(event, asked, addresses)
    sounds = sorted({url for code in spoken for by_id in asked.sounds(code).values() for url in by_id.values()})
    parts = [document, shared.digest, manifest.digest, *addresses.values(), *sounds]
    version = files.digest(*(part.encode() for part in parts))
    return Kiosk(
        document=files.pack(".html", document.replace(_VERSION, version).encode()),
        worker=_worker(event, version, shared, [*addresses.values(), *sounds]),
        manifest=manifest,
        languages={address.removeprefix(_home(event)): own[code] for code, address in addresses.items()},
    )


def forms(session: Session, event: Event) -> list[dict[str, Any]]:
    """Return the questionnaires of an event in every language offered there, as other programs read them."""
    asked = _asked(session, event)
    return [
        {
            "id": str(row.id),
            "audience": audience.value,
            "language": language.code,
            "questions": [{**question, "required": False} for question in row.questions],
        }
        for language in asked.languages
        for audience in asked.audiences
        for row in [asked.questionnaires[audience, language.code]]
    ]


def _home(event: Event) -> str:
    return f"/e/{event.code}/"


def _asked(session: Session, event: Event) -> _Asked:
    home = event.consultation_id
    number = questionnaire_queries.version(session, home)
    rows = questionnaire_queries.of_version(session, home, number) if number else []
    frozen = {(row.audience, row.language): row for row in rows if row.questions}
    places = event_queries.asked(event)
    audiences = [place.audience for place in places if (place.audience, ENGLISH) in frozen]
    languages = language_queries.offered(session, audiences, home)
    complete = [item for item in languages if all((audience, item.code) in frozen for audience in audiences)]
    return _Asked(audiences, complete, frozen, language_queries.recordings(session, home))


def _language_file(asked: _Asked, language: Language) -> Packed:
    code = language.code
    content = {
        "strings": catalogues.strings(code),
        "questionnaires": asked.forms(code),
        "recordings": asked.sounds(code),
    }
    return files.pack(".json", _json(content).encode())


def _document(event: Event, asked: _Asked, addresses: Mapping[str, str]) -> str:
    shared = files.folder()
    # without the context processors of pages, which would look for a person in a cookie
    return current_app.jinja_env.get_template(TEMPLATE).render(
        data=_event_data(event, asked, addresses),
        data_json=Markup(_json(_event_data(event, asked, addresses)).replace("<", "\\u003c")),  # noqa: S704 - no "<" is left that could end the block
        file=shared.address,
        pictures=_sprite(_pictures(asked)),
        manifest=f"{_home(event)}manifest.webmanifest",
    )


def _event_data(event: Event, asked: _Asked, addresses: Mapping[str, str]) -> dict[str, Any]:
    consultation = event.consultation
    opens, closes = consultation.opens_on, consultation.closes_on
    return {
        "version": _VERSION,
        "api": "/api/v1",
        "event": {
            "id": str(event.id),
            "code": event.code,
            "name": event.name,
            "venue": event.venue,
            "date": event.held_on.isoformat(),
            "consultation": consultation.title,
            "organisation": current_app.config["ORGANISATION"],
            "demonstration": current_app.config["DEMONSTRATION"],
            "opens": start_of_day(opens).isoformat() if opens else None,
            "closes": end_of_day(closes).isoformat() if closes else None,
        },
        "key": public_jwk(event.private_key) if event.private_key else None,
        "languages": [
            {"code": item.code, "name": item.name, "dir": item.dir, "file": addresses.get(item.code)}
            for item in asked.languages
        ],
        "audiences": [{"audience": item.value, "who": item.who} for item in asked.audiences],
        "questionnaires": asked.forms(ENGLISH),
        "recordings": asked.sounds(ENGLISH),
        "happens": [line.strip() for line in consultation.what_happens_next.splitlines() if line.strip()],
        "safeguarding": {"name": event.safeguarding_name},
    }


def _pictures(asked: _Asked) -> tuple[str, ...]:
    forms = [(audience.value, asked.questionnaires[audience, ENGLISH]) for audience in asked.audiences]
    return drawings.names_for((audience, questions_of(row.questions)) for audience, row in forms)


@lru_cache(maxsize=64)
def _sprite(names: tuple[str, ...]) -> Markup:
    return drawings.sprite(names)


def _worker(event: Event, version: str, shared: files.Folder, more: Sequence[str]) -> Packed:
    """Return the worker. What is in `more` comes to a tablet once staff have paired it."""
    own = [shared.address(name) for name in (files.STYLE, files.SCRIPT) if name in shared.files]
    listed = [_home(event), f"{_home(event)}manifest.webmanifest", *own]
    code = shared.files[WORKER].plain.decode() if WORKER in shared.files else ""
    return files.pack(
        ".js", f"const VERSION={_json(version)},FILES={_json(listed)},MORE={_json(more)};\n{code}".encode()
    )


def _manifest(event: Event) -> Packed:
    home, shared = _home(event), files.folder()
    content = {
        "id": home,
        "name": f"{event.consultation.title}: {event.name}",
        "short_name": event.name[:30],
        "start_url": home,
        "scope": home,
        "display": "fullscreen",
        "background_color": "#fdf7ec",
        "theme_color": "#fdf7ec",
        "icons": [
            {"src": shared.address(name), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for size, name in ICONS.items()
            if name in shared.files
            for purpose in ("any", "maskable")
        ],
    }
    return files.pack(".webmanifest", _json(content).encode())


def _shown(question: Mapping[str, Any]) -> dict[str, Any]:
    """Return a frozen question without what no screen shows, and without what is empty."""
    kept = {name: value for name, value in question.items() if value and name not in {"key", "name"}}
    options = [{name: value for name, value in option.items() if value} for option in question.get("options", ())]
    return {**kept, **({"options": options} if options else {})}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
