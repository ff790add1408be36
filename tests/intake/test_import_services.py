"""The import as services: what a report becomes, once; and nothing of it before somebody confirms it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, connections

from accounts.models import Department
from actions.models import ActionCause, CorrectiveAction
from audit.models import Entry
from common.access import Conflict, Refused, Unfit
from gaps.models import Gap, GapAnalysis, GapMeasure, Kpi, RootCause, SourceDocument, SourceLine
from intake.interpret import from_dict
from intake.interpret.drafts import Measure, StatedVariance
from intake.models import ImportDraft
from intake.services import Choices, discard, keep_choices, save, suggested_choices, upload
from intake.services.figures import direction_of, number_in, severity_of
from meetings.models import AgendaItem, Meeting, Task
from tests.conftest import make_cast
from tests.factories import NOW

from .helpers import DATA

REPORT = DATA / "performance-review.txt"
SECTIONS = ("1. ", "2. ", "3. ", "4. ", "5. ", "6. ")


def counts() -> dict[str, int]:
    """Rows of every model."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def files() -> list[str]:
    """Every file in the media folder."""
    root = Path(default_storage.location)
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def brought_in(by, path: Path = REPORT, name: str = "") -> ImportDraft:
    received = upload(ContentFile(path.read_bytes()), name or path.name, by=by, at=NOW)
    assert received.draft is not None
    return received.draft


def confirmed(draft: ImportDraft) -> Choices:
    return suggested_choices(
        from_dict(draft.content), Department.objects.filter(is_active=True).values_list("pk", "name")
    )


def word_copy(path: Path, text: str) -> Path:
    """The same report, as somebody keeps it in Word."""
    word = docx.Document()
    for number, line in enumerate(text.splitlines()):
        stripped = line.strip()
        if not stripped:
            continue
        if number == 0:
            word.add_heading(stripped, 0)
        elif stripped.startswith(SECTIONS):
            word.add_heading(stripped, 1)
        elif stripped.startswith("- "):
            word.add_paragraph(stripped[2:], style="List Bullet")
        else:
            word.add_paragraph(stripped)
    word.save(str(path))
    return path


@pytest.fixture
def mande(cast):
    return cast.viewer("mande")


def test_nothing_is_saved_before_somebody_confirms(mande):
    before = counts()
    draft = brought_in(mande)
    after = counts()
    changed = {label for label in after if after[label] != before[label]}
    assert changed == {"intake.ImportDraft", "audit.Entry"}
    assert draft.state == "to_review"
    assert len(draft.sha256) == 64
    assert Path(draft.file.name).stem not in draft.file_name


@pytest.mark.parametrize("form", ["txt", "docx"])
def test_the_report_becomes_all_that_it_says(form, mande, tmp_path):
    path = REPORT if form == "txt" else word_copy(tmp_path / "review.docx", REPORT.read_text())
    draft = brought_in(mande, path)
    analysis = save(draft, confirmed(draft), by=mande, at=NOW)
    assert analysis.date == date(2025, 3, 27)
    assert analysis.prepared_by == "SayPro Monitoring & Evaluation Team"
    assert analysis.state == "draft"
    assert analysis.summary.startswith("The review shows five places")
    found = {model.__name__: model.objects.count() for model in (Gap, Kpi, RootCause, CorrectiveAction, Meeting, Task)}
    assert found == {"Gap": 5, "Kpi": 8, "RootCause": 10, "CorrectiveAction": 15, "Meeting": 1, "Task": 12}
    assert GapMeasure.objects.count() == 8
    assert AgendaItem.objects.filter(parent=None).count() == 5
    assert AgendaItem.objects.filter(parent__parent__isnull=False).count() == 3
    meeting = Meeting.objects.get()
    assert (meeting.state, meeting.starts_at) == ("draft", None)
    assert len(meeting.purpose.splitlines()) == 6
    assert Task.objects.filter(kind="preparation", meeting=meeting).count() == 5
    assert list(Task.objects.filter(kind="leadership").values_list("title", flat=True))[-1].startswith(
        "Think about means"
    )
    assert ActionCause.objects.filter(is_confirmed=False).exists()
    assert not ActionCause.objects.filter(is_confirmed=True).exists()


def test_figures_stay_as_stated(mande):
    draft = brought_in(mande)
    save(draft, confirmed(draft), by=mande, at=NOW)
    sales, _, support, operations, people = Gap.objects.order_by("number")
    first = sales.measures.get()
    assert (first.stated_value, first.stated_unit, first.comparator_kind) == (Decimal(15), "%", "target")
    assert first.stated_wording == "15% gap from targets"
    assert not any(each.is_quantified for each in support.measures.all())
    late, quality = operations.measures.all()
    assert (late.stated_value, late.stated_unit, late.kpi.direction, late.kpi.unit) == (
        Decimal(2),
        "weeks",
        "lower",
        "weeks",
    )
    assert (quality.stated_wording, quality.kpi.direction) == ("", "higher")
    turnover = people.measures.first()
    assert (turnover.comparator_kind, turnover.kpi.direction) == ("benchmark", "lower")


def test_each_line_is_kept_with_what_it_became(mande):
    draft = brought_in(mande)
    analysis = save(draft, confirmed(draft), by=mande, at=NOW)
    source = SourceDocument.objects.get(analysis=analysis)
    lines = list(SourceLine.objects.filter(document=source))
    assert [line.number for line in lines] == [role["line"] for role in draft.content["line_map"]]
    gap = Gap.objects.order_by("number").first()
    assert gap.line.text.startswith("• Key Gap") or "Key Gap: Sales" in gap.line.text
    assert gap.line.became == gap.code
    action = CorrectiveAction.objects.order_by("number").first()
    assert action.line.became == action.code
    assert Task.objects.exclude(line=None).count() == 12
    assert source.file.read() == REPORT.read_bytes()


def test_departments_are_found_by_name_or_made(cast, mande):
    draft = brought_in(mande)
    save(draft, confirmed(draft), by=mande, at=NOW)
    assert Gap.objects.order_by("number").first().department == cast.sales
    theme = Department.objects.get(name="Employee Engagement and Retention")
    assert theme.is_theme
    assert not Department.objects.get(name="Marketing").is_theme
    assert Department.objects.filter(name__iexact="sales").count() == 1
    assert Entry.objects.filter(verb="department.created", actor_id=mande.id).count() == 3


def test_a_theme_may_be_given_to_a_department(cast, mande):
    draft = brought_in(mande)
    chosen = confirmed(draft)
    save(draft, Choices({**chosen.owners, "U-05": str(cast.support.pk)}), by=mande, at=NOW)
    gap = Gap.objects.order_by("number").last()
    assert gap.department == cast.support
    assert gap.theme == "Employee Engagement and Retention"


def test_a_unit_without_an_owner_stops_the_saving(mande):
    draft = brought_in(mande)
    chosen = confirmed(draft)
    before = counts()
    with pytest.raises(Unfit) as caught:
        save(draft, Choices({**chosen.owners, "U-05": ""}), by=mande, at=NOW)
    assert caught.value.errors == {"owner_U-05": ["Choose a unit, or make one."]}
    assert counts() == before
    draft.refresh_from_db()
    assert draft.state == "to_review"


def test_a_closed_department_is_not_made_again(cast, mande):
    Department.objects.create(name="Marketing", is_active=False)
    draft = brought_in(mande)
    with pytest.raises(Unfit, match="Marketing is closed"):
        save(draft, confirmed(draft), by=mande, at=NOW)


def test_the_same_document_again_changes_nothing(mande):
    draft = brought_in(mande)
    again = upload(ContentFile(REPORT.read_bytes()), "renamed.txt", by=mande, at=NOW)
    assert (again.draft, again.is_new) == (draft, False)
    analysis = save(draft, confirmed(draft), by=mande, at=NOW)
    before, kept = counts(), files()
    again = upload(ContentFile(REPORT.read_bytes()), "other-name.txt", by=mande, at=NOW)
    assert (again.draft, again.analysis) == (None, analysis)
    assert counts() == before
    assert files() == kept


def test_a_draft_is_saved_once(mande):
    draft = brought_in(mande)
    other = ImportDraft.objects.get(pk=draft.pk)
    save(draft, confirmed(draft), by=mande, at=NOW)
    before = counts()
    with pytest.raises(Conflict, match="is saved"):
        save(other, confirmed(other), by=mande, at=NOW)
    assert counts() == before


def test_two_drafts_of_one_document_give_one_analysis(mande):
    draft = brought_in(mande)
    twin = ImportDraft.objects.get(pk=draft.pk)
    twin.pk = None
    twin.save()
    save(draft, confirmed(draft), by=mande, at=NOW)
    with pytest.raises(Conflict, match="imported before"):
        save(twin, confirmed(twin), by=mande, at=NOW)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="one connection only to a database in memory")
def test_of_two_people_saving_at_once_one_wins(beginning_data):
    mande = make_cast().viewer("mande")
    draft = brought_in(mande)
    chosen = confirmed(draft)

    def attempt(_):
        try:
            return save(ImportDraft.objects.get(pk=draft.pk), chosen, by=mande, at=NOW)
        except Conflict as conflict:
            return conflict
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(attempt, range(2)))
    assert sorted(type(answer).__name__ for answer in answers) == ["Conflict", "GapAnalysis"]
    assert GapAnalysis.objects.count() == 1
    assert Gap.objects.count() == 5


def test_choices_are_kept(mande):
    draft = brought_in(mande)
    keep_choices(draft, Choices({"U-01": "make"}, "A title", date(2025, 1, 2)), by=mande)
    draft.refresh_from_db()
    assert Choices.from_json(draft.choices) == Choices({"U-01": "make"}, "A title", date(2025, 1, 2))


def test_discarding_removes_the_document(mande, django_capture_on_commit_callbacks):
    before = files()
    draft = brought_in(mande)
    assert files() != before
    with django_capture_on_commit_callbacks(execute=True):
        discard(draft, by=mande, at=NOW)
    draft.refresh_from_db()
    assert (draft.state, draft.content, draft.file.name) == ("discarded", {}, "")
    assert files() == before
    with pytest.raises(Conflict):
        save(draft, Choices(), by=mande, at=NOW)
    assert upload(ContentFile(REPORT.read_bytes()), REPORT.name, by=mande, at=NOW).is_new


@pytest.mark.parametrize("name", ["leader", "stranger", "sales_owner"])
def test_only_those_who_prepare_import(name, cast, mande):
    with pytest.raises(Refused):
        upload(ContentFile(b"x"), "a.txt", by=cast.viewer(name), at=NOW)
    draft = brought_in(mande)
    for attempt in (
        lambda by: save(draft, confirmed(draft), by=by, at=NOW),
        lambda by: discard(draft, by=by, at=NOW),
        lambda by: keep_choices(draft, Choices(), by=by),
    ):
        with pytest.raises(Refused):
            attempt(cast.viewer(name))
    assert not ImportDraft.objects.visible_to(cast.viewer(name)).exists()


def test_a_report_without_unit_title_and_date(cast, mande, tmp_path):
    path = tmp_path / "scores.csv"
    path.write_text(
        "Indicator,Target,Actual,Finding,Root cause,Action\nOn-time,95 %,81 %,Deliveries are late,Old vans,Buy vans\n"
    )
    draft = brought_in(mande, path)
    reading = from_dict(draft.content)
    assert reading.date is None
    chosen = confirmed(draft)
    analysis = save(draft, Choices(chosen.owners, "Scores", date(2025, 5, 1)), by=mande, at=NOW)
    assert analysis.date == date(2025, 5, 1)
    measure = Gap.objects.get(analysis=analysis).measures.first()
    assert (measure.target, measure.actual, measure.target_wording) == (Decimal(95), Decimal(81), "95 %")
    assert not Meeting.objects.exists()


def test_very_long_texts_fit(cast, mande, tmp_path):
    long = "word " * 200
    path = tmp_path / "long.txt"
    path.write_text(
        f"{long}\nDate: 1 May 2025\nFindings\nSales Department\n- Key Gap: {long} is 5% below target.\n"
        f"- Root Causes: {long}.\n- Proposed Corrective Actions:\n- {long}.\n"
    )
    draft = brought_in(mande, path)
    save(draft, confirmed(draft), by=mande, at=NOW)
    action = CorrectiveAction.objects.first()
    assert len(action.title) <= 300
    assert len(action.scope) > 900 or action.title == action.title.rstrip("…")


@pytest.mark.parametrize(
    ("wording", "number"),
    [
        ("90 %", Decimal(90)),
        ("2,000", Decimal(2000)),
        ("4.5", Decimal("4.5")),
        ("5 million", None),
        ("within 24 hours", None),
        ("", None),
        (None, None),
        ("1e40", None),
    ],
)
def test_only_plain_figures_become_numbers(wording, number):
    assert number_in(wording) == number


@pytest.mark.parametrize(
    ("measure", "direction"),
    [
        (Measure(target="90 %", actual="70 %"), "higher"),
        (Measure(target="2 days", actual="5 days"), "lower"),
        (Measure(StatedVariance(None, None, None, None, "below target")), "higher"),
        (Measure(StatedVariance(2.0, "weeks", None, None, "two weeks late")), "lower"),
        (Measure(), "higher"),
    ],
)
def test_which_way_is_better(measure, direction):
    assert direction_of(measure) == direction


@pytest.mark.parametrize(
    ("wording", "severity"), [("High", "high"), ("Major", "high"), ("élevée", "high"), ("P1", ""), (None, "")]
)
def test_severity_in_our_words(wording, severity):
    assert severity_of(wording) == severity
