"""All permission codes that the apps declare, with what each allows in words."""

import accounts.permissions
import actions.permissions
import gaps.permissions
import meetings.permissions
import reports.permissions

CODES: dict[str, str] = {
    **accounts.permissions.CODES,
    **gaps.permissions.CODES,
    **actions.permissions.CODES,
    **meetings.permissions.CODES,
    **reports.permissions.CODES,
}
