"""The import's pages: bad files in one sentence, the review line by line, saving, and who may see what."""

import re
import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Department
from gaps.models import Gap, GapAnalysis
from intake import page as review_page
from intake.models import ImportDraft

from .test_import_services import REPORT, brought_in, confirmed, counts, files

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4
TEXT = "text/plain"


def broken_docx() -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "<w:document><unclosed>")
    return held.getvalue()


def post_file(client, data: bytes, name: str):
    return client.post(reverse("import_new"), {"file": SimpleUploadedFile(name, data)})


@pytest.fixture
def grace(cast, client_of):
    return client_of(cast.mande)


@pytest.fixture
def draft(cast):
    return brought_in(cast.viewer("mande"))


def review(draft) -> str:
    return reverse("import_review", args=[draft.pk])


def owners(draft, **changed: str) -> dict[str, str]:
    given = {f"owner_{key}": value for key, value in confirmed(draft).owners.items()}
    return {**given, **{f"owner_{key.replace('_', '-')}": value for key, value in changed.items()}}


def error_of(html: str) -> list[str]:
    return re.findall(r'class="error"[^>]*>(?:<svg.*?</svg>)?\s*([^<]+)', html, re.DOTALL)


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "empty.txt", "empty"),
        (PNG, "picture.txt", ""),
        (PNG, "picture.png", ".png"),
        (broken_docx(), "broken.docx", ""),
        (b"not a package at all", "broken.docx", ""),
        (b"Dear all,\n\nlunch is at noon.\n", "letter.txt", "No gap"),
        (b"MZ\x90\x00\x03" * 50, "program.exe", ".exe"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(data, name, words, grace):
    before, kept = counts(), files()
    response = post_file(grace, data, name)
    assert response.status_code == 422
    (sentence,) = response.context["form"].errors["file"]
    assert words in sentence
    assert sentence.endswith(".")
    assert sentence in response.content.decode().replace("&#x27;", "'").replace("&quot;", '"')
    assert {label: n for label, n in counts().items() if n != before[label]} == {}
    assert files() == kept


def test_a_file_that_is_too_big(grace, settings):
    settings.REPORT_MAX_BYTES = 100
    kept = files()
    response = post_file(grace, REPORT.read_bytes(), REPORT.name)
    assert response.status_code == 422
    assert "larger than" in response.content.decode()
    assert files() == kept
    assert not ImportDraft.objects.exists()


def test_no_file_at_all(grace):
    response = grace.post(reverse("import_new"))
    assert response.status_code == 422
    assert "Choose a file." in response.content.decode()


def test_a_report_leads_to_its_review(grace):
    response = post_file(grace, REPORT.read_bytes(), "../../etc/évil name.txt")
    draft = ImportDraft.objects.get()
    assert (response.status_code, response["Location"]) == (303, review(draft))
    assert "/" not in draft.file_name
    assert not GapAnalysis.objects.exists()


def test_the_same_report_again_leads_to_what_is_there(grace, draft):
    response = post_file(grace, REPORT.read_bytes(), REPORT.name)
    assert response["Location"] == review(draft)
    grace.post(review(draft), owners(draft))
    analysis = GapAnalysis.objects.get()
    grace.get(reverse("import_new"))
    before = counts()
    response = post_file(grace, REPORT.read_bytes(), REPORT.name)
    assert response["Location"] == reverse("analysis", args=[analysis.pk])
    assert {label: n for label, n in counts().items() if n != before[label]} == {}
    said = grace.get(reverse("import_new")).content.decode()
    assert "imported before, on" in said
    assert "nothing changed" in said


def test_each_line_leads_to_what_it_became_and_back(grace, draft):
    html = grace.get(review(draft)).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for address in re.findall(r'href="#([^"]+)"', html):
        assert address in ids
    rows = re.findall(r'<li value="(\d+)" id="l-\1" data-as="(\w+)"', html)
    assert len(rows) == len(draft.content["line_map"])
    for words in ("5 gaps, 10 causes, 15 actions", "1 meeting in draft, 12 tasks", "1 to do"):
        assert words in html
    assert "who owns “Employee Engagement and Retention”?" in html
    assert "No owner and no date for 15 actions" in html


def test_the_department_of_that_name_is_chosen_already(grace, cast, draft):
    form = grace.get(review(draft)).context["form"]
    assert form["owner_U-01"].value() == str(cast.sales.pk)
    assert form["owner_U-02"].value() == "make"
    assert form["owner_U-05"].value() == ""
    assert "make" not in dict(form.fields["owner_U-01"].choices)
    assert dict(form.fields["owner_U-02"].choices)["make"] == "Make the department “Marketing”"
    assert dict(form.fields["owner_U-05"].choices)["make"].startswith("Make it a unit of its own")


def test_looking_saves_nothing(grace, draft):
    grace.get(review(draft))
    before = counts()
    grace.get(review(draft))
    assert counts() == before


def test_saving_leads_to_the_analysis(grace, draft):
    response = grace.post(review(draft), owners(draft))
    analysis = GapAnalysis.objects.get()
    assert (response.status_code, response["Location"]) == (303, reverse("analysis", args=[analysis.pk]))
    assert grace.get(review(draft))["Location"] == reverse("analysis", args=[analysis.pk])
    assert grace.post(review(draft), owners(draft)).status_code == 409


def test_what_is_missing_is_asked_for_and_the_rest_kept(grace, cast, draft):
    before = counts()
    response = grace.post(review(draft), owners(draft, U_02=str(cast.support.pk), U_05=""))
    assert response.status_code == 422
    html = response.content.decode()
    assert "Owner of “Employee Engagement and Retention”: Choose a unit, or make one." in html
    assert 'href="#id_owner_U-05"' in html
    assert {label: n for label, n in counts().items() if n != before[label]} == {}
    form = grace.get(review(draft)).context["form"]
    assert form["owner_U-02"].value() == str(cast.support.pk)


def test_an_owner_that_is_not_offered(grace, draft):
    response = grace.post(review(draft), owners(draft, U_01="99999", U_02="x"))
    assert response.status_code == 422
    assert not Gap.objects.exists()


def test_discarding_asks_once(grace, draft):
    address = reverse("import_discard", args=[draft.pk])
    assert grace.get(address).status_code == 200
    draft.refresh_from_db()
    assert draft.state == "to_review"
    assert grace.post(address).status_code == 303
    assert grace.get(review(draft)).status_code == 409
    assert grace.post(address).status_code == 409
    assert draft.file_name not in grace.get(reverse("import_new")).context["drafts"]


@pytest.mark.parametrize("name", ["leader", "stranger", "sales_owner", "admin"])
def test_others_may_not_import(name, cast, client_of, draft):
    client = client_of(getattr(cast, name))
    assert client.get(reverse("import_new")).status_code == 403
    assert post_file(client, REPORT.read_bytes(), REPORT.name).status_code == 403
    for address in (review(draft), reverse("import_discard", args=[draft.pk])):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404
    draft.refresh_from_db()
    assert draft.state == "to_review"


def test_nobody_is_sent_to_sign_in(client_of, draft):
    client = client_of(None)
    for address in (reverse("import_new"), review(draft), reverse("import_discard", args=[draft.pk])):
        for response in (client.get(address), client.post(address)):
            assert response.status_code == 302
            assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("departments", [0, 40])
def test_statements_of_the_pages(departments, grace, draft):
    for number in range(departments):
        Department.objects.create(name=f"Unit {number}")
    for address in (review(draft), reverse("import_new")):
        grace.get(address)
        with CaptureQueriesContext(connection) as caught:
            assert grace.get(address).status_code == 200
        assert len([each for each in caught if "SAVEPOINT" not in each["sql"]]) <= 12


def test_a_long_document_is_shown_in_parts(grace, draft, monkeypatch):
    monkeypatch.setattr(review_page, "WINDOW", 20)
    html = grace.get(review(draft)).content.decode()
    assert html.count('<li value="') == 20
    assert "?from=21" in html
    html = grace.get(review(draft) + "?from=21").content.decode()
    assert '<li value="21"' in html
    assert "?from=1" in html
    for odd in ("?from=x", "?from=99999999999", "?from=0", "?from=9999999"):
        assert grace.get(review(draft) + odd).status_code == 200


def test_a_script_in_a_report_stays_text(grace):
    text = REPORT.read_text().replace("Marketing Department", "<script>alert(1)</script> Department")
    text = text.replace("Score every lead", "Score <img src=x onerror=alert(1)> lead")
    response = post_file(grace, text.encode(), "<b>.txt")
    html = grace.get(response["Location"]).content.decode()
    assert "<script>alert(1)" not in html
    assert "<img src=x" not in html
