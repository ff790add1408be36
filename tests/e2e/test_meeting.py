"""The follow-up meeting, held in browsers by several people at once: M&E records, leaders sign on their phones."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import DESK

pytestmark = [pytest.mark.e2e]
MEETING = "/meetings/3/"


def test_held_signed_and_minuted_by_several_people_at_once(demo_stack, as_person):
    mande = as_person(demo_stack, "mande")
    leader, leader2 = (as_person(demo_stack, key, phone=True) for key in ("leader", "leader2"))
    owner = as_person(demo_stack, "sales.owner")
    room = mande.page

    mande.go(MEETING)
    room.get_by_role("button", name="Start the meeting").click()
    expect(room.get_by_role("heading", name="Recorded so far")).to_be_visible()
    owner.go(f"{MEETING}session/")

    # Who is there: a tick is kept at once, and the others see it.
    room.locator("#present label", has_text="Nomsa Dlamini").locator("input").check()
    expect(owner.page.locator("#present")).to_contain_text("1 of", timeout=15_000)

    # A decision falls; owner and date are set in the item; it waits for signature everywhere.
    room.get_by_role("link", name=re.compile("Decide: A-15")).first.click()
    room.locator(".seg label", has_text="As changed").click()
    room.locator("[name$=-cost_once]").fill("95000")
    room.get_by_role("button", name="Record and go on").click()
    waiting = owner.page.locator("#sign")
    expect(waiting).to_contain_text("A-15", timeout=15_000)
    expect(waiting).to_contain_text("signature outstanding")
    expect(room.locator("#sign .qr svg")).to_be_visible()

    # A task with owner and date, and the follow-up plan as proposed.
    room.locator("[name=kind]").select_option("task")
    room.locator("[name=text]").fill("Show the pay bands to the works council")
    room.locator("[name=owner]").select_option(label="Zanele Mthembu")
    room.locator("[name=due_on]").fill("2030-01-31")
    room.get_by_role("button", name="Record", exact=True).click()
    expect(room.locator("#recorded")).to_contain_text("works council")
    room.goto(demo_stack.address + f"{MEETING}follow-up/")
    room.get_by_role("button", name="Agree the plan").click()
    expect(owner.page.locator("#sign")).to_contain_text("How we follow up", timeout=15_000)

    # Each leader signs all of it in one step, alone, on the own phone.
    for person in (leader, leader2):
        person.go(f"{MEETING}sign/")
        expect(person.page.locator("main")).to_contain_text("A-15")
        person.page.get_by_role("button", name="Go to sign").click()
        expect(person.page.get_by_role("heading", level=1)).to_contain_text("and the follow-up plan")
        assert person.page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")
        person.page.fill("[name=password]", demo_stack.password)
        person.page.get_by_role("button", name="Sign all of it").click()
        expect(person.page.locator("body")).to_contain_text("the follow-up plan signed")
    expect(owner.page.locator("#sign")).to_contain_text("signed by Nomsa Dlamini and Peter Adams", timeout=15_000)
    expect(owner.page.locator("#sign")).to_contain_text("All is signed", timeout=15_000)

    # It ends, the minutes draft themselves, a leader approves them, each gets them with the own tasks first.
    room.goto(demo_stack.address + f"{MEETING}session/")
    room.get_by_role("button", name=re.compile("^End")).click()
    expect(room.get_by_role("heading", level=1)).to_have_text("Minutes")
    expect(room.locator("main")).to_contain_text("Show the pay bands to the works council")
    page = leader.page
    leader.go(f"{MEETING}minutes/")
    page.set_viewport_size(DESK)
    page.get_by_role("button", name="Approve and send out").click()
    expect(page.locator("main")).to_contain_text("Version 1")
    admin = as_person(demo_stack, "admin")
    admin.go("/messages/?kind=minutes&q=Zanele")
    admin.page.locator("#rows a.title").first.click()
    text = admin.page.locator("main").inner_text()
    assert "Show the pay bands to the works council" in text
    assert demo_stack.manage("verify_audit").returncode == 0


def test_the_pack_is_made_with_progress_and_sent(demo_stack, as_person, tmp_path):
    mande = as_person(demo_stack, "mande")
    page = mande.page
    mande.go("/meetings/3/")
    expect(page.locator("#pack")).to_contain_text("Version 1")
    mande.go("/meetings/3/pack/")
    expect(page.locator("main")).to_contain_text("missing")
    page.get_by_role("button", name="Make it as it is").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("version 2", timeout=60_000)
    with page.expect_download() as waiting:
        page.get_by_role("link", name=re.compile("^PDF")).click()
    file = tmp_path / "pack.pdf"
    waiting.value.save_as(file)
    assert file.read_bytes().startswith(b"%PDF-")
    page.get_by_role("button", name="Send it to the meeting").click()
    expect(page.locator("body")).to_contain_text("sent", ignore_case=True)
    leader = as_person(demo_stack, "leader", phone=True)
    leader.go("/packs/")
    leader.page.get_by_role("link", name=re.compile("version 2")).first.click()
    expect(leader.page.get_by_role("heading", level=1)).to_contain_text("version 2")
    assert leader.page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")
