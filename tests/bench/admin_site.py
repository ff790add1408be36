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
    """The list and the form with inlines.

    The list shows and filters by what the product's list does: state, department, owner and date; milestones are read
    for the rows that are shown, in one statement.
    """

    list_display = ["number", "title", "department", "state", "owned_by", "milestones_reached", "due_on"]
    list_filter = ["state", "department", "owner", "due_on"]
    list_select_related = ["department", "owner", "team"]
    list_per_page = 25
    search_fields = ["title", "scope"]
    ordering = ["sort_due", "pk"]
    inlines = [Milestones, Causes, Requests]
    raw_id_fields = ["gap", "owner", "team", "sponsor", "reviewer", "kpi", "line", "proposed_by", "check_in_cadence"]
    exclude = ["evidence", "contributors"]
    date_hierarchy = None

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("milestones")

    @admin.display(description="Owner", ordering="owner__name")
    def owned_by(self, action):
        return action.owner_name

    @admin.display(description="Milestones")
    def milestones_reached(self, action):
        every = [each for each in action.milestones.all() if each.state != "dropped"]
        return f"{sum(each.state in ('reached', 'verified') for each in every)}/{len(every)}"


class CheckIns(Everything, admin.ModelAdmin):
    raw_id_fields = ["request", "answered_by", "told_by"]


class People(Everything, admin.ModelAdmin):
    search_fields = ["name"]


site = Site(name="admin")
site.register(CorrectiveAction, Actions)
site.register(CheckIn, CheckIns)
site.register(User, People)
