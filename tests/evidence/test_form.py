"""The form takes one file or one address."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evidence.forms import EvidenceForm


def filled(upload=None, **values) -> EvidenceForm:
    return EvidenceForm(values, {"upload": upload} if upload else {})


def test_a_file_or_an_address():
    assert filled(SimpleUploadedFile("a.pdf", b"%PDF-")).is_valid()
    assert filled(url="https://x.example/").is_valid()


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (lambda: filled(), "Choose a file or give an address."),
        (lambda: filled(SimpleUploadedFile("a.pdf", b"%PDF-"), url="https://x.example/"), "not both"),
    ],
)
def test_neither_and_both_are_errors_at_the_file(form, words):
    assert words in str(form().errors["upload"])


def test_the_file_chooser_offers_what_is_taken():
    assert ".docx" in str(EvidenceForm()["upload"])
