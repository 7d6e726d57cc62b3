"""Small made-up worlds for tests: each function adds, flushes and returns."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from cypp_consult.accounts.models import User
from cypp_consult.collection.models import Answer, Channel, Response
from cypp_consult.consultations.models import (
    Consultation,
    ConsultationAudience,
    IdentityLevel,
    LawfulBasis,
    Milestone,
    MilestoneKind,
)
from cypp_consult.core import clock
from cypp_consult.core.audiences import Audience
from cypp_consult.events.models import Event
from cypp_consult.plans.models import Outcome, Plan, Priority
from cypp_consult.questionnaires.models import Question, QuestionType, QuestionWording


def put(session: Session, row: Any) -> Any:
    session.add(row)
    session.flush()
    return row


def plan(session: Session, **given: Any) -> Plan:
    """A plan with two outcomes of two priorities each: be-healthy (eat-well, feel-good), stay-safe (safe-home, safe-streets)."""
    values = {
        "slug": f"plan-{uuid4().hex[:8]}",
        "title": "Ashdale plan",
        "area": "Ashdale",
        "period_start": 2026,
        "period_end": 2029,
    }
    made = put(session, Plan(created_at=clock.now(), **{**values, **given}))
    tree = {
        "be-healthy": ("Be Healthy", ["eat-well", "feel-good"]),
        "stay-safe": ("Stay Safe", ["safe-home", "safe-streets"]),
    }
    for position, (slug, (name, priorities)) in enumerate(tree.items()):
        outcome = put(session, Outcome(plan_id=made.id, slug=slug, name=name, position=position))
        for place, key in enumerate(priorities):
            put(
                session,
                Priority(
                    plan_id=made.id,
                    outcome_id=outcome.id,
                    slug=key,
                    name=key.replace("-", " ").capitalize(),
                    position=place,
                ),
            )
    session.expire(made)
    return made


def consultation(
    session: Session,
    *,
    lead: User | None = None,
    opens: int | None = -10,
    closes: int | None = 20,
    launched: bool = True,
    audiences: tuple[Audience, ...] = tuple(Audience),
    **given: Any,
) -> Consultation:
    """A launched consultation that is open now; `opens` and `closes` are days from today."""
    today = clock.today()

    def day(offset: int | None) -> date | None:
        return None if offset is None else today + timedelta(days=offset)

    values: dict[str, Any] = {
        "slug": f"c-{uuid4().hex[:8]}",
        "title": "What matters to you?",
        "purpose": "To write a plan that fits.",
        "open_to_influence": "What we do first.",
        "already_decided": "The budget.",
        "lawful_basis": LawfulBasis.PUBLIC_TASK,
        "identity_level": IdentityLevel.DEMOGRAPHICS,
        "opens_on": day(opens),
        "closes_on": day(closes),
        "decision_on": day(90),
        "retention_until": day(700),
        "safeguarding_phone": "01632 960 114",
        "contact": "plan@ashdale.example",
        "privacy_full": "We keep no name.",
        "what_happens_next": "We read every answer.",
        "lead_id": lead.id if lead else None,
        "safeguarding_lead_id": lead.id if lead else None,
        "launched_at": clock.now() if launched else None,
        "created_at": clock.now(),
    }
    values.update(given)
    if "plan_id" not in values:
        values["plan_id"] = plan(session).id
    made = put(session, Consultation(**values))
    for position, audience in enumerate(audiences):
        put(
            session,
            ConsultationAudience(
                consultation_id=made.id,
                audience=audience,
                code=uuid4().hex[:8].upper(),
                about="What this is about.",
                privacy_short="We do not ask your name.",
                position=position,
            ),
        )
    session.expire(made)
    return made


def question(
    session: Session,
    of: Consultation,
    kind: QuestionType = QuestionType.LONG_TEXT,
    *,
    key: str = "",
    name: str = "",
    audiences: tuple[Audience, ...] = tuple(Audience),
    text: str = "What would make things better?",
    **given: Any,
) -> Question:
    """A question with an English wording for each audience."""
    made = put(
        session,
        Question(consultation_id=of.id, key=key or f"q-{uuid4().hex[:6]}", name=name or "Better", type=kind, **given),
    )
    for audience in audiences:
        put(session, QuestionWording(question_id=made.id, audience=audience, text=text))
    session.expire(made)
    return made


def response(
    session: Session,
    of: Consultation,
    *,
    audience: Audience = Audience.YOUNG_PEOPLE,
    channel: Channel = Channel.WEB,
    texts: dict[Question, str] | None = None,
    values: dict[Question, list[Any]] | None = None,
    **given: Any,
) -> Response:
    """A stored response; `texts` are own words by question, `values` chosen option ids by question."""
    defaults: dict[str, Any] = {"id": uuid4(), "received_at": clock.now(), "digest": uuid4().hex, "headcount": 1}
    made = put(session, Response(consultation_id=of.id, audience=audience, channel=channel, **{**defaults, **given}))
    for asked, words in (texts or {}).items():
        put(session, Answer(response_id=made.id, question_id=asked.id, text=words, has_text=bool(words), value=[]))
    for asked, chosen in (values or {}).items():
        put(session, Answer(response_id=made.id, question_id=asked.id, value=chosen))
    session.expire(made)
    return made


def event(session: Session, of: Consultation, **given: Any) -> Event:
    """An event today at a made-up school."""
    values = {
        "slug": f"e-{uuid4().hex[:6]}",
        "name": "Moorside Primary",
        "venue": "School hall",
        "held_on": clock.today(),
        "safeguarding_name": "Helen Marsh",
        "safeguarding_phone": "01632 960 114",
    }
    return put(session, Event(consultation_id=of.id, **{**values, **given}))


def milestone(session: Session, of: Consultation, **given: Any) -> Milestone:
    """A drafting milestone due in a week."""
    values: dict[str, Any] = {
        "slug": f"m-{uuid4().hex[:6]}",
        "name": "Priorities shortlist",
        "kind": MilestoneKind.DRAFTING,
        "due_on": clock.today() + timedelta(days=7),
    }
    return put(session, Milestone(consultation_id=of.id, **{**values, **given}))
