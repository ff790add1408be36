"""The fonts that a pack embeds: FiraGO out of an installed package, laid where the typesetter finds them."""

import os
import secrets
from pathlib import Path

import pymupdf_fonts
from django.conf import settings

FAMILY = "FiraGO"
FACES = ("figo", "figbo", "figit", "figbi")


def font_folder() -> Path:
    """The folder with the four faces, filled where one is not there. Each appears only when it is whole."""
    folder = Path(settings.DATA_DIR) / "fonts"
    folder.mkdir(parents=True, exist_ok=True)
    for face in FACES:
        path = folder / f"{face}.otf"
        if not path.exists():
            draft = folder / f".{face}-{secrets.token_hex(8)}"
            draft.write_bytes(pymupdf_fonts.myfont(face))
            os.replace(draft, path)
    return folder
