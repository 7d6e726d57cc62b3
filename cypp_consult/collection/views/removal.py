"""Taking one's answers back with the receipt code. Every page reads the same whether the code exists or not."""

from typing import Any

from flask import redirect, render_template, url_for
from flask import session as cookie

from cypp_consult.collection.forms import CodeForm
from cypp_consult.collection.receipt_rules import plain, spaced
from cypp_consult.collection.services import remove_by_code
from cypp_consult.collection.views.blueprint import bp
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.web.access import public

# between typing the code and saying yes it waits in the browser's own signed cookie, never in an address
TYPED = "removing"


@bp.route("/remove", methods=["GET", "POST"])
@public
def remove() -> Any:
    """Ask for the code."""
    form = CodeForm()
    if form.validate_on_submit():
        cookie[TYPED] = plain(form.code.data or "")
        return redirect(url_for("collection.confirm_removal"), 303)
    return render_template("collection/remove.html", form=form), 422 if form.errors else 200


@bp.route("/remove/confirm", methods=["GET"])
@public
def confirm_removal() -> Any:
    """Ask whether to delete for good."""
    typed = cookie.get(TYPED)
    if not typed:
        return redirect(url_for("collection.remove"))
    return render_template("collection/remove_confirm.html", typed=spaced(typed))


@bp.post("/remove/confirm")
@public
def remove_now() -> Any:
    """Delete what the code leads to, if it leads anywhere, and go on in the same way."""
    typed = cookie.get(TYPED)
    if not typed:
        return redirect(url_for("collection.remove"), 303)
    remove_by_code(session(), typed, clock.now())
    session().commit()
    cookie.pop(TYPED, None)
    return redirect(url_for("collection.removed"), 303)


@bp.get("/remove/done")
@public
def removed() -> Any:
    """Say that whatever the code led to is gone."""
    return render_template("collection/removed.html")
