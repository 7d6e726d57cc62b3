"""Pages of coding: the workbench, one answer, the themes, the word lists."""

from cypp_consult.coding.views import acting, listing, single, themes, words
from cypp_consult.coding.views.shared import bp

__all__ = ["acting", "bp", "listing", "single", "themes", "words"]
