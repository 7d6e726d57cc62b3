"""Which words are English, by the word list that travels inside TextBlob."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from cypp_consult.text.data_files import word_set

_ENDINGS = ("s", "es", "ing", "ed", "er", "y", "ly", "'s", "n't")


def is_no_word(key: str) -> bool:
    """Tell whether TextBlob's word list of English does not know a word, in any form."""
    known = _english()
    return key not in known and not any(key.endswith(end) and key[: -len(end)] in known for end in _ENDINGS)


@cache
def _english() -> frozenset[str]:
    """Return the lower-case words of the list that travels inside TextBlob, and our own of children's words."""
    spec = find_spec("textblob")
    places = spec.submodule_search_locations if spec else None
    own = word_set("personal_words", "also_words")
    if not places:
        return own
    lines = Path(places[0], "en", "en-lexicon.txt").read_text(encoding="utf-8").splitlines()
    return own | {line.split(" ", 1)[0] for line in lines if line[:1].islower()}
