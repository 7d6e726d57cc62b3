"""Flask-Security's forms, where ours must differ."""

from typing import Any

from flask_security import (
    ChangePasswordForm,
    LoginForm,
    MfRecoveryForm,
    ResetPasswordForm,
    TwoFactorRescueForm,
    TwoFactorSetupForm,
    TwoFactorVerifyCodeForm,
    VerifyForm,
)
from wtforms import PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs know WTForms 3.2
from wtforms.validators import EqualTo, InputRequired

AGAIN = "Type the new password again"
DIFFER = "The two passwords differ. Type the same one twice"


class PlainErrors:
    """Flask-Security's messages as plain text: our field macros show nothing else."""

    def validate(self, **options: Any) -> bool:
        """Validate as the form does, then say its messages as they are shown."""
        valid: bool = super().validate(**options)  # type: ignore[misc]  # the form stands behind us
        for field in self:  # type: ignore[attr-defined]  # as above
            field.errors = [str(error) for error in field.errors]
        return valid


class SignInForm(LoginForm):
    """Without "remember me": the computers of schools and halls are shared."""

    remember = None  # type: ignore[assignment]  # WTForms leaves a field out that is None


class TwoStepForm(TwoFactorSetupForm):
    """With the two choices there are, in the form that WTForms 3.3 wants."""

    setup = RadioField("Two-step sign-in", choices=[SelectChoice("disable"), SelectChoice("authenticator")])


class CodeForm(PlainErrors, TwoFactorVerifyCodeForm):
    """Asks for a code in our words."""

    code = StringField(
        "Code",
        [InputRequired("Enter the code that your phone shows")],
        filters=[lambda text: (text or "").replace(" ", "")],
    )


class RecoveryForm(PlainErrors, MfRecoveryForm):
    """Asks for a recovery code in our words."""

    code = StringField(
        "Recovery code", [InputRequired("Enter a recovery code")], filters=[lambda text: (text or "").strip().lower()]
    )


class NoHelpForm(TwoFactorRescueForm):
    """Without a way round: who lost phone and codes asks an administrator."""

    help_setup = RadioField("Help", choices=[])


class ChangeForm(PlainErrors, ChangePasswordForm):
    """Changing one's own password."""

    new_password = PasswordField("New password", [InputRequired("Enter a new password")])
    new_password_confirm = PasswordField("Again", [InputRequired(AGAIN), EqualTo("new_password", DIFFER)])


class ResetForm(PlainErrors, ResetPasswordForm):
    """Choosing a password with the link of a mail."""

    password = PasswordField("New password", [InputRequired("Enter a new password")])
    password_confirm = PasswordField("Again", [InputRequired(AGAIN), EqualTo("password", DIFFER)])


class AgainForm(PlainErrors, VerifyForm):
    """Typing one's password again."""


FORMS: dict[str, Any] = {
    "login_form": SignInForm,
    "change_password_form": ChangeForm,
    "reset_password_form": ResetForm,
    "verify_form": AgainForm,
    "two_factor_setup_form": TwoStepForm,
    "two_factor_verify_code_form": CodeForm,
    "two_factor_rescue_form": NoHelpForm,
    "mf_recovery_form": RecoveryForm,
}
