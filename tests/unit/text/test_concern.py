import pytest
from hypothesis import given

from cypp_consult.text.concern import concern
from tests.unit.text.samples import any_text, quick, sample

SAID = sample("concern")


@pytest.mark.parametrize("text", SAID["raised"])
def test_cues_raise(text):
    assert concern(text).level != "routine"


@pytest.mark.parametrize("text", SAID["routine"])
def test_wishes_wait_their_turn(text):
    assert concern(text).level == "routine"


@pytest.mark.parametrize(
    "text",
    [
        "i wanna kil my self",
        "hes toching me",
        "my dad HITTTTS me",
        "i dont wanna b here no more",
        "daddy hitted my arm",
        "i feel suiside",
        "i want to die",
        "my step-dad scares me n i hide in my room",
    ],
)
def test_misspelt_and_small_childrens_words_raise_too(text):
    assert concern(text).level != "routine"


def test_the_reason_quotes_the_text():
    assert "\u201chits me\u201d" in concern("my dad hits me").reasons[0]


def test_looking_after_is_no_attack():
    assert concern("My nan looks after me and I like it").level == "routine"


@pytest.mark.parametrize(
    "text",
    [
        "Chc\u0119 wi\u0119cej miejsc do zabawy",
        "\u041c\u043d\u0435 \u0441\u0442\u0440\u0430\u0448\u043d\u043e \u0434\u043e\u043c\u0430",
    ],
)
def test_what_the_cues_cannot_read_is_read_first(text):
    assert concern(text).level == "look_first"


@quick
@given(any_text)
def test_it_only_raises_and_never_reassures(text):
    said = concern(text)
    assert said.level in ("high", "look_first", "routine")
    assert bool(said.reasons) == (said.level != "routine")
    assert concern(text) == said


@quick
@given(any_text)
def test_more_text_never_lowers_what_a_cue_raised(text):
    assert concern(f"I want to kill myself\n{text}").level == "high"
