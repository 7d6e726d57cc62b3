"""Every screen of the children's tablets: for every way to answer, in three languages, by keyboard, by touch, small and strong."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect
from sqlalchemy.orm import Session

from cypp_consult.core.audiences import Audience
from tests.journeys.asking import BOTH, CHILD, EASY, NAMES, URDU, YOUNG, Asked, Child, build, child, serving
from tests.journeys.guest import no_sideways_scroll

WORDS = "The bus is always late after 5"
STILL = "main.still"
# the words of a language wait until they are let go
SLOWLY = """
window.held = [];
const fetched = window.fetch;
window.fetch = (...asked) =>
  String(asked[0]).includes(".json") ? new Promise((go) => held.push(() => go(fetched(...asked)))) : fetched(...asked);
"""


@pytest.fixture
def come(app: Flask, session: Session, browser: Browser) -> Iterator[Callable[..., Child]]:
    """Let a child come to a paired tablet: `come()`, of an event with `build`'s options, and a browser with `options`."""
    with serving(app) as url:
        left: list[Any] = []

        def arrive(asked: Asked | None = None, **options: Any) -> Child:
            here = child(browser, session, asked or build(session), url, **options)
            left.append(here)
            return here.__enter__()

        yield arrive
        for here in reversed(left):
            here.__exit__(None, None, None)


def choose(here: Child, place: int = 0) -> None:
    """Answer what is on the screen, by touch."""
    page = here.page
    if page.locator("#words").count():
        page.locator("#words").fill(WORDS)
    elif page.locator(".tile").count():
        for index in (1, 3):
            page.locator(".tile").nth(index).tap()
    elif page.locator("label.pick").count():
        page.locator("label.pick").nth(place).tap()


def begin(here: Child, audience: Audience = CHILD) -> None:
    """Take part as one of two audiences."""
    here.go.tap()
    here.look()
    choose(here, BOTH.index(audience))
    here.go.tap()


def walk(here: Child, place: int = 1) -> int:
    """Look at every question, answer it, look again, and stop at the check; return how many there were."""
    count = 0
    while here.page.locator("form#walk").count():
        here.look()
        choose(here, place)
        here.look()
        here.go.tap()
        count += 1
    return count


@pytest.mark.parametrize("language", ["en", URDU, EASY])
def test_every_screen_in_every_language_from_hello_to_thank_you(
    come: Callable[..., Child], session: Session, language: str
) -> None:
    here = come(build(session, spoken=(URDU, EASY)))
    page = here.page
    here.look()
    tile = page.locator(".lang", has_text=NAMES[language])
    tile.tap()
    expect(tile).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("document.documentElement.lang") == language
    assert page.evaluate("document.documentElement.dir") == ("rtl" if language == URDU else "ltr")
    here.look()
    begin(here)
    # an error, in place
    here.go.tap()
    expect(page.locator("#err")).not_to_be_empty()
    here.look()
    # the second face: this child is not asked how it travels
    assert walk(here) == 7
    expect(page.locator(".answers")).to_be_visible()
    here.look()
    page.locator("#top .btn-quiet").tap()
    here.look()
    here.go.tap()
    here.go.tap()
    expect(page.locator(".help")).to_be_visible()
    here.look()
    assert "0800 1111" in page.locator(".help").inner_text()
    expect(page.locator("#line")).to_contain_text("1" if language == URDU else "Tablet")
    here.go.tap()
    expect(page.locator("#top .mark")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "en"
    [stored] = here.stored(1)
    assert stored["language"] == language and stored["word"] == WORDS
    assert len(set(here.seen)) > 11


def test_only_the_keyboard(come: Callable[..., Child], session: Session) -> None:
    here = come(build(session, audiences=(YOUNG,)), has_touch=False)
    page = here.page
    press = page.keyboard.press

    def focused(selector: str) -> bool:
        return bool(page.evaluate("selector => document.activeElement.matches(selector)", selector))

    def to(selector: str, key: str = "Tab") -> None:
        for _ in range(60):
            if focused(selector):
                return
            press(key)
        raise AssertionError(f"{selector} cannot be reached")

    to("#foot .btn-go")
    press("Enter")
    steps = 0
    while page.locator("form#walk").count() and steps < 10:
        steps += 1
        assert focused("h1"), "the focus is on the question"
        if page.locator("#words").count():
            to("#words")
            page.keyboard.type(WORDS)
        elif page.locator(".tile").count():
            to(".tile")
            press("Space")
            press("Tab")
            press("Enter")
            to(".mini")
            press("Enter")
            assert focused(".mini")
        else:
            to(".pick input")
            press("Space")
        assert page.locator("form#walk").count(), "choosing does not move on"
        title = page.title()
        to("#foot .btn-go")
        press("Enter")
        page.wait_for_function("title => document.title !== title", arg=title)
    to("#foot .btn-go")
    press("Enter")
    expect(page.locator(".what-next")).to_be_visible()
    [stored] = here.stored(1)
    options = [str(priority) for priority in stored["first"]]
    assert stored["safe"] == ["very-safe"] and stored["more"] == WORDS and len(options) == 2


def test_nothing_is_chosen_beforehand_and_choosing_stays_on_the_screen(come: Callable[..., Child]) -> None:
    here = come()
    begin(here)
    page = here.page
    while page.locator("form#walk").count():
        assert page.locator("input:checked, [aria-pressed=true]:not(.set)").count() == 0
        assert page.locator("#words").count() == 0 or page.locator("#words").input_value() == ""
        heading = here.heading
        choose(here)
        page.wait_for_timeout(200)
        assert here.heading == heading
        here.go.tap()


def test_skip_and_i_dont_know_stand_on_every_question(come: Callable[..., Child]) -> None:
    here = come()
    begin(here)
    page = here.page
    for place in range(7):
        expect(here.button("Skip")).to_be_visible()
        unsure = here.button("I am not sure" if here.heading == "Who do you talk to?" else "I don’t know")
        (unsure if place % 2 else here.button("Skip")).tap()
    here.look()
    told = page.locator(".answers dd:not(.do)").all_inner_texts()
    assert told[0] == "You skipped this one" and told[1] == "I don’t know"
    here.go.tap()
    expect(page.locator(".what-next")).to_be_visible()
    assert len(here.stored(1)) == 1


def test_an_answer_brings_its_own_question_and_takes_it_back(come: Callable[..., Child]) -> None:
    here = come()
    page = here.page
    page.context.set_offline(True)
    begin(here)
    expect(page.locator(".steps p")).to_have_text("Question 1 of up to 8")
    choose(here, 2)
    here.go.tap()
    assert here.heading == "How do you travel?"
    expect(page.locator(".steps p")).to_have_text("Question 2 of 8")
    choose(here, 0)
    here.button("Back").tap()
    # what was chosen is still there
    expect(page.get_by_role("radio", name="Not safe")).to_be_checked()
    page.locator("label.pick").nth(0).tap()
    here.go.tap()
    assert here.heading == "How was your week?"
    while page.locator("form#walk").count():
        here.button("Skip").tap()
    assert page.locator(".answers dt").count() == 7
    # changing it back asks the question that now belongs to it, and nothing else
    page.locator(".answers .mini").first.tap()
    page.locator("label.pick").nth(2).tap()
    here.go.tap()
    assert here.heading == "How do you travel?"
    expect(page.get_by_role("radio", name="By bus")).to_be_checked()
    here.go.tap()
    assert here.heading == "Check your answers"
    here.go.tap()
    expect(page.locator(".what-next")).to_be_visible()
    page.context.set_offline(False)
    [stored] = here.stored(1)
    assert stored["safe"] == ["unsafe"] and stored["how"] == ["bus"]


def test_one_questionnaire_in_two_versions(come: Callable[..., Child]) -> None:
    here = come()
    page = here.page
    begin(here)
    expect(page.locator("#kiosk")).to_have_attribute("data-who", "child")
    assert page.locator(".faces .face").count() == 3
    choose(here)
    here.button("Stop").tap()
    here.button("Yes, stop").tap()
    here.look()
    here.button("Next person").tap()
    here.button("I want to take part").wait_for()
    begin(here, YOUNG)
    expect(page.locator("#kiosk")).to_have_attribute("data-who", "young")
    assert page.locator(".scale .bars").count() == 5 and page.locator(".face").count() == 0
    choose(here)
    for _ in range(7):
        if page.locator("form#walk").count():
            here.button("Skip").tap()
    here.go.tap()
    expect(page.locator(".what-next")).to_be_visible()
    assert [one["audience"] for one in here.stored(1)] == [YOUNG], "whoever stops leaves nothing"


def test_who_reads_it_is_told_before_the_first_word_and_names_are_warned_of(come: Callable[..., Child]) -> None:
    here = come(viewport={"width": 390, "height": 844})
    page = here.page
    begin(here)
    while not page.locator("#words").count():
        here.button("Skip").tap()
    order = "[...document.querySelectorAll('.before, #words')].map(each => each.className)"
    assert page.evaluate(order) == ["before", "voice"]
    told = page.locator(".before").inner_text()
    for words in ("Who reads this", "Nobody is watching it now", "We tell a person", "0800 1111", "999"):
        assert words in told
    expect(page.locator("#names")).to_contain_text("do not write your name")
    box = page.locator("#words")
    for name, value in (("spellcheck", "false"), ("autocorrect", "off"), ("autocomplete", "off")):
        assert box.get_attribute(name) == value
    box.fill("x" * 400)
    expect(page.locator(".count .num")).to_have_text("Letters left: 0")
    assert len(box.input_value()) == 150
    here.go.tap()
    # the second box comes first on a small screen; the notice is still there
    assert page.evaluate(order) == ["voice", "before"]


def test_priorities_rank_move_and_come_out_again(come: Callable[..., Child]) -> None:
    here = come()
    page = here.page
    begin(here)
    while not page.locator(".tile").count():
        here.button("Skip").tap()
    tiles = page.locator(".tile")
    for index in (2, 0, 3):
        tiles.nth(index).tap()
    names = [text.splitlines()[0] for text in tiles.all_inner_texts()]
    order = page.locator(".slots .what")
    assert order.all_inner_texts() == [names[2], names[0], names[3]]
    assert tiles.nth(3).locator(".rank").inner_text().endswith("3")
    tiles.nth(1).tap()
    expect(page.locator("#err")).to_have_text("You can choose 3. Take one out first.")
    page.get_by_role("button", name=f"Move up {names[3]}").tap()
    assert order.all_inner_texts() == [names[2], names[3], names[0]]
    expect(page.locator("[role=status]")).to_have_text(f"{names[3]}: number 2")
    tiles.nth(2).tap()
    assert order.all_inner_texts() == [names[3], names[0], "One more, if you like"]
    here.look()


def test_a_language_that_takes_its_time_brings_nobody_back_to_the_start(
    come: Callable[..., Child], session: Session
) -> None:
    here = come(build(session, spoken=(URDU,)))
    here.page.evaluate(SLOWLY)
    here.page.locator(".lang", has_text=NAMES[URDU]).tap()
    here.go.tap()
    here.page.evaluate("held.forEach((go) => go())")
    expect(here.page.locator("label.pick").first).to_be_visible()
    assert here.page.evaluate("document.documentElement.lang") == URDU
    choose(here)
    here.go.tap()
    expect(here.page.locator("form#walk")).to_be_visible()


def test_size_and_colours_are_set_for_one_child_alone(come: Callable[..., Child]) -> None:
    here = come()
    page = here.page
    page.get_by_role("button", name="Biggest words").tap()
    page.get_by_role("button", name="Stronger colours").tap()
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") > 22
    here.look()
    begin(here)
    walk(here)
    here.go.tap()
    expect(page.locator(".what-next")).to_be_visible()
    here.look()
    here.go.tap()
    expect(here.button("I want to take part")).to_be_visible()
    assert page.evaluate("({...document.documentElement.dataset})") == {}


@pytest.mark.parametrize("width", [320, 390, 768])
def test_no_screen_scrolls_sideways_on_small_tablets_and_phones(
    come: Callable[..., Child], session: Session, width: int
) -> None:
    here = come(build(session, spoken=(URDU,)), viewport={"width": width, "height": 640})
    page = here.page
    for language in ("en", URDU):
        page.locator(".lang", has_text=NAMES[language]).tap()
        begin(here)
        walk(here)
        here.look()
        here.go.tap()
        expect(page.locator(".help")).to_be_visible()
        here.look()
        here.go.tap()
        expect(here.button("I want to take part")).to_be_visible()


def test_the_biggest_words_on_the_narrowest_screen(come: Callable[..., Child]) -> None:
    here = come(viewport={"width": 320, "height": 640})
    page = here.page
    page.get_by_role("button", name="Biggest words").tap()
    begin(here, YOUNG)
    walk(here, 0)
    here.look()
    here.go.tap()
    expect(page.locator(".what-next")).to_be_visible()
    here.look()


def test_words_twice_as_large(come: Callable[..., Child]) -> None:
    here = come(viewport={"width": 512, "height": 600})
    page = here.page
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    begin(here)
    while page.locator("form#walk").count():
        no_sideways_scroll(page)
        choose(here)
        here.go.tap()
    no_sideways_scroll(page)
    here.go.tap()
    expect(page.locator(".what-next")).to_be_visible()
    no_sideways_scroll(page)


def test_edges_stay_in_forced_colours(come: Callable[..., Child]) -> None:
    here = come(forced_colors="active", reduced_motion="reduce")
    page = here.page
    edges = """() => [...document.querySelectorAll(".btn, .card, .tile, .lang, .set, .mini, .staff, textarea, #words")]
        .filter(part => part.getClientRects().length)
        .map(part => [part.className + part.textContent, getComputedStyle(part)])
        .filter(([, style]) => parseFloat(style.borderTopWidth) < 1 || style.borderTopStyle === "none" ||
            style.borderTopColor === style.backgroundColor || /rgba\\(.*, 0\\)$/.test(style.borderTopColor))
        .map(([name]) => name)"""
    width = "part => parseFloat(getComputedStyle(part).borderTopWidth)"
    begin(here)
    while page.locator("form#walk").count():
        here.look()
        assert page.evaluate(edges) == []
        choose(here)
        chosen = page.locator("input:checked + .card, .tile[aria-pressed=true]")
        other = page.locator("input:not(:checked) + .card, .tile[aria-pressed=false]")
        if chosen.count():
            assert chosen.first.evaluate(width) > other.first.evaluate(width), "what is chosen is seen without colour"
        here.go.tap()
    assert page.evaluate(edges) == []
    assert page.evaluate("document.getAnimations().length") == 0


def test_stop_asks_first_and_no_thanks_is_a_real_answer(come: Callable[..., Child]) -> None:
    here = come()
    page = here.page
    begin(here)
    choose(here)
    here.button("Stop").tap()
    assert here.heading == "Do you want to stop?"
    here.look()
    here.button("No, carry on").tap()
    assert here.heading.startswith("How safe")
    here.button("Stop").tap()
    here.button("Yes, stop").tap()
    assert here.heading == "Your answers are deleted"
    here.look()
    here.button("Next person").tap()
    expect(here.button("No thanks")).to_be_visible()
    here.button("No thanks").tap()
    assert here.heading == "That is fine" and "0800 1111" in page.locator(".help").inner_text()
    here.look()
    page.wait_for_timeout(500)
    assert here.stored() == []


def test_a_tablet_that_was_put_down_covers_the_answers_and_then_forgets_them(come: Callable[..., Child]) -> None:
    here = come()
    page = here.page
    page.clock.install()
    begin(here)
    choose(here)
    here.go.tap()
    page.clock.fast_forward(61_000)
    expect(page.locator(STILL)).to_be_visible()
    here.look()
    assert page.locator("#kiosk").is_hidden()
    assert page.title() == "Are you still there?" and "How was your week" not in page.locator("body").inner_text()
    here.button("Yes, I am here").tap()
    assert here.heading == "How was your week?"
    page.clock.fast_forward(61_000)
    expect(page.locator(STILL)).to_be_visible()
    page.clock.fast_forward(20_000)
    expect(here.button("I want to take part")).to_be_visible()
    assert here.stored() == []


def test_a_tablet_that_cannot_keep_an_answer_says_so_and_keeps_it_on_the_screen(come: Callable[..., Child]) -> None:
    here = come()
    page = here.page
    begin(here)
    choose(here)
    here.go.tap()
    while page.locator("form#walk").count():
        here.button("Skip").tap()
    page.evaluate("""() => {
        window.kept = IDBObjectStore.prototype.add;
        IDBObjectStore.prototype.add = () => { throw new DOMException("full", "QuotaExceededError") };
    }""")
    here.button("Send my answers").tap()
    expect(page.get_by_role("heading", name="Your answers are not saved yet")).to_be_visible()
    here.look()
    assert "Safe" in page.locator(".answers").inner_text() and "Thank you" not in page.locator("body").inner_text()
    expect(page.locator("#line")).to_contain_text("Not saved")
    page.evaluate("() => { IDBObjectStore.prototype.add = window.kept }")
    here.button("Try again").tap()
    expect(page.locator(".what-next")).to_be_visible()
    assert len(here.stored(1)) == 1


@pytest.mark.parametrize(("opens", "closes", "heading"), [(2, 9, "This is not open yet"), (-9, -2, "This has closed")])
def test_before_the_beginning_and_after_the_end(
    come: Callable[..., Child], session: Session, app: Flask, browser: Browser, opens: int, closes: int, heading: str
) -> None:
    asked = build(session, opens=opens, closes=closes)
    with serving(app) as url:
        context = browser.new_context(viewport={"width": 1024, "height": 768}, has_touch=True)
        here = Child(context.new_page(), session, asked, url)
        here.pair(heading)
        here.look()
        assert here.button("I want to take part").count() == 0
        expect(here.button("Staff")).to_be_visible()
        context.close()


def test_the_code_on_the_screen_takes_the_answers_out_again(come: Callable[..., Child], session: Session) -> None:
    here = come(build(session, audiences=(CHILD,)))
    page = here.page
    here.go.tap()
    walk(here)
    here.go.tap()
    code = page.locator(".code b").inner_text()
    expect(page.locator(".code")).to_contain_text("/remove")
    assert len(here.stored(1)) == 1
    other = page.context.new_page()
    other.goto(here.url.partition("/e/")[0] + "/remove")
    other.locator("input[name=code]").fill(code.lower())
    other.get_by_role("button", name="Continue").click()
    other.get_by_role("button", name="Yes, delete them").click()
    expect(other.get_by_role("heading", name="That is done")).to_be_visible()
    # the row stays as a mark that there was one, without anything that was said
    assert here.stored() == [{"audience": CHILD, "language": "en"}]
    other.close()


def test_a_language_that_is_not_on_the_tablet_says_so(come: Callable[..., Child], session: Session) -> None:
    here = come(build(session, spoken=(URDU,)), service_workers="block")
    here.complaints.clear()
    page = here.page
    page.route("**/*.json", lambda route: route.abort())
    page.locator(".lang", has_text=NAMES[URDU]).tap()
    expect(page.locator(".langs .err")).to_have_text("That language is not on this tablet. Ask a grown-up.")
    assert page.evaluate("document.documentElement.dir") == "ltr"


def test_listen_is_offered_only_where_it_can_be_heard(come: Callable[..., Child]) -> None:
    voices = """
        const voice = (lang, localService) => ({lang, localService, name: lang});
        window.spoken = [];
        Object.defineProperty(window, "speechSynthesis", {value: Object.assign(new EventTarget(), {
            voices: [], getVoices() { return this.voices }, cancel() { window.spoken = [] },
            speak(words) { window.spoken.push([words.text, words.lang]) }})});
        window.SpeechSynthesisUtterance = class extends EventTarget { constructor(text) { super(); this.text = text } };
        window.voice = voice;
    """
    here = come()
    page = here.page
    page.add_init_script(voices)
    page.reload()
    expect(here.button("I want to take part")).to_be_visible()
    assert here.button("Listen").count() == 0
    tell = "voices => { speechSynthesis.voices = voices; speechSynthesis.dispatchEvent(new Event('voiceschanged')) }"
    page.evaluate(tell, [{"lang": "en-GB", "localService": False}, {"lang": "ur-PK", "localService": True}])
    assert here.button("Listen").count() == 0
    page.evaluate(tell, [{"lang": "en_GB", "localService": True}])
    expect(here.button("Listen")).to_be_visible()
    begin(here)
    here.look()
    here.button("Listen").tap()
    spoken = page.evaluate("spoken")
    assert spoken == [
        [words, "en"] for words in ("How safe do you feel on your way to school?", "Safe", "In the middle", "Not safe")
    ]
    expect(here.button("Listen")).to_have_attribute("aria-pressed", "true")
    choose(here)
    here.go.tap()
    assert page.evaluate("spoken") == [], "it stops when the screen goes"
