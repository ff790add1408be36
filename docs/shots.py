"""Screenshots of the README and the guides, made from the demo: `make shots`. Needs chromium on the machine."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from saypro import keeping

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "screenshots"
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_demo(folder: Path, port: int) -> subprocess.Popen:
    """The demo, in a folder that is thrown away."""
    environment = {**os.environ, "DEBUG": "1", "DEMO": "1", "DATA_DIR": str(folder), "LOG_LEVEL": "ERROR"}
    command = [sys.executable, "manage.py", "demo", "--port", str(port)]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=(folder / "out").open("w"), stderr=subprocess.STDOUT
    )
    while "Ctrl-C" not in (folder / "out").read_text():
        if process.poll() is not None:
            sys.exit((folder / "out").read_text())
        time.sleep(0.2)
    return process


class Camera:
    """Signs people in and keeps what their pages look like."""

    def __init__(self, browser: Browser, address: str, password: str):
        self.browser, self.address, self.password = browser, address, password

    def page(self, who: str, size: dict, scheme: str = "light") -> Page:
        context = self.browser.new_context(viewport=size, color_scheme=scheme, device_scale_factor=1, locale="en-ZA")
        page = context.new_page()
        page.goto(f"{self.address}/accounts/login/")
        page.fill("[name=login]", f"{who}@demo.saypro.test")
        page.fill("[name=password]", self.password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_load_state()
        return page

    def keep(self, page: Page, name: str, path: str = "") -> None:
        if path:
            page.goto(self.address + path)
        page.screenshot(path=FOLDER / f"{name}.png")


def link_of(page: Page, address: str, query: str) -> str:
    """The path of the personal link in the newest message that fits; only the demo shows it."""
    page.goto(f"{address}/messages/?{query}")
    page.locator("#rows a.title").first.click()
    href = page.get_by_role("link", name="open the personal link").get_attribute("href") or ""
    return "/" + href.split("/", 3)[3]


def take_all(camera: Camera) -> None:
    """Every picture of the README and the guides."""
    leader = camera.page("leader2", PHONE)
    camera.keep(leader, "decide-phone", "/approvals/3/")
    for choice in leader.locator(".seg label", has_text="Approve").all()[0:6:2]:
        choice.click()
    leader.get_by_role("button", name="Go to sign").click()
    leader.wait_for_load_state()
    camera.keep(leader, "sign-phone")
    camera.keep(camera.page("sales.owner", DESK), "my-work", "/")
    camera.keep(camera.page("sales.owner", DESK), "action", "/actions/2/")
    camera.keep(camera.page("leader", DESK, "dark"), "dark", "/actions/2/")
    desk = camera.page("leader", DESK)
    camera.keep(desk, "scorecard", "/reports/")
    desk.goto(f"{camera.address}/reports/digests/")
    desk.locator(".rows a.title").first.click()
    desk.wait_for_load_state()
    camera.keep(desk, "digest")
    admin = camera.page("admin", DESK)
    phone = camera.browser.new_context(viewport=PHONE, locale="en-ZA").new_page()
    camera.keep(phone, "check-in-phone", link_of(admin, camera.address, "kind=check_in&q=Thabo"))
    camera.keep(phone, "roadblock-phone", link_of(admin, camera.address, "q=A+roadblock+Nomsa"))
    take_admin(camera, admin)
    mande = camera.page("mande", DESK)
    camera.keep(mande, "gap", "/gaps/1/")
    camera.keep(mande, "kpi", "/kpis/1/")
    camera.keep(mande, "plan-grid", "/analyses/1/plan/")
    mande.goto(f"{camera.address}/analyses/import/")
    mande.set_input_files("input[type=file]", ROOT / "tests" / "data" / "hospital-review.txt")
    mande.locator("main form button[data-kind=primary]").click()
    mande.wait_for_load_state()
    camera.keep(mande, "import")
    camera.keep(mande, "analysis", "/analyses/1/")
    camera.keep(mande, "silent", "/check-ins/silent/")
    camera.keep(mande, "minutes", "/meetings/1/minutes/")
    camera.keep(mande, "pack", "/packs/1/")
    camera.keep(mande, "meeting", "/meetings/3/")
    hold(camera, mande)


def hold(camera: Camera, mande: Page) -> None:
    """Begin the meeting ahead and decide on one plan, so that the page in session is seen as a room sees it. Comes last."""
    mande.get_by_role("button", name="Start the meeting").click()
    mande.wait_for_load_state()
    for name in ("Nomsa Dlamini", "Peter Adams", "Ayesha Patel", "Zanele Mthembu"):
        mande.locator("#present label", has_text=name).locator("input").check()
    mande.get_by_role("link", name="Decide: A-14").first.click()
    mande.locator(".seg label", has_text="Approve").click()
    mande.get_by_role("button", name="Record and go on").click()
    mande.wait_for_load_state()
    mande.set_viewport_size({"width": 1280, "height": 1100})
    camera.keep(mande, "session")


def take_admin(camera: Camera, admin: Page) -> None:
    """What an administrator looks at; the work of one head is handed over as far as the preview."""
    camera.keep(admin, "messages", "/messages/")
    camera.keep(admin, "people", "/people/")
    camera.keep(admin, "roles", "/people/roles/")
    camera.keep(admin, "history", "/audit/")
    camera.keep(admin, "departments", "/departments/")
    admin.goto(f"{camera.address}/people/?q=Ayesha")
    admin.locator("#rows a.title").first.click()
    admin.wait_for_load_state()
    camera.keep(admin, "person")
    admin.get_by_role("link", name="Hand over").click()
    admin.wait_for_load_state()
    admin.get_by_label("Everything goes to").select_option(label="Thabo Nkosi")
    admin.get_by_label("Why").fill("Ayesha leaves us at the end of the month.")
    camera.keep(admin, "hand-over")
    admin.get_by_role("button", name="Show what changes").click()
    admin.wait_for_load_state()
    camera.keep(admin, "hand-over-preview")


def main() -> None:
    if CHROMIUM is None:
        sys.exit("Chromium is needed for the screenshots, and none was found.")
    FOLDER.mkdir(exist_ok=True)
    port = free_port()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        process = start_demo(folder, port)
        try:
            with sync_playwright() as play:
                flags = ["--disable-gpu", "--disable-background-networking"] + (
                    ["--no-sandbox"] if os.geteuid() == 0 else []
                )
                browser = play.chromium.launch(executable_path=CHROMIUM, args=flags)
                take_all(Camera(browser, f"http://localhost:{port}", keeping.demo_password(folder)))
                browser.close()
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)


if __name__ == "__main__":
    main()
