"""What a lead should look at twice. A check warns and never blocks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cypp_consult.consultations.rules.readiness import Facts
from cypp_consult.consultations.rules.states import days_open

SHORTEST = 42
# school holidays in England, near enough to warn: (name, first month and day, last month and day)
CHRISTMAS = ((12, 21), (1, 2))
SUMMER = ((7, 23), (8, 31))


@dataclass(frozen=True)
class Check:
    """Something worth a second look: a sentence, and the field of the edit page that it is about."""

    what: str
    where: str


def checks(facts: Facts) -> list[Check]:
    """Return the warnings about a consultation's facts, most serious first; empty when there are none."""
    return [*_about_decision(facts), *_about_length(facts), *_about_keeping(facts), *_about_notice(facts)]


def _about_decision(facts: Facts) -> Iterator[Check]:
    if facts.decision_on is None:
        return
    if facts.opens_on and facts.opens_on >= facts.decision_on:
        what = "It opens when the decision is already made. People must be asked while they can still change something."
        yield Check(what, "decision_on")
    elif facts.closes_on and facts.closes_on >= facts.decision_on:
        yield Check("The decision is made before it closes. Leave time to read what people say.", "decision_on")


def _about_length(facts: Facts) -> Iterator[Check]:
    if facts.opens_on is None or facts.closes_on is None or facts.closes_on < facts.opens_on:
        return
    length = days_open(facts.opens_on, facts.closes_on)
    if length < SHORTEST:
        days = "1 day" if length == 1 else f"{length} days"
        yield Check(f"It is open for {days}. Six weeks (42 days) or more gives people time.", "closes_on")
    for name, (first, last) in (("Christmas", CHRISTMAS), ("school summer", SUMMER)):
        lost = _overlap(facts.opens_on, facts.closes_on, first, last)
        if lost:
            days = "1 day" if lost == 1 else f"{lost} days"
            yield Check(f"It runs across the {name} holidays, about {days}. Think about more time.", "closes_on")


def _about_keeping(facts: Facts) -> Iterator[Check]:
    if facts.retention_until and facts.closes_on and facts.retention_until <= facts.closes_on:
        yield Check("Answers would be deleted before it closes. Choose a later day.", "retention_until")


def _about_notice(facts: Facts) -> Iterator[Check]:
    if facts.lawful_basis == "consent":
        what = "You rely on consent. For children under 13, record who authorised it before they are asked."
        yield Check(what, "lawful_basis")
    if "[" in facts.privacy_full:
        yield Check("The privacy notice still has words in [square brackets] to fill in.", "privacy_full")


def _overlap(opens: date, closes: date, first: tuple[int, int], last: tuple[int, int]) -> int:
    """Return how many days from opens to closes fall into a yearly holiday, which may run over New Year."""
    lost = 0
    for year in range(opens.year - 1, closes.year + 1):
        start = date(year, *first)
        end = date(year + (last < first), *last)
        lost += max(0, (min(closes, end) - max(opens, start)).days + 1)
    return lost
