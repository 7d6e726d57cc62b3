"""Pages of the screens for children: how complete each language is, reading it, and marking it as checked."""

import re
from typing import Any

from flask import Blueprint, flash, redirect, render_template, send_file, url_for
from flask_login import current_user

from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.errors import NotFoundError
from cypp_consult.core.roles import Role
from cypp_consult.questionnaires.languages import catalogues, draft_queries, services
from cypp_consult.questionnaires.languages.catalogues import LANGUAGES, Language
from cypp_consult.questionnaires.languages.draft_queries import Screens
from cypp_consult.questionnaires.languages.forms import CheckForm
from cypp_consult.web import line
from cypp_consult.web.access import requires

bp = Blueprint("languages", __name__)

PLACE = re.compile(r"(\{\w+\})")
KEEPERS = (Role.ADMINISTRATOR, Role.LEAD)

line.add(
    line.Stop(
        order=85,
        label="Languages",
        endpoint="languages.index",
        roles=frozenset({Role.ADMINISTRATOR}),
        needs_consultation=False,
    )
)


@bp.get("/languages")
@requires(*KEEPERS)
def index() -> Any:
    """List the languages of the children's screens, how complete each is, and who checked it."""
    rows = [row for row in draft_queries.shown(session()).values() if row.language.needs_check]
    return render_template("questionnaires/languages/index.html", rows=rows, Screens=Screens)


@bp.route("/languages/<code>", methods=["GET", "POST"])
@requires(*KEEPERS)
def read(code: str) -> Any:
    """Show every text beside its English, and mark it as checked by a native reader."""
    language = _language(code)
    form = CheckForm(data={"digest": catalogues.digest(code)})
    if form.validate_on_submit():
        digest, reader, role = form.digest.data or "", form.reader.data or "", form.role.data or ""
        services.mark_checked(session(), code, digest, reader, role, current_user.id, clock.now())
        session().commit()
        flash(f"{language.english} is marked as checked by {reader}. Tablets can offer it.", "done")
        return redirect(url_for(".read", code=code), 303)
    words = catalogues.strings(code)
    return render_template(
        "questionnaires/languages/read.html",
        shown=draft_queries.shown(session())[code],
        texts=[(english, words.get(english, "")) for english in catalogues.template()],
        form=form,
        Screens=Screens,
    )


@bp.post("/languages/<code>/take-back")
@requires(*KEEPERS)
def take_back(code: str) -> Any:
    """Take the mark back: the language is off from the next version of each event's page."""
    language = _language(code)
    if services.take_back_check(session(), code, clock.now()):
        session().commit()
        flash(f"The mark is taken back. {language.english} is not offered on tablets.", "done")
    return redirect(url_for(".read", code=code), 303)


@bp.get("/languages/<code>/words.po")
@requires(*KEEPERS)
def words(code: str) -> Any:
    """Give the words as a file for translators' tools."""
    language = _language(code)
    if not catalogues.path(code).exists():
        raise NotFoundError
    name = f"childrens-screens-{language.english.lower()}.po"
    return send_file(
        catalogues.path(code), mimetype="text/x-gettext-translation", as_attachment=True, download_name=name
    )


@bp.app_template_filter("in_parts")
def in_parts(text: str) -> list[str]:
    """Return a text cut before and after each {name} that a tablet fills in; together the parts are the text."""
    return [part for part in PLACE.split(text) if part]


def _language(code: str) -> Language:
    language = LANGUAGES.get(code)
    if language is None or not language.needs_check:
        raise NotFoundError
    return language
