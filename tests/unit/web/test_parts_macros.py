"""Parts say in words what they draw, and draw it with attributes alone."""

import pytest

from tests.unit.web.document import find, words


def test_every_drawing_is_its_own_and_silent(draw):
    line = (
        "{% for kind in face_kinds %}{{ face(kind) }}{% endfor %}{% for name in pictures %}{{ pic(name) }}{% endfor %}"
    )
    drawings = find(draw(line), "//*[contains(@class,'art')]")
    shapes = {"".join(drawing.xpath(".//@d")) for drawing in drawings}
    assert len(shapes) == len(drawings) > 20
    assert "" not in shapes
    assert all(drawing.get("aria-hidden") == "true" and drawing.get("focusable") == "false" for drawing in drawings)


def test_every_icon_and_state_has_a_shape(draw):
    line = """{% for name in icon_names %}<i>{{ icon(name) }}</i>{% endfor %}
    {% for kind in state_kinds %}<b>{{ state(kind, "9 days left") }}</b>{% endfor %}"""
    document = draw(line)
    assert all(len(sign) for sign in find(document, "//*[contains(@class,'si')][@viewBox]"))
    states = find(document, "//h:b")
    assert {words(one) for one in states} == {"9 days left"}
    assert len(states) == 6


@pytest.mark.parametrize(
    ("done", "most", "width"), [(0, 10, "0.0"), (1389, 2316, "60.0"), (12, 10, "100"), (0, 0, "0")]
)
def test_progress_is_an_attribute_never_longer_than_its_track(draw, done, most, width):
    document = draw("{{ parts.progress(done, most) }}", done=done, most=most)
    assert find(document, "//*[@class='g-fill']/@width") == [width]


@pytest.mark.parametrize(
    ("share", "cls", "said"),
    [
        (0, "c0", "0%"),
        (9, "c1", "9%"),
        (10, "c2", "10%"),
        (39.4, "c4", "39%"),
        (40, "c5", "40%"),
        (100, "c5", "100%"),
        (None, "cx", "c"),
    ],
)
def test_a_heat_cell_shows_its_number_and_hides_what_is_small(draw, share, cls, said):
    document = draw("<table><tr>{{ parts.heat_cell(share) }}</tr></table>", share=share)
    (cell,) = find(document, "//h:td")
    assert (cell.get("class"), words(cell)) == (cls, said)


def test_a_hidden_count_has_no_length(draw):
    document = draw("{{ parts.bar(none, 40, target=30, pace=20) }}")
    assert not find(document, "//*[@class='g-fill']")
    assert find(document, "//*[@class='g-ink']"), "the target is still shown"


def test_bars_have_their_words_beside(draw):
    document = draw("{{ parts.bars([('Safe routes', 222, none), ('Help', 0, 'none yet')]) }}")
    assert [words(item) for item in find(document, "//h:dd[@class='num']")] == ["222", "none yet"]
    assert find(document, "//*[@class='g-fill']/@width") == ["300.0", "0.0"]


def test_no_bars_is_no_failure(draw):
    assert not find(draw("{{ parts.bars([]) }}"), "//h:dt")


def test_a_suggestion_looks_like_a_guess_and_says_why(draw):
    document = draw("<p>{{ parts.suggestion('Safe routes', 'said “no light”') }}{{ parts.chip('Buses') }}</p>")
    guess, tag = find(document, "//*[starts-with(@class,'chip')]")
    assert (words(guess), guess.get("class")) == ("Safe routes?", "chip chip-s")
    assert (words(tag), tag.get("class")) == ("Buses", "chip")


def test_undo_posts_a_form_with_a_token(draw):
    document = draw("{{ parts.toast('4 tags added', '/undo', [('tag', 7)]) }}")
    (form,) = find(document, "//h:form[@method='post' and @action='/undo']")
    assert {field.get("name") for field in form.xpath(".//*[@name]")} == {"csrf_token", "tag"}
    assert find(document, "//*[@role='status']")
    assert find(draw("{{ parts.toast('Not saved', bad=True) }}"), "//*[@role='alert']")


def test_an_empty_answer_is_said(draw):
    rows = [{"label": "Who?", "value": "", "url": "/1"}, {"label": "What?", "value": "swings", "voice": True}]
    document = draw("{{ parts.summary_list(rows) }}", rows=rows)
    assert [words(item) for item in find(document, "//h:dd")] == ["Skipped", "Change Who?", "swings"]


def test_the_act_of_a_confirmation_names_itself_and_there_is_a_way_back(draw):
    document = draw("{% call parts.confirm('Close it?', 'Close it today', '/back') %}<p>412 answered.</p>{% endcall %}")
    assert words(find(document, "//h:button")[0]) == "Close it today"
    assert find(document, "//h:a[@href='/back']")
    assert find(document, "//h:form[@method='post']//h:input[@name='csrf_token']")


@pytest.mark.parametrize(
    ("job", "width", "hidden"),
    [
        ({"state": "queued", "done": 0, "all": 0, "words": "Waiting"}, "100", True),
        ({"state": "running", "done": 500, "all": 2000, "words": "Writing"}, "25.0", True),
        ({"state": "done", "done": 2000, "all": 2000, "words": "Ready", "url": "/file"}, "100", False),
        ({"state": "failed", "done": 300, "all": 2000, "words": "It stopped"}, "15.0", True),
    ],
)
def test_a_job_says_its_state_and_offers_its_result(draw, job, width, hidden):
    document = draw("{{ parts.job_progress(job, '/jobs/1.json', 'Making the document') }}", job=job)
    (part,) = find(document, "//h:section")
    assert (part.get("data-job"), part.get("data-state")) == ("/jobs/1.json", job["state"])
    assert find(document, "//*[@data-job-bar]/@width") == [width]
    assert words(find(document, "//*[@role='status']")[0]) == job["words"]
    assert bool(find(document, "//*[@data-job-act and @hidden]")) is hidden


def test_help_lines_can_be_rung(draw):
    document = draw("{{ parts.help_lines([('Childline', '0800 1111', 'free'), ('Talk', 'your teacher', none)]) }}")
    assert find(document, "//h:a/@href") == ["tel:08001111"]


def test_steps_are_said_and_drawn(draw):
    document = draw("{{ parts.steps(2, 6) }}")
    assert words(find(document, "//h:p")[0]) == "Question 2 of 6"
    drawn = [path.get("class") for path in find(document, "//*[@d]")]
    assert drawn == ["p-done", "p-now", "p-next", "p-next", "p-next", "p-next"]


def test_sorting_is_a_link_and_said(draw):
    columns = [
        {"label": "Date", "num": True, "sort": "?by=date", "sorted": "ascending"},
        "What",
        {"label": "Acts", "hidden": True},
    ]
    document = draw(
        "{% call parts.table('Due', columns) %}<tr><td>1</td><td>2</td><td>3</td></tr>{% endcall %}", columns=columns
    )
    assert find(document, "//h:th[@aria-sort='ascending']//h:a/@href") == ["?by=date"]
    assert [words(cell) for cell in find(document, "//h:th")] == ["Date", "What", "Acts"]
    assert words(find(document, "//h:caption")[0]) == "Due"
    assert find(document, "//*[@role='region' and @tabindex='0' and @aria-label='Due']"), (
        "a wide table scrolls by keyboard"
    )
