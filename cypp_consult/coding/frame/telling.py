"""Words that tell answers of one theme apart. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from cypp_consult.coding.frame import rules
from cypp_consult.text.clean import words
from cypp_consult.text.grouping_features import stop_stems, weak_stems
from cypp_consult.text.matching import stem

_LEAST_LETTERS = 3


def telling_stems(text: str) -> frozenset[str]:
    """Return the stems of a text that say what it is about: not "the", not "really", not "it"."""
    dull = stop_stems() | weak_stems()
    found = (stem(word) for word in words(text) if len(word) >= _LEAST_LETTERS)
    return frozenset(one for one in found if one not in dull)


def halves_in_words(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the words of two groups that answers seem to fall into, as people spelt them; none if there are none."""
    first, second = rules.halves([telling_stems(text) for text in texts])
    spelt = spellings(texts, {*first, *second})
    return [spelt[one] for one in first], [spelt[one] for one in second]


def spellings(texts: Iterable[str], stems: Iterable[str]) -> Mapping[str, str]:
    """Return for each stem the word that stands for it most often, in small letters; the stem itself if none does."""
    wanted = dict.fromkeys(stems)
    seen: dict[str, Counter[str]] = {one: Counter() for one in wanted}
    for text in texts:
        for word in words(text):
            key = stem(word)
            if key in seen:
                seen[key][word.lower()] += 1
    return {one: min(found, key=lambda word: (-found[word], word)) if found else one for one, found in seen.items()}
