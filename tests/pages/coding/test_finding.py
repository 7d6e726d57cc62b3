"""Pages of finding themes: looking in the background, groups to themes and back, repeats, phrases, checks."""

import pytest
from sqlalchemy import select

from cypp_consult.coding.finding import looking, queries
from cypp_consult.coding.finding.looking import look
from cypp_consult.coding.finding.models import Sort
from cypp_consult.coding.finding.services import keep
from cypp_consult.coding.models import Tag, Theme
from cypp_consult.core.audiences import Audience
from cypp_consult.core.jobs import Job
from tests.unit.text.test_grouping import SAID


def url(world, path=""):
    return f"/consultations/{world.consultation.slug}/coding/finding{path}"


@pytest.fixture
def many(coding, monkeypatch):
    """30 made-up answers, and 30 are enough."""
    monkeypatch.setattr(looking, "WORTH_GROUPING", 30)
    for text, _ in SAID[:30]:
        coding.answer(text, audience=Audience.YOUNG_PEOPLE)
    found = look(queries.to_read(coding.session, coding.consultation.id), lambda *_: None)
    keep(coding.session, coding.consultation, found, by_id=coding.coder.id, at=coding.now())
    coding.session.commit()
    return coding


def first_group(world, sort=Sort.THEME):
    return queries.groups(world.session, world.consultation.id, sort)[0]


def test_under_a_hundred_it_says_that_reading_is_better(coding, page, analyst):
    coding.answer("more swings")
    coding.session.commit()
    seen = page.sign_in(analyst).get(url(coding))
    assert "1 answer is not coded. Under about 100 reading them is the better way" in seen.words()
    assert "Nobody has looked yet" in seen.words()
    for path in ("/alike", "/phrases"):
        assert "Nobody has looked yet" in page.get(url(coding, path)).words()
    assert "No themes yet" in page.get(url(coding, "/checks")).words()


def test_a_look_is_a_job_with_progress(coding, page, analyst):
    coding.answer("more swings")
    coding.session.commit()
    page.sign_in(analyst)
    seen = page.post(url(coding, "/look"))
    assert seen.heading == "Look for themes"
    job = coding.session.scalars(select(Job).where(Job.kind == "coding.find_themes")).one()
    assert (job.arguments["next"], job.arguments["anyway"]) == (url(coding), False)


def test_groups_show_label_examples_and_audiences(many, page, analyst):
    seen = page.sign_in(analyst).get(url(many))
    cards = seen.find("//h:li[@class='finding']")
    assert 3 <= len(cards) <= 10
    group = first_group(many)
    assert f"{group.label}?" in seen.words(f"//*[@id='g-{group.id}']")
    assert "Young people" in seen.words(f"//*[@id='g-{group.id}']")


def test_a_group_becomes_a_theme_from_the_ticked_and_is_undone(many, page, analyst):
    page.sign_in(analyst)
    group = first_group(many)
    address = url(many, f"/groups/{group.id}")
    seen = page.get(address)
    assert seen.find("//h:input[@name='name']")[0].get("value") == group.label
    ticked = [str(row.id) for row in group.examples]
    seen = page.post(address, {"name": "Buses we trust", "answer": ticked, "do": "make:ticked"})
    assert "Theme “Buses we trust” made from 3 answers." in seen.words()
    assert len(many.session.scalars(select(Tag)).all()) == 3
    (form,) = seen.find("//h:form[contains(@action,'/undo/')]")
    seen = page.post(form.get("action"))
    assert "Undone on 3 answers." in seen.words()
    many.session.expire_all()
    assert many.session.scalars(select(Tag)).all() == []


def test_all_of_a_group_gets_a_theme_that_is_there(many, page, analyst):
    theme = many.theme("Late buses")
    many.session.commit()
    page.sign_in(analyst)
    group = first_group(many)
    address = url(many, f"/groups/{group.id}")
    seen = page.post(address, {"target": theme.token, "do": "tag:all"})
    assert f"“Late buses” added to {group.size} answers." in seen.words()
    assert "Became the theme Late buses" in seen.words()


def test_what_will_not_do_is_said_and_what_was_typed_stays(many, page, analyst):
    page.sign_in(analyst)
    address = url(many, f"/groups/{first_group(many).id}")
    for data, says in (
        ({"do": "make:ticked", "name": "New"}, "Tick the answers that belong together first."),
        ({"do": "make:all", "name": ""}, "Give the theme a name"),
        ({"do": "make:all", "name": "x" * 121}, "120 characters or fewer"),
        ({"do": "tag:all"}, "Choose a theme, an outcome or a priority to add."),
        ({"do": "tag:all", "target": "theme:nonsense"}, "Not a valid choice"),
        ({"do": "burn"}, "Use the buttons on the page."),
        ({"do": "make:ticked", "name": "New", "answer": ["x"]}, "Choose the answers from the list."),
    ):
        seen = page.post(address, data)
        assert says in seen.words(), data
        if data.get("name"):
            assert seen.find("//h:input[@name='name']")[0].get("value") == data["name"]
    assert many.session.scalars(select(Theme)).all() == []


def test_answers_that_say_nothing_are_marked_together(many, page, analyst):
    page.sign_in(analyst)
    group = first_group(many)
    seen = page.post(url(many, f"/groups/{group.id}"), {"do": "nothing:all"})
    assert f"Marked as “Nothing to say” on {group.size} answers." in seen.words()


def test_a_group_is_put_away_and_taken_up(many, page, analyst):
    page.sign_in(analyst)
    group = first_group(many)
    seen = page.post(url(many, f"/groups/{group.id}/dismiss"))
    assert not seen.find(f"//*[@id='g-{group.id}']")
    assert "Put away: 1 group" in seen.words()
    (form,) = seen.find("//h:div[contains(@class,'toast')]//h:form")
    seen = page.post(form.get("action"))
    assert seen.find(f"//*[@id='g-{group.id}']")
    page.post(url(many, f"/groups/{group.id}/explode"), status=404)


def test_repeats_and_phrases_are_shown(many, page, analyst):
    for number in range(30):
        many.answer(f"Dragons would be nice {'please' * (number % 2)}", audience=Audience.YOUNGER_CHILDREN)
    found = look(queries.to_read(many.session, many.consultation.id), lambda *_: None)
    keep(many.session, many.consultation, found, by_id=many.coder.id, at=many.now())
    many.session.commit()
    page.sign_in(analyst)
    row = page.get(url(many, "/phrases")).words("//h:tr[h:th//h:a[text()='dragons']]")
    assert row.startswith("dragons30100%0.0%")
    seen = page.get(url(many, "/alike"))
    assert "30 answers" in seen.words() and "15 word for word" in seen.words()
    group = first_group(many, Sort.ALIKE)
    assert "in nearly the same words" in page.get(url(many, f"/groups/{group.id}")).heading


def test_theme_checks_say_what_to_do(many, page, analyst):
    one, two = many.theme("Late buses"), many.theme("Buses that are late")
    keys = many.answers(6)
    for target in (one, two):
        many.act("add_tag", keys, target)
    many.session.commit()
    seen = page.sign_in(analyst).get(url(many, "/checks"))
    assert "“Late buses” and “Buses that are late” overlap" in seen.words()
    assert "6 of the 6 answers with one of them have both (1.00 of 1)" in seen.words()
    assert "may say the same" in seen.words()
    link = seen.find("//h:a[contains(@href,'/merge')]")[0].get("href")
    assert page.get(link).status == 200


def test_a_group_of_an_earlier_look_or_another_consultation_is_not_there(many, page, analyst):
    page.sign_in(analyst)
    page.get(url(many, f"/groups/{many.consultation.id}"), status=404)


def test_young_analysts_do_not_see_who_said_what(many, page, young):
    page.sign_in(young)
    for path in ("", "/alike", "/phrases", "/checks"):
        page.get(url(many, path), status=403)
