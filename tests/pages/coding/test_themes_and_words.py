"""Pages of the themes and of the word lists, unhappy paths among them."""

import pytest
from sqlalchemy import select

from cypp_consult.coding.models import Suggestion, SuggestionState, Theme, WordListEntry
from cypp_consult.plans.models import Priority
from tests.pages.coding.test_workbench import toast, undo, url
from tests.unit.coding.world import world


def rows(seen):
    """Name, answers and people of each theme, in order."""
    found = []
    for row in seen.find("//h:table[contains(@class,'themes')]//h:tr[@id]"):
        cells = ["".join(cell.itertext()).split() for cell in row]
        found.append((row.xpath("string(*[1]/*[1])"), cells[1][0], cells[2][0]))
    return found


def test_themes_stand_where_they_belong_with_answers_and_people(coding, page, analyst):
    streets, outside = coding.theme("Safe routes", coding.priority()), coding.theme("Money at home")
    group, single = coding.answer(headcount=12), coding.answer()
    coding.act("add_tag", [group, single], streets)
    coding.act("add_tag", [single], outside)
    coding.session.commit()
    seen = page.sign_in(analyst).get(url(coding, "/themes"))
    assert rows(seen) == [("Safe routes", "2", "13"), ("Money at home", "1", "1")]
    groups = ["".join(item.itertext()) for item in seen.find("//h:tr[@class='grp']/h:th")]
    assert groups == ["Stay Safe: Safe streets", "Outside the plan"]
    link = seen.find("//h:td/h:a[contains(@href,'tag=')]")[0].get("href")
    assert len(page.get(link).find("//h:tr[@data-answer]")) == 2


def test_a_theme_is_made_changed_retired_and_taken_up_again(coding, page, analyst):
    page.sign_in(analyst)
    seen = page.submit(
        url(coding, "/themes/new"),
        name="  Buses   that come ",
        definition="Late and dear",
        priority=str(coding.priority().id),
    )
    assert toast(seen) == "Theme “Buses that come” made."
    theme = coding.session.scalars(select(Theme)).one()
    address = url(coding, f"/themes/{theme.id}")
    seen = page.submit(address, name="Buses we trust", priority="")
    assert rows(seen) == [("Buses we trust", "0", "0")]
    changes = page.get(address).words("//*[@id='changes']")
    assert "Joe Carter changed it: “Buses that come” became “Buses we trust”" in changes
    seen = page.post(f"{address}/retire")
    assert "Retired" in seen.words()
    assert rows(undo(page, seen)) == [("Buses we trust", "0", "0")]
    page.post(f"{address}/retire")
    assert rows(page.post(f"{address}/restore")) == [("Buses we trust", "0", "0")]
    page.post(f"{address}/explode", status=404)
    coding.session.refresh(theme)
    assert theme.slug == "buses-that-come", "its address stays"


def test_themes_move_among_those_beside_them(coding, page, analyst):
    for name in ("One", "Two", "Three"):
        coding.theme(name)
    beside = coding.theme("Elsewhere", coding.priority())
    coding.session.commit()
    page.sign_in(analyst)
    two = coding.session.scalars(select(Theme).where(Theme.name == "Two")).one()
    assert [name for name, _, _ in rows(page.post(url(coding, f"/themes/{two.id}/up")))] == [
        "Elsewhere",
        "Two",
        "One",
        "Three",
    ]
    assert [name for name, _, _ in rows(page.post(url(coding, f"/themes/{two.id}/up")))] == [
        "Elsewhere",
        "Two",
        "One",
        "Three",
    ]
    page.post(url(coding, f"/themes/{two.id}/down"))
    assert [name for name, _, _ in rows(page.post(url(coding, f"/themes/{beside.id}/down")))] == [
        "Elsewhere",
        "One",
        "Two",
        "Three",
    ]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "Give the theme a name"),
        ("   ", "Give the theme a name"),
        ("x" * 121, "A theme's name must be 120 characters or fewer"),
        ("safe ROUTES", "There is a theme called “safe ROUTES” already. Use it, or choose another name."),
    ],
)
def test_a_name_that_will_not_do_is_said_at_the_field_and_kept(coding, page, analyst, name, message):
    coding.theme("Safe routes")
    coding.session.commit()
    page.sign_in(analyst)
    seen = page.submit(url(coding, "/themes/new"), name=name, definition="What I typed")
    assert seen.errors() == [message]
    assert "What I typed" in seen.words()
    assert len(coding.session.scalars(select(Theme)).all()) == 1


def test_a_retired_name_may_be_used_again_but_then_not_taken_up(coding, page, analyst):
    first = coding.theme("Swings")
    coding.session.commit()
    page.sign_in(analyst)
    page.post(url(coding, f"/themes/{first.id}/retire"))
    page.submit(url(coding, "/themes/new"), name="Swings")
    seen = page.post(url(coding, f"/themes/{first.id}/restore"))
    assert "There is a theme called “Swings” already" in seen.words()
    assert {theme.slug for theme in coding.session.scalars(select(Theme))} == {"swings", "swings-2"}


def test_themes_of_another_consultation_are_not_there(coding, page, analyst):
    elsewhere = world(coding.session, analyst)
    stranger = elsewhere.theme("Theirs")
    coding.session.commit()
    page.sign_in(analyst)
    page.get(url(coding, f"/themes/{stranger.id}"), status=404)
    page.post(url(coding, f"/themes/{stranger.id}/retire"), status=404)
    seen = page.submit(url(coding, "/themes/new"), name="Ours", priority=None)
    assert toast(seen) == "Theme “Ours” made."
    data = {"name": "Another", "priority": str(elsewhere.priority().id)}
    assert "Not a valid choice" in page.post(url(coding, "/themes/new"), data).words()


def test_a_theme_stays_under_a_priority_that_was_retired(coding, page, analyst):
    theme = coding.theme("Safe routes", coding.priority())
    coding.session.get_one(Priority, coding.priority().id).retired_at = coding.now()
    coding.session.commit()
    page.sign_in(analyst)
    seen = page.submit(url(coding, f"/themes/{theme.id}"), definition="Roads")
    assert rows(seen)[0][0] == "Safe routes"
    assert coding.session.get_one(Theme, theme.id, populate_existing=True).priority_id == coding.priority().id


def phrases(seen):
    return ["".join(cell.itertext()).strip() for cell in seen.find("//h:tbody//h:th[@scope='row']")]


def test_words_are_added_changed_and_removed_and_the_list_can_start_again(coding, page, analyst):
    page.sign_in(analyst)
    address = url(coding, f"/words?list={coding.priority().token}")
    start = phrases(page.get(address))
    assert start, "seeded on first use"
    seen = page.submit(address, form="//h:form[contains(@class,'add-word')]", phrase="  lollipop   lady ", weight="1")
    assert toast(seen) == "“lollipop lady” is on the list."
    assert "lollipop lady" in phrases(seen)
    page.submit(address, form="//h:form[contains(@class,'add-word')]", phrase="lollipop lady", weight="0.3")
    entry = coding.session.scalars(select(WordListEntry).where(WordListEntry.phrase == "lollipop lady")).one()
    assert entry.weight == pytest.approx(0.3), "the same phrase again changes how strongly it counts"
    seen = page.post(url(coding, f"/words/{entry.id}/remove"))
    assert phrases(seen) == start
    page.post(url(coding, f"/words/{entry.id}/remove"), status=404)
    page.submit(address, form="//h:form[contains(@class,'add-word')]", phrase="zebra")
    again = url(coding, f"/words/start-again?list={coding.priority().token}")
    assert "Words you added to it are lost" in page.get(again).words()
    assert phrases(page.submit(again)) == start


@pytest.mark.parametrize(
    ("phrase", "message"),
    [
        ("", "Type a word or a phrase"),
        ("?!", "Type a word or a phrase."),
        ("x" * 121, "A phrase must be 120 characters or fewer"),
    ],
)
def test_a_phrase_that_will_not_do_is_said_at_the_field(coding, page, analyst, phrase, message):
    page.sign_in(analyst)
    seen = page.submit(url(coding, "/words"), form="//h:form[contains(@class,'add-word')]", phrase=phrase)
    assert seen.errors() == [message]


def test_a_list_that_is_not_there(coding, page, analyst):
    elsewhere = world(coding.session, analyst)
    theme = coding.theme()
    coding.session.commit()
    page.sign_in(analyst)
    for token in (elsewhere.priority().token, theme.token, "nonsense"):
        page.get(url(coding, f"/words?list={token}"), status=404)


def test_a_sentence_is_tried(coding, page, analyst):
    page.sign_in(analyst)
    seen = page.get(url(coding, "/words?try=I+get+bullied+on+the+bus"))
    trial = seen.words("//*[@class='trial']")
    assert "Stay Safe? said “bullied”" in trial
    assert "No suggestion." in page.get(url(coding, "/words?try=zzz")).words("//*[@class='trial']")
    page.get(url(coding, "/words?try=" + "a" * 3000))


def test_suggesting_again_replaces_what_is_open_and_nothing_else(coding, page, analyst):
    page.sign_in(analyst)
    page.get(url(coding, "/words"))
    bullied, other = coding.answer("I get bullied"), coding.answer("the zebra bites")
    coding.session.commit()
    page.post(url(coding, "/suggest"))
    open_now = set(coding.session.scalars(select(Suggestion.answer_id).where(Suggestion.state == SuggestionState.OPEN)))
    assert open_now == {bullied}
    refused = coding.act("refuse", [bullied], coding.outcome())
    coding.session.commit()
    page.submit(
        url(coding, f"/words?list={coding.outcome('be-healthy').token}"),
        form="//h:form[contains(@class,'add-word')]",
        phrase="zebra",
        weight="1",
    )
    seen = page.get(url(coding, "/words"))
    assert "Suggest again for 2 answers" in seen.words()
    page.post(url(coding, "/suggest"))
    assert "All answers were looked at" in page.get(url(coding, "/words")).words()
    coding.session.expire_all()
    states = {(row.answer_id, row.state) for row in coding.session.scalars(select(Suggestion))}
    assert (other, SuggestionState.OPEN) in states
    assert refused.changed
    assert (bullied, SuggestionState.REFUSED) in states
