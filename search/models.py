"""One row of folded text per thing that can be found, and who may see it besides the organisation-wide roles."""

from django.db import models

from common.db import one_of
from search.kinds import KINDS
from search.lookups import FoldedTextField
from search.querysets import DocumentQuerySet
from search.readers import SearchReader

__all__ = ["SearchDocument", "SearchReader"]


class SearchDocument(models.Model):
    """One thing that can be found. Ids only: nothing here knows the apps above, whose services write it.

    `department_id` may see it (null: organisation-wide roles, and who stands in `SearchReader`). While `is_draft`,
    only those who prepare analyses find it; `analysis_id` says with which analysis that ends. `body` is what stands
    behind the title, a line for each piece, as written; `text` is all of it folded. `address_in_person` is for whoever has
    no role that opens `address`.
    """

    kind = models.CharField(max_length=12)
    object_id = models.BigIntegerField()
    reference = models.CharField(max_length=16, blank=True)
    title = models.CharField(max_length=300)
    sub = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True)
    address = models.CharField(max_length=200)
    address_in_person = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=20, blank=True)
    state_label = models.CharField(max_length=40, blank=True)
    department_id = models.BigIntegerField(null=True, blank=True)
    owner_id = models.BigIntegerField(null=True, blank=True)
    team_id = models.BigIntegerField(null=True, blank=True)
    analysis_id = models.BigIntegerField(null=True, blank=True)
    is_draft = models.BooleanField(default=False)
    text = FoldedTextField()
    updated_at = models.DateTimeField()

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["reference"], name="search_reference"),
            models.Index(fields=["owner_id"], name="search_owner"),
            models.Index(fields=["department_id"], name="search_department"),
            models.Index(fields=["analysis_id"], name="search_analysis"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="search_document_once"),
            one_of("search_kind_known", "kind", list(KINDS)),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}".strip()
