"""Reading for safety: is anyone in danger, and may we quote."""
