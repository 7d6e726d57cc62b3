"""One client for page tests: it reads every page as strictly as a browser, a screen reader and our rules would."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import html5lib
from flask import Flask, g, has_app_context
from flask.testing import FlaskClient
from lxml import etree

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from cypp_consult.accounts.models import User

NS = {"h": "http://www.w3.org/1999/xhtml"}
TYPED = "self::h:input[not(@type='hidden') and not(@type='submit') and not(@type='button')] or self::h:select or self::h:textarea"


@dataclass
class Answer:
    """What came back: the response, and the parsed document for HTML."""

    response: TestResponse
    document: Any | None

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def url(self) -> str:
        return self.response.request.path

    @property
    def body(self) -> str:
        return self.response.get_data(as_text=True)

    def find(self, path: str) -> list[Any]:
        """Return elements by XPath; prefix names with `h:`."""
        assert self.document is not None, f"not a page: {self.response.content_type}"
        return self.document.xpath(path, namespaces=NS)

    def words(self, path: str = "//h:main") -> str:
        """Return the words of the first element of the path, white space folded."""
        return " ".join("".join(self.find(path)[0].itertext()).split())

    @property
    def heading(self) -> str:
        return self.words("//h:h1")

    def errors(self) -> list[str]:
        """Return the messages of the error summary."""
        return [
            " ".join("".join(item.itertext()).split()) for item in self.find("//*[contains(@class,'err-sum')]//h:a")
        ]


def check(answer: Answer) -> None:
    """Hold a page to the rules; each message says the rule."""
    document = answer.document
    headers = answer.response.headers
    policy = headers.get("Content-Security-Policy", "")
    assert "unsafe-inline" not in policy and "default-src 'none'" in policy, "every page carries the strict policy"
    ids = document.xpath("//@id")
    assert len(ids) == len(set(ids)), f"ids are unique: {sorted(i for i in ids if ids.count(i) > 1)}"
    assert len(document.xpath("//h:h1", namespaces=NS)) == 1, "a page has one h1"
    title = "".join(document.xpath("//h:title//text()", namespaces=NS)).strip()
    assert title, "a page has a title"
    if document.xpath("//*[contains(concat(' ',@class,' '),' err-sum ')]"):
        assert title.startswith("Error:"), 'the title of a page with errors starts with "Error:"'
    assert document.xpath("string(/h:html/@lang)", namespaces=NS), "a page says its language"
    levels = [
        int(e.tag[-1])
        for e in document.xpath("//*[self::h:h1 or self::h:h2 or self::h:h3 or self::h:h4]", namespaces=NS)
    ]
    for before, after in pairwise(levels):
        assert after <= before + 1, f"heading levels are not skipped: {levels}"
    assert not document.xpath("//@style"), "no inline styles"
    assert not document.xpath("//h:script[not(@src)][normalize-space()]", namespaces=NS), "no inline scripts"
    assert not document.xpath("//@*[starts-with(name(),'on')]"), "no inline handlers"
    for image in document.xpath("//h:img", namespaces=NS):
        assert image.get("alt") is not None, "pictures have alt text"
    _check_fields(document, set(ids))
    _check_forms(document)


def _check_fields(document: Any, ids: set[str]) -> None:
    labelled = set(document.xpath("//h:label/@for", namespaces=NS))
    for field in document.xpath(f"//*[{TYPED}]", namespaces=NS):
        inside = field.xpath("ancestor::h:label", namespaces=NS)
        named = field.get("id") in labelled or inside or field.get("aria-label") or field.get("aria-labelledby")
        assert named, f"every field has a label: {etree.tostring(field)[:200]!r}"
    for group in document.xpath("//h:fieldset", namespaces=NS):
        assert "".join(group.xpath("./h:legend//text()", namespaces=NS)).strip(), "every fieldset has a legend"
    for radio in document.xpath("//h:input[@type='radio']", namespaces=NS):
        assert radio.xpath("ancestor::h:fieldset", namespaces=NS), "radios stand in a fieldset"
    for attribute in ("aria-describedby", "aria-labelledby", "aria-controls"):
        for value in document.xpath(f"//@{attribute}"):
            assert set(value.split()) <= ids, f"{attribute} points at what is there: {value}"
    for target in document.xpath("//*[contains(@class,'err-sum')]//h:a/@href", namespaces=NS):
        assert target.startswith("#") and target[1:] in ids, f"the error summary leads to the field: {target}"


def _check_forms(document: Any) -> None:
    for form in document.xpath("//h:form", namespaces=NS):
        if form.get("method", "get").lower() == "post":
            assert form.xpath(".//h:input[@name='csrf_token']", namespaces=NS), (
                f"posting forms carry a token: {form.get('action')}"
            )
            if form.xpath(".//h:input[@type='file']", namespaces=NS):
                assert form.get("enctype") == "multipart/form-data", "a form with a file says multipart/form-data"


class _Client(FlaskClient):
    """Flask's client, with nothing left of the request before.

    Tests hold one application context open, which Flask then uses for their requests too; without this, the person and
    the token of one request would still be there in the next.
    """

    def open(self, *args: Any, **options: Any) -> TestResponse:
        forget_request()
        return super().open(*args, **options)


def forget_request() -> None:
    """Empty what a request leaves in an application context that outlives it."""
    if has_app_context():
        for name in list(g):
            g.pop(name)


class Page:
    """A browser without scripts: it follows redirects, fills forms as they stand, and checks what it sees."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = _Client(app, app.response_class)

    def sign_in(self, user: User) -> Page:
        """Be this person from now on."""
        with self.client.session_transaction() as session:
            session["_user_id"] = user.fs_uniquifier
            session["_fresh"] = True
            session["fs_cc"] = "set"
            session["identity"] = user.fs_uniquifier
        return self

    def sign_out(self) -> Page:
        """Be nobody."""
        with self.client.session_transaction() as session:
            session.clear()
        return self

    def get(self, url: str, *, status: int = 200, follow: bool = True, **options: Any) -> Answer:
        """Open a page and check it."""
        return self._answer(self.client.get(url, follow_redirects=follow, **options), status)

    def post(
        self, url: str, data: dict[str, Any] | None = None, *, status: int = 200, follow: bool = True, **options: Any
    ) -> Answer:
        """Post as a form would, with this session's token, and check what comes back."""
        values = {"csrf_token": self.token(), **(data or {})}
        return self._answer(self.client.post(url, data=values, follow_redirects=follow, **options), status)

    def token(self) -> str:
        """Return a CSRF token that fits this client's session."""
        from flask_wtf.csrf import generate_csrf

        with self.client.session_transaction() as session, self.app.test_request_context():
            from flask import session as inner

            forget_request()
            if "csrf_token" in session:
                inner["csrf_token"] = session["csrf_token"]
            token: str = generate_csrf()
            session["csrf_token"] = inner["csrf_token"]
        return token

    def submit(
        self,
        url: str,
        *,
        form: str = "(//h:main//h:form[@method='post'])[1]",
        button: str | None = None,
        status: int = 200,
        follow: bool = True,
        **values: Any,
    ) -> Answer:
        """Open a page, fill its form by field name and send it. Fields not named keep what the page offers.

        `button` is the text or value of the button to press; the first one otherwise. A value of None takes a field out.
        """
        opened = self.get(url)
        element = opened.find(form)
        assert element, f"no form {form} on {url}"
        data = fields_of(element[0])
        names = set(element[0].xpath(".//@name"))
        unknown = set(values) - names
        assert not unknown, f"the form on {url} has no field {sorted(unknown)}; it has {sorted(names)}"
        data.update(values)
        _press(element[0], button, data)
        target = element[0].get("action") or opened.url
        data = {name: value for name, value in data.items() if value is not None}
        kind = "multipart/form-data" if element[0].get("enctype") == "multipart/form-data" else None
        options = {"content_type": kind} if kind else {}
        return self._answer(self.client.post(target, data=data, follow_redirects=follow, **options), status)

    def _answer(self, response: TestResponse, status: int) -> Answer:
        document = None
        response.get_data()  # files are read now: the connection is closed below
        if response.mimetype == "text/html" and response.data and not 300 <= response.status_code < 400:
            parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("lxml"), strict=True, namespaceHTMLElements=True)
            document = parser.parse(response.get_data(as_text=True))
        answer = Answer(response, document)
        assert response.status_code == status, _told(response, status)
        if document is not None:
            check(answer)
        response.close()
        return answer


def _told(response: TestResponse, status: int) -> str:
    return f"{response.request.path}: expected {status}, got {response.status_code} {response.headers.get('Location', '')}\n{response.get_data(as_text=True)[:1500]}"


def fields_of(form: Any) -> dict[str, Any]:
    """Return what a form would send untouched: name to value, or to a list where a name repeats."""
    data: dict[str, Any] = {}

    def put(name: str, value: str) -> None:
        if name in data:
            kept = data[name] if isinstance(data[name], list) else [data[name]]
            data[name] = [*kept, value]
        else:
            data[name] = value

    for field in form.xpath(".//h:input[@name]", namespaces=NS):
        kind = field.get("type", "text")
        if kind in {"submit", "button", "file", "image"} or (
            kind in {"radio", "checkbox"} and field.get("checked") is None
        ):
            continue
        put(field.get("name"), field.get("value", "on" if kind == "checkbox" else ""))
    for field in form.xpath(".//h:textarea[@name]", namespaces=NS):
        put(field.get("name"), "".join(field.itertext()).removeprefix("\n"))
    for field in form.xpath(".//h:select[@name]", namespaces=NS):
        chosen = field.xpath(".//h:option[@selected]", namespaces=NS) or field.xpath(".//h:option", namespaces=NS)[:1]
        for option in chosen if field.get("multiple") is not None else chosen[-1:]:
            put(field.get("name"), option.get("value", "".join(option.itertext())))
    return data


def _press(form: Any, button: str | None, data: dict[str, Any]) -> None:
    buttons = form.xpath(".//h:button[not(@type='button')] | .//h:input[@type='submit']", namespaces=NS)
    for candidate in buttons:
        shown = " ".join("".join(candidate.itertext()).split())
        if button is None or button in {shown, candidate.get("value"), candidate.get("name")}:
            if candidate.get("name"):
                data[candidate.get("name")] = candidate.get("value", "")
            return
    assert button is None, f"no button {button!r}; there are {[''.join(b.itertext()).strip() for b in buttons]}"
