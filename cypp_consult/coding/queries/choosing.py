"""Turning a coder's filters into conditions over Answer joined to Response."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, literal, not_, or_, select, true, union_all

from cypp_consult.coding import counting
from cypp_consult.coding.filters import Filters, FlagChoice, Place, Sample, TagState
from cypp_consult.coding.models import AnswerMark, Suggestion, SuggestionState, Tag, Theme
from cypp_consult.coding.rules import UNSURE_BELOW, Target, TargetKind
from cypp_consult.coding.translations.queries import has_tone, is_in, tone_rank
from cypp_consult.coding.workbench.models import AnswerFlag, AnswerSeen
from cypp_consult.collection.models import Answer, Response
from cypp_consult.plans.models import Priority


def chosen(consultation_id: UUID, filters: Filters) -> ColumnElement[bool]:
    """Return the condition of the answers that the filters choose; always within what may be coded."""
    parts = [*_narrowed(filters), *_worked_on(filters)]
    if filters.sample:
        parts.append(Answer.id.in_(_drawn(consultation_id, filters, filters.sample)))
    return and_(counting.may_be_coded(consultation_id), _in_state(filters.state), *parts)


def beyond(place: Place, *, later: bool, by_tone: bool = False) -> ColumnElement[bool]:
    """Return the condition of the answers that stand after (`later`) or before a place, by moment and id.

    In the order of tones these count among answers of the same tone.
    """
    if by_tone:
        rank = tone_rank()
        further = rank > place.rank if later else rank < place.rank
        return or_(further, and_(rank == place.rank, beyond(place, later=later)))
    # spelt out, so that an index on the moment is used on both databases
    if later:
        return and_(Response.received_at >= place.at, or_(Response.received_at > place.at, Answer.id > place.id))
    return and_(Response.received_at <= place.at, or_(Response.received_at < place.at, Answer.id < place.id))


def _in_state(state: TagState) -> ColumnElement[bool]:
    if state is TagState.SUGGESTED:
        return and_(not_(counting.is_coded()), counting.has_open_suggestion())
    if state is TagState.UNSUGGESTED:
        return and_(not_(counting.is_coded()), not_(counting.has_open_suggestion()))
    if state is TagState.CODED:
        return counting.is_coded()
    if state is TagState.UNCODED:
        return not_(counting.is_coded())
    return true()


def _narrowed(filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.question:
        found.append(Answer.question_id == filters.question)
    if filters.audience:
        found.append(Response.audience == filters.audience)
    if filters.event:
        found.append(Response.event_id == filters.event)
    if filters.channel:
        found.append(Response.channel == filters.channel)
    if filters.age_band:
        found.append(Response.age_band == filters.age_band)
    # lower() of SQLite folds plain letters only; a search for "école" does not find "ÉCOLE" there
    found += [Answer.text.icontains(term, autoescape=True) for term in filters.terms]
    return found


def _worked_on(filters: Filters) -> list[ColumnElement[bool]]:
    """Return the conditions on what people did with an answer, each by an index of the answer."""
    found: list[ColumnElement[bool]] = []
    if filters.tag:
        found.append(Answer.id.in_(_answers_tagged(filters.tag)))
    if filters.coder:
        found.append(
            or_(
                exists().where(Tag.answer_id == Answer.id, Tag.by_id == filters.coder),
                exists().where(AnswerMark.answer_id == Answer.id, AnswerMark.by_id == filters.coder),
            )
        )
    if filters.unread:
        found.append(~exists().where(AnswerSeen.account_id == filters.me, AnswerSeen.answer_id == Answer.id))
    if filters.flag:
        found.append(_flagged(filters.flag, filters.me))
    if filters.tone:
        found.append(has_tone(filters.tone))
    if filters.language:
        found.append(is_in(filters.language))
    if filters.low:
        found += [counting.has_open_suggestion(), ~_sure()]
    return found


def _flagged(choice: FlagChoice, me: int | None) -> ColumnElement[bool]:
    if choice is not FlagChoice.ANY and me is None:
        return false()
    standing = exists().where(AnswerFlag.answer_id == Answer.id, AnswerFlag.settled_at.is_(None))
    if choice is FlagChoice.MINE:
        return standing.where(AnswerFlag.by_id == me)
    return standing.where(AnswerFlag.for_id == me) if choice is FlagChoice.ASKED else standing


def _sure() -> ColumnElement[bool]:
    return exists().where(
        Suggestion.answer_id == Answer.id, Suggestion.state == SuggestionState.OPEN, Suggestion.score >= UNSURE_BELOW
    )


def _drawn(consultation_id: UUID, filters: Filters, sample: Sample) -> Select[UUID]:
    """Return the answers of a draw: the first ids from its start on, then from the beginning, both by the key."""
    laps = [
        select(literal(lap).label("lap"), Answer.id)
        .join(Response, Answer.response_id == Response.id)
        .where(within, chosen(consultation_id, filters.drawn_from()))
        .order_by(Answer.id)
        .limit(sample.size)
        .subquery()
        for lap, within in enumerate((Answer.id >= sample.start, Answer.id < sample.start))
    ]
    both = union_all(*(select(lap.c.lap, lap.c.id) for lap in laps)).subquery()
    return select(select(both.c.id).order_by(both.c.lap, both.c.id).limit(sample.size).subquery().c.id)


def _answers_tagged(target: Target) -> Select[UUID]:
    """Return the answers that speak for a target, as `counting.spoken_for` counts them."""
    if target.kind is TargetKind.THEME:
        parts = select(Theme.id).where(Theme.parent_id == target.id)
        return select(Tag.answer_id).where(or_(Tag.theme_id == target.id, Tag.theme_id.in_(parts)))
    if target.kind is TargetKind.PRIORITY:
        priorities = select(Priority.id).where(Priority.id == target.id)
        own = Tag.priority_id == target.id
    else:
        priorities = select(Priority.id).where(Priority.outcome_id == target.id)
        own = or_(Tag.outcome_id == target.id, Tag.priority_id.in_(priorities))
    themes = select(Theme.id).where(Theme.priority_id.in_(priorities))
    return select(Tag.answer_id).where(or_(own, Tag.theme_id.in_(themes)))
