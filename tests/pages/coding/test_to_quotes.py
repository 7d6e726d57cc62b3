"""From an answer to a quote: the way is there for those who may release one."""


def test_a_lead_is_led_from_an_answer_to_its_quote_and_an_analyst_is_not(coding, page, analyst, lead):
    answer = coding.answer("more swings please")
    coding.session.commit()
    address = f"/consultations/{coding.consultation.slug}/coding/{answer}"
    page.sign_in(lead)
    way = page.get(address).find("//h:a[normalize-space()='Use as a quote']")[0].get("href")
    assert "more swings please" in page.get(way).words()
    page.sign_in(analyst)
    assert not page.get(address).find("//h:a[normalize-space()='Use as a quote']")
