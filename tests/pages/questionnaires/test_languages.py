"""Pages of languages: the screens and their mark, translating side by side, recordings."""

import io
from concurrent.futures import ThreadPoolExecutor

import pytest

from cypp_consult.core import audit, clock
from cypp_consult.core.audiences import Audience
from cypp_consult.core.roles import Role
from cypp_consult.questionnaires import queries
from cypp_consult.questionnaires.languages import catalogues
from cypp_consult.questionnaires.languages.models import CatalogueCheck, Recording
from cypp_consult.questionnaires.models import QuestionType
from cypp_consult.questionnaires.services import freeze
from tests import make
from tests.page import Page, fields_of
from tests.unit.questionnaires.test_languages import screens
from tests.unit.questionnaires.test_sounds import MP3, wav

__all__ = ["screens"]
YOUNG = Audience.YOUNG_PEOPLE
YES_NO = [{"id": "yes", "text": "Yes"}, {"id": "no", "text": "No"}]


@pytest.fixture
def safe(session, consultation):
    made = make.question(
        session, consultation, QuestionType.SINGLE, name="Safe", text="Are you safe?", options=YES_NO, picture="bus"
    )
    session.commit()
    return made


def field(question=0, text=0, name="words"):
    return f"questions-{question}-texts-{text}-{name}"


def words(*texts, question=0):
    return {field(question, place): text for place, text in enumerate(texts)}


@pytest.fixture
def urdu(url):
    return f"{url}/languages/ur/young-people"


# the children's screens


def test_the_screens_are_read_marked_and_the_mark_is_taken_back(page, lead, session, screens):
    screens(ur=["آگے", "{n} {of}"])
    listed = page.sign_in(lead).get("/languages")
    assert "Draft, not checked: off" in listed.words("//h:tr[contains(., 'Urdu')]")
    assert "0 of 2 texts: off" in listed.words("//h:tr[contains(., 'Polish')]")
    assert listed.find("//h:bdi[@lang='ur' and @dir='rtl']")
    shown = page.get("/languages/ur")
    assert shown.find("//h:td[@lang='ur' and @dir='rtl' and .='آگے']")
    refused = page.submit("/languages/ur", button="Mark Urdu as checked", reader="", role="teacher")
    assert refused.errors() == [
        "Write the name of the person who read it", "Tick this once they have read every text",
    ]  # fmt: skip
    assert session.query(CatalogueCheck).count() == 0
    done = page.submit(
        "/languages/ur",
        button="Mark Urdu as checked",
        reader="Sana Malik",
        role="teacher, speaks it at home",
        all_read="y",
    )
    assert "Urdu is marked as checked by Sana Malik" in done.words()
    assert "teacher, speaks it at home" in done.words()
    assert "Checked by Sana Malik on" in page.get("/languages").words("//h:tr[contains(., 'Urdu')]")
    back = page.submit("/languages/ur", button="Take the mark back")
    assert "Urdu is not offered on tablets" in back.words()
    assert [row.action for row in audit.history(session, "language", "ur")] == ["language.take_back", "language.check"]


def test_words_that_changed_meanwhile_are_not_marked(page, lead, session, screens):
    screens(ur=["آگے", "{n} {of}"])
    page.sign_in(lead)
    answer = page.submit("/languages/ur", status=409, reader="Sana", role="teacher", all_read="y", digest="0" * 64)
    assert "The words have changed since this page was opened" in answer.words()


def test_incomplete_screens_say_what_is_missing_and_cannot_be_marked(page, lead, screens):
    screens(pl=["Dalej"])
    shown = page.sign_in(lead).get("/languages/pl")
    assert "1 without words" in shown.words()
    assert "Question {n} of {of}" in shown.words("//h:div[contains(@class,'mend')]")
    assert not shown.find("//h:button[contains(., 'Mark')]")


def test_the_words_can_be_taken_as_a_file(page, lead, screens):
    screens(pl=["Dalej"])
    answer = page.sign_in(lead).get("/languages/pl/words.po")
    assert 'msgstr "Dalej"' in answer.body
    assert "childrens-screens-polish.po" in answer.response.headers["Content-Disposition"]
    page.get("/languages/ur/words.po", status=404)
    for code in ("en", "en-x-easy", "xx"):
        page.get(f"/languages/{code}", status=404)


def test_administrators_reach_the_screens_from_the_line(page, person, screens):
    answer = page.sign_in(person(Role.ADMINISTRATOR)).get("/languages")
    assert answer.find("//h:nav//h:a[@href='/languages' and @aria-current='page']")


def test_the_words_in_the_product_can_all_be_read(page, lead):
    for code, language in catalogues.LANGUAGES.items():
        if language.needs_check:
            assert language.english in page.sign_in(lead).get(f"/languages/{code}").heading


# translating


def test_a_language_is_begun_written_and_frozen(page, lead, url, urdu, safe, session, consultation):
    overview = page.sign_in(lead).get(f"{url}/languages")
    assert "English only" in overview.words()
    assert {link.get("href") for link in overview.find("//h:ul[@class='lang-add']//h:a")} >= {f"{url}/languages/ur"}
    begun = page.get(f"{url}/languages/ur")
    assert begun.url == f"{url}/languages/ur/younger-children"
    opened = page.get(urdu)
    assert "0 of 3 texts" in opened.words()
    areas = opened.find("//h:textarea")
    assert {(area.get("lang"), area.get("dir")) for area in areas} == {("ur", "rtl")}
    half = page.submit(urdu, **words("کیا آپ محفوظ ہیں؟", "ہاں"))
    assert "Saved. Urdu for young people: 2 of 3 texts." in half.words()
    done = page.submit(urdu, **words("کیا آپ محفوظ ہیں؟", "ہاں", "نہیں"))
    assert "It is complete: freeze the questions to offer it." in done.words()
    overview = page.get(f"{url}/languages")
    assert "Complete, 3 texts" in overview.words("//h:tr[contains(., 'Young people')]")
    assert "0 of 3 texts" in overview.words("//h:tr[contains(., 'Younger children')]")
    builder = page.get(url)
    assert "1 of 4 audiences" in builder.words("//h:ul[@class='langbar']")
    freeze(session, consultation, lead.id, clock.now())
    session.commit()
    assert queries.languages(session, consultation.id, YOUNG) == ["en", "ur"]
    assert "In version 1, but the screens are off" in page.get(f"{url}/languages").words()


def test_what_is_not_done_comes_first(page, lead, urdu, safe, session, consultation):
    make.question(session, consultation, name="Why", text="Why?", position=1)
    session.commit()
    page.sign_in(lead).submit(urdu, **words("؟", "ہاں", "نہیں"))
    shown = page.get(urdu)
    assert [row.text for row in shown.find("//h:section[@class='tq']//h:h3")] == ["Why", "Safe"]
    assert [row.text for row in shown.find("//h:section[@class='sec']//h:h2")] == ["Still to do", "Done"]


def test_changed_english_is_said_with_what_it_was(page, lead, url, urdu, safe, session, consultation):
    page.sign_in(lead).submit(urdu, **words("؟", "ہاں", "نہیں"))
    freeze(session, consultation, lead.id, clock.now())
    queries.wording_of(safe, YOUNG, "en").text = "How safe are you?"
    session.commit()
    shown = page.get(urdu)
    assert "The English has changed since. It was: “Are you safe?”" in shown.words()
    assert "Version 2 would have no Urdu for young people." in page.get(url).words()
    assert "The next version would lose" in page.get(f"{url}/languages").words()
    done = page.submit(urdu, **{field(name="still_right"): "y"})
    assert "3 of 3 texts" in done.words()


def test_two_people_translating_at_once_keep_both(page, lead, urdu, safe, session):
    first = page.sign_in(lead).get(urdu)
    page.submit(urdu, **words("؟"))
    stale = fields_of(first.find("//h:form[@class='tform']")[0])
    page.post(urdu, {**stale, field(0, 1): "ہاں", "save": "1"})
    session.expire_all()
    wording = queries.wording_of(safe, YOUNG, "ur")
    assert (wording.text, wording.options) == ("؟", [{"id": "yes", "text": "ہاں"}])


def test_many_saves_at_the_same_moment_write_one_wording(app, page, lead, url, urdu, safe, session):
    """Nobody gets an error, and the last one's words stay, whole."""
    clients = [Page(app).sign_in(lead) for _ in range(6)]
    forms = [fields_of(client.get(urdu).find("//h:form[@class='tform']")[0]) for client in clients]

    def send(place):
        data = {**forms[place], **words(f"؟{place}", f"ہاں{place}", f"نہیں{place}"), "save": "1"}
        return clients[place].client.post(urdu, data=data).status_code

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(send, range(6))) == {303}
    session.expire_all()
    (wording,) = [row for row in safe.wordings if row.language == "ur"]
    assert [option["text"][-1] for option in wording.options] == [wording.text[-1]] * 2


def test_many_recordings_at_the_same_moment_keep_one(app, page, lead, url, safe, session):
    address = f"{url}/languages/en/young-people/recordings/{safe.id}"
    clients = [Page(app).sign_in(lead) for _ in range(6)]
    tokens = [client.token() for client in clients]

    def send(place):
        data = {"csrf_token": tokens[place], f"r-{safe.id}-sound": (io.BytesIO(MP3 + bytes(place)), "a.mp3")}
        return clients[place].client.post(address, data=data, content_type="multipart/form-data").status_code

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(send, range(6))) == {303}
    assert session.query(Recording).count() == 1


def test_many_marks_at_the_same_moment_leave_one(app, page, lead, session, screens):
    screens(ur=["آگے", "{n} {of}"])
    clients = [Page(app).sign_in(lead) for _ in range(6)]
    tokens = [client.token() for client in clients]

    def send(place):
        data = {"reader": f"Reader {place}", "role": "teacher", "all_read": "y", "digest": catalogues.digest("ur")}
        return clients[place].client.post("/languages/ur", data={**data, "csrf_token": tokens[place]}).status_code

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(send, range(6))) == {303}
    assert session.query(CatalogueCheck).count() == 1


def test_english_edited_while_the_page_was_open_is_noticed(page, lead, urdu, safe, session):
    stale = fields_of(page.sign_in(lead).get(urdu).find("//h:form[@class='tform']")[0])
    queries.wording_of(safe, YOUNG, "en").text = "How safe are you?"
    session.commit()
    answer = page.post(urdu, {**stale, **words("؟", "ہاں", "نہیں"), "save": "1"})
    assert "2 of 3 texts, 1 to look at again" in answer.words()


def test_too_long_a_text_is_said_at_the_field_and_nothing_is_lost(page, lead, urdu, safe, session):
    answer = page.sign_in(lead).submit(urdu, **words("؟", "ہ" * 201))
    assert answer.errors() == ["An answer must be 200 characters or fewer"]
    assert "ہ" * 201 in answer.body
    assert "؟" in answer.words("//h:textarea[1]")
    assert queries.wording_of(safe, YOUNG, "ur") is None


def test_words_said_before_can_be_filled_in_and_are_not_saved_unread(page, lead, url, urdu, safe, session):
    page.sign_in(lead).submit(urdu, **words("؟", "ہاں", "نہیں"))
    parents = f"{url}/languages/ur/parents-carers"
    assert "Fill in 3 texts said before" in page.get(parents).words()
    answer = page.submit(parents, button="Fill in 3 texts said before", **words("میرا"))
    assert "2 texts filled in from words used before. Nothing is saved yet" in answer.words()
    assert [area.text.strip() for area in answer.find("//h:textarea")] == ["میرا", "ہاں", "نہیں"]
    session.expire_all()
    assert queries.wording_of(safe, Audience.PARENTS_CARERS, "ur") is None
    saved = page.post(parents, {**fields_of(answer.find("//h:form[@class='tform']")[0]), "save": "1"})
    assert "3 of 3 texts" in saved.words()


def test_easy_read_has_guidance_warnings_and_the_english_answers(page, lead, url, safe):
    easy = f"{url}/languages/en-x-easy/young-people"
    shown = page.sign_in(lead).get(easy)
    assert "Short sentences, 12 words or fewer." in shown.words()
    assert shown.find("//h:section[@class='tq']//*[name()='svg' or local-name()='svg']")
    assert "Another picture" in shown.words()
    filled = page.submit(easy, button="Fill in 2 texts with the English answers")
    assert "2 texts filled in" in filled.words()
    long = (
        "When you think about each of the many different places that you often go to, do you usually feel safe there?"
    )
    page.submit(easy, **words(long))
    assert "words. Try 15 or fewer." in page.get(easy).words()


def test_a_language_is_taken_out_after_asking(page, lead, url, urdu, safe, session):
    page.sign_in(lead).submit(urdu, **words("؟"))
    asked = page.get(f"{url}/languages/ur/take-out")
    assert "Take Urdu out?" in asked.heading
    done = page.submit(f"{url}/languages/ur/take-out")
    assert "Urdu is taken out of the draft" in done.words()
    session.expire_all()
    assert queries.wording_of(safe, YOUNG, "ur") is None


def test_an_audience_that_is_asked_nothing_has_nothing_to_translate(page, lead, urdu, url):
    assert "Nothing is asked yet" in page.sign_in(lead).get(urdu).words()
    assert "Nothing is asked yet" in page.get(f"{urdu}/recordings").words()
    page.get(f"{url}/languages/ur/nobody", status=404)
    page.get(f"{url}/languages/xx/young-people", status=404)
    page.get(f"{url}/languages/en/young-people", status=404)


def test_without_audiences_the_lead_is_sent_back(page, lead, session):
    bare = make.consultation(session, lead=lead, audiences=())
    session.commit()
    answer = page.sign_in(lead).get(f"/consultations/{bare.slug}/questions/languages/ur")
    assert "Say first who is asked" in answer.words()


def test_an_analyst_reads_how_far_it_is_and_writes_nothing(page, lead, analyst, url, urdu, safe):
    page.sign_in(lead).submit(urdu, **words("؟"))
    shown = page.sign_in(analyst).get(f"{url}/languages")
    assert "1 of 3 texts" in shown.words()
    assert not shown.find("//h:main//h:form") and not shown.find("//h:main//h:a[contains(@href, 'young-people')]")
    page.get(urdu, status=403)
    assert page.get(url).find("//h:ul[@class='langbar']//h:a[contains(@href, '#in-ur')]")


# recordings


def upload(page, address, question, content, name="reading.m4a"):
    data = {f"r-{question.id}-sound": (io.BytesIO(content), name)} if content is not None else {}
    return page.post(f"{address}/{question.id}", data, content_type="multipart/form-data")


def test_a_recording_is_kept_heard_replaced_and_removed(page, lead, url, safe, session):
    address = f"{url}/languages/en/young-people/recordings"
    assert "0 of 1 read." in page.sign_in(lead).get(address).words()
    answer = upload(page, address, safe, MP3, "anything.exe")
    assert "The recording of “Safe” is kept." in answer.words() and "1 of 1 read." in answer.words()
    (audio,) = answer.find("//h:audio")
    heard = page.client.get(audio.get("src"))
    assert (heard.mimetype, heard.data) == ("audio/mpeg", MP3)
    part = page.client.get(audio.get("src"), headers={"Range": "bytes=0-9"})
    assert (part.status_code, part.data) == (206, MP3[:10])
    queries.wording_of(safe, YOUNG, "en").text = "How safe are you?"
    session.commit()
    old = page.get(address)
    assert "Old: the words have changed since, so it is not played" in old.words() and "0 of 1 read." in old.words()
    assert "1 of 1 read." in upload(page, address, safe, wav()).words()
    gone = page.submit(address, button="Remove the recording of Safe")
    assert "The recording of “Safe” is removed." in gone.words()
    page.get(audio.get("src"), status=404)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "Choose a recording"),
        (b"", "Choose a recording. The file is empty"),
        (b"<html>", "This is not a recording we can play. Use m4a, mp3, ogg or wav"),
        (MP3 + bytes(1_000_000), "The recording must be 1 MB or smaller. Record it in mono, or make it shorter"),
    ],
)
def test_what_cannot_be_played_is_said_at_the_field(page, lead, url, safe, content, told):
    address = f"{url}/languages/en/young-people/recordings"
    answer = upload(page.sign_in(lead), address, safe, content)
    assert answer.errors() == [told]
    assert not answer.find("//h:audio")


def test_a_question_is_read_aloud_once_its_words_are_complete(page, lead, url, urdu, safe):
    address = f"{urdu}/recordings"
    assert "The words are not complete yet." in page.sign_in(lead).get(address).words()
    page.post(f"{address}/{safe.id}", status=404)
    page.submit(urdu, **words("؟", "ہاں", "نہیں"))
    shown = page.get(address)
    assert shown.find("//h:div[@lang='ur' and @dir='rtl']")
    assert "1 of 1 read." in upload(page, address, safe, MP3).words()


def test_a_recording_of_another_consultation_is_not_there(page, lead, url, safe, session):
    address = f"{url}/languages/en/young-people/recordings"
    (audio,) = upload(page.sign_in(lead), address, safe, MP3).find("//h:audio")
    other = make.consultation(session, lead=lead)
    session.commit()
    recording = audio.get("src").rpartition("/")[2]
    page.get(f"/consultations/{other.slug}/questions/recordings/{recording}", status=404)
    page.post(
        f"/consultations/{other.slug}/questions/languages/en/young-people/recordings/{safe.id}/remove", status=404
    )
