"""The published frameworks hold what docs/framework-schema.md promises."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

# outcomes, priorities, measures, actions, milestones: the table of docs/framework-schema.md
COUNTS = {
    "leeds-2009": (7, 11, 0, 0, 14),
    "leicester-2002": (0, 0, 0, 0, 0),
    "leicester-city-2009": (5, 11, 20, 0, 0),
    "leicestershire-2006": (5, 17, 0, 0, 0),
    "leicestershire-2020": (4, 15, 42, 58, 0),
}
ALWAYS = {
    "schema_version", "id", "kind", "title", "area", "period", "source", "outcome_label", "outcomes", "milestones",
    "source_gaps",
}  # fmt: skip
Read = Callable[[str], dict[str, Any]]


@pytest.fixture(params=sorted(COUNTS))
def framework(request: pytest.FixtureRequest, read: Read) -> dict[str, Any]:
    return read(f"plans/frameworks/{request.param}.yaml")


def priorities(framework: dict[str, Any]) -> list[dict[str, Any]]:
    return [priority for outcome in framework["outcomes"] for priority in outcome["priorities"]]


def measures(framework: dict[str, Any]) -> list[dict[str, Any]]:
    return [measure for part in framework["outcomes"] + priorities(framework) for measure in part["measures"]]


def actions(framework: dict[str, Any]) -> list[dict[str, Any]]:
    return [action for priority in priorities(framework) for action in priority["actions"]]


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)


def test_every_file_is_in_the_table_and_the_document_repeats_it() -> None:
    import cypp_consult

    package = Path(cypp_consult.__file__).parent
    assert {path.stem for path in (package / "plans/frameworks").glob("*.yaml")} == set(COUNTS)
    schema = (package.parent / "docs/framework-schema.md").read_text(encoding="utf-8")
    for name, counts in COUNTS.items():
        assert f"| {name}.yaml | {' | '.join(map(str, counts))} |" in schema


def test_counts_are_those_of_the_table(framework: dict[str, Any]) -> None:
    parts = (framework["outcomes"], priorities(framework), measures(framework), actions(framework))
    assert (*map(len, parts), len(framework["milestones"])) == COUNTS[framework["id"]]


def test_required_keys_are_there(framework: dict[str, Any]) -> None:
    assert set(framework) >= ALWAYS
    assert framework["schema_version"] == 1
    assert {"title", "publisher", "year"} == set(framework["source"])
    for outcome in framework["outcomes"]:
        assert {"id", "name", "priorities", "measures"} <= set(outcome)
    for priority in priorities(framework):
        assert {"id", "name", "measures", "actions"} <= set(priority)
    for action in actions(framework):
        assert {"id", "code", "title", "leads"} <= set(action)
        assert len(action["title"].split()) <= 14


def test_ids_are_unique_slugs(framework: dict[str, Any]) -> None:
    for kind in (framework["outcomes"], priorities(framework), measures(framework), actions(framework)):
        ids = [part["id"] for part in kind]
        assert len(ids) == len(set(ids))
        assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", one) for one in ids)


def test_no_word_hints_at_where_the_file_was_made(framework: dict[str, Any]) -> None:
    assert not [text for text in strings(framework) if ".txt" in text or text.startswith("/")]
