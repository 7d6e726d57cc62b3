"""Access rules of routes. Every view says who may use it; a guard test walks them all for every role."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import abort, current_app
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from cypp_consult.core.roles import Role

View = TypeVar("View", bound=Callable[..., Any])

STAFF = frozenset(Role)


def public(view: View) -> View:
    """Mark a view as open to everybody, signed in or not."""
    view.allowed_roles = None  # type: ignore[attr-defined]  # read by the guard test and by check_all_declared
    return view


def may_open(endpoint: str) -> bool:
    """Say whether the person of this request may open a page, so that no link leads to a refusal."""
    roles: frozenset[Role] | None = getattr(current_app.view_functions.get(endpoint), "allowed_roles", frozenset())
    return roles is None or (current_user.is_authenticated and current_user.is_any(*roles))


def requires(*roles: Role) -> Callable[[View], View]:
    """Let only people with one of the roles use a view: others get 403, strangers the sign-in page."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not current_user.is_authenticated:
                answer: BaseResponse = current_app.login_manager.unauthorized()  # type: ignore[attr-defined]  # set by Flask-Login
                return answer
            if not current_user.is_any(*roles):
                abort(403)
            return view(*args, **kwargs)

        guarded.allowed_roles = frozenset(roles)  # type: ignore[attr-defined]  # read by the guard test
        return cast("View", guarded)

    return decorate
