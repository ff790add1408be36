"""Files that mean harm or are broken: more than a hundred, made when they are asked for."""
# ruff: noqa: E501 - the samples are data

from __future__ import annotations

import io
import os
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl

GOOD = "Key gap: Deliveries are 20 % below target.\nRoot cause: Old trucks.\nAction: Buy trucks (owner: Fleet; by 1 May 2026)\n"
Write = Callable[[Path], None]
Parts = dict[str, bytes]
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12)
) + "]>"  # fmt: skip
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "{}">]>'
ADDRESSES = ("file:///etc/passwd", "http://127.0.0.1:9/x", "ftp://127.0.0.1:9/x")


def _bytes(data: bytes | Callable[[], bytes]) -> Write:
    """Writes the bytes; large ones are made only then."""

    def write(path: Path) -> None:
        path.write_bytes(data() if callable(data) else data)

    return write


def _text(text: str) -> Write:
    return _bytes(text.encode("utf-8", "surrogatepass"))


def _word() -> bytes:
    held = io.BytesIO()
    word = docx.Document()
    for line in GOOD.splitlines():
        word.add_paragraph(line)
    word.save(held)
    return held.getvalue()


def _book() -> bytes:
    held = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["Finding", "Root cause", "Action"])
    book.active.append(["Late trucks", "Old trucks", "Buy trucks"])
    book.save(held)
    return held.getvalue()


def _with(package: bytes, changed: Parts | Callable[[], Parts], *, drop: tuple[str, ...] = ()) -> Write:
    """A package with some parts changed, added or left out."""

    def write(path: Path) -> None:
        parts = changed() if callable(changed) else changed
        with zipfile.ZipFile(io.BytesIO(package)) as whole, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
            for member in whole.infolist():
                if member.filename not in parts and member.filename not in drop:
                    made.writestr(member, whole.read(member))
            for name, data in parts.items():
                made.writestr(name, data)

    return write


def _document(body: str, start: str = "") -> dict[str, bytes]:
    xml = f'<?xml version="1.0" encoding="UTF-8"?>{start}<w:document {W}><w:body>{body}</w:body></w:document>'
    return {"word/document.xml": xml.encode()}


def _sheet(rows: str, start: str = "", dimension: str = "A1:C2") -> dict[str, bytes]:
    xml = f'<?xml version="1.0"?>{start}<worksheet {S}><dimension ref="{dimension}"/><sheetData>{rows}</sheetData></worksheet>'
    return {"xl/worksheets/sheet1.xml": xml.encode()}


def _pdf(objects: list[bytes], trailer: bytes = b"/Root 1 0 R") -> bytes:
    data, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"trailer<</Size %d %s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, start)


def _stream(data: bytes, extra: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), extra, data)


CATALOG, PAGES = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"


def _page_of(content: bytes, extra: bytes = b"") -> bytes:
    return _pdf([CATALOG, PAGES, PAGE, _stream(content, extra), FONT])


def _page(content: bytes) -> Write:
    return _bytes(_page_of(content))


def _bomb() -> bytes:
    packed = zlib.compressobj(9)
    return b"".join(packed.compress(b"BT /F 12 Tf (x) Tj ET " * 90_000) for _ in range(100)) + packed.flush()


def _texts() -> dict[str, Write]:
    found: dict[str, Write] = {}
    kinds: dict[str, bytes | Callable[[], bytes]] = {
        "nul bytes": b"Key gap: late\x00\x00\x00 trucks\n" * 40,
        "only nul": b"\x00" * 5000,
        "invalid utf-8": GOOD.encode() + b"\xff\xfe\xfd\xc3\x28 \xe2\x82 caf\xe9\n",
        "lone continuation bytes": b"\x80\x81\x82" * 300,
        "utf-16 cut in half": GOOD.encode("utf-16")[:-1],
        "only blanks": b"   \t \n \r\n" * 500,
        "only line ends": b"\n" * 100_000,
        "empty": b"",
        "one line of a million letters": lambda: b"Key gap: " + b"x" * 1_000_000,
        "one line of ten million letters": lambda: b"Key gap: " + b"late trucks " * 850_000,
        "fifty thousand lines": lambda: b"- late\n" * 50_000,
        "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
        "a program": b"MZ\x90\x00\x03\x00\x00\x00" + bytes(range(256)) * 20,
        "an elf program": b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)) * 20,
        "an old office file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000,
        "a package": _word(),
        "bidi controls": "Key gap: \u202eetal era skcurt\u202c \u2066hidden\u2069\u200f\n".encode() + GOOD.encode(),
        "control characters": b"Key gap: \x1b[31mred\x1b[0m \x07\x08 trucks\n" * 20,
        "markup": b"Key gap: <script>alert(1)</script><img src=x onerror=alert(1)>\nCause: </td></table>\nAction: <a href='javascript:x'>go</a>\n",
        "template code": b"Key gap: {{ settings.SECRET_KEY }} {% include 'x' %} ${7*7} #{7*7}\nCause: {% debug %}\nAction: {{ request }}\n",
        "format codes": b"Key gap: %s %n %x {0.__class__} {}\nCause: %(a)s\nAction: {x!r}\n",
        "sql": b"Key gap: '; DROP TABLE gaps_gap; --\nCause: \" OR 1=1\nAction: Robert'); --\n",
        "marks without end": lambda: b"*" * 200_000 + b"\n" + b"#" * 100_000 + b"\n" + b"|" * 100_000,
        "deep quotes": lambda: b"\n".join(b">" * n + b" late" for n in range(1, 2000)),
        "deep list": lambda: b"\n".join(b" " * n + b"- late" for n in range(2000)),
        "brackets": b"Action: " + b"(" * 50_000 + b")" * 50_000,
        "commas and blanks": b"Key gap: " + b"1 ,2 , " * 100_000,
        "numbers": b"Key gap: 20 % below " + b"9" * 100_000 + b" target\n",
    }
    for name, data in kinds.items():
        for extension in (".txt", ".md"):
            if not (extension == ".md" and name.startswith(("an elf", "utf-16", "lone", "sql", "only nul"))):
                found[f"{name}{extension}"] = _bytes(data)
    return found


def _csvs() -> dict[str, Write]:
    head = b"Finding,Root cause,Action\n"
    return {
        "formulas.csv": _bytes(head + b"=HYPERLINK(\"http://127.0.0.1:9\"),=1+1,@SUM(1)\n-cmd|' /C calc'!A0,+1,\t=1\n"),
        "a quote without end.csv": _bytes(head + b'"late trucks,' + b"old,new\n" * 5000),
        "a field of a megabyte.csv": _bytes(head + b'"' + b"x" * 1_000_000 + b'",a,b\n'),
        "ten thousand columns.csv": _bytes(b",".join(b"c%d" % n for n in range(10_000)) + b"\n" + b"," * 9_999),
        "two hundred thousand rows.csv": _bytes(lambda: head + b"late,old,new\n" * 200_000),
        "two million rows.csv": _bytes(lambda: head + b"a,b,c\n" * 2_000_000),
        "nul in a cell.csv": _bytes(head + b"late\x00,old,new\n"),
        "only delimiters.csv": _bytes(b";;;;;;;;\n" * 1000),
        "rows of uneven length.csv": _bytes(head + b"late\nlate,old,new,more,and,more\n\n,,\nlate trucks,old\n"),
        "bidi and zero width.csv": _bytes(head + "late\u202e\u200b,old\u2067,new\ufeff\n".encode()),
        "a workbook.csv": _bytes(_book()),
        "empty.csv": _bytes(b""),
    }


def _words() -> dict[str, Write]:
    word = _word()
    cut = _bytes
    nested = "<w:tbl><w:tr><w:tc>" * 300 + "<w:p><w:r><w:t>Gap: deep</w:t></w:r></w:p>" + "</w:tc></w:tr></w:tbl>" * 300
    relation = (
        b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
        b'Target="http://127.0.0.1:9/evil.dotm" TargetMode="External"/></Relationships>'
    )
    found: dict[str, Write] = {
        "cut in half.docx": cut(word[: len(word) // 2]),
        "cut at the end.docx": cut(word[:-30]),
        "first byte only.docx": cut(b"P"),
        "no package.docx": cut(b"Key gap: late"),
        "a pdf.docx": cut(b"%PDF-1.7\n" + b"x" * 500),
        "a workbook.docx": cut(_book()),
        "password.docx": cut(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d" + b"\x00" * 900),
        "noise behind a package start.docx": cut(b"PK\x03\x04" + os.urandom(4000)),
        "zip bomb.docx": _with(word, lambda: {"word/document.xml": b" " * (70 << 20)}),
        "zip bomb of small parts.docx": _with(word, lambda: {f"word/media/{n}.bin": b"\0" * (4 << 20) for n in range(20)}),
        "three thousand members.docx": _with(word, {f"word/{n}": b"" for n in range(3000)}),
        "entities that multiply.docx": _with(word, _document("<w:p><w:r><w:t>&l;</w:t></w:r></w:p>", LAUGHS)),
        "broken xml.docx": _with(word, {"word/document.xml": b"<w:document><unclosed>"}),
        "xml of nothing.docx": _with(word, {"word/document.xml": b""}),
        "no body.docx": _with(word, {"word/document.xml": f"<w:document {W}/>".encode()}),
        "empty body.docx": _with(word, _document("")),
        "no content types.docx": _with(word, {}, drop=("[Content_Types].xml",)),
        "no relations.docx": _with(word, {}, drop=("_rels/.rels",)),
        "no styles.docx": _with(word, {}, drop=("word/styles.xml",)),
        "tables in tables.docx": _with(word, _document(nested)),
        "tables without end.docx": _with(word, lambda: _document("<w:tbl><w:tr><w:tc>" * 20_000 + "</w:tc></w:tr></w:tbl>" * 20_000)),
        "macros.docx": _with(word, {"word/vbaProject.bin": os.urandom(20_000)}),
        "outside template.docx": _with(word, {"word/_rels/settings.xml.rels": relation}),
        "a field that runs.docx": _with(word, _document('<w:p><w:r><w:instrText>DDEAUTO c:\\\\cmd.exe "/k calc"</w:instrText></w:r><w:r><w:t>Key gap: late</w:t></w:r></w:p>')),
        "a path that climbs.docx": _with(word, {"../../../../tmp/evil.txt": b"evil"}),
        "a span of millions.docx": _with(word, _document('<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="99999999"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>')),
        "a span that is none.docx": _with(word, _document('<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="x"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>')),
        "a million letters.docx": _with(word, lambda: _document(f"<w:p><w:r><w:t>{'late ' * 400_000}</w:t></w:r></w:p>")),
        "forty thousand paragraphs.docx": _with(word, lambda: _document("<w:p><w:r><w:t>late</w:t></w:r></w:p>" * 40_000)),
        "utf-16 with a doctype.docx": _with(word, {"word/document.xml": (LAUGHS + f"<w:document {W}/>").encode("utf-16")}),
    }  # fmt: skip
    for number, address in enumerate(ADDRESSES):
        found[f"outside entity {number}.docx"] = _with(
            word, _document("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>", OUTSIDE.format(address))
        )
    found["outside entity in styles.docx"] = _with(
        word, {"word/styles.xml": (OUTSIDE.format(ADDRESSES[0]) + f"<w:styles {W}>&a;</w:styles>").encode()}
    )
    return found


def _books() -> dict[str, Write]:
    book = _book()
    row = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>late</t></is></c></row>'
    return {
        "cut in half.xlsx": _bytes(book[: len(book) // 2]),
        "no package.xlsx": _bytes(b"a,b,c"),
        "a document.xlsx": _bytes(_word()),
        "password.xlsx": _bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 900),
        "zip bomb.xlsx": _with(book, lambda: {"xl/worksheets/sheet1.xml": b" " * (80 << 20)}),
        "entities that multiply.xlsx": _with(book, _sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>&l;</t></is></c></row>', LAUGHS)),
        "outside entity.xlsx": _with(book, _sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row>', OUTSIDE.format(ADDRESSES[0]))),
        "outside entity in strings.xlsx": _with(book, {"xl/sharedStrings.xml": (OUTSIDE.format(ADDRESSES[1]) + f"<sst {S}><si><t>&a;</t></si></sst>").encode()}),
        "huge dimension.xlsx": _with(book, _sheet(row.format(1), dimension="A1:XFD1048576")),
        "last row only.xlsx": _with(book, _sheet(row.format(1048576))),
        "last column only.xlsx": _with(book, _sheet('<row r="1"><c r="XFD1" t="inlineStr"><is><t>late</t></is></c></row>')),
        "row number that is none.xlsx": _with(book, _sheet('<row r="-5"><c r="A0"><v>1</v></c></row>')),
        "cell name that is none.xlsx": _with(book, _sheet('<row r="1"><c r="???"><v>1</v></c></row>')),
        "a string that is not there.xlsx": _with(book, _sheet('<row r="1"><c r="A1" t="s"><v>999999</v></c></row>')),
        "strings without end.xlsx": _with(book, lambda: {"xl/sharedStrings.xml": f'<sst {S}>{"<si><t>x</t></si>" * 2_000_000}</sst>'.encode()}),
        "many rows.xlsx": _with(book, lambda: _sheet("".join(row.format(n) for n in range(1, 150_001)))),
        "a date beyond time.xlsx": _with(book, _sheet('<row r="1"><c r="A1" t="d"><v>99999-99-99</v></c><c r="B1"><v>1e308</v></c></row>')),
        "broken xml.xlsx": _with(book, {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row>"}),
        "no sheets.xlsx": _with(book, {"xl/workbook.xml": f"<workbook {S}><sheets/></workbook>".encode()}),
        "no sheet part.xlsx": _with(book, {}, drop=("xl/worksheets/sheet1.xml",)),
        "macros.xlsx": _with(book, {"xl/vbaProject.bin": os.urandom(20_000)}),
        "outside link.xlsx": _with(book, {"xl/externalLinks/_rels/externalLink1.xml.rels": b"<Relationships/>"}),
        "formulas without values.xlsx": _with(book, _sheet('<row r="1"><c r="A1"><f>WEBSERVICE("http://127.0.0.1:9/")</f></c></row>')),
    }  # fmt: skip


def _pdfs() -> dict[str, Write]:
    text = b"BT /F 12 Tf 60 700 Td (Key gap: late trucks) Tj ET"
    good = _pdf([CATALOG, PAGES, PAGE, _stream(text), FONT])
    return {
        "cut in half.pdf": _bytes(good[: len(good) // 2]),
        "start only.pdf": _bytes(b"%PDF-1.7\n"),
        "no pdf.pdf": _bytes(b"Key gap: late"),
        "a document.pdf": _bytes(_word()),
        "noise.pdf": _bytes(b"%PDF-1.7\n" + os.urandom(50_000)),
        "password.pdf": _bytes(_pdf([CATALOG, PAGES, PAGE, _stream(text), FONT,
            b"<</Filter/Standard/V 1/R 2/O<" + b"ab" * 32 + b">/U<" + b"cd" * 32 + b">/P -4>>"],
            b"/Root 1 0 R/Encrypt 6 0 R/ID[<00><00>]")),
        "a page of nothing.pdf": _page(b""),
        "a picture only.pdf": _page(b"q 500 0 0 700 0 0 cm /I Do Q"),
        "pages that hold themselves.pdf": _bytes(_pdf([CATALOG, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"])),
        "a parent that is a child.pdf": _bytes(_pdf([CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1/Parent 3 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>"])),
        "a million pages.pdf": _bytes(_pdf([CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1000000>>", PAGE, _stream(text), FONT])),
        "a stream bomb.pdf": _bytes(lambda: _page_of(_bomb(), b"/Filter/FlateDecode")),
        "a bomb in a bomb.pdf": _bytes(lambda: _page_of(zlib.compress(_bomb(), 9), b"/Filter[/FlateDecode/FlateDecode]")),
        "a length that lies.pdf": _bytes(good.replace(b"/Length %d" % len(text), b"/Length 99999999")),
        "a form that draws itself.pdf": _bytes(_pdf([CATALOG, PAGES, PAGE.replace(b"/Font", b"/XObject<</X 6 0 R>>/Font"), _stream(b"/X Do"), FONT,
            _stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")])),
        "sixty thousand words.pdf": _bytes(lambda: _page_of(b" ".join(b"BT /F 9 Tf %d %d Td (late) Tj ET" % (n % 500, n % 700) for n in range(60_000)))),
        "a hundred thousand rules.pdf": _bytes(lambda: _page_of(b" ".join(b"%d 0 m %d 800 l S" % (n % 600, n % 600) for n in range(100_000)) + text)),
        "brackets without end.pdf": _page(b"[" * 100_000),
        "arrays in arrays.pdf": _bytes(_pdf([b"[" * 50_000 + b"]" * 50_000, PAGES])),
        "a script.pdf": _bytes(_pdf([b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.launchURL('http://127.0.0.1:9'))>>>>", PAGES, PAGE, _stream(text), FONT])),
        "no catalog.pdf": _bytes(_pdf([b"<<>>"])),
        "a page beyond measure.pdf": _bytes(_pdf([CATALOG, PAGES, PAGE.replace(b"600 800", b"1e30 1e30"), _stream(text), FONT])),
    }  # fmt: skip


def _others() -> dict[str, Write]:
    return {
        "an ending nobody knows.pages": _text(GOOD),
        "no ending": _text(GOOD),
        "two endings.txt.exe": _text(GOOD),
        "an ending in capitals.DOC": _text(GOOD),
        "a name with <b>marks</b> {{ x }}.txt": _text(GOOD),
        "a name of dots .....txt": _text(GOOD),
        "trailing blank.txt ": _text(GOOD),
    }


FILES: dict[str, Write] = {**_texts(), **_csvs(), **_words(), **_books(), **_pdfs(), **_others()}
