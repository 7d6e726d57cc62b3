"""Flask-Security's forms, where ours must differ."""

from typing import Any

from flask_security import LoginForm, TwoFactorRescueForm, TwoFactorSetupForm
from wtforms import RadioField, SelectChoice  # type: ignore[attr-defined]  # the stubs know WTForms 3.2


class SignInForm(LoginForm):
    """Without "remember me": the computers of schools and halls are shared."""

    remember = None  # type: ignore[assignment]  # WTForms leaves a field out that is None


class TwoStepForm(TwoFactorSetupForm):
    """With the two choices there are, in the form that WTForms 3.3 wants."""

    setup = RadioField("Two-step sign-in", choices=[SelectChoice("disable"), SelectChoice("authenticator")])


class NoHelpForm(TwoFactorRescueForm):
    """Without a way round: who lost phone and codes asks an administrator."""

    help_setup = RadioField("Help", choices=[])


FORMS: dict[str, Any] = {
    "login_form": SignInForm,
    "two_factor_setup_form": TwoStepForm,
    "two_factor_rescue_form": NoHelpForm,
}
