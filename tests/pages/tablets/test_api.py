"""The interface for tablets: one receipt for each response, nothing dropped, refusals that say why."""

import base64
import hashlib
import json
import os
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from cypp_consult.collection.models import Answer, ParkedResponse, Response
from cypp_consult.collection.tablets import queries
from cypp_consult.collection.tablets.models import Arrival
from cypp_consult.core import clock
from cypp_consult.core.audiences import Audience
from cypp_consult.core.codes import digest_of
from cypp_consult.core.roles import Role
from cypp_consult.events import pairing
from cypp_consult.events.models import Device
from cypp_consult.questionnaires import services as questionnaire_services
from tests import make
from tests.pages.tablets.world import world as make_world
from tests.unit.events.test_sealing import seal


@pytest.fixture
def world(session):
    return make_world(session)


@pytest.fixture
def call(page):
    """Post to the interface: `call("responses", token, body, status=200)` returns what came as JSON."""

    def post(path, token, body, status=200, **options):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if not options:
            options = {"data": json.dumps(body), "content_type": "application/json"}
        reply = page.client.post(f"/api/v1/{path}", headers=headers, **options)
        assert reply.status_code == status, reply.get_data(as_text=True)
        assert reply.mimetype == "application/json"
        assert "Set-Cookie" not in reply.headers and "Access-Control-Allow-Origin" not in reply.headers
        return reply.get_json()

    return post


@pytest.fixture
def send(call, world):
    """Send items from a paired tablet and return (status, detail) of each receipt."""
    device, token = world.paired()

    def post(*items):
        receipts = call("responses", token, {"responses": list(items)})["receipts"]
        ids = [item.get("id") if isinstance(item, dict) else None for item in items]
        assert [receipt["id"] for receipt in receipts] == ids
        return [(receipt["status"], receipt["detail"]) for receipt in receipts]

    post.device, post.token = device, token
    return post


def count(session, model):
    session.expire_all()
    return session.scalar(select(func.count()).select_from(model))


def test_a_code_gives_a_token_a_number_and_the_pin_in_a_form_that_does_not_tell_it(call, world, session):
    code = pairing.new_code(session, world.event, None, clock.now())[1]
    session.commit()
    installation = str(uuid4())
    made = call("devices", "", {"code": f"{code[:4]} {code[4:]}".lower(), "installation": installation}, 201)
    assert set(made) == {"token", "device_id", "event", "number", "name", "pin"}
    assert (made["number"], made["name"]) == (1, "Tablet 1")
    assert made["event"] == {
        "id": str(world.event.id),
        "code": world.event.code,
        "slug": world.event.slug,
        "name": "Moorside Primary",
        "date": world.event.held_on.isoformat(),
    }
    pin = made["pin"]
    salt = base64.b64decode(pin["salt"])
    hashed = hashlib.pbkdf2_hmac("sha256", world.event.staff_pin.encode(), salt, pin["iterations"])
    assert base64.b64encode(hashed).decode() == pin["hash"]
    device = session.scalar(select(Device))
    assert str(device.installation_id) == installation and device.token_digest == digest_of(made["token"])
    assert call("devices", "", {"code": code}, 403)["error"].startswith("This code does not work.")


def test_wrong_expired_used_and_revoked_codes_are_refused(call, world, session):
    at = clock.now()
    _old, old = pairing.new_code(session, world.event, None, at - timedelta(minutes=16))
    row, revoked = pairing.new_code(session, world.event, None, at)
    pairing.revoke_code(session, row, at)
    session.commit()
    for code in ("ABCDEFGH", "", "x" * 10_000, "\x00", "\ud800", old, revoked):
        assert "error" in call("devices", "", {"code": code}, 403)
    assert count(session, Device) == 0
    for body in ({}, {"code": 1}, {"code": None}, {"code": ["A"]}, {"code": "A", "installation": "1"}):
        assert "error" in call("devices", "", body, 400)


def test_an_event_that_is_not_ready_pairs_nothing(call, world, session):
    code = pairing.new_code(session, world.event, None, clock.now())[1]
    world.event.safeguarding_phone = ""
    session.commit()
    assert "not ready" in call("devices", "", {"code": code}, 403)["error"]
    world.event.safeguarding_phone = "01632 960 114"
    session.commit()
    call("devices", "", {"code": code}, 201)


def test_many_wrong_codes_are_slowed_down_and_right_ones_do_not_count(page, call, world, session, monkeypatch):
    from cypp_consult.collection.tablets import api
    from cypp_consult.web.throttle import Limit

    monkeypatch.setattr(api, "WRONG_CODES", Limit("pairing", most=3, within=timedelta(minutes=10)))
    for _ in range(5):
        code = pairing.new_code(session, world.event, None, clock.now())[1]
        session.commit()
        call("devices", "", {"code": code}, 201)
    for _ in range(3):
        call("devices", "", {"code": "WRONG"}, 403)
    assert "Wait 10 minutes" in call("devices", "", {"code": "WRONG"}, 429)["error"]
    reply = page.client.post("/api/v1/devices", json={"code": code})
    assert reply.status_code == 429 and 0 < int(reply.headers["Retry-After"]) <= 600


def test_the_form_tells_all_questions_in_the_shape_of_the_design(page, world):
    _device, token = world.paired()
    reply = page.client.get("/api/v1/form", headers={"Authorization": f"Bearer {token}"})
    form = reply.get_json()
    assert form["event"]["id"] == str(world.event.id)
    assert [(row["audience"], row["language"]) for row in form["questionnaires"]] == [
        ("younger-children", "en"),
        ("young-people", "en"),
    ]
    first = form["questionnaires"][0]
    assert first["id"] == str(world.questionnaire().id)
    assert [question["type"] for question in first["questions"]] == ["faces3", "long_text", "multiple"]
    for question in first["questions"]:
        assert {"id", "type", "text", "required", "options"} <= set(question) and question["required"] is False
        assert all({"id", "text"} <= set(option) for option in question["options"])
    assert page.client.get("/api/v1/form").status_code == 401


def test_what_is_sent_is_stored_with_its_event_and_channel(send, world, session):
    code = digest_of("BCDFGHJKMN")
    item = world.item(
        7,
        answers={
            str(world.feeling.id): "bad",
            str(world.why.id): "Loud\r\nand 🙂",
            str(world.sports.id): ["swim", "run"],
        },
        receipt=code,
    )
    assert send(item) == [("stored", "")]
    row = session.scalar(select(Response))
    assert str(row.id) == item["id"] and row.event_id == world.event.id and row.channel == "tablet"
    assert (row.audience, row.headcount, row.language, row.late) == (Audience.YOUNGER_CHILDREN, 1, "en", False)
    assert (row.receipt_digest, row.privacy_version) == (code, world.consultation.privacy_version)
    assert row.completed_at <= row.received_at and row.started_at <= row.completed_at
    said = {answer.question_id: (answer.value, answer.text) for answer in row.answers}
    assert said == {
        world.feeling.id: (["bad"], None),
        world.why.id: ([], "Loud\nand 🙂"),
        world.sports.id: (["run", "swim"], None),
    }
    [arrival] = session.scalars(select(Arrival))
    assert (arrival.device_id, arrival.seq, str(arrival.response_id), arrival.status) == (
        send.device.id,
        7,
        item["id"],
        "stored",
    )
    session.refresh(send.device)
    assert send.device.last_seq == 7 and send.device.last_seen_at == row.received_at


def test_skipped_and_unsure_answers(send, world, session):
    assert send(
        world.item(
            answers={str(world.feeling.id): {"unsure": True}, str(world.why.id): None, str(world.sports.id): None}
        )
    ) == [("stored", "")]
    [answer] = session.scalars(select(Answer))
    assert (answer.question_id, answer.unsure, answer.value) == (world.feeling.id, True, [])
    assert send(world.item(2, answers={})) == [("stored", "")]


def test_answers_to_questions_that_were_not_shown_are_left_out(send, world, session):
    assert send(world.item(answers={str(world.feeling.id): "good", str(world.why.id): "hidden"})) == [("stored", "")]
    assert [row.question_id for row in session.scalars(select(Answer))] == [world.feeling.id]


def test_a_resend_is_a_duplicate_also_after_pairing_again(send, call, world, session):
    item = world.item()
    assert send(item) == [("stored", "")]
    assert send(item, item) == [("duplicate", ""), ("duplicate", "")]
    again, token = pairing.pair(
        session, pairing.new_code(session, world.event, None, clock.now())[1], send.device.installation_id, clock.now()
    )
    session.commit()
    assert again.id == send.device.id
    assert call("responses", token, {"responses": [item]})["receipts"][0]["status"] == "duplicate"
    call("responses", send.token, {"responses": [item]}, 401)
    assert count(session, Response) == count(session, Arrival) == 1
    assert session.scalar(select(Arrival.status)) == "duplicate"


def test_the_same_id_with_other_answers_is_a_conflict_and_changes_nothing(send, world, session):
    item = world.item()
    changed = {**item, "answers": {str(world.feeling.id): "bad"}}
    assert send(item) == [("stored", "")]
    [(status, detail)] = send(changed)
    assert status == "conflict" and detail
    assert send(changed)[0][0] == "conflict"
    assert {row.value[0] for row in session.scalars(select(Answer)) if row.question_id == world.feeling.id} == {"good"}
    [parked] = session.scalars(select(ParkedResponse))
    assert (parked.response_id, parked.status) == (item["id"], "conflict")
    assert send(item) == [("duplicate", "")]


def test_one_bad_response_never_spoils_the_others(send, world, session):
    good = [world.item(seq) for seq in (1, 2)]
    bad = [
        None,
        5,
        "x",
        [],
        {},
        {"id": "not a uuid", "seq": 3},
        world.item(4, questionnaire="x"),
        world.item(5, answers=[]),
    ]
    statuses = [status for status, _ in send(good[0], *bad, good[1])]
    assert statuses == ["stored", *["invalid"] * len(bad), "stored"]
    assert count(session, Response) == 2
    assert count(session, ParkedResponse) == len(bad)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"id": "1"}, "id is not a UUID"),
        ({"id": 7}, "id is not a UUID"),
        ({"id": None}, "id is not a UUID"),
        ({"id": {"a": [1]}}, "id is not a UUID"),
        ({"questionnaire": str(uuid4())}, "questionnaire that is not part"),
        ({"questionnaire": None}, "questionnaire that is not part"),
        ({"event": str(uuid4())}, "another event"),
        ({"event": 3}, "another event"),
        ({"answers": None}, "not an object by question"),
        ({"answers": {"x": "y"}}, "not in this questionnaire"),
        ({"completed_at": "yesterday"}, "completed_at is not a moment"),
        ({"started_at": 12}, "started_at is not a moment"),
        ({"completed_at": "9999-12-31T23:59:59-14:00"}, "completed_at is not a moment"),
        ({"receipt": "ABC"}, "not a SHA-256"),
        ({"sealed": "x"}, "seal is not an object"),
        ({"sealed": {"key": "?", "iv": "", "data": ""}}, "not in base64"),
        ({"sealed": {"key": "", "iv": "", "data": ""}}, "sealed for another event"),
    ],
)
def test_what_cannot_be_used_is_kept_aside_with_the_reason(send, world, session, change, told):
    item = world.item(**change)
    for _ in range(2):
        [(status, detail)] = send(item)
        assert status == "invalid" and told in detail
    [parked] = session.scalars(select(ParkedResponse))
    assert parked.status == "invalid" and parked.reason == detail
    assert json.loads(parked.payload["sent"]) == item
    assert session.scalar(select(Arrival.status)) == "invalid"
    assert count(session, Response) == 0


@pytest.mark.parametrize(
    "value", [1, True, {"unsure": False}, {"unsure": 1}, [1], ["good", "bad"], "nothing", {"a": "b"}, "good\x00"]
)
def test_an_answer_that_does_not_fit_its_question_is_named(send, world, value):
    [(status, detail)] = send(world.item(answers={str(world.feeling.id): value}))
    assert status == "invalid" and world.feeling.name in detail


def test_kept_aside_is_shown_to_the_lead_and_can_be_stored_where_only_the_time_was_wrong(
    send, page, lead, world, session
):
    send(world.item(questionnaire="x", answers={str(world.why.id): "Too loud\x00 \ud83d"}))
    early = world.item(2, completed_at="2020-01-01T10:00:00Z")
    assert "before the consultation opened" in send(early)[0][1]
    page.sign_in(lead)
    shown = page.get(f"/consultations/{world.consultation.slug}/answers/kept-aside")
    assert "Too loud" in shown.words()
    assert len(shown.find("//h:button[contains(., 'Keep it')]")) == 1
    page.submit(
        f"/consultations/{world.consultation.slug}/answers/kept-aside", button="Keep it as a response of its own"
    )
    assert count(session, Response) == 1 and count(session, ParkedResponse) == 1


def test_what_cannot_be_read_as_answers_is_not_stored_by_force_either(send, page, lead, world, session):
    send(world.item(questionnaire="x"))
    [parked] = session.scalars(select(ParkedResponse))
    page.sign_in(lead)
    address = f"/consultations/{world.consultation.slug}/answers/kept-aside/{parked.id}/keep"
    assert "cannot be read as answers" in page.post(address, status=422).words()
    assert count(session, Response) == 0 and count(session, ParkedResponse) == 1


def sealed(item, **others):
    inside = {key: value for key, value in item.items() if key not in {"id", "seq"}}
    parts = seal(json.dumps(inside | others).encode(), item["id"])
    coded = [base64.b64encode(part).decode() for part in parts]
    return {"id": item["id"], "seq": item["seq"], "sealed": dict(zip(("key", "iv", "data"), coded, strict=True))}


def test_sealed_responses_are_opened_and_compared_by_what_is_in_them(send, world, session):
    item = world.item()
    assert send(sealed(item)) == [("stored", "")]
    assert count(session, Answer) == 2
    assert send(sealed(item), item) == [("duplicate", ""), ("duplicate", "")]
    assert send(sealed({**item, "answers": {}}))[0][0] == "conflict"


def test_a_seal_that_does_not_open_is_kept_aside(send, world, session):
    one, other = sealed(world.item()), sealed(world.item(2))
    swapped = {**one, "sealed": other["sealed"]}
    short = {**one, "sealed": {**one["sealed"], "iv": base64.b64encode(os.urandom(12)).decode()}}
    for item in (swapped, short):
        assert send(item)[0] == ("invalid", "It was sealed for another event, or it was damaged on the way.")
    not_json = seal(b"hello", one["id"])
    coded = [base64.b64encode(part).decode() for part in not_json]
    item = {**one, "sealed": dict(zip(("key", "iv", "data"), coded, strict=True))}
    assert "not JSON" in send(item)[0][1]
    assert send(one) == [("stored", "")]
    assert count(session, ParkedResponse) == 3


def test_an_old_version_of_the_questions_is_taken_for_ever(send, world, session):
    old = world.item()
    for number in range(2):
        for wording in world.feeling.wordings:
            wording.text = f"How is it, {number}?"
        questionnaire_services.freeze(session, world.consultation, None, clock.now())
        session.commit()
    assert old["questionnaire"] != str(world.questionnaire().id)
    assert send(old) == [("stored", "")]


def test_a_token_opens_its_own_event_alone(send, call, world, session):
    elsewhere = make_world(session)
    _device, token = elsewhere.paired()
    item = world.item(event=str(world.event.id))
    [receipt] = call("responses", token, {"responses": [item]})["receipts"]
    assert (receipt["status"], receipt["detail"]) == ("invalid", "It belongs to another event.")
    unnamed = world.item()
    [receipt] = call("responses", token, {"responses": [unnamed]})["receipts"]
    assert "not part of this consultation" in receipt["detail"]
    assert send(item, unnamed) == [("stored", ""), ("stored", "")]
    assert {row.consultation_id for row in session.scalars(select(ParkedResponse))} == {elsewhere.consultation.id}


def test_two_events_of_one_consultation_are_two(call, world, session):
    other = make.event(session, world.consultation, private_key=world.event.private_key)
    session.commit()
    _device, token = world.paired(other)
    item = world.item()
    assert call("responses", token, {"responses": [item]})["receipts"][0]["status"] == "stored"
    assert session.scalar(select(Response.event_id)) == other.id
    _device, token = world.paired()
    assert call("responses", token, {"responses": [item]})["receipts"][0]["status"] == "conflict"


def test_tokens_that_are_missing_wrong_or_taken_back(call, page, world, session):
    device, token = world.paired()
    body = {"responses": [world.item()]}
    for wrong in ("", "x", token + "x", token[:-1], "é"):
        assert "pair it again" in call("responses", wrong, body, 401)["error"]
        call("heartbeat", wrong, {}, 401)
    reply = page.client.post("/api/v1/responses", json=body, headers={"Authorization": f"Basic {token}"})
    assert reply.status_code == 401 and reply.headers["WWW-Authenticate"] == "Bearer"
    pairing.revoke(session, device, clock.now())
    session.commit()
    call("responses", token, body, 401)
    assert page.client.get("/api/v1/form", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    assert count(session, Response) == 0


def test_a_cookie_opens_nothing_here(page, person, world):
    page.sign_in(person(Role.LEAD))
    reply = page.client.post("/api/v1/responses", json={"responses": []})
    assert reply.status_code == 401
    assert "Cookie" not in reply.headers.get("Vary", "")


def test_only_json_is_taken(call, world):
    _device, token = world.paired()
    text = json.dumps({"responses": [world.item()]})
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
        for path in ("responses", "devices", "heartbeat"):
            assert "JSON" in call(path, token, None, 415, data=text, content_type=kind)["error"]


BROKEN = [b"", b"{", b"[1", b"nonsense", b"\xff\xfe\x00", b"[]", b"1", b"null", b'"x"', b'{"responses": NaN}', b"[" * 100_000, b'{"a":' * 500 + b"1" + b"}" * 500, b'{"responses": ' + b"9" * 10_000 + b"}"]  # fmt: skip


@pytest.mark.parametrize("data", BROKEN, ids=range(len(BROKEN)))
def test_a_malformed_body_is_refused_in_words(call, world, data):
    _device, token = world.paired()
    for path in ("responses", "devices", "heartbeat"):
        if data == b"{}" and path == "heartbeat":
            continue
        assert call(path, token, None, 400, data=data, content_type="application/json")["error"]


@pytest.mark.parametrize("value", [None, 1, "x", {}, {"a": 1}, True])
def test_responses_must_be_a_list(call, world, value):
    _device, token = world.paired()
    assert "list" in call("responses", token, {"responses": value}, 400)["error"]
    call("responses", token, {}, 400)


def test_too_many_and_too_much_are_refused_in_words(call, world, session):
    _device, token = world.paired()
    error = call("responses", token, {"responses": [world.item(seq) for seq in range(1, 202)]}, 400)["error"]
    assert "at most 200" in error and "201" in error
    data = json.dumps({"responses": ["x" * 5_000_000]})
    assert "error" in call("responses", token, None, 413, data=data, content_type="application/json")
    assert call("responses", token, {"responses": []}) == {"receipts": []}
    assert count(session, Response) == 0


def test_a_tablet_that_asks_without_end_is_slowed_down(page, world, monkeypatch):
    from cypp_consult.collection.tablets import api
    from cypp_consult.collection.tablets.http import Pace

    monkeypatch.setattr(api, "_pace", Pace(most=3, seconds=60))
    tokens = [world.paired()[1] for _ in range(2)]
    for token in tokens:
        headers = {"Authorization": f"Bearer {token}"}
        for _ in range(3):
            assert page.client.post("/api/v1/responses", json={"responses": []}, headers=headers).status_code == 200
        reply = page.client.post("/api/v1/responses", json={"responses": []}, headers=headers)
        assert reply.status_code == 429 and int(reply.headers["Retry-After"]) <= 20 and reply.get_json()["error"]


def test_a_heartbeat_tells_how_the_tablet_is_and_learns_what_is_missing(call, send, world, session):
    send(world.item(1), world.item(2), world.item(5))
    ahead = (datetime.now(UTC) + timedelta(minutes=10)).isoformat()
    told = call(
        "heartbeat",
        send.token,
        {
            "last_seq": 9,
            "waiting": [[7, 8]],
            "parked": 1,
            "clock": ahead,
            "version": "abc",
            "storage": True,
            "persisted": False,
            "ready": True,
        },
    )
    assert told["missing"] == [3, 4, 6, 9] and told["name"] == "Tablet 1" and told["number"] == 1
    assert abs(datetime.fromisoformat(told["now"]) - datetime.now(UTC)) < timedelta(minutes=1)
    assert told["pin"]["iterations"] >= 100_000
    session.refresh(send.device)
    assert (send.device.last_seq, send.device.parked, send.device.waiting) == (9, 1, [[7, 8]])
    assert abs(send.device.clock_ahead - 600) < 30
    assert send.device.report == {"version": "abc", "storage": True, "persisted": False, "ready": True}
    [state] = queries.tablets(session, world.event)
    assert (state.arrived, state.waiting, state.parked, state.missing) == (3, 2, 1, (3, 4, 6, 9))
    call("heartbeat", send.token, {"last_seq": 1})
    session.refresh(send.device)
    assert send.device.last_seq == 9


@pytest.mark.parametrize(
    "body",
    [
        {"last_seq": -1},
        {"last_seq": "9"},
        {"last_seq": True},
        {"last_seq": 10**12},
        {"parked": None},
        {"waiting": 5},
        {"waiting": [1]},
        {"waiting": [[1]]},
        {"waiting": [[2, 1]]},
        {"waiting": [[0, 1]]},
        {"waiting": [["1", "2"]]},
        {"waiting": [[1, 1]] * 3000},
        {"clock": "noon"},
        {"clock": 5},
    ],
)
def test_a_malformed_heartbeat_is_refused(call, world, body):
    _device, token = world.paired()
    assert call("heartbeat", token, body, 400)["error"]


def test_a_clock_that_is_ages_out_is_kept_as_far_as_the_column_goes(call, world, session):
    device, token = world.paired()
    for moment in ("0001-01-01T00:00:00Z", "9999-12-31T00:00:00Z", "1970-01-01T00:00:00"):
        call("heartbeat", token, {"clock": moment})
        session.refresh(device)
        assert abs(device.clock_ahead) > 10**9


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELDS = (
    "id",
    "seq",
    "questionnaire",
    "language",
    "started_at",
    "completed_at",
    "answers",
    "event",
    "receipt",
    "sealed",
)


@settings(
    max_examples=40,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_no_json_whatever_it_is_breaks_the_interface(page, world, session, data):
    """Items of every shape among a good one: the good one is stored, the others get a receipt, and nothing is a 500."""
    token = world.token = getattr(world, "token", None) or world.paired()[1]
    good = world.item(1)
    bad = data.draw(st.lists(ANYTHING | st.dictionaries(st.sampled_from(FIELDS), ANYTHING), max_size=4))
    changed = [
        {**world.item(), data.draw(st.sampled_from(FIELDS)): data.draw(ANYTHING)}
        for _ in range(data.draw(st.integers(0, 3)))
    ]
    headers = {"Authorization": f"Bearer {token}"}
    reply = page.client.post("/api/v1/responses", json={"responses": [*bad, good, *changed]}, headers=headers)
    assert reply.status_code == 200
    receipts = reply.get_json()["receipts"]
    assert len(receipts) == len(bad) + 1 + len(changed)
    assert receipts[len(bad)] == {"id": good["id"], "status": "stored", "detail": ""}
    assert {receipt["status"] for receipt in receipts[: len(bad)]} <= {"invalid"}
    for path in ("responses", "devices", "heartbeat"):
        body = json.dumps(data.draw(ANYTHING))
        reply = page.client.post(f"/api/v1/{path}", data=body, content_type="application/json", headers=headers)
        assert reply.status_code in {200, 400, 403, 429}


def test_no_foreign_page_may_ask(page, world):
    headers = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    for path in ("devices", "responses", "heartbeat", "form"):
        reply = page.client.options(f"/api/v1/{path}", headers=headers)
        assert not [name for name, _ in reply.headers if name.lower().startswith("access-control")]


def test_errors_of_the_interface_are_json(page):
    for method, path, status in (("get", "responses", 405), ("post", "nothing", 404), ("get", "devices", 405)):
        reply = getattr(page.client, method)(f"/api/v1/{path}")
        assert reply.status_code == status and reply.get_json()["error"]
