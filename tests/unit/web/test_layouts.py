"""Layouts say where you are, work without a script, and need no more than they are given."""

from types import SimpleNamespace as Thing

import pytest

from cypp_consult.desk.parts_form import examples, filled, with_errors
from tests.unit.web.document import find, words

PAGE = "{% block title %}Timeline{% endblock %}{% block content %}<h1>Timeline</h1>{% endblock %}"
LEAD = Thing(is_authenticated=True, name="Amina Yusuf", email="amina@example.org")
STOPS = [
    Thing(label="Desk", url="/desk", current=False, count=0, count_label=""),
    Thing(label="Safety", url="/safety", current=True, count=1037, count_label="unread"),
]


def shared(**more):
    return {"line_stops": lambda: STOPS, "current_user": LEAD, "menu_links": [("Your account", "/account")], **more}


def test_the_line_says_where_you_are_and_what_waits(lay_out):
    document = lay_out("staff", PAGE, **shared())
    (line,) = find(document, "//h:nav[@class='line']")
    assert line.get("aria-label")
    (current,) = find(document, "//h:nav[@class='line']//*[@aria-current='page']")
    assert words(current) == "Safety 1,037 unread"


def test_the_phone_menu_holds_the_same_stops_and_needs_no_script(lay_out):
    document = lay_out("staff", PAGE, **shared())
    stops = find(document, "//h:details[@class='menu']//h:nav//h:a/@href")
    assert stops == ["/desk", "/safety"]
    assert find(document, "//h:details[@class='menu']/h:summary")


def test_signing_out_is_a_form_with_a_token(lay_out):
    document = lay_out("staff", PAGE, **shared())
    forms = find(document, "//h:form[@action='/sign-out']")
    assert len(forms) == 2, "one for the bar, one for the phone's menu"
    for form in forms:
        assert form.get("method") == "post"
        assert form.xpath(".//*[@name='csrf_token']")


def test_the_bar_names_the_consultation_and_its_state(lay_out):
    where = {
        "consultation_in_bar": Thing(title="What matters to you?"),
        "bar_state": "Open, 18 days left",
        "bar_change_url": "/c",
    }
    document = lay_out("staff", PAGE, **shared(**where))
    assert (
        words(find(document, "//*[@class='which']")[0]) == "What matters to you?Open, 18 days leftChange consultation"
    )


@pytest.mark.parametrize("layout", ["staff", "public", "plain", "print"])
def test_a_layout_stands_with_nothing_given(lay_out, layout):
    document = lay_out(layout, PAGE)
    assert len(find(document, "//h:main[@id='main']")) == 1
    assert find(document, "/h:html[@lang='en' and @dir='ltr']")
    assert find(document, "//h:a[@class='skip' and @href='#main']")
    assert words(find(document, "//h:title")[0]).startswith("Timeline")
    ids = find(document, "//@id")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("form", "title"), [(with_errors(), "Error: Timeline"), (filled(), "Timeline")])
def test_the_title_says_error_when_the_form_has_one(lay_out, form, title):
    form.errors  # noqa: B018 - reading them must change nothing
    assert words(find(lay_out("public", PAGE, form=form), "//h:title")[0]).startswith(title)


@pytest.mark.parametrize("who", ["child", "young", "adult"])
def test_a_public_page_says_whom_it_speaks_to(lay_out, who):
    document = lay_out("public", PAGE, who=who, page_lang="ur", page_dir="rtl", back_url="/back")
    assert find(document, f"//h:body[@class='public' and @data-who='{who}']")
    assert find(document, "/h:html[@lang='ur' and @dir='rtl']")
    assert not find(document, "/h:html/@data-theme"), "public pages stay on paper, also in the dark"
    assert words(find(document, "//h:a[@class='back']")[0]) == "Back"


@pytest.mark.parametrize("layout", ["staff", "public", "plain", "print"])
@pytest.mark.parametrize("demonstration", [True, False])
def test_a_demonstration_says_so_on_every_page(lay_out, layout, demonstration):
    document = lay_out(layout, PAGE, demonstration=demonstration)
    assert bool(find(document, "//h:footer//*[@class='made-up']")) is demonstration


@pytest.mark.parametrize("status", [403, 404, 410, 413, 429, 500])
def test_the_error_page_needs_nobody_and_nothing(page_of, status):
    document = page_of("errors/error.html", status=status, title="Sorry", advice="Try again in a few minutes.")
    assert words(find(document, "//h:h1")[0]) == "Sorry"
    assert "Try again in a few minutes." in words(find(document, "//h:main")[0])
    assert find(document, "//h:main//h:a/@href"), "there is a way on"


def test_the_page_of_parts_shows_every_field_and_every_drawing(page_of):
    document = page_of("desk/parts.html", **examples())
    ids = find(document, "//@id")
    assert len(ids) == len(set(ids)), sorted(i for i in ids if ids.count(i) > 1)
    assert len(find(document, "//*[contains(@class,'art face')]")) > 5
    assert not find(document, "//@style")
