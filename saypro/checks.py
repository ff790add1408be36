"""Checks at start: roles name only codes that exist, and what operators should know."""

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register  # noqa: A004
from django.db import connection

from accounts.models import Role
from accounts.roles import DEFAULT_ROLES
from saypro.codes import CODES


@register(Tags.security)
def default_roles_known(app_configs, **kwargs):
    unknown = {code for role in DEFAULT_ROLES for code in role.permissions} - set(CODES)
    return [Error(f"A default role names unknown codes: {sorted(unknown)}", id="saypro.E001")] if unknown else []


@register(Tags.database)
def stored_roles_known(app_configs, databases=None, **kwargs):
    if not databases or Role._meta.db_table not in connection.introspection.table_names():
        return []
    return [
        Error(
            f"The role {role.name} names unknown codes: {sorted(set(role.permissions) - set(CODES))}", id="saypro.E002"
        )
        for role in Role.objects.all()
        if set(role.permissions) - set(CODES)
    ]


@register(Tags.compatibility, deploy=True)
def broker_is_fit(app_configs, **kwargs):
    if settings.REDIS_URL:
        return []
    return [
        Warning(
            "REDIS_URL is not set: broker and cache are folders in DATA_DIR, which suits one machine only.",
            hint="Set REDIS_URL when web and worker run on several machines.",
            id="saypro.W001",
        )
    ]
