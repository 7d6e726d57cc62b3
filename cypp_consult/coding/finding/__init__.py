"""Finding themes: groups of answers that say alike, phrases that stand out, repeats, and checks of the theme set."""
