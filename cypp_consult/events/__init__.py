"""Where, with whom and on which paper: dated occasions."""
