"""Coding by keyboard in a real browser: keys press the page's own buttons, and can be turned off."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from cypp_consult.coding.models import Suggestion, SuggestionState, Tag
from cypp_consult.coding.rules import Target
from tests.journeys.guest import Guest
from tests.unit.coding.world import World, world


@dataclass
class Place:
    """Where the workbench answers, what there is to code, and the coder in front of it."""

    url: str
    world: World

    @property
    def list(self) -> str:
        return f"/consultations/{self.world.consultation.slug}/coding"

    def tags(self) -> set[tuple[object, Target]]:
        """Return (answer, target) of every tag committed by now."""
        self.world.session.rollback()
        found = self.world.session.execute(select(Tag.answer_id, Tag.outcome_id, Tag.priority_id, Tag.theme_id))
        return {(row.answer_id, Target.of(row.outcome_id, row.priority_id, row.theme_id)) for row in found}


@pytest.fixture
def place(app: Flask, session: Session, analyst) -> Iterator[Place]:
    made = world(session, analyst)
    session.commit()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Place(f"http://127.0.0.1:{server.port}", made)
    server.shutdown()
    thread.join()


@pytest.fixture
def joe(place, visitor, analyst) -> Guest:
    return visitor(place, "desk", analyst.email, "a long password")


def in_hand(page: Page) -> str:
    return page.locator("tr.on").get_attribute("data-answer") or ""


def test_yes_no_numbers_and_undo_by_key(place, joe):
    coding = place.world
    theme = coding.theme("Swings")
    first, second, third = coding.answers(3)
    for key in (first, second, third):
        coding.guess(key, coding.priority(), "road")
    coding.session.commit()
    joe.go(place.list)
    page = joe.page
    assert in_hand(page) == str(first)
    page.keyboard.press("y")
    expect(page.locator(".toast")).to_contain_text("Yes to “Safe streets”.")
    assert place.tags() == {(first, coding.priority())}
    assert in_hand(page) == str(second), "the answered row is gone, the next is in hand"
    page.keyboard.press("u")
    expect(page.locator(".toast")).to_contain_text("Undone.")
    assert place.tags() == set()
    page.keyboard.press("j")
    chosen = in_hand(page)
    page.keyboard.press("1")
    expect(page.locator(".toast")).to_contain_text("“Swings” added.")
    assert {(str(key), target) for key, target in place.tags()} == {(chosen, theme)}
    page.keyboard.press("n")
    expect(page.locator(".toast")).to_contain_text("No to “Safe streets”.")
    joe.look()


def test_fast_fingers_answer_row_after_row(place, joe):
    coding = place.world
    answers = coding.answers(8)
    for key in answers:
        coding.guess(key, coding.priority(), "road")
    coding.session.commit()
    joe.go(place.list)
    for _ in range(5):
        joe.page.keyboard.press("y")
    expect(joe.page.locator(".grid tr.done")).to_have_count(5)
    assert place.tags() == {(key, coding.priority()) for key in answers[:5]}
    assert in_hand(joe.page) == str(answers[5])


def test_a_hundred_answers_by_key(place, joe):
    """More than one page of them: the next fifty come by themselves, each answer gets its tag, and one is undone."""
    coding = place.world
    theme, outcome = coding.theme("Swings"), coding.outcome()
    answers = coding.answers(101)
    coding.session.commit()
    joe.go(f"{place.list}?state=uncoded")
    page = joe.page
    keys = page.locator(f'kbd[data-target="{theme.token}"], kbd[data-target="{outcome.token}"]')
    by_target = {key.get_attribute("data-target"): key.get_attribute("data-key") for key in keys.all()}
    for step, _ in enumerate(answers[:100]):
        page.keyboard.press(by_target[(theme if step % 2 else outcome).token] or "")
        if step == 49:
            # the next fifty are fetched once
            page.keyboard.press("j")
            expect(page.locator(".grid tbody tr")).to_have_count(100)
        else:
            page.keyboard.press("j")
    expect(page.locator(".grid tr.done")).to_have_count(100, timeout=30_000)
    expected = {(key, theme if step % 2 else outcome) for step, key in enumerate(answers[:100])}
    assert place.tags() == expected
    page.keyboard.press("u")
    expect(page.locator(".toast")).to_contain_text("Undone.")
    assert place.tags() == expected - {(answers[99], theme)}
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="All keys")).to_be_visible()
    page.keyboard.press("Escape")
    joe.look()


def test_keys_are_for_no_one_who_types_and_can_be_turned_off(place, joe):
    coding = place.world
    coding.guess(coding.answer("yes please"), coding.priority())
    coding.session.commit()
    joe.go(place.list)
    page = joe.page
    page.get_by_text("Narrow down").click()
    page.get_by_label("Words").press_sequentially("yes")
    assert place.tags() == set()
    joe.press("Show")
    page.get_by_role("button", name="Turn keys off").click()
    page.keyboard.press("y")
    page.reload()
    page.keyboard.press("y")
    expect(page.get_by_text("Single keys are off.")).to_be_visible()
    assert place.tags() == set()
    page.get_by_role("button", name="Turn keys on").click()
    page.keyboard.press("y")
    expect(page.locator(".toast")).to_contain_text("Yes to")
    assert len(place.tags()) == 1


def test_ticked_rows_offer_what_most_of_them_suggest(place, joe):
    coding = place.world
    first, second, third = coding.answers(3)
    for key in (first, second):
        coding.guess(key, coding.outcome())
    coding.guess(third, coding.priority())
    coding.session.commit()
    joe.go(place.list)
    page = joe.page
    expect(page.locator("[data-bulk]")).to_be_hidden()
    for box in page.locator(".grid [name=answer]").all():
        box.check()
    joe.look()
    expect(page.locator("[data-bulk]")).to_contain_text("3 ticked")
    page.get_by_role("button", name="Yes to “Stay Safe”").click()
    expect(page.locator(".toast")).to_contain_text("on 2 answers, 1 of the ticked stay as they were.")
    assert place.tags() == {(first, coding.outcome()), (second, coding.outcome())}
    page.keyboard.press("u")
    expect(page.locator(".toast")).to_contain_text("Undone on 2 answers.")
    coding.session.rollback()
    assert set(coding.session.scalars(select(Suggestion.state))) == {SuggestionState.OPEN}


def test_what_the_server_did_not_take_is_said_and_can_be_pressed_again(place, joe):
    coding = place.world
    coding.guess(coding.answer(), coding.priority())
    coding.session.commit()
    joe.go(place.list)
    page = joe.page
    page.route("**/acts", lambda route: route.abort())
    page.keyboard.press("y")
    expect(page.locator("[data-say]")).to_contain_text("That was not saved")
    page.unroute("**/acts")
    joe.complaints.clear()
    page.keyboard.press("y")
    expect(page.locator(".toast")).to_contain_text("Yes to")
    assert len(place.tags()) == 1


def test_one_answer_by_key(place, joe):
    coding = place.world
    first, second = coding.answers(2)
    theme = coding.theme("Swings")
    coding.guess(first, coding.priority(), "road")
    coding.session.commit()
    joe.go(f"{place.list}?state=all")
    page = joe.page
    page.keyboard.press("o")
    page.wait_for_url("**/coding/*")
    joe.look()
    page.keyboard.press("y")
    expect(page.locator(".toast")).to_contain_text("Yes to “Safe streets”.")
    page.keyboard.press("1")
    expect(page.locator(".toast")).to_contain_text("“Swings” added.")
    assert place.tags() == {(first, coding.priority()), (first, theme)}
    joe.look()
    page.keyboard.press("j")
    page.wait_for_url(f"**/{second}*")
    joe.look()
