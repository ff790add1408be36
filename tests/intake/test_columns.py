"""What the columns of a table are: guessed, set by somebody, remembered by the headings, and forgotten."""

from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
import xlsxwriter
from django.core.management import call_command
from django.urls import reverse

from audit.models import Entry
from common.access import Conflict, Unfit
from gaps.models import Gap, GapAnalysis
from intake.interpret import NotAReport, columns_of, interpret
from intake.interpret.table_columns import fingerprint_of
from intake.models import ColumnMapping, ImportDraft, ImportEdit
from intake.reading import read_file
from intake.services import change_draft, reading_of, set_columns, tables_of
from intake.services.columns import moved_choices
from tests.factories import NOW

from .helpers import DATA
from .test_import_pages import post_file, review
from .test_import_services import REPORT, brought_in

# Days and holders in front: nothing tells what the rest of a row is.
STRANGE = """Wann,Wer,Kennziffer,Ort,Befund,Warum so,Was nun,Notiz
2026-03-31,Fuhrpark,K-1,Lager Nord,Die Ware kommt zu spät an,Der Wagen ist alt,Einen Wagen kaufen,rot
2026-04-30,Lagerleitung,K-2,Lager Nord,Die Zählung fehlt,Niemand zählt,Jeden Monat zählen,gelb
2026-05-31,Personal,K-3,Verkauf,Anrufe bleiben offen,Zu wenig Leute,Zwei Leute einstellen,rot
"""
SET = ["due", "owner", "reference", "unit", "gap", "cause", "action", ""]
# The same in the order that most lists have.
UNHEARD = """Ort,Befund,Warum so,Was nun,Wer,Wann
Lager Nord,Die Ware kommt zu spät an,Der Wagen ist sehr alt,Einen neuen Wagen kaufen,Fuhrpark Nord,2026-03-31
Lager Nord,Die Zählung des Bestands fehlt,Niemand zählt den Bestand,Jeden Monat einmal zählen,Lagerleitung Nord,2026-04-30
Verkauf,Anrufe bleiben lange offen,Es fehlen zwei Leute,Zwei neue Leute einstellen,Personal Mitte,2026-05-31
"""


def document(tmp_path: Path, text: str = STRANGE, name: str = "befunde.csv"):
    path = tmp_path / name
    path.write_text(text)
    return read_file(path, name, max_bytes=10**6)


def column_data(draft, fields, seen=0, **more):
    (table,) = tables_of(draft)
    return {"seen": seen, **{f"{table.fingerprint}-{place}": name for place, name in enumerate(fields)}, **more}


def columns_address(draft) -> str:
    return reverse("import_columns", args=[draft.pk])


@pytest.fixture
def mande(cast):
    return cast.viewer("mande")


@pytest.fixture
def grace(cast, client_of):
    return client_of(cast.mande)


@pytest.fixture
def strange(mande, tmp_path):
    path = tmp_path / "befunde.csv"
    path.write_text(STRANGE)
    return brought_in(mande, path)


# Plain functions


def test_columns_are_taken_for_what_the_interpreter_takes_them(tmp_path):
    text = "ID,Department,Finding,Root cause,Action,Owner,Deadline,Hue\nF-1,Sales,Late,Vans,Buy,Fleet,2026-01-31,xyz\n"
    (table,) = columns_of(document(tmp_path, text))
    assert table.heads[2] == "Finding"
    assert table.fields == ("reference", "unit", "gap", "cause", "action", "owner", "due", "")
    assert table.samples[2] == ("Late",)
    assert table.rows == 1


def test_headings_are_the_same_whatever_their_case_and_marks():
    assert fingerprint_of(["Root cause:", "Due  date", ""]) == fingerprint_of(["ROOT CAUSE", "Due-date"])
    assert fingerprint_of(["Root cause", "Due date"]) != fingerprint_of(["Due date", "Root cause"])
    assert fingerprint_of(["", "Cause"]) != fingerprint_of(["Cause"])


def test_what_is_set_counts_and_not_the_heading(tmp_path):
    held = document(tmp_path)
    with pytest.raises(NotAReport):
        interpret(held)
    (table,) = columns_of(held)
    assert table.fields == ("",) * 8
    reading = interpret(held, {table.fingerprint: SET})
    assert [unit.name for unit in reading.units] == ["Lager Nord", "Verkauf"]
    first = reading.gaps[0]
    assert (first.statement, first.causes[0].statement) == ("Die Ware kommt zu spät an", "Der Wagen ist alt")
    action = first.actions[0]
    assert (action.title, action.owner, action.due) == ("Einen Wagen kaufen", "Fuhrpark", "2026-03-31")
    assert next(role for role in reading.line_map if role.line == first.line).rest == "rot"


def test_columns_known_by_their_contents_are_shown_as_they_are_read(tmp_path):
    held = document(tmp_path, UNHEARD)
    (table,) = columns_of(held)
    assert table.fields == ("unit", "gap", "cause", "action", "owner", "due")
    guessed = interpret(held)
    assert len(guessed.gaps) == 3
    assert interpret(held, {table.fingerprint: table.fields}).units == guessed.units


def test_a_table_of_labels_and_values_has_no_columns_to_set():
    path = DATA / "intake" / "findings-in-pairs.md"
    assert columns_of(read_file(path, path.name, max_bytes=10**6)) == ()


def test_a_table_of_which_nothing_is_used_is_left_over(tmp_path):
    text = "Finding,Root cause,Action\nDeliveries are late,Old vans,Buy vans\n"
    held = document(tmp_path, text)
    assert interpret(held).gaps
    with pytest.raises(NotAReport):
        interpret(held, {columns_of(held)[0].fingerprint: ["", "", ""]})


def test_heads_of_two_rows_and_of_several_sheets(tmp_path):
    path = tmp_path / "two.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name in ("North", "South"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ("", "Performance", "", "Plan", ""))
            sheet.write_row(1, 0, ("Finding", "Target", "Actual", "Action", "Owner"))
            sheet.write_row(2, 0, (f"Deliveries of {name} are late", "95 %", "80 %", "Buy vans", "Fleet"))
        other = book.add_worksheet("Colours")
        other.write_row(0, 0, ("Shade", "Code"))
        other.write_row(1, 0, ("red", "7"))
    tables = columns_of(read_file(path, path.name, max_bytes=10**6))
    assert [(table.title, table.rows) for table in tables] == [("North", 2), ("Colours", 1)]
    assert tables[0].fields == ("gap", "target", "actual", "action", "owner")


@pytest.mark.parametrize("path", sorted(DATA.rglob("*.csv")) + sorted(DATA.rglob("*.md")), ids=lambda path: path.name)
def test_setting_what_is_guessed_changes_nothing_of_substance(path):
    """What the page offers unchanged is what was read, in every table of the corpus."""
    held = read_file(path, path.name, max_bytes=10**6)
    tables = columns_of(held)
    guessed = interpret(held)
    again = interpret(held, {table.fingerprint: table.fields for table in tables if any(table.fields)})
    assert [gap.statement for gap in again.gaps] == [gap.statement for gap in guessed.gaps]
    assert again.units == guessed.units


# Pages


def test_a_table_nothing_is_found_in_lands_on_its_columns(grace, mande):
    response = post_file(grace, STRANGE.encode(), "befunde.csv")
    draft = ImportDraft.objects.get()
    assert response["Location"] == review(draft)
    assert grace.get(review(draft))["Location"] == columns_address(draft)
    page = grace.get(columns_address(draft)).content.decode()
    assert "No gap was found by the headings." in page
    assert "Warum so" in page
    assert "Der Wagen ist alt" in page
    response = grace.post(columns_address(draft), column_data(draft, SET))
    assert (response.status_code, response["Location"]) == (303, review(draft))
    html = grace.get(review(draft)).content.decode()
    assert "Die Zählung fehlt" in html
    assert "Columns as Grace Okafor set them on" in html
    grace.post(review(draft), {})
    assert Gap.objects.count() == 3
    assert Entry.objects.filter(verb="import.columns", new__befunde__isnull=True).count() == 1


def test_a_letter_is_still_refused(grace):
    assert post_file(grace, b"Dear all,\n\nlunch is at noon.\n", "letter.txt").status_code == 422


def test_the_next_file_with_the_same_headings_is_read_so(grace, strange, mande, tmp_path):
    grace.post(columns_address(strange), column_data(strange, SET))
    assert ColumnMapping.objects.get().fields == SET
    following = (
        "Wann,Wer,kennziffer ,Ort,BEFUND,Warum so?,Was nun,Notiz\n,,K-9,Verkauf,Es fehlt Papier,,Papier kaufen,\n"
    )
    response = post_file(grace, following.encode(), "april.csv")
    page = grace.get(response["Location"]).content.decode()
    assert "Es fehlt Papier" in page
    assert "Columns as Grace Okafor set them on" in page


def test_the_command_reads_so_too(strange, mande, tmp_path):
    set_columns(strange, {tables_of(strange)[0].fingerprint: SET}, seen=0, by=mande, at=NOW)
    path, out, err = tmp_path / "mai.csv", StringIO(), StringIO()
    path.write_text(STRANGE.replace("K-", "M-"))
    call_command("import_analysis", str(path), stdout=out, stderr=err)
    assert "three gaps" in out.getvalue()
    assert "as Grace Okafor set them" in err.getvalue()
    unknown = tmp_path / "unknown.csv"
    unknown.write_text("Eins,Zwei\nx,y\n")
    with pytest.raises(Exception, match="It waits on the import page"):
        call_command("import_analysis", str(unknown), stdout=out, stderr=err)
    assert ImportDraft.objects.get(file_name="unknown.csv").state == "to_review"


def test_what_is_set_is_forgotten(grace, strange):
    grace.post(columns_address(strange), column_data(strange, SET))
    (table,) = tables_of(ImportDraft.objects.get())
    assert "Forget" in grace.get(columns_address(strange)).content.decode()
    answer = grace.post(reverse("import_columns_forget", args=[strange.pk]), {"table": table.fingerprint})
    assert answer["Location"] == columns_address(strange)
    assert not ColumnMapping.objects.exists()
    assert "Forgotten" in grace.get(columns_address(strange)).content.decode()
    assert reading_of(ImportDraft.objects.get()).gaps
    response = post_file(grace, STRANGE.replace("K-", "L-").encode(), "juni.csv")
    assert "columns" in grace.get(response["Location"])["Location"]
    grace.post(reverse("import_columns_forget", args=[strange.pk]), {"table": "x" * 100})
    assert Entry.objects.filter(verb="columns.forgotten").count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (["reference", "gap", "gap", "", "", "", "", ""], "Another column is taken for this already"),
        (["", "", "", "", "", "", "", ""], "Nothing is found with these columns"),
        (["", "", "nonsense", "", "", "", "", ""], "Choose one of the list."),
    ],
)
def test_what_does_not_fit_is_said(grace, strange, fields, words):
    response = grace.post(columns_address(strange), column_data(strange, fields))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not ColumnMapping.objects.exists()


def test_nothing_read_is_not_saved(grace, strange):
    response = grace.post(review(strange), {})
    assert response.status_code == 422
    assert not GapAnalysis.objects.exists()


def test_a_report_without_tables_has_no_columns(grace, mande):
    assert grace.get(columns_address(brought_in(mande, REPORT))).status_code == 404


def test_others_do_not_set_columns(client_of, cast, strange):
    for person in (cast.leader, cast.sales_owner, cast.stranger):
        assert client_of(person).get(columns_address(strange)).status_code == 404
        assert client_of(person).post(columns_address(strange), column_data(strange, SET)).status_code == 404
        assert client_of(person).post(reverse("import_columns_forget", args=[strange.pk])).status_code == 404


# Corrections and choices made before


@pytest.fixture
def corrected(strange, mande):
    """Read with its columns, then two gaps corrected and something made of a line."""
    set_columns(strange, {tables_of(strange)[0].fingerprint: SET}, seen=0, by=mande, at=NOW)
    strange.refresh_from_db()
    first, second, _ = reading_of(strange).gaps
    words = {"text": "Die Ware kommt drei Tage zu spät an"}
    change_draft(
        strange, [{"op": "edit", "key": first.key, "fields": words}], words="changed 1", seen=0, by=mande, at=NOW
    )
    cause = second.causes[0].key
    change_draft(
        strange, [{"op": "drop", "key": cause, "reason": "falsch"}], words="dropped it", seen=1, by=mande, at=NOW
    )
    return strange


def test_corrections_that_fit_are_kept_and_the_others_asked_about(grace, corrected):
    fields = list(SET)
    fields[SET.index("cause")] = ""
    page = grace.get(columns_address(corrected)).content.decode()
    assert "Two corrections were made." in page
    response = grace.post(columns_address(corrected), column_data(corrected, fields, seen=2))
    assert response.status_code == 422
    html = response.content.decode()
    assert "One correction does not fit these columns" in html
    assert "Dropped it" in html
    assert "Changed 1" not in html
    assert ImportEdit.objects.filter(undone_at=None).count() == 2
    grace.post(columns_address(corrected), column_data(corrected, fields, seen=2, undo="yes"))
    assert list(ImportEdit.objects.filter(undone_at=None).values_list("words", flat=True)) == ["changed 1"]
    reading = reading_of(ImportDraft.objects.get())
    assert reading.gaps[0].statement == "Die Ware kommt drei Tage zu spät an"
    assert not any(gap.causes for gap in reading.gaps)


def test_a_correction_meanwhile_stops_it(corrected, mande):
    with pytest.raises(Conflict, match="corrected it meanwhile"):
        set_columns(corrected, {tables_of(corrected)[0].fingerprint: SET}, seen=1, by=mande, at=NOW)


def test_owners_go_with_the_name_of_the_unit(grace, corrected, cast):
    chosen = {unit.name: unit.key for unit in reading_of(corrected).units}
    owners = {f"owner_{chosen['Verkauf']}": str(cast.sales.pk), f"owner_{chosen['Lager Nord']}": ""}
    assert grace.post(review(corrected), owners).status_code == 422
    fields = list(SET)
    fields[SET.index("cause")] = ""
    grace.post(columns_address(corrected), column_data(corrected, fields, seen=2, undo="yes"))
    draft = ImportDraft.objects.get()
    assert draft.choices["owners"][chosen["Verkauf"]] == str(cast.sales.pk)
    reading = reading_of(draft)
    turned = replace(reading, units=tuple(replace(unit, key=f"U-9{unit.key[-1]}") for unit in reading.units))
    owners = moved_choices(draft.choices, reading, turned)["owners"]
    assert owners == {"U-9" + chosen["Verkauf"][-1]: str(cast.sales.pk), "U-9" + chosen["Lager Nord"][-1]: ""}


def test_columns_of_another_document_are_refused(strange, mande):
    (table,) = tables_of(strange)
    with pytest.raises(Unfit, match="not those of this document"):
        set_columns(strange, {table.fingerprint: SET[:3]}, seen=0, by=mande, at=NOW)
