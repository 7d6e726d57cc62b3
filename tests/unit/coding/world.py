"""A small made-up world to code in: a consultation, answers read for safety, a frame and two coders."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from cypp_consult.accounts.models import User
from cypp_consult.coding import services
from cypp_consult.coding.models import AnswerMark, Suggestion, SuggestionState, Tag, Theme
from cypp_consult.coding.rules import Target, TargetKind
from cypp_consult.collection.models import Answer
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import clock
from cypp_consult.plans.models import Outcome, Priority
from cypp_consult.questionnaires.models import Question
from cypp_consult.safeguarding.models import Reading, SafetyReading
from tests import make

WORDS = ("The big road by our school scares me", "more swings please", "someone to talk to", "idk")


@dataclass
class World:
    session: Session
    consultation: Consultation
    question: Question
    coder: User
    start: datetime = field(default_factory=clock.now)
    steps: int = 0

    def now(self) -> datetime:
        """A later moment at each call, as on a real clock."""
        self.steps += 1
        return self.start + timedelta(seconds=self.steps)

    def answer(self, text: str = "", *, reading: Reading | None = Reading.CLEARED, **given: Any) -> UUID:
        given.setdefault("received_at", self.now())
        words = text or WORDS[self.steps % len(WORDS)]
        response = make.response(
            self.session, self.consultation, texts={given.pop("question", self.question): words}, **given
        )
        key = self.session.scalars(select(Answer.id).where(Answer.response_id == response.id)).one()
        if reading:
            self.session.add(
                SafetyReading(answer_id=key, reading=reading, read_by_id=self.coder.id, read_at=self.now())
            )
        self.session.flush()
        return key

    def answers(self, count: int, **given: Any) -> list[UUID]:
        return [self.answer(**given) for _ in range(count)]

    def outcome(self, slug: str = "stay-safe") -> Target:
        query = select(Outcome.id).where(Outcome.plan_id == self.consultation.plan_id, Outcome.slug == slug)
        return Target(TargetKind.OUTCOME, self.session.scalars(query).one())

    def priority(self, slug: str = "safe-streets") -> Target:
        query = select(Priority.id).where(Priority.plan_id == self.consultation.plan_id, Priority.slug == slug)
        return Target(TargetKind.PRIORITY, self.session.scalars(query).one())

    def theme(self, name: str = "Safe routes", priority: Target | None = None) -> Target:
        made, _ = services.make_theme(
            self.session,
            self.consultation,
            name,
            by_id=self.coder.id,
            at=self.now(),
            priority_id=priority.id if priority else None,
        )
        return Target(TargetKind.THEME, made.id)

    def guess(self, answer: UUID, target: Target, *reasons: str, score: float = 0.6) -> UUID:
        row = Suggestion(
            answer_id=answer,
            **target.columns,
            score=score,
            reasons=list(reasons),
            state=SuggestionState.OPEN,
            made_at=self.now(),
        )
        self.session.add(row)
        self.session.flush()
        return row.id

    def act(self, verb: str, answers: list[UUID], *what: Any, by: User | None = None) -> services.Batch:
        coder = (by or self.coder).id
        done: services.Batch = getattr(services, verb)(
            self.session, self.consultation, answers, *what, by_id=coder, at=self.now()
        )
        return done

    def undo(self, batch: services.Batch | UUID, by: User | None = None) -> services.Batch:
        key = batch if isinstance(batch, UUID) else batch.id
        return services.undo(self.session, self.consultation, key, by_id=(by or self.coder).id, at=self.now())

    def state(self) -> dict[str, Any]:
        """Everything coding says now, to compare before and after."""
        self.session.expire_all()
        tags = self.session.scalars(select(Tag)).all()
        guesses = self.session.scalars(select(Suggestion)).all()
        marks = self.session.scalars(select(AnswerMark)).all()
        themes = self.session.scalars(select(Theme)).all()
        return {
            "tags": sorted(
                (str(t.id), str(t.answer_id), Target.of(t.outcome_id, t.priority_id, t.theme_id).token, t.by_id, t.at)
                for t in tags
            ),
            "guesses": sorted((str(g.id), g.state, g.decided_by_id, str(g.decided_at)) for g in guesses),
            "marks": sorted((str(m.answer_id), m.mark, m.by_id, m.at) for m in marks),
            "themes": sorted((t.slug, t.name, str(t.retired_at)) for t in themes),
        }


def world(session: Session, coder: User) -> World:
    consultation = make.consultation(session)
    return World(session, consultation, make.question(session, consultation, key=f"q-{uuid4().hex[:4]}"), coder)
