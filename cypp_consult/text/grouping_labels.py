"""Labels for groups of answers, made of phrases that people used and of nothing else."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cypp_consult.text.blob import sentences
from cypp_consult.text.clean import words
from cypp_consult.text.grouping_features import Vector, stop_stems, weak_stems
from cypp_consult.text.matching import stem

_FEWEST, _MOST = 3, 7
_READ = 40  # texts of a group, the most typical ones, that phrases are taken from
_WINDOWS = 60  # of one text
_LONGEST = 90  # characters
_BETWEEN = " / "


@dataclass(frozen=True)
class _Phrase:
    """A stretch of a sentence as it stands there, and the stems of its telling words."""

    shown: str
    stems: frozenset[str]
    length: int
    loose_ends: int


def labels(texts: Sequence[str], own: Sequence[Vector], groups: Sequence[Sequence[int]]) -> list[str]:
    """Return a label of three to seven words for each group, from what stands in its most typical texts.

    Words between " / " come from different texts. A group that says fewer words altogether gets fewer; none is empty.
    """
    shares = [_shares(own, members) for members in groups]
    spread = Counter(name for share in shares for name, value in share.items() if value > 0.1)  # noqa: PLR2004 - a tenth
    taken: set[str] = set()
    found = []
    for members, share in zip(groups, shares, strict=True):
        worth = {name: value * math.log(1 + len(groups) / max(1, spread[name])) for name, value in share.items()}
        label = _label([texts[place] for place in members[:_READ]], worth, taken)
        taken.add(label.casefold())
        found.append(label)
    return found


def _shares(own: Sequence[Vector], members: Sequence[int]) -> dict[str, float]:
    """Return the share of a group's texts that hold each stem."""
    holding = Counter(name for place in members for name in own[place] if not name.startswith("#"))
    return {name: count / len(members) for name, count in holding.items()}


def _label(typical: Sequence[str], worth: dict[str, float], taken: set[str]) -> str:
    """Return the phrase that holds most of what the group says, or two phrases where the texts are short."""
    phrases = [phrase for text in typical for phrase in _phrases(text)]
    whole = [phrase for phrase in phrases if phrase.length >= _FEWEST and phrase.stems]
    ordered = sorted(enumerate(whole), key=lambda item: (-_score(item[1], worth), item[0]))
    for _, phrase in ordered:
        if phrase.shown.casefold() not in taken:
            return phrase.shown
    return _of_pieces(phrases) or " ".join(words(" ".join(typical))[:_MOST]) or "\u2026"


def _score(phrase: _Phrase, worth: dict[str, float]) -> float:
    """Weigh what a phrase says of the group against its length and its loose ends."""
    said = sum(worth.get(name, 0.0) for name in phrase.stems)
    return said - 0.03 * phrase.length - 0.12 * phrase.loose_ends


def _of_pieces(phrases: Sequence[_Phrase]) -> str:
    """Return short answers side by side until there are three words, the commonest first."""
    common = Counter(phrase.shown.casefold() for phrase in phrases)
    shown: dict[str, _Phrase] = {}
    for phrase in phrases:
        shown.setdefault(phrase.shown.casefold(), phrase)
    pieces: list[str] = []
    count = 0
    for key, _ in common.most_common():
        if count + shown[key].length <= _MOST and not any(key in piece.casefold() for piece in pieces):
            pieces.append(shown[key].shown)
            count += shown[key].length
        if count >= _FEWEST:
            break
    return _BETWEEN.join(pieces)


def _phrases(text: str) -> Iterator[_Phrase]:
    """Yield stretches of three to seven words of a text's sentences; shorter sentences as they are."""
    made = 0
    for sentence in sentences(text):
        for clause in _clauses(sentence):
            found = [word[:_LONGEST] for word in clause]
            sizes = range(_FEWEST, _MOST + 1) if len(found) >= _FEWEST else range(len(found), len(found) + 1)
            for size in sizes:
                for first in range(len(found) - size + 1):
                    if found and made < _WINDOWS:
                        made += 1
                        yield _phrase(found[first : first + size])


def _clauses(sentence: str) -> Iterator[list[str]]:
    """Yield the words between marks, so that no phrase reaches over a comma or a hidden detail."""
    piece = ""
    for letter in sentence:
        if letter in ',;:()[]\u2026\u2013\u2014!?/|"\u201c\u201d':
            yield words(piece)
            piece = ""
        else:
            piece += letter
    yield words(piece)


def _phrase(found: Sequence[str]) -> _Phrase:
    stems = [stem(word) for word in found]
    stop, weak = stop_stems(), weak_stems()
    loose = (stems[0] in stop) + 2 * (stems[-1] in stop) + (stems[-1] in weak)
    telling = frozenset(one for one in stems if one not in stop and one not in weak)
    return _Phrase(" ".join(found), telling, len(found), loose)
