"""Lists by kept statements: everybody sees their own, whatever was asked before, and what people wrote stays text."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.template import engines
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actions.models import CorrectiveAction
from common import once, prepared
from common.addresses import to
from common.cache import kept_if_many
from common.compiled import Compiled, compiled
from tests.factories import ActionFactory, AnalysisFactory, GapFactory

pytestmark = pytest.mark.django_db
MARKUP = '<b>"Bold" & more</b>'


@pytest.fixture
def gap(cast):
    return GapFactory(analysis=AnalysisFactory(state="issued"), department=cast.sales, state="confirmed")


def act(**values):
    return ActionFactory(**{"state": "draft", **values})


def many(gap, owner, count: int, start: int = 1) -> None:
    """So many actions of the owner, one due each day."""
    for number in range(start, start + count):
        act(
            number=number,
            gap=gap,
            department=gap.department,
            owner=owner,
            title=f"Action no. {number}.",
            due_on=date(2030, 1, 1) + timedelta(days=number),
        )


def titles(client, query: str = "") -> list[str]:
    rows = client.get(f"/actions/{query}").context["list"].rows
    return [each.title for each in rows]


def test_markup_in_names_and_titles_stays_text(gap, cast, client_of):
    cast.sales_owner.name = gap.department.name = MARKUP
    cast.sales_owner.save()
    gap.department.save()
    act(number=1, gap=gap, department=gap.department, owner=cast.sales_owner, title=f"Do {MARKUP}")
    text = client_of(cast.leader).get("/actions/").content.decode()
    assert "<b>" not in text.split("<tbody>")[1].split("</tbody>")[0]
    assert text.count("&lt;b&gt;&quot;Bold&quot; &amp; more&lt;/b&gt;") >= 3
    assert "Do &lt;b&gt;" in text


def test_two_people_of_the_same_roles_share_a_statement_and_see_their_own(gap, cast, client_of):
    act(number=1, gap=gap, owner=cast.leader, title="Hers")
    act(number=2, gap=gap, owner=cast.leader2, title="His")
    assert titles(client_of(cast.leader), "?owner=me") == ["Hers"]
    assert titles(client_of(cast.leader2), "?owner=me") == ["His"]
    assert sorted(titles(client_of(cast.leader2))) == ["Hers", "His"]
    assert titles(client_of(cast.stranger)) == []


def test_what_is_added_and_who_may_see_it_counts_at_once(gap, cast, client_of):
    client = client_of(cast.leader)
    assert titles(client) == []
    act(number=1, gap=gap, owner=cast.sales_owner, title="New")
    assert titles(client) == ["New"]
    assert titles(client, "?status=draft") == ["New"]
    gap.state = "draft"
    gap.save()
    assert titles(client) == []


def test_pages_follow_one_another_to_the_end_and_a_cursor_of_another_order_gives_nothing(
    gap, cast, client_of, monkeypatch
):
    monkeypatch.setattr("common.lists.NUMBERED", 2)
    many(gap, cast.sales_owner, 80)
    client, address, seen = client_of(cast.leader), "", []
    for _ in range(6):
        found = client.get(f"/actions/{address}").context["list"]
        seen += [each.number for each in found.rows]
        address = found.next_address
        if not address:
            break
    assert seen == list(range(1, 81))
    late = client.get("/actions/?page=2").context["list"].next_address
    assert "after=" in late
    assert titles(client, late + "&sort=number") == []
    assert titles(client, "?after=nonsense") == []


def test_a_wrong_filter_is_told_at_its_field_each_time(gap, cast, client_of):
    many(gap, cast.sales_owner, 1)
    client = client_of(cast.leader)
    for _ in range(2):
        answer = client.get("/actions/?status=nonsense")
        assert answer.status_code == 422
        assert 'class="error"' in answer.content.decode()
    assert client.get(f"/actions/?owner={cast.leader.pk}").status_code == 200


def test_the_file_holds_what_the_filters_leave(gap, cast, client_of):
    many(gap, cast.sales_owner, 30)
    act(number=99, gap=gap, owner=cast.leader, title="Another's")
    answer = client_of(cast.leader).get(f"/actions/?owner={cast.sales_owner.pk}&export=csv")
    text = b"".join(answer.streaming_content).decode()
    assert text.count("Action no.") == 30
    assert "Another" not in text


@pytest.mark.parametrize(("name", "numbers"), [("actions", ()), ("action", (7,)), ("search", ())])
def test_an_address_is_what_the_framework_gives(name, numbers):
    assert to(name, *numbers) == reverse(name, args=numbers)
    words = " ".join(str(each) for each in numbers)
    assert engines["django"].from_string(f"{{% url '{name}' {words} %}}").render() == reverse(name, args=numbers)


def test_an_address_that_there_is_not_is_a_fault_of_the_template():
    with pytest.raises(Exception, match="nothing"):
        engines["django"].from_string("{% url 'nothing' 7 %}").render()


def test_within_a_request_a_thing_is_looked_up_once():
    found = iter(range(9))
    assert [once.once("tests", lambda: next(found)) for _ in range(2)] == [0, 1]
    with once.one_request():
        assert [once.once("tests", lambda: next(found)) for _ in range(2)] == [2, 2]
        once.forget("tests")
        assert once.once("tests", lambda: next(found)) == 3
    assert once.once("tests", lambda: next(found)) == 4


@pytest.mark.parametrize(("many_", "second"), [(0, 5), (5, 6)])
def test_only_a_large_total_is_kept(many_, second):
    found = iter((5, 6))
    assert kept_if_many(f"tests.{many_}", lambda: next(found), many_) == 5
    assert kept_if_many(f"tests.{many_}", lambda: next(found), many_) == second


def test_a_prepared_statement_gives_each_person_their_own(gap, cast):
    many(gap, cast.leader, 2)
    many(gap, cast.leader2, 3, start=10)
    rows = (
        CorrectiveAction.objects.order_by("number")
        .filter(owner=-2_000_000_011, title__contains="no.")
        .values_list("title")
    )
    plain, constant = compiled(rows), compiled(rows, constant=True)
    for person, count in ((cast.leader, 2), (cast.leader2, 3), (cast.leader, 2)):
        with CaptureQueriesContext(connection) as seen:
            assert len(constant.rows(person.pk)) == count
        assert constant.rows(person.pk) == plain.rows(person.pk)
        assert len(seen) == 1
        assert ("EXECUTE" in seen[0]["sql"]) == prepared.can_prepare()


def test_one_that_cannot_be_prepared_is_run_as_it_is(cast):
    if not prepared.can_prepare():
        pytest.skip("plans are kept by PostgreSQL only")
    statement = Compiled("SHOW server_version", (), constant=True)
    with pytest.raises(Exception, match="syntax"):
        with_savepoint(statement, cast.leader.pk)
    assert statement.rows(cast.leader.pk)


def with_savepoint(statement: Compiled, person: int) -> None:
    with transaction.atomic():
        statement.rows(person)
