"""Making themed summaries, freezing them as evidence packs, and keeping record of every export."""

from cypp_consult.summaries.services.building import build
from cypp_consult.summaries.services.packs import Damaged, digest_of, freeze, is_sound, of_pack, record_export

__all__ = ["Damaged", "build", "digest_of", "freeze", "is_sound", "of_pack", "record_export"]
