"""Samples drawn, coders asked, samples closed and opened again."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from cypp_consult.coding.agreement import queries, rules
from cypp_consult.coding.agreement.models import CodingSample, Pool, SampleAnswer, SampleCoder, Strata
from cypp_consult.coding.rules import TargetKind
from cypp_consult.coding.services.writing import insert_new
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import audit
from cypp_consult.core.errors import InvalidInputError

_LARGEST_SEED = 2**31 - 1


@dataclass(frozen=True)
class Plan:
    """What sample is wanted. Without a seed one is drawn by lot and kept."""

    name: str
    level: TargetKind
    pool: Pool
    strata: Strata
    size: int
    coders: tuple[int, ...]
    seed: int | None = None


def draw_sample(
    session: Session, consultation: Consultation, plan: Plan, *, by_id: int | None, at: datetime
) -> CodingSample:
    """Draw a sample and ask its coders. Raises InvalidInputError for a size or coders that will not do."""
    ready = queries.candidates(session, consultation, plan.pool, plan.strata)
    rules.check_size(plan.size, len(ready))
    coders = _known(session, plan.coders)
    rules.check_coders(len(coders))
    seed = secrets.randbelow(_LARGEST_SEED) if plan.seed is None else plan.seed
    sample = CodingSample(
        consultation_id=consultation.id,
        name=plan.name,
        level=plan.level,
        pool=plan.pool,
        strata=plan.strata,
        seed=seed,
        made_by_id=by_id,
        made_at=at,
    )
    session.add(sample)
    session.flush()
    drawn = rules.draw(ready, plan.size, seed)
    rows = [{"sample_id": sample.id, "answer_id": key, "position": place} for place, key in enumerate(drawn, start=1)]
    insert_new(session, SampleAnswer, rows, "answer_id")
    _ask(session, sample, coders, at)
    detail = {"answers": len(drawn), "coders": len(coders), "pool": plan.pool, "shares": plan.strata, "seed": seed}
    audit.record(session, "sample.drawn", "coding_sample", sample.id, detail, at)
    session.flush()
    return sample


def ask(session: Session, sample: CodingSample, coders: Sequence[int], *, at: datetime) -> int:
    """Ask more people to code a sample; return how many were not asked before.

    Raises InvalidInputError for people who may not code, SampleClosedError for a closed sample.
    """
    if sample.closed_at is not None:
        raise rules.SampleClosedError("This sample is closed.")
    new = _ask(session, sample, _known(session, coders), at)
    if new:
        audit.record(session, "sample.asked", "coding_sample", sample.id, {"coders": new}, at)
        session.flush()
    return new


def close(session: Session, sample: CodingSample, *, at: datetime) -> bool:
    """End the reading of a sample: what was chosen stays and is compared. False if it was closed already."""
    if sample.closed_at is not None:
        return False
    sample.closed_at = at
    audit.record(session, "sample.closed", "coding_sample", sample.id, at=at)
    session.flush()
    return True


def reopen(session: Session, sample: CodingSample, *, at: datetime) -> bool:
    """Let the reading of a sample go on. False if it was open already."""
    if sample.closed_at is None:
        return False
    sample.closed_at = None
    audit.record(session, "sample.reopened", "coding_sample", sample.id, at=at)
    session.flush()
    return True


def _ask(session: Session, sample: CodingSample, coders: Sequence[int], at: datetime) -> int:
    rows = [
        {"sample_id": sample.id, "person_id": person_id, "asked_at": at, "finished_at": None} for person_id in coders
    ]
    return len(insert_new(session, SampleCoder, rows, "person_id"))


def _known(session: Session, coders: Sequence[int]) -> list[int]:
    may_code = {person_id for person_id, _, _ in queries.people(session)}
    wanted = sorted(set(coders))
    if not set(wanted) <= may_code:
        raise InvalidInputError("Choose people from the list.")
    return wanted
