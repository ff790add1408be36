"""Files are what they say they are, or they stay outside."""

import io
import zipfile

import pytest

from evidence.checking import KINDS, Unwanted, kind_of
from evidence.names import clean_name, extension_of

BIG = 25 * 1024 * 1024


def package(**members: bytes) -> io.BytesIO:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in members.items():
            opened.writestr(name, content)
    return made


def office(main: str, **more: bytes) -> io.BytesIO:
    return package(**{"[Content_Types].xml": b"<Types/>", main: b"<x/>", **more})


GOOD = {
    "pdf": io.BytesIO(b"%PDF-1.7\n..."),
    "png": io.BytesIO(b"\x89PNG\r\n\x1a\n..."),
    "jpg": io.BytesIO(b"\xff\xd8\xff\xe0..."),
    "jpeg": io.BytesIO(b"\xff\xd8\xff\xe1..."),
    "webp": io.BytesIO(b"RIFF\x00\x00\x00\x00WEBPVP8 "),
    "txt": io.BytesIO("größer\r\n".encode()),
    "csv": io.BytesIO(b"a;b\n1;2\n"),
    "md": io.BytesIO(b"# Heading\n"),
    "docx": office("word/document.xml"),
    "xlsx": office("xl/workbook.xml"),
    "pptx": office("ppt/presentation.xml"),
    "odt": package(mimetype=b"application/vnd.oasis.opendocument.text"),
    "ods": package(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
}


def look(file: io.BytesIO, extension: str, largest: int = BIG):
    return kind_of(file, extension, len(file.getvalue()), largest)


@pytest.mark.parametrize("extension", GOOD)
def test_each_kind_is_known_by_its_content(extension):
    assert look(GOOD[extension], extension) == KINDS[extension]


def test_all_kinds_are_tried():
    assert set(GOOD) == set(KINDS)


@pytest.mark.parametrize("extension", [each for each in GOOD if each not in ("txt", "csv", "md")])
def test_another_content_under_the_name_is_refused(extension):
    with pytest.raises(Unwanted, match="the content is not a"):
        look(io.BytesIO(b"<html><script>alert(1)</script>"), extension)


def test_a_workbook_is_no_document():
    with pytest.raises(Unwanted):
        look(GOOD["xlsx"], "docx")


@pytest.mark.parametrize("extension", ["txt", "csv", "md"])
def test_programs_are_no_text(extension):
    with pytest.raises(Unwanted):
        look(io.BytesIO(b"MZ\x90\x00\x03"), extension)


@pytest.mark.parametrize("extension", ["exe", "html", "svg", "js", "zip", ""])
def test_other_kinds_are_refused_with_what_is_taken(extension):
    with pytest.raises(Unwanted, match="Taken are: pdf"):
        look(io.BytesIO(b"x"), extension)


def test_macros_are_refused_by_name_and_by_content():
    with pytest.raises(Unwanted, match="macros"):
        look(io.BytesIO(b"x"), "docm")
    with pytest.raises(Unwanted, match="holds macros"):
        look(office("xl/workbook.xml", **{"xl/vbaProject.bin": b"x"}), "xlsx")
    with pytest.raises(Unwanted, match="holds macros"):
        look(
            package(mimetype=b"application/vnd.oasis.opendocument.text", **{"Basic/Standard/Module1.xml": b"x"}), "odt"
        )


def test_sizes_are_said():
    with pytest.raises(Unwanted, match="at most 1 MB"):
        look(io.BytesIO(b"%PDF-" + b"x" * 2 * 1024 * 1024), "pdf", 1024 * 1024)
    with pytest.raises(Unwanted, match="empty"):
        look(io.BytesIO(b""), "pdf")


def test_a_package_that_explodes_is_not_unpacked():
    with pytest.raises(Unwanted, match="far too large"):
        look(office("word/document.xml", **{"word/media/big.bin": b"\0" * 40_000_000}), "docx")


def test_a_package_of_too_many_parts_is_refused():
    many = {f"word/{number}.xml": b"" for number in range(5_001)}
    with pytest.raises(Unwanted, match="parts"):
        look(office("word/document.xml", **many), "docx")


def test_a_package_that_points_outside_is_refused():
    with pytest.raises(Unwanted, match="point outside"):
        look(office("word/document.xml", **{"../../etc/passwd": b"x"}), "docx")


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\x\\minutes.PDF", "minutes.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ("invoice\u202efdp.exe.pdf", "invoicefdp.exe.pdf"),
        ("..pdf", "file.pdf"),
        ("\x00.pdf", "file.pdf"),
        ('a"b<c>.pdf', "a_b_c_.pdf"),
        ("été.pdf", "été.pdf"),
    ],
)
def test_names_are_made_harmless(given, clean):
    assert clean_name(given, "pdf") == clean


def test_long_names_keep_their_extension():
    name = clean_name("x" * 5000 + ".pdf", "pdf")
    assert len(name) == 200
    assert name.endswith(".pdf")


def test_extensions():
    assert extension_of("a.b/c.TAR.Gz") == "gz"
    assert extension_of("folder.d/none") == ""
