"""Making themed summaries, freezing them as evidence packs, and keeping record of every export."""

from cypp_consult.summaries.services.building import build
from cypp_consult.summaries.services.packs import DamagedPackError, digest_of, freeze, is_sound, of_pack, record_export

__all__ = ["DamagedPackError", "build", "digest_of", "freeze", "is_sound", "of_pack", "record_export"]
