"""A text's words as the finding of names needs them."""

import unicodedata
from dataclasses import dataclass

from cypp_consult.text.clean import WORD

_SENTENCE_ENDS = frozenset(".!?\u2026\n\u2022:")
_UNACCENTED = str.maketrans("\u0142\u0111\u00f8\u0131", "ldoi")


@dataclass(frozen=True)
class Token:
    """One word `text[start:end]` without a possessive ending."""

    start: int
    end: int
    word: str
    key: str  # lower case, without accents, for looking up
    capital: bool  # a capital that tells something: not in a text that is all capitals or all titles
    opens: bool  # first word of a sentence or line
    after: str  # what stands between this word and the next, at most three characters

    @property
    def joined(self) -> bool:
        """Tell whether only a space or hyphen parts this word from the next."""
        return self.after in (" ", "-", "  ")


def tokens(text: str) -> list[Token]:
    """Return the words of `text` with where they stand."""
    found = list(WORD.finditer(text))
    telling = _capitals_tell([match[0] for match in found])
    made: list[Token] = []
    for index, match in enumerate(found):
        word = match[0]
        for ending in ("'s", "\u2019s"):
            word = word.removesuffix(ending)
        before = text[found[index - 1].end() : match.start()] if index else "."
        following = found[index + 1].start() if index + 1 < len(found) else len(text)
        end = match.start() + len(word)
        capital = telling and word[0].isupper()
        opens = not _SENTENCE_ENDS.isdisjoint(before[:20])
        made.append(Token(match.start(), end, word, _key(word), capital, opens, text[end : min(following, end + 3)]))
    return made


def _capitals_tell(found: list[str]) -> bool:
    """Tell whether capitals mean anything: not where most words have one."""
    if len(found) < 4:  # noqa: PLR2004  (too short to tell a heading from a name)
        return not all(word.isupper() and len(word) > 1 for word in found)
    return sum(word[0].isupper() for word in found) <= 0.6 * len(found)


def _key(word: str) -> str:
    """Return `word` in lower case without accents."""
    word = word.lower().replace("\u2019", "'")
    if word.isascii():
        return word
    plain = unicodedata.normalize("NFKD", word[:60]).translate(_UNACCENTED)
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
