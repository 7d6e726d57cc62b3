"""Groups of answers that say alike, for people to make themes of: a proposed label and the fairest examples first.

A group is a suggestion. Which answers belong together is found by the words and topics they share, or by the vectors
of a language model where there is one. Every text is in one group at most; those like no others are left over.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cypp_consult.text.grouping_features import Vector, features, says_nothing, unit_vectors
from cypp_consult.text.grouping_labels import labels
from cypp_consult.text.grouping_network import communities
from cypp_consult.text.grouping_space import Dense, JointSpace, Placed, Space, VectorSpace, WordSpace, linked, placed

# below this many answers reading them is quicker, and what a machine groups is chance
WORTH_GROUPING = 100
# more and smaller groups with a higher one; found on the made-up answers of the demonstration
RESOLUTION = 1.4
_MOST_COMPARED = 4000  # of different texts; the rest join the groups found among them
_ROUNDS = 3
_STEPS = 4

Report = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Group:
    """Texts that say alike by their places in the list: the most typical first, each with its nearness to the middle.

    The label is made of phrases that stand in the texts.
    """

    label: str
    members: tuple[int, ...]
    near: tuple[float, ...]


@dataclass(frozen=True)
class Grouping:
    """The groups, the fullest first, and the texts in none. Each text stands in one of them and nowhere else."""

    groups: tuple[Group, ...]
    left: tuple[int, ...]


def _silent(_done: int, _total: int, _words: str) -> None:
    """Report nothing."""


def group(
    texts: Sequence[str],
    *,
    vectors: Sequence[Dense] | None = None,
    least: int = 3,
    resolution: float = RESOLUTION,
    report: Report = _silent,
) -> Grouping:
    """Return groups of at least `least` texts. The same texts always give the same groups.

    `vectors` are those of a language model, one for each text; without them words and topics alone are compared. Work
    grows with the number of texts, not with its square. `report` is told (done, total, sentence) after each step.
    """
    report(0, _STEPS, "Reading the words")
    own = unit_vectors([{} if says_nothing(text) else features(text) for text in texts])
    speaks = [not says_nothing(text) for text in texts]
    words = WordSpace(own)
    space: Space = words if vectors is None else JointSpace(words, VectorSpace(vectors, speaks))
    wordings = _wordings([text if there else "" for text, there in zip(texts, speaks, strict=True)])
    report(1, _STEPS, "Comparing the answers")
    found = communities(linked(space, [places[0] for places in wordings]), resolution)
    report(2, _STEPS, "Gathering answers that say alike")
    groups = _settled(space, _gathered(wordings, found), max(least, 1))
    groups = [_typical_first(members, own) for members in groups]
    report(3, _STEPS, "Looking for words that name the groups")
    named = labels(texts, own, [[place for place, _ in members] for members in groups])
    made = [
        Group(label, tuple(place for place, _ in members), tuple(round(near, 3) for _, near in members))
        for label, members in zip(named, groups, strict=True)
    ]
    held = {place for one in made for place in one.members}
    report(_STEPS, _STEPS, "Done")
    return Grouping(tuple(made), tuple(place for place in range(len(texts)) if place not in held))


def _wordings(texts: Sequence[str]) -> list[list[int]]:
    """Return the texts of each wording, of evenly chosen ones where there are many."""
    same: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        if text:
            same.setdefault(" ".join(text.casefold().split()), []).append(place)
    chosen = list(same.values())
    return chosen[:: max(1, -(-len(chosen) // _MOST_COMPARED))]


def _gathered(wordings: Sequence[Sequence[int]], found: Sequence[int]) -> list[list[int]]:
    """Return the texts of each community of wordings; one that nobody else says is left out."""
    members: dict[int, list[int]] = {}
    for places, home in zip(wordings, found, strict=True):
        members.setdefault(home, []).extend(places)
    return [places for places in members.values() if len(places) > 1]


def _settled(space: Space, held: list[list[int]], least: int) -> list[list[Placed]]:
    """Return the groups, every text beside the middle it is nearest to, if it is near any."""
    settled: list[list[Placed]] = []
    for turn in range(_ROUNDS):
        enough = least if turn == _ROUNDS - 1 else min(least, 2)
        settled = [one for one in placed(space, held) if len(one) >= enough]
        held = [[place for place, _ in one] for one in settled]
    return sorted(settled, key=lambda one: (-len(one), one[0][0]))


def _typical_first(members: Sequence[Placed], own: Sequence[Vector]) -> list[Placed]:
    """Return the members by nearness, less where a text has little else to say: one shared word alone is no example."""
    weighed = [(place, near * len(own[place]) / (len(own[place]) + 1)) for place, near in members]
    return sorted(weighed, key=lambda item: (-item[1], item[0]))
