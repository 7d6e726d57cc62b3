"""One fast page for paper forms and group notes: choose once where and who, then type form after form."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from wtforms import HiddenField, IntegerField
from wtforms.validators import InputRequired, NumberRange

from cypp_consult.collection import queries
from cypp_consult.collection.models import Channel
from cypp_consult.collection.rules import MOST_PEOPLE, Status, Submission
from cypp_consult.collection.services.entering import enter as store_entry
from cypp_consult.collection.views.blueprint import bp
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import clock
from cypp_consult.core.audiences import Audience
from cypp_consult.core.database import session
from cypp_consult.core.errors import InvalidInputError, NotAllowedError
from cypp_consult.core.roles import Role
from cypp_consult.events import queries as event_queries
from cypp_consult.events.models import Event
from cypp_consult.questionnaires.answer_forms import AnswerForm, answer_form
from cypp_consult.questionnaires.models import Questionnaire
from cypp_consult.questionnaires.queries import latest
from cypp_consult.questionnaires.rules import questions_of
from cypp_consult.web import line
from cypp_consult.web.access import requires
from cypp_consult.web.forms import Form

BY_HAND = (Channel.PAPER, Channel.GROUP_NOTE)

line.add(
    line.Stop(
        order=41,
        label="Enter answers",
        endpoint="collection.enter",
        roles=frozenset({Role.FACILITATOR}),
    )
)


class EntryForm(Form):
    """What stands around the questions: an id of the page's own, so that a double click stores once."""

    id = HiddenField()


class GroupForm(EntryForm):
    """The same for the note of a group, with its people."""

    headcount = IntegerField(
        "How many people were in the group?",
        default=1,
        validators=[
            InputRequired("Say how many people were in the group"),
            NumberRange(1, MOST_PEOPLE, f"The number of people must be between 1 and {MOST_PEOPLE:,}"),
        ],
    )


@dataclass(frozen=True)
class Batch:
    """What holds for a pile of forms: where they were filled in, by whom, and which questions they carry."""

    consultation: Consultation
    events: tuple[Event, ...]
    event: Event | None
    audience: Audience
    channel: Channel
    frozen: Questionnaire | None

    @property
    def may_enter(self) -> bool:
        """Say whether this person may enter here: facilitators only at an event of theirs."""
        return self.event is not None or bool(current_user.is_any(Role.LEAD))

    def url(self) -> str:
        """Return the address of the page for this pile."""
        event = self.event.slug if self.event else None
        chosen: dict[str, Any] = {"event": event, "audience": self.audience.value, "channel": self.channel.value}
        return url_for("collection.enter", slug=self.consultation.slug, **chosen)

    def form(self) -> EntryForm:
        """Return the form around the questions."""
        return GroupForm() if self.channel is Channel.GROUP_NOTE else EntryForm()

    def forms(self) -> list[AnswerForm]:
        """Return a form for each question, filled with what was posted."""
        asked = questions_of(self.frozen.questions) if self.frozen else ()
        return [
            answer_form(question, prefix=f"q{place}", meta={"csrf": False}) for place, question in enumerate(asked, 1)
        ]


def _batch(consultation: Consultation) -> Batch:
    """Return the pile that the address speaks of; leads may leave the event open, facilitators have theirs alone."""
    is_lead = current_user.is_any(Role.LEAD)
    events = tuple(queries.events_of(session(), consultation.id, None if is_lead else current_user))
    slug = request.args.get("event", "" if is_lead or not events else events[0].slug)
    event = next((item for item in events if item.slug == slug), None)
    if event is None and (slug or (events and not is_lead)):
        raise NotAllowedError("You can enter answers for the events where you are on duty.")
    audiences = [row.audience for row in consultation.audiences] or [Audience.YOUNG_PEOPLE]
    wanted = request.args.get("audience", "")
    # anybody may have filled in a form; who is asked at the event comes first
    usual = [place.audience for place in event_queries.asked(event)] if event else []
    audience = Audience(wanted) if wanted in audiences else [*usual, *audiences][0]
    channel = Channel.GROUP_NOTE if request.args.get("channel") == Channel.GROUP_NOTE.value else Channel.PAPER
    frozen = latest(session(), consultation.id, audience)
    return Batch(consultation, events, event, audience, channel, frozen if frozen and frozen.questions else None)


@bp.get("/consultations/<slug>/answers/enter")
@requires(Role.LEAD, Role.FACILITATOR)
def enter(slug: str) -> Any:
    """Show all questions on one page, ready for the next form of the pile."""
    batch = _batch(consultation_or_404(slug))
    form = batch.form()
    form.id.data = str(uuid4())
    return _page(batch, form, batch.forms())


def _page(batch: Batch, form: EntryForm, forms: list[AnswerForm]) -> str:
    is_lead = current_user.is_any(Role.LEAD)
    return render_template(
        "collection/enter.html",
        consultation=batch.consultation,
        batch=batch,
        form=form,
        forms=forms,
        problems=_problems(form, forms),
        channels=BY_HAND,
        is_lead=is_lead,
        may_enter=batch.frozen is not None and batch.may_enter,
        entered=queries.entered(session(), batch.consultation.id, batch.event.id if batch.event else None),
    )


def _problems(form: EntryForm, forms: list[AnswerForm]) -> list[tuple[str, str]]:
    """Return (id of the control, sentence) for all that is wrong on the page."""
    found = [("headcount", str(error)) for error in form.errors.get("headcount", ())]
    for answer in forms:
        found += [(_control(answer), str(error)) for error in answer.field.errors]
    return found + [(_control(forms[0]), str(error)) for error in form.form_errors]


def _control(answer: AnswerForm) -> str:
    """Return the id of the control that the keyboard goes to first."""
    return str(answer.field.id) if answer.question.type.is_text else f"{answer.field.id}-0"


@bp.post("/consultations/<slug>/answers/enter")
@requires(Role.LEAD, Role.FACILITATOR)
def save_entry(slug: str) -> Any:
    """Store one form once and come back for the next; mistakes are shown with all that was typed."""
    batch = _batch(consultation_or_404(slug))
    if not batch.may_enter:
        raise NotAllowedError("You can enter answers for the events where you are on duty.")
    form, forms = batch.form(), batch.forms()
    if batch.frozen is None:
        return redirect(batch.url(), 303)
    is_fine = all([form.validate_on_submit(), *(answer.validate() for answer in forms)])
    try:
        status = store_entry(session(), _submission(batch, form, forms), clock.now()).status if is_fine else None
    except InvalidInputError as error:
        form.form_errors.append(str(error))
        status = None
    if status is None:
        return _page(batch, form, forms), 422
    session().commit()
    _tell(batch, status)
    first = "headcount" if isinstance(form, GroupForm) else _control(forms[0])
    return redirect(f"{batch.url()}#{first}", 303)


def _submission(batch: Batch, form: EntryForm, forms: list[AnswerForm]) -> Submission:
    headcount = form.headcount.data if isinstance(form, GroupForm) else 1
    return Submission(
        id=_id_of(form.id.data),
        consultation_id=batch.consultation.id,
        questionnaire_id=batch.frozen.id if batch.frozen else None,
        audience=batch.audience,
        channel=batch.channel,
        event_id=batch.event.id if batch.event else None,
        headcount=headcount or 1,
        answers={UUID(answer.question.id): answer.given() for answer in forms},
        privacy_version=batch.consultation.privacy_version,
    )


def _id_of(typed: str | None) -> UUID:
    try:
        return UUID(typed or "")
    except ValueError:
        raise InvalidInputError("This page is not as we made it. Reload it and type the form again") from None


def _tell(batch: Batch, status: Status) -> None:
    count = queries.entered(session(), batch.consultation.id, batch.event.id if batch.event else None)
    where = "at this event" if batch.event else "apart from events"
    so_far = f"{count:,} entered so far {where}."
    if status is Status.CONFLICT:
        flash("Something else was saved from this page before, so this is kept aside for the lead to look at.", "error")
    elif status is Status.DUPLICATE:
        flash(f"This one was saved already; nothing is stored twice. {so_far}")
    else:
        flash(f"Saved. {so_far}")
