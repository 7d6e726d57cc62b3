"""Pages of coding: the workbench, one answer, the themes, the word lists."""

from cypp_consult.coding.frame import views as frame
from cypp_consult.coding.views import acting, desk, listing, single, words
from cypp_consult.coding.views.shared import bp

__all__ = ["acting", "bp", "desk", "frame", "listing", "single", "words"]
