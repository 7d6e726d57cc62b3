"""Suggestions that learn: what people decided, the engines taught by it, and how good their guesses are."""
