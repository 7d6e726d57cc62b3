"""The children's screens as files: one static document for each event, and what it is made of."""

from http import HTTPStatus

from flask import Response, g, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from cypp_consult.collection.tablets import files, rescue_views
from cypp_consult.collection.tablets.blueprint import bp
from cypp_consult.collection.tablets.shell import WORKER, Kiosk, kiosk
from cypp_consult.core.database import session
from cypp_consult.core.errors import NotFoundError
from cypp_consult.events import queries as event_queries
from cypp_consult.events import sealing
from cypp_consult.events.models import Event
from cypp_consult.questionnaires.languages import queries as language_queries
from cypp_consult.web.access import public

__all__ = ["bp", "rescue_views"]


@bp.get("/e/<code>/")
@public
def shell(code: str) -> AnyResponse:
    """Return the document of an event: the whole form, without a word about a person."""
    event = _event(code)
    if event.code != code:
        return redirect(f"/e/{event.code}/", 308)
    answer = kiosk(session(), event).document.answer(files.ASK_FIRST)
    # no tablet asks for the number of a request, and the first load is to stay light
    g.no_request_id = True
    # whoever has the document has its headers too: a 304 leaves them as they were
    return files.bare(answer) if answer.status_code == HTTPStatus.NOT_MODIFIED else answer


@bp.get("/e/<code>/sw.js")
@public
def worker(code: str) -> Response:
    """Return the service worker that keeps the document and its files for a day without a network."""
    return files.bare(_kiosk(code).worker.answer(files.ASK_FIRST))


@bp.get("/e/<code>/manifest.webmanifest")
@public
def manifest(code: str) -> Response:
    """Return what a tablet shows when the document is put on its home screen."""
    return files.bare(_kiosk(code).manifest.answer(files.ASK_FIRST))


@bp.get("/e/<code>/<name>.json")
@public
def language(code: str, name: str) -> Response:
    """Return the words and questions of a language; its name changes with its content."""
    found = _kiosk(code).languages.get(f"{name}.json")
    if found is None:
        raise NotFoundError
    return files.bare(found.answer(files.FOR_EVER))


@bp.get("/e/files/<digest>/<path:name>")
@public
def file(digest: str, name: str) -> Response:
    """Return a file that all events share; under the name of an older folder there is nothing any more."""
    shared = files.folder()
    if digest != shared.digest or name not in shared.files or name == WORKER:
        raise NotFoundError
    return files.bare(shared.files[name].answer(files.FOR_EVER))


@bp.get("/e/sound/<digest>")
@public
def sound(digest: str) -> Response:
    """Return a question read aloud; players may ask for a part of it."""
    found = language_queries.sound(session(), digest)
    if found is None:
        raise NotFoundError
    response = Response(found.sound, mimetype=found.mimetype)
    response.headers["Cache-Control"] = files.FOR_EVER
    response.make_conditional(request, accept_ranges=True, complete_length=len(found.sound))
    return files.bare(response)


def _event(code: str) -> Event:
    found = event_queries.by_code(session(), code)
    if found is None:
        raise NotFoundError("No event has this code. Please look at the poster again, or ask the people there.")
    if found.private_key is None and event_queries.is_ready(found):
        sealing.ensure_key(session(), found)
        session().commit()
    return found


def _kiosk(code: str) -> Kiosk:
    return kiosk(session(), _event(code))
