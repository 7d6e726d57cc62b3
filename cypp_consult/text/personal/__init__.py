"""Mark personal details in free text, for a person to look at before anything is published or exported.

Rules miss about one detail in five; marking never replaces reading.
"""

from cypp_consult.text.personal.details import KINDS, personal_details, redact
from cypp_consult.text.personal.spans import PersonalDetail

__all__ = ["KINDS", "PersonalDetail", "personal_details", "redact"]
