"""Put a suggester together from a word list, starting examples, people's decisions and, if there are any, vectors."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from cypp_consult.text.blending import (
    EXAMPLES_SHARE,
    WORDS_SHARE,
    BlendedSuggester,
    LearnedPart,
    Part,
    Weighed,
    WordsPart,
)
from cypp_consult.text.embedded import VECTORS_SHARE, VectorOf, VectorPart
from cypp_consult.text.learning import ComplementBayes
from cypp_consult.text.lessons import Lesson
from cypp_consult.text.suggest import LexiconEntry, Tagger
from cypp_consult.text.training import Choice, Quality, Shares, Trial, tried_out

# more decisions than this teach little more and cost time; the newest count
MOST_LESSONS = 3000

# what the words of confirmed tags may count beside the other parts; which of these is found by trying them out
_LEARNED_SHARES: Shares = (0.0, 0.1, 0.2, 0.4, 0.7, 1.0, 1.5)
# the same where people's tags are learned on top of the examples: then more than the examples' own share is no risk
_POOLED_SHARES: Shares = (0.0, 0.5, 1.5, 3.0, 6.0)
_LEARNED_SHARES_BESIDE_VECTORS: Shares = (0.0, 0.2, 0.5, 1.0)
_POOLED_SHARES_BESIDE_VECTORS: Shares = (0.0, 1.5, 4.0)
_VECTOR_SHARES = (0.6, 1.5, 3.0)
_LEAST, _USUAL = 0.1, 0.5


@dataclass(frozen=True)
class Engine:
    """A suggester, what trying it out on confirmed answers came to (None where nothing was tried), and its shares."""

    suggester: BlendedSuggester
    quality: Quality | None
    shares: Shares


def engine(
    targets: Sequence[str],
    entries: Iterable[LexiconEntry],
    examples: Sequence[Lesson] = (),
    lessons: Sequence[Lesson] = (),
    vector_of: VectorOf | None = None,
    shares: Shares | None = None,
    *,
    try_out: bool = True,
) -> Engine:
    """Return the engine for `targets`; `lessons` are what people decided, oldest first. Light without `vector_of`.

    How much of what was learned counts is found by trying it out, unless `shares` of an earlier trial are given or
    nothing is to be tried.
    """
    newest = list(lessons)[-MOST_LESSONS:]
    fixed = [Weighed(WordsPart(Tagger(entries)), WORDS_SHARE)]
    start = _from_examples(tuple(targets), tuple(examples)) if examples else None
    if start:
        fixed.append(Weighed(LearnedPart(start), EXAMPLES_SHARE))

    def train(some: Sequence[Lesson]) -> list[Part]:
        learned: list[Part] = [LearnedPart(ComplementBayes(targets, some, start))] if newest else []
        return learned if vector_of is None else [*learned, VectorPart(targets, [*examples, *some], vector_of)]

    confirmed = sum(bool(lesson.targets) for lesson in newest)
    choice = _choice(len(newest), with_examples=bool(examples), with_vectors=vector_of is not None)
    parts, found = train(newest), None
    if shares is None or len(shares) != len(parts):
        shares = choice.usual
        if confirmed and try_out:
            tried = tried_out(newest, [(weighed.part, weighed.share) for weighed in fixed], train)
            trial = Trial(tried, targets, choice)
            shares, found = trial.best, trial.quality
    learned = [Weighed(part, share) for part, share in zip(parts, shares, strict=True)]
    return Engine(BlendedSuggester(targets, [*fixed, *learned]), found, shares)


def _choice(taught: int, *, with_examples: bool, with_vectors: bool) -> Choice:
    """Return the shares that learned parts may have, with more trust from the start the more was decided."""
    trusted = EXAMPLES_SHARE if with_examples else min(_USUAL, _LEAST + taught / 200)
    usual = (trusted,) if taught else ()
    nothing = (0.0,) if taught else ()
    if not with_vectors:
        alone = _POOLED_SHARES if with_examples else _LEARNED_SHARES
        return Choice(usual, tuple((share,) for share in alone) if taught else (), nothing)
    beside = _POOLED_SHARES_BESIDE_VECTORS if with_examples else _LEARNED_SHARES_BESIDE_VECTORS
    others = product(*([beside] if taught else []), _VECTOR_SHARES)
    return Choice((*usual, VECTORS_SHARE), tuple(others), (*nothing, VECTORS_SHARE))


def forget() -> None:
    """Drop what was learned of examples; the next engine learns them anew."""
    _from_examples.cache_clear()


@lru_cache(maxsize=8)
def _from_examples(targets: tuple[str, ...], examples: tuple[Lesson, ...]) -> ComplementBayes:
    """Learn the examples once for all plans that share them; whoever gets it must not teach it more."""
    # outcomes that no example is about stay out of it: it would only ever speak against them
    known = {target for lesson in examples for target in lesson.targets}
    return ComplementBayes([target for target in targets if target in known], examples)
