"""Who answered: two tables that keep one secret, and audiences that are in no number."""

from hypothesis import given, settings
from hypothesis import strategies as st

from cypp_consult.collection.models import Channel
from cypp_consult.core.audiences import Audience
from cypp_consult.summaries.rules.suppression import hidden_keys, ranges
from cypp_consult.summaries.services.reach import _FORMS, _table, reach

CELLS = [(audience, channel) for audience in Audience for channel in Channel]
COUNTS = st.one_of(st.just(0), st.integers(0, 6), st.integers(0, 300))


@st.composite
def received(draw) -> dict:
    found = {}
    for audience, channel in CELLS:
        forms = draw(COUNTS)
        grouped = channel in {Channel.GROUP_NOTE, Channel.IMPORT}
        if forms:
            found[audience, channel] = (forms, forms + (draw(st.integers(0, 60)) if grouped else 0))
    return found


@settings(max_examples=150, deadline=None)
@given(received(), st.integers(1, 8))
def test_forms_and_people_hide_the_same_places(came, threshold):
    found = reach(came, list(Audience), threshold)
    hidden = [[count is None for count in row] for row in found.forms.counts]
    assert hidden == [[count is None for count in row] for row in found.people.counts]
    assert [total is None for total in found.forms.row_totals] == [total is None for total in found.people.row_totals]


@settings(max_examples=150, deadline=None)
@given(received(), st.integers(1, 8))
def test_an_audience_is_shown_with_its_sum_or_left_out_of_every_sum(came, threshold):
    found = reach(came, list(Audience), threshold)
    assert {*found.counted, *found.left_out} == set(Audience)
    counted = sum(forms for (audience, _), (forms, _) in came.items() if audience in found.counted)
    assert found.forms.total in {counted, None}
    for line, total, row in zip(found.forms.rows, found.forms.row_totals, found.forms.counts, strict=True):
        if Audience(line.id) in found.left_out:
            assert total is None
            assert set(row) <= {None}
        else:
            assert total == sum(forms for (audience, _), (forms, _) in came.items() if audience == line.id)


@settings(max_examples=150, deadline=None)
@given(received(), st.integers(2, 8))
def test_nothing_hidden_can_be_worked_out(came, threshold):
    found = reach(came, list(Audience), threshold)
    table = _table(came, found.counted, _FORMS)
    for key, possible in ranges(table, hidden_keys(table, threshold), threshold).items():
        assert possible.protects(threshold), key
    for part in (*found.forms.counts, found.forms.n, found.forms.row_totals, *found.people.counts, found.people.n):
        assert not [count for count in part if count is not None and 0 < count < threshold]
