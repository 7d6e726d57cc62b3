"""The demonstration: a made-up city in the middle of asking what matters. All its people and words are made up."""
