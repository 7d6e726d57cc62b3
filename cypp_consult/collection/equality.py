"""The equality questions: data beside the starter bank, asked after everything else on a page of their own."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from cypp_consult.core.audiences import Audience

# the answer that says nothing; it is stored like any other and counted as such
PREFER_NOT = "prefer-not-to-say"
AGE = "age-band"


@dataclass(frozen=True)
class EqualityQuestion:
    """One question about the person: its key, its words and its options as (id, words)."""

    key: str
    name: str
    text: str
    help: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class EqualityPage:
    """The page of one audience: its title, why we ask, the words of the skip button, and the questions."""

    title: str
    why: str
    skip: str
    questions: tuple[EqualityQuestion, ...]

    def accepted(self, given: Mapping[str, str]) -> dict[str, str]:
        """Return the answers that were offered, by key; what was not offered is left out."""
        offered = {question.key: {option for option, _ in question.options} for question in self.questions}
        return {key: value for key, value in given.items() if value in offered.get(key, ())}


@cache
def page_for(audience: Audience) -> EqualityPage:
    """Return the page for an audience."""
    loaded = _loaded()
    head = loaded["page"]["wordings"][audience.value]
    asked = (item for item in loaded["questions"] if audience.value in item["audiences"])
    return EqualityPage(head["title"], head["why"], head["skip"], tuple(_question(item, audience) for item in asked))


def names() -> dict[str, str]:
    """Return the short name of every equality question, by key."""
    return {item["id"]: item["name"] for item in _loaded()["questions"]}


def _question(item: Mapping[str, Any], audience: Audience) -> EqualityQuestion:
    wording = item["wordings"][audience.value]
    options = tuple((option["id"], option["text"]) for option in wording["options"])
    return EqualityQuestion(item["id"], item["name"], wording["text"], wording.get("help", ""), options)


@cache
def _loaded() -> dict[str, Any]:
    text = files("cypp_consult.questionnaires").joinpath("equality.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded
