"""Splitting: some answers of a theme get new themes instead; the others keep it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cypp_consult.coding.frame.models import FrameAct, FrameVerb, Part
from cypp_consult.coding.frame.naming import free_name, name_taken
from cypp_consult.coding.frame.recording import ActRecorder
from cypp_consult.coding.frame.rules import FrameError
from cypp_consult.coding.frame.services.holding import below, done_already, hold, reason
from cypp_consult.coding.frame.services.merging import check_live
from cypp_consult.coding.frame.services.moving import drop_suggestions, move_tags
from cypp_consult.coding.models import Tag, Theme
from cypp_consult.coding.services.writing import insert_new
from cypp_consult.consultations.models import Consultation
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.plans.rules import slug_for

MOST_PARTS = 4


@dataclass(frozen=True)
class NewPart:
    """A theme that a split makes: its name, its meaning, and the answers that get it."""

    name: str
    answers: Sequence[UUID]
    definition: str = ""
    not_this: str = ""


def split(
    session: Session,
    consultation: Consultation,
    theme_id: UUID,
    parts: Sequence[NewPart],
    *,
    by_id: int | None,
    at: datetime,
    why: str = "",
    act_id: UUID | None = None,
) -> FrameAct:
    """Make new themes beside one and take the tags of the chosen answers there, with who gave them and when.

    Answers that are in no part keep the theme; if none does, the theme is retired. An answer of two parts goes to the
    first; answers without the theme are left alone. With an `act_id` that was done already, that act is returned.
    Raises NotFoundError, FrameError for a theme that is retired by now or for parts without an answer,
    InvalidInputError for names that will not do.
    """
    if (done := done_already(session, consultation, act_id)) is not None:
        return done
    theme = hold(session, consultation, [theme_id])[theme_id]
    check_live([theme])
    shares = _shares(session, theme, parts)
    recorder = ActRecorder(session, consultation.id, FrameVerb.SPLIT, by_id, at, reason(why), act_id or uuid4())
    recorder.watch(Part.SOURCE, [theme])
    # a part may have the name of the theme it comes from, if that goes
    spent = session.scalar(select(func.count()).where(Tag.theme_id == theme.id)) == sum(map(len, shares))
    under = list(below(session, [theme.id])) if spent else []
    recorder.watch(Part.BESIDE, under)
    if spent:
        theme.retired_at = at
        for part in under:
            part.parent_id = None
        session.flush()
    made = [_make(session, consultation, theme, part, at, by_id) for part in parts]
    for new in made:
        recorder.made(new)
    recorder.begin()
    for new, answers in zip(made, shares, strict=True):
        move_tags(session, recorder.id, [theme.id], new.id, only=answers)
    if spent:
        drop_suggestions(session, recorder.id, theme.id)
    return recorder.finish()


def _shares(session: Session, theme: Theme, parts: Sequence[NewPart]) -> list[list[UUID]]:
    """Return the answers of each part that have the theme, each in one part."""
    if not 1 <= len(parts) <= MOST_PARTS:
        raise FrameError(f"A theme is split into at most {MOST_PARTS} new themes at once.")
    names = [" ".join(part.name.split()).casefold() for part in parts]
    if len(set(names)) < len(names):
        raise InvalidInputError("Give each new theme a name of its own.")
    left = set(session.scalars(select(Tag.answer_id).where(Tag.theme_id == theme.id)))
    shares = []
    for part in parts:
        share = sorted(left.intersection(part.answers))
        if not share:
            raise FrameError(f"Choose at least one answer for “{part.name.strip()}”.")
        left.difference_update(share)
        shares.append(share)
    return shares


def _make(
    session: Session, consultation: Consultation, beside: Theme, part: NewPart, at: datetime, by_id: int | None
) -> Theme:
    taken = set(session.scalars(select(Theme.slug).where(Theme.consultation_id == consultation.id)))
    name = free_name(session, consultation, part.name)
    last = select(func.max(Theme.position)).where(Theme.consultation_id == consultation.id)
    row = {
        "id": uuid4(),
        "consultation_id": consultation.id,
        "slug": slug_for(name, taken, "theme"),
        "name": name,
        "definition": part.definition.strip(),
        "not_this": part.not_this.strip(),
        "priority_id": beside.priority_id,
        "parent_id": beside.parent_id,
        "position": (session.scalar(last) or 0) + 1,
        "made_by_id": by_id,
        "made_at": at,
        "retired_at": None,
        "merged_into_id": None,
        "version": 1,
    }
    if not insert_new(session, Theme, [row], "id"):
        raise name_taken(name)
    return session.get_one(Theme, row["id"])
