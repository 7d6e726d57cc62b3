"""The poster of an event and its QR code."""

import io
import struct

import pytest
from lxml import etree

from cypp_consult.core.audiences import Audience
from cypp_consult.core.roles import Role
from cypp_consult.events import services
from tests import make


@pytest.fixture
def event(session):
    of = make.consultation(session, title="What matters to you?")
    made = make.event(session, of, name="Family day", code="K7M2QP")
    services.set_audiences(session, made, {Audience.YOUNG_PEOPLE: None, Audience.PARENTS_CARERS: 10})
    session.commit()
    return made


def base(event):
    return f"/consultations/{event.consultation.slug}/events/{event.slug}"


def test_a_poster_says_who_where_and_which_code(page, lead, event):
    answer = page.sign_in(lead).get(f"{base(event)}/poster")
    words = answer.words()
    for part in (
        "What matters to you?",
        "Family day",
        "127.0.0.1:5000/j/K7M2QP",
        "K7M 2QP",
        "Parents and carers",
        "We do not ask your name.",
    ):
        assert part in words
    assert "7 to 10 years old" not in words
    [alt] = answer.find("//h:img[@class='qr']/@alt")
    assert "http://127.0.0.1:5000/j/K7M2QP" in alt


def test_a_poster_of_an_event_that_is_not_ready_says_so_on_the_screen_alone(page, session, lead, event):
    page.sign_in(lead)
    assert not page.get(f"{base(event)}/poster").find("//h:div[contains(@class, 'note-late')]")
    event.safeguarding_phone = ""
    session.commit()
    [note] = page.get(f"{base(event)}/poster").find("//h:div[contains(@class, 'note-late')]/@class")
    assert "no-print" in note


def test_the_qr_code_comes_as_svg_and_as_png(page, lead, event):
    page.sign_in(lead)
    svg = page.get(f"{base(event)}/qr.svg")
    assert svg.response.mimetype == "image/svg+xml"
    assert etree.parse(io.BytesIO(svg.response.data)).getroot().tag == "{http://www.w3.org/2000/svg}svg"
    png = page.get(f"{base(event)}/qr.png").response.data
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    assert width == height >= 600


def test_a_facilitator_prints_posters_of_their_events_alone(page, session, person, event):
    priya = person(Role.FACILITATOR)
    page.sign_in(priya)
    for end in ("poster", "qr.svg", "qr.png"):
        page.get(f"{base(event)}/{end}", status=404)
    services.set_staff(session, event, [priya.id])
    session.commit()
    for end in ("poster", "qr.svg", "qr.png"):
        page.get(f"{base(event)}/{end}")


def test_a_poster_without_audiences_is_still_a_page(page, session, lead):
    event = make.event(session, make.consultation(session, launched=False, audiences=()))
    session.commit()
    page.sign_in(lead).get(f"{base(event)}/poster")
