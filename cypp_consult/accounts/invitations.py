"""Invitation links: signed, good for seven days, and for one use, since using one changes the key it names."""

from itsdangerous import BadData, URLSafeTimedSerializer

from cypp_consult.accounts.models import User
from cypp_consult.accounts.rules import INVITATION_LASTS, InvitationOverError

SALT = "invitation"


def token(secret: str, person: User) -> str:
    """Return the token of a person's invitation."""
    made: str | bytes = URLSafeTimedSerializer(secret, salt=SALT).dumps(person.fs_uniquifier)
    return made if isinstance(made, str) else made.decode("ascii")


def key_of(secret: str, given: str) -> str:
    """Return the key a token names; InvitationOverError if it is not ours or too old."""
    try:
        key = URLSafeTimedSerializer(secret, salt=SALT).loads(given, max_age=int(INVITATION_LASTS.total_seconds()))
    except BadData as error:
        raise InvitationOverError from error
    if not isinstance(key, str):
        raise InvitationOverError
    return key
