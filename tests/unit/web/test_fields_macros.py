"""Every field macro names its control, says its hint and its error, and links them to it."""

from typing import Any

import pytest
from wtforms import Form, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from cypp_consult.desk.parts_form import PartsForm, filled, with_errors
from tests.unit.web.document import find, words

HINT = "Say it in your own words"
SINGLE = {
    "text_input": "title",
    "textarea": "purpose",
    "select": "stage",
    "date_input": "closes_on",
    "file_input": "answers",
    "password_input": "password",
    "single_checkbox": "agree",
}
GROUPS = {"radios": "ease", "checkboxes": "audiences", "faces": "safe", "picture_choices": "top"}


def described_by(document: Any, element: Any) -> list[str]:
    """Return the words of everything that describes the element, in order; each id must be there once."""
    told = []
    for name in (element.get("aria-describedby") or "").split():
        targets = find(document, f"//*[@id='{name}']")
        assert len(targets) == 1, f"{name} is there {len(targets)} times"
        told.append(words(targets[0]))
    return told


@pytest.mark.parametrize(("macro", "name"), SINGLE.items())
def test_a_single_control_has_a_label_a_hint_and_a_linked_error(draw, macro, name):
    form = with_errors()
    document = draw(f"{{{{ fields.{macro}(form[name], hint=hint) }}}}", form=form, name=name, hint=HINT)
    (control,) = find(document, f"//*[@name='wrong-{name}']")
    (label,) = find(document, f"//h:label[@for='{control.get('id')}']")
    assert form[name].label.text in words(label)
    assert described_by(document, control) == [HINT, f"Error: {form[name].errors[0]}"]
    assert control.get("aria-invalid") == "true"
    assert control.get("required") is None, "the server's own message shows, not the browser's"
    assert find(document, "//h:div[contains(@class,'bad')]")


@pytest.mark.parametrize(("macro", "name"), GROUPS.items())
def test_a_group_has_a_legend_a_hint_and_a_linked_error(draw, macro, name):
    form = with_errors()
    document = draw(f"{{{{ fields.{macro}(form[name], hint=hint) }}}}", form=form, name=name, hint=HINT)
    (group,) = find(document, "//h:fieldset")
    (legend,) = find(document, "//h:fieldset/h:legend")
    assert group[0] is legend, "the legend comes first, else it is none"
    assert words(legend) == form[name].label.text
    assert described_by(document, group) == [HINT, f"Error: {form[name].errors[0]}"]
    for control in find(document, "//h:input"):
        assert words(find(document, f"//h:label[@for='{control.get('id')}']")[0])


@pytest.mark.parametrize(("macro", "name"), [*SINGLE.items(), *GROUPS.items()])
def test_without_hint_and_error_nothing_is_pointed_at(draw, macro, name):
    document = draw(f"{{{{ fields.{macro}(form[name]) }}}}", form=PartsForm(), name=name)
    assert not find(document, "//@aria-describedby")
    assert not find(document, "//@aria-invalid")
    assert not find(document, "//*[contains(@class,'err-msg')]")


@pytest.mark.parametrize("heading", [True, False])
def test_a_legend_may_be_the_heading_of_its_page(draw, heading):
    document = draw("{{ fields.radios(form.ease, legend_is_heading=heading) }}", form=filled(), heading=heading)
    assert len(find(document, "//h:legend/h:h1")) == heading
    assert words(find(document, "//h:legend")[0]) == "How easy was it to get help for your child?"


def test_what_was_chosen_is_still_chosen(draw):
    line = "{{ fields.radios(form.ease) }}{{ fields.checkboxes(form.audiences) }}{{ fields.faces(form.safe) }}"
    document = draw(line, form=filled())
    chosen = [control.get("value") for control in find(document, "//h:input[@checked]")]
    assert chosen == ["hard", "children", "parents", "middle"]


def test_the_or_comes_before_the_choice_it_names(draw):
    document = draw('{{ fields.radios(form.ease, divider_before="not_sure") }}', form=filled())
    (divider,) = find(document, "//h:p[@class='or']")
    assert "not sure" in words(divider.getnext())


def test_a_hint_of_an_option_describes_it_and_is_no_part_of_its_name(draw):
    document = draw('{{ fields.radios(form.ease, hints={"hard": "More than a month"}) }}', form=filled())
    (option,) = find(document, "//h:input[@value='hard']")
    assert described_by(document, option) == ["More than a month"]
    assert words(find(document, f"//h:label[@for='{option.get('id')}']")[0]) == "Hard"


def test_choices_without_a_face_come_after_or_as_words(draw):
    document = draw('{{ fields.faces(form.ease, {"very_easy": "happy", "hard": "sad"}) }}', form=filled())
    assert len(find(document, "//h:label[@class='pick']")) == 2
    assert [words(o) for o in find(document, "//*[@class='opt']")] == ["Easy", "I’m not sure"]
    assert len(find(document, "//h:input")) == 4


@pytest.mark.parametrize(("name", "count"), [("safe", 3), ("mood", 5)])
def test_three_and_five_faces_are_drawn_and_hidden_from_screen_readers(draw, name, count):
    document = draw("{{ fields.faces(form[name]) }}", form=filled(), name=name)
    faces = find(document, "//*[contains(@class,'art face')]")
    assert len(faces) == count
    assert {face.get("aria-hidden") for face in faces} == {"true"}
    assert len({"".join(face.xpath(".//@d")) for face in faces}) == count, "each face is its own"


def test_a_count_is_a_sentence_that_describes_the_box(draw):
    document = draw("{{ fields.textarea(form.words, count=2000, voice=True) }}", form=PartsForm())
    (box,) = find(document, "//h:textarea")
    assert described_by(document, box) == ["You can write up to 2,000 characters."]
    assert "voice" in box.get("class")
    assert box.get("maxlength") is None, "a long paste is kept, and answered with a message"


def test_the_error_summary_leads_to_every_control_also_the_nested_ones(draw):
    drawn = [
        f"fields.{macro}(form.{name})" for macro, name in [*SINGLE.items(), *GROUPS.items(), ("text_input", "people")]
    ]
    rows = "{% for row in form.wordings %}{{ fields.text_input(row.form.wording) }}{% endfor %}"
    line = "{{ fields.error_summary(form) }}" + "".join(f"{{{{ {call} }}}}" for call in drawn) + rows
    document = draw(line, form=with_errors())
    (summary,) = find(document, "//*[@role='alert']")
    assert summary.get("tabindex") == "-1"
    links = find(document, "//*[@role='alert']//h:a")
    assert len(links) == 14
    for link in links:
        (target,) = find(document, f"//*[@id='{link.get('href')[1:]}']")
        assert target.tag.endswith(("input", "select", "textarea")), f"{link.get('href')} leads to a control"
    ids = find(document, "//@id")
    assert len(ids) == len(set(ids))


def test_a_list_box_is_its_own_target(draw):
    class ListBox(Form):
        """Choices in one list box."""

        several = SelectMultipleField("Several", [InputRequired("Choose some")], choices=[SelectChoice("a", "A")])

    form = ListBox()
    form.validate()
    document = draw("{{ fields.error_summary(form) }}{{ fields.select(form.several) }}", form=form)
    assert find(document, "//h:a/@href") == ["#several"]


def test_no_summary_without_errors(draw):
    assert not find(draw("{{ fields.error_summary(form) }}", form=filled()), "//*[@role='alert']")


def test_words_of_people_are_never_read_as_markup(draw):
    form = PartsForm(title="<b>bold</b>", words="</textarea><script>x</script>")
    document = draw("{{ fields.text_input(form.title) }}{{ fields.textarea(form.words, hint='<i>no</i>') }}", form=form)
    assert find(document, "//h:input/@value") == ["<b>bold</b>"]
    assert not find(document, "//h:script")
    assert not find(document, "//h:i")


@pytest.mark.parametrize(
    ("kind", "cls"), [("go", "b b-go"), ("stop", "b b-stop"), ("quiet", "b b-text"), ("plain", "b")]
)
def test_a_button_says_its_act_and_carries_its_name(draw, kind, cls):
    (button,) = find(draw("{{ fields.submit('Skip', kind, name='act', value='skip') }}", kind=kind), "//h:button")
    assert (words(button), button.get("class"), button.get("name"), button.get("value")) == ("Skip", cls, "act", "skip")


def test_the_token_has_no_id_so_that_a_page_may_hold_many(draw):
    document = draw("{{ fields.csrf() }}{{ fields.csrf() }}")
    assert len(find(document, "//h:input[@name='csrf_token' and not(@id)]")) == 2
