"""Who may find a thing besides its department and the organisation-wide roles."""

from django.db import models

from common.db import one_of

READERS = (("department", "Department"), ("person", "Person"), ("team", "Team"))


class SearchReader(models.Model):
    """A department, person or team that may find a thing, and by which thing: who owns an action finds its gap too.

    The rows of one cause (`by_kind`, `by_id`) are written together, whenever that thing is.
    """

    kind = models.CharField(max_length=12)
    object_id = models.BigIntegerField()
    reader = models.CharField(max_length=10, choices=READERS)
    reader_id = models.BigIntegerField()
    by_kind = models.CharField(max_length=12)
    by_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["kind", "object_id", "reader", "reader_id"], name="search_reader_of")]
        constraints = [
            models.UniqueConstraint(
                fields=["by_kind", "by_id", "kind", "object_id", "reader", "reader_id"], name="search_reader_once"
            ),
            one_of("search_reader_known", "reader", [key for key, _ in READERS]),
        ]

    def __str__(self) -> str:
        return f"{self.reader} {self.reader_id} finds {self.kind} {self.object_id}"
