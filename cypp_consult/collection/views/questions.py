"""One question a page. A post always leads on by a redirect, also with a mistake: Back and reload ask nothing."""

from typing import Any

from flask import current_app, redirect, request
from flask_wtf.csrf import CSRFError

from cypp_consult.collection import walk_rules
from cypp_consult.collection.queries import Door, is_stored
from cypp_consult.collection.views.blueprint import bp
from cypp_consult.collection.views.visit import Visit, visit_or_404, visit_or_none
from cypp_consult.core.database import session
from cypp_consult.core.errors import NotFoundError
from cypp_consult.questionnaires.answer_forms import AnswerForm, answer_form
from cypp_consult.questionnaires.notices import Note, who_reads
from cypp_consult.questionnaires.rules import NOTHING, FrozenQuestion
from cypp_consult.text.clean import clean_text
from cypp_consult.web.access import public
from cypp_consult.web.errors import page as error_page

NO_NAMES = Note("no_name", "Please leave out names,", "yours and anyone else’s.")
FOR_CHILDREN = Note("talk", "Children can talk to Childline", "0800 1111, free, day or night.")


def elsewhere(visit: Visit) -> Any:
    """Return where to send somebody whose draft is not there or whose form is shut; None where they may go on."""
    if visit.walk is None:
        if visit.ticket is not None and is_stored(session(), visit.ticket.id):
            visit.finish(visit.ticket.id)
        if visit.sent_id is not None:
            return redirect(visit.url("done"), 303)
        return redirect(visit.url("gone" if visit.ticket is not None else "start"), 303)
    return None if visit.door is Door.OPEN else redirect(visit.url("start"), 303)


@bp.get("/c/<code>/question/<int:number>")
@public
def question(code: str, number: int) -> Any:
    """Show one question, with what was answered before, or with what was wrong about it."""
    visit = visit_or_404(code)
    away = elsewhere(visit)
    if away is not None or visit.walk is None:
        return away
    asked = _asked(visit, number)
    if not walk_rules.is_shown(visit.questions, visit.walk.answers, number - 1):
        return redirect(_onward(visit, number))
    wrong = visit.walk.wrong if visit.walk.wrong and visit.walk.wrong.question == asked.id else None
    given = wrong.given if wrong else visit.walk.answers.get(asked.id, NOTHING)
    form = answer_form(asked, visit.who, given)
    if wrong:
        form.field.errors = [wrong.message]
    return visit.page("collection/question.html", asked=asked, form=form, **_around(visit, asked, number))


def _around(visit: Visit, asked: FrozenQuestion, number: int) -> dict[str, Any]:
    """Return what stands around a question: how far it is, the way back, and who reads own words."""
    answers = visit.walk.answers if visit.walk else {}
    before = walk_rules.last_before(visit.questions, answers, number - 1)
    is_first_text = walk_rules.is_first_text(visit.questions, answers, asked)
    notice = _notice(visit)
    return {
        "number": number,
        "here": _here(visit, number),
        "progress": walk_rules.progress(visit.questions, answers, number - 1),
        "notice": notice if is_first_text else (),
        "notice_again": notice if asked.type.is_text and not is_first_text else (),
        "back_url": visit.url("check")
        if _is_change()
        else visit.url("start")
        if before is None
        else visit.url("question", number=before + 1),
    }


def _notice(visit: Visit) -> tuple[Note, ...]:
    organisation = current_app.config["ORGANISATION"]
    notes = who_reads(visit.who, organisation, visit.consultation.safeguarding_phone)
    return (*notes, FOR_CHILDREN, NO_NAMES) if visit.who == "adult" else (*notes, NO_NAMES)


@bp.post("/c/<code>/question/<int:number>")
@public
def answer(code: str, number: int) -> Any:
    """Take the answer to one question, or its being skipped, and lead on."""
    visit = visit_or_404(code)
    if visit.walk is None:
        away = elsewhere(visit)
        return _lost(visit, 410) if _typed() and visit.sent_id is None else away
    asked = _asked(visit, number)
    form = answer_form(asked, visit.who)
    problem = "" if "skip" in request.form else _problem(asked, form)
    if problem:
        visit.save(lambda walk: walk.refused(asked.id, form.read(), problem))
        return redirect(_here(visit, number), 303)
    given = NOTHING if "skip" in request.form else form.given()
    if visit.save(lambda walk: walk.answered(asked.id, given)) is None:
        return _lost(visit, 410)
    return elsewhere(visit) or redirect(_onward(visit, number), 303)


def _problem(asked: FrozenQuestion, form: AnswerForm) -> str:
    """Return what is wrong about a posted answer, or nothing."""
    if not form.validate():
        return str(next(iter(form.field.errors), "Something needs another look"))
    return walk_rules.nothing_given(asked) if form.given().is_empty else ""


def _onward(visit: Visit, number: int) -> str:
    """Return the page after this question: when one answer is changed, what that newly asks, else the check."""
    walk = visit.walk
    if walk is None:
        return visit.url("start")
    if _is_change():
        place, more = walk_rules.first_to_do(visit.questions, walk), {"change": 1}
    else:
        place, more = walk_rules.next_after(visit.questions, walk.answers, number - 1), {}
    return visit.url("check") if place is None else visit.url("question", number=place + 1, **more)


def _here(visit: Visit, number: int) -> str:
    return visit.url("question", number=number, **({"change": 1} if _is_change() else {}))


def _is_change() -> bool:
    return "change" in request.args


def _asked(visit: Visit, number: int) -> FrozenQuestion:
    if not 1 <= number <= len(visit.questions):
        raise NotFoundError
    return visit.questions[number - 1]


def _typed() -> str:
    return clean_text(request.form.get("text", "")).strip()


def _lost(visit: Visit, status: int) -> Any:
    """Show what was typed, since there is nowhere left to keep it."""
    return visit.page("collection/lost.html", status, typed=_typed(), no_cookie=status != 410)  # noqa: PLR2004 - gone, by its number


@bp.errorhandler(CSRFError)
def _without_token(error: CSRFError) -> Any:
    """Refuse a form without this browser's token; the words typed into a question stay on the screen."""
    del error
    if request.endpoint == "collection.answer" and request.view_args:
        visit = visit_or_none(request.view_args["code"])
        if visit is not None:
            return _lost(visit, 400)
    return error_page(400, "This page was open for too long, or its cookie is gone. Go back, reload it and try again.")
