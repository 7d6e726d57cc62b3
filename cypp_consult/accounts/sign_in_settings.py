"""How Flask-Security is set up here, and its sentences in our words."""

from datetime import timedelta
from typing import Any

from cypp_consult.accounts.rules import MINIMUM_PASSWORD

SETTINGS: dict[str, Any] = {
    "SECURITY_PASSWORD_HASH": "argon2",
    # argon2 salts by itself; mixing the secret key in would lock everybody out when the key changes
    "SECURITY_PASSWORD_SINGLE_HASH": {"argon2"},
    "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {
        "argon2__memory_cost": 19456,
        "argon2__rounds": 2,
        "argon2__parallelism": 1,
    },
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_PASSWORD_LENGTH_MIN": MINIMUM_PASSWORD,
    "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    "SECURITY_API_ENABLED_METHODS": ["session"],
    "SECURITY_RECOVERABLE": True,
    "SECURITY_CHANGEABLE": True,
    "SECURITY_RESET_PASSWORD_WITHIN": timedelta(minutes=30),
    "SECURITY_LOGIN_URL": "/sign-in",
    "SECURITY_LOGOUT_URL": "/sign-out",
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_RESET_URL": "/reset-password",
    "SECURITY_CHANGE_URL": "/change-password",
    "SECURITY_VERIFY_URL": "/confirm-it-is-you",
    "SECURITY_POST_LOGIN_VIEW": "/go",
    "SECURITY_POST_LOGOUT_VIEW": "/",
    "SECURITY_POST_CHANGE_VIEW": "/account",
    "SECURITY_SEND_REGISTER_EMAIL": False,
    "SECURITY_UNAUTHORIZED_VIEW": None,
    "SECURITY_STATIC_FOLDER": None,
    "SECURITY_FRESHNESS": timedelta(hours=1),
    "SECURITY_FRESHNESS_GRACE_PERIOD": timedelta(minutes=15),
    # two steps: an authenticator app and recovery codes on paper; never by text message or mail
    "SECURITY_TWO_FACTOR": True,
    "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
    "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
    "SECURITY_TWO_FACTOR_SETUP_URL": "/two-step",
    "SECURITY_TWO_FACTOR_POST_SETUP_VIEW": "/account",
    "SECURITY_TWO_FACTOR_TOKEN_VALIDATION_URL": "/sign-in-code",
    "SECURITY_TWO_FACTOR_RESCUE_URL": "/sign-in-help",
    "SECURITY_TWO_FACTOR_SELECT_URL": "/sign-in-way",
    "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
    "SECURITY_MULTI_FACTOR_RECOVERY_CODES_N": 8,
    "SECURITY_MULTI_FACTOR_RECOVERY_CODES_URL": "/recovery-codes",
    "SECURITY_MULTI_FACTOR_RECOVERY_URL": "/recovery",
    "SECURITY_TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,
    "SECURITY_TOTP_ISSUER": "CYPP Consult",
    "SECURITY_EMAIL_SUBJECT_PASSWORD_RESET": "Choose a new password",
    "SECURITY_EMAIL_SUBJECT_PASSWORD_NOTICE": "Your password is new",
    "SECURITY_EMAIL_SUBJECT_PASSWORD_CHANGE_NOTICE": "Your password is changed",
}

LINK_SENT = "If we know that e-mail address, a mail with a link is on its way. It is good for 30 minutes."

# Flask-Security's words in ours: each says what to do, and none says who has an account
WORDS = {
    "GENERIC_AUTHN_FAILED": "That e-mail address and password do not fit together. Check both and try again",
    "GENERIC_RECOVERY": LINK_SENT,
    "PASSWORD_RESET_REQUEST": LINK_SENT,
    "PASSWORD_RESET_EXPIRED": "That link is more than 30 minutes old. Ask for a new one.",
    "INVALID_RESET_PASSWORD_TOKEN": "That link was used already or is not complete. Ask for a new one.",
    "PASSWORD_RESET_NO_LOGIN": "Your new password is saved. Sign in with it.",
    "PASSWORD_CHANGE": "Your password is changed. You are signed out everywhere else.",
    "PASSWORD_IS_THE_SAME": "Choose a password that differs from the one before",
    "PASSWORD_NOT_PROVIDED": "Enter a password",
    "PASSWORD_INVALID_LENGTH": f"Password must be {MINIMUM_PASSWORD} characters or more",
    "RETYPE_PASSWORD_MISMATCH": "The two passwords differ. Type the same one twice",
    "INVALID_PASSWORD": "That is not your password. Check it and try again",
    "EMAIL_NOT_PROVIDED": "Enter your e-mail address",
    "INVALID_EMAIL_ADDRESS": "Enter an e-mail address, such as name@example.org",
    "DISABLED_ACCOUNT": "This account is switched off. Ask your administrator",
    "UNAUTHENTICATED": "Please sign in to open that page.",
    "LOGIN": "Please sign in to open that page.",
    "REAUTHENTICATION_REQUIRED": "Please type your password again before you change this.",
    "REAUTHENTICATION_SUCCESSFUL": "Thank you. Go on.",
    "TWO_FACTOR_INVALID_TOKEN": "That code does not fit. Wait for the next one on your phone and type it",
    "TWO_FACTOR_LOGIN_SUCCESSFUL": "You are signed in.",
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": "Two-step sign-in is on. Make recovery codes in case your phone is gone.",
    "TWO_FACTOR_PERMISSION_DENIED": "Please sign in first.",
    "TWO_FACTOR_DISABLED": "Two-step sign-in is off.",
    "TWO_FACTOR_SETUP_EXPIRED": "That took longer than 30 minutes. Please start again.",
    "INVALID_RECOVERY_CODE": "That recovery code does not fit or was used already. Try another",
    "NO_RECOVERY_CODES_SETUP": "You have no recovery codes yet. Make some below",
    "INVALID_REDIRECT": "That page is not one of ours.",
    "ANONYMOUS_USER_REQUIRED": "You are signed in already.",
}
