"""The form of one question: what was typed stays, what is wrong stands at the field."""

import html5lib
import pytest
from flask import render_template_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cypp_consult.questionnaires import rules
from cypp_consult.questionnaires.answer_forms import answer_form
from cypp_consult.questionnaires.models import QuestionType
from cypp_consult.questionnaires.notices import who_reads
from cypp_consult.questionnaires.rules import FrozenQuestion, Given, Option

PAGE = (
    '{% from "questionnaires/_question.html" import question %}'
    "<!doctype html><title>Q</title><form>{{ question(asked, form, who, notice) }}</form>"
)
NS = {"h": "http://www.w3.org/1999/xhtml"}


def ask(kind, count=3, picture=None, **more):
    options = () if kind.is_text else tuple(Option(f"o{place}", f"Option {place}", picture) for place in range(count))
    return FrozenQuestion("1", "q", kind, "Q", "What <matters>?", options=options, **more)


def count_of(kind):
    return {QuestionType.FACES3: 3, QuestionType.FACES5: 5}.get(kind, 4)


def draw(app, asked, who="adult", given=rules.NOTHING, posted=None):
    method = {"method": "POST", "data": posted} if posted is not None else {}
    with app.test_request_context("/", **method):
        form = answer_form(asked, who, given, meta={"csrf": False})
        valid = form.validate() if posted is not None else True
        page = render_template_string(PAGE, asked=asked, form=form, who=who, notice=who_reads(who, "Ashdale", "01632"))
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("lxml"), strict=True, namespaceHTMLElements=True)
    return form, valid, parser.parse(page)


@pytest.mark.parametrize("who", ["child", "young", "adult"])
@pytest.mark.parametrize("kind", list(QuestionType))
def test_every_type_is_drawn_for_everybody(app, kind, who):
    form, _, page = draw(app, ask(kind, count_of(kind), picture="lamp", help="Think of today."), who)
    assert page.xpath("count(//h:h1)", namespaces=NS) == 1
    assert "".join(page.xpath("//h:h1//text()", namespaces=NS)) == "What <matters>?"
    described = page.xpath("//*[@aria-describedby]/@aria-describedby")[0].split()
    words = [" ".join("".join(page.xpath(f"//*[@id='{key}']//text()")).split()) for key in described]
    assert any("Think of today." in text for text in words)
    names = set(page.xpath("//@name"))
    assert names == ({"text"} if kind.is_text else {"answer"})
    if not kind.is_text:
        values = page.xpath("//h:input/@value", namespaces=NS)
        assert values == [option.id for option in form.question.options] + ["unsure"]
        assert not page.xpath("//@checked")
    else:
        assert any("Who reads this" in text for text in words)


@pytest.mark.parametrize("kind", [kind for kind in QuestionType if not kind.is_text])
def test_what_was_given_is_chosen_again(app, kind):
    _, _, page = draw(app, ask(kind, count_of(kind)), "child", Given(("o1",)))
    assert page.xpath("//h:input[@checked]/@value", namespaces=NS) == ["o1"]
    _, _, page = draw(app, ask(kind, count_of(kind)), "child", Given(unsure=True))
    assert page.xpath("//h:input[@checked]/@value", namespaces=NS) == ["unsure"]


def test_a_post_is_read_and_checked(app):
    form, valid, _ = draw(app, ask(QuestionType.PRIORITIES, top_n=3), posted={"answer": ["o2", "o0"]})
    assert valid
    assert form.given() == Given(("o2", "o0"))
    form, valid, _ = draw(app, ask(QuestionType.SINGLE), posted={})
    assert valid
    assert form.given().is_empty
    form, valid, _ = draw(app, ask(QuestionType.SINGLE), posted={"answer": "unsure"})
    assert valid
    assert form.given() == Given(unsure=True)


def test_too_many_is_said_at_the_field_and_stays_chosen(app):
    form, valid, page = draw(
        app, ask(QuestionType.PRIORITIES, 4, top_n=2), "child", posted={"answer": ["o0", "o1", "o2"]}
    )
    assert not valid
    assert form.errors == {"answer": ["Choose up to 2"]}
    assert page.xpath("//h:input[@checked]/@value", namespaces=NS) == ["o0", "o1", "o2"]
    message = page.xpath("//*[@id='answer-error']//text()")
    assert "".join(message) == "Error: Choose up to 2"


def test_an_unknown_option_is_refused(app):
    _, valid, _ = draw(app, ask(QuestionType.FACES3), posted={"answer": "elsewhere"})
    assert not valid


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(st.text(max_size=60))
def test_own_words_come_back_clean(app, typed):
    form, valid, _ = draw(app, ask(QuestionType.LONG_TEXT), posted={"text": typed.encode("utf-8", "replace")})
    assert valid
    assert form.given().text == form.given().text.strip()


def test_the_limit_is_said_once():
    with_limit = ask(QuestionType.MULTIPLE, top_n=2, help="Pick up to two.")
    assert answer_hint(with_limit) == "Pick up to two."
    assert answer_hint(ask(QuestionType.MULTIPLE, top_n=2, help="Think.")) == "Think. Choose up to 2."
    assert answer_hint(ask(QuestionType.MULTIPLE)) == "Choose as many as you like."
    assert answer_hint(ask(QuestionType.SINGLE)) == ""


def answer_hint(asked):
    from flask import Flask

    app = Flask(__name__)
    app.config["SECRET_KEY"] = "made up"
    with app.test_request_context("/"):
        return answer_form(asked, meta={"csrf": False}).hint
