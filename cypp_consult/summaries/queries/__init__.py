"""Reading raw counts for summaries: the same few statements for ten responses and for ten thousand.

Nothing here is fit to be shown; `services` hands it to the rules first. Only what was received before the cut-off
counts, responses taken back are out, and of own words only those that a person read and cleared.
"""
