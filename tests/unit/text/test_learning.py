"""Learning from decisions: exact, at once, and back again."""

from hypothesis import given

from cypp_consult.text.blending import BlendedSuggester, LearnedPart, Weighed, WordsPart
from cypp_consult.text.engines import engine
from cypp_consult.text.learning import ComplementBayes
from cypp_consult.text.lessons import Lesson, features, telling
from cypp_consult.text.suggest import LexiconEntry, Tagger
from cypp_consult.text.training import ENOUGH, Quality
from tests.unit.text.samples import any_text, quick

TARGETS = ("safe", "fun")
LESSONS = [
    Lesson("the big road by the shops scares me", ("safe",)),
    Lesson("cars go too fast on our road", ("safe",)),
    Lesson("more swings in the park", ("fun",)),
    Lesson("the skate park is great", ("fun",)),
]


def points_of(learned, text):
    return learned.points(learned.known(text))


def best(learned, text):
    points = points_of(learned, text)
    return max(points, key=lambda target: points[target]) if points else None


def test_what_was_tagged_is_known_again():
    learned = ComplementBayes(TARGETS, LESSONS)
    assert best(learned, "a fast road") == "safe"
    assert best(learned, "swings please") == "fun"


def test_pieces_of_words_help_with_endings_and_spelling():
    learned = ComplementBayes(TARGETS, LESSONS)
    assert best(learned, "skateparks!!") == "fun"
    assert best(learned, "roadside") == "safe"


def test_what_was_never_heard_of_gets_no_points():
    assert points_of(ComplementBayes(TARGETS, LESSONS), "zzz qqq") == {}
    assert points_of(ComplementBayes(TARGETS), "road") == {}
    assert points_of(ComplementBayes((), LESSONS), "road") == {}


def test_a_decision_more_counts_at_once():
    learned = ComplementBayes(TARGETS, LESSONS)
    before = points_of(learned, "the library")
    learned.learn(Lesson("a library with comics", ("fun",)))
    assert before == {} or before["fun"] < points_of(learned, "the library")["fun"]
    assert best(learned, "the library") == "fun"


def test_a_refusal_speaks_against_its_target_alone():
    learned = ComplementBayes(TARGETS, LESSONS)
    before = points_of(learned, "the road")
    learned.learn(Lesson("a road to play on", (), ("safe",)))
    after = points_of(learned, "the road")
    assert after["safe"] - after["fun"] < before["safe"] - before["fun"]


def test_reasons_are_words_of_the_text():
    part = LearnedPart(ComplementBayes(TARGETS, LESSONS))
    look = part.look("That ROAD, and the Swings")
    assert look.reasons("safe") == ["ROAD"]
    assert look.reasons("fun") == ["Swings"]
    assert look.reasons("unknown") == []


@quick
@given(any_text)
def test_any_text_has_features_and_reasons_that_stand_in_it(text):
    features([text])
    telling(text)
    tagger = Tagger([LexiconEntry("safe", "safe", 1.0), LexiconEntry("fun", "school council", 1.0)])
    learned = LearnedPart(ComplementBayes(TARGETS, [*LESSONS, Lesson(text, ("fun",))]))
    suggester = BlendedSuggester(TARGETS, [Weighed(WordsPart(tagger), 0.6), Weighed(learned, 0.5)])
    found = suggester.suggest(text)
    assert all(reason and reason in text for item in found for reason in item.reasons)
    assert [item.score for item in found] == sorted((item.score for item in found), reverse=True)
    assert all(0 < item.score < 1 for item in found)
    assert found == suggester.suggest(text)


def taught(count):
    """Made-up tags of a plan whose words no list knows: zogs are safe, blims are fun."""
    kinds = [("safe", "zog"), ("fun", "blim")]
    return [
        Lesson(f"we met a {word} at number {number}", (target,)) for number in range(count) for target, word in kinds
    ]


ENTRIES = [LexiconEntry("safe", "road", 1.0), LexiconEntry("fun", "park", 1.0)]


def test_an_engine_learns_words_that_no_list_has():
    before, after = engine(TARGETS, ENTRIES), engine(TARGETS, ENTRIES, (), taught(20))
    assert before.suggester.suggest("a zog") == []
    assert after.suggester.suggest("a zog")[0].target == "safe"
    assert after.suggester.suggest("a zog")[0].reasons == ("zog",)


def test_quality_is_measured_on_hidden_tags_and_says_with_how_many():
    assert engine(TARGETS, ENTRIES).quality is None
    quality = engine(TARGETS, ENTRIES, (), taught(20)).quality
    assert quality.n == 40 and quality.enough
    assert quality.first > 35
    assert quality.start_first == 0, "the lists alone know none of these"
    assert not Quality(ENOUGH - 1, 29, 29, 0, 0).enough


def test_a_copy_does_not_help_to_guess_its_twin():
    same = [Lesson("gzorp", ("safe",))] * 20 + [Lesson("nothing alike", ("fun",))] * 20
    quality = engine(TARGETS, ENTRIES, (), same).quality
    assert quality.first <= 20


def test_what_was_learned_is_not_trusted_where_it_guesses_badly():
    # the same words tagged this way and that: nothing to learn, while the list is right
    noise = [
        Lesson(f"road thing {number % 7}", ("safe",)) if number % 2 else Lesson(f"park thing {number % 7}", ("fun",))
        for number in range(60)
    ]
    made = engine(TARGETS, ENTRIES, (), noise)
    assert made.suggester.suggest("road")[0].target == "safe"
    assert made.quality.first >= 55


def test_shares_of_an_earlier_trial_are_taken_without_another():
    made = engine(TARGETS, ENTRIES, (), taught(20))
    again = engine(TARGETS, ENTRIES, (), taught(20), shares=made.shares)
    assert again.quality is None and again.shares == made.shares
    assert again.suggester.suggest("a zog") == made.suggester.suggest("a zog")
