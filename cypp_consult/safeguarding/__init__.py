"""Is anyone in danger, and may we quote?"""
