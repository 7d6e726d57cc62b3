"""Random questionnaires and answers for property tests."""

from hypothesis import strategies as st

from cypp_consult.questionnaires.models import QuestionType, ShowIf
from cypp_consult.questionnaires.rules import SEVERAL, Condition, FrozenQuestion, Given, Option

IDS = ("a", "b", "c", "d", "e")
words = st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), max_size=30)


@st.composite
def questions(draw, most: int = 8) -> tuple[FrozenQuestion, ...]:
    """Questions whose conditions look at any question: earlier, later, themselves or none at all."""
    count = draw(st.integers(0, most))
    names = [f"q{number}" for number in range(count)]
    made = []
    for name in names:
        kind = draw(st.sampled_from(QuestionType))
        options = () if kind.is_text else tuple(Option(key, key.upper()) for key in IDS[: draw(st.integers(2, 5))])
        condition = None
        if draw(st.booleans()):
            operator = draw(st.sampled_from(ShowIf))
            condition = Condition(draw(st.sampled_from([*names, "elsewhere"])), operator, draw(st.sampled_from(IDS)))
        top_n = draw(st.none() | st.integers(1, 4)) if kind in SEVERAL else None
        made.append(FrozenQuestion(name, name, kind, name, draw(words), draw(words), None, options, top_n, condition))
    return tuple(made)


givens = st.builds(
    Given,
    value=st.lists(st.sampled_from(IDS), max_size=4).map(tuple),
    text=st.sampled_from(["", " ", "My words"]),
    unsure=st.booleans(),
)
answers = st.dictionaries(st.sampled_from([f"q{number}" for number in range(9)]), givens)
