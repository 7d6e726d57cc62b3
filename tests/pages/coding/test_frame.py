"""Pages of the code frame: the frame, a theme, merging, splitting, the log, versions; unhappy paths among them."""

import pytest
from sqlalchemy import select

from cypp_consult.coding import services
from cypp_consult.coding.frame import doubts
from cypp_consult.coding.frame import services as frame
from cypp_consult.coding.frame.models import FrameAct, FrameVersion, ThemeExample
from cypp_consult.coding.models import Mark, Tag, Theme
from cypp_consult.plans.models import Priority
from cypp_consult.safeguarding.models import Reading, SafetyReading
from tests.pages.coding.test_workbench import toast, undo, url
from tests.unit.coding.world import world


def rows(seen):
    """Name, answers and people of each theme, in order."""
    found = []
    for row in seen.find("//h:table[contains(@class,'themes')]//h:tr[@id]"):
        cells = ["".join(cell.itertext()).split() for cell in row]
        found.append((row.xpath("string(*[1]/*[1])"), cells[1][0], cells[2][0]))
    return found


def names(seen):
    return [name for name, _, _ in rows(seen)]


def theme_url(coding, target, more=""):
    return url(coding, f"/themes/{target.id}{more}")


def tagged(coding, target):
    coding.session.expire_all()
    return set(coding.session.scalars(select(Tag.answer_id).where(Tag.theme_id == target.id)))


def test_the_frame_shows_plan_and_themes_and_what_is_no_theme(coding, page, analyst):
    streets, outside = coding.theme("Safe routes", coding.priority()), coding.theme("Money at home")
    group, single, other = coding.answer(headcount=12), coding.answer(), coding.answer()
    coding.act("add_tag", [group, single], streets)
    coding.act("add_tag", [single], outside)
    coding.act("mark", [other], Mark.OTHER)
    coding.session.commit()
    seen = page.sign_in(analyst).get(url(coding, "/themes"))
    assert rows(seen) == [("Safe routes", "2", "13"), ("Money at home", "1", "1")]
    heads = ["".join(item.itertext()).strip() for item in seen.find("//h:tr[@class='oc']/h:th")]
    assert heads == ["Be Healthy", "Stay Safe", "Outside the plan"]
    assert seen.words("//*[@id='apart']//h:dl") == "Other1Nothing to say0No answer in words0"
    link = seen.find("//h:tr[@id]/h:td/h:a[contains(@href,'tag=')]")[0].get("href")
    assert len(page.get(link).find("//h:tr[@data-answer]")) == 2


def test_a_theme_is_made_changed_retired_and_taken_up_again(coding, page, analyst):
    page.sign_in(analyst)
    seen = page.submit(
        url(coding, "/themes/new"),
        form="//h:form[@id='make']",
        name="  Buses   that come ",
        definition="Late and dear",
        not_this="Bullying on the bus",
        priority=str(coding.priority().id),
    )
    assert toast(seen) == "Theme “Buses that come” made."
    assert "Bullying on the bus" in seen.words()
    theme = coding.session.scalars(select(Theme)).one()
    address = url(coding, f"/themes/{theme.id}")
    seen = page.submit(f"{address}/edit", name="Buses we trust", priority="", why="Nobody said late")
    assert seen.heading == "Buses we trust"
    assert "Joe Carter renamed “Buses that come” to “Buses we trust”. Nobody said late" in seen.words(
        "//*[@id='history']"
    )
    seen = page.post(f"{address}/retire", {"why": "Nobody says so"})
    assert "Merged or retired" in seen.words()
    assert names(page.get(url(coding, "/themes"))) == []
    seen = undo(page, seen)
    assert seen.heading == "Buses we trust"
    page.post(f"{address}/retire")
    assert "“Buses we trust” is in the frame again" in page.post(f"{address}/restore").words()
    page.post(f"{address}/explode", status=404)
    coding.session.refresh(theme)
    assert theme.slug == "buses-that-come", "its address stays"


def test_a_theme_stands_under_another_and_counts_for_it(coding, page, analyst):
    head = coding.theme("Safe routes", coding.priority())
    answer = coding.answer()
    coding.session.commit()
    page.sign_in(analyst)
    page.submit(url(coding, "/themes/new"), form="//h:form[@id='make']", name="Lights", priority=f"theme:{head.id}")
    part = coding.session.scalars(select(Theme).where(Theme.name == "Lights")).one()
    assert (part.parent_id, part.priority_id) == (head.id, coding.priority().id)
    coding.act("add_tag", [answer], type(head)(head.kind, part.id))
    coding.session.commit()
    assert rows(page.get(url(coding, "/themes"))) == [("Safe routes", "1", "1"), ("Lights", "1", "1")]
    assert len(page.get(url(coding, f"?state=all&tag={head.token}")).find("//h:tr[@data-answer]")) == 1
    assert "Lights" in page.get(theme_url(coding, head)).words("//h:aside")
    seen = page.submit(theme_url(coding, head, "/edit"), priority=str(coding.priority("eat-well").id))
    assert "under Be Healthy: Eat well" in seen.words()
    coding.session.refresh(part)
    assert part.priority_id == coding.priority("eat-well").id, "what stands under a theme goes along"


def test_themes_move_among_those_beside_them(coding, page, analyst):
    for name in ("One", "Two", "Three"):
        coding.theme(name)
    coding.theme("Elsewhere", coding.priority())
    coding.session.commit()
    page.sign_in(analyst)
    two = coding.session.scalars(select(Theme).where(Theme.name == "Two")).one()
    for _ in range(2):
        assert names(page.post(url(coding, f"/themes/{two.id}/up"))) == ["Elsewhere", "Two", "One", "Three"]
    assert names(page.post(url(coding, f"/themes/{two.id}/down"))) == ["Elsewhere", "One", "Two", "Three"]


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
    seen = page.submit(url(coding, "/themes/new"), form="//h:form[@id='make']", name=name, definition="What I typed")
    assert seen.errors() == [message]
    assert "What I typed" in seen.words()
    assert len(coding.session.scalars(select(Theme)).all()) == 1


def test_a_retired_name_may_be_used_again_but_then_not_taken_up(coding, page, analyst):
    first = coding.theme("Swings")
    coding.session.commit()
    page.sign_in(analyst)
    page.post(theme_url(coding, first, "/retire"))
    page.submit(url(coding, "/themes/new"), form="//h:form[@id='make']", name="Swings")
    seen = page.post(theme_url(coding, first, "/restore"))
    assert "There is a theme called “Swings” already" in seen.words()
    assert {theme.slug for theme in coding.session.scalars(select(Theme))} == {"swings", "swings-2"}


def test_themes_of_another_consultation_are_not_there(coding, page, analyst):
    elsewhere = world(coding.session, analyst)
    stranger = elsewhere.theme("Theirs")
    ours = coding.theme("Ours")
    act = frame.retire(elsewhere.session, elsewhere.consultation, stranger.id, by_id=analyst.id, at=elsewhere.now())
    coding.session.commit()
    page.sign_in(analyst)
    for more in ("", "/edit", "/merge", "/split"):
        page.get(theme_url(coding, stranger, more), status=404)
    page.get(theme_url(coding, ours, f"/merge?with={stranger.id}"), status=404)
    page.post(theme_url(coding, stranger, "/retire"), status=404)
    assert "We could not find that page" in page.post(url(coding, f"/themes/acts/{act.id}/undo")).words()
    data = {"name": "Another", "priority": str(elsewhere.priority().id)}
    assert "Not a valid choice" in page.post(url(coding, "/themes/new"), data).words()


def test_a_theme_stays_under_a_priority_that_was_retired(coding, page, analyst):
    theme = coding.theme("Safe routes", coding.priority())
    coding.session.get_one(Priority, coding.priority().id).retired_at = coding.now()
    coding.session.commit()
    page.sign_in(analyst)
    page.submit(theme_url(coding, theme, "/edit"), definition="Roads")
    assert coding.session.get_one(Theme, theme.id, populate_existing=True).priority_id == coding.priority().id


def test_whoever_saves_second_sees_both_and_who_was_first(coding, page, analyst, other):
    theme = coding.theme("Safe routes")
    coding.session.commit()
    page.sign_in(analyst)
    address = theme_url(coding, theme, "/edit")
    version = page.get(address).find("//h:input[@name='version']")[0].get("value")
    stored = coding.session.get_one(Theme, theme.id)
    frame.edit(
        coding.session,
        coding.consultation,
        theme.id,
        frame.Wanted("Safe ways", "Priya's words"),
        version=stored.version,
        by_id=other.id,
        at=coding.now(),
    )
    coding.session.commit()
    seen = page.post(address, {"name": "My name", "definition": "Mine", "version": version, "priority": ""}, status=409)
    assert "Priya Nair changed this theme" in seen.words("//*[@role='alert']")
    assert "Priya's words" in seen.words("//*[@role='alert']")
    assert seen.find("//h:textarea[@name='definition']")[0].text.strip() == "Mine"
    coding.session.expire_all()
    assert stored.definition == "Priya's words"
    again = seen.find("//h:input[@name='version']")[0].get("value")
    page.post(address, {"name": "My name", "definition": "Mine", "version": again, "priority": ""})
    coding.session.expire_all()
    assert (stored.name, stored.definition) == ("My name", "Mine")


def test_merging_shows_what_will_change_and_is_undone_with_one_press(coding, page, analyst):
    one, two, three = (coding.theme(name) for name in ("Roads", "Streets", "Lights"))
    answers = coding.answers(3)
    coding.act("add_tag", answers[:2], one)
    coding.act("add_tag", answers[1:], two)
    coding.session.commit()
    before = {target: tagged(coding, target) for target in (one, two, three)}
    page.sign_in(analyst)
    assert "Choose what says the same" in page.get(theme_url(coding, one, "/merge")).words()
    address = theme_url(coding, one, f"/merge?with={two.id}&with={three.id}")
    seen = page.get(address)
    assert "3 answers will have the one theme; 1 answer has more than one of them now" in seen.words("//*[@class='fx']")
    seen = page.submit(address, into=str(two.id), name="Roads and streets", why="They say the same")
    assert seen.heading == "Roads and streets"
    assert tagged(coding, two) == set(answers)
    assert not tagged(coding, one)
    went = page.get(theme_url(coding, one))
    assert "This theme was merged" in went.words()
    assert "Roads and streets" in went.words("//*[contains(@class,'went')]")
    assert names(page.get(url(coding, "/themes"))) == ["Roads and streets"]
    seen = page.post(
        url(
            coding,
            f"/themes/acts/{coding.session.scalars(select(FrameAct.id).where(FrameAct.verb == 'merged')).one()}/undo",
        )
    )
    assert "Undone." in seen.words()
    assert {target: tagged(coding, target) for target in before} == before
    assert names(page.get(url(coding, "/themes"))) == ["Roads", "Streets", "Lights"]


def test_a_merge_form_sent_twice_merges_once(coding, page, analyst):
    one, two = coding.theme("Roads"), coding.theme("Streets")
    coding.session.commit()
    page.sign_in(analyst)
    address = theme_url(coding, one, f"/merge?with={two.id}")
    act = page.get(address).find("//h:input[@name='act']")[0].get("value")
    data = {"with": str(two.id), "into": str(one.id), "name": "Roads", "act": act}
    for _ in range(2):
        assert page.post(theme_url(coding, one, "/merge"), data).status == 200
    assert len(coding.session.scalars(select(FrameAct).where(FrameAct.verb == "merged")).all()) == 1


def test_splitting_by_words_and_by_hand(coding, page, analyst):
    theme = coding.theme("Safe routes", coding.priority())
    road, dark, both = (
        coding.answer("the road has fast cars"),
        coding.answer("it is dark at night"),
        coding.answer("safer"),
    )
    coding.act("add_tag", [road, dark, both], theme)
    coding.session.commit()
    page.sign_in(analyst)
    address = theme_url(coding, theme, "/split?first_words=road+cars&second_words=dark&first=Roads&second=Dark+streets")
    seen = page.get(address)
    assert "2 tags move" in seen.words("//*[@class='fx']")
    data = {"first": "Roads", "second": "Dark streets", "first_words": "road cars", "second_words": "dark"}
    looked = page.post(theme_url(coding, theme, "/split"), {**data, f"to-{both}": "second", "do": "look"})
    assert "Second theme, 2 answers" in looked.words()
    assert not looked.errors()
    seen = page.post(theme_url(coding, theme, "/split"), {**data, f"to-{both}": "second", "do": "split"})
    assert "“Safe routes” split." in toast(seen)
    made = {one.name: one for one in coding.session.scalars(select(Theme))}
    assert coding.session.scalars(select(Tag.answer_id).where(Tag.theme_id == made["Roads"].id)).all() == [road]
    dark_ones = set(coding.session.scalars(select(Tag.answer_id).where(Tag.theme_id == made["Dark streets"].id)))
    assert dark_ones == {dark, both}
    assert "This theme is retired" in seen.words(), "nothing was left for it"
    undo(page, seen)
    assert tagged(coding, theme) == {road, dark, both}
    page.post(theme_url(coding, theme, "/split"), {"first": "", "do": "split"})
    assert (
        "Name the first theme" in page.post(theme_url(coding, theme, "/split"), {"first": "", "do": "split"}).errors()
    )


def test_only_its_maker_or_a_lead_undoes_an_act(coding, page, analyst, other, lead):
    theme = coding.theme("Safe routes")
    act = frame.retire(coding.session, coding.consultation, theme.id, by_id=other.id, at=coding.now())
    coding.session.commit()
    address = url(coding, f"/themes/acts/{act.id}/undo")
    page.sign_in(analyst)
    assert not page.get(url(coding, "/themes/log")).find("//h:form[contains(@action,'undo')]")
    assert "Only the person who did this, or a lead, can undo it." in page.post(address).words()
    page.sign_in(lead)
    assert "Undone." in page.post(address).words()
    assert "This was undone already." in page.post(address).words()
    assert "Undone by" in page.get(url(coding, "/themes/log")).words()


def test_an_example_shows_cleared_words_alone(coding, page, analyst):
    theme = coding.theme("Safe routes")
    answer = coding.answer("The big road scares me. My name is Sam Miller.")
    coding.act("add_tag", [answer], theme)
    coding.session.commit()
    page.sign_in(analyst)
    address = theme_url(coding, theme, f"/examples?answer={answer}")
    assert "Sam Miller" not in page.get(address).words()
    seen = page.submit(address, words="the park")
    assert seen.errors() == ["Those words are not in the answer. Copy them as they stand there."]
    assert page.submit(address, words="is Sam Miller").errors() == ["Choose words without the hidden detail."]
    seen = page.submit(address, words="big  ROAD scares")
    assert "“big road scares”" in seen.words("//h:aside")
    assert "big road" in page.get(theme_url(coding, theme)).words("//h:aside")
    coding.session.get_one(SafetyReading, answer).reading = Reading.RAISED
    coding.session.commit()
    assert "scares" not in page.get(theme_url(coding, theme)).words()
    page.get(address, status=404)
    coding.session.get_one(SafetyReading, answer).reading = Reading.CLEARED
    coding.session.commit()
    page.post(address, {"off": "1", "answer": str(answer)})
    assert coding.session.scalars(select(ThemeExample)).all() == []


def test_versions_are_kept_and_compared(coding, page, analyst):
    roads = coding.theme("Roads", coding.priority())
    lights = coding.theme("Lights")
    coding.session.commit()
    page.sign_in(analyst)
    seen = page.submit(
        url(coding, "/themes/versions"), form="//h:main//h:form[@method='post']", why="Before the second reading"
    )
    assert "Kept as version 1." in seen.words()
    assert "Before the second reading" in seen.words()
    page.submit(theme_url(coding, roads, "/edit"), name="Big roads", priority="")
    frame.merge(coding.session, coding.consultation, [lights.id], roads.id, by_id=analyst.id, at=coding.now())
    coding.theme("Swings")
    coding.session.commit()
    seen = page.get(url(coding, "/themes/versions/compare?from=1&to=now"))
    table = seen.words("//h:table")
    assert "Big roadsRenamedRoadsBig roads" in table
    assert "LightsMergedLightsBig roads" in table
    assert "SwingsNew" in table
    assert "MovedSafe streetsOutside the plan" in table
    assert "Nothing changed" in page.get(url(coding, "/themes/versions/compare?from=1&to=1")).words()
    for wrong in ("7", "x", "-1", "9999999"):
        page.get(url(coding, f"/themes/versions/compare?from={wrong}"), status=404)
    assert coding.session.scalars(select(FrameVersion.number)).all() == [1]


def test_doubts_are_shown_until_somebody_decides(coding, page, analyst):
    one, two = coding.theme("Roads"), coding.theme("Streets")
    coding.session.commit()

    def check(_session, _consultation):
        return [doubts.Doubt((one.id, two.id), "“Roads” and “Streets” share 9 of 10 answers.")]

    doubts.add(check)
    try:
        page.sign_in(analyst)
        seen = page.get(url(coding, "/themes"))
        assert "share 9 of 10 answers" in seen.words("//*[@id='doubts']")
        link = seen.find("//*[@id='doubts']//h:a[contains(@href,'merge')]")[0].get("href")
        assert "Merge 2 themes" in page.get(link).heading
        seen = page.post(theme_url(coding, one, "/keep"), {"with": str(two.id), "why": "Different ages"})
        assert "share 9 of 10 answers" not in seen.words()
        assert "kept “Roads” and “Streets”" in page.get(url(coding, "/themes/log?kind=kept")).words()
    finally:
        doubts._checks.remove(check)


def test_a_theme_is_made_from_answers_and_from_words(coding, page, analyst):
    swings, road = coding.answer("more swings please"), coding.answer("the big road")
    coding.session.commit()
    page.sign_in(analyst)
    seen = page.get(url(coding, f"/themes/new?answers={swings},{road}"))
    assert "It will be added to the 2 answers" in seen.words()
    opened = page.post(url(coding, "/themes/new"), {"answer": str(swings), "do": "theme", "back": "state=all"})
    assert not opened.errors()
    assert "more swings please" in opened.words()
    found = page.get(url(coding, "/themes/new?words=swings"))
    assert "1 answer with “swings”" in found.words()
    page.post(url(coding, "/themes/new"), {"name": "Swings", "priority": "", "answer": str(swings)})
    theme = coding.session.scalars(select(Theme)).one()
    assert coding.session.scalars(select(Tag.answer_id).where(Tag.theme_id == theme.id)).all() == [swings]


def test_a_young_analyst_sees_no_attributes(coding, page, young):
    theme = coding.theme("Safe routes")
    coding.act("add_tag", [coding.answer()], theme)
    coding.session.commit()
    page.sign_in(young)
    seen = page.get(theme_url(coding, theme)).words()
    assert "Who said it" not in seen
    assert "Young person" not in seen
    assert "Young person" not in page.get(theme_url(coding, theme, "/split")).words()


def test_the_log_goes_on_where_its_page_ends(coding, page, analyst):
    at = coding.now()
    for number in range(35):
        services.make_theme(coding.session, coding.consultation, f"Theme {number:02}", by_id=analyst.id, at=at)
    coding.session.commit()
    seen = page.sign_in(analyst).get(url(coding, "/themes/log"))
    first = {item.get("id") for item in seen.find("//h:li[contains(@class,'act')]")}
    rest = page.get(seen.find("//h:a[@rel='next']")[0].get("href")).find("//h:li[contains(@class,'act')]")
    assert len(first | {item.get("id") for item in rest}) == 35, "also where all were done in one moment"


def test_many_ticked_answers_are_sent_on_not_put_into_an_address(coding, page, analyst):
    answers = coding.answers(70)
    coding.session.commit()
    page.sign_in(analyst)
    data = {"do": "theme", "answer": [str(key) for key in answers], "back": "state=all"}
    sent = page.post(url(coding, "/acts"), data, status=307, follow=False)
    assert sent.response.location.endswith("/themes/new"), "a browser sends the same form there"
    seen = page.post(url(coding, "/themes/new"), data)
    assert "It will be added to the 70 answers" in seen.words()
    assert len(seen.find("//h:input[@name='answer']")) == 70
