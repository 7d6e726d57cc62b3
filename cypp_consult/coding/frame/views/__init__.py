"""Pages of the code frame: the frame, one theme, making, merging and splitting themes, the log, the versions."""

from cypp_consult.coding.frame.views import frame, history, making, merging, splitting, theme

__all__ = ["frame", "history", "making", "merging", "splitting", "theme"]
