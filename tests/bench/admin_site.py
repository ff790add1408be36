"""Django's admin over the product's rows: search, filters, `select_related` and inlines, as a project would set it up."""

from django.contrib import admin

from accounts.models import User
from actions.models import ActionCause, CheckIn, CheckInRequest, CorrectiveAction, Milestone


class Everything:
    """Whoever has signed in may do everything: rights cost the admin nothing here."""

    def has_view_permission(self, request, obj=None):
        return True

    has_change_permission = has_delete_permission = has_module_permission = has_view_permission

    def has_add_permission(self, request, obj=None):
        return True


class Site(admin.AdminSite):
    """Open to everybody who has signed in."""

    def has_permission(self, request):
        return request.user.is_authenticated


class Milestones(Everything, admin.TabularInline):
    """Four with three empty ones, as inlines come."""

    model = Milestone
    raw_id_fields = ["reached_by"]
    exclude = ["evidence"]


class Requests(Everything, admin.TabularInline):
    """The check-ins of an action."""

    model = CheckInRequest
    raw_id_fields = ["round", "acknowledged_by"]


class Causes(Everything, admin.TabularInline):
    model = ActionCause
    raw_id_fields = ["cause"]


class Actions(Everything, admin.ModelAdmin):
    """The list with filters, and the form with inlines."""

    list_display = ["number", "title", "department", "state", "owner", "due_on"]
    list_filter = ["state", "department", "kind"]
    list_select_related = ["department", "owner"]
    list_per_page = 25
    search_fields = ["title", "scope"]
    ordering = ["sort_due", "pk"]
    inlines = [Milestones, Causes, Requests]
    raw_id_fields = ["gap", "owner", "team", "sponsor", "reviewer", "kpi", "line", "proposed_by", "check_in_cadence"]
    exclude = ["evidence", "contributors"]
    date_hierarchy = None


class CheckIns(Everything, admin.ModelAdmin):
    raw_id_fields = ["request", "answered_by", "told_by"]


class People(Everything, admin.ModelAdmin):
    search_fields = ["name"]


site = Site(name="admin")
site.register(CorrectiveAction, Actions)
site.register(CheckIn, CheckIns)
site.register(User, People)
