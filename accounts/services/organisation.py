"""The organisation's own settings."""

from datetime import datetime

from django.db import transaction

from accounts.models import Organisation
from accounts.permissions import can_manage
from accounts.services.changed import changed
from accounts.viewer import Viewer
from audit.services import changes, record
from common.access import require
from common.db import fit


@transaction.atomic
def edit_organisation(*, name: str, currency: str, single_signer: bool, by: Viewer, at: datetime) -> Organisation:
    """Change name, currency sign, and whether one person alone signs."""
    require(can_manage(by))
    organisation = Organisation.objects.select_for_update().get(id=1)
    before = organisation_values(organisation)
    organisation.name, organisation.currency = name.strip(), currency.strip()
    organisation.single_signer = single_signer
    fit(organisation)
    organisation.save()
    old, new = changes(before, organisation_values(organisation))
    if new:
        record("organisation.edited", organisation, actor=by.actor, at=at, old=old, new=new)
    changed()
    return organisation


def organisation_values(organisation: Organisation) -> dict[str, object]:
    """What the history keeps of the organisation."""
    return {
        "name": organisation.name,
        "currency": organisation.currency,
        "single_signer": organisation.single_signer,
    }
