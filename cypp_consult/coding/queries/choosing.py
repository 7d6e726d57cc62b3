"""Turning a coder's filters into conditions over Answer joined to Response."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, not_, or_, select, true

from cypp_consult.coding import counting
from cypp_consult.coding.filters import Filters, Place, TagState
from cypp_consult.coding.models import Tag, Theme
from cypp_consult.coding.rules import Target, TargetKind
from cypp_consult.collection.models import Answer, Response
from cypp_consult.plans.models import Priority


def chosen(consultation_id: UUID, filters: Filters) -> ColumnElement[bool]:
    """Return the condition of the answers that the filters choose; always within what may be coded."""
    return and_(counting.may_be_coded(consultation_id), _in_state(filters.state), *_narrowed(filters))


def beyond(place: Place, *, later: bool) -> ColumnElement[bool]:
    """Return the condition of the answers that stand after (`later`) or before a place, by moment and id."""
    # spelt out, so that an index on the moment is used on both databases
    if later:
        return and_(Response.received_at >= place.at, or_(Response.received_at > place.at, Answer.id > place.id))
    return and_(Response.received_at <= place.at, or_(Response.received_at < place.at, Answer.id < place.id))


def _in_state(state: TagState) -> ColumnElement[bool]:
    if state is TagState.SUGGESTED:
        return counting.has_open_suggestion()
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
    if filters.tag:
        found.append(Answer.id.in_(_answers_tagged(filters.tag)))
    # lower() of SQLite folds plain letters only; a search for "école" does not find "ÉCOLE" there
    found += [Answer.text.icontains(term, autoescape=True) for term in filters.terms]
    return found


def _answers_tagged(target: Target) -> Select[UUID]:
    """Return the answers that speak for a target, as `counting.spoken_for` counts them."""
    if target.kind is TargetKind.THEME:
        return select(Tag.answer_id).where(Tag.theme_id == target.id)
    if target.kind is TargetKind.PRIORITY:
        priorities = select(Priority.id).where(Priority.id == target.id)
        own = Tag.priority_id == target.id
    else:
        priorities = select(Priority.id).where(Priority.outcome_id == target.id)
        own = or_(Tag.outcome_id == target.id, Tag.priority_id.in_(priorities))
    themes = select(Theme.id).where(Theme.priority_id.in_(priorities))
    return select(Tag.answer_id).where(or_(own, Tag.theme_id.in_(themes)))
