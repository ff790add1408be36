"""The check-in from the mail: on a phone, script switched off, nobody signed in, timed."""

import re
import time
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PHONE

pytestmark = [pytest.mark.e2e]


def link_in(page, address: str, name: str) -> str:
    """The personal link of the newest check-in mail to somebody, which only the demo shows."""
    page.goto(f"{address}/messages/?kind=check_in&q={name}")
    page.get_by_role("link", name=re.compile("How is")).first.click()
    href = page.get_by_role("link", name="open the personal link").get_attribute("href")
    assert href is not None
    return address + "/" + href.split("/", 3)[3]


def test_under_half_a_minute_on_a_phone_without_script(demo_stack, as_person, browser):
    admin = as_person(demo_stack, "admin")
    link = link_in(admin.page, demo_stack.address, "Thabo")
    context = browser.new_context(viewport=PHONE, has_touch=True, java_script_enabled=False, locale="en-ZA")
    page = context.new_page()
    begun = time.monotonic()
    page.goto(link)
    expect(page.get_by_role("heading", name="How is your action?")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.locator(".seg label", has_text="At risk").tap()
    page.get_by_label("What happened?").fill("The last eighty by hand.")
    for late in page.get_by_label("When now?").all():  # asked for where a milestone's day has passed
        late.fill((date.today() + timedelta(days=7)).isoformat())
    page.get_by_role("button", name="Send the check-in").tap()
    expect(page.get_by_text("Sent, thank you.")).to_be_visible()
    assert time.monotonic() - begun < 30
    assert not [each for each in context.cookies() if each["name"] == "sessionid"]
    said = "The last eighty by hand."
    if page.get_by_text("It is closed").count():  # on the last days of the week it was taken late, and stands
        expect(page.get_by_text("Change it", exact=True)).to_have_count(0)
    else:
        said = "All two hundred."
        page.get_by_text("Change it", exact=True).tap()
        page.get_by_label("What happened?").fill(said)
        page.get_by_role("button", name="Send the changes").tap()
        expect(page.get_by_text(said).first).to_be_visible()
    page.goto(link[:-3] + "x/")
    expect(page.get_by_text("This link does not open anything now")).to_be_visible()
    context.close()
    owner = as_person(demo_stack, "sales.owner")
    owner.go("/actions/2/")
    expect(owner.page.get_by_text(said).first).to_be_visible()


def test_a_roadblock_is_answered_from_the_mail(demo_stack, as_person, browser):
    admin = as_person(demo_stack, "admin")
    page = admin.page
    page.goto(f"{demo_stack.address}/messages/?q=Nomsa+roadblock")
    page.get_by_role("link", name=re.compile("A roadblock for you")).first.click()
    href = page.get_by_role("link", name="open the personal link").get_attribute("href")
    context = browser.new_context(viewport=PHONE, has_touch=True, java_script_enabled=False, locale="en-ZA")
    phone = context.new_page()
    phone.goto(demo_stack.address + "/" + href.split("/", 3)[3])
    phone.get_by_label("Your answer").fill("Code 4711, from today on.")
    phone.get_by_role("button", name="Send the answer").tap()
    expect(phone.get_by_text("This is answered")).to_be_visible()
    context.close()
    owner = as_person(demo_stack, "support.owner")
    expect(owner.page.get_by_text("Roadblock answered").first).to_be_visible()
