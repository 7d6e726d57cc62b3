"""Cut text into the pieces of words that a sentence model was trained on (WordPiece, lower case, without accents)."""

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

_CLASSIFY, _SEPARATE, _UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
_LONGEST_WORD = 100
# what the model reads as one sign each: Chinese characters, and everything that is neither letter nor space
_PARTS = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\\W_]+|[^\\w\\s]|_")


@cache
def _numbers() -> dict[str, int]:
    """Return the number of each piece: its line in the list."""
    listed = files("cypp_consult.text").joinpath("data", "wordpieces.txt").read_text(encoding="utf-8")
    return {piece: number for number, piece in enumerate(listed.split("\n")[:-1])}


def piece_numbers(text: str, most: int) -> list[int]:
    """Return the numbers of the pieces of `text`, at most `most`, between the marks for its beginning and its end."""
    numbers = _numbers()
    found: list[int] = []
    # more letters than could be read are not looked at
    for part in _PARTS.finditer(_plain(text[: most * _LONGEST_WORD])):
        found.extend(_of_word(part[0]))
        if len(found) >= most - 2:
            break
    return [numbers[_CLASSIFY], *found[: most - 2], numbers[_SEPARATE]]


def _plain(text: str) -> str:
    """Lower the case and take accents and control characters away."""
    split = unicodedata.normalize("NFD", text.lower())
    return "".join(
        letter
        for letter in split
        if (kind := unicodedata.category(letter)) != "Mn" and (kind[0] != "C" or letter in "\t\n\r")
    )


@lru_cache(maxsize=16384)
def _of_word(word: str) -> tuple[int, ...]:
    """Return the pieces of one word, the longest that fits first; the unknown one where they do not cover it."""
    numbers = _numbers()
    if len(word) > _LONGEST_WORD:
        return (numbers[_UNKNOWN],)
    found: list[int] = []
    start = 0
    while start < len(word):
        for end in range(len(word), start, -1):
            piece = word[start:end] if start == 0 else f"##{word[start:end]}"
            if piece in numbers:
                found.append(numbers[piece])
                start = end
                break
        else:
            return (numbers[_UNKNOWN],)
    return tuple(found)
