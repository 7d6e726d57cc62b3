"""The base of every form: cleaned text, CSRF, and messages that say what to do."""

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are a version behind
from wtforms.validators import Length

from cypp_consult.text.clean import clean_text


def clean(value: str | None) -> str | None:
    """Return typed text cleaned once at the edge; None stays None."""
    return clean_text(value).strip() if isinstance(value, str) else value


class Form(FlaskForm):
    """A form whose text fields are cleaned before validation."""

    class Meta(FlaskForm.Meta):
        """Bind the cleaning filter to every text field."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Bind a field, with the cleaning filter first where people type."""
            kind = unbound_field.field_class
            if issubclass(kind, StringField | TextAreaField):
                given = unbound_field.kwargs.get("filters", ())
                unbound_field = _with_filters(unbound_field, (clean, *given))
            return unbound_field.bind(form=form, **options)


def _with_filters(unbound: Any, filters: tuple[Any, ...]) -> Any:
    from wtforms.fields.core import UnboundField

    rest = {key: value for key, value in unbound.kwargs.items() if key != "filters"}
    return UnboundField(unbound.field_class, *unbound.args, filters=filters, **rest)


def at_most(length: int, what: str) -> Length:
    """Return a validator with a plain message, such as "Title must be 200 characters or fewer"."""
    return Length(max=length, message=f"{what} must be {length:,} characters or fewer")


def choices(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Return (value, words) pairs as WTForms takes them."""
    return [SelectChoice(value, label) for value, label in pairs]
