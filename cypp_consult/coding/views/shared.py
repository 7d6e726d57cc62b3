"""What the pages of coding share: the blueprint, who codes, and the way back to the same place in the list."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from flask import Blueprint, flash, url_for
from flask_login import current_user

from cypp_consult.coding import filters, queries
from cypp_consult.coding.filters import Filters, Place
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import clock
from cypp_consult.core.clock import LONDON, local_day
from cypp_consult.core.database import session
from cypp_consult.core.roles import Role
from cypp_consult.web import line
from cypp_consult.web.filters import short_day

CODERS = (Role.LEAD, Role.ANALYST, Role.YOUNG_ANALYST)
EDITORS = (Role.LEAD, Role.ANALYST)

bp = Blueprint("coding", __name__, url_prefix="/consultations/<slug>/coding")
line.add(line.Stop(order=60, label="Coding", endpoint="coding.answers", roles=frozenset(EDITORS)))


def sees_attributes() -> bool:
    """Say whether this person may see who answered where; young analysts read the words alone."""
    return bool(current_user.is_any(*EDITORS))


@bp.app_template_filter("when")
def when(moment: datetime) -> str:
    """Return the time of a moment today, such as "10:42", else its day, such as "3 Nov"."""
    if local_day(moment) == clock.today():
        return f"{moment.astimezone(LONDON):%H:%M}"
    return short_day(moment.astimezone(LONDON))


def flash_undo(words: str, url: str, **fields: str) -> None:
    """Put a message with a way to undo it, as `flashes` of the parts shows it; the fields go with the Undo."""
    message: Any = {"words": words, "url": url, "fields": fields}
    flash(message, "undo")


@dataclass(frozen=True)
class Way:
    """Where a coder is: the filters, the page of the list, and the answer if one is open."""

    slug: str
    filters: Filters
    after: Place | None = None
    before: Place | None = None
    answer: UUID | None = None

    @property
    def arguments(self) -> dict[str, Any]:
        """Return it as arguments of an address, without the answer."""
        given: dict[str, Any] = {**self.filters.as_arguments()}
        if self.after:
            given["after"] = self.after.token
        elif self.before:
            given["before"] = self.before.token
        return given

    @property
    def back(self) -> str:
        """Return it as one text that a form carries and `way_back` reads."""
        return urlencode({**self.arguments, **({"answer": str(self.answer)} if self.answer else {})})

    @property
    def url(self) -> str:
        """Return the address of the open answer, else of the page of the list."""
        if self.answer:
            return url_for("coding.answer", slug=self.slug, answer_id=self.answer, **self.arguments)
        return self.list_url()

    def list_url(self, anchor: UUID | None = None, **changes: str) -> str:
        """Return the address of the list with other filters; an argument of "" is left out."""
        given = {name: value for name, value in {**self.arguments, **changes}.items() if value}
        if changes:
            # other filters begin at their first page
            given = {name: value for name, value in given.items() if name in changes or name not in {"after", "before"}}
        return url_for("coding.answers", slug=self.slug, _anchor=f"a-{anchor}" if anchor else None, **given)

    def fresh_url(self, **arguments: str) -> str:
        """Return the address of the list with these filters and no others; an argument of "" is left out."""
        given: dict[str, Any] = {name: value for name, value in arguments.items() if value}
        return url_for("coding.answers", slug=self.slug, **given)

    def answer_url(self, answer: UUID) -> str:
        """Return the address of one answer among the same filters."""
        arguments: dict[str, Any] = {**self.filters.as_arguments()}
        return url_for("coding.answer", slug=self.slug, answer_id=answer, **arguments)


def way(slug: str, arguments: Mapping[str, str], answer: UUID | None = None) -> Way:
    """Return where the arguments of an address lead, with what this person may filter by."""
    chosen = replace(filters.parse(arguments), me=current_user.id)
    return Way(
        slug,
        chosen if sees_attributes() else chosen.without_attributes(),
        after=Place.parse(arguments.get("after", "")),
        before=Place.parse(arguments.get("before", "")),
        answer=answer,
    )


def way_back(slug: str, back: str) -> Way:
    """Return where a form came from. It is taken apart and built anew, so that no other site can be led to."""
    given = dict(parse_qsl(back[:2000]))
    try:
        answer = UUID(given.get("answer", ""))
    except ValueError:
        answer = None
    return way(slug, given, answer)


def place_after(here: Way, consultation: Consultation, acted: UUID) -> str:
    """Return the address to go on at: the same row if it is still listed, else the next, else the one before."""
    if here.answer:
        return here.url
    if queries.still_listed(session(), consultation.id, here.filters, acted):
        return here.list_url(acted)
    place = queries.place_of(session(), acted)
    if place is None:
        return here.url
    previous, following = queries.beside(session(), consultation.id, here.filters, place)
    return here.list_url(following or previous)
