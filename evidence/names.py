"""File names from outside made harmless: no paths, no control or direction characters, not too long."""

import unicodedata

LONGEST = 200


def clean_name(name: str, extension: str) -> str:
    """The name's last part as people can read it, with the extension that its content was found to have."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(char if not unicodedata.category(char).startswith("C") else "" for char in last)
    stem = " ".join(visible.split())
    if stem.lower().endswith(f".{extension}"):
        stem = stem[: -len(extension) - 1]
    for sign in '<>:"|?*':
        stem = stem.replace(sign, "_")
    stem = stem.strip(". ")[: LONGEST - len(extension) - 1].strip(". ")
    return f"{stem or 'file'}.{extension}"


def extension_of(name: str) -> str:
    """The extension in small letters, without the dot; empty where there is none."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return last.rsplit(".", 1)[-1].strip().lower() if "." in last else ""
