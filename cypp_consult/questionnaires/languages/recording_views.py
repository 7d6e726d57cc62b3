"""Pages of recordings: a person reads each question aloud, for each audience and language."""

import io
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, send_file, url_for

from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import clock
from cypp_consult.core.audiences import Audience
from cypp_consult.core.database import session
from cypp_consult.core.errors import NotFoundError
from cypp_consult.core.roles import Role
from cypp_consult.questionnaires.languages import draft_queries, services, sounds
from cypp_consult.questionnaires.languages.catalogues import Language
from cypp_consult.questionnaires.languages.forms import RecordingForm
from cypp_consult.questionnaires.languages.models import Recording
from cypp_consult.questionnaires.languages.translating_views import BASE, audience_or_404, language_or_404
from cypp_consult.questionnaires.models import Question
from cypp_consult.questionnaires.views.blueprint import READERS, bp
from cypp_consult.web.access import requires

READING = f"{BASE}/<language>/<audience>/recordings"


@bp.get(READING)
@requires(Role.LEAD)
def recordings(slug: str, language: str, audience: str) -> Any:
    """List the questions with what is to be read and what was, to listen to, replace or remove."""
    consultation = consultation_or_404(slug)
    return _page(consultation, language_or_404(language, english=True), audience_or_404(consultation, audience))


@bp.post(f"{READING}/<uuid:question_id>")
@requires(Role.LEAD)
def keep_recording(slug: str, language: str, audience: str, question_id: UUID) -> Any:
    """Keep a recording of a question, instead of an earlier one."""
    consultation = consultation_or_404(slug)
    to, asked = language_or_404(language, english=True), audience_or_404(consultation, audience)
    heard = draft_queries.heard(session(), consultation, asked, to.code)
    row = next((row for row in heard if row.english.id == str(question_id)), None)
    if row is None or row.words is None:
        raise NotFoundError
    form = RecordingForm(prefix=f"r-{question_id}-")
    if not form.validate_on_submit():
        return _page(consultation, to, asked, wrong={row.english.id: form})
    try:
        # one byte more than fits tells a file that is too large
        sound = form.sound.data.read(sounds.LARGEST + 1)
        services.keep_recording(session(), consultation, row.words, asked, to.code, sound, clock.now())
    except sounds.UnfitSoundError as problem:
        form.sound.errors = [str(problem)]
        return _page(consultation, to, asked, wrong={row.english.id: form})
    session().commit()
    flash(f"The recording of “{row.english.name}” is kept. Listen to it once.", "done")
    return _back(slug, to, asked, question_id)


@bp.post(f"{READING}/<uuid:question_id>/remove")
@requires(Role.LEAD)
def remove_recording(slug: str, language: str, audience: str, question_id: UUID) -> Any:
    """Delete a recording."""
    consultation = consultation_or_404(slug)
    to, asked = language_or_404(language, english=True), audience_or_404(consultation, audience)
    question = session().get(Question, question_id)
    if question is None or question.consultation_id != consultation.id:
        raise NotFoundError
    if services.remove_recording(session(), question_id, asked, to.code, clock.now()):
        session().commit()
        flash(f"The recording of “{question.name}” is removed.", "done")
    return _back(slug, to, asked, question_id)


@bp.get("/consultations/<slug>/questions/recordings/<uuid:recording_id>")
@requires(*READERS)
def listen(slug: str, recording_id: UUID) -> Any:
    """Give the sound of a recording of this consultation."""
    consultation = consultation_or_404(slug)
    row = session().get(Recording, recording_id)
    question = session().get(Question, row.question_id) if row else None
    if row is None or question is None or question.consultation_id != consultation.id:
        raise NotFoundError
    return send_file(io.BytesIO(row.sound), mimetype=row.mimetype, etag=row.digest, conditional=True)


def _back(slug: str, language: Language, audience: Audience, question_id: UUID) -> Any:
    return redirect(
        url_for(".recordings", slug=slug, language=language.code, audience=audience.value, _anchor=f"q-{question_id}"),
        303,
    )


def _page(
    consultation: Consultation, language: Language, audience: Audience, wrong: dict[str, RecordingForm] | None = None
) -> Any:
    rows = draft_queries.heard(session(), consultation, audience, language.code)
    forms = {row.english.id: RecordingForm(formdata=None, prefix=f"r-{row.english.id}-") for row in rows}
    return render_template(
        "questionnaires/languages/recordings.html",
        consultation=consultation,
        language=language,
        audience=audience,
        audiences=[row.audience for row in consultation.audiences],
        rows=rows,
        forms={**forms, **(wrong or {})},
        form=next(iter((wrong or {}).values()), None),
        playing=sum(row.recording is not None and not row.is_old for row in rows),
    )
