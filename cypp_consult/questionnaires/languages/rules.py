"""What a translated question needs, how far it is, and which words a recording reads. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from cypp_consult.questionnaires.rules import FrozenQuestion

QUESTION = "text"
HELP = "help"
ANSWER = "answer:"


class TextState(StrEnum):
    """How one text stands: no words yet, words of an English that has changed since, or done."""

    MISSING = "missing"
    CHANGED = "changed"
    DONE = "done"


@dataclass(frozen=True)
class Translation:
    """A question's words in another language. Keys are those of `texts_of`.

    `made_from` is the English that each text was made from; a text without it counts as made from today's.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    made_from: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Text:
    """One text to translate: its key, the English, the words so far, and the older English they were made from."""

    key: str
    english: str
    words: str = ""
    was: str | None = None

    @property
    def state(self) -> TextState:
        """Say how the text stands."""
        if not self.words.strip():
            return TextState.MISSING
        return TextState.DONE if self.was is None else TextState.CHANGED


@dataclass(frozen=True)
class Meter:
    """How far a translation is: texts done, of how many, and how many were made from an older English."""

    done: int = 0
    of: int = 0
    changed: int = 0

    @property
    def missing(self) -> int:
        """Return how many texts have no words."""
        return self.of - self.done - self.changed

    @property
    def is_complete(self) -> bool:
        """Say whether every text is done. Where nothing is asked there is nothing to offer."""
        return self.of > 0 and self.done == self.of

    def __add__(self, other: "Meter") -> "Meter":
        """Return both together."""
        return Meter(self.done + other.done, self.of + other.of, self.changed + other.changed)


def texts_of(english: FrozenQuestion) -> dict[str, str]:
    """Return what there is to translate in a question, by key: its text, its help if any, the words of each answer."""
    found = {QUESTION: english.text}
    if english.help.strip():
        found[HELP] = english.help
    found.update({f"{ANSWER}{option.id}": option.text for option in english.options if option.text.strip()})
    return found


def texts(english: FrozenQuestion, translation: Translation | None) -> tuple[Text, ...]:
    """Return every text of a question beside its translation, in the order people read them."""
    given = translation or Translation()
    found = []
    for key, words in texts_of(english).items():
        was = given.made_from.get(key, words)
        found.append(Text(key, words, given.words.get(key, ""), was if was != words else None))
    return tuple(found)


def meter(rows: Iterable[Text]) -> Meter:
    """Return how far some texts are."""
    states = [row.state for row in rows]
    return Meter(states.count(TextState.DONE), len(states), states.count(TextState.CHANGED))


def is_complete(english: FrozenQuestion, translation: Translation | None) -> bool:
    """Say whether every text of a question is translated, from the English as it is now."""
    return meter(texts(english, translation)).is_complete


def put(english: FrozenQuestion, translation: Translation) -> FrozenQuestion:
    """Return the question in the translated words; everything but words is as in English, texts without words too."""
    words = {row.key: row.words.strip() or row.english for row in texts(english, translation)}
    return replace(
        english,
        text=words[QUESTION],
        help=words.get(HELP, english.help),
        options=tuple(
            replace(option, text=words.get(f"{ANSWER}{option.id}", option.text)) for option in english.options
        ),
    )


def words_digest(question: FrozenQuestion) -> str:
    """Return the SHA-256 of the words somebody reads aloud: the question, its help and its answers in order."""
    words = [question.text, question.help, *(option.text for option in question.options)]
    return hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()
