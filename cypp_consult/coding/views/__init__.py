"""Pages of coding: the workbench, one answer, the themes, the word lists."""

from cypp_consult.coding.views import acting, desk, listing, single, themes, words
from cypp_consult.coding.views.shared import bp

__all__ = ["acting", "bp", "desk", "listing", "single", "themes", "words"]
