"""What counts as another language, and what a translation must be. Pure."""

from cypp_consult.coding.translations.models import ToneLabel
from cypp_consult.core.errors import DomainError, InvalidInputError
from cypp_consult.text.clean import words
from cypp_consult.text.language import ENGLISH, UNKNOWN, language, languages

# no words in any language: digits, smileys
NO_WORDS = "zxx"
NEEDS_NONE = (ENGLISH, NO_WORDS)
LONGEST = 20_000
# what speaks badly comes first: it is what a coder looks for
_IN_ORDER = (ToneLabel.NEGATIVE, ToneLabel.MIXED, ToneLabel.UNCLEAR, ToneLabel.POSITIVE)
_SURE = 3  # words of an answer on a form in another language that make a guess of English sure


_RANKS = {tone: rank for rank, tone in enumerate(_IN_ORDER, start=1)}


class TranslatedMeanwhileError(DomainError):
    """Somebody else translated the answer since the page was opened."""


def spoken_in(text: str, form: str) -> str:
    """Return the language of an answer, by its words and by the language of the form it was written on.

    A few plain words on a Polish form are Polish rather than English: a person finds out, and nothing is lost.
    """
    found, asked = language(text), form.partition("-")[0].lower()
    if not any(letter.isalpha() for letter in text):
        return NO_WORDS
    if found == UNKNOWN:
        return asked if asked != ENGLISH else UNKNOWN
    if found == ENGLISH and asked and asked != ENGLISH and len(words(text)) < _SURE:
        return asked
    return found


def rank_of(tone: ToneLabel | None) -> int:
    """Return where a tone stands among answers in the order of tones, from 1; last are those nobody told of."""
    return _RANKS.get(tone, len(_RANKS) + 1) if tone else len(_RANKS) + 1


def check_translation(typed: str) -> str:
    """Return a translation as it is kept. Raises InvalidInputError for none, and for one too long."""
    kept = typed.strip()
    if not kept:
        raise InvalidInputError("Write what it says in English.")
    if len(kept) > LONGEST:
        raise InvalidInputError(f"Keep the translation to {LONGEST:,} characters.")
    return kept


def check_language(code: str) -> str:
    """Return a language's code. Raises InvalidInputError for one that is none of ours."""
    if code != ENGLISH and code not in languages():
        raise InvalidInputError("Choose a language from the list.")
    return code
