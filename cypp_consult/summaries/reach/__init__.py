"""Whom we have heard from: people and forms against what was hoped for, while there is still time."""
