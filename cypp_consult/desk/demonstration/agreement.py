"""Two samples of the made-up team: one that two adults coded and begin to settle, one that a young analyst reads."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from cypp_consult.accounts.models import User
from cypp_consult.coding.agreement import queries, rules, services
from cypp_consult.coding.agreement.models import CodingSample, Pool, ReadingState, Strata
from cypp_consult.coding.models import Mark, Theme
from cypp_consult.coding.rules import Target, TargetKind
from cypp_consult.collection.models import Answer
from cypp_consult.consultations.models import Consultation
from cypp_consult.desk.demonstration.data import load

SIZE, YOUNG_SIZE, YOUNG_READ, SETTLED = 60, 30, 7, 3
SEED = 12
# how often the second coder reads an answer otherwise than the first
OTHERWISE = 0.17
NOTES = (
    "We go by what is asked for, not by what is mentioned on the way.",
    "Talked through: the definition says it.",
    "Only this one. The rest is how it was put.",
)


def add(session: Session, consultation: Consultation, people: Mapping[str, User], now: datetime) -> None:
    """Draw both samples, let the made-up people code them, and settle the first few answers on which they differ."""
    joe, amina, leo = (people[key].id for key in ("joe", "amina", "leo"))
    themes = _themes(session, consultation)
    ready = len(queries.candidates(session, consultation, Pool.CODED, Strata.NONE))
    if ready < rules.FEWEST:
        return
    plan = _plan("Do we read alike?", Pool.CODED, min(SIZE, ready), (joe, amina))
    at = now - timedelta(days=2)
    sample = services.draw_sample(session, consultation, plan, by_id=amina, at=at)
    meant = _meant(session, sample, themes)
    for person, often in ((joe, 0.0), (amina, OTHERWISE)):
        _code(session, consultation, sample, meant, list(themes.values()), person, often, at)
        services.finish(session, sample, by_id=person, at=at + timedelta(hours=3))
    _settle(session, consultation, sample, meant, amina, now - timedelta(hours=20))
    left = len(queries.candidates(session, consultation, Pool.UNCODED, Strata.NONE))
    if left < rules.FEWEST:
        return
    plan = _plan("Young analysts read", Pool.UNCODED, min(YOUNG_SIZE, left), (leo, joe))
    young = services.draw_sample(session, consultation, plan, by_id=amina, at=at)
    few = dict(list(_meant(session, young, themes).items())[:YOUNG_READ])
    _code(session, consultation, young, few, list(themes.values()), leo, OTHERWISE, now - timedelta(hours=5))


def _plan(name: str, pool: Pool, size: int, coders: tuple[int, ...]) -> services.Plan:
    return services.Plan(name, TargetKind.THEME, pool, Strata.AUDIENCE, size, coders, SEED)


def _themes(session: Session, consultation: Consultation) -> dict[str, Target]:
    found = dict(session.execute(select(Theme.name, Theme.id).where(Theme.consultation_id == consultation.id)).all())
    return {
        given["key"]: Target(TargetKind.THEME, found[given["name"]])
        for given in load("themes")["themes"]
        if given["name"] in found
    }


def _meant(session: Session, sample: CodingSample, themes: Mapping[str, Target]) -> dict[UUID, frozenset[Target]]:
    """Return what the file of answers says each answer of a sample is about, in the order of the sample."""
    said = {(item["audience"], item["text"]): item for item in load("answers")["answers"]}
    order = queries.order(session, sample)
    query = select(Answer).options(joinedload(Answer.response)).where(Answer.id.in_(list(order)))
    facts = {row.id: said.get((row.response.audience.value, row.text or ""), {}) for row in session.scalars(query)}
    return {key: frozenset(themes[name] for name in facts[key].get("themes", ()) if name in themes) for key in order}


def _code(
    session: Session,
    consultation: Consultation,
    sample: CodingSample,
    meant: Mapping[UUID, frozenset[Target]],
    themes: list[Target],
    person: int,
    often: float,
    at: datetime,
) -> None:
    random = Random(SEED)  # noqa: S311 - made-up coders
    for place, (answer_id, targets) in enumerate(meant.items()):
        chosen = set(targets)
        if random.random() < often:
            other = random.choice(themes)
            chosen = (
                chosen - {other} if len(chosen) > 1 else {other} if random.random() < often * 2 else chosen | {other}
            )
        services.read(
            session,
            consultation,
            sample,
            answer_id,
            ReadingState.CODED,
            chosen,
            None if chosen else Mark.NOTHING_TO_SAY,
            by_id=person,
            at=at + timedelta(seconds=50 * place),
        )


def _settle(
    session: Session,
    consultation: Consultation,
    sample: CodingSample,
    meant: Mapping[UUID, frozenset[Target]],
    by_id: int,
    at: datetime,
) -> None:
    order = queries.order(session, sample)
    different = rules.sequence(queries.choices(session, sample), order)
    for place, (answer_id, note) in enumerate(zip(different, NOTES[:SETTLED], strict=False)):
        targets = meant[answer_id]
        mark = None if targets else Mark.NOTHING_TO_SAY
        services.settle(
            session,
            consultation,
            sample,
            answer_id,
            targets,
            mark,
            note=note,
            seen="",
            by_id=by_id,
            at=at + timedelta(minutes=4 * place),
        )
