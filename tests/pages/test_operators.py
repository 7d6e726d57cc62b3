"""The operators' addresses answer."""


def test_alive_asks_no_database(page):
    assert page.get("/healthz").response.json == {"status": "ok"}


def test_headers_are_strict(page):
    answer = page.get("/healthz")
    assert "unsafe" not in answer.response.headers["Content-Security-Policy"]
    assert answer.response.headers["X-Content-Type-Options"] == "nosniff"
