"""What a lead should look at twice. A check warns and never blocks; a recorded reason lets it stand."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from cypp_consult.consultations.rules.days import DAY, Period, christmases, easters
from cypp_consult.consultations.rules.matters import Matters
from cypp_consult.consultations.rules.milestones import feedback_due
from cypp_consult.consultations.rules.readiness import AudienceFacts, Facts
from cypp_consult.consultations.rules.states import days_open

SHORTEST = 42
# staff and partners are at work and used to papers
SHORTEST_FOR = {"staff-partners": 28}
AT_SCHOOL = frozenset({"younger-children", "young-people"})
LEAST_TERM = 28
TIMELINE = "timeline"


@dataclass(frozen=True)
class Check:
    """Something worth a second look: a sentence, and the field of the edit page that it is about.

    What a lead may let stand with a reason has a `key`; `about` are the days that the reason then holds for.
    """

    what: str
    where: str
    key: str = ""
    about: str = ""


def checks(facts: Facts, matters: Matters | None = None, today: date | None = None) -> list[Check]:
    """Return the warnings about a consultation on a London day, most serious first; empty when there are none."""
    known = matters or Matters()
    return [
        *_about_decision(facts),
        *_about_days(facts, known),
        *_about_stages(facts, known),
        *_about_feedback(facts, known, today),
        *_about_keeping(facts),
        *_about_notice(facts),
    ]


def _about_decision(facts: Facts) -> Iterator[Check]:
    if facts.decision_on is None:
        return
    about = f"{facts.opens_on}/{facts.closes_on}/{facts.decision_on}"
    if facts.opens_on and facts.opens_on >= facts.decision_on:
        what = "It opens when the decision is already made. People must be asked while they can still change something."
        yield Check(what, "decision_on", "opens-after-decision", about)
    elif facts.closes_on and facts.closes_on >= facts.decision_on:
        what = "The decision is made before it closes. Leave time to read what people say."
        yield Check(what, "decision_on", "decided-before-closing", about)


def _about_days(facts: Facts, matters: Matters) -> Iterator[Check]:
    if facts.opens_on is None or facts.closes_on is None or facts.closes_on < facts.opens_on:
        return
    asked = Period("It", facts.opens_on, facts.closes_on)
    about = _span(asked)
    yield from (
        replace(check, about=about)
        for check in (
            *_about_length(facts, asked),
            *_about_term(facts, matters, asked),
            *_across(asked, matters, "closes_on"),
        )
    )


def _about_length(facts: Facts, asked: Period) -> Iterator[Check]:
    length = days_open(asked.starts, asked.ends)
    short = [item for item in facts.audiences if length < SHORTEST_FOR.get(item.key, SHORTEST)]
    if not short and (facts.audiences or length >= SHORTEST):
        return
    if len(short) == len(facts.audiences):
        what = f"It is open for {_days(length)}. Six weeks (42 days) or more gives people time."
    else:
        what = (
            f"It is open for {_days(length)}. That is short for {_names(short)}: six weeks (42 days) gives them time."
        )
    yield Check(what, "closes_on", "short")


def _about_term(facts: Facts, matters: Matters, asked: Period) -> Iterator[Check]:
    """Warn where children would be asked mostly while they are not at school."""
    if not any(item.key in AT_SCHOOL for item in facts.audiences):
        return
    length = days_open(asked.starts, asked.ends)
    away = [*matters.school_between(asked.starts, asked.ends), *christmases(asked.starts, asked.ends)]
    days = [asked.starts + DAY * number for number in range(length)]
    term = sum(not any(period.starts <= day <= period.ends for period in away) for day in days)
    if term < LEAST_TERM <= length:
        what = f"Only {_days(term)} of its {length} are in term time. Children and young people are reached at school."
        yield Check(what, "closes_on", "term")


def _across(asked: Period, matters: Matters, where: str) -> Iterator[Check]:
    """Yield what lies in the way of people between two days."""
    opens, closes = asked.starts, asked.ends
    for found in (*christmases(opens, closes), *easters(opens, closes)):
        length = _days(found.days_within(opens, closes))
        what = f"{asked.name} runs across {found.name}, {length}. Think about more time."
        yield Check(what, where, f"{found.name.lower()}-{found.starts.year}")
    for found in matters.school_between(opens, closes):
        length = _days(found.days_within(opens, closes))
        what = f"{asked.name} runs across school holidays ({found.name}), {length}. Think about more time."
        yield Check(what, where, f"school-{found.starts}")
    for found in matters.elections:
        lost = found.days_within(opens, closes)
        if lost:
            what = (
                f"{asked.name} is open for {_days(lost)} of the time before an election ({found.name}, "
                f"{_words(found)}). Councils do not usually ask the public then."
            )
            yield Check(what, where, f"election-{found.starts}")


def _about_stages(facts: Facts, matters: Matters) -> Iterator[Check]:
    for stage in matters.stages:
        if (stage.starts, stage.ends) == (facts.opens_on, facts.closes_on):
            continue  # said of the consultation itself already
        for check in _across(replace(stage, name=f"“{stage.name}”"), matters, TIMELINE):
            yield replace(check, key=f"{check.key}-stage-{stage.starts}-{stage.ends}", about=_span(stage))


def _about_feedback(facts: Facts, matters: Matters, today: date | None) -> Iterator[Check]:
    if facts.closes_on is None or today is None or matters.feedback_given:
        return
    due = feedback_due(facts.closes_on)
    if today > due:
        what = (
            f"It closed on {_day(facts.closes_on)}. People should have heard what came of it by {_day(due)}, "
            "twelve weeks later."
        )
        yield Check(what, TIMELINE, "feedback", str(facts.closes_on))


def _about_keeping(facts: Facts) -> Iterator[Check]:
    if facts.retention_until and facts.closes_on and facts.retention_until <= facts.closes_on:
        yield Check("Answers would be deleted before it closes. Choose a later day.", "retention_until")


def _about_notice(facts: Facts) -> Iterator[Check]:
    if facts.lawful_basis == "consent":
        what = "You rely on consent. For children under 13, record who authorised it before they are asked."
        yield Check(what, "lawful_basis")
    if "[" in facts.privacy_full:
        yield Check("The privacy notice still has words in [square brackets] to fill in.", "privacy_full")


def _names(audiences: list[AudienceFacts]) -> str:
    labels = [item.label if number == 0 else item.label.lower() for number, item in enumerate(audiences)]
    labels[0] = labels[0].lower()
    return labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} and {labels[-1]}"


def _span(period: Period) -> str:
    return f"{period.starts}/{period.ends}"


def _words(period: Period) -> str:
    return f"{_day(period.starts)} to {_day(period.ends)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
