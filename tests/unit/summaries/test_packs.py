"""Frozen means frozen."""

import pytest

from cypp_consult.core import clock
from cypp_consult.core.audit import history
from cypp_consult.safeguarding.models import Quote
from cypp_consult.summaries import services
from cypp_consult.summaries.services.packs import DamagedPackError
from tests.unit.summaries.world import YOUNG, busy


def freeze(made):
    pack = services.freeze(made.session, made.milestone, made.coder.id, clock.now(), 5)
    made.session.commit()
    return pack


def test_a_pack_keeps_what_was_shown_whatever_comes_later(session, analyst):
    made = busy(session, analyst)
    pack = freeze(made)
    before, _ = services.of_pack(session, pack)
    made.say(YOUNG, "Lights", "Safe routes", times=50)
    session.expire_all()
    after, withdrawn = services.of_pack(session, pack)
    assert after == before
    assert withdrawn == 0
    assert after.number == pack.version == 1
    assert services.is_sound(pack)
    assert freeze(made).version == 2


def test_freezing_is_on_record_with_the_digest(session, analyst):
    pack = freeze(busy(session, analyst))
    line = history(session, "evidence_pack", pack.id)[0]
    assert line.action == "pack.frozen"
    assert line.detail["digest"] == pack.digest


def test_a_changed_pack_is_not_shown(session, analyst):
    pack = freeze(busy(session, analyst))
    pack.content = {**pack.content, "caveat": "Everybody agrees."}
    session.commit()
    session.expire_all()
    assert not services.is_sound(pack)
    with pytest.raises(DamagedPackError):
        services.of_pack(session, pack)


def test_a_quote_withdrawn_since_is_no_longer_shown(session, analyst):
    made = busy(session, analyst)
    pack = freeze(made)
    assert len(services.of_pack(session, pack)[0].quotes) == 1
    session.query(Quote).one().withdrawn_at = clock.now()
    session.commit()
    summary, withdrawn = services.of_pack(session, pack)
    assert summary.quotes == ()
    assert withdrawn == 1
