"""Real input: a file of real statements is imported, read, tagged, summed up and exported; again it adds nothing.

The file is that of CYPP_TEST_COMMENTS_CSV, else real open data where it lies beside the checkout, else one made up for us.
"""

import csv
import os
import re
from pathlib import Path

import docx
import openpyxl
import pytest
from playwright.sync_api import expect

from tests.journeys.guest import Guest
from tests.journeys.site import ROOT

LEAD, ANALYST = "amina@example.org", "joe@example.org"
TAGGED = 20
PAGES_READ = 5
PREPARE = """
from cypp_consult.core import clock
from cypp_consult.core.database import db
from cypp_consult.plans.services import start_from_template
from tests import make
plan = start_from_template(
    db.session, "leeds-2009", at=clock.now(), title="A plan", area="Ashdale", period_start=2026, period_end=2029, outcome_label="Outcome"
)
made = make.consultation(db.session, slug="statements", title="What people say", plan_id=plan.id)
make.question(db.session, made, key="better", name="What would be better")
make.milestone(db.session, made, slug="first-draft", name="First draft")
db.session.commit()
"""
MAP = """
text: comment-body
id: comment-id
submitted_at: timestamp
audience: {value: young-people}
"""


@pytest.fixture(scope="module")
def statements() -> Path:
    given = os.environ.get("CYPP_TEST_COMMENTS_CSV", "")
    beside = sorted((ROOT.parent / "shared" / "data" / "citizens-statements").glob("*/comments.csv"))
    return Path(given) if given else next(iter(beside), ROOT / "tests" / "data" / "made_up_comments.csv")


def rows_of(path: Path) -> tuple[int, int]:
    """Return how many rows of the file say something, and how many do not."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        said = [bool(row["comment-body"].strip()) for row in csv.DictReader(file)]
    return sum(said), len(said) - sum(said)


def figures(guest: Guest) -> list[int]:
    """Return new or imported, known already and rejected, as the page of an import says them."""
    return [int(words.replace(",", "")) for words in guest.page.locator("main .kpis dd").all_inner_texts()][:3]


def up_to_the_trial(amina: Guest, statements: Path) -> None:
    amina.stop("Answers")
    amina.press(amina.control("Import a file").first)
    amina.page.get_by_label("CSV or Excel file").set_input_files(statements)
    amina.press("Upload")
    assert amina.page.locator("main table tbody tr").count() == 10, "the first ten rows are shown"
    amina.choose("Who answered", "The same for all: Young people")
    assert amina.field("The row's own id").input_value() == "column:comment-id", "what can be known is chosen already"
    amina.choose("What would be better", "comment-body")
    amina.press("Check the file")
    follow(amina)
    assert amina.heading == "What would happen"


def follow(guest: Guest) -> None:
    """Wait on the page of a job until it is done, and go on from there."""
    link = guest.page.locator("[data-job-act] a")
    link.wait_for(timeout=60_000)
    guest.look()
    guest.press(link)


def test_a_real_file_is_imported_read_tagged_and_summed_up(visitor, site, statements, tmp_path):
    site.people(("Amina Yusuf", LEAD, "lead"), ("Joe Carter", ANALYST, "analyst"))
    site.python(PREPARE)
    said, silent = rows_of(statements)

    amina = visitor(site, "desk", LEAD)
    amina.go("/consultations/statements")
    up_to_the_trial(amina, statements)
    assert figures(amina) == [said, 0, silent]
    amina.press(re.compile("^Import "))
    follow(amina)
    assert amina.heading == "Imported"
    assert figures(amina) == [said, 0, silent]
    amina.press("See the answers")
    assert re.search(rf"responses\s+{said:,}\b", amina.words())

    cleared = read_for_safety(amina)
    tag_twenty(visitor(site, "desk", ANALYST), cleared)
    export_three_ways(amina, tmp_path, said)

    up_to_the_trial(amina, statements)
    assert figures(amina) == [0, said, silent], "the same file again adds nothing"
    assert not amina.page.get_by_role("button", name=re.compile("^Import ")).count()

    mapped = tmp_path / "map.yaml"
    mapped.write_text(MAP, encoding="utf-8")
    told = site.command("import", "statements", str(statements), "--map", str(mapped)).splitlines()
    assert told[0] == f"imported 0, duplicate {said}, rejected {silent}"
    assert len(told) == silent + 1, "each rejected row is told"


def read_for_safety(amina: Guest) -> int:
    """Clear the unread page by page, a few pages of a large file, and return how many were cleared."""
    amina.stop("Safety")
    cleared = 0
    for _ in range(PAGES_READ):
        boxes = amina.page.get_by_role("checkbox", name="Read, safe")
        read = boxes.count()
        for place in range(read):
            boxes.nth(place).check()
        amina.press("Clear the ones I ticked")
        assert f"{read} answers cleared for coding." in amina.words() or read == 1
        cleared += read
        if "Every answer has been read" in amina.words():
            break
    return cleared


def tag_twenty(joe: Guest, cleared: int) -> None:
    """Tag ten answers one by one with the keyboard, and ten together."""
    joe.go("/consultations/statements/coding?state=uncoded")
    for done in range(1, TAGGED // 2 + 1):
        # fast fingers do not wait for the server
        joe.page.keyboard.press(str(done % 5 + 1))
        joe.page.keyboard.press("j")
    # the numbers follow after a while
    expect(joe.page.locator(".q")).to_contain_text(f"{TAGGED // 2} of {cleared} answers", timeout=60_000)
    joe.look()
    boxes = joe.page.locator(".grid tbody").get_by_role("checkbox")
    for place in range(TAGGED // 2, TAGGED):
        boxes.nth(place).check()
    joe.page.locator(".bulk").get_by_label("Tag", exact=True).select_option(label="Stay Safe")
    joe.act(joe.page.locator(".bulk").get_by_role("button", name="Add", exact=True), "“Stay Safe” added")
    expect(joe.page.locator(".q")).to_contain_text(f"{TAGGED} of {cleared} answers", timeout=40_000)


def export_three_ways(amina: Guest, folder: Path, answers: int) -> None:
    coded = f"{TAGGED} of {answers:,}"
    amina.stop("Summaries")
    amina.press("Draft for First draft")
    assert coded in amina.words()
    amina.press("Export")
    page = amina.download(re.compile("^Download.*: Web page$"), folder).read_text(encoding="utf-8")
    assert '<html lang="en-GB">' in page and coded in page

    address = amina.page.url
    book = openpyxl.load_workbook(made(amina, "Excel workbook", folder))
    assert "Stay Safe" in [cell.value for sheet in book for row in sheet for cell in row]
    amina.go(address)
    document = docx.Document(str(made(amina, "Word document", folder)))
    assert any(coded in part.text for part in document.paragraphs)


def made(amina: Guest, kind: str, folder: Path) -> Path:
    """Return the file that a job makes."""
    amina.press(re.compile(f"^Make file.*: {kind}$"))
    amina.page.locator("[data-job-act] a").wait_for(timeout=60_000)
    amina.look()
    return amina.download("Download", folder)
