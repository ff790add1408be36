"""The cast: the same people in every test, each with what they may do."""

import os
import socket
from dataclasses import dataclass
from datetime import datetime

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import settings as hypothesis_settings

from accounts.models import Department, Organisation, Role, RoleGrant, User
from accounts.roles import DEFAULT_ROLES
from accounts.viewer import Viewer, load_viewer
from audit.models import Chain
from tests.factories import NOW, PASSWORD, DepartmentFactory, UserFactory

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# The same examples on every machine, so that a run that was green stays so; EXPLORE=1 looks for new ones.
hypothesis_settings.register_profile("house", derandomize=not os.environ.get("EXPLORE"), deadline=None)
hypothesis_settings.load_profile("house")


@dataclass
class Cast:
    """Everybody, and the departments they belong to."""

    leader: User
    leader2: User
    sales_owner: User
    support_owner: User
    mande: User
    admin: User
    stranger: User
    sales: Department
    support: Department

    def viewer(self, name: str) -> Viewer:
        """The viewer of the person of that name, as roles stand now."""
        return load_viewer(User.objects.get(pk=getattr(self, name).pk))


def make_cast() -> Cast:
    sales, support, elsewhere = (DepartmentFactory(name=name) for name in ("Sales", "Customer Support", "Archive"))
    people = {
        "leader": ("Nomsa Dlamini", "Chief Executive", None),
        "leader2": ("Peter Adams", "Chief Operating Officer", None),
        "sales_owner": ("Thabo Nkosi", "Head of Sales", sales),
        "support_owner": ("Ayesha Patel", "Head of Customer Support", support),
        "mande": ("Grace Okafor", "M&E Lead", None),
        "admin": ("Lindiwe Mokoena", "Administrator", None),
        "stranger": ("Karel Botha", "Archivist", elsewhere),
    }
    cast = {
        key: UserFactory(
            name=name, job_title=title, department=department, email=f"{key.replace('_', '.')}@example.org"
        )
        for key, (name, title, department) in people.items()
    }
    grants = [
        ("leader", "leadership", None),
        ("leader2", "leadership", None),
        ("mande", "monitoring", None),
        ("admin", "administrator", None),
        ("stranger", "department-member", elsewhere),
    ]
    for key, slug, department in grants:
        RoleGrant.objects.create(user=cast[key], role=Role.objects.get(slug=slug), department=department)
    for department, head in ((sales, "sales_owner"), (support, "support_owner")):
        department.head = cast[head]
        department.save()
    return Cast(**cast, sales=sales, support=support)


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


def write_beginning_data() -> None:
    """What migrations wrote: roles, the organisation's row, the chain's row. A test that commits empties the tables."""
    for each in DEFAULT_ROLES:
        values = {
            "name": each.name,
            "sentence": each.sentence,
            "scope": each.scope,
            "permissions": list(each.permissions),
        }
        Role.objects.get_or_create(slug=each.slug, defaults=values)
    Organisation.objects.get_or_create(id=1)
    Chain.objects.get_or_create(id=1)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database; one that is used again gets what the last run took away."""
    with django_db_blocker.unblock():
        write_beginning_data()


@pytest.fixture
def beginning_data(transactional_db):
    """The data of the beginning, for a test that really commits."""
    write_beginning_data()


@pytest.fixture
def now() -> datetime:
    """Thursday 10 April 2025, 14:00 in Johannesburg."""
    return NOW


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def client_of():
    """A browser of somebody who has signed in; None gives one of nobody."""

    def sign_in(person: User | None) -> Client:
        client = Client()
        if person:
            client.force_login(person)
        return client

    return sign_in


@pytest.fixture(scope="session")
def free_port():
    def find() -> int:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return probe.getsockname()[1]

    return find


@pytest.fixture
def password() -> str:
    return PASSWORD
