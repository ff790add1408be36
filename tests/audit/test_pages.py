"""The history on screen: who reads what, filters, late pages, the part about one thing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Entry
from audit.services import Actor, record, seal
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def write(cast, department=None, number: int = 1, verb: str = "department.edited", **values) -> Entry:
    thing = department or cast.sales
    return record(
        verb,
        thing,
        actor=Actor(cast.admin.pk, "Lindiwe Mokoena", "page"),
        at=NOW,
        department_id=department.pk if department else None,
        old={"name": f"before {number}"},
        new={"name": f"after {number}"},
        **values,
    )


def test_the_page_says_who_did_what_and_what_changed(cast, client_of):
    write(cast, cast.sales, reason="new <names>")
    seal()
    write(cast, cast.sales)
    page = client_of(cast.leader).get("/audit/").content.decode()
    for words in (
        "<b>Lindiwe Mokoena</b> changed the department",
        "<del>before 1</del>",
        "<ins>after 1</ins>",
        "new &lt;names&gt;",
        "not sealed yet",
        "sealed 1",
    ):
        assert words in page


def test_heads_read_their_departments_entries_only(cast, client_of):
    write(cast, cast.sales, 1)
    write(cast, cast.support, 2)
    write(cast, None, 3)
    page = client_of(cast.sales_owner).get("/audit/").content.decode()
    assert "after 1" in page
    assert "after 2" not in page
    assert "after 3" not in page
    part = f"/audit/object/accounts.department/{cast.support.pk}/"
    assert "after 2" not in client_of(cast.sales_owner).get(part).content.decode()
    foreign = client_of(cast.sales_owner).get(f"/audit/?department={cast.support.pk}").content.decode()
    assert "after 2" not in foreign


def test_who_reads_no_history_is_told_so(cast, client_of):
    page = client_of(cast.stranger).get("/audit/")
    assert page.status_code == 403
    assert "read the history" in page.content.decode()
    assert client_of(cast.stranger).get(f"/audit/object/accounts.department/{cast.sales.pk}/").status_code == 403
    assert client_of(None).get("/audit/").status_code == 302


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=lindiwe", 2),
        ("?q=sales", 1),
        ("?q=nobody", 0),
        ("?verb=department.closed", 1),
        ("?kind=accounts.department", 2),
        ("?kind=accounts.user", 0),
        ("?since=2000-01-01", 2),
        ("?until=2000-01-01", 0),
        ("?q=%27%20OR%201=1%20--", 0),
        ("?after=nonsense", 2),
        ("?after=1", 0),
    ],
)
def test_filters(cast, client_of, query, found):
    write(cast, cast.sales)
    write(cast, cast.support, verb="department.closed")
    page = client_of(cast.leader).get(f"/audit/{query}")
    assert page.status_code == 200
    first = Entry.objects.order_by("pk").first().pk
    if query == "?after=1" and first == 1:
        assert page.context["lines"] == []
    elif query != "?after=1":
        assert len(page.context["lines"]) == found


@pytest.mark.parametrize("query", ["?verb=x", "?kind=x", "?department=999", "?since=x"])
def test_a_bad_filter_shows_nothing_rather_than_all(cast, client_of, query):
    write(cast, cast.sales)
    page = client_of(cast.leader).get(f"/audit/{query}")
    assert page.status_code == 422
    assert page.context["lines"] == []


def test_earlier_entries_go_by_the_number_of_the_last_one_shown(cast, client_of):
    entries = [write(cast, cast.sales, number) for number in range(1, 106)]
    client = client_of(cast.leader)
    seen, address = [], "/audit/?kind=accounts.department"
    while address:
        context = client.get(address).context
        seen += [line.entry.pk for line in context["lines"]]
        address = context["next_address"] and f"/audit/{context['next_address']}"
    assert seen == [entry.pk for entry in reversed(entries)]


def test_the_part_about_one_thing(cast, client_of):
    write(cast, cast.sales, 1)
    write(cast, cast.support, 2)
    client, address = client_of(cast.mande), f"/audit/object/accounts.department/{cast.sales.pk}/"
    part = client.get(address, headers={"hx-request": "true"}).content.decode()
    assert "after 1" in part
    assert "after 2" not in part
    assert "<html" not in part
    page = client.get(address).content.decode()
    assert "after 1" in page
    assert "<html" in page


@pytest.mark.parametrize(
    "address", ["/audit/object/x/1/", "/audit/object/accounts.user;drop/1/", "/audit/object/a.b/x/"]
)
def test_other_addresses_are_none(cast, client_of, address):
    assert client_of(cast.leader).get(address).status_code == 404


def test_the_history_is_only_read(cast, client_of):
    assert client_of(cast.admin).post("/audit/").status_code == 405


def test_the_page_costs_the_same_for_one_and_for_fifty(cast, client_of):
    client = client_of(cast.leader)

    def cost() -> int:
        client.get("/audit/")
        with CaptureQueriesContext(connection) as counted:
            client.get("/audit/")
        return len(counted)

    write(cast, cast.sales)
    few = cost()
    for number in range(60):
        write(cast, cast.sales, number)
    seal()
    assert cost() == few <= 12
