"""The line: the route an answer travels is the staff navigation. Each feature adds its stop."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request, session, url_for
from flask_login import current_user

from cypp_consult.core.roles import Role


@dataclass(frozen=True)
class Stop:
    """One stop: where it stands, its word, its page, who sees it, and what waits there."""

    order: int
    label: str
    endpoint: str
    roles: frozenset[Role]
    # given the consultation, how many things wait, and the word for them ("unread"); none where nothing is counted
    count: Callable[[Any], int] | None = None
    count_label: str = ""
    needs_consultation: bool = True
    # where the stop stands for some pages of its blueprint alone, their endpoints
    only: frozenset[str] = frozenset()

    @property
    def is_here(self) -> bool:
        """Say whether the page asked for belongs to this stop."""
        if self.only:
            return request.endpoint in self.only
        return request.blueprint in {self.endpoint.partition(".")[0], *_also.get(self.label, ())}


@dataclass(frozen=True)
class StopOnPage:
    """A stop as the template shows it."""

    label: str
    url: str
    current: bool
    count: int
    count_label: str


_stops: dict[str, Stop] = {}
_also: dict[str, set[str]] = {}
_last: list[Callable[[str | None], Any]] = []


def add(stop: Stop) -> None:
    """Put a stop on the line; adding the same label again replaces it."""
    _stops[stop.label] = stop


def add_pages(label: str, blueprint: str) -> None:
    """Let the pages of one more blueprint belong to a stop."""
    _also.setdefault(label, set()).add(blueprint)


def set_consultation(consultation: Any) -> None:
    """Tell the page which consultation it is about: the bar names it, the stops lead there, and it is remembered."""
    g.consultation = consultation
    if session.get("consultation") != consultation.slug:
        session["consultation"] = consultation.slug


def find_last_by(find: Callable[[str | None], Any]) -> None:
    """Say how pages that are about no consultation find one for the line: given the slug last seen, or None."""
    _last[:] = [find]


def current() -> Any:
    """Return the consultation of the page, or the one last looked at; None for strangers and where there is none."""
    if not getattr(current_user, "is_authenticated", False):
        return None
    if "consultation" not in g and _last:
        g.consultation = _last[0](session.get("consultation"))
    return g.get("consultation")


def _visible() -> list[StopOnPage]:
    if not getattr(current_user, "is_authenticated", False):
        return []
    consultation = current()
    shown = []
    for stop in sorted(_stops.values(), key=lambda item: item.order):
        if not current_user.is_any(*stop.roles) or (stop.needs_consultation and consultation is None):
            continue
        values = {"slug": consultation.slug} if stop.needs_consultation else {}
        shown.append(
            StopOnPage(
                label=stop.label,
                url=url_for(stop.endpoint, **values),
                current=stop.is_here,
                count=stop.count(consultation) if stop.count and consultation is not None else 0,
                count_label=stop.count_label,
            )
        )
    return shown


def init_app(app: Flask) -> None:
    """Give templates the stops and the consultation of the page."""

    @app.context_processor
    def _line() -> dict[str, Any]:
        # a function, so that pages without a line do no work
        return {"line_stops": _visible, "consultation_in_bar": current()}
