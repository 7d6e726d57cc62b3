import pytest
from hypothesis import given

from cypp_consult.text.tone import NO_TONE, tone
from tests.unit.text.samples import any_text, quick, sample


@pytest.mark.parametrize(
    "text",
    [
        "I don't feel safe", "I do not feel safe", "I never feel safe", "I don\u2019t feel safe!!", "I NEVER FEEL SAFE", "i dnt feel safe", "no one makes me feel safe",
        "it is not safe", "they never listen", "this school is rubbish", "I have never felt safe here", "it isn't safe", "we do not feel at all safe",
        "not one person makes me feel safe", "No-one makes me feel safe", "nobody here ever makes me feel very safe",
    ],
)  # fmt: skip
def test_a_denied_good_word_is_never_good(text):
    assert tone(text).label == "negative"


def test_the_reason_shows_the_denial():
    assert tone("I don't feel safe").because == ("don't feel safe",)


def test_good_and_bad_parts_are_mixed():
    assert tone("I love my school but the bullying is horrible").label == "mixed"


@pytest.mark.parametrize("text", ["", "   ", "More bins", "We waited 18 months for an assessment", "12345"])
def test_a_plain_fact_has_no_tone(text):
    assert tone(text) == NO_TONE


def test_a_denial_does_not_reach_past_but():
    assert tone("I never go to the park but I love the pool").label == "positive"


@pytest.mark.parametrize(
    "text", ["well good", "it was well good", "proper nice", "not bad", "dead friendly", "she never lets me down"]
)
def test_childrens_praise_is_good(text):
    assert tone(text).label == "positive"


@pytest.mark.parametrize(
    "text", ["I want to feel safe", "We need better buses", "please make it nicer", "it should be safe"]
)
def test_a_wish_is_no_praise(text):
    assert tone(text).label == "unclear"


def test_smileys_count():
    assert tone("\U0001f600").label == "positive"
    assert tone("fun :)").label == "positive"


@pytest.mark.parametrize(("name", "floor"), [("tone", 0.9), ("tone_fresh", 0.85), ("tone_new", 0.85)])
def test_accuracy_on_made_up_sentences(name, floor):
    rows = sample(name)
    right = sum(tone(text).label == wanted for wanted, text in rows)
    misread = sum(wanted == "negative" and tone(text).label == "positive" for wanted, text in rows)
    assert right >= floor * len(rows)
    assert misread <= 0.1 * len(rows)


@quick
@given(any_text)
def test_tone_is_bounded_and_the_same_twice(text):
    said = tone(text)
    assert -1 <= said.score <= 1
    assert (said.label == "unclear") == (said.score == 0 and not said.because) or said.label == "mixed"
    assert tone(text) == said
