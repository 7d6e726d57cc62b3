"""Telling what a sound file is by what is in it, never by its name. Pure."""

import re

from cypp_consult.core.errors import InvalidInputError

LARGEST = 1_000_000
MP4, MPEG, OGG, WAV = "audio/mp4", "audio/mpeg", "audio/ogg", "audio/wav"
_OGG_SOUNDS = (b"OpusHead", b"\x01vorbis", b"\x7fFLAC", b"Speex   ")
# kilobits a second by the four bits of a frame's header, for layer III of MPEG 1 and of MPEG 2
_RATES = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_SAMPLES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


class UnfitSoundError(InvalidInputError):
    """A file cannot be played as a recording; the message says why and what to do."""


def check(sound: bytes) -> str:
    """Return the type of a sound of at most `LARGEST` bytes; UnfitSoundError for anything else."""
    if not sound:
        raise UnfitSoundError("Choose a recording. The file is empty")
    if len(sound) > LARGEST:
        raise UnfitSoundError("The recording must be 1 MB or smaller. Record it in mono, or make it shorter")
    found = kind(sound)
    if found is None:
        raise UnfitSoundError("This is not a recording we can play. Use m4a, mp3, ogg or wav")
    return found


def kind(sound: bytes) -> str | None:
    """Return audio/mp4, audio/mpeg, audio/ogg or audio/wav; None for films, pictures and everything else."""
    if sound[4:8] == b"ftyp":
        return MP4 if _mp4_is_sound(sound) else None
    if sound[:4] == b"OggS":
        return OGG if any(mark in sound[:300] for mark in _OGG_SOUNDS) and b"theora" not in sound[:4096] else None
    if sound[:4] == b"RIFF" and sound[8:12] == b"WAVE":
        return WAV if b"fmt " in sound[:200] and b"data" in sound else None
    return MPEG if _is_mp3(sound) else None


def _mp4_is_sound(sound: bytes) -> bool:
    # the kind of each track stands eight bytes after its "hdlr"
    kinds = {sound[match.end() + 8 : match.end() + 12] for match in re.finditer(b"hdlr", sound)}
    return b"soun" in kinds and b"vide" not in kinds


def _is_mp3(sound: bytes) -> bool:
    start = 0
    if sound[:3] == b"ID3":
        # the length of what stands before the sound, in seven bits a byte
        start = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(sound[6:10], (21, 14, 7, 0), strict=False))
    start = sound.find(b"\xff", start, start + 4096)
    if start < 0:
        return False
    length = _frame(sound[start : start + 4])
    # one header may be chance: a second one must stand where the first says it ends
    return length > 0 and _frame(sound[start + length : start + length + 4]) > 0


def _frame(header: bytes) -> int:
    """Return the length of the layer III frame that begins here; 0 if none does."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE6 != 0xE2:  # noqa: PLR2004 - bits of the format
        return 0
    version, rate, sample = (header[1] >> 3) & 3, header[2] >> 4, (header[2] >> 2) & 3
    if version not in _SAMPLES or rate in {0, 15} or sample == 3:  # noqa: PLR2004 - values the format leaves out
        return 0
    is_first = version == 3  # noqa: PLR2004 - MPEG 1
    bits = _RATES[is_first][rate] * 1000
    return (144 if is_first else 72) * bits // _SAMPLES[version][sample] + ((header[2] >> 1) & 1)
