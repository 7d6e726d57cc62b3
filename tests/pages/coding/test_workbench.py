"""The workbench: what is listed, what the buttons do, where one ends up, and who sees what."""

from tests.page import Page


def url(coding, tail=""):
    return f"/consultations/{coding.consultation.slug}/coding{tail}"


def test_smoke(coding, page, analyst):
    answer = coding.answer("The big road by our school scares me")
    coding.guess(answer, coding.priority(), "big road")
    coding.theme()
    coding.session.commit()
    seen = page.sign_in(analyst).get(url(coding))
    assert "The big road" in seen.words()
    page.get(url(coding, f"/{answer}"))
    page.get(url(coding, "/themes"))
    page.get(url(coding, "/themes/new"))
    page.get(url(coding, "/words?try=I+get+bullied+on+the+bus"))
    page.get(url(coding, "?state=all&words=zebra"))
