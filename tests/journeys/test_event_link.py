"""An event from its plan to an answer by its link: planned without scripts, answered on a phone, printed on one sheet."""

import re

import pytest

from cypp_consult.core import clock
from cypp_consult.desk.demonstration.world import PASSWORD
from tests.journeys.guest import Guest, held_to_axe, no_sideways_scroll

EVENTS = "/consultations/demo/events"
WISH = "Made up for this test: somewhere dry to meet after school"
# the names of an event and its consultation, each as long as it can be, and back again
NAMES = """
import sys
from sqlalchemy import select
from cypp_consult.core.database import session
from cypp_consult.events.models import Event
event = session().scalar(select(Event).where(Event.slug == "moorside-primary"))
event.name, event.consultation.title = sys.argv[1:]
session().commit()
"""
NORMAL = ("Moorside Primary School", "What matters to you?")
LONGEST = (("Moorside Primary School, both sites " * 7)[:200], ("What matters to you in Ashdale, and why? " * 7)[:200])


def pages_of(guest: Guest) -> int:
    """How many pages the browser prints the page on."""
    pdf = guest.page.pdf(format="A4", prefer_css_page_size=True)
    (count,) = re.findall(rb"/Type /Pages\s*/Count (\d+)", pdf)
    return int(count)


def planned(amina: Guest) -> str:
    """Plan an event as the lead does, and return the code of its link."""
    amina.go(f"{EVENTS}/new")
    amina.fill("Name", "Family day in the park")
    amina.fill("Day", clock.today().isoformat())
    amina.fill("Quiet room", "The tent by the pond")
    amina.pick("Staff and partners")
    for number, name in enumerate(("Morning", "Afternoon", "By mistake")):
        amina.press("Add a session")
        amina.page.locator(f"#sessions-{number}-name").fill(name)
    amina.press("Take out session 3")
    amina.page.locator("#sessions-1-starts_at").fill("13:00")
    amina.pick("Parents are there", "Priya Nair")
    amina.press("Save event")
    assert "Ready. Nothing is left to do." in amina.words("#ready")
    words = amina.words()
    assert words.index("Morning") < words.index("Afternoon")
    assert "By mistake" not in words
    return amina.words(".link-code").replace(" ", "")


def answer_to_the_end(guest: Guest) -> None:
    """Write the wish where own words are asked for, and skip the rest."""
    guest.press("I want to take part")
    while "/question/" in guest.page.url:
        box = guest.page.locator("main textarea, main input[type=text]")
        if box.count():
            box.fill(WISH)
            guest.press("Continue")
        else:
            guest.press("Skip this question")
    guest.press("Continue")
    guest.press("Send my answers")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_from_the_plan_to_an_answer_at_the_event(visitor, demonstration, scripts):
    amina = visitor(demonstration, "desk", "lead@ashdale.example", PASSWORD, java_script_enabled=scripts)
    code = planned(amina)
    place = amina.page.url
    sam = visitor(demonstration, "phone", java_script_enabled=scripts)
    sam.go("/")
    sam.fill("Type the code from your poster, letter or message", f"{code[:3]} {code[3:]}".lower())
    sam.press("Go")
    assert sam.heading == "Who are you?"
    assert sam.page.locator("a.who").count() == 3
    sam.press(re.compile("^I am 11 to 18 years old"))
    assert "Family day in the park" in sam.words(".join-at")
    answer_to_the_end(sam)
    assert sam.heading == "Thank you. Your answers are saved."
    sam.press("Next person")
    assert sam.page.url.endswith(f"/j/{code}")
    amina.go(place)
    amina.press("Answers from here")
    assert "Family day in the park" in amina.words("tbody")
    assert amina.page.locator("tbody tr").count() == 1


def test_who_are_you_with_the_keyboard_alone_on_the_smallest_screen(visitor, demonstration):
    helen = visitor(demonstration, "desk", "lead@ashdale.example", PASSWORD)
    code = planned(helen)
    tom = visitor(demonstration, "phone", viewport={"width": 320, "height": 568}, forced_colors="active")
    tom.go(f"/j/{code}")
    for choice in tom.page.locator("a.who").all():
        assert choice.bounding_box()["height"] >= 64
    tom.page.keyboard.press("Tab")
    while "who" not in (tom.page.evaluate("document.activeElement.className") or ""):
        tom.page.keyboard.press("Tab")
    with tom.page.expect_navigation():
        tom.page.keyboard.press("Enter")
    tom.look()
    assert tom.page.url.endswith(f"?at={code}")


def test_a_poster_fits_on_one_sheet_whatever_the_names(visitor, demonstration):
    amina = visitor(demonstration, "desk", "lead@ashdale.example", PASSWORD)
    for names in (LONGEST, NORMAL):
        demonstration.python(NAMES, *names)
        amina.go(f"{EVENTS}/moorside-primary/poster")
        assert pages_of(amina) == 1
        amina.page.set_viewport_size({"width": 320, "height": 568})
        no_sideways_scroll(amina.page)
        held_to_axe(amina.page)
        amina.page.set_viewport_size({"width": 1366, "height": 768})
