"""What is missing before a consultation can open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cypp_consult.core.errors import DomainError


@dataclass(frozen=True)
class Missing:
    """Something without which a consultation cannot open: a sentence, and the field of its edit page that mends it."""

    what: str
    where: str


@dataclass(frozen=True)
class AudienceFacts:
    """What readiness looks at in one audience: its name in words and its two short texts."""

    label: str
    about: str
    privacy_short: str
    # which audience it is, where that matters
    key: str = ""


@dataclass(frozen=True)
class Facts:
    """What readiness looks at in a consultation. `queries.facts` reads them from the database."""

    purpose: str = ""
    open_to_influence: str = ""
    already_decided: str = ""
    lawful_basis: str | None = None
    opens_on: date | None = None
    closes_on: date | None = None
    decision_on: date | None = None
    retention_until: date | None = None
    has_lead: bool = False
    has_safeguarding_lead: bool = False
    safeguarding_phone: str = ""
    contact: str = ""
    privacy_full: str = ""
    what_happens_next: str = ""
    audiences: Sequence[AudienceFacts] = ()


class NotReadyError(DomainError):
    """A consultation was to open and something is missing; `missing` lists what."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        """Keep the list and say its first items in one sentence."""
        self.missing = tuple(missing)
        super().__init__("This cannot open yet. " + " ".join(item.what for item in self.missing))


def readiness(facts: Facts) -> list[Missing]:
    """Return what is missing before a consultation can open, in the order of its edit page; empty when all is there.

    The questions have their own readiness in `questionnaires.rules`.
    """
    return [*_missing_texts(facts), *_missing_people(facts), *_missing_dates(facts), *_missing_audiences(facts)]


def _missing_texts(facts: Facts) -> list[Missing]:
    needed = (
        (facts.purpose, "Say why you are asking.", "purpose"),
        (facts.open_to_influence, "Say what people can still change.", "open_to_influence"),
        (facts.already_decided, "Say what is already decided, or that nothing is.", "already_decided"),
        (facts.lawful_basis or "", "Choose why the law lets you use the answers.", "lawful_basis"),
        (facts.privacy_full, "Write the full privacy notice.", "privacy_full"),
        (facts.what_happens_next, "Say what happens after it closes.", "what_happens_next"),
    )
    return [Missing(what, where) for value, what, where in needed if not value.strip()]


def _missing_people(facts: Facts) -> list[Missing]:
    needed = (
        (facts.has_lead, "Name the lead.", "lead_id"),
        (facts.has_safeguarding_lead, "Name the safeguarding lead.", "safeguarding_lead_id"),
        (facts.safeguarding_phone.strip(), "Give the safeguarding lead's phone number.", "safeguarding_phone"),
        (facts.contact.strip(), "Say whom people can ask.", "contact"),
    )
    return [Missing(what, where) for there, what, where in needed if not there]


def _missing_dates(facts: Facts) -> list[Missing]:
    needed = (
        (facts.opens_on, "Choose the day it opens.", "opens_on"),
        (facts.closes_on, "Choose the day it closes.", "closes_on"),
        (facts.decision_on, "Say when the decision is made.", "decision_on"),
        (facts.retention_until, "Choose until when answers are kept.", "retention_until"),
    )
    missing = [Missing(what, where) for day, what, where in needed if day is None]
    if facts.opens_on and facts.closes_on and facts.closes_on < facts.opens_on:
        missing.append(Missing("The closing day must not be before the opening day.", "closes_on"))
    return missing


def _missing_audiences(facts: Facts) -> list[Missing]:
    if not facts.audiences:
        return [Missing("Choose at least one audience.", "audiences")]
    missing = []
    for audience in facts.audiences:
        if not audience.about.strip():
            missing.append(Missing(f"{audience.label}: say what this is about.", "audiences"))
        if not audience.privacy_short.strip():
            missing.append(Missing(f"{audience.label}: write the short privacy notice.", "audiences"))
    return missing
