"""What we ask, per audience, in numbered frozen versions."""
