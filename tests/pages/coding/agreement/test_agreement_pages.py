"""Blind second coding on pages: drawn, read without seeing others, compared, settled; and the young analysts' pages."""

import csv
import io
import json
import re
from uuid import UUID

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from cypp_consult.cli import main
from cypp_consult.coding.agreement import queries
from cypp_consult.coding.agreement.models import CodingSample, SampleReading
from cypp_consult.coding.models import Tag
from cypp_consult.collection.models import Answer
from cypp_consult.core.audiences import Audience
from cypp_consult.core.roles import Role
from cypp_consult.safeguarding.models import Concern, Reading, SafetyReading
from tests import make


def url(coding, tail=""):
    return f"/consultations/{coding.consultation.slug}/coding/agreement{tail}"


def submit(page, address, button, **values):
    """Send the form in which a button stands."""
    form = f"(//h:main//h:form[.//h:button[normalize-space()='{button}']])[1]"
    return page.submit(address, form=form, button=button, **values)


@pytest.fixture
def ready(coding):
    """Forty answers at an event, each tagged and guessed at, and two themes."""
    event = make.event(coding.session, coding.consultation, name="Moorside Primary")
    answers = coding.answers(40, event_id=event.id, audience=Audience.YOUNGER_CHILDREN)
    safe, buses = coding.theme("Safe routes"), coding.theme("Buses that come")
    for answer in answers:
        coding.guess(answer, coding.outcome(), "road")
    coding.act("add_tag", answers[:5], coding.priority("eat-well"))
    coding.session.commit()
    return coding, safe, buses


@pytest.fixture
def sample(ready, page, lead, analyst, other, young):
    """A sample of thirty that two analysts and a young analyst are asked to code."""
    coding, _, _ = ready
    page.sign_in(lead)
    submit(
        page,
        url(coding, "/new"),
        "Draw the sample",
        name="First look",
        size="30",
        coders=[str(analyst.id), str(other.id), str(young.id)],
    )
    return coding.session.scalars(select(CodingSample)).one()


def read(page, coding, sample, choose, until=None):
    """Read a sample as whoever is signed in: `choose(place, answer)` gives the button and the tokens."""
    for place in range(until or 30):
        shown = page.get(url(coding, f"/{sample.id}/read"))
        do, tokens = choose(place, shown.url.rpartition("/")[2])
        page.post(shown.url, {"do": do, "target": tokens})


def test_a_sample_is_drawn_with_advice_and_listed(ready, sample, page):
    coding, _, _ = ready
    listed = page.get(url(coding)).words()
    assert "First look" in listed
    assert "Joe Carter" in listed
    assert "Not begun" in listed
    form = page.get(url(coding, "/new"))
    assert "40 answers are ready: take them all." in form.words()
    assert "Sam, young analyst" in form.words()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"size": "12"}, "between 30 and 40"),
        ({"size": "many"}, "Not a valid integer"),
        ({"coders": []}, "2 to 12 people"),
        ({"name": ""}, "Give the sample a name"),
    ],
)
def test_a_sample_that_will_not_do_keeps_what_was_typed(ready, page, analyst, other, lead, given, says):
    coding, _, _ = ready
    page.sign_in(lead)
    values = {"name": "Mine", "size": "30", "coders": [str(analyst.id), str(other.id)], **given}
    answer = submit(page, url(coding, "/new"), "Draw the sample", **values)
    assert any(says in error for error in answer.errors()), answer.errors()
    assert answer.find("//h:input[@name='size']/@value") == [values["size"]]
    assert coding.session.scalar(select(func.count()).select_from(CodingSample)) == 0


def test_a_reader_sees_words_and_codes_and_nothing_else(ready, sample, page, analyst):
    coding, _, _ = ready
    page.sign_in(analyst)
    assert "Start reading" in page.get(url(coding)).words()
    shown = page.get(url(coding, f"/{sample.id}/read"))
    body = shown.words("//h:main")
    for hidden in ("Moorside", "Younger child", "Eat well", "?", "Stay Safe", "Joe Carter", "Priya"):
        assert hidden not in body.replace("What is it about?", ""), hidden
    assert "Safe routes" in body
    assert shown.find("//h:input[@type='checkbox'][@checked]") == []


def test_reading_goes_on_to_the_next_and_leads_back(ready, sample, page, analyst):
    coding, safe, _ = ready
    page.sign_in(analyst)
    first = page.get(url(coding, f"/{sample.id}/read"))
    second = page.post(first.url, {"do": "done", "target": [safe.token]})
    assert second.url != first.url
    assert "1 of 30 read" in second.words()
    back = page.get(second.find("//h:a[@rel='prev']/@href")[0])
    assert back.url == first.url
    assert back.find("//h:input[@type='checkbox'][@checked]/@value") == [safe.token]
    page.post(first.url, {"do": "done", "target": [safe.token]})
    assert coding.session.scalar(select(func.count()).select_from(SampleReading)) == 1
    wrong = page.post(second.url, {"do": "done"})
    assert wrong.url == second.url
    assert "Choose at least one" in wrong.words()


def test_figures_wait_until_ones_own_reading_is_done(ready, sample, page, analyst, other):
    coding, safe, buses = ready
    page.sign_in(analyst)
    waiting = page.get(url(coding, f"/{sample.id}"))
    assert "wait until you have finished" in waiting.words()
    page.get(url(coding, f"/{sample.id}/settle"), status=403)
    page.get(url(coding, f"/{sample.id}/codes.csv"), status=403)
    read(page, coding, sample, lambda place, _: ("done", [safe.token if place % 2 else buses.token]))
    end = page.get(url(coding, f"/{sample.id}/read"))
    assert end.heading == "You have read every answer"
    done = submit(page, end.url, "I have finished")
    assert "Not enough yet: 0 of at least 30" in done.words()
    over = page.get(url(coding, f"/{sample.id}/read"))
    assert over.heading == "This reading is over"


def both(page, coding, sample, analyst, other, safe, buses):
    """Both read all; they differ on the first three places of the order, agree on the rest."""
    page.sign_in(analyst)
    read(page, coding, sample, lambda place, _: ("done", [safe.token if place % 2 else buses.token]))
    submit(page, url(coding, f"/{sample.id}/read"), "I have finished")
    page.sign_in(other)
    read(page, coding, sample, lambda place, _: ("done", [safe.token if place % 2 or place < 3 else buses.token]))
    submit(page, url(coding, f"/{sample.id}/read"), "I have finished")


def test_agreement_is_shown_settled_and_the_same_on_the_command_line(ready, sample, page, analyst, other, tmp_path):
    coding, safe, buses = ready
    both(page, coding, sample, analyst, other, safe, buses)
    shown = page.get(url(coding, f"/{sample.id}"))
    assert "0 of 2 settled" in shown.words()
    given = page.get(url(coding, f"/{sample.id}/codes.csv"))
    rows = list(csv.DictReader(io.StringIO(given.body)))
    assert len(rows) == 60
    path = tmp_path / "codes.csv"
    path.write_text(given.body)
    told = json.loads(CliRunner().invoke(main, ["agreement", str(path)]).stdout)
    assert told["pooled"]["kappa"] == pytest.approx(0.866667, abs=1e-6)
    assert f"{told['pooled']['kappa']:.2f}" in shown.words("//h:table[contains(@class,'figs')]")
    assert f"{told['f1']['mean']:.2f} ({told['f1']['low']:.2f} to {told['f1']['high']:.2f})" in shown.words()
    order = list(queries.order(coding.session, sample))
    settle = page.get(url(coding, f"/{sample.id}/settle"))
    assert settle.url.endswith(str(order[0]))
    words = settle.words()
    assert "Joe CarterBuses that come" in words
    assert "Priya NairSafe routes" in words
    following = submit(
        page, settle.url, "Settle and next", code=[safe.token], note="The road, not the bus", follow=True
    )
    assert following.url.endswith(str(order[2]))
    tags = coding.session.scalars(select(Tag).where(Tag.answer_id == order[0])).all()
    assert safe.id in {tag.theme_id for tag in tags}
    assert {tag.by_id for tag in tags if tag.theme_id} == {other.id}
    again = page.get(settle.url).words()
    assert "Settled by Priya Nair" in again
    assert "The road, not the bus" in again
    last = submit(page, following.url, "Settle and next", none="nothing_to_say")
    assert last.heading == "Everything is settled"
    taken = submit(page, url(coding, f"/{sample.id}"), "Make these tags")
    assert "28 tags added" in taken.words()
    assert "Undo" in taken.words()


def test_somebody_elses_settlement_is_not_overwritten(ready, sample, page, analyst, other):
    coding, safe, buses = ready
    both(page, coding, sample, analyst, other, safe, buses)
    settle = page.get(url(coding, f"/{sample.id}/settle"))
    page.post(settle.url, {"code": [safe.token], "seen": ""})
    late = page.post(settle.url, {"code": [buses.token], "seen": ""})
    assert "settled this answer meanwhile" in late.words()
    long = page.post(settle.url, {"code": [buses.token], "note": "x" * 1001})
    assert long.errors() == ["The note must be 1,000 characters or fewer"]
    assert long.find("//h:input[@name='code'][@checked]/@value") == [buses.token], "what was ticked is still there"


def test_a_sample_is_closed_opened_and_more_people_asked(ready, sample, page, lead):
    coding, _, _ = ready
    at = url(coding, f"/{sample.id}")
    page.sign_in(lead)
    asked = submit(page, at, "Ask", person=str(lead.id))
    assert "Asked." in asked.words()
    assert "wait until you have finished" in asked.words()
    closed = submit(page, at, "Close")
    assert "Closed." in closed.words()
    submit(page, at, "Open again")
    page.post(f"{at}/ask", {"person": "99999"})


def test_samples_of_another_consultation_or_person_are_not_found(ready, sample, page, person, lead):
    coding, _, _ = ready
    elsewhere = make.consultation(coding.session)
    coding.session.commit()
    stranger = person(Role.ANALYST)
    page.sign_in(stranger)
    page.get(f"/consultations/{elsewhere.slug}/coding/agreement/{sample.id}", status=404)
    page.get(url(coding, f"/{sample.id}/read"), status=404)
    page.get(url(coding, f"/{sample.id}"), status=200)


def test_young_analysts_have_one_warm_page_and_count_as_coders(ready, sample, page, young, analyst):
    coding, safe, _ = ready
    page.sign_in(young)
    home = page.get(url(coding))
    assert home.heading == "Hello, Sam!"
    assert "30 answers left" in home.words()
    shown = page.get(url(coding, f"/{sample.id}/read"))
    assert shown.heading == "What is this about?"
    for hidden in ("Moorside", "ounger child", "Eat well", "Joe Carter", "Priya", "Stay Safe"):
        assert hidden not in shown.body, hidden
    buttons = [" ".join("".join(one.itertext()).split()) for one in shown.find("//h:main//h:button")]
    assert buttons == ["Next one", "No card fits", "I’m not sure", "Skip"]
    answers = iter(["unsure", "skipped", "other"] + ["done"] * 27)
    read(page, coding, sample, lambda _place, _answer: (next(answers), [safe.token]))
    end = page.get(url(coding, f"/{sample.id}/read"))
    assert "You read 29 answers and skipped 1" in end.words()
    again = page.get(url(coding, f"/{sample.id}/read?again=1"))
    assert again.heading == "What is this about?"
    thanks = submit(page, end.url, "Yes, send it")
    assert "You did it!" in thanks.words()
    page.get(url(coding, f"/{sample.id}"), status=403)
    found = queries.line(coding.session, coding.consultation.id, sample.id).coder(young.id)
    assert (found.done, found.skipped) == (29, 1)
    assert found.finished_at is not None


def test_young_analysts_code_outside_samples_too(ready, page, young):
    coding, safe, buses = ready
    page.sign_in(young)
    first = page.get(url(coding, "/young/read"))
    assert "Your first one" in first.words()
    second = page.post(first.url, {"do": "done", "target": [safe.token, buses.token]})
    answer = first.url.rpartition("/")[2]
    tags = coding.session.scalars(select(Tag).where(Tag.by_id == young.id)).all()
    assert {(str(tag.answer_id), tag.theme_id) for tag in tags} == {(answer, safe.id), (answer, buses.id)}
    back = page.get(second.find("//h:a[@class='back']/@href")[0])
    assert back.url == first.url
    assert len(back.find("//h:input[@checked]")) == 2
    page.post(back.url, {"do": "done", "target": [safe.token]})
    assert coding.session.scalar(select(func.count()).select_from(Tag).where(Tag.by_id == young.id)) == 1


def test_a_worry_goes_to_an_adult_and_the_answer_is_gone(ready, sample, page, young):
    coding, _, _ = ready
    page.sign_in(young)
    shown = page.get(url(coding, f"/{sample.id}/read"))
    link = shown.find("//h:a[contains(@class,'b-stop')]/@href")[0]
    asked = page.get(link)
    assert "Moorside" not in asked.body
    told = submit(page, link, "Yes, tell an adult", note="This sounds sad")
    assert told.heading == "Thank you for telling us"
    assert "0800 1111" in told.words()
    concern = coding.session.scalars(select(Concern)).one()
    assert concern.raised_by_id == young.id
    assert coding.session.get(SafetyReading, concern.answer_id).reading is Reading.RAISED
    gone = page.get(shown.url)
    assert gone.url != shown.url
    assert "not there any more" in gone.words()


def test_names_are_hidden_from_young_readers(ready, page, young):
    coding, _, _ = ready
    answer = coding.answer("my name is Zanab Akhtar and I want a park")
    coding.session.commit()
    page.sign_in(young)
    shown = page.get(url(coding, f"/young/read/{answer}"))
    assert "Zanab" not in shown.body
    assert "hidden" in shown.words("//h:blockquote")


@pytest.mark.parametrize("role", [Role.PARTNER, Role.FACILITATOR, Role.SAFEGUARDING_LEAD, Role.ADMINISTRATOR])
def test_others_are_kept_out(ready, page, person, role):
    coding, _, _ = ready
    page.sign_in(person(role))
    for tail in ("", "/new", "/young", "/young/read"):
        page.get(url(coding, tail), status=403)


def test_the_pages_say_nothing_of_whoever_wrote(ready, sample, page, young):
    coding, _, _ = ready
    page.sign_in(young)
    shown = page.get(url(coding, f"/{sample.id}/read"))
    text = coding.session.get(Answer, UUID(shown.url.rpartition("/")[2])).text
    assert re.sub(r"\s+", " ", text) in shown.words("//h:blockquote")


def test_pages_take_few_statements(ready, sample, page, analyst, statements):
    coding, _, _ = ready
    page.sign_in(analyst)
    page.get(url(coding))
    for tail, most in (("", 14), (f"/{sample.id}", 22)):
        with statements() as made:
            page.get(url(coding, tail))
        assert len(made) <= most, (tail, len(made))
