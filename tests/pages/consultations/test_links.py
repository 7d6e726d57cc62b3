"""Links, QR codes and posters."""

import io
import struct

import pytest
from lxml import etree

from cypp_consult.core.audiences import Audience
from cypp_consult.core.roles import Role
from tests import make


def test_each_audience_has_its_link_code_and_pictures(leads, session):
    of = make.consultation(session)
    session.commit()
    answer = leads.get(f"/consultations/{of.slug}/links")
    for place in of.audiences:
        assert answer.find(f"//h:input[@value='http://127.0.0.1:5000/c/{place.code}']")
        assert f"{place.code[:4]} {place.code[4:]}" in answer.words()
    svg = leads.get(f"/consultations/{of.slug}/links/young-people.svg")
    assert svg.response.mimetype == "image/svg+xml"
    root = etree.parse(io.BytesIO(svg.response.data)).getroot()
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert b"style=" not in svg.response.data
    png = leads.get(f"/consultations/{of.slug}/links/young-people.png").response.data
    width, height = struct.unpack(">II", png[16:24])
    assert png.startswith(b"\x89PNG")
    assert width == height >= 800


def test_a_poster_says_where_and_which_code(leads, session):
    of = make.consultation(session)
    session.commit()
    answer = leads.get(f"/consultations/{of.slug}/links/younger-children/poster")
    code = of.audiences[0].code
    assert "127.0.0.1:5000" in answer.words()
    assert f"{code[:4]} {code[4:]}" in answer.words()
    assert "What this is about." in answer.words()


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"launched": False}, "It is a draft."),
        ({"opens": 3}, "Opens in 3 days."),
        ({"closes": -1}, "It is closed."),
    ],
)
def test_the_page_says_when_links_lead_nowhere_yet(leads, session, facts, words):
    of = make.consultation(session, **facts)
    session.commit()
    assert words in leads.get(f"/consultations/{of.slug}/links").words()


def test_without_audiences_it_says_what_to_do(leads, session):
    of = make.consultation(session, audiences=(), launched=False)
    session.commit()
    assert "No audience chosen yet" in leads.get(f"/consultations/{of.slug}/links").words()


@pytest.mark.parametrize("end", [".svg", ".png", "/poster"])
def test_an_audience_that_is_not_asked_is_not_found(leads, session, end):
    of = make.consultation(session, audiences=(Audience.YOUNG_PEOPLE,))
    session.commit()
    leads.get(f"/consultations/{of.slug}/links/parents-carers{end}", status=404)
    leads.get(f"/consultations/{of.slug}/links/nobody{end}", status=404)


def test_facilitators_print_posters(page, session, person):
    of = make.consultation(session)
    session.commit()
    page.sign_in(person(Role.FACILITATOR))
    page.get(f"/consultations/{of.slug}/links")
    page.get(f"/consultations/{of.slug}/links/young-people/poster")
