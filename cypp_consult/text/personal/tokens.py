"""A text's words as the finding of names needs them: made once, looked at only where something may be a name."""

import unicodedata

from cypp_consult.text.clean import WORD

_SENTENCE_ENDS = frozenset(".!?\u2026\n\u2022:")
_UNACCENTED = str.maketrans("\u0142\u0111\u00f8\u0131", "ldoi")
_TOO_FEW = 4  # words: too few to tell a heading from a name
_FEW = 12  # words: a short sentence may well hold a title and two names
_MOST_CAPITALS = 0.6  # of the words of a text in which capitals still tell something
_MOST_CAPITALS_OF_FEW = 0.75


class Words:
    """The words of a text. `keys` are lower case, without accents and possessive ending, for looking up."""

    __slots__ = ("capitals", "ends", "keys", "text", "words")

    def __init__(self, text: str) -> None:
        """Cut `text` into words."""
        self.text = text
        found = list(WORD.finditer(text))
        whole = [match[0] for match in found]
        straight = [word.replace("\u2019", "'") for word in whole] if "\u2019" in text else whole
        self.words = [word.removesuffix("'s").removesuffix("'S") for word in straight]
        self.ends = [match.start() + len(word) for match, word in zip(found, self.words, strict=True)]
        lower = [word.lower() for word in self.words]
        self.keys = lower if text.isascii() else [_key(word) for word in lower]
        upper = [word[0].isupper() for word in self.words]
        # whether a word has a capital that tells something: not in a text that is all capitals or all titles
        self.capitals = upper if _capitals_tell(self.words, upper) else [False] * len(upper)

    def __len__(self) -> int:
        """Return how many words there are."""
        return len(self.words)

    def start(self, index: int) -> int:
        """Return where a word begins in the text."""
        return self.ends[index] - len(self.words[index])

    def key(self, index: int) -> str:
        """Return the key of a word; "" where there is none."""
        return self.keys[index] if 0 <= index < len(self.keys) else ""

    def gap(self, index: int) -> str:
        """Return what stands between a word, without its possessive ending, and the next."""
        following = self.start(index + 1) if index + 1 < len(self.words) else len(self.text)
        return self.text[self.ends[index] : following]

    def joined(self, index: int) -> bool:
        """Tell whether only a space or hyphen parts a word from the next; after an initial also its stop."""
        if index + 1 >= len(self.words):
            return False
        gap = self.gap(index)
        return gap in (" ", "-", "  ") or (
            gap in (". ", ".") and len(self.words[index]) == 1 and self.words[index].isupper()
        )

    def possessive(self, index: int) -> bool:
        """Tell whether a word ends in 's."""
        return self.text[self.ends[index] : self.ends[index] + 2].lower() in ("'s", "\u2019s")

    def opens(self, index: int) -> bool:
        """Tell whether a word is the first of a sentence or line."""
        return index == 0 or not _SENTENCE_ENDS.isdisjoint(self.gap(index - 1)[:20])

    def closes(self, index: int) -> bool:
        """Tell whether a word is the last of a sentence, line or clause."""
        return index + 1 >= len(self.words) or not _CLAUSE_ENDS.isdisjoint(self.gap(index)[:20])


_CLAUSE_ENDS = _SENTENCE_ENDS | frozenset(",;()")


def _capitals_tell(words: list[str], upper: list[bool]) -> bool:
    """Tell whether capitals mean anything: not where most words have one."""
    if len(words) < _TOO_FEW:
        return not all(word.isupper() and len(word) > 1 for word in words)
    if all(word.isupper() for word in words):
        return False
    return sum(upper) <= (_MOST_CAPITALS_OF_FEW if len(words) < _FEW else _MOST_CAPITALS) * len(words)


def _key(word: str) -> str:
    """Return a lower-case word without accents."""
    if word.isascii():
        return word
    plain = unicodedata.normalize("NFKD", word[:60]).translate(_UNACCENTED)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)) or word
