"""Tablets at events: the pages they keep, what they send, and what is made of it."""
