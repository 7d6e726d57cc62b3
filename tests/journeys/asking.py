"""An event that asks in every way there is, of two audiences and in three languages, and somebody who answers on its tablet.

The Urdu and the Easy Read wordings are made up for tests; nobody who reads Urdu has checked them.
"""

import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from cypp_consult.collection.models import Answer, Response
from cypp_consult.core import clock
from cypp_consult.core.audiences import Audience
from cypp_consult.events import pairing
from cypp_consult.events.models import Event, EventAudience
from cypp_consult.questionnaires import queries as questionnaire_queries
from cypp_consult.questionnaires import services as questionnaires
from cypp_consult.questionnaires.languages import catalogues
from cypp_consult.questionnaires.languages import services as languages
from cypp_consult.questionnaires.languages.rules import texts_of
from cypp_consult.questionnaires.languages.services import Written
from cypp_consult.questionnaires.models import Question, QuestionType, QuestionWording, ShowIf
from tests import make
from tests.journeys.guest import held_to_axe, no_sideways_scroll
from tests.unit.events.keys import KEY

CODE = "ASKALL"
CHILD, YOUNG = Audience.YOUNGER_CHILDREN, Audience.YOUNG_PEOPLE
BOTH = (CHILD, YOUNG)
URDU, EASY = "ur", "en-x-easy"
NAMES = {"en": "English", URDU: "اردو", EASY: "Easy Read"}
SAFE = {
    "very-safe": "Very safe",
    "safe": "Safe",
    "middle": "In the middle",
    "unsafe": "Not safe",
    "very-unsafe": "Not safe at all",
}
IN_URDU = {
    "How safe do you feel on your way to school?": "اسکول جاتے ہوئے آپ خود کو کتنا محفوظ محسوس کرتے ہیں؟",
    "Safe": "محفوظ",
    "In the middle": "درمیانہ",
    "Not safe": "محفوظ نہیں",
    "What should we make better first?": "ہم پہلے کس چیز کو بہتر بنائیں؟",
    "What would make things better for you?": "آپ کے لیے کیا بہتر ہو سکتا ہے؟",
}


def _options(words: dict[str, str], **pictures: str) -> list[dict[str, Any]]:
    return [{"id": key, "text": text, "picture": pictures.get(key)} for key, text in words.items()]


@dataclass
class Asked:
    """The questions by short names, and where they are asked."""

    event: Event
    questions: dict[str, Question]


def build(session: Session, audiences: tuple[Audience, ...] = BOTH, spoken: Iterable[str] = (), **given: Any) -> Asked:
    """Make an event of a launched consultation with all eight ways to answer; `spoken` are languages besides English."""
    of = make.consultation(session, launched=False, audiences=BOTH, **given)
    made: dict[str, Question] = {}

    def ask(name: str, kind: QuestionType, text: str, words: dict[str, str] | None = None, **more: Any) -> Question:
        pictures, who = more.pop("pictures", {}), more.pop("audiences", BOTH)
        options = _options(words or {}, **pictures)
        made[name] = make.question(
            session,
            of,
            kind,
            key=name,
            name=name,
            text=text,
            options=options,
            position=len(made),
            audiences=who,
            **more,
        )
        return made[name]

    kind = QuestionType
    safe = ask("safe", kind.SCALE, "How safe do you feel on your way to school?", SAFE)
    # the same question, put to younger children with three faces
    of_child = session.scalars(select(QuestionWording).filter_by(question_id=safe.id, audience=CHILD)).one()
    of_child.type = kind.FACES3
    of_child.options = [{"id": key, "text": SAFE[key]} for key in ("safe", "middle", "unsafe")]
    later = {"show_if_question_id": safe.id, "show_if": ShowIf.IS, "show_if_value": "unsafe"}
    ask(
        "how",
        kind.SINGLE,
        "How do you travel?",
        {"bus": "By bus", "foot": "On foot"},
        pictures={"bus": "bus", "foot": "friends"},
        **later,
    )
    feel = {"great": "Great", "good": "Good", "ok": "OK", "bad": "Bad", "awful": "Very bad"}
    ask("week", kind.FACES5, "How was your week?", feel)
    talk = {
        "home": "Someone at home",
        "friend": "A friend",
        "school": "A grown-up at school",
        "worker": "A youth worker",
        "nobody": "Nobody yet",
        "not-sure": "I am not sure",
    }
    ask("talk", kind.MULTIPLE, "Who do you talk to?", talk, picture="talk", top_n=2)
    ask(
        "wait",
        kind.SINGLE,
        "How long did you wait for help?",
        {"short": "Less than a month", "long": "More than a month"},
        picture="clock",
    )
    ask("first", kind.PRIORITIES, "What should we make better first?", top_n=3)
    ask("word", kind.SHORT_TEXT, "What is your favourite place?")
    ask("more", kind.LONG_TEXT, "What would make things better for you?", picture="star")
    session.flush()
    for language in spoken:
        _translate(session, of, language)
    questionnaires.freeze(session, of, None, clock.now())
    of.launched_at = clock.now()
    event = make.event(session, of, code=CODE, staff_pin="246810", private_key=KEY)
    session.add_all(EventAudience(event_id=event.id, audience=audience) for audience in audiences)
    session.commit()
    return Asked(event, made)


def _translate(session: Session, of: Any, language: str) -> None:
    if language == URDU:
        languages.mark_checked(session, URDU, catalogues.digest(URDU), "A reader for tests", "test", None, clock.now())
    rows = questionnaire_queries.questions(session, of.id)
    priorities = questionnaire_queries.priority_options(session, of.plan_id)
    for audience in BOTH:
        typed = {
            question.id: {key: Written(_said(text, language)) for key, text in texts_of(english).items()}
            for question, english in questionnaire_queries.in_english(rows, audience, priorities)
        }
        languages.translate(session, of, audience, language, typed)


def _said(text: str, language: str) -> str:
    return IN_URDU.get(text, "آزمائشی جواب") if language == URDU else f"{text} "


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve in this process and give the address of the event."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}/e/{CODE}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Child:
    """Somebody in front of a paired tablet, who looks at every screen that comes up."""

    def __init__(self, page: Page, session: Session, asked: Asked, url: str) -> None:
        """Stand before a tablet that is not paired yet."""
        self.page, self.session, self.asked, self.url = page, session, asked, url
        self.complaints: list[str] = []
        self.seen: list[str] = []
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._told)

    def _told(self, message: ConsoleMessage) -> None:
        # the browser itself reports what it could not fetch; tests that go offline mean to
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def pair(self, heading: str = "Hello") -> None:
        """Pair the tablet, so that it shows its first screen, under that heading."""
        _row, code = pairing.new_code(self.session, self.asked.event, None, clock.now())
        self.session.commit()
        self.page.goto(f"{self.url}#pair={code}")
        self.page.get_by_role("button", name="Pair this tablet").click()
        expect(self.page.get_by_role("heading", name=heading)).to_be_visible()

    def button(self, name: str | re.Pattern[str]) -> Locator:
        """Return the button of a name in English."""
        return self.page.get_by_role("button", name=name, exact=isinstance(name, str))

    @property
    def go(self) -> Locator:
        """Return the one main act of the screen, whatever its language."""
        return self.page.locator(".btn-go:visible")

    @property
    def heading(self) -> str:
        """Return the words of the heading."""
        return self.page.locator("h1:visible").inner_text()

    def look(self) -> None:
        """Hold the screen to axe, its width, its title, where the focus is, and a legend for every group."""
        no_sideways_scroll(self.page)
        held_to_axe(self.page)
        facts = self.page.evaluate(FACTS)
        assert facts["headings"] == 1 and facts["focus"], facts
        assert facts["title"] and not facts["nameless"], facts
        assert facts["small"] == [], facts
        assert not self.complaints, self.complaints
        self.seen.append(facts["title"])

    def stored(self, count: int = 0) -> list[dict[str, Any]]:
        """Return what came in, answers by the short names of their questions, once so many responses did."""
        for _ in range(100):
            self.session.rollback()
            if (self.session.scalar(select(func.count()).select_from(Response)) or 0) >= count:
                break
            self.page.wait_for_timeout(200)
        names = {question.id: name for name, question in self.asked.questions.items()}
        found = []
        for response in self.session.scalars(select(Response).order_by(Response.received_at)):
            answers = self.session.scalars(select(Answer).where(Answer.response_id == response.id))
            given = {names[one.question_id]: one.text or list(one.value) for one in answers}
            found.append({"audience": response.audience, "language": response.language, **given})
        return found


# what axe does not see: groups whose legend is missing or empty, choices and acts too small for small fingers
FACTS = """() => {
    const seen = (part) => part.getClientRects().length > 0;
    const named = (group) => {
        const legend = group.querySelector(":scope > legend");
        const label = document.getElementById(group.getAttribute("aria-labelledby"));
        return (legend || label)?.textContent.trim() || group.getAttribute("aria-label");
    };
    const groups = [...document.querySelectorAll("fieldset, [role=group], [role=radiogroup], section")].filter(seen);
    const loose = [...document.querySelectorAll("input[type=radio], input[type=checkbox]")].filter(
        (input) => !input.closest("fieldset")
    );
    const big = [...document.querySelectorAll(".card, .tile, .lang, .k-foot .btn, .mini")].filter(seen);
    const headings = [...document.querySelectorAll("h1")].filter(seen);
    return {
        title: document.title,
        headings: headings.length,
        focus: headings.length === 1 && !["", "BODY"].includes(document.activeElement.tagName),
        nameless: groups.filter((group) => !named(group)).length + loose.length,
        small: big.map((part) => [part.textContent, part.getBoundingClientRect().height]).filter(([, high]) => high < 64),
    };
}"""


@contextmanager
def child(browser: Browser, session: Session, asked: Asked, url: str, **options: Any) -> Iterator[Child]:
    """Give a child before a paired tablet; `options` are those of a browser context."""
    chosen = {"viewport": {"width": 1024, "height": 768}, "has_touch": True, "locale": "en-GB", **options}
    context = browser.new_context(**chosen)
    here = Child(context.new_page(), session, asked, url)
    here.pair()
    yield here
    context.close()
    assert not here.complaints, here.complaints
