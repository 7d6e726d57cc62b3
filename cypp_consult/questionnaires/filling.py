"""What the question form shows before anybody types, and its buttons that only rearrange what was typed."""

from collections.abc import Mapping, Sequence
from typing import Any

from cypp_consult.core.audiences import Audience
from cypp_consult.questionnaires.forms import BLANK_ROWS, QuestionForm
from cypp_consult.questionnaires.models import Question, QuestionType, QuestionWording
from cypp_consult.questionnaires.rules import Option

BLANK = {"id": "", "text": "", "picture": ""}


def of_question(
    question: Question | None, audiences: Sequence[Audience], priorities: Sequence[Option] = ()
) -> dict[str, Any]:
    """Return the form's data for a question, or for a new one: each audience has its part, and blank answers follow.

    `priorities` are the live ones of the plan; an audience asked about them has those in its part.
    """
    if question is None:
        return {
            "options": _with_blanks([]),
            "wordings": [_wording(audience, None, QuestionType.SINGLE, [], ()) for audience in audiences],
            "top_n": 3,
        }
    options = [{**BLANK, **item} for item in question.options]
    wordings = {wording.audience: wording for wording in question.wordings if wording.language == "en"}
    has_value = question.show_if_value is not None
    return {
        "name": question.name,
        "type": question.type.value,
        "picture": question.picture or "",
        "top_n": question.top_n,
        "options": _with_blanks(options),
        "wordings": [
            _wording(audience, wordings.get(audience), question.type, options, priorities) for audience in audiences
        ],
        "show_if_question": str(question.show_if_question_id) if question.show_if else "",
        "show_if": question.show_if.value if question.show_if else None,
        "show_if_value": f"{question.show_if_question_id}:{question.show_if_value}" if has_value else "",
    }


def _with_blanks(options: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [*(dict(item) for item in options), *(dict(BLANK) for _ in range(BLANK_ROWS))]


def _wording(
    audience: Audience,
    wording: QuestionWording | None,
    kind: QuestionType,
    options: Sequence[Mapping[str, Any]],
    priorities: Sequence[Option],
) -> dict[str, Any]:
    own = None
    if wording is not None and wording.options is not None:
        own = {item["id"]: item["text"] for item in wording.options}
    if ((wording and wording.type) or kind) is QuestionType.PRIORITIES:
        options = _of_plan(priorities, own)
        own = own if own and any(item["id"] in own for item in options) else None
    return {
        "audience": audience.value,
        "text": wording.text if wording else "",
        "help": wording.help if wording else "",
        "type": wording.type.value if wording and wording.type else "",
        "options": [
            {"id": item["id"], "offered": own is None or item["id"] in own, "text": _own_words(item, own)}
            for item in options
        ],
    }


def _of_plan(priorities: Sequence[Option], own: Mapping[str, str] | None) -> list[dict[str, Any]]:
    # an audience's own come first, in its own order, so that saving keeps it
    places = {key: place for place, key in enumerate(own or ())}
    found = sorted(priorities, key=lambda option: places.get(option.id, len(places)))
    return [{"id": option.id, "text": option.text} for option in found]


def _own_words(item: Mapping[str, Any], own: Mapping[str, str] | None) -> str:
    words = (own or {}).get(item["id"], "")
    return "" if words == item["text"] else words


def rearranged(form: QuestionForm, posted: Mapping[str, str]) -> QuestionForm:
    """Return the form with more blank answers or one moved up, if such a button was used; else the form as it is.

    Nothing is checked or stored; everything typed is still there.
    """
    if "more" not in posted and "up" not in posted:
        return form
    data = form.data
    rows = list(data["options"])
    place = posted.get("up", "")
    if place.isdigit() and 0 < int(place) < len(rows):
        rows[int(place) - 1], rows[int(place)] = rows[int(place)], rows[int(place) - 1]
    if "more" in posted:
        rows = _with_blanks(rows)
    data.pop("csrf_token", None)
    return QuestionForm(formdata=None, earlier=form.earlier, priorities=form.priorities, data={**data, "options": rows})
