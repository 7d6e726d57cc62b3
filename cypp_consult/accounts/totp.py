"""One-time codes that are one-time: a code that signed somebody in is refused from then on."""

from typing import Any

import segno
from flask_security import Totp
from passlib.exc import UsedTokenError
from sqlalchemy import CursorResult, or_, update

from cypp_consult.accounts.models import User
from cypp_consult.core.database import session


class OnceTotp(Totp):
    """Flask-Security's codes, remembering the time step of the last one used."""

    def get_last_counter(self, user: Any) -> int | None:
        """Return the time step of the last code this person used."""
        counter: int | None = user.totp_last_counter
        return counter

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        """Remember a used code. UsedTokenError if another request used this or a later one in the meantime."""
        result = session().execute(
            update(User)
            .where(User.id == user.id)
            .where(or_(User.totp_last_counter.is_(None), User.totp_last_counter < tmatch.counter))
            .values(totp_last_counter=tmatch.counter)
            .execution_options(synchronize_session=False)
        )
        if not isinstance(result, CursorResult) or result.rowcount != 1:
            raise UsedTokenError
        session().commit()

    def generate_qrcode(self, username: str, totp: str) -> str:
        """Return the picture to scan as an address that an image can show."""
        made: str = segno.make(self.get_totp_uri(username, totp), error="m").svg_data_uri(
            scale=4, border=3, light="#ffffff"
        )
        return made
