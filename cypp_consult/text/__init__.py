"""Pure functions over text: cleaning, words, tone, language, personal details, concern cues and suggestions.

Nothing here knows Flask or a database, reads a network or needs a corpus. Everything accepts any string.
"""
