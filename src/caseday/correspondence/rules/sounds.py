"""Voices that come with messages: they stay with their message, to be heard there, for they have no pages."""

ENDINGS = (".wav", ".mp3", ".m4a", ".ogg", ".oga", ".amr", ".gsm", ".au", ".wma")


def is_sound(name: str, media_type: str) -> bool:
    return media_type.startswith("audio/") or name.lower().endswith(ENDINGS)


def sound_kind(start: bytes) -> str:
    """Media type by its first bytes, of the kinds that browsers play; "" for anything else."""
    if start[:4] == b"RIFF" and start[8:12] == b"WAVE":
        return "audio/wav"
    if start[:3] == b"ID3" or (start[:1] == b"\xff" and start[1:2] in (b"\xfb", b"\xf3", b"\xf2", b"\xfa")):
        return "audio/mpeg"
    if start[:4] == b"OggS":
        return "audio/ogg"
    return "audio/mp4" if start[4:11] == b"ftypM4A" else ""
