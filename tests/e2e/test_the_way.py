"""The way, walked in a browser: from the report to a signed plan and the first proof."""

import re
from datetime import date, timedelta
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from saypro.demo.story import SAMPLE

pytestmark = [pytest.mark.e2e]

OWNERS = {
    "Sales": "Thabo Nkosi",
    "Marketing": "Lerato Khumalo",
    "Customer Support": "Ayesha Patel",
    "Operations": "Johan van Wyk",
    "People": "Zanele Mthembu",
}


def as_word(folder: Path) -> Path:
    """The sample report as a Word document."""
    document = docx.Document()
    for line in SAMPLE.read_text().splitlines():
        if line.strip():
            document.add_paragraph(line)
    path = folder / "performance-review.docx"
    document.save(path)
    return path


def soon(days: int) -> date:
    return date.today() + timedelta(days=days)


def test_from_the_report_to_a_signed_plan(empty_stack, as_person, tmp_path):
    stack = empty_stack
    mande = as_person(stack, "mande")
    page = mande.page

    # 1. Import: every line is shown, nothing is saved before it is confirmed, and again changes nothing.
    document = as_word(tmp_path)
    mande.go("/analyses/import/")
    page.set_input_files("input[type=file]", document)
    page.locator("main form button[data-kind=primary]").click()
    expect(page.locator(".source > li").first).to_be_visible()
    review = page.url
    body = page.locator("main").inner_text()
    for words in ("5 gaps", "10 causes", "15 actions", "15%", "20%", "below target", "2 weeks", "18%"):
        assert words in body, words
    assert page.locator(".source > li").count() > 60
    mande.go("/analyses/")
    expect(page.get_by_text("No analysis yet")).to_be_visible()
    page.goto(review)
    for chooser in page.locator("main select").all():
        if not chooser.input_value():
            chooser.select_option(label="People")
    page.locator(".dock button[data-kind=primary]").click()
    expect(page.locator("main h1")).to_contain_text("Performance Review")
    analysis = re.search(r"/analyses/(\d+)/", page.url).group(1)
    mande.go("/analyses/import/")
    page.set_input_files("input[type=file]", document)
    page.locator("main form button[data-kind=primary]").click()
    expect(page.locator("body")).to_contain_text(re.compile("imported before", re.I))

    # 2. Issue: two signatures each, then leadership confirms all but one, and M&E answers the dispute.
    mande.go(f"/analyses/{analysis}/edit/")
    page.fill("[name=signatures_needed]", "2")
    page.get_by_role("button", name="Save the analysis").click()
    expect(page.get_by_text("actions have no owner").first).to_be_visible()
    page.get_by_role("button", name="Issue the analysis").click()
    expect(page.locator(".head .state")).to_contain_text("Issued")

    leader = as_person(stack, "leader", phone=True)
    leader.page.get_by_role("link", name="Answer", exact=True).click()
    gap = leader.page.locator(".decision", has_text="Production timelines")
    gap.get_by_text("Dispute", exact=True).click()
    leader.page.get_by_role("button", name="Record").click()
    expect(leader.page.get_by_text("Give a reason for G-04.").first).to_be_visible()
    gap = leader.page.locator(".decision", has_text="Production timelines")
    gap.locator("textarea").fill("The strike in March is in it.")
    leader.page.get_by_role("button", name="Record").click()
    expect(leader.page.locator(".toast")).to_contain_text("1 disputed")

    mande.go("/")
    page.get_by_role("link", name="Answer the dispute").click()
    page.fill("[name=answer]", "Without March it is nine days; the finding stands.")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.locator(".head .state")).to_contain_text("Issued")
    leader.go("/gaps/4/respond/")
    leader.page.get_by_role("button", name="Record the response").click()
    expect(leader.page.locator(".head .state")).to_contain_text("Confirmed")

    complete_the_plans(mande, analysis, tmp_path)

    # 3b. An owner accepts, another contests.
    sales = as_person(stack, "sales.owner", phone=True)
    sales.go("/actions/1/")
    sales.page.get_by_role("link", name="Accept or contest").click()
    sales.page.get_by_role("button", name="Send the answer").click()
    expect(sales.page.locator(".toast")).to_contain_text("accepted A-01")

    # 3c. The bundle goes to two leaders.
    mande.go(f"/analyses/{analysis}/submit/")
    page.fill("[name=due_on]", soon(7).isoformat())
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.locator("main h1")).to_contain_text("15 plans")
    bundle = re.search(r"/approvals/(\d+)/", page.url).group(1)

    decide_on_the_phone(leader, bundle)
    second_leader_sees_what_changed(stack, as_person, mande, bundle)

    # 5. The owner marks a milestone reached and adds proof; beyond the allowance the difference is signed.
    sales.go("/")
    sales.page.get_by_role("button", name="Mark reached").first.click()
    expect(sales.page.locator(".toast")).to_contain_text("is reached")
    sales.go("/actions/1/evidence/new/")
    proof = tmp_path / "criteria.txt"
    proof.write_text("The criteria as agreed.")
    sales.page.set_input_files("input[type=file]", proof)
    sales.page.fill("[name=title]", "Criteria as agreed")
    sales.page.get_by_role("button", name="Add the evidence").click()
    expect(sales.page.locator(".rail")).to_contain_text("Criteria as agreed")
    sales.go("/actions/1/change/")
    sales.page.fill("[name=due_on]", soon(150).isoformat())
    sales.page.fill("[name=reason]", "The supplier delivers later than promised.")
    sales.page.get_by_role("button", name="Ask for the change").click()
    expect(sales.page.get_by_text("A change waits for a signature.")).to_be_visible()
    leader.go("/")
    leader.page.get_by_role("link", name="Decide").last.click()
    expect(leader.page.locator("table.diff")).to_contain_text("Finish by")

    admin_looks_after_people(stack, as_person)

    verdict = stack.manage("verify_audit")
    assert verdict.returncode == 0, verdict.stderr
    assert "The chain is whole" in verdict.stdout


def complete_the_plans(mande, analysis, tmp_path):
    """One row typed and saved when it is left; the others go out as XLSX and come back in."""
    page = mande.page
    mande.go(f"/analyses/{analysis}/plan/")
    page.get_by_role("button", name=re.compile("Confirm .* link")).click()
    expect(page.locator(".toast")).to_contain_text("confirmed")
    row = page.locator("[data-row]").first
    row.locator("[data-col=owner] select").select_option(label="Thabo Nkosi")
    row.locator("[data-col=start] input").fill(soon(1).isoformat())
    row.locator("[data-col=finish] input").fill(soon(0).isoformat())
    page.locator("[data-row]").nth(1).locator("[data-col=first] input").focus()
    expect(page.locator("[data-row]").first.locator(".error")).to_contain_text("Before the start")
    row = page.locator("[data-row]").first
    row.locator("[data-col=finish] input").fill(soon(60).isoformat())
    row.locator("[data-col=once] input").fill("55k")
    page.locator("[data-row]").nth(1).locator("[data-col=first] input").focus()
    expect(page.locator("[data-row]").first.locator(".error")).to_contain_text("Write a sum, such as 55 000")
    row = page.locator("[data-row]").first
    assert row.locator("[data-col=once] input").input_value() == "55k"
    row.locator("[data-col=once] input").fill("55 000")
    page.locator("[data-row]").nth(1).locator("[data-col=first] input").focus()
    expect(page.locator("[data-row]").first.locator(".saved").first).to_contain_text(re.compile("saved|no "))

    with page.expect_download() as download:
        page.get_by_role("link", name="Out as XLSX").click()
    table = tmp_path / "plans.xlsx"
    download.value.save_as(table)
    fill_table(table)
    mande.go(f"/analyses/{analysis}/plan/fill/")
    page.set_input_files("input[type=file]", table)
    page.get_by_role("button", name="Show the differences").click()
    expect(page.get_by_text("Nothing is saved yet")).to_be_visible()
    page.get_by_role("button", name=re.compile("Save .* plans")).click()
    expect(page.locator(".dock")).to_contain_text("14 of 15 complete")


def fill_table(path: Path) -> None:
    """What the units would write: owners but for one plan, dates, milestones, the cause, the indicator and costs."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    column = {cell.value: cell.column for cell in sheet[1]}
    causes: dict[str, str] = {}
    for number in range(2, sheet.max_row + 1):
        unit = sheet.cell(number, column["Unit"]).value
        cause = sheet.cell(number, column["Cause answered"])
        causes.setdefault(unit, cause.value)
        if number != 15:
            sheet.cell(number, column["Owner"]).value = OWNERS[unit]
        sheet.cell(number, column["Start"]).value = soon(1)
        sheet.cell(number, column["Finish"]).value = soon(60)
        sheet.cell(number, column["First milestone"]).value = "First step shown"
        sheet.cell(number, column["Milestone by"]).value = soon(20)
        sheet.cell(number, column["Once"]).value = 1000 * number
        if not cause.value:
            cause.value = causes[unit] or CAUSE_OF[unit]
        sheet.cell(number, column["KPI"]).value = KPI_OF[unit]
    book.save(path)


KPI_OF = {
    "Sales": "Lead conversion",
    "Marketing": "High-quality leads",
    "Customer Support": "Response times",
    "Operations": "Production timelines",
    "People": "Employee turnover",
}
CAUSE_OF = {
    "Sales": "Unsuitable leads passed on by marketing",
    "People": "Missing prospects for a career",
    "Operations": "Worn-out machines",
    "Marketing": "Unconvincing messages",
    "Customer Support": "An outdated ticket system",
}


def choose(page, code: str, words: str):
    """Mark a choice on one plan of the bundle."""
    entry = page.locator(".decision", has=page.locator(".id", has_text=code)).first
    entry.scroll_into_view_if_needed()
    if words in ("Defer", "Reject"):
        entry.get_by_text("More", exact=True).click()
    entry.locator(".seg label", has_text=re.compile(rf"^\s*{words}\s*$")).first.click()
    return entry


def decide_on_the_phone(leader, bundle):
    """Approve most, change one, return two with a reason, ask one question; then sign in one step."""
    page = leader.page
    leader.go(f"/approvals/{bundle}/")
    for number in (*range(1, 9), 12, 13, 15):
        choose(page, f"A-{number:02d}", "Approve")
    entry = choose(page, "A-09", "Change and approve")
    entry.locator("input[type=date]").first.fill(soon(45).isoformat())
    for code in ("A-10", "A-11"):
        choose(page, code, "Return").locator(".reason textarea").fill("Name the line first.")
    entry = choose(page, "A-14", "Change and approve")
    entry.locator("select").first.select_option(label="Zanele Mthembu")
    expect(page.locator("#dock")).to_contain_text("15 of 15 decided")
    leader.go(f"/approvals/{bundle}/")
    expect(page.locator("#dock")).to_contain_text("15 of 15 decided")
    entry = page.locator(".decision", has=page.locator(".id", has_text="A-12")).first
    entry.locator(".folded").click()
    entry.get_by_text("More", exact=True).click()
    entry.get_by_role("link", name="Ask a question").click()
    page.fill("[name=question]", "Which line begins?")
    page.get_by_role("button", name="Ask the question").click()
    expect(page.locator(".toast")).to_contain_text("is asked about A-12")
    page.get_by_role("button", name="Go to sign").click()
    expect(page.locator("main h1")).to_contain_text("Sign 15 decisions")
    page.fill("[name=password]", "wrong")
    page.get_by_role("button", name="Sign 15 decisions").click()
    expect(page.locator(".error").first).to_contain_text("Nothing was signed")
    page.fill("[name=password]", leader.stack.password)
    page.get_by_role("button", name="Sign 15 decisions").click()
    expect(page.locator(".toast")).to_contain_text("15 decisions signed")
    expect(page.locator("#h-settled")).to_be_visible()


def second_leader_sees_what_changed(stack, as_person, mande, bundle):
    """A plan changes while the second leader has it open: nothing is signed, the difference is shown; then all is signed."""
    leader2 = as_person(stack, "leader2")
    page = leader2.page
    leader2.go(f"/approvals/{bundle}/")
    for entry in page.locator(".decision:has(.seg)").all():
        entry.locator(".seg label", has_text=re.compile(r"^\s*Approve\s*$")).first.click()
    page.get_by_role("button", name="Go to sign").click()
    expect(page.locator("main h1")).to_contain_text("Sign 13 decisions")

    mande.go("/actions/1/edit/")
    mande.page.fill("[name=scope]", "Both sales teams, from the first day on")
    mande.page.get_by_role("button", name="Save the action").click()
    expect(mande.page.locator(".toast")).to_contain_text("A-01 is saved")

    page.fill("[name=password]", stack.password)
    page.get_by_role("button", name="Sign 13 decisions").click()
    expect(page.locator("body")).to_contain_text("A-01 changed since you saw it")
    expect(page.locator("body")).to_contain_text("Both sales teams")
    leader2.go(f"/approvals/{bundle}/")
    entry = page.locator(".decision", has=page.locator(".id", has_text="A-01")).first
    expect(entry).to_contain_text("It changed since you marked it")
    entry.locator(".seg label", has_text=re.compile(r"^\s*Approve\s*$")).first.click()
    page.get_by_role("button", name="Go to sign").click()
    page.fill("[name=password]", stack.password)
    page.get_by_role("button", name=re.compile("Sign .* decisions")).click()
    expect(page.locator(".toast")).to_contain_text("13 decisions signed")

    # The first leader is asked for the one plan that changed after they signed it, and signs it again.
    leader = as_person(stack, "leader", phone=True)
    leader.go(f"/approvals/{bundle}/")
    expect(leader.page.locator("main h1")).to_contain_text("One plan for your decision")
    choose(leader.page, "A-01", "Approve")
    leader.page.get_by_role("button", name="Go to sign").click()
    leader.page.fill("[name=password]", stack.password)
    leader.page.get_by_role("button", name=re.compile("Sign .* decision")).click()
    expect(leader.page.locator(".toast")).to_contain_text("One decision signed")


def admin_looks_after_people(stack, as_person):
    """A department, an invitation, and somebody who moves."""
    admin = as_person(stack, "admin")
    page = admin.page
    admin.go("/departments/new/")
    page.fill("[name=name]", "Logistics")
    page.locator("main form button[data-kind=primary]").click()
    expect(page.locator("main")).to_contain_text("Logistics")
    admin.go("/people/invite/")
    page.fill("[name=name]", "Sipho Zulu")
    page.fill("[name=email]", "sipho.zulu@example.org")
    page.locator("main form button[data-kind=primary]").click()
    expect(page.locator("body")).to_contain_text("Sipho Zulu")
    admin.go("/people/")
    page.get_by_role("link", name="Johan van Wyk").first.click()
    page.locator("main a", has_text="Edit").first.click()
    page.select_option("[name=department]", label="Logistics")
    page.locator("main form button[data-kind=primary]").click()
    expect(page.locator("main")).to_contain_text("Logistics")
