"""What the desk says."""

from datetime import UTC, datetime, timedelta

from cypp_consult.desk import rules


def test_one_sentence_says_what_is_wrong_or_that_nothing_is():
    assert rules.sentence(0, 0) == "Nothing is late."
    assert rules.sentence(1, 2) == "1 thing is late. 2 answers have waited too long to be read for safety."


def test_answers_older_than_a_day_are_past_the_limit():
    now = datetime(2026, 11, 21, 12, tzinfo=UTC)
    assert rules.past_limit([now - timedelta(hours=25), now - timedelta(hours=24), now], now) == 1
