"""About 400 made-up responses, drawn from a seed so that every demonstration is the same."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from cypp_consult.collection.models import Channel
from cypp_consult.collection.rules import Submission
from cypp_consult.collection.services import store
from cypp_consult.consultations.models import Consultation
from cypp_consult.core.audiences import Audience
from cypp_consult.core.clock import start_of_day
from cypp_consult.desk.demonstration import event_day
from cypp_consult.desk.demonstration.data import load
from cypp_consult.desk.demonstration.world import Clock
from cypp_consult.events.models import Event
from cypp_consult.questionnaires import queries as questionnaire_queries
from cypp_consult.questionnaires.models import Questionnaire, QuestionType
from cypp_consult.questionnaires.rules import FrozenQuestion, Given, kept, questions_of


@dataclass
class Town:
    """What drawing a response needs: the questions by audience, what is left to say, and the seed."""

    consultation: Consultation
    questionnaires: Mapping[Audience, Questionnaire]
    priorities: Mapping[str, str]
    events: Mapping[str, Event]
    clock: Clock
    now: datetime
    random: Random
    texts: dict[tuple[str, str], list[str]]


def fill(session: Session, town: Town) -> int:
    """Store the responses, oldest first, and return how many."""
    drawn = event_day.with_last_words(town, sorted(_all(town), key=lambda pair: pair[1]))
    for submission, at in drawn:
        store(session, submission, at)
    return len(drawn)


def settle(
    session: Session, consultation: Consultation, events: Mapping[str, Event], clock: Clock, now: datetime
) -> Town:
    """Return what drawing needs; the texts are shuffled once."""
    random = Random(load("profile")["seed"])  # noqa: S311 - a made-up town, not a secret
    texts: dict[tuple[str, str], list[str]] = {}
    for given in load("answers")["answers"]:
        texts.setdefault((given["audience"], given["question"]), []).append(given["text"])
    for pile in texts.values():
        random.shuffle(pile)
    found = {a: questionnaire_queries.latest(session, consultation.id, a) for a in Audience}
    priorities = {p.slug: str(p.id) for outcome in consultation.plan.outcomes for p in outcome.priorities}
    return Town(consultation, {a: q for a, q in found.items() if q}, priorities, events, clock, now, random, texts)


def _all(town: Town) -> Iterator[tuple[Submission, datetime]]:
    for row in load("profile")["responses"]:
        heads = list(row.get("headcounts", []))
        for _ in range(row["count"]):
            yield _one(town, row, heads.pop() if heads else 1)


def _one(town: Town, row: Mapping[str, Any], headcount: int) -> tuple[Submission, datetime]:
    audience = Audience(row["audience"])
    questionnaire = town.questionnaires[audience]
    event = town.events[row["event"]] if row["event"] else None
    at = _moment(town, audience, event)
    about = _about(town, audience.value)
    submission = Submission(
        id=UUID(int=town.random.getrandbits(128), version=4),
        consultation_id=town.consultation.id,
        questionnaire_id=questionnaire.id,
        audience=audience,
        channel=Channel(row["channel"]),
        event_id=event.id if event else None,
        headcount=headcount,
        age_band=about.pop("age-band", None) if headcount == 1 else None,
        started_at=at - timedelta(minutes=4),
        completed_at=at,
        answers=_answers(town, questionnaire, audience.value),
        about=about if headcount == 1 else {},
        privacy_version=town.consultation.privacy_version,
    )
    return submission, at


def _moment(town: Town, audience: Audience, event: Event | None) -> datetime:
    random = town.random
    if event is not None and event.starts_at is not None and event.ends_at is not None:
        first = event.starts_at.hour * 60 + event.starts_at.minute
        last = event.ends_at.hour * 60 + event.ends_at.minute
        at = start_of_day(event.held_on) + timedelta(minutes=random.randint(first, last), seconds=random.randint(0, 59))
        # of an event that is going on, only what has happened yet
        return at if at < town.now else event_day.already(random, event, town.now)
    arrivals = load("profile")["arrivals"]
    days = list(range(arrivals["first"], arrivals["last"] + 1))
    (day,) = random.choices(days, [arrivals["busy"].get(day, 1) for day in days])
    if day == 0:  # at any time since about this time yesterday
        return town.now - timedelta(hours=22) * random.random()
    first, last = arrivals["hours"][audience.value]
    return town.clock.moment(day, random.randint(first, last - 1), random.randint(0, 59))


def _answers(town: Town, questionnaire: Questionnaire, audience: str) -> dict[UUID, Given]:
    questions = questions_of(questionnaire.questions)
    given = {question.id: _given(town, question, audience) for question in questions}
    return {UUID(key): value for key, value in kept(questions, given).items() if not value.is_empty}


def _given(town: Town, question: FrozenQuestion, audience: str) -> Given:
    profile, random = load("profile"), town.random
    if question.type.is_text:
        pile = town.texts.get((audience, question.key), [])
        wrote = pile and random.random() < profile["written"][question.key][audience]
        return Given(text=pile.pop()) if wrote else Given()
    if random.random() < profile["skipped"][audience]:
        return Given()
    if random.random() < profile["unsure"][audience]:
        return Given(unsure=True)
    if question.type is QuestionType.MULTIPLE:
        shares = profile["ticked"][question.key][audience]
        return Given(value=tuple(option for option, share in shares.items() if random.random() < share))
    weights = profile["closed"][question.key][audience]
    if question.type is QuestionType.PRIORITIES:
        return Given(value=tuple(town.priorities[slug] for slug in _several(random, weights, question.top_n or 3)))
    (option,) = random.choices(list(weights), list(weights.values()))
    return Given(value=(option,))


def _several(random: Random, weights: Mapping[str, int], count: int) -> list[str]:
    left, chosen = dict(weights), list[str]()
    while left and len(chosen) < count:
        (option,) = random.choices(list(left), list(left.values()))
        chosen.append(option)
        del left[option]
    return chosen


def _about(town: Town, audience: str) -> dict[str, str]:
    profile, random = load("profile"), town.random
    if random.random() >= profile["equality"]["filled"][audience]:
        return {}
    asked = {key: by[audience] for key, by in profile["equality"].items() if key != "filled" and audience in by}
    if audience in profile["age_bands"]:
        asked["age-band"] = profile["age_bands"][audience]
    return {key: random.choices(list(weights), list(weights.values()))[0] for key, weights in asked.items()}
