"""The engines of a consultation: one for each kind of target, taught by what people decided."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from cypp_consult.coding.learning.frames import Frame
from cypp_consult.coding.learning.lessons import NONE, or_none
from cypp_consult.coding.rules import Target, TargetKind
from cypp_consult.text.analyse import MOST, Suggesters
from cypp_consult.text.embedded import VectorOf
from cypp_consult.text.engines import Engine, engine
from cypp_consult.text.language import ENGLISH, language
from cypp_consult.text.lessons import Lesson
from cypp_consult.text.suggest import Suggested, Suggester

# a suggestion is made if its score is at least this share of the best one's
NEAR = 0.35
# an outcome that only pieces of words point to, faintly, is not worth a coder's look
LEAST = 0.08

Trials = Mapping[str, Any]


@dataclass(frozen=True)
class Proposal:
    """What is proposed for a text, and the words that led to it, as they stand there."""

    target: Target
    score: float
    reasons: tuple[str, ...]


class Engines:
    """What suggests outcomes, priorities and themes for the answers of one consultation."""

    def __init__(
        self,
        frame: Frame,
        taught: Sequence[Lesson] = (),
        vector_of: VectorOf | None = None,
        trials: Trials | None = None,
    ) -> None:
        """Teach an engine for each kind of target; with the `trials` of an earlier time nothing is tried out again."""
        self.frame = frame
        self._trials = trials
        self._made: dict[TargetKind, Engine] = {
            TargetKind.OUTCOME: self._engine(TargetKind.OUTCOME, taught, vector_of, frame.examples),
            **{
                kind: self._engine(kind, or_none(taught, kind), vector_of, more=(NONE,))
                for kind in (TargetKind.PRIORITY, TargetKind.THEME)
            },
        }
        self._suggesters = Suggesters(
            self._made[TargetKind.OUTCOME].suggester,
            _LikelierThanNone(self._made[TargetKind.PRIORITY].suggester),
            frame.outcome_of,
        )
        self._themes = _LikelierThanNone(self._made[TargetKind.THEME].suggester)

    def _engine(
        self,
        kind: TargetKind,
        taught: Sequence[Lesson],
        vector_of: VectorOf | None,
        examples: Sequence[Lesson] = (),
        more: tuple[str, ...] = (),
    ) -> Engine:
        targets = [*self.frame.targets[kind], *more]
        mine = set(targets)
        own = [one for one in taught if mine.intersection((*one.targets, *one.refused))]
        before = (self._trials or {}).get(kind.value, {}).get("shares")
        return engine(
            targets,
            self.frame.entries_of(kind),
            examples,
            own,
            vector_of,
            tuple(before) if before else None,
            try_out=self._trials is None,
        )

    @property
    def trials(self) -> dict[str, Any]:
        """How good each engine's guesses were on confirmed answers, and its shares; kinds without any are missing."""
        return {
            kind.value: {**asdict(made.quality), "shares": list(made.shares)}
            for kind, made in self._made.items()
            if made.quality is not None
        }

    def propose(self, text: str, given: str = ENGLISH) -> list[Proposal]:
        """Return at most three outcomes, priorities and themes each, best first; none for text that is not English.

        A guess much weaker than the best of its kind is left out: it costs more reading than it saves. `given` is the
        language of the form it was written on.
        """
        # Easy Read is English too: en-x-easy
        if given.partition("-")[0] != ENGLISH or language(text) != ENGLISH:
            return []
        outcomes, priorities = self._suggesters.suggest(text)
        outcomes = [item for item in outcomes if item.score >= LEAST]
        kept = [
            *_near_the_best(outcomes),
            *_near_the_best(priorities),
            *_near_the_best(self._themes.suggest(text, MOST)),
        ]
        return [Proposal(Target.parse(item.target), item.score, item.reasons) for item in kept]


class _LikelierThanNone:
    """Suggests what is likelier than that none of it fits, each with a word that led to it."""

    def __init__(self, suggester: Suggester) -> None:
        self._suggester = suggester

    def suggest(self, text: str, limit: int = MOST) -> list[Suggested]:
        """Return at most `limit` suggestions, best first."""
        found = self._suggester.suggest(text, limit + 1)
        names = [item.target for item in found]
        likelier = found[: names.index(NONE)] if NONE in names else found
        return [item for item in likelier if item.reasons][:limit]


def _near_the_best(found: Sequence[Suggested]) -> list[Suggested]:
    return [item for item in found if item.score >= found[0].score * NEAR]
