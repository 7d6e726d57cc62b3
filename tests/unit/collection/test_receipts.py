"""Receipt codes can be copied by hand, and nothing but the code leads back."""

from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from cypp_consult.collection import receipt_rules as rules

ids = st.uuids()


@given(st.text(), ids)
def test_a_code_is_ten_plain_letters_and_always_the_same(secret, key):
    secret = secret.encode("utf-8", "ignore").decode()
    code = rules.code_of(secret, key)
    assert len(code) == rules.LENGTH
    assert set(code) <= set(rules.LETTERS)
    assert code == rules.code_of(secret, key)


@given(ids, st.sampled_from([" ", "-", " - ", "."]))
def test_a_code_is_known_however_it_is_typed(key, between):
    code = rules.code_of("secret", key)
    typed = between.join([code[:4].lower(), code[4:7], code[7:].title()])
    assert rules.digest_of(typed) == rules.digest_of(code) == rules.digest_of(rules.spaced(code))


def test_another_secret_or_response_has_another_code():
    key = UUID(int=1)
    codes = {rules.code_of("a", key), rules.code_of("b", key), rules.code_of("a", uuid4())}
    assert len(codes) == 3
