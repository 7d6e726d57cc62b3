"""Who decides: boards and groups, who sits on them, when they meet, what they report, and what they approve."""
