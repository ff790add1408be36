"""A report of forty gaps, reviewed, saved and issued with the keyboard alone; counted in keystrokes, with the time printed."""

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.e2e]

UNITS = (
    "Sales Department",
    "Customer Support Department",
    "Operations Department",
    "Engagement and retention",
    "Quality and safety",
)
MOST_KEYS_A_GAP = 3
MOST_PAGES = 15


def report_of(gaps: int) -> str:
    """A report with that many gaps, each with two causes and two actions, in sections of eight; two lines fit nowhere."""
    lines = ["Depot Performance Review", "Date: 12 January 2026", "Prepared by: M&E team", ""]
    for number in range(1, gaps + 1):
        if number % 8 == 1:
            lines += [f"## {UNITS[(number - 1) // 8 % len(UNITS)]}", ""]
        lines += [
            f"Gap: Deliveries of route {number} are {number + 3}% below target.",
            "Root causes:",
            f"- Vans of route {number} wait at gate {number}",
            f"- Route {number} has no second driver",
            "Corrective actions:",
            f"- Open gate {number} an hour earlier",
            f"- Train a second driver for route {number}",
            "",
        ]
    return "\n".join([*lines, "The canteen was painted in spring.", ""])


class Keys:
    """A keyboard that counts: keys pressed, texts typed, and pages that were opened."""

    def __init__(self, page: Page):
        self.page, self.pressed, self.pages = page, 0, 0
        self.typed: list[str] = []
        page.on("framenavigated", lambda frame: self.count_page())

    def count_page(self) -> None:
        self.pages += 1

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)
            self.pressed += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.pressed += len(text)
        self.typed.append(text)

    def until(self, key: str, selector: str, most: int = 60) -> None:
        """Press the key until the focus is in what the selector finds."""
        for _ in range(most):
            if self.is_in(selector):
                return
            self.press(key)
        raise AssertionError(f"{selector} is not reached within {most} times {key}")

    def is_in(self, selector: str) -> bool:
        return self.page.evaluate("(it) => !!document.activeElement?.closest(it)", selector)

    def opens(self, act: Callable[[], None], address: str) -> None:
        """Do it, and wait for the page that it opens."""
        act()
        self.page.wait_for_url(re.compile(address))
        self.page.wait_for_load_state("load")


def upload(person, report: Path) -> None:
    person.go("/analyses/import/")
    person.page.set_input_files("input[type=file]", report)
    person.page.locator("main form button[data-kind=primary]").click()
    expect(person.page.locator(".source > li").first).to_be_visible()


def text_of_focus(page: Page) -> str:
    return page.evaluate("document.activeElement.innerText")


def test_forty_gaps_are_reviewed_by_keyboard(empty_stack, as_person, tmp_path):
    gaps = 40
    report = tmp_path / "depots.md"
    report.write_text(report_of(gaps))
    mande = as_person(empty_stack, "mande")
    page = mande.page
    mande.go("/analyses/import/")
    began = time.monotonic()
    keys = Keys(page)

    # The file dialog is the system's own; it counts as one key, as does the press that sends it.
    page.set_input_files("input[type=file]", report)
    page.locator("main form button[data-kind=primary]").focus()
    keys.opens(lambda: keys.press("Enter", 1), r"/analyses/import/\d+/")
    review = page.url
    assert f"{gaps} gaps" in page.locator("main").inner_text()

    # Read every line that became something: j and k, with the draft marked beside it.
    keys.until("Tab", ".source")
    keys.press("j", 3)
    assert page.locator(".source > li:focus").count() == 1
    keys.press("k")

    # What is left over is found with n, used with e: one page, where nothing that the report says is typed again.
    keys.press("n")
    assert "canteen" in text_of_focus(page)
    keys.opens(lambda: keys.press("e"), r"/lines/\d+/")
    assert "canteen" in page.locator("[name=text]").input_value()
    keys.until("Tab", "[name=kind]")
    keys.until("Tab", "main button[data-kind=primary]")
    keys.opens(lambda: keys.press("Enter"), r"/analyses/import/\d+/(#|$|\?)")
    expect(page.get_by_role("heading", name="Corrected")).to_be_visible()

    # It was no part of the findings after all: u takes it back.
    if not keys.is_in(".source"):
        keys.until("Tab", ".source")
    keys.opens(lambda: keys.press("u"), r"/analyses/import/\d+/")
    expect(page.get_by_role("heading", name="Corrected")).to_have_count(0)

    # A gap that was misread is opened from its line and corrected.
    keys.until("Tab", ".source")
    keys.press("j")
    while "route 1 are" not in text_of_focus(page):
        keys.press("j")
    keys.opens(lambda: keys.press("e"), r"/edit/")
    keys.until("Tab", "[name=severity]")
    keys.press("h")
    keys.until("Tab", "main button[value=save]")
    keys.opens(lambda: keys.press("Enter"), r"/analyses/import/\d+/(#|$|\?)")

    # Owners of the themes, which no department is called like: o goes to the next, its first letters choose it.
    chosen = 0
    while True:
        if not keys.is_in(".source, .draft"):
            keys.until("Tab", ".source")
        keys.press("o")
        if not keys.is_in("select"):
            break
        keys.type("Peop" if chosen == 0 else "Mark")
        chosen += 1
        assert page.evaluate("document.activeElement.value")
        keys.until("Shift+Tab", ".source", most=20)

    keys.press("s")
    assert keys.is_in(".dock button")
    keys.opens(lambda: keys.press("Enter"), r"/analyses/\d+/(#|$)")
    assert page.url != review

    # Issue it. Nothing blocks, since every finding came with its causes.
    keys.until("Tab", "form[action$='/issue/'] button")
    keys.press("Enter")
    expect(page.locator(".head .state")).to_contain_text("Issued")

    took = time.monotonic() - began
    print(f"\n{gaps} gaps: {keys.pressed} keys, {keys.pages} pages, {took:.1f} s by machine")
    assert keys.pressed <= MOST_KEYS_A_GAP * gaps
    assert keys.pages <= MOST_PAGES
    said = report.read_text()
    assert not [text for text in keys.typed if text in said], "something of the report was typed again"
    assert len(keys.typed) == chosen == 2  # one for each theme, none for its gaps
