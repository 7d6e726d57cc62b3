"""The code frame as people keep it: themes edited, merged, split and retired, each act on a log that takes it back."""
