"""The list of people, and inviting somebody."""

from flask import current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cypp_consult.accounts import mails, queries, rules, services
from cypp_consult.accounts.forms import InviteForm
from cypp_consult.accounts.models import User
from cypp_consult.accounts.rules import EmailTakenError
from cypp_consult.accounts.views import bp
from cypp_consult.core import clock
from cypp_consult.core.database import db, session
from cypp_consult.core.roles import Role
from cypp_consult.core.waking import wake
from cypp_consult.text.clean import clean_text
from cypp_consult.web import line
from cypp_consult.web.access import requires

line.add(
    line.Stop(
        order=90,
        label="People",
        endpoint="accounts.people",
        roles=frozenset({Role.ADMINISTRATOR}),
        needs_consultation=False,
        only=frozenset({"accounts.people", "accounts.invite", "accounts.person"}),
    )
)
PAGE = 50


def state_of(person: User) -> rules.AccountState:
    """Return where a person's account stands now."""
    return rules.state(
        active=person.active, has_password=bool(person.password), invited_at=person.invited_at, now=clock.now()
    )


@bp.get("/people")
@requires(Role.ADMINISTRATOR)
def people() -> str:
    """Show who has an account: roles in words, state, and a search."""
    words = clean_text(request.args.get("q", "")).strip()[:200]
    page = db.paginate(
        queries.people(words), page=max(request.args.get("page", 1, int), 1), per_page=PAGE, error_out=False
    )
    return render_template(
        "accounts/people.html",
        page=page,
        words=words,
        state_of=state_of,
        in_words=rules.in_words,
        page_url=lambda number: url_for(".people", q=words or None, page=number),
    )


@bp.route("/people/invite", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR)
def invite() -> str | Response:
    """Invite a person by mail."""
    form = InviteForm()
    if form.validate_on_submit():
        at = clock.now()
        try:
            person = services.invite(
                session(), name=form.name.data or "", email=form.email.data or "", roles=form.chosen(), at=at
            )
        except EmailTakenError as error:
            session().rollback()
            form.email.errors = [str(error)]
        else:
            job_id = mails.post_invitation(session(), person, at)
            session().commit()
            wake(job_id)
            flash(f"We have sent {form.name.data} an invitation.", "success")
            return redirect(url_for(".people"))
    return render_template(
        "accounts/invite.html",
        form=form,
        meanings={role.value: text for role, text in rules.ROLE_MEANINGS.items()},
        days=rules.INVITATION_LASTS.days,
        mail_goes_out=bool(current_app.config["MAIL_URL"]),
    )
