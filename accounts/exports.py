"""The columns of people and departments as files."""

from common.exports import column

PERSON_COLUMNS = (
    column("Name", "name", width=28),
    column("Title", "job_title", width=28),
    column("Department", "department__name", width=24),
    column("E-mail", "email", width=32),
    column("Can sign in", "is_active", width=12),
    column("Joined", "joined_at", width=18),
)
DEPARTMENT_COLUMNS = (
    column("Department", "name", width=28),
    column("Theme", "is_theme", width=8),
    column("Head", "head__name", width=24),
    column("Deputy", "deputy__name", width=24),
    column("People", "people_count", width=8),
    column("Time zone", "time_zone", width=22),
    column("Open", "is_active", width=8),
)
