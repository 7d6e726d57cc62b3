"""The starter bank: questions to begin with, as data inside the package."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from cypp_consult.core.audiences import Audience
from cypp_consult.questionnaires.models import QuestionType
from cypp_consult.questionnaires.question_rules import QuestionFacts, WordingFacts
from cypp_consult.questionnaires.rules import Option

TOPICS = {
    "safe": "Being safe",
    "learning": "School and learning",
    "work": "Getting ready for work",
    "health": "Feeling well",
    "help": "Getting help",
    "free-time": "Free time",
    "travel": "Getting around",
    "home": "Home and money",
    "voice": "Being heard",
    "plan": "The plan",
    "plan-review": "Looking back at the plan",
}


@dataclass(frozen=True)
class BankQuestion:
    """A question of the bank: its key, its topic in words, the question itself, and who asked it before."""

    key: str
    topic: str
    facts: QuestionFacts
    source: str = ""


@cache
def load() -> tuple[BankQuestion, ...]:
    """Return the questions of the bank in its order."""
    text = files("cypp_consult.questionnaires").joinpath("bank.yaml").read_text(encoding="utf-8")
    return tuple(_question(item) for item in yaml.safe_load(text)["questions"])


def by_topic() -> list[tuple[str, list[BankQuestion]]]:
    """Return the questions in groups, each with its topic in words."""
    groups: dict[str, list[BankQuestion]] = {}
    for question in load():
        groups.setdefault(question.topic, []).append(question)
    return list(groups.items())


def _question(item: Mapping[str, Any]) -> BankQuestion:
    words: Mapping[str, Mapping[str, Any]] = item["wordings"]
    sets = [tuple(Option(o["id"], o["text"]) for o in wording.get("options", ())) for wording in words.values()]
    everybody = _all_options(sets)
    facts = QuestionFacts(
        name=item["name"],
        type=QuestionType(item["type"]),
        picture=item.get("picture") or None,
        options=everybody,
        top_n=item.get("settings", {}).get("top_n"),
        wordings=tuple(_wording(Audience(audience), wording, everybody) for audience, wording in words.items()),
    )
    topic = TOPICS.get(item["topic"], item["topic"])
    return BankQuestion(item["id"], topic, facts, item.get("source", {}).get("note", ""))


def _all_options(sets: list[tuple[Option, ...]]) -> tuple[Option, ...]:
    # the longest scale of an audience is the question's own; ids that only another audience has come after it
    longest = max(sets, key=len, default=())
    found = {option.id: option for option in longest}
    for options in sets:
        for option in options:
            found.setdefault(option.id, option)
    return tuple(found.values())


def _wording(audience: Audience, item: Mapping[str, Any], everybody: tuple[Option, ...]) -> WordingFacts:
    options = tuple(Option(option["id"], option["text"]) for option in item.get("options", ()))
    return WordingFacts(
        audience=audience,
        text=item["text"],
        help=item.get("help", ""),
        type=QuestionType(item["type"]) if "type" in item else None,
        options=options if options and options != everybody else None,
    )
