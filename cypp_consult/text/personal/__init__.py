"""Mark personal details in free text, for a person to look at before anything is published or exported.

Rules miss some; marking never replaces reading.
"""

from cypp_consult.text.personal.details import KINDS, personal_details, redact
from cypp_consult.text.personal.lists import NOTHING_LISTED, KnownWords
from cypp_consult.text.personal.spans import PersonalDetail

__all__ = ["KINDS", "NOTHING_LISTED", "KnownWords", "PersonalDetail", "personal_details", "redact"]
