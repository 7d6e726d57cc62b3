"""What a theme's page shows: where it stands, who said it, what may be quoted, and what is no theme at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from cypp_consult.accounts.models import User
from cypp_consult.coding import counting
from cypp_consult.coding.frame import rules
from cypp_consult.coding.frame.models import FrameAct, FrameActTheme, FrameVerb, Part, ThemeExample
from cypp_consult.coding.frame.queries.words import Words, words_of
from cypp_consult.coding.models import AnswerMark, Mark, Tag, Theme
from cypp_consult.coding.segments import Segment
from cypp_consult.collection.models import Answer, Response
from cypp_consult.consultations.models import Consultation
from cypp_consult.core.audiences import Audience
from cypp_consult.core.errors import NotFoundError
from cypp_consult.safeguarding.models import Quote


@dataclass(frozen=True)
class ThemeFacts:
    """A theme with who made it, the themes under it, and where it went if it was merged."""

    theme: Theme
    made_by: str
    parent: Theme | None
    under: tuple[Theme, ...]
    went_to: Theme | None


@dataclass(frozen=True)
class Example:
    """An answer that shows what a theme means, cut to the chosen words."""

    words: Words
    pieces: tuple[Segment, ...]


@dataclass(frozen=True)
class QuoteState:
    """How many of a theme's answers may be quoted, and how many might be asked for."""

    released: int
    withdrawn: int
    answers: int


@dataclass(frozen=True)
class Apart:
    """What is kept apart from themes. `silent` counts forms that hold no words at all."""

    other: int
    nothing: int
    silent: int


def theme_of(session: Session, consultation: Consultation, theme_id: UUID) -> Theme:
    """Return a theme of a consultation, retired or not; NotFoundError if it has none such."""
    found = session.scalar(select(Theme).where(Theme.id == theme_id, Theme.consultation_id == consultation.id))
    if found is None:
        raise NotFoundError
    return found


def theme_facts(session: Session, consultation: Consultation, theme: Theme) -> ThemeFacts:
    """Return what stands around a theme. At most four statements."""
    made_by = session.scalar(select(User.name).where(User.id == theme.made_by_id)) if theme.made_by_id else ""
    under = select(Theme).where(Theme.parent_id == theme.id, Theme.retired_at.is_(None))
    went_to = None
    if theme.merged_into_id is not None:
        went_to = session.get(Theme, rules.where_now(theme.id, merged_into(session, consultation.id)))
    return ThemeFacts(
        theme,
        made_by or "",
        session.get(Theme, theme.parent_id) if theme.parent_id else None,
        tuple(session.scalars(under.order_by(Theme.position, Theme.name))),
        went_to,
    )


def merged_into(session: Session, consultation_id: UUID) -> Mapping[UUID, UUID | None]:
    """Return where the merged themes of a consultation went, a step each; `rules.where_now` follows them."""
    query = select(Theme.id, Theme.merged_into_id).where(
        Theme.consultation_id == consultation_id, Theme.merged_into_id.is_not(None)
    )
    return {row.id: row.merged_into_id for row in session.execute(query)}


def unmade(session: Session, consultation_id: UUID) -> set[UUID]:
    """Return the themes of acts that were undone: they are in nobody's way, and not listed as retired."""
    query = (
        select(FrameActTheme)
        .join(FrameActTheme.act)
        .where(FrameAct.consultation_id == consultation_id, FrameAct.undone_at.is_not(None))
        .where(FrameActTheme.part == Part.RESULT, FrameAct.verb.in_([FrameVerb.MADE, FrameVerb.SPLIT]))
    )
    return {line.theme_id for line in session.scalars(query)}


def by_audience(session: Session, consultation_id: UUID, theme_id: UUID) -> Sequence[tuple[Audience, int]]:
    """Return how many answers speak for a theme or one under it, per audience; for coders, so nothing is suppressed."""
    query = (
        select(Response.audience, func.count(Answer.id.distinct()))
        .join(Answer, Answer.response_id == Response.id)
        .join(Tag, Tag.answer_id == Answer.id)
        .where(counting.may_be_coded(consultation_id), _speaks_for(theme_id))
        .group_by(Response.audience)
    )
    found = dict(session.execute(query).all())
    return [(audience, found[audience]) for audience in Audience if audience in found]


def examples(session: Session, consultation_id: UUID, theme_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Example]]:
    """Return the examples of themes that may be shown now, the first chosen first. Two statements."""
    query = (
        select(ThemeExample)
        .where(ThemeExample.theme_id.in_(theme_ids))
        .order_by(ThemeExample.at, ThemeExample.id)
        .limit(200)
    )
    rows = session.scalars(query).all()
    words = words_of(session, consultation_id, [row.answer_id for row in rows]) if rows else {}
    found: dict[UUID, list[Example]] = {}
    for row in rows:
        said = words.get(row.answer_id)
        if said is not None:
            found.setdefault(row.theme_id, []).append(Example(said, tuple(said.pieces(row.start, row.end))))
    return found


def quotes(session: Session, consultation_id: UUID, theme_id: UUID) -> QuoteState:
    """Return the state of the quotes among a theme's answers. One statement."""
    mine = select(Tag.answer_id).where(_speaks_for(theme_id))
    query = (
        select(
            func.count(case((and_(Quote.id.is_not(None), Quote.withdrawn_at.is_(None)), 1))),
            func.count(Quote.withdrawn_at),
            func.count(Answer.id),
        )
        .select_from(Answer)
        .join(Response, Answer.response_id == Response.id)
        .outerjoin(Quote, Quote.answer_id == Answer.id)
        .where(counting.may_be_coded(consultation_id), Answer.id.in_(mine))
    )
    return QuoteState(*session.execute(query).one())


def apart(session: Session, consultation_id: UUID) -> Apart:
    """Return what is not a theme: marks, and forms without words. Two statements."""
    marks = (
        select(AnswerMark.mark, func.count())
        .join(Answer, AnswerMark.answer_id == Answer.id)
        .join(Response, Answer.response_id == Response.id)
        .where(counting.may_be_coded(consultation_id))
        .group_by(AnswerMark.mark)
    )
    found = dict(session.execute(marks).all())
    said = select(Answer.id).where(Answer.response_id == Response.id, Answer.has_text.is_(True)).exists()
    silent = select(func.count(Response.id)).where(
        Response.consultation_id == consultation_id, Response.removed_at.is_(None), ~said
    )
    return Apart(found.get(Mark.OTHER, 0), found.get(Mark.NOTHING_TO_SAY, 0), session.scalar(silent) or 0)


def _speaks_for(theme_id: UUID) -> ColumnElement[bool]:
    under = select(Theme.id).where(Theme.parent_id == theme_id)
    return or_(Tag.theme_id == theme_id, Tag.theme_id.in_(under))
