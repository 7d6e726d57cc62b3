"""Without scripts nothing is lost: answering, typing paper in, reading for safety and tagging, on the demonstration."""

import re

from tests.journeys.guest import Guest, Visitor
from tests.journeys.site import Site

DEMO_PASSWORD = "ashdale-demo-only"
WISH = "Made up for this test: the youth club should be open on Sundays"


def staff(visitor: Visitor, site: Site, role: str) -> Guest:
    return visitor(site, "desk", f"{role}@ashdale.example", DEMO_PASSWORD, java_script_enabled=False)


def test_a_young_person_answers_to_the_end(visitor, demonstration):
    tom = visitor(demonstration, "phone", java_script_enabled=False)
    tom.go("/c/ASHTEEN4")
    tom.press("I want to take part")
    while "/question/" in tom.page.url:
        if tom.page.locator("main textarea, main input[type=text]").count():
            tom.page.locator("main textarea, main input[type=text]").fill(WISH)
            tom.press("Continue")
        elif tom.page.locator("main input[type=checkbox]").count():
            tom.press("Continue")
            assert "There is a problem" in tom.words(), "an empty answer is not taken for a skipped one"
            tom.page.locator("main label").nth(1).tap()
            tom.press("Continue")
        else:
            tom.press("Skip this question")
    assert tom.heading == "Check your answers"
    assert WISH in tom.words()
    tom.press("Continue")
    tom.press("Send my answers")
    assert tom.heading == "Thank you. Your answers are saved."
    assert re.fullmatch(r"\w{4} \w{3} \w{3}", tom.words(".receipt .code-word"))


def test_a_facilitator_types_three_paper_forms(visitor, demonstration):
    priya = staff(visitor, demonstration, "facilitator")
    priya.go("/consultations/demo/answers/enter?audience=young-people")
    before = int(re.search(r"([\d,]+) entered so far", priya.words())[1].replace(",", ""))
    for number in range(3):
        priya.page.locator("form.entry fieldset label").nth(number).click()
        priya.page.locator("form.entry textarea").first.fill(f"{WISH}, said form {number + 1}")
        priya.press("Save and next")
        assert f"Saved. {before + number + 1:,} entered so far" in priya.words()


def test_a_lead_clears_and_an_analyst_tags(visitor, demonstration):
    amina = staff(visitor, demonstration, "lead")
    amina.go("/consultations/demo/safety")
    waiting = int(re.search(r"Unread, ([\d,]+)", amina.words())[1].replace(",", ""))
    boxes = amina.page.get_by_role("checkbox", name="Read, safe")
    read = boxes.count()
    for place in range(read):
        boxes.nth(place).check()
    amina.press("Clear the ones I ticked")
    assert f"{read} answers cleared for coding." in amina.words()
    assert waiting == read or f"Unread, {waiting - read:,}" in amina.words()

    joe = staff(visitor, demonstration, "analyst")
    joe.go("/consultations/demo/coding?state=uncoded")
    coded = int(re.search(r"([\d,]+) of [\d,]+ answers", joe.words(".q"))[1].replace(",", ""))
    joe.press(joe.page.get_by_role("button", name=re.compile("^Yes, ")).first)
    assert joe.words(".toast").startswith("Yes to")
    assert f"{coded + 1:,} of" in joe.words(".q")
    joe.press(joe.page.locator(".toast").get_by_role("button", name="Undo"))
    assert joe.words(".toast") == "Undone."
    assert f"{coded:,} of" in joe.words(".q")
    joe.press(joe.page.locator(".grid tbody").get_by_role("link", name=re.compile("^Open")).first)
    tag = joe.page.locator(".pick-codes button").first
    words = tag.inner_text()
    joe.press(tag)
    assert joe.words(".toast").startswith(f"“{words}” added.")
