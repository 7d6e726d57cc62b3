"""What counts, in one place: which answers may be coded, which of them are coded, and what a tag speaks for.

Everything that lists or counts coding starts from here: pages, summaries and exports.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select, union_all
from sqlalchemy.sql.selectable import CTE

from cypp_consult.coding.models import AnswerMark, Suggestion, SuggestionState, Tag, Theme
from cypp_consult.coding.rules import TargetKind
from cypp_consult.collection.models import Answer, Response
from cypp_consult.plans.models import Priority
from cypp_consult.safeguarding.models import SafetyReading
from cypp_consult.safeguarding.queries import cleared


def may_be_coded(consultation_id: UUID) -> ColumnElement[bool]:
    """Return the condition, over Answer joined to Response, of an answer that may be coded, quoted and counted.

    It holds words, its response was not taken back, and a person has cleared it.
    """
    return and_(
        Response.consultation_id == consultation_id,
        Response.removed_at.is_(None),
        Answer.has_text.is_(True),
        cleared().where(SafetyReading.answer_id == Answer.id).exists(),
    )


def is_coded() -> ColumnElement[bool]:
    """Return the condition, over Answer, of one that a person has tagged or marked."""
    return or_(exists().where(Tag.answer_id == Answer.id), exists().where(AnswerMark.answer_id == Answer.id))


def has_open_suggestion() -> ColumnElement[bool]:
    """Return the condition, over Answer, of one with a suggestion that nobody has decided on."""
    return exists().where(Suggestion.answer_id == Answer.id, Suggestion.state == SuggestionState.OPEN)


def spoken_for(consultation_id: UUID) -> CTE:
    """Return rows (kind, target_id, answer_id, response_id, headcount): what each countable answer speaks for.

    A tag speaks for its target and for what stands above it: a theme for the theme it is a part of and for its
    priority, a priority for its outcome.
    Rows may repeat where two tags speak for the same; count distinct answers.
    """
    tags = _tags_with_parents(consultation_id)
    levels = [(kind, tags.c[f"{kind.value}_id"]) for kind in TargetKind] + [(TargetKind.THEME, tags.c.parent_id)]
    parts: list[Select[Any]] = [
        select(
            literal(kind.value).label("kind"),
            column.label("target_id"),
            tags.c.answer_id,
            tags.c.response_id,
            tags.c.headcount,
        ).where(column.is_not(None))
        for kind, column in levels
    ]
    return union_all(*parts).cte("spoken_for")


def _tags_with_parents(consultation_id: UUID) -> CTE:
    priority_id = func.coalesce(Tag.priority_id, Theme.priority_id)
    return (
        select(
            Answer.id.label("answer_id"),
            Response.id.label("response_id"),
            Response.headcount,
            func.coalesce(Tag.outcome_id, Priority.outcome_id).label("outcome_id"),
            priority_id.label("priority_id"),
            Tag.theme_id,
            Theme.parent_id,
        )
        .select_from(Tag)
        .join(Answer, Tag.answer_id == Answer.id)
        .join(Response, Answer.response_id == Response.id)
        .outerjoin(Theme, Tag.theme_id == Theme.id)
        .outerjoin(Priority, priority_id == Priority.id)
        .where(may_be_coded(consultation_id))
        .cte("tags_with_parents")
    )
