"""Schools, places and words that the organisation lists, so that personal details are marked as they are said here."""
