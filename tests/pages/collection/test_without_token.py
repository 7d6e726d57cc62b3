"""A form that comes without this browser's token is refused kindly, also where nobody has its code."""


def test_an_unknown_code_without_a_token_is_refused_and_no_error_of_ours(page):
    reply = page.client.post("/c/NOBODY/question/1", data={"text": "Some words"})
    assert reply.status_code == 400
    assert "open for too long" in reply.get_data(as_text=True)
