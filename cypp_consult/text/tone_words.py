"""The word lists by which tone is told, ready for use."""

from dataclasses import dataclass
from functools import cache

from vader.constants import B_DECR, B_INCR, NEGATE
from vader.data.lexicon import LEXICON, MULTIWORD

from cypp_consult.text.data_files import load, phrase_list, word_set

Phrase = tuple[str, ...]

_STRONGER = (
    "very really so well dead proper super extremely totally absolutely completely too particularly "
    "incredibly mega hella bare mad pure genuinely"
)
_WEAKER = "slightly quite kinda kindof sorta somewhat almost fairly bit"


@dataclass(frozen=True)
class Lists:
    """Words and phrases with their weights from -4 to 4, and the words that change what others say."""

    weights: dict[str, float]
    phrases: dict[str, tuple[tuple[Phrase, float], ...]]
    faces: dict[str, float]
    boosters: dict[str, float]
    negators: frozenset[str]
    wishes: frozenset[str]
    stops: frozenset[str]
    turns: frozenset[str]
    only_denied: frozenset[str]
    soft_when_wished: frozenset[str]
    telling: frozenset[str]
    only_denied_weight: float = 1.6


@cache
def lists() -> Lists:
    """Return the lists, built once."""
    own = _weighted("words")
    weights = {word: weight for word, weight in {**LEXICON, **own}.items() if weight and word[:1].isalnum()}
    phrases = _by_first({**MULTIWORD, **_weighted("phrases")})
    only_denied = word_set("tone_words", "only_denied")
    boosters = dict.fromkeys(_STRONGER.split(), B_INCR) | dict.fromkeys(_WEAKER.split(), B_DECR)
    return Lists(
        weights=weights,
        phrases=phrases,
        faces={face: weight for face, weight in LEXICON.items() if not face[:1].isalnum()} | _faces(),
        boosters=boosters,
        negators=frozenset(phrase_list(load("tone_words")["negators"])) | NEGATE,
        wishes=word_set("tone_words", "wishes"),
        stops=word_set("tone_words", "stops"),
        turns=word_set("tone_words", "turns"),
        only_denied=only_denied,
        soft_when_wished=word_set("tone_words", "soft_when_wished"),
        telling=frozenset(weights) | frozenset(phrases) | only_denied,
    )


def _weighted(key: str) -> dict[str, float]:
    """Return the words of `key` with their weight."""
    return {word: float(weight) for weight, block in load("tone_words")[key].items() for word in phrase_list(block)}


def _faces() -> dict[str, float]:
    """Return smileys with their weight."""
    return {face: float(weight) for weight, block in load("tone_words")["faces"].items() for face in str(block).split()}


def _by_first(weighted: dict[str, float]) -> dict[str, tuple[tuple[Phrase, float], ...]]:
    """Return phrases with their weight by their first word, longest first."""
    found: dict[str, list[tuple[Phrase, float]]] = {}
    for phrase, weight in weighted.items():
        split = tuple(phrase.split())
        found.setdefault(split[0], []).append((split, weight))
    return {word: tuple(sorted(of, key=lambda one: -len(one[0]))) for word, of in found.items()}
