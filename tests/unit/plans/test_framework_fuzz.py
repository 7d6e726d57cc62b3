"""Whatever a file holds, it is a framework or a list of sentences about it, and never a crash."""

import json

from hypothesis import given
from hypothesis import strategies as st

from cypp_consult.plans.framework_facts import facts_of
from cypp_consult.plans.framework_reader import FrameworkError, parse, plain, read
from tests.unit.plans.test_frameworks import least

KEYS = st.sampled_from(
    ["id", "name", "title", "priorities", "actions", "measures", "leads", "outcomes", "period", "source", "milestones",
     "kind", "text", "month", "vision", "partnership", "members", "principles"]
)  # fmt: skip
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=25,
)


def problems(work) -> list[str]:
    """Return what a reader says is wrong; any other error goes through and fails the test."""
    try:
        work()
    except FrameworkError as error:
        return error.problems or ["nothing said"]
    return []


@given(st.dictionaries(KEYS, ANYTHING, max_size=8))
def test_any_mapping_is_read_or_told(data):
    for mapping in (data, {**least(), **data}):
        told = problems(lambda: facts_of(read(mapping)))  # noqa: B023 - called at once
        assert all(sentence.strip() for sentence in told)
        assert "nothing said" not in told


@given(st.text(max_size=300))
def test_any_text_is_parsed_or_told(text):
    assert "nothing said" not in problems(lambda: parse(text))


@given(ANYTHING)
def test_what_is_kept_is_json(data):
    json.dumps(plain(data), allow_nan=False)
