"""Extending and closing early, each with its reason."""

from datetime import timedelta

from cypp_consult.core import clock
from tests import make


def test_extending_shows_the_days_added_and_the_reason(leads, session):
    of = make.consultation(session)
    session.commit()
    later = of.closes_on + timedelta(days=14)
    answer = leads.submit(f"/consultations/{of.slug}/extend", to_day=later.isoformat(), reason="Snow closed schools.")
    row = answer.words("//h:table[1]/h:tbody")
    assert "+14" in row
    assert "Snow closed schools." in row
    assert "Open, 34 days left" in answer.words()


def test_extending_needs_a_later_day_and_a_reason(leads, session):
    of = make.consultation(session)
    session.commit()
    url = f"/consultations/{of.slug}/extend"
    answer = leads.submit(url, to_day="", reason="")
    assert answer.errors() == ["Enter the new last day", "Say why in a sentence: people can read it later"]
    answer = leads.submit(url, to_day=of.closes_on.isoformat(), reason="Snow")
    assert answer.errors()[0].startswith("Choose a day after")
    assert answer.find("//h:textarea[@name='reason']")[0].text.strip() == "Snow"


def test_closing_early_tonight_and_at_once(leads, session):
    of = make.consultation(session)
    session.commit()
    url = f"/consultations/{of.slug}/close"
    answer = leads.submit(url, reason="")
    assert answer.errors() == ["Say why in a sentence: people can read it later"]
    answer = leads.submit(url, reason="Enough answers.")
    assert "Open, last day today" in answer.words()
    assert "−20" in answer.words()
    answer = leads.submit(url, when="now", reason="A wrong link went out.")
    assert "Closed" in answer.words("//*[contains(@class, 'head')]")
    assert "Open it again" in answer.words()
    assert leads.get(url).url == f"/consultations/{of.slug}", "what is closed cannot be closed"


def test_tonight_is_refused_where_today_is_the_last_day_anyway(leads, session):
    of = make.consultation(session, closes=0)
    session.commit()
    answer = leads.submit(f"/consultations/{of.slug}/close", reason="Enough")
    assert "anyway" in answer.errors()[0]


def test_a_closed_one_opens_again(leads, session):
    of = make.consultation(session, opens=-60, closes=-2)
    session.commit()
    to_day = clock.today() + timedelta(days=7)
    assert leads.get(f"/consultations/{of.slug}/extend").heading == "Open it again"
    answer = leads.submit(f"/consultations/{of.slug}/extend", to_day=to_day.isoformat(), reason="Few parents so far.")
    assert "Open, 7 days left" in answer.words()


def test_a_draft_has_its_dates_on_the_form_instead(leads, session):
    of = make.consultation(session, launched=False)
    session.commit()
    assert leads.get(f"/consultations/{of.slug}/extend").url.endswith("/edit/when")
    assert leads.get(f"/consultations/{of.slug}/close").url == f"/consultations/{of.slug}"
