"""Which files may be attached to a milestone. Told by what is in them and by their name together. Pure."""

from pathlib import PurePath
from typing import Final

from cypp_consult.core.errors import InvalidInputError

LARGEST: Final = 10 * 1024 * 1024
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_OPEN: Final = "application/vnd.oasis.opendocument."
_ZIP: Final = b"PK\x03\x04"
# by the end of the name: its type, and how the file begins; text has no beginning of its own
KINDS: Final[dict[str, tuple[str, bytes]]] = {
    ".pdf": ("application/pdf", b"%PDF-"),
    ".docx": (f"{_OFFICE}wordprocessingml.document", _ZIP),
    ".xlsx": (f"{_OFFICE}spreadsheetml.sheet", _ZIP),
    ".pptx": (f"{_OFFICE}presentationml.presentation", _ZIP),
    ".odt": (f"{_OPEN}text", _ZIP),
    ".ods": (f"{_OPEN}spreadsheet", _ZIP),
    ".odp": (f"{_OPEN}presentation", _ZIP),
    ".png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    ".txt": ("text/plain", b""),
    ".csv": ("text/csv", b""),
}


def media_type(name: str, content: bytes) -> str:
    """Return the type of a file of at most `LARGEST` bytes; InvalidInputError says what to do instead."""
    if not content:
        raise InvalidInputError("The file is empty. Choose another one.")
    if len(content) > LARGEST:
        raise InvalidInputError("The file must be 10 MB or smaller. Attach a link to it instead.")
    found, begins = KINDS.get(PurePath(name).suffix.lower(), ("", b""))
    if not found or not content.startswith(begins) or (not begins and b"\0" in content):
        raise InvalidInputError("Choose a PDF, a Word, Excel, PowerPoint or OpenDocument file, a picture, or text.")
    return found
