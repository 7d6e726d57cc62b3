"""What tablets fetch: one document for each event, small, the same for everybody, kept for ever where it can be."""

import gzip
import hashlib
import json
import re

import brotli
import pytest

from cypp_consult.collection.tablets import files
from cypp_consult.core import clock
from cypp_consult.core.audiences import Audience
from cypp_consult.core.roles import Role
from cypp_consult.events.models import EventAudience
from cypp_consult.questionnaires import services as questionnaire_services
from cypp_consult.questionnaires.languages.models import Recording
from cypp_consult.questionnaires.languages.rules import words_digest
from cypp_consult.questionnaires.models import QuestionWording
from cypp_consult.questionnaires.rules import questions_of
from tests import make
from tests.pages.tablets.world import world as make_world

BROTLI = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.fixture
def world(session):
    return make_world(session)


@pytest.fixture
def get(page, world):
    def open_(path, status=200, **headers):
        reply = page.client.get(path, headers=headers)
        assert reply.status_code == status, reply.get_data(as_text=True)[:500]
        return reply

    return open_


def home(world):
    return f"/e/{world.event.code}/"


def data_of(reply):
    found = re.search(
        r'<script type="application/json" id="event">(.*?)</script>', reply.get_data(as_text=True), re.DOTALL
    )
    return json.loads(found[1])


def _full(question):
    options = [{key: value for key, value in option.items() if value} for option in question["options"]]
    return {**question, "options": options}


def test_the_document_holds_the_whole_form(get, world):
    data = data_of(get(home(world)))
    assert data["event"]["id"] == str(world.event.id) and data["event"]["date"] == world.event.held_on.isoformat()
    assert [row["audience"] for row in data["audiences"]] == ["younger-children", "young-people"]
    assert [row["who"] for row in data["audiences"]] == ["child", "young"]
    for audience in (Audience.YOUNGER_CHILDREN, Audience.YOUNG_PEOPLE):
        frozen = world.questionnaire(audience)
        form = data["questionnaires"][audience.value]
        assert form["id"] == str(frozen.id) and len(form["questions"]) == len(frozen.questions)
        # what no screen shows, and what is empty, stays at home
        for sent, question in zip(form["questions"], frozen.questions, strict=True):
            assert {"key": question["key"], "name": question["name"], "help": "", **sent}.items() <= _full(
                question
            ).items()
    assert data["languages"] == [{"code": "en", "name": "English", "dir": "ltr", "file": None}]
    assert data["key"]["kty"] == "RSA" and set(data["key"]) == {"kty", "alg", "ext", "n", "e"}
    assert data["happens"] == ["We read every answer."]
    assert data["safeguarding"] == {"name": "Helen Marsh"}
    assert clock.now().isoformat() < data["event"]["closes"]


def test_nothing_secret_is_in_it(get, world):
    text = get(home(world)).get_data(as_text=True)
    assert world.event.staff_pin not in text and "PRIVATE KEY" not in text and "01632" not in text
    assert "csrf" not in text


def test_only_audiences_of_the_event_with_questions_are_asked(get, world, session):
    session.add(EventAudience(event_id=world.event.id, audience=Audience.YOUNG_PEOPLE))
    session.commit()
    data = data_of(get(home(world)))
    assert [row["audience"] for row in data["audiences"]] == ["young-people"]
    assert list(data["questionnaires"]) == ["young-people"]


def test_an_event_without_questions_is_served_empty(get, session):
    event = make.event(session, make.consultation(session, launched=False), safeguarding_phone="")
    session.commit()
    data = data_of(get(f"/e/{event.code}/"))
    assert (data["audiences"], data["questionnaires"], data["key"]) == ([], {}, None)


def test_the_key_is_made_when_the_document_is_first_asked_for(get, session):
    event = make.event(session, make.consultation(session))
    session.commit()
    first, second = (data_of(get(f"/e/{event.code}/")) for _ in range(2))
    assert first == second and first["key"]["n"]
    session.refresh(event)
    assert event.private_key


def test_a_code_is_found_as_people_type_it_and_no_other(get, world):
    code = world.event.code
    assert get(f"/e/{code.lower()}/", 308).location == home(world)
    assert get(f"/e/{code}", 308).location.endswith(home(world))
    for path in ("/e/NOWHERE/", "/e/NOWHERE/sw.js", "/e/NOWHERE/manifest.webmanifest", "/e/NOWHERE/ur.abc.json"):
        assert "Page not found" in get(path, 404).get_data(as_text=True)
    assert "No event has this code" in get("/e/NOWHERE/", 404).get_data(as_text=True)


def test_the_same_document_is_not_sent_twice_and_a_changed_one_is(get, world, session):
    first = get(home(world))
    assert first.headers["Cache-Control"] == "no-cache"
    again = get(home(world), 304, **{"If-None-Match": first.headers["ETag"]})
    assert again.data == b"" and again.headers["ETag"] == first.headers["ETag"]
    world.event.name = "Library"
    session.commit()
    changed = get(home(world), 200, **{"If-None-Match": first.headers["ETag"]})
    assert data_of(changed)["version"] != data_of(first)["version"]


def test_a_new_version_of_the_questions_is_a_new_document(get, world, session):
    before = data_of(get(home(world)))["version"]
    for wording in world.why.wordings:
        wording.text = "Why is that?"
    questionnaire_services.freeze(session, world.consultation, None, clock.now())
    session.commit()
    assert data_of(get(home(world)))["version"] != before


def listed(reply):
    text = reply.get_data(as_text=True)
    found = re.match(r'const VERSION="(\w+)",FILES=(\[.*?\]),MORE=(\[.*?\]);\n', text)
    return found[1], json.loads(found[2]) + json.loads(found[3])


def test_the_worker_names_every_file_and_each_is_there(get, world):
    reply = get(home(world) + "sw.js")
    assert reply.mimetype == "text/javascript" and reply.headers["Cache-Control"] == "no-cache"
    version, names = listed(reply)
    assert version == data_of(get(home(world)))["version"]
    assert names[0] == home(world) and len(names) == len(set(names))
    for name in names:
        got = get(name)
        assert got.headers["Cache-Control"] in {files.FOR_EVER, files.ASK_FIRST}, name
    assert get(home(world) + "sw.js", 304, **{"If-None-Match": reply.headers["ETag"]}).data == b""


def test_shared_files_are_small_right_and_kept_for_ever(get, world):
    _version, names = listed(get(home(world) + "sw.js"))
    shared = [name for name in names if name.startswith("/e/files/")]
    assert [name.rsplit("/", 1)[1] for name in shared] == ["app.css", "app.js"]
    for name in shared:
        plain = get(name)
        assert plain.headers["Cache-Control"] == files.FOR_EVER
        assert plain.headers["X-Content-Type-Options"] == "nosniff"
        assert "Content-Security-Policy" not in plain.headers and "ETag" not in plain.headers
        for coding, read in (("br", brotli.decompress), ("gzip", gzip.decompress)):
            coded = get(name, **{"Accept-Encoding": coding})
            if name.endswith(".png"):
                assert "Content-Encoding" not in coded.headers and coded.mimetype == "image/png"
                continue
            assert coded.headers["Content-Encoding"] == coding and coded.headers["Vary"] == "Accept-Encoding"
            assert read(coded.data) == plain.data and len(coded.data) < len(plain.data)


def test_the_coding_follows_what_was_asked_for(get, world):
    assert get(home(world), **BROTLI).headers["Content-Encoding"] == "br"
    assert get(home(world), **{"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"
    for said in ("identity", "", "br;q=0, gzip;q=0"):
        assert "Content-Encoding" not in get(home(world), **{"Accept-Encoding": said}).headers


def test_files_of_another_time_or_folder_are_not_there(get, world):
    folder = files.folder()
    name = next(iter(folder.files))
    for path in (f"/e/files/abc/{name}", f"/e/files/{folder.digest}/nothing.js", f"/e/files/{folder.digest}/../app.py"):
        get(path, 404)
    get(f"/e/files/{folder.digest}/worker.js", 404)


def test_the_manifest_installs_this_event_alone(get, world):
    reply = get(home(world) + "manifest.webmanifest")
    assert reply.mimetype == "application/manifest+json"
    said = reply.get_json(force=True)
    assert said["id"] == said["scope"] == said["start_url"] == home(world)
    assert said["display"] == "fullscreen"
    assert {(icon["sizes"], icon["purpose"]) for icon in said["icons"]} == {
        (f"{size}x{size}", purpose) for size in (192, 512) for purpose in ("any", "maskable")
    }
    for icon in said["icons"]:
        picture = get(icon["src"]).data
        size = int(icon["sizes"].split("x")[0])
        assert picture[:8] == b"\x89PNG\r\n\x1a\n" and int.from_bytes(picture[16:20], "big") == size


def test_the_document_keeps_the_policy_and_nobody_gets_a_cookie(page, get, world, person):
    anonymous = get(home(world))
    assert "script-src 'self'" in anonymous.headers["Content-Security-Policy"]
    page.sign_in(person(Role.LEAD))
    _version, names = listed(get(home(world) + "sw.js"))
    for path in (home(world) + "sw.js", *names, "/e/NOWHERE/", home(world)):
        reply = get(path, 404 if "NOWHERE" in path else 200)
        assert "Set-Cookie" not in reply.headers, path
        assert "Cookie" not in reply.headers.get("Vary", ""), path
        assert "Clear-Site-Data" not in reply.headers
    assert reply.data == anonymous.data


def test_words_that_look_like_markup_stay_words(get, world, session):
    world.event.name = "</script><b>&amp; \u2028 “Hall”"
    session.commit()
    assert data_of(get(home(world)))["event"]["name"] == world.event.name
    assert "<b>" not in get(home(world)).get_data(as_text=True)


def in_easy_read(world, session):
    for question in (world.feeling, world.why, world.sports):
        for wording in [row for row in question.wordings if row.language == "en"]:
            row = QuestionWording(
                question_id=question.id,
                audience=wording.audience,
                language="en-x-easy",
                text=f"Easy: {wording.text}",
                options=[{"id": item["id"], "text": f"{item['text']}!"} for item in question.options] or None,
            )
            session.add(row)
    session.flush()
    session.expire_all()
    questionnaire_services.freeze(session, world.consultation, None, clock.now())
    session.commit()


def test_another_language_is_a_file_of_its_own_kept_for_ever(get, world, session):
    in_easy_read(world, session)
    data = data_of(get(home(world)))
    assert [row["code"] for row in data["languages"]] == ["en", "en-x-easy"]
    address = data["languages"][1]["file"]
    assert address.startswith(f"{home(world)}en-x-easy.") and address.endswith(".json")
    reply = get(address, **BROTLI)
    assert reply.headers["Cache-Control"] == files.FOR_EVER and reply.mimetype == "application/json"
    said = json.loads(brotli.decompress(reply.data))
    questions = said["questionnaires"]["younger-children"]["questions"]
    assert [question["text"] for question in questions] == [
        "Easy: How is it here?",
        "Easy: Why?",
        "Easy: What do you like?",
    ]
    assert said["questionnaires"]["younger-children"]["id"] != data["questionnaires"]["younger-children"]["id"]
    assert said["strings"] == {} and said["recordings"] == {}
    assert address in listed(get(home(world) + "sw.js"))[1]
    get(address.replace("en-x-easy.", "en-x-easy.0"), 404)


def test_a_language_that_one_audience_lacks_is_not_offered(get, world, session):
    in_easy_read(world, session)
    for wording in [row for row in world.why.wordings if row.language != "en"]:
        if wording.audience is Audience.YOUNG_PEOPLE:
            session.delete(wording)
    session.flush()
    session.expire_all()
    questionnaire_services.freeze(session, world.consultation, None, clock.now())
    session.commit()
    assert [row["code"] for row in data_of(get(home(world)))["languages"]] == ["en"]


def test_a_recording_is_played_whole_or_in_parts_and_kept_for_ever(get, world, session):
    frozen = next(row for row in questions_of(world.questionnaire().questions) if row.id == str(world.feeling.id))
    sound = bytes(range(256)) * 4
    digest = hashlib.sha256(sound).hexdigest()
    session.add(
        Recording(
            question_id=world.feeling.id,
            audience=Audience.YOUNGER_CHILDREN,
            language="en",
            mimetype="audio/mp4",
            digest=digest,
            sound=sound,
            words_digest=words_digest(frozen),
            made_at=clock.now(),
        )
    )
    session.commit()
    address = f"/e/sound/{digest}"
    data = data_of(get(home(world)))
    assert data["recordings"] == {"younger-children": {str(world.feeling.id): address}}
    assert address in listed(get(home(world) + "sw.js"))[1]
    whole = get(address)
    assert (whole.data, whole.mimetype) == (sound, "audio/mp4")
    assert whole.headers["Cache-Control"] == files.FOR_EVER and "Vary" not in whole.headers
    part = get(address, 206, Range="bytes=256-511")
    assert part.data == sound[256:512] and part.headers["Content-Range"] == "bytes 256-511/1024"
    get("/e/sound/abc", 404)
