"""A made-up consultation with tags, readings and quotes, small enough to count by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from cypp_consult.accounts.models import User
from cypp_consult.coding.models import AnswerMark, Mark, Tag, Theme
from cypp_consult.collection.models import Answer, Channel, Response
from cypp_consult.core import clock
from cypp_consult.core.audiences import Audience
from cypp_consult.plans.models import Outcome, Priority
from cypp_consult.questionnaires.models import QuestionType
from cypp_consult.safeguarding.models import Quote, Reading, SafetyReading
from tests import make

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from cypp_consult.consultations.models import Consultation, Milestone
    from cypp_consult.questionnaires.models import Question

YOUNGER, YOUNG, PARENTS, STAFF = Audience
FACES = [{"id": key, "text": text} for key, text in (("good", "Good"), ("ok", "OK"), ("bad", "Bad"))]
THINGS = [{"id": key, "text": text} for key, text in (("parks", "Parks"), ("clubs", "Clubs"), ("buses", "Buses"))]


@dataclass
class World:
    """What tests hold in hand."""

    session: Session
    consultation: Consultation
    milestone: Milestone
    words: Question
    faces: Question
    things: Question
    coder: User
    themes: dict[str, Theme] = field(default_factory=dict)
    targets: dict[str, Any] = field(default_factory=dict)

    def say(
        self,
        audience: Audience,
        text: str = "More lights, please.",
        *tags: str,
        times: int = 1,
        reading: str | None = "cleared",
        mark: bool = False,
        quote: str = "",
        faces: str = "",
        things: tuple[str, ...] = (),
        **given: Any,
    ) -> list[Answer]:
        """Store `times` responses with one answer in own words, read, tagged and quoted as asked."""
        made = []
        for _ in range(times):
            values = {}
            if faces:
                values[self.faces] = [faces]
            if things:
                values[self.things] = list(things)
            given.setdefault("received_at", clock.now() - timedelta(days=2))
            response = make.response(
                self.session,
                self.consultation,
                audience=audience,
                texts={self.words: text} if text else {},
                values=values,
                **given,
            )
            answer = self.session.scalar(select(Answer).where(Answer.response_id == response.id, Answer.has_text))
            if answer is None:
                continue
            self._read(answer, tags, reading, quote, mark=mark)
            made.append(answer)
        self.session.commit()
        return made

    def _read(self, answer: Answer, tags: tuple[str, ...], reading: str | None, quote: str, *, mark: bool) -> None:
        at = clock.now()
        if reading:
            self.session.add(
                SafetyReading(answer_id=answer.id, reading=Reading(reading), read_by_id=self.coder.id, read_at=at)
            )
        for tag in tags:
            target = self.targets[tag]
            column = {Outcome: "outcome_id", Priority: "priority_id", Theme: "theme_id"}[type(target)]
            self.session.add(Tag(answer_id=answer.id, by_id=self.coder.id, at=at, **{column: target.id}))
        if mark:
            self.session.add(AnswerMark(answer_id=answer.id, mark=Mark.NOTHING_TO_SAY, by_id=self.coder.id, at=at))
        if quote:
            self.session.add(Quote(answer_id=answer.id, text=quote, released_by_id=self.coder.id, released_at=at))

    def theme(self, name: str, priority: str | None = None) -> Theme:
        """Make a theme, under a priority or outside the plan."""
        made = make.put(
            self.session,
            Theme(
                consultation_id=self.consultation.id,
                slug=name.lower().replace(" ", "-"),
                name=name,
                priority_id=self.targets[priority].id if priority else None,
                made_at=clock.now(),
            ),
        )
        self.themes[name] = self.targets[name] = made
        return made

    @property
    def now(self) -> datetime:
        return clock.now()


def world(session: Session, coder: User, **given: Any) -> World:
    """Make the consultation with one open and two closed questions, a milestone and the themes Safe routes and Money at home."""
    consultation = make.consultation(session, lead=coder, title="What matters to you?", **given)
    made = World(
        session=session,
        consultation=consultation,
        milestone=make.milestone(session, consultation, slug="shortlist", name="Priorities shortlist"),
        words=make.question(session, consultation, key="better", name="Better"),
        faces=make.question(
            session,
            consultation,
            QuestionType.SINGLE,
            key="feel",
            name="How it feels",
            text="How does it feel?",
            options=FACES,
        ),
        things=make.question(
            session,
            consultation,
            QuestionType.MULTIPLE,
            key="want",
            name="What you want",
            text="What do you want?",
            options=THINGS,
        ),
        coder=coder,
    )
    for outcome in consultation.plan.outcomes:
        made.targets[outcome.slug] = outcome
        made.targets.update({priority.slug: priority for priority in outcome.priorities})
    made.theme("Safe routes", "safe-streets")
    made.theme("Money at home")
    session.commit()
    return made


def busy(session: Session, coder: User, **given: Any) -> World:
    """A world with enough answers to show and some too few to: see the numbers in the tests."""
    made = world(session, coder, **given)
    event = make.event(session, made.consultation, name="Moorside Primary")
    made.say(
        YOUNGER,
        "Lights",
        "Safe routes",
        times=12,
        faces="good",
        things=("parks",),
        event_id=event.id,
        channel=Channel.TABLET,
    )
    made.say(YOUNGER, "Swings", "Money at home", times=3, faces="bad", things=("parks", "clubs"))
    made.say(YOUNG, "Lights", "Safe routes", times=20, faces="ok", things=("buses",))
    made.say(YOUNG, "Money", "Money at home", times=9, faces="good")
    made.say(PARENTS, "Food", "eat-well", times=30, faces="ok", channel=Channel.PAPER)
    made.say(PARENTS, "Lights", "Safe routes", "eat-well", times=2, faces="bad", channel=Channel.PAPER)
    made.say(STAFF, "Help", "be-healthy", times=3)
    made.say(
        YOUNG,
        "Group words",
        "stay-safe",
        channel=Channel.GROUP_NOTE,
        headcount=12,
        quote="Street lights off at 10.",
        event_id=event.id,
    )
    return made


__all__ = ["PARENTS", "STAFF", "YOUNG", "YOUNGER", "Response", "World", "busy", "world"]
