"""Rows of the workbench alone, for its script: what changed is put in place, nothing else is drawn or counted again."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

from flask import make_response, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.coding import queries, wording
from cypp_consult.coding.finding import queries as finding
from cypp_consult.coding.rules import Target
from cypp_consult.coding.views.shared import Way, sees_attributes
from cypp_consult.consultations.models import Consultation
from cypp_consult.core.database import session

# beyond that the script asks for the page again
MOST_ROWS = 60
_HEADER = "X-Part"
_ROWS = "rows"
_REFUSED = 422


def wanted() -> bool:
    """Say whether the script asks for rows alone."""
    return request.headers.get(_HEADER) == _ROWS


def rows(
    consultation: Consultation,
    here: Way,
    answers: Sequence[UUID],
    words: str,
    undo_url: str = "",
    codes: Mapping[Target, queries.Code] = MappingProxyType({}),
) -> Response:
    """Return the rows of the answers as they are now, and what was done in words. Without answers: "ask again".

    An answer that may no longer be coded is left out, so that its row goes. `codes` are those that are known already.
    """
    few = answers if len(answers) <= MOST_ROWS else ()
    found = queries.some(session(), consultation.id, few) if few else []
    unknown = _pointed(found) - codes.keys()
    page = render_template(
        "coding/_swap.html",
        consultation=consultation,
        here=here,
        rows=found,
        alike=alike_counts([row.id for row in found]),
        again=not few,
        codes={**codes, **queries.names(session(), consultation, unknown)},
        marks=wording.MARKS,
        attributes=sees_attributes(),
        me=current_user.id,
        words=words,
        undo_url=undo_url,
    )
    return _fresh(page)


def alike_counts(answers: Sequence[UUID]) -> Mapping[UUID, int]:
    """Return for each answer how many others say nearly the same; those that are like no other are missing."""
    return {key: len(others) for key, others in finding.alike(session(), answers).items()}


def refusal(words: str) -> Response:
    """Return why an act was not done, for the script to say."""
    answer = make_response(words, _REFUSED, {"Content-Type": "text/plain; charset=utf-8"})
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _fresh(page: str) -> Response:
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _pointed(found: Sequence[queries.AnswerRow]) -> set[Target]:
    given = {tag.target for row in found for tag in row.tags}
    return given | {guess.target for row in found for guess in row.guesses}
