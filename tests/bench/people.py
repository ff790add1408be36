"""Who asks and what for: people, sessions and ids of one seeded database."""

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core import signing
from django.db.models import Count, Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from actions.models import CheckInRequest, CorrectiveAction, Milestone
from common.lists import PER_PAGE
from saypro.scale.words import RARE

PRODUCT_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PEERS_BACKEND = "django.contrib.auth.backends.ModelBackend"


def session_of(person: User, backend: str = PRODUCT_BACKEND) -> str:
    """The cookie of somebody who has signed in."""
    store = SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(person.pk), backend
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def leader() -> User:
    """Somebody who sees the whole organisation."""
    return User.objects.filter(grants__role__slug="leadership").order_by("pk")[0]


def reader() -> User:
    """The head of one department among many, who owns actions."""
    heads = User.objects.filter(heads__is_active=True).annotate(owned=Count("owned_actions"))
    return heads.filter(owned__gt=0).order_by("pk")[0]


def find() -> dict[str, str]:
    """Ids and cursors for the addresses."""
    person = reader()
    department = person.heads.order_by("pk")[0]
    ordered = CorrectiveAction.objects.order_by("sort_due", "pk")
    place = int(ordered.count() * 0.9)
    day, pk = ordered.values_list("sort_due", "pk")[place]
    middle = ordered.filter(state="in_progress")
    own = middle.filter(department=department)
    action = middle[middle.count() // 2]
    return {
        "owner": str(person.pk),
        "department": str(department.pk),
        "action": str(action.pk),
        "own_action": str(own[own.count() // 2].pk),
        "after": signing.dumps([day.isoformat(), pk], compress=True),
        "plain_after": f"{day.isoformat()},{pk}",
        "late_page": str(place // PER_PAGE + 1),
        "rare": RARE,
    }


def open_requests(limit: int) -> list[dict]:
    """Questions that wait for an answer and ask for nothing late, with who answers and in which round."""
    late = Milestone.objects.open().filter(action=OuterRef("action"), promised_on__lt=timezone.localdate())
    rows = (
        CheckInRequest.objects.can_be_answered()
        .filter(~Exists(late), action__owner__isnull=False, check_in=None)
        .order_by("pk")
        .values("pk", "round", "round__person", "action")
    )
    return list(rows[:limit])
