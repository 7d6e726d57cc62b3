"""Which words are English, by the word list that travels inside TextBlob."""

import re
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from string import ascii_lowercase

from cypp_consult.text.clean import words
from cypp_consult.text.data_files import examples, word_set

_TELLING = 5  # letters: nearly every shorter word is one slip away from an English one
_LONGEST = 24
_IN_LIST = re.compile(r"^([a-z\u00df-\u00f6\u00f8-\u00ff][^ \n]{0,60})", re.MULTILINE)
_ENDINGS = ("s", "es", "ing", "ed", "er", "y", "ly", "'s", "n't")


@lru_cache(maxsize=65536)
def is_no_word(key: str) -> bool:
    """Tell whether neither TextBlob's word list of English nor our statements know a word, in any form."""
    forms = [key, *(key[: -len(end)] for end in _ENDINGS if key.endswith(end))]
    # most words are on the list; the statements are not read before they are needed
    return _listed().isdisjoint(forms) and _of_examples().isdisjoint(forms)


@lru_cache(maxsize=4096)
def is_strange(key: str) -> bool:
    """Tell whether a word is no English one, nor likely one with a slip of the finger: a letter more, less or other."""
    if not _TELLING <= len(key) <= _LONGEST or not key.isalpha() or not is_no_word(key):
        return False
    listed, ours = _listed(), _of_examples()
    halves = [(key[:at], key[at:]) for at in range(len(key) + 1)]
    less = (one + two[1:] for one, two in halves if two)
    swapped = (one + two[1] + two[0] + two[2:] for one, two in halves if len(two) > 1)
    other = (one + letter + two[1:] for one, two in halves if two for letter in ascii_lowercase)
    more = (one + letter + two for one, two in halves for letter in ascii_lowercase)
    return not any(slip in listed or slip in ours for slip in chain(less, swapped, other, more))


@cache
def _of_examples() -> frozenset[str]:
    """Return the words of our made-up statements, which name nobody in small letters."""
    told = " ".join(text for texts in examples().values() for text in texts)
    return frozenset(filter(str.islower, words(told)))


@cache
def _listed() -> frozenset[str]:
    """Return the lower-case words of the list that travels inside TextBlob, and those we add to it."""
    spec = find_spec("textblob")
    places = spec.submodule_search_locations if spec else None
    own = word_set("personal_words", "also_words")
    if not places:
        return own
    return own | set(_IN_LIST.findall(Path(places[0], "en", "en-lexicon.txt").read_text(encoding="utf-8")))
