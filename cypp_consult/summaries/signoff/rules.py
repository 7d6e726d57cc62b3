"""When a body's approval is whole: pure functions over its rule, its full seats and the votes that count."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cypp_consult.consultations.governance.models import ApprovalRule
from cypp_consult.consultations.rules.milestones import Due, due_state
from cypp_consult.core.errors import DomainError
from cypp_consult.summaries.signoff.models import Verdict

VERDICTS = {
    Verdict.APPROVE: "I approve",
    Verdict.NOT_APPROVE: "I do not approve",
    Verdict.ABSTAIN: "I abstain",
}
SAID = {
    Verdict.APPROVE: "Approves",
    Verdict.NOT_APPROVE: "Does not approve",
    Verdict.ABSTAIN: "Abstains",
}


class NotNowError(DomainError):
    """A vote that cannot be given as things stand now; the sentence says why, and what to do."""


class Outcome(StrEnum):
    """How an approval stands."""

    OPEN = "open"
    WHOLE = "whole"
    # as the votes are now it cannot become whole any more
    CANNOT = "cannot"


@dataclass(frozen=True)
class Tally:
    """The votes of a body's full seats, how many approvals (for a quorum: votes) it takes, and what follows."""

    full: int
    approve: int
    against: int
    abstain: int
    needed: int
    outcome: Outcome

    @property
    def voted(self) -> int:
        """Return how many full seats have voted."""
        return self.approve + self.against + self.abstain

    @property
    def left(self) -> int:
        """Return how many full seats have not voted; an empty seat is one of them."""
        return self.full - self.voted


@dataclass(frozen=True)
class Shown:
    """How an approval stands, for pages: a shape of the parts and its words."""

    kind: str
    words: str


def tally(rule: ApprovalRule, quorum: int | None, full: int, verdicts: Collection[Verdict]) -> Tally:
    """Return what the votes of `full` seats come to, at most one of each. Without full seats nothing is approved."""
    counts = {verdict: sum(given is verdict for given in verdicts) for verdict in Verdict}
    approve, against, abstain = (counts[verdict] for verdict in (Verdict.APPROVE, Verdict.NOT_APPROVE, Verdict.ABSTAIN))
    left = full - len(verdicts)
    if rule is ApprovalRule.QUORUM:
        needed = max(1, quorum or 1)
        is_whole = len(verdicts) >= needed and approve > against
        cannot = full < needed or approve + left <= against
    else:
        needed = full if rule is ApprovalRule.ALL_FULL else full // 2 + 1
        is_whole = full > 0 and approve >= needed
        cannot = full == 0 or approve + left < needed
    outcome = Outcome.WHOLE if is_whole else Outcome.CANNOT if cannot else Outcome.OPEN
    return Tally(full, approve, against, abstain, needed, outcome)


def in_words(found: Tally, rule: ApprovalRule) -> str:
    """Return how far an open vote is, such as "3 of the 6 approvals needed"."""
    if rule is ApprovalRule.QUORUM:
        return f"{found.voted} of the {found.needed} votes needed, {found.approve} approve"
    unit = "approval" if found.needed == 1 else "approvals"
    return f"{found.approve} of the {found.needed} {unit} needed"


def shown(
    *,
    version: int | None,
    sound: bool,
    signed_on: date | None,
    signed_version: int | None,
    found: Tally,
    rule: ApprovalRule,
    due_on: date,
    today: date,
) -> Shown:
    """Return how an approval stands on a London day: what is wrong, else what is decided, else what is awaited."""
    if not sound:
        before = f"Approved on pack {signed_version}, but " if signed_version == version else ""
        words = f"pack {version} was changed after it was frozen"
        return Shown("late", f"{before}{words}" if before else words[0].upper() + words[1:])
    if signed_on and signed_version == version:
        return Shown("done", f"Approved on {signed_on.day} {signed_on:%B %Y}")
    if version is None:
        return Shown("planned", "Waits for a frozen pack")
    before = f"Approved on pack {signed_version}. " if signed_version else ""
    state = due_state(due_on, today, done=False)
    is_late = state.kind is Due.LATE and not before
    kind, words = _awaited(found, rule, f"{state.words}: " if is_late else "")
    return Shown("late" if is_late else kind, before + words)


def _awaited(found: Tally, rule: ApprovalRule, late: str) -> tuple[str, str]:
    if found.full == 0:
        return "soon", "Nobody can vote: there is no full member"
    if found.outcome is Outcome.CANNOT:
        return "late", "Not approved as the votes stand"
    return "underway", late + in_words(found, rule)
