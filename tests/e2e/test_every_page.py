"""Every page of the demo, by each role, wide and on a phone, light and dark: axe finds nothing serious, nothing runs over."""

from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.e2e.conftest import DESK, PHONE
from tests.e2e.test_keyboard_review import report_of, upload

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.e2e]

PAGES = {
    "leader": (
        "/",
        "/analyses/",
        "/analyses/1/",
        "/analyses/1/responses/",
        "/gaps/",
        "/gaps/4/",
        "/actions/",
        "/actions/1/",
        "/actions/1/versions/",
        "/actions/?owner=nobody&q=zzz",
        "/approvals/",
        "/approvals/3/",
        "/reports/",
        "/reports/changes/",
        "/reports/digests/",
        "/reports/digests/1/",
        "/check-ins/",
        "/check-ins/silent/",
        "/roadblocks/",
        "/roadblocks/2/",
        "/kpis/",
        "/kpis/1/",
        "/meetings/1/",
        "/search/?q=sales",
        "/meetings/1/sign/",
        "/actions/4/edit/",
        "/no/such/page/",
    ),
    "sales.owner": (
        "/",
        "/check-ins/",
        "/actions/2/roadblocks/new/",
        "/actions/2/check-ins/",
        "/kpis/1/readings/new/",
        "/actions/2/",
        "/actions/2/change/",
        "/actions/2/milestones/new/",
        "/actions/2/evidence/new/",
    ),
    "mande": (
        "/analyses/import/",
        "/analyses/new/",
        "/analyses/1/plan/",
        "/analyses/1/plan/fill/",
        "/analyses/1/submit/",
        "/gaps/4/answer/",
        "/gaps/1/",
        "/gaps/1/causes/",
        "/gaps/1/figures/new/",
        "/analyses/1/compared/",
        "/kpis/",
        "/kpis/new/",
        "/kpis/readings/",
        "/kpis/1/",
        "/gaps/4/",
        "/gaps/4/ask/",
        "/gaps/4/expect/",
        "/gaps/4/evidence/new/",
        "/messages/",
        "/audit/",
        "/meetings/",
        "/meetings/new/",
        "/meetings/1/",
        "/meetings/1/minutes/",
        "/meetings/1/follow-up/",
        "/meetings/3/",
        "/packs/",
        "/packs/1/",
        "/packs/1/changes/",
        "/meetings/3/pack/",
        "/meetings/3/edit/",
        "/meetings/3/agenda/",
        "/meetings/3/sheet/",
        "/tasks/",
        "/tasks/1/",
        "/components/",
    ),
    "admin": (
        "/people/",
        "/people/2/",
        "/people/2/edit/",
        "/people/roles/",
        "/people/4/hand-over/",
        "/people/invite/",
        "/departments/",
        "/departments/1/",
        "/departments/1/edit/",
        "/teams/new/",
        "/messages/1/",
        "/accounts/profile/",
        "/organisation/",
        "/organisation/rhythm/",
        "/people/5/away/",
        "/departments/1/rhythm/",
    ),
}


def faults_of(person, paths) -> list[str]:
    """What runs over or is serious on the pages, wide and light, narrow and dark."""
    page, found = person.page, []
    for path in paths:
        for size, scheme in ((DESK, "light"), (PHONE, "dark")):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            person.go(path)
            if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
                found.append(f"{path} runs over at {size['width']}")
            for fault in Axe().run(page).response["violations"]:
                if fault["impact"] in ("serious", "critical"):
                    found.append(f"{path} {size['width']} {scheme}: {fault['id']}: {fault['nodes'][0]['html'][:120]}")
    person.is_examined = True  # axe writes styles of its own, which the policy refuses
    return found


@pytest.mark.parametrize("who", PAGES)
def test_nothing_serious_and_nothing_runs_over(who, demo_stack, as_person):
    found = faults_of(as_person(demo_stack, who), PAGES[who])
    assert not found, "\n".join(found)


def test_the_pages_that_correct_an_import(demo_stack, as_person, tmp_path):
    """They need a draft, which the demo has none of: `import_edit` of a gap, a cause and an action, `import_line`."""
    report = tmp_path / "depots.txt"
    report.write_text(report_of(2))
    mande = as_person(demo_stack, "mande")
    upload(mande, report)
    review = urlsplit(mande.page.url).path
    edits = mande.page.locator("a.edit-link").evaluate_all("links => links.map(each => each.getAttribute('href'))")
    line = mande.page.locator(".source > li a[href*='/lines/']").first.get_attribute("href")
    assert len(edits) > 6
    found = faults_of(mande, [review, *edits[:4], line])
    assert not found, "\n".join(found)


def test_the_pages_of_a_corrected_version_of_columns_and_of_two_cycles(demo_stack, as_person, tmp_path):
    """They need another version of the demo's report, a table, and a later report."""
    sample = (ROOT / "saypro" / "samples" / "performance-review.txt").read_text(encoding="utf-8")
    files = {
        "corrected.txt": sample.replace("15% gap", "19% gap").replace(
            "- Score every lead before it is handed over.\n", ""
        ),
        "table.csv": "Unit,Gap,Cause,Action\nSales,Offers go out nine days late,No deputy,Name a deputy\n",
        "later.txt": sample.replace("March 27, 2025", "December 11, 2025").replace("15% gap", "25% gap"),
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    mande = as_person(demo_stack, "mande")
    page = mande.page
    upload(mande, tmp_path / "corrected.txt")
    page.get_by_role("button", name="Show what it changes").click()
    page.wait_for_url("**/difference/")
    paths = [urlsplit(page.url).path]
    upload(mande, tmp_path / "table.csv")
    paths.append(f"{urlsplit(page.url).path}columns/")
    upload(mande, tmp_path / "later.txt")
    for choice in page.locator("select[name^=owner_]").all():
        if not choice.input_value():
            choice.select_option(index=1)
    page.get_by_role("button", name="Save as draft").click()
    page.wait_for_url("**/analyses/*/")
    paths += [urlsplit(page.url).path, f"{urlsplit(page.url).path}compared/"]
    found = faults_of(mande, paths)
    assert not found, "\n".join(found)
    mande.go(paths[-1])
    page.get_by_role("button", name="Confirm the comparison").click()
    page.get_by_text("Compared with").first.wait_for()


def test_deciding_and_signing_work_without_script(demo_stack, as_person):
    leader = as_person(demo_stack, "leader2", phone=True, script=False)
    page = leader.page
    leader.go("/approvals/3/")
    entry = page.locator(".decision:has(.seg)").first
    entry.locator(".seg label", has_text="Approve").first.click()
    page.get_by_role("button", name="Go to sign").click()
    page.fill("[name=password]", demo_stack.password)
    page.get_by_role("button", name="Sign one decision").click()
    assert "One decision signed" in page.locator("body").inner_text()


def test_the_grid_is_pasted_into_and_filled_down(demo_stack, as_person):
    mande = as_person(demo_stack, "mande")
    page = mande.page
    mande.go("/analyses/1/plan/")
    rows = page.locator("[data-row]:has(.input)")
    first = rows.nth(0).locator("[data-col=first] input")
    first.focus()
    days = [(date.today() + timedelta(days=number)).isoformat() for number in (9, 10)]
    page.evaluate(
        """(days) => {
          const data = new DataTransfer();
          data.setData("text", `Pasted one\\t${days[0]}\\nPasted two\\t${days[1]}`);
          document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        days,
    )
    page.wait_for_timeout(800)
    assert rows.nth(1).locator("[data-col=first] input").input_value() == "Pasted two"
    assert rows.nth(1).locator("[data-col=by] input").input_value() == days[1]
    third = rows.nth(2).locator("[data-col=first] input")
    third.focus()
    page.keyboard.press("Control+d")
    assert third.input_value() == "Pasted two"
    page.keyboard.press("Alt+ArrowDown")
    assert page.evaluate("document.activeElement.closest('[data-row]').id") == rows.nth(3).get_attribute("id")
    page.wait_for_timeout(1200)
    mande.go("/analyses/1/plan/")
    saved = [rows.nth(n).locator("[data-col=first] input").input_value() for n in range(3)]
    assert saved == ["Pasted one", "Pasted two", "Pasted two"]
