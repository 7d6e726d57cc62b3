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
from cypp_consult.text.learning import ComplementBayes, Lesson
from cypp_consult.text.suggest import LexiconEntry, Tagger
from cypp_consult.text.training import Choice, Quality, Shares, Trial, tried_out

# more decisions than this teach little more and cost time; the newest count
MOST_LESSONS = 3000

# what the words of confirmed tags may count beside the other parts; which of these is found by trying them out
_LEARNED_SHARES = (0.0, 0.1, 0.2, 0.4, 0.7, 1.0, 1.5)
_LEARNED_SHARES_BESIDE_VECTORS = (0.0, 0.2, 0.5, 1.0)
_VECTOR_SHARES = (0.6, 1.0, 2.0)
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
    if examples:
        fixed.append(Weighed(LearnedPart(_from_examples(tuple(targets), tuple(examples))), EXAMPLES_SHARE))

    def train(some: Sequence[Lesson]) -> list[Part]:
        learned: list[Part] = [LearnedPart(ComplementBayes(targets, some))] if newest else []
        return learned if vector_of is None else [*learned, VectorPart(targets, [*examples, *some], vector_of)]

    confirmed = sum(bool(lesson.targets) for lesson in newest)
    choice = _choice(len(newest), with_vectors=vector_of is not None)
    parts, found = train(newest), None
    if shares is None or len(shares) != len(parts):
        shares = choice.usual
        if confirmed and try_out:
            tried = tried_out(newest, [(weighed.part, weighed.share) for weighed in fixed], train)
            trial = Trial(tried, targets, choice)
            shares, found = trial.best, trial.quality
    learned = [Weighed(part, share) for part, share in zip(parts, shares, strict=True)]
    return Engine(BlendedSuggester(targets, [*fixed, *learned]), found, shares)


def _choice(taught: int, *, with_vectors: bool) -> Choice:
    """Return the shares that learned parts may have, with more trust from the start the more was decided."""
    usual = (min(_USUAL, _LEAST + taught / 200),) if taught else ()
    nothing = (0.0,) if taught else ()
    if not with_vectors:
        return Choice(usual, tuple((share,) for share in _LEARNED_SHARES) if taught else (), nothing)
    others = product(*([_LEARNED_SHARES_BESIDE_VECTORS] if taught else []), _VECTOR_SHARES)
    return Choice((*usual, VECTORS_SHARE), tuple(others), (*nothing, VECTORS_SHARE))


@lru_cache(maxsize=8)
def _from_examples(targets: tuple[str, ...], examples: tuple[Lesson, ...]) -> ComplementBayes:
    """Learn the examples once for all plans that share them; whoever gets it must not teach it more."""
    # outcomes that no example is about stay out of it: it would only ever speak against them
    known = {target for lesson in examples for target in lesson.targets}
    return ComplementBayes([target for target in targets if target in known], examples)
