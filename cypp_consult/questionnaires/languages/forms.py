"""Forms of languages: marking screens as checked, translating side by side, and a recording."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, FieldList, FormField, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired

from cypp_consult.questionnaires.forms import LONGEST_WORDING, Part
from cypp_consult.questionnaires.languages import rules
from cypp_consult.questionnaires.languages.draft_queries import Side
from cypp_consult.questionnaires.languages.rules import Text
from cypp_consult.questionnaires.languages.services import Written
from cypp_consult.web.forms import Form, at_most

LONGEST_ANSWER = 200


class CheckForm(Form):
    """Who read the screens of a language, and that they read all of it."""

    reader = StringField(
        "Who read it", [InputRequired("Write the name of the person who read it"), at_most(200, "The name")]
    )
    role = StringField(
        "Who they are", [InputRequired("Write who they are and how they know the language"), at_most(200, "This")]
    )
    all_read = BooleanField("They read every text", [InputRequired("Tick this once they have read every text")])
    digest = HiddenField()


class RecordingForm(Form):
    """A sound file."""

    sound = FileField("Recording", [FileRequired("Choose a recording")])


class TextPart(Part):
    """One text: what was on the page in `seen`, the words, and whether old words still fit the new English."""

    key = HiddenField()
    seen = HiddenField()
    words = TextAreaField("Translation")
    still_right = BooleanField("These words still fit")

    def validate(self, extra_validators: Any = None) -> bool:
        """Hold the words to the length of what they stand for."""
        is_answer = (self.key.data or "").startswith(rules.ANSWER)
        most, what = (LONGEST_ANSWER, "An answer") if is_answer else (LONGEST_WORDING, "A text")
        return super().validate({"words": [at_most(most, what)]} if extra_validators is None else extra_validators)


class QuestionPart(Part):
    """The texts of one question."""

    id = HiddenField()
    texts = FieldList(FormField(TextPart))


class TranslateForm(Form):
    """All texts of an audience in one language."""

    questions = FieldList(FormField(QuestionPart))

    def typed(self, sides: Sequence[Side]) -> dict[UUID, dict[str, Written]]:
        """Return what was typed by question and text; `sides` are the questions as they are now."""
        now = {(side.english.id, text.key): text for side in sides for text in side.texts}
        found: dict[UUID, dict[str, Written]] = {}
        for part in self.questions.data:
            for row in part["texts"]:
                text = now.get((part["id"], row["key"]))
                if text is not None:
                    found.setdefault(UUID(part["id"]), {})[text.key] = _written(text, row)
        return found


def _written(text: Text, row: Mapping[str, Any]) -> Written:
    english, _, words = (row["seen"] or "").partition(".")
    typed = row["words"] or ""
    if text.key.startswith(rules.ANSWER):
        typed = " ".join(typed.split())
    return Written(
        words=typed,
        english_is_new=english == short(text.english),
        is_changed=short(typed) != words,
        still_right=bool(row["still_right"]),
    )


def short(words: str) -> str:
    """Return a few letters that differ for different words, to know on return what a page had shown."""
    return hashlib.sha256(words.encode()).hexdigest()[:10]


def filled(sides: Sequence[Side]) -> dict[str, Any]:
    """Return the form's data for some questions: each text with its words so far."""
    return {
        "questions": [
            {"id": side.english.id, "texts": [_row(text, text.words) for text in side.texts]} for side in sides
        ]
    }


def _row(text: Text, words: str) -> dict[str, Any]:
    return {"key": text.key, "seen": f"{short(text.english)}.{short(text.words)}", "words": words, "still_right": False}


def with_known(form: TranslateForm, sides: Sequence[Side], known: Callable[[Text], str]) -> tuple[TranslateForm, int]:
    """Return the form with its empty texts filled where `known` has words, and how many were; nothing is stored.

    Everything typed is still there.
    """
    now = {(side.english.id, text.key): text for side in sides for text in side.texts}
    data, count = form.data, 0
    for part in data["questions"]:
        for row in part["texts"]:
            text = now.get((part["id"], row["key"]))
            words = known(text) if text is not None and not row["words"] else ""
            if words:
                row["words"], count = words, count + 1
    return TranslateForm(formdata=None, data={"questions": data["questions"]}), count
