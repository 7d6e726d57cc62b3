"""The workbench: what is listed, what the buttons do, where one ends up, and who sees what."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event, select

from cypp_consult.coding import queries
from cypp_consult.coding.models import Mark, Tag
from cypp_consult.collection.models import Channel
from cypp_consult.core.audiences import Audience
from cypp_consult.core.database import db
from cypp_consult.core.roles import Role
from cypp_consult.safeguarding.models import Reading, SafetyReading, SafetyScreen
from tests import make
from tests.unit.coding.world import world


def url(coding, tail=""):
    return f"/consultations/{coding.consultation.slug}/coding{tail}"


def listed(answer):
    """The ids of the rows, in order."""
    return [row.get("data-answer") for row in answer.find("//h:tr[@data-answer]")]


def press(page, coding, do, *, back="", ticked=(), **more):
    """Press a button of the workbench."""
    data = {"do": do, "back": back, "answer": [str(key) for key in ticked], **more}
    return page.post(url(coding, "/acts"), data)


def undo(page, answer):
    """Press Undo in the toast."""
    form = answer.find("//*[contains(@class,'toast')]//h:form")[0]
    fields = {field.get("name"): field.get("value") for field in form.iter("{*}input")}
    return page.post(form.get("action"), fields)


def toast(answer):
    return answer.words("//*[contains(@class,'toast')]//h:p")


def test_only_cleared_answers_are_listed_and_the_unread_are_told(coding, page, analyst, lead):
    shown = coding.answer("more swings please")
    coding.answer("not read yet", reading=None)
    coding.answer("somebody hurts me", reading=Reading.RAISED)
    coding.session.commit()
    page.sign_in(analyst)
    seen = page.get(url(coding, "?state=all"))
    assert listed(seen) == [str(shown)]
    assert "1 answer not yet read for safety" in seen.words()
    assert "not read yet" not in seen.body
    assert "somebody hurts me" not in seen.body
    page.get(url(coding, f"/{coding.answer(reading=None)}"), status=404)
    page.sign_in(lead)
    link = page.get(url(coding, "?state=all")).find("//h:p[contains(@class,'unread')]/h:a")[0]
    assert link.get("href").endswith("/safety")


def test_what_waits_is_counted_on_the_start_side(coding, page, analyst):
    first, second, third, fourth = coding.answers(4)
    coding.guess(first, coding.priority())
    coding.act("add_tag", [second], coding.outcome())
    coding.act("mark", [third], Mark.NOTHING_TO_SAY)
    coding.session.commit()
    seen = page.sign_in(analyst).get(url(coding))
    counts = [" ".join(item.itertext()).split() for item in seen.find("//h:nav[@aria-label='To do']//h:a")]
    assert [(" ".join(words[:-1]), words[-1]) for words in counts] == [
        ("Has suggestions", "1"),
        ("No suggestion", "1"),
        ("Not coded", "2"),
        ("Coded", "2"),
        ("All answers", "4"),
        ("Not read by", "me"),
        ("Flagged", "0"),
        ("Asked of me", "0"),
        ("Machine", "unsure"),
    ]
    assert "50% coded by people" in seen.words()
    for state, expected in {
        "": [first],
        "unsuggested": [fourth],
        "uncoded": [first, fourth],
        "coded": [second, third],
    }.items():
        assert listed(page.get(url(coding, f"?state={state}"))) == [str(key) for key in expected]


def test_yes_tags_says_so_and_goes_on_to_the_next_row(coding, page, analyst):
    first, second = coding.answers(2)
    target = coding.priority()
    coding.guess(first, target, "big road")
    coding.guess(second, target, "big road")
    coding.session.commit()
    page.sign_in(analyst)
    went = page.client.post(
        url(coding, "/acts"), data={"do": f"confirm {first} {target.token}", "csrf_token": page.token()}
    )
    assert went.headers["Location"].endswith(f"#a-{second}"), "the answered row leaves this choice, the next is in hand"
    seen = page.get(url(coding))
    assert listed(seen) == [str(second)]
    assert toast(seen) == "Yes to “Safe streets”."
    back = undo(page, seen)
    assert listed(back) == [str(first), str(second)]
    assert toast(back) == "Undone."


def test_the_row_stays_in_hand_while_it_is_still_listed(coding, page, analyst):
    answer = coding.answer()
    coding.guess(answer, coding.priority())
    coding.guess(answer, coding.outcome())
    coding.session.commit()
    page.sign_in(analyst)
    data = {
        "do": f"refuse {answer} {coding.priority().token}",
        "back": "state=suggested&order=newest",
        "csrf_token": page.token(),
    }
    went = page.client.post(url(coding, "/acts"), data=data)
    assert went.headers["Location"].endswith(f"/coding?order=newest#a-{answer}"), "filters and order are kept"


def test_the_way_back_leads_nowhere_else(coding, page, analyst):
    answer = coding.answer()
    coding.session.commit()
    page.sign_in(analyst)
    for back in (
        "https://elsewhere.example/",
        "//elsewhere.example",
        "state=all&next=https://elsewhere.example",
        "\r\nX: 1",
        "answer=x",
    ):
        data = {"do": f"tag {answer} {coding.outcome().token}", "back": back, "csrf_token": page.token()}
        where = page.client.post(url(coding, "/acts"), data=data).headers["Location"]
        assert where.startswith(url(coding)), back
        assert "elsewhere" not in where


def test_filters_narrow_and_come_off_one_by_one(coding, page, analyst):
    other_question = make.question(coding.session, coding.consultation, name="Worst")
    occasion = make.event(coding.session, coding.consultation, name="Mill Lane Youth Club")
    wanted = coding.answer(
        "big road at night",
        question=other_question,
        audience=Audience.YOUNGER_CHILDREN,
        event_id=occasion.id,
        channel=Channel.TABLET,
    )
    for given in (
        {"question": coding.question},
        {"audience": Audience.PARENTS_CARERS},
        {"event_id": None},
        {"channel": Channel.WEB},
    ):
        facts = {
            "question": other_question,
            "audience": Audience.YOUNGER_CHILDREN,
            "event_id": occasion.id,
            "channel": Channel.TABLET,
        }
        coding.answer("big road at night", **{**facts, **given})
    coding.answer(
        "small road",
        question=other_question,
        audience=Audience.YOUNGER_CHILDREN,
        event_id=occasion.id,
        channel=Channel.TABLET,
    )
    coding.session.commit()
    page.sign_in(analyst)
    query = f"?state=all&question={other_question.id}&audience=younger-children&event={occasion.id}&channel=tablet&words=NIGHT+big"
    seen = page.get(url(coding, query))
    assert listed(seen) == [str(wanted)]
    chips = seen.find("//h:p[@class='filter-on']//h:a")
    assert [" ".join("".join(chip.itertext()).split()) for chip in chips] == [
        "“NIGHT big”: remove this filter",
        "Worst: remove this filter",
        "Younger children: remove this filter",
        "Mill Lane Youth Club: remove this filter",
        "Tablet: remove this filter",
    ]
    for chip in chips:
        assert len(listed(page.get(chip.get("href")))) == 2


@pytest.mark.parametrize(
    "query",
    [
        "state=nonsense",
        "question=1",
        "tag=theme:7",
        "after=x~y",
        "after=99999999999999999999~x",
        "words=%00%25_",
        "audience=all",
        "event=%F0%9F%A6%86",
    ],
)
def test_an_address_that_says_nonsense_still_opens(coding, page, analyst, query):
    coding.answer("50%_ of nothing")
    coding.session.commit()
    page.sign_in(analyst).get(url(coding, f"?{query}"))


def test_a_search_takes_signs_as_they_are(coding, page, analyst):
    wanted = coding.answer("100% of us, o_o")
    coding.answer("everybody")
    coding.session.commit()
    page.sign_in(analyst)
    for words in ("%25", "_", "100%25", "o_o"):
        assert listed(page.get(url(coding, f"?state=all&words={words}"))) == [str(wanted)]


def test_the_tag_filter_finds_what_the_frame_counts(coding, page, analyst):
    answers = coding.answers(4)
    theme = coding.theme("Safe routes", coding.priority())
    coding.act("add_tag", answers[:1], theme)
    coding.act("add_tag", answers[1:2], coding.priority())
    coding.act("add_tag", answers[2:3], coding.outcome())
    coding.act("add_tag", answers[:3], coding.outcome())
    coding.session.commit()
    page.sign_in(analyst)
    frame = page.get(url(coding)).find("//*[contains(@class,'code-list')]//h:li[h:a]")
    said = {
        "".join(item.find("{*}a").itertext()): (
            item.find("{*}a").get("href"),
            item.xpath("string(*[contains(@class,'num')])"),
        )
        for item in frame
    }
    for name, count in {"Stay Safe": 3, "Safe streets": 2, "Safe routes": 1}.items():
        assert said[name][1] == str(count)
        assert len(listed(page.get(said[name][0]))) == count, name
    assert said["Be Healthy"][1] == ""


def test_pages_of_fifty_show_each_answer_once_forward_and_back(coding, page, analyst):
    same_moment = coding.now()
    made = [*coding.answers(60), *coding.answers(60, received_at=same_moment)]
    coding.session.commit()
    page.sign_in(analyst)
    for order in ("", "&order=newest"):
        forward, address = [], url(coding, f"?state=all{order}")
        while address:
            seen = page.get(address)
            forward.append(listed(seen))
            links = seen.find("//h:a[@rel='next']")
            address = links[0].get("href") if links else ""
        assert [len(some) for some in forward] == [50, 50, 20]
        flat = [key for some in forward for key in some]
        assert sorted(flat) == sorted(map(str, made))
        back = page.get(seen.find("//h:a[@rel='prev']")[0].get("href"))
        assert listed(back) == forward[1]
        assert listed(page.get(back.find("//h:a[@rel='prev']")[0].get("href"))) == forward[0]


def test_a_page_coded_away_gives_way_to_the_first(coding, page, analyst):
    for answer in coding.answers(51):
        coding.guess(answer, coding.priority())
    coding.session.commit()
    page.sign_in(analyst)
    second = page.get(page.get(url(coding)).find("//h:a[@rel='next']")[0].get("href"))
    back = second.find("//h:input[@name='back']")[0].get("value")
    assert len(listed(second)) == 1
    seen = press(page, coding, f"confirm {listed(second)[0]} {coding.priority().token}", back=back)
    assert len(listed(seen)) == 50


def test_the_same_number_of_statements_for_200_answers_as_for_two(coding, page, analyst):
    counted = []

    def count(*_):
        counted[-1] += 1

    def open_page():
        counted.append(0)
        event.listen(db.engine, "before_cursor_execute", count)
        try:
            page.get(url(coding, "?state=all&words=road"))
        finally:
            event.remove(db.engine, "before_cursor_execute", count)

    page.sign_in(analyst)
    theme = coding.theme()
    for key in coding.answers(2, text="The big road"):
        coding.guess(key, coding.priority(), "road")
        coding.act("add_tag", [key], theme)
    coding.session.commit()
    open_page()
    more = coding.answers(198, text="The big road")
    for key in more:
        coding.guess(key, coding.priority(), "road")
    coding.act("add_tag", more, theme)
    coding.session.commit()
    open_page()
    assert counted[0] == counted[1] <= 36, counted


def test_ticked_answers_get_a_tag_together_and_lose_it_together(coding, page, analyst):
    answers = coding.answers(3)
    target = coding.theme("Swings")
    coding.session.commit()
    page.sign_in(analyst)
    seen = press(page, coding, "tag", back="state=all", ticked=answers[:2], target=target.token)
    assert toast(seen) == "“Swings” added to 2 answers."
    again = press(page, coding, "tag", back="state=all", ticked=answers, target=target.token)
    assert toast(again) == "“Swings” added to 1 answer, 2 of the ticked stay as they were."
    assert len(coding.session.scalars(select(Tag)).all()) == 3
    undo(page, again)
    coding.session.expire_all()
    assert sorted(coding.session.scalars(select(Tag.answer_id))) == sorted(answers[:2])


def test_yes_for_ticked_answers_counts_only_where_it_was_suggested(coding, page, analyst):
    first, second = coding.answers(2)
    coding.guess(first, coding.priority())
    coding.session.commit()
    seen = press(page.sign_in(analyst), coding, "confirm", ticked=[first, second], target=coding.priority().token)
    assert toast(seen) == "Yes to “Safe streets” on 1 answer, 1 of the ticked stay as they were."


def test_ticked_answers_become_a_theme(coding, page, analyst):
    first, second = coding.answer("swings are broken"), coding.answer("swing set please")
    coding.session.commit()
    form = press(page.sign_in(analyst), coding, "theme", back="state=all", ticked=[first, second])
    assert form.heading == "New theme"
    assert "swings are broken" in form.words()
    address = form.response.request.full_path
    refused = page.submit(address, name="")
    assert refused.errors() == ["Give the theme a name"]
    seen = page.submit(address, name="Better swings")
    assert toast(seen) == "Theme “Better swings” made from 2 answers."
    assert seen.url == url(coding)
    assert seen.words().count("Better swings") >= 3, "in both rows and in the frame"
    back = undo(page, seen)
    assert "Better swings" not in back.words("//*[@class='wb']"), "undoing takes the theme out of the frame too"


@pytest.mark.parametrize(
    ("do", "more", "message"),
    [
        ("", {}, "Use the buttons on the page."),
        ("explode", {}, "Use the buttons on the page."),
        ("tag", {}, "Tick the answers first, then choose what to do with them."),
        ("tag {answer}", {}, "Choose an outcome, a priority or a theme to add."),
        ("tag {answer} theme:x", {}, "Choose an outcome, a priority or a theme from the list."),
        ("tag x outcome:x", {}, "Choose an outcome, a priority or a theme from the list."),
        ("refuse_rest x", {}, "Choose the answers from the list."),
        ("mark {answer} everything", {}, "Use the buttons on the page."),
        ("tag {stranger} {target}", {}, "This answer is not open for coding. It may have been taken back or raised."),
        ("tag {unread} {target}", {}, "This answer is not open for coding. It may have been taken back or raised."),
        ("tag {answer} theme:{nothing}", {}, "That is no longer part of the code frame. Choose another from the list."),
        ("mark {tagged} other", {}, "This has tags already. Take them off first if there is nothing to tag."),
        ("confirm {tagged} {target}", {}, None),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(coding, page, analyst, do, more, message):
    elsewhere = world(coding.session, analyst)
    facts = {
        "answer": coding.answer(),
        "tagged": coding.answer(),
        "unread": coding.answer(reading=None),
        "stranger": elsewhere.answer(),
        "target": coding.priority().token,
        "nothing": uuid4(),
    }
    coding.act("add_tag", [facts["tagged"]], coding.priority())
    coding.session.commit()
    before = coding.state()
    seen = press(page.sign_in(analyst), coding, do.format(**facts), back="state=all", **more)
    assert toast(seen) == (message or "Nothing changed: it was so already.")
    assert coding.state() == before


def test_another_persons_batch_is_not_undone(coding, page, analyst, other):
    answer = coding.answer()
    batch = coding.act("add_tag", [answer], coding.priority())
    coding.session.commit()
    page.sign_in(other)
    assert (
        toast(page.post(url(coding, f"/undo/{batch.id}"), {"back": "state=all"}))
        == "Only the person who did this can undo it."
    )
    page.sign_in(analyst)
    assert toast(page.post(url(coding, f"/undo/{batch.id}"))) == "Undone."
    assert toast(page.post(url(coding, f"/undo/{batch.id}"))) == "This was undone already."
    assert toast(page.post(url(coding, f"/undo/{uuid4()}"))) == "We could not find that page."


def test_words_are_shown_as_they_are_with_reasons_underlined_and_details_hidden(coding, page, analyst):
    answer = coding.answer("<b>Ask Aisha</b> about the BIG road & <script>alert(1)</script>\n\u202bشكرا\u202c 🦆")
    start = "<b>Ask ".__len__()
    coding.session.add(
        SafetyScreen(
            answer_id=answer,
            level="routine",
            reasons=[],
            personal_details=[{"start": start, "end": start + 5, "kind": "name"}],
            screened_at=coding.now(),
        )
    )
    coding.guess(answer, coding.priority(), "big road", "Aisha")
    coding.session.commit()
    page.sign_in(analyst)
    for address in (url(coding), url(coding, f"/{answer}")):
        seen = page.get(address)
        assert "Aisha" not in seen.body
        assert [item.text for item in seen.find("//*[@class='pd']")] == ["name hidden"]
        assert [item.text for item in seen.find("//*[@class='hit']")] == ["BIG road"]
        assert not seen.find("//h:main//h:script")
        assert "<b>" in seen.words()
        assert "🦆" in seen.body


def test_a_detail_is_hidden_also_before_the_word_screen_ran(coding, page, analyst):
    answer = coding.answer("ring me on 01632 960 983 after school")
    coding.session.commit()
    page.sign_in(analyst)
    assert "960 983" not in page.get(url(coding, "?state=all")).body
    assert "960 983" not in page.get(url(coding, f"/{answer}")).body


def test_young_analysts_read_words_without_attributes(coding, page, young):
    occasion = make.event(coding.session, coding.consultation, name="Mill Lane Youth Club")
    answer = coding.answer(
        "more swings", event_id=occasion.id, channel=Channel.TABLET, audience=Audience.YOUNGER_CHILDREN
    )
    coding.answer("less homework", audience=Audience.PARENTS_CARERS)
    coding.session.commit()
    page.sign_in(young)
    for address in (url(coding, "?state=all&audience=younger-children&channel=tablet"), url(coding, f"/{answer}")):
        seen = page.get(address)
        for secret in ("Younger child", "Mill Lane", "Tablet", "tablet", "Parent or carer"):
            assert secret not in seen.words("//*[@class='wb'] | //h:main"), secret
        assert not seen.find("//h:select[@name='event' or @name='channel']")
    assert len(listed(page.get(url(coding, "?state=all&audience=younger-children")))) == 2, (
        "filters by attributes are not for them"
    )
    assert (
        toast(press(page, coding, f"tag {answer} {coding.outcome().token}", back="state=all")) == "“Stay Safe” added."
    )
    page.get(url(coding, "/words"), status=403)


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.PARTNER, Role.SAFEGUARDING_LEAD, Role.ADMINISTRATOR])
def test_others_do_not_code(coding, page, person, role):
    answer = coding.answer()
    coding.session.commit()
    page.sign_in(person(role))
    for address in (url(coding), url(coding, f"/{answer}"), url(coding, "/themes"), url(coding, "/words")):
        page.get(address, status=403)
    page.post(url(coding, "/acts"), {"do": f"tag {answer} {coding.outcome().token}"}, status=403)


def test_one_answer_has_its_neighbours_everything_to_tag_and_its_history(coding, page, analyst):
    first, second, third = coding.answers(3)
    theme = coding.theme("Swings")
    coding.guess(second, coding.priority(), "road")
    coding.session.commit()
    page.sign_in(analyst)
    seen = page.get(url(coding, f"/{second}?state=all"))
    rel = {link.get("rel"): link.get("href") for link in seen.find("//h:nav[@class='walk']//h:a[@rel]")}
    assert str(first) in rel["prev"]
    assert str(third) in rel["next"]
    assert "state=all" in rel["next"]
    back = seen.find("//h:form[@id='code']//h:input[@name='back']")[0].get("value")
    seen = press(page, coding, f"confirm {second} {coding.priority().token}", back=back)
    assert seen.url == url(coding, f"/{second}")
    assert "counts for Stay Safe already" in seen.words()
    seen = press(page, coding, f"tag {second} {theme.token}", back=back)
    history = [" ".join("".join(item.itertext()).split()) for item in seen.find("//h:ol[@class='plain']/h:li")]
    assert [re.sub(r"\d\d:\d\d", "now", line) for line in history] == [
        "Joe Carter added Swings now Undo",
        "Joe Carter said yes to Safe streets now Undo",
    ]
    assert seen.find("//h:a[contains(@href,'/raise')]")
    batch = seen.find("//h:ol[@class='plain']//h:button")[1].get("formaction")
    seen = page.post(batch, {"back": back})
    assert "said yes to Safe streets (undone)" in seen.words()
    assert seen.find("//*[contains(@class,'chip-s')]"), "the suggestion is open again"


def test_an_answer_raised_meanwhile_vanishes_at_once(coding, page, analyst):
    answer = coding.answer()
    coding.act("add_tag", [answer], coding.outcome())
    coding.session.commit()
    page.sign_in(analyst)
    assert queries.counts(coding.session, coding.consultation.id)
    coding.session.get_one(SafetyReading, answer).reading = Reading.RAISED
    coding.session.commit()
    page.get(url(coding, f"/{answer}"), status=404)
    assert listed(page.get(url(coding, "?state=all"))) == []
    assert not queries.counts(coding.session, coding.consultation.id)


def test_empty_states_say_what_to_do(coding, page, lead):
    page.sign_in(lead)
    assert "Nothing to code yet" in page.get(url(coding)).words()
    coding.answer(reading=None)
    coding.session.commit()
    seen = page.get(url(coding))
    assert "1 answer waits to be read." in seen.words()
    assert seen.find("//h:a[normalize-space()='Read for safety']")
    answer = coding.answer()
    coding.session.commit()
    assert "No suggestions yet" in page.get(url(coding)).words()
    assert "No answer fits" in page.get(url(coding, "?state=all&words=zebra")).words()
    press(page, coding, f"mark {answer} nothing_to_say")
    assert "Every answer is coded" in page.get(url(coding, "?state=uncoded")).words()
    assert "Every suggestion is answered" in page.get(url(coding)).words()


def test_a_very_long_answer_and_a_time_long_ago(coding, page, analyst):
    answer = coding.answer("ab " * 30000, received_at=coding.start - timedelta(days=400))
    coding.session.commit()
    page.sign_in(analyst)
    assert len(page.get(url(coding, "?state=all")).body) > 90000
    page.get(url(coding, f"/{answer}"))


def test_nothing_is_done_without_a_token(coding, page, analyst):
    answer = coding.answer()
    coding.session.commit()
    page.sign_in(analyst)
    went = page.client.post(url(coding, "/acts"), data={"do": f"tag {answer} {coding.outcome().token}"})
    assert went.status_code == 400
    assert coding.session.scalars(select(Tag)).all() == []
