"""How far the made-up team has come: read, raised, coded and quoted, oldest answers first."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from cypp_consult.accounts.models import User
from cypp_consult.coding import suggesting
from cypp_consult.coding.models import Mark
from cypp_consult.coding.rules import Target, TargetKind
from cypp_consult.coding.services import add_tag, ensure_word_list, make_theme
from cypp_consult.coding.services import mark as mark_answer
from cypp_consult.collection.models import Answer, Response
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import audit
from cypp_consult.desk.demonstration import event_day
from cypp_consult.desk.demonstration.data import load
from cypp_consult.safeguarding import rules as safeguarding_rules
from cypp_consult.safeguarding import services as safeguarding


def work(session: Session, consultation: Consultation, people: Mapping[str, User], now: datetime) -> None:
    """Read, raise, code and quote as `profile.yaml` says."""
    progress = load("profile")["progress"]
    said = {(item["audience"], item["text"]): item for item in load("answers")["answers"]}
    while safeguarding.screen(session, consultation.id, now):
        pass
    answers = _written(session, consultation)
    in_turn = event_day.in_turn(answers, now)
    left = {answer.id for answer in in_turn[round(len(answers) * progress["read_for_safety"]) :]}
    read = [answer for answer in answers if answer.id not in left]
    cleared = _read(session, read, said, people, now)
    session.flush()
    _quotes(session, cleared, said, progress["quotes_released"], people)
    targets = _targets(session, consultation, people, now - timedelta(days=12))
    some = Random(load("profile")["seed"]).sample(cleared, round(len(cleared) * progress["coded"]))  # noqa: S311 - a made-up team
    _code(session, consultation, some, said, targets, people)
    ensure_word_list(session, consultation.plan, now)
    round_ = suggesting.begin(session, consultation, now)
    while suggesting.suggest_some(session, round_, now):
        pass


def _written(session: Session, consultation: Consultation) -> list[Answer]:
    query = (
        select(Answer)
        .join(Answer.response)
        .options(joinedload(Answer.response).joinedload(Response.event), joinedload(Answer.question))
        .where(Answer.has_text, Response.consultation_id == consultation.id)
        .order_by(Response.received_at)
    )
    return list(session.scalars(query))


def _facts(answer: Answer, said: Mapping[tuple[str, str], Any]) -> Mapping[str, Any]:
    return said.get((answer.response.audience.value, answer.text or ""), {})  # type: ignore[no-any-return]  # from YAML


def _read(
    session: Session,
    answers: list[Answer],
    said: Mapping[tuple[str, str], Any],
    people: Mapping[str, User],
    now: datetime,
) -> list[Answer]:
    cleared, raised = [], 0
    for answer in answers:
        at = min(answer.response.received_at + timedelta(hours=6), now)
        if _facts(answer, said).get("concern"):
            concern = safeguarding.raise_concern(session, answer, people["amina"].id, at)
            raised += 1
            if raised == 1:
                _settle(session, concern, people, at + timedelta(hours=1))
        else:
            safeguarding.clear(session, [answer], people["amina"].id, at)
            cleared.append(answer)
    return cleared


def _settle(session: Session, concern: Any, people: Mapping[str, User], at: Any) -> None:
    helen = people["helen"]
    audit.act_as(audit.Actor(helen.id, helen.name))
    safeguarding.open_record(session, concern, at)
    step = safeguarding_rules.Step
    safeguarding.take_step(session, concern, step.ASK_STAFF, "Rang the lead on duty at the event.", helen.id, at)
    safeguarding.take_step(
        session, concern, step.KEEP_BACK, "Found and spoken to. The school's lead has it now.", helen.id, at
    )
    audit.act_as(audit.SYSTEM)


def _quotes(
    session: Session, cleared: list[Answer], said: Mapping[tuple[str, str], Any], most: int, people: Mapping[str, User]
) -> None:
    good = [answer for answer in cleared if _facts(answer, said).get("quote")][:most]
    for answer in good:
        at = answer.response.received_at + timedelta(hours=30)
        safeguarding.release_quote(session, answer, answer.text or "", people["amina"].id, at)


def _targets(
    session: Session, consultation: Consultation, people: Mapping[str, User], at: datetime
) -> dict[tuple[str, str], Target]:
    plan = consultation.plan
    found = {("outcomes", outcome.slug): Target(TargetKind.OUTCOME, outcome.id) for outcome in plan.outcomes}
    priorities = {priority.slug: priority for outcome in plan.outcomes for priority in outcome.priorities}
    found |= {("priorities", slug): Target(TargetKind.PRIORITY, priority.id) for slug, priority in priorities.items()}
    for given in load("themes")["themes"]:
        priority = priorities.get(given["priority"] or "")
        theme, _ = make_theme(
            session,
            consultation,
            given["name"],
            definition=given["definition"].strip(),
            priority_id=priority.id if priority else None,
            by_id=people[given["made_by"]].id,
            at=at,
        )
        found["themes", given["key"]] = Target(TargetKind.THEME, theme.id)
    return found


def _code(
    session: Session,
    consultation: Consultation,
    answers: list[Answer],
    said: Mapping[tuple[str, str], Any],
    targets: Mapping[tuple[str, str], Target],
    people: Mapping[str, User],
) -> None:
    # every fourth answer by the lead, the rest by the analyst; one act per target and coder
    by_target: dict[tuple[str, Target], list[Any]] = defaultdict(list)
    nothing = []
    for place, answer in enumerate(answers):
        facts = _facts(answer, said)
        coder = "amina" if place % 4 == 3 else "joe"  # noqa: PLR2004 - one in four
        tagged = [targets[kind, key] for kind in ("outcomes", "priorities", "themes") for key in facts.get(kind, ())]
        for target in tagged:
            by_target[coder, target].append(answer.id)
        if not tagged:
            nothing.append(answer.id)
    for (coder, target), ids in by_target.items():
        add_tag(session, consultation, ids, target, by_id=people[coder].id, at=answers[-1].response.received_at)
    if nothing:
        mark_answer(
            session,
            consultation,
            nothing,
            Mark.NOTHING_TO_SAY,
            by_id=people["joe"].id,
            at=answers[-1].response.received_at,
        )
