"""Pages of the word lists, unhappy paths among them."""

import pytest
from sqlalchemy import select

from cypp_consult.coding.learning.models import Learning
from cypp_consult.coding.models import Suggestion, SuggestionState, WordListEntry
from tests.pages.coding.test_workbench import toast, url
from tests.unit.coding.world import world


def phrases(seen):
    return [
        "".join(cell.itertext()).strip()
        for cell in seen.find("//h:div[@aria-label='Words and phrases']//h:tbody//h:th[@scope='row']")
    ]


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
    bullied, other = coding.answer("I get bullied"), coding.answer("zorvex qwop")
    coding.session.commit()
    page.post(url(coding, "/suggest"))
    open_now = set(coding.session.scalars(select(Suggestion.answer_id).where(Suggestion.state == SuggestionState.OPEN)))
    assert open_now == {bullied}
    refused = coding.act("refuse", [bullied], coding.outcome())
    coding.session.commit()
    page.submit(
        url(coding, f"/words?list={coding.outcome('be-healthy').token}"),
        form="//h:form[contains(@class,'add-word')]",
        phrase="zorvex",
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


def test_quality_is_told_with_how_many_answers_and_not_at_all_from_few(coding, page, lead):
    page.sign_in(lead)
    few = page.get(url(coding, "/words")).words()
    assert "Nothing was learned yet" in few and "Not enough: 30 more to go" in few
    coding.session.add(
        Learning(
            consultation_id=coding.consultation.id,
            generation=1,
            decisions=45,
            learned_at=coding.now(),
            took_seconds=1.0,
            with_vectors=False,
            trials={
                "outcome": {"n": 40, "first": 30, "second": 38, "start_first": 28, "start_second": 35, "shares": [0.2]},
                "theme": {"n": 12, "first": 12, "second": 12, "start_first": 1, "start_second": 2, "shares": [0.2]},
            },
        )
    )
    coding.session.commit()
    seen = page.get(url(coding, "/words")).words()
    assert "4075%70%untaught95%88%untaught" in "".join(seen.split())
    assert "Not enough: 18 more to go" in seen
    assert "from 45 decisions" in seen


def test_a_long_list_is_shown_in_part_and_searched(coding, page, analyst):
    page.sign_in(analyst)
    address = url(coding, f"/words?list={coding.outcome().token}")
    seen = page.get(address)
    assert len(phrases(seen)) == 60
    assert "The 60 that count most, of" in seen.words()
    assert len(phrases(page.get(address + "&all=1"))) > 900
    found = phrases(page.get(address + "&find=BULLY"))
    assert found and all("bully" in phrase for phrase in found)
    assert "Nothing on this list holds “%”" in page.get(address + "&find=%25").words()
