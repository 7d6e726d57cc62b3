"""Questions in other languages and in Easy Read, read aloud, and which languages are offered."""
