"""One browser's visit to one public form: where it leads, whether it is open, and what was said so far.

The signed session cookie holds, by public code, which draft is this browser's and the key to it, and after sending the
id of the response. It never holds an answer. By which event's link somebody came stands in the address of the pages
before the first question (`?at=` and the event's code) and from then on in the draft, so that it ends with the draft.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from flask import abort, make_response, render_template, request, url_for
from flask import session as cookie

from cypp_consult.collection import queries
from cypp_consult.collection.models import Response
from cypp_consult.collection.queries import Door
from cypp_consult.collection.services import drafts
from cypp_consult.collection.services.drafts import Ticket
from cypp_consult.collection.walk_rules import Walk, in_words, is_shown
from cypp_consult.consultations.models import Consultation, ConsultationAudience
from cypp_consult.consultations.queries import by_code
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.events import queries as events
from cypp_consult.events.models import Event
from cypp_consult.questionnaires.answer_forms import UNSURE_WORDS
from cypp_consult.questionnaires.models import Questionnaire
from cypp_consult.questionnaires.rules import NOTHING, FrozenQuestion, questions_of

FORMS = "forms"
SENT = "sent"
# the pages that may be opened before a draft is begun
_BEFORE = frozenset({"start", "begin", "no_thanks", "stopped", "privacy"})


@dataclass
class Visit:
    """A visit to the form of one audience. What it knows is read when first asked for.

    `is_arriving` is one on the first page, which may be somebody else than whoever began in this browser.
    """

    place: ConsultationAudience
    is_arriving: bool = False

    @property
    def consultation(self) -> Consultation:
        """Return the consultation the form belongs to."""
        return self.place.consultation

    @property
    def who(self) -> str:
        """Return which page style suits: child, young or adult."""
        return self.place.audience.who

    @cached_property
    def door(self) -> Door:
        """Return whether answers are taken now."""
        return queries.door(session(), self.place, clock.now())

    @property
    def ticket(self) -> Ticket | None:
        """Return the ticket to this browser's draft, if it began one."""
        kept = cookie.get(FORMS, {}).get(self.place.code)
        return Ticket(UUID(kept["id"]), kept["key"]) if kept else None

    @property
    def sent_id(self) -> UUID | None:
        """Return the id of the response that this browser sent, if it did."""
        kept = cookie.get(SENT, {}).get(self.place.code)
        return UUID(kept) if kept else None

    @cached_property
    def walk(self) -> Walk | None:
        """Return what was said so far; None before the beginning, and when the draft is gone."""
        return drafts.read(session(), self.ticket, clock.now()) if self.ticket else None

    @cached_property
    def event(self) -> Event | None:
        """Return the event by whose link somebody came, or None; an event that does not ask this audience is none."""
        typed = request.args.get("at", "")
        if typed or self.is_arriving:
            named = events.by_code(session(), typed)
            return named if named and self.place.id in [place.id for place in events.asked(named)] else None
        if self.walk is not None:
            return session().get(Event, self.walk.event_id) if self.walk.event_id else None
        sent = session().get(Response, self.sent_id) if self.sent_id else None
        return sent.event if sent else None

    @cached_property
    def questions(self) -> tuple[FrozenQuestion, ...]:
        """Return the questions of the version this visit began with."""
        found = session().get(Questionnaire, self.walk.questionnaire_id) if self.walk else None
        return questions_of(found.questions) if found else ()

    def told(self, *, to_change: bool = True) -> list[dict[str, Any]]:
        """Return what was said so far, a row for each shown question, as `summary_list` draws it."""
        if self.walk is None:
            return []
        rows = []
        answers = self.walk.answers
        for number, question in enumerate(self.questions, 1):
            if not is_shown(self.questions, answers, number - 1):
                continue
            words = in_words(question, answers.get(question.id, NOTHING), UNSURE_WORDS[self.who])
            url = self.url("question", number=number, change=1) if to_change else ""
            rows.append({"label": question.text, "value": words, "voice": question.type.is_text, "url": url})
        return rows

    def begin(self, ticket: Ticket) -> None:
        """Let this browser hold a new draft; an earlier sending is forgotten."""
        _put(SENT, self.place.code, None)
        _put(FORMS, self.place.code, {"id": str(ticket.id), "key": ticket.key})

    def finish(self, response_id: UUID) -> None:
        """Let this browser remember that it sent a response, and no draft."""
        _put(FORMS, self.place.code, None)
        _put(SENT, self.place.code, str(response_id))

    def forget(self) -> None:
        """Let this browser remember nothing of this form, so that somebody else can begin."""
        _put(FORMS, self.place.code, None)
        _put(SENT, self.place.code, None)
        # the next person's pages get a token of their own
        cookie.pop("csrf_token", None)

    def save(self, how: Callable[[Walk], Walk]) -> Walk | None:
        """Change the draft and commit; None when it is gone."""
        if self.ticket is None:
            return None
        changed = drafts.change(session(), self.ticket, how, clock.now())
        session().commit()
        self.walk = changed
        return changed

    def url(self, page: str, **values: Any) -> str:
        """Return the address of a page of this form."""
        if page in _BEFORE and self.event is not None:
            values = {"at": self.event.code, **values}
        return url_for(f"collection.{page}", code=self.place.code, **values)

    def first_url(self) -> str:
        """Return where the next person on this device begins: at an event by saying who they are."""
        return url_for("collection.join", code=self.event.code) if self.event else self.url("start")

    def page(self, template: str, status: int = 200, **context: Any) -> tuple[str, int]:
        """Return a page of this form in the style of its audience."""
        shared = {
            "visit": self,
            "who": self.who,
            "consultation": self.consultation,
            "top_url": self.url("start"),
            "top_words": self.consultation.title,
        }
        return render_template(template, **{**shared, **context}), status


def _put(name: str, code: str, value: Any) -> None:
    rest = {key: kept for key, kept in cookie.get(name, {}).items() if key != code}
    if value is not None:
        rest[code] = value
    if rest:
        cookie[name] = rest
    else:
        cookie.pop(name, None)


def visit_or_none(code: str) -> Visit | None:
    """Return the visit behind a typed code, or None for a code that nobody has."""
    place = by_code(session(), code)
    return None if place is None else Visit(place)


def visit_or_404(code: str) -> Visit:
    """Return the visit behind a code. An unknown code gets a kind page with room to try again."""
    found = visit_or_none(code)
    if found is None:
        abort(make_response(render_template("collection/unknown.html", typed=code), 404))
    return found
