"""The first administrator: a code in a file that only the machine's owner reads, good for one account."""

import os
import secrets
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from accounts.models import Organisation, Role, RoleGrant, User
from accounts.services.people import make_person
from audit.services import Actor, record
from common.access import Conflict, Unfit
from common.db import fit

ADMIN_ROLE = "administrator"


def code_file() -> Path:
    return Path(settings.DATA_DIR) / "first-admin-code"


def is_needed() -> bool:
    """Whether nobody has an account yet."""
    return not User.objects.exists()


def mint_code() -> str:
    """The one-time code, made once and readable by its owner only; empty once somebody has an account."""
    path = code_file()
    if not is_needed():
        path.unlink(missing_ok=True)
        return ""
    path.parent.mkdir(parents=True, exist_ok=True)
    code = "-".join(secrets.token_hex(2) for _ in range(5))
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(code)
    try:
        os.link(draft, path)  # whole or not at all, and only where there is none yet
    except FileExistsError:
        return path.read_text().strip()
    finally:
        draft.unlink()
    return code


def code_fits(given: str) -> bool:
    """Whether the code is the one in the file, compared in constant time."""
    path = code_file()
    code = path.read_text().strip() if path.exists() else ""
    return bool(code) and secrets.compare_digest(code.encode(), given.strip().lower().encode())


@transaction.atomic
def make_first_admin(
    *, code: str, name: str, email: str, password: str, organisation: str, single_signer: bool = False, at: datetime
) -> User:
    """The first account, with the administrator's role. Works once: the code dies when a person exists."""
    row = Organisation.objects.select_for_update().get(id=1)
    if not is_needed():
        raise Conflict("The first administrator has been made. Sign in, or ask them for an invitation.")
    if not code_fits(code):
        raise Unfit({"code": ["This is not the code. It stands in the file first-admin-code of the data folder."]})
    row.name, row.single_signer = organisation.strip(), single_signer
    fit(row)
    row.save()
    person = make_person(email=email, name=name, password=password, at=at)
    RoleGrant.objects.create(user=person, role=Role.objects.get(slug=ADMIN_ROLE))
    record(
        "person.first_admin", person, actor=Actor(person.pk, person.name, "page"), at=at, new={"organisation": row.name}
    )
    transaction.on_commit(lambda: code_file().unlink(missing_ok=True))
    return person
