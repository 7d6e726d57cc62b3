"""What a sound is told by: what is in it."""

import io
import struct
import wave

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypp_consult.questionnaires.languages import sounds

# headers of formats, made here byte by byte; the sound itself is silence or nothing
MP3 = b"\xff\xfb\x90\x00" + bytes(413) + b"\xff\xfb\x90\x00" + bytes(413)
MP3_2 = b"\xff\xf3\x80\x00" + bytes(72 * 64000 // 22050 - 4) + b"\xff\xf3\x80\x00"
OGG = b"OggS\x00\x02" + bytes(20) + b"\x01\x13OpusHead\x01\x01" + bytes(40)


def wav():
    made = io.BytesIO()
    with wave.open(made, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(1600))
    return made.getvalue()


def box(name, content):
    return struct.pack(">I", len(content) + 8) + name + content


def mp4(*kinds):
    tracks = b"".join(box(b"trak", box(b"hdlr", bytes(8) + kind + bytes(13))) for kind in kinds)
    return box(b"ftyp", b"M4A \x00\x00\x00\x00") + box(b"moov", tracks)


@pytest.mark.parametrize(
    ("sound", "expected"),
    [
        (wav(), "audio/wav"),
        (MP3, "audio/mpeg"),
        (MP3_2, "audio/mpeg"),
        (b"ID3\x04\x00\x00\x00\x00\x00\x05hello" + MP3, "audio/mpeg"),
        (OGG, "audio/ogg"),
        (mp4(b"soun"), "audio/mp4"),
    ],
)
def test_a_sound_is_known(sound, expected):
    assert sounds.check(sound) == expected


@pytest.mark.parametrize(
    "other",
    [
        mp4(b"soun", b"vide"),
        mp4(b"vide"),
        box(b"ftyp", b"heic\x00\x00\x00\x00"),
        b"OggS" + bytes(30) + b"\x80theora" + bytes(30),
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
        b"\x89PNG\r\n\x1a\n" + bytes(60),
        b"<html><script>alert(1)</script></html>",
        b"\xff\xfb\x90\x00<script>",
        b"\xff" * 5000,
        b"ID3",
        b"RIFF",
        b"ftyp",
    ],
)
def test_anything_else_is_refused(other):
    assert sounds.kind(other) is None
    with pytest.raises(sounds.UnfitSoundError, match="Use m4a, mp3, ogg or wav"):
        sounds.check(other)


def test_too_large_and_empty_are_said_so():
    with pytest.raises(sounds.UnfitSoundError, match="1 MB or smaller"):
        sounds.check(wav() + bytes(1_000_000))
    with pytest.raises(sounds.UnfitSoundError, match="empty"):
        sounds.check(b"")


@given(st.binary(max_size=300))
def test_no_bytes_break_it(other):
    assert sounds.kind(other) in {None, "audio/mpeg"}
    assert sounds.kind(b"ID3" + other) in {None, "audio/mpeg"}
    assert sounds.kind(b"\x00\x00\x00\x08ftyp" + other) is None or b"soun" in other
