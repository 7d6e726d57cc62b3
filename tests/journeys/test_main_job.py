"""The main job: from an empty database to a themed summary in Word, by four people through the pages alone."""

import re
from datetime import timedelta
from pathlib import Path
from time import monotonic

import docx

from cypp_consult.core import clock
from tests.journeys.guest import Guest

LEAD, ANALYST = "amina@example.org", "joe@example.org"
THRESHOLD = 5
WISH = "I want more benches and lights in the park so that I can play there after school"
MONEY = "Swimming costs too much for a family of four"
OWN_QUESTION = "Where would you like to go that you cannot get to now?"
THEME = "Lights and benches in parks"
EVENT = "Moorside Primary, Year 5"
MILESTONE = "First draft"
PAPER = [
    "The park is dark after school and there are no lights",
    "We need lights in the park by the swings",
    "More lights and benches in our park please",
    "My gran cannot sit down in the park, there is no bench",
    "I am scared in the park when it gets dark",
    "The park needs lights and a bench for resting",
]


def the_lead_starts_a_plan(amina: Guest) -> None:
    amina.go("/plans")
    amina.press("Start a plan")
    leeds = amina.page.locator("main li").filter(has=amina.page.locator("h2", has_text="Leeds"))
    amina.press(leeds.get_by_role("link", name=re.compile("^Look inside")))
    amina.press("Start from this")
    amina.fill("Title of the plan", "Ashdale Children and Young People's Plan")
    amina.fill("Area it is for", "Ashdale")
    amina.press("Start the plan")
    assert amina.heading == "Ashdale Children and Young People's Plan"


def the_lead_makes_a_consultation(amina: Guest) -> None:
    amina.press("New consultation")
    amina.fill("Title", "What matters to you?")
    amina.press("Save and go on")
    amina.pick("Ask younger children", "Ask parents and carers")
    amina.pick("A few equality questions at the end, all of which can be skipped")
    amina.press("Save and go on")
    amina.choose("Lead", "Amina Yusuf")
    amina.press("Save and go on")
    amina.press("Save and go on")
    amina.press("Save")
    assert "missing" in amina.words("#ready")
    while amina.page.locator("#ready .checks a").count():
        missing = amina.page.locator("#ready .checks a").first
        what = missing.inner_text()
        amina.press(missing)
        mend(amina, what)
    assert "Everything here is filled in." in amina.words("#ready")


def mend(amina: Guest, what: str) -> None:
    """Fill in what readiness asks for on the page that its line leads to."""
    today = clock.today()
    if amina.heading == "Why you are asking":
        amina.fill("Why you are asking", "We want to know what would make life in Ashdale better for children.")
        amina.fill("What people can still change", "Which priorities come first, and what we do about them.")
        amina.fill("What is already decided", "There will be one plan for all services.")
        amina.fill("What happens after it closes", "We read every answer.\nWe tell you what we will do.")
    elif amina.heading == "Whom you ask":
        raise AssertionError(what)
    elif amina.heading == "Who answers for it":
        amina.choose("Lead", "Amina Yusuf")
        amina.choose("Safeguarding lead", "Helen Ward")
        amina.fill("Safeguarding lead's phone number", "01632 960 114")
        amina.fill("Whom people can ask", "Amina Yusuf, amina@example.org")
    elif amina.heading == "When":
        amina.fill("First day", today.isoformat())
        amina.fill("Last day", (today + timedelta(days=60)).isoformat())
        amina.fill("Day of the decision", (today + timedelta(days=90)).isoformat())
        amina.fill("Keep answers until", (today + timedelta(days=800)).isoformat())
    else:
        assert amina.heading == "Privacy", what
        amina.pick("Public task")
    amina.press("Save")


def the_lead_writes_the_questions(amina: Guest) -> None:
    amina.stop("Questions")
    amina.press("Open the starter bank")
    amina.pick("Way to school", "First things first", "What would be better")
    amina.press("Add the chosen questions")
    amina.press("New question")
    amina.fill("Short name", "Out of reach")
    amina.pick("A few own words")
    amina.fill("Question for parents and carers", OWN_QUESTION)
    amina.press(amina.page.locator(".stick").get_by_role("button", name="Save"))
    assert OWN_QUESTION in amina.words()


def the_lead_opens_it(amina: Guest) -> dict[str, str]:
    amina.press("Get ready to open")
    assert "Everything is there." in amina.words()
    amina.press("Open this consultation")
    fields = amina.page.locator("main input[readonly]")
    links = {
        fields.nth(place).get_attribute("id") or "": fields.nth(place).input_value() for place in range(fields.count())
    }
    return {name.removeprefix("link-"): url for name, url in links.items()}


def the_lead_plans_an_event_and_a_milestone(amina: Guest) -> None:
    amina.stop("Events")
    amina.press("Plan an event")
    amina.fill("Name", EVENT)
    amina.fill("Day", clock.today().isoformat())
    amina.fill("How many people you expect in all", "30")
    amina.fill("Safeguarding lead on duty", "Helen Ward")
    amina.fill("Their phone number", "01632 960 114")
    amina.pick("The school asked parents")
    amina.press("Save event")
    assert amina.heading == EVENT
    amina.stop("Plan and timeline")
    amina.press(amina.page.get_by_role("navigation", name="This consultation").get_by_role("link", name="Timeline"))
    amina.press("Milestone")
    amina.fill("What is due", MILESTONE)
    amina.choose("Kind", "Drafting")
    amina.fill("Due", (clock.today() + timedelta(days=7)).isoformat())
    amina.press("Add milestone")
    assert MILESTONE in amina.words()


def a_child_answers(tia: Guest, link: str) -> str:
    tia.go(link)
    tia.press("I want to take part")
    tia.pick("Not safe")
    tia.press("Continue")
    tia.press("Skip this question")
    tia.fill("What would make things better for you?", WISH)
    tia.press("Continue")
    assert tia.heading == "Look at your answers"
    assert WISH in tia.words() and "Not safe" in tia.words()
    tia.press("Continue")
    tia.pick("9 or 10")
    tia.press("Send my answers")
    assert tia.heading == "Thank you. Your answers are saved."
    code = tia.words(".receipt .code-word")
    tia.press("Next person")
    assert WISH not in tia.words() and code not in tia.words()
    return code


def a_parent_answers(sam: Guest, link: str) -> None:
    sam.go(link)
    sam.press("I want to take part")
    sam.pick("Safe")
    sam.press("Continue")
    sam.press("Back")
    assert sam.page.get_by_label("Safe", exact=True).is_checked(), "what was answered is still there"
    sam.pick("Unsafe")
    sam.press("Continue")
    tiles = sam.page.locator("main input[type=checkbox]")
    for place in range(3):
        tiles.nth(place).check()
    sam.press("Continue")
    sam.fill("What would make things better for your child and family?", MONEY)
    sam.press("Continue")
    sam.fill(OWN_QUESTION, "The swimming pool")
    sam.press("Continue")
    sam.press(sam.page.get_by_role("link", name=re.compile("^Change.*way to school")))
    sam.pick("Very unsafe")
    sam.press("Continue")
    assert "Very unsafe" in sam.words()
    sam.press("Continue")
    with sam.page.expect_navigation(url="**/done"):
        sam.control("Send my answers").dblclick()
    sam.look()
    assert sam.heading == "Thank you. Your answers are saved."


def the_lead_types_paper_in(amina: Guest) -> None:
    amina.stop("Events")
    amina.press(EVENT)
    amina.press("Enter paper forms")
    for number, words in enumerate(PAPER, 1):
        amina.pick("Not safe", of="form.entry")
        amina.page.locator("form.entry textarea").fill(words)
        amina.press("Save and next")
        assert f"Saved. {number} entered so far at this event." in amina.words()


def the_lead_reads_for_safety(amina: Guest) -> None:
    amina.stop("Safety")
    assert f"Unread, {len(PAPER) + 3}" in amina.words()
    boxes = amina.page.get_by_role("checkbox", name="Read, safe")
    for place in range(boxes.count()):
        boxes.nth(place).check()
    amina.press("Clear the ones I ticked")
    assert "Every answer has been read" in amina.words()


def suggested(joe: Guest, *answers: str) -> None:
    """Open the list again until the machine has looked at answers, as people do who are quicker than it."""
    deadline = monotonic() + 120
    while not all(joe.page.locator(".grid tbody tr", has_text=words).count() for words in answers):
        assert monotonic() < deadline, joe.words()
        joe.page.wait_for_timeout(1000)
        joe.page.reload()


def the_analyst_codes(joe: Guest) -> None:
    joe.go("/desk")
    joe.stop("Coding")
    suggested(joe, WISH, MONEY)
    row = joe.page.locator(".grid tbody tr", has_text=WISH)
    joe.act(row.get_by_role("button", name="Yes, Safe in their communities"), "Yes to “Safe in their communities”.")
    row = joe.page.locator(".grid tbody tr", has_text=MONEY)
    row.locator(".voice").click()
    joe.press(row.get_by_role("link", name=re.compile("^Open")))
    joe.act(joe.control("Succeeding in learning or work"), "Succeeding in learning or work")
    joe.act(joe.page.locator(".toast").get_by_role("button", name="Undo"), "Undone.")
    joe.act(joe.control("Active and eat healthily"), "Active and eat healthily")
    joe.press("Back to the list")
    joe.press(re.compile("^All answers"))
    for words in (WISH, *PAPER):
        joe.page.locator(".grid tbody tr", has_text=words).get_by_role("checkbox").check()
    joe.press(joe.page.locator(".bulk").get_by_role("button", name="New theme"))
    joe.fill("Name", THEME)
    joe.choose("Stands under", "Safe in their communities")
    joe.press("Make theme")
    assert THEME in joe.words(".frame")


def the_lead_releases_a_quote(amina: Guest) -> None:
    amina.stop("Coding")
    amina.press(re.compile("^Coded"))
    row = amina.page.locator(".grid tbody tr", has_text=WISH)
    row.locator(".voice").click()
    amina.press(row.get_by_role("link", name=re.compile("^Open")))
    amina.press("Use as a quote")
    amina.fill("Words to quote", WISH)
    amina.press("Release this quote")
    assert WISH in amina.words(".quotes")


def the_lead_exports(amina: Guest, folder: Path) -> Path:
    amina.stop("Summaries")
    amina.press(f"Draft for {MILESTONE}")
    assert THEME in amina.words() and WISH in amina.words()
    amina.press("Export")
    amina.press(re.compile("^Make file.*: Word document$"))
    assert amina.page.url.split("/")[-2] == "jobs"
    amina.page.locator("[data-job-act] a").wait_for(timeout=60_000)
    assert re.search(r"Progress\s+(\d+) of \1\b", amina.words()), amina.words()
    amina.look()
    return amina.download("Download", folder)


def the_file_says_what_was_heard(path: Path) -> None:
    document = docx.Document(str(path))
    headings = [part.text for part in document.paragraphs if part.style and part.style.name.startswith("Heading 1")]
    for wanted in ("In short", "Why we asked", "Who we heard", "How we worked", "What people said", "In their words"):
        assert wanted in headings
    words = "\n".join(part.text for part in document.paragraphs)
    assert "Themed summary for “First draft”" in words
    assert "A consultation is not a survey" in words
    assert f"Raised most: {THEME}." in words
    assert f"“{WISH}”" in words
    assert MONEY not in words and "swimming" not in words.lower(), "what was not released does not leave"
    assert "Too few answered to be shown, and in no number here: Parents and carers." in words
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "7 (100%)" in cells and "c" in cells
    small = [cell for cell in cells if (found := re.match(r"(\d+)\b", cell)) and 0 < int(found[1]) < THRESHOLD]
    assert not small, f"small counts are hidden: {small}"
    assert document.styles.element.xpath("//w:rPrDefault//w:lang/@w:val") == ["en-GB"]


def the_child_takes_the_answers_back(tia: Guest, code: str) -> None:
    tia.go("/remove")
    tia.fill("Your code", code.lower())
    tia.press("Continue")
    tia.press("Yes, delete them")
    assert tia.heading == "That is done"


def the_summary_follows(amina: Guest) -> None:
    amina.stop("Answers")
    assert re.search(r"responses\s+7\b", amina.words()), amina.words()
    amina.stop("Summaries")
    amina.press(f"Draft for {MILESTONE}")
    assert WISH not in amina.words()
    assert "100%: 6 of 6 answers" in amina.words()


def test_four_people_do_the_main_job(visitor, site, tmp_path):
    site.people(
        ("Amina Yusuf", LEAD, "lead"),
        ("Joe Carter", ANALYST, "analyst"),
        ("Helen Ward", "helen@example.org", "safeguarding_lead"),
    )
    amina = visitor(site, "desk", LEAD)
    the_lead_starts_a_plan(amina)
    the_lead_makes_a_consultation(amina)
    the_lead_writes_the_questions(amina)
    links = the_lead_opens_it(amina)
    the_lead_plans_an_event_and_a_milestone(amina)

    tia, sam = visitor(site, "tablet"), visitor(site, "phone")
    code = a_child_answers(tia, links["younger-children"])
    a_parent_answers(sam, links["parents-carers"])
    amina.stop("Answers")
    assert re.search(r"responses\s+2\b", amina.words()), (
        "two people answered, and the double click stored nothing twice"
    )

    the_lead_types_paper_in(amina)
    the_lead_reads_for_safety(amina)
    the_analyst_codes(visitor(site, "desk", ANALYST))
    the_lead_releases_a_quote(amina)
    the_file_says_what_was_heard(the_lead_exports(amina, tmp_path))

    the_child_takes_the_answers_back(tia, code)
    the_summary_follows(amina)
