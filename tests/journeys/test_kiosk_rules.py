"""What tablets make of a questionnaire offline is what the server makes of it: both are asked the same, many times."""

from random import Random
from typing import Any

from flask import Flask
from playwright.sync_api import Browser

from cypp_consult.collection import walk_rules
from cypp_consult.collection.tablets import files
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.questionnaires import rules
from cypp_consult.questionnaires.models import QuestionType, ShowIf
from cypp_consult.questionnaires.rules import Condition, FrozenQuestion, Given, Option
from tests.journeys.asking import serving

CASES = 600
IN_BROWSER = """async ([address, cases]) => {
    const walk = await import(address);
    const each = ({questions, answers, passed}) => ({
        shown: walk.shown(questions, answers).map(({id}) => id),
        kept: walk.kept(questions, answers),
        checked: questions.map((question) => walk.check(question, answers[question.id] ?? walk.NOTHING)),
        most: questions.map((question) => walk.mostOf(question) ?? null),
        progress: questions.map((_, index) => walk.progress(questions, answers, index)),
        next: questions.map((_, index) => walk.nextAfter(questions, answers, index) ?? null),
        last: questions.map((_, index) => walk.lastBefore(questions, answers, index) ?? null),
        todo: walk.firstToDo(questions, answers, new Set(passed)) ?? null,
        first_text: questions.filter((question) => walk.isFirstText(questions, answers, question)).map(({id}) => id),
    });
    return cases.map(each);
}"""


class Maker:
    """Makes questionnaires and answers, sensible and not, the same ones every time."""

    def __init__(self) -> None:
        """Begin with a fixed seed."""
        self.random = Random(1989)  # noqa: S311 - no secret

    def questions(self) -> tuple[FrozenQuestion, ...]:
        """Return one to nine questions; conditions look at earlier, later, own and unknown questions."""
        ids = [f"q{place}" for place in range(self.random.randint(1, 9))]
        return tuple(self._question(name, [*ids, "nowhere"]) for name in ids)

    def _question(self, name: str, ids: list[str]) -> FrozenQuestion:
        kind = self.random.choice(list(QuestionType))
        words = (
            [] if kind.is_text else self.random.sample(["a", "b", "c", "d", "e", "not-sure"], self.random.randint(1, 6))
        )
        condition = None
        if self.random.random() < 0.5:
            value = self.random.choice(["a", "b", "c", None])
            condition = Condition(self.random.choice(ids), self.random.choice(list(ShowIf)), value)
        return FrozenQuestion(
            id=name,
            key=name,
            type=kind,
            name=name,
            text=name,
            options=tuple(Option(word, word.upper()) for word in words),
            top_n=self.random.choice([None, 1, 2, 3]),
            show_if=condition,
        )

    def given(self, question: FrozenQuestion) -> Given:
        """Return an answer that may or may not fit the question."""
        offered = [option.id for option in question.options] or ["a"]
        if self.random.random() < 0.1:
            offered = [*offered, "z"]
        value = tuple(self.random.choices(offered, k=self.random.choice([0, 1, 1, 1, 2, 3, 5])))
        text = self.random.choice(["", "", " ", " More parks ", "x"])
        if self.random.random() < 0.8:
            value, text = ((), text) if question.type.is_text else (value, "")
        return Given(value, text, self.random.random() < 0.2)

    def case(self) -> tuple[tuple[FrozenQuestion, ...], dict[str, Given], list[str]]:
        """Return questions, answers to most of them, and those that were passed."""
        questions = self.questions()
        answers = {each.id: self.given(each) for each in questions if self.random.random() < 0.8}
        return questions, answers, [each.id for each in questions if self.random.random() < 0.5]


def told(given: Given) -> dict[str, Any]:
    return {"value": list(given.value), "text": given.text, "unsure": given.unsure}


def checked(question: FrozenQuestion, given: Given) -> dict[str, Any] | None:
    try:
        return told(rules.check(question, given))
    except InvalidInputError:
        return None


def by_the_server(
    questions: tuple[FrozenQuestion, ...], answers: dict[str, Given], passed: list[str]
) -> dict[str, Any]:
    places = range(len(questions))
    steps = [walk_rules.progress(questions, answers, index) for index in places]
    walk = walk_rules.Walk(None, 1, answers, frozenset(passed))  # type: ignore[arg-type]  # of which questionnaire it is does not matter here
    return {
        "shown": [each.id for each in rules.shown(questions, answers)],
        "kept": {key: told(given) for key, given in rules.kept(questions, answers).items()},
        "checked": [checked(each, answers.get(each.id, rules.NOTHING)) for each in questions],
        "most": [rules.most_of(each) for each in questions],
        "progress": [{"number": one.number, "total": one.total, "certain": one.is_certain} for one in steps],
        "next": [walk_rules.next_after(questions, answers, index) for index in places],
        "last": [walk_rules.last_before(questions, answers, index) for index in places],
        "todo": walk_rules.first_to_do(questions, walk),
        "first_text": [each.id for each in questions if walk_rules.is_first_text(questions, answers, each)],
    }


def test_tablets_and_server_draw_the_same_conclusions(app: Flask, browser: Browser) -> None:
    make = Maker()
    cases = [make.case() for _ in range(CASES)]
    sent = [
        {
            "questions": rules.as_json(questions),
            "answers": {key: told(given) for key, given in answers.items()},
            "passed": passed,
        }
        for questions, answers, passed in cases
    ]
    with app.app_context():
        address = files.folder().address("walk.js")
    with serving(app) as url:
        page = browser.new_page()
        page.goto(url.partition("/e/")[0] + "/healthz")
        found = page.evaluate(IN_BROWSER, [address, sent])
        page.close()
    for case, here in zip(cases, found, strict=True):
        assert here == by_the_server(*case), case
    # the cases are worth something: conditions hid questions, answers were refused, totals were uncertain
    assert sum(len(one["shown"]) < len(case[0]) for case, one in zip(cases, found, strict=True)) > CASES / 3
    assert sum(None in one["checked"] for one in found) > CASES / 5
    assert sum(not each["certain"] for one in found for each in one["progress"]) > CASES
