"""Samples: which there are, how far each coder is, who may be asked, and what could be drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from cypp_consult.accounts.models import Role as RoleRow
from cypp_consult.accounts.models import User
from cypp_consult.coding import counting
from cypp_consult.coding.agreement.models import (
    CodingSample,
    Pool,
    ReadingState,
    SampleAnswer,
    SampleCoder,
    SampleReading,
    Strata,
)
from cypp_consult.coding.translations import queries as translations
from cypp_consult.collection.models import Answer, Response
from cypp_consult.consultations.models import Consultation
from cypp_consult.core.errors import NotFoundError
from cypp_consult.core.roles import Role
from cypp_consult.text.language import ENGLISH

CODERS = (Role.LEAD, Role.ANALYST, Role.YOUNG_ANALYST)
_MOST_SAMPLES = 50
_MOST_PEOPLE = 200


@dataclass(frozen=True)
class Coder:
    """A person asked to code a sample, and how far they are."""

    person_id: int
    name: str
    # answers read in any way, skipped ones not among them
    done: int
    skipped: int
    finished_at: datetime | None


@dataclass(frozen=True)
class Line:
    """A sample with its coders. `answers` are those that may still be coded: one that was raised is gone."""

    sample: CodingSample
    answers: int
    coders: tuple[Coder, ...]

    def coder(self, person_id: int) -> Coder | None:
        """Return how far somebody is; None for one who was not asked."""
        return next((one for one in self.coders if one.person_id == person_id), None)

    @property
    def done(self) -> int:
        """Return how many readings were made by all coders together."""
        return sum(one.done for one in self.coders)


def lines(session: Session, consultation_id: UUID) -> list[Line]:
    """Return the newest 50 samples of a consultation, newest first. Three statements."""
    query = (
        select(CodingSample)
        .where(CodingSample.consultation_id == consultation_id)
        .order_by(CodingSample.made_at.desc(), CodingSample.id)
        .limit(_MOST_SAMPLES)
    )
    return _filled(session, consultation_id, session.scalars(query).all())


def line(session: Session, consultation_id: UUID, sample_id: UUID) -> Line:
    """Return one sample of a consultation; NotFoundError if there is none. Three statements."""
    query = select(CodingSample).where(CodingSample.id == sample_id, CodingSample.consultation_id == consultation_id)
    found = _filled(session, consultation_id, session.scalars(query).all())
    if not found:
        raise NotFoundError
    return found[0]


def asked(session: Session, consultation_id: UUID, person_id: int) -> list[Line]:
    """Return the open samples that somebody was asked to code and has not finished, oldest first."""
    query = (
        select(CodingSample)
        .join(SampleCoder, SampleCoder.sample_id == CodingSample.id)
        .where(
            CodingSample.consultation_id == consultation_id,
            CodingSample.closed_at.is_(None),
            SampleCoder.person_id == person_id,
            SampleCoder.finished_at.is_(None),
        )
        .order_by(CodingSample.made_at, CodingSample.id)
        .limit(_MOST_SAMPLES)
    )
    return _filled(session, consultation_id, session.scalars(query).all())


def live(sample_ids: Sequence[UUID], consultation_id: UUID) -> Select[Any]:
    """Return the select over the answers of samples that may be coded now; columns are the caller's."""
    return (
        select(SampleAnswer.sample_id)
        .join(Answer, SampleAnswer.answer_id == Answer.id)
        .join(Response, Answer.response_id == Response.id)
        .where(SampleAnswer.sample_id.in_(sample_ids), counting.may_be_coded(consultation_id))
    )


def _filled(session: Session, consultation_id: UUID, samples: Sequence[CodingSample]) -> list[Line]:
    keys = [sample.id for sample in samples]
    if not keys:
        return []
    base = live(keys, consultation_id)
    counted = base.with_only_columns(SampleAnswer.sample_id, func.count()).group_by(SampleAnswer.sample_id)
    sizes = dict(session.execute(counted).all())
    read = (
        base.with_only_columns(
            SampleReading.sample_id, SampleReading.person_id, SampleReading.state, func.count().label("count")
        )
        .join(
            SampleReading,
            and_(SampleReading.sample_id == SampleAnswer.sample_id, SampleReading.answer_id == SampleAnswer.answer_id),
        )
        .group_by(SampleReading.sample_id, SampleReading.person_id, SampleReading.state)
        .subquery()
    )
    query = (
        select(SampleCoder, User.name, read.c.state, read.c.count)
        .join(User, SampleCoder.person_id == User.id)
        .outerjoin(read, and_(read.c.sample_id == SampleCoder.sample_id, read.c.person_id == SampleCoder.person_id))
        .where(SampleCoder.sample_id.in_(keys))
        .order_by(func.lower(User.name), User.id)
    )
    coders: dict[tuple[UUID, int], Coder] = {}
    for row, name, state, count in session.execute(query):
        key = (row.sample_id, row.person_id)
        known = coders.get(key, Coder(row.person_id, name, 0, 0, row.finished_at))
        skipped = state == ReadingState.SKIPPED
        coders[key] = Coder(
            known.person_id,
            known.name,
            known.done + (0 if skipped else count or 0),
            known.skipped + (count if skipped else 0),
            known.finished_at,
        )
    return [
        Line(sample, sizes.get(sample.id, 0), tuple(one for key, one in coders.items() if key[0] == sample.id))
        for sample in samples
    ]


def people(session: Session) -> list[tuple[int, str, bool]]:
    """Return who may be asked to code, by name: (id, name, whether a young analyst). At most 200."""
    query = (
        select(
            User.id,
            User.name,
            User.email,
            func.max(case((RoleRow.name != Role.YOUNG_ANALYST.value, 1), else_=0)).label("grown"),
        )
        .join(User.roles)
        .where(User.active.is_(True), RoleRow.name.in_([role.value for role in CODERS]))
        .group_by(User.id, User.name, User.email)
        .order_by(func.lower(User.name), User.id)
        .limit(_MOST_PEOPLE)
    )
    return [(row.id, row.name or row.email, not row.grown) for row in session.execute(query)]


def candidates(session: Session, consultation: Consultation, pool: Pool, strata: Strata) -> list[tuple[UUID, str]]:
    """Return (answer, stratum) of everything that could be drawn: cleared, and to be read in English. One statement."""
    stratum: Any = {Strata.AUDIENCE: Response.audience, Strata.EVENT: Response.event_id}.get(strata, Response.channel)
    query = (
        select(Answer.id, stratum)
        .join(Response, Answer.response_id == Response.id)
        .where(counting.may_be_coded(consultation.id), readable())
    )
    if pool is not Pool.ALL:
        coded = counting.is_coded()
        query = query.where(coded if pool is Pool.CODED else ~coded)
    kept = "" if strata is Strata.NONE else None
    return [(key, str(value or "") if kept is None else kept) for key, value in session.execute(query)]


def readable() -> Any:
    """Return the condition, over Answer and Response, of an answer to be read in English: so written, or translated.

    A translation counts once a person has read it for safety too.
    """
    english = or_(Response.language == ENGLISH, Response.language.like(f"{ENGLISH}-%"))
    translated = exists().where(translations.standing(cleared=True))
    return or_(and_(english, ~translations.waits_for_translation()), translated)
