"""What a save writes, held against what was written down: every row, number, link, search row and entry of the history."""

import json
from pathlib import Path

import pytest

from intake.services import save
from tests.factories import NOW

from .kept import saved
from .test_import_services import REPORT, brought_in, confirmed

SAVED = Path(__file__).resolve().parent.parent / "data" / "saved"


@pytest.mark.parametrize("path", [REPORT, SAVED / "tracker.csv"], ids=lambda path: path.stem)
def test_a_save_writes_what_it_always_did(path, cast):
    mande = cast.viewer("mande")
    draft = brought_in(mande, path)
    kept = saved(save(draft, confirmed(draft), by=mande, at=NOW))
    assert kept == json.loads((SAVED / f"{path.stem}.json").read_text())
