"""The code for the first administrator works once, and dies when a person exists."""

import stat

import pytest

from accounts.first_admin import code_file, is_needed, make_first_admin, mint_code
from accounts.models import Organisation, RoleGrant, User
from accounts.viewer import load_viewer
from common.access import Conflict, Unfit
from tests.factories import NOW, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    return tmp_path


def make(code: str, **values) -> User:
    given = {
        "name": "First",
        "email": "first@example.org",
        "password": "a sentence of my own",
        "organisation": "SayPro NPO",
    }
    return make_first_admin(code=code, **{**given, **values}, at=NOW)


def test_the_code_is_minted_once_and_read_by_its_owner_only():
    code = mint_code()
    assert len(code) >= 20
    assert mint_code() == code
    assert stat.S_IMODE(code_file().stat().st_mode) == 0o600


def test_it_makes_an_administrator(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        person = make(mint_code().upper(), single_signer=True)
    assert load_viewer(person).may("accounts.manage")
    organisation = Organisation.objects.get()
    assert (organisation.name, organisation.single_signer) == ("SayPro NPO", True)
    assert not code_file().exists()
    assert not is_needed()


def test_a_wrong_code_makes_nobody():
    mint_code()
    for code in ("", "wrong"):
        with pytest.raises(Unfit, match="not the code"):
            make(code)
    assert not User.objects.exists()


def test_without_a_file_no_code_fits():
    with pytest.raises(Unfit):
        make("")


def test_it_dies_when_a_person_exists():
    code = mint_code()
    UserFactory()
    with pytest.raises(Conflict):
        make(code)
    assert mint_code() == ""
    assert not code_file().exists()
    assert not RoleGrant.objects.exists()
