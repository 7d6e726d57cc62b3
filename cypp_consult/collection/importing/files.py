"""Uploaded files wait under the instance folder until they are imported; nothing there outlives a day."""

import time
from pathlib import Path
from uuid import uuid4

KEPT_SECONDS = 24 * 60 * 60


def keep(instance: Path, content: bytes, suffix: str) -> str:
    """Keep an uploaded file and return its path below the instance folder; files older than a day go."""
    folder = instance / "imports"
    folder.mkdir(mode=0o700, exist_ok=True)
    for old in folder.iterdir():
        if time.time() - old.stat().st_mtime > KEPT_SECONDS:
            old.unlink(missing_ok=True)
    path = folder / f"{uuid4().hex}{suffix}"
    path.write_bytes(content)
    return str(path.relative_to(instance))


def drop(instance: Path, upload: str) -> None:
    """Delete an uploaded file; one that is gone already is fine."""
    (instance / upload).unlink(missing_ok=True)
