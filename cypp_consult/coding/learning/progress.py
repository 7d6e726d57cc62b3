"""When there is something new to learn, and what was learned last."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from cypp_consult.coding.learning.engines import Engines
from cypp_consult.coding.learning.lessons import Decisions
from cypp_consult.coding.learning.models import Learning
from cypp_consult.coding.services.writing import insert_new

# learning again waits for so many times as long as it took last, so that it never takes more than a part of the machine
_REST = 10
# and for so large a share of what is known already: among two thousand decisions one more changes nothing
_SHARE = 50
# but no decision waits longer than this
_LONGEST = timedelta(minutes=5)


@dataclass(frozen=True)
class Standing:
    """What was learned last, and what has been decided since."""

    learning: Learning | None
    now: Decisions

    @property
    def changed(self) -> bool:
        """Say whether anything was decided, or taken back, since."""
        known = self.learning
        if known is None:
            return self.now.count > 0
        return (known.decisions, known.newest_at) != (self.now.count, self.now.newest_at)

    @property
    def trials(self) -> Mapping[str, Any]:
        """How good the guesses were when it was learned last, by kind of target."""
        return self.learning.trials if self.learning else {}

    @property
    def since(self) -> int:
        """How many decisions came, or went, at least."""
        known = self.learning.decisions if self.learning else 0
        return max(abs(self.now.count - known), int(self.changed))

    def due(self, at: datetime) -> bool:
        """Say whether to learn again now: at once while little is known, then more rarely."""
        if not self.changed:
            return False
        if self.learning is None:
            return True
        rested = at - self.learning.learned_at
        if rested < timedelta(seconds=_REST * self.learning.took_seconds):
            return False
        return self.since > self.learning.decisions // _SHARE or rested >= _LONGEST


def keep(
    session: Session, consultation_id: UUID, engines: Engines, decided: Decisions, *, with_vectors: bool, at: datetime
) -> Learning:
    """Write down what was learned from which decisions, one generation further, and return it."""
    # another process may learn for the first time at the same moment
    first = {
        "generation": 0,
        "decisions": 0,
        "took_seconds": 0.0,
        "with_vectors": False,
        "trials": {},
        "learned_at": at,
    }
    insert_new(session, Learning, [{"consultation_id": consultation_id, **first}], "consultation_id")
    learning = session.get_one(Learning, consultation_id)
    learning.generation += 1
    learning.decisions, learning.newest_at = decided.count, decided.newest_at
    learning.learned_at, learning.with_vectors, learning.trials = at, with_vectors, engines.trials
    session.flush()
    return learning
