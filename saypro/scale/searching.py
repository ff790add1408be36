"""The rows of the search, written by the same functions as the services use."""

from collections.abc import Iterable
from datetime import datetime

from actions.searching import found_action
from gaps.models import Kpi
from gaps.searching import found_analysis, found_gap, found_kpi
from saypro.scale.findings import Findings
from saypro.scale.loading import Loader
from saypro.scale.plans import Plan
from search.models import SearchDocument, SearchReader
from search.services import WRITTEN, Found, document_of

READER_COLUMNS = ("kind", "object_id", "reader", "reader_id", "by_kind", "by_id")


def write_documents(loader: Loader, findings: Iterable[Findings], plans: Iterable[Plan], at: datetime) -> None:
    """What can be found of analyses, gaps and actions, and by whom. Their relations have to be filled in."""
    write_found(loader, found_of(findings, plans), at)


def write_kpis(loader: Loader, kpis: Iterable[Kpi], at: datetime) -> None:
    """What can be found of indicators."""
    write_found(loader, map(found_kpi, kpis), at)


def found_of(findings: Iterable[Findings], plans: Iterable[Plan]) -> list[Found]:
    """Analyses, gaps and actions as they can be found."""
    found: list[Found] = []
    for each in findings:
        found.append(found_analysis(each.analysis))
        found += map(found_gap, each.gaps)
    return found + [found_action(plan.action) for plan in plans]


def write_found(loader: Loader, things: Iterable[Found], at: datetime) -> None:
    """The rows of the search for the things, and who may see them."""
    found = list(things)
    columns = ["kind", "object_id", *WRITTEN]
    loader.rows(
        SearchDocument,
        columns,
        ([getattr(document, name) for name in columns] for document in (document_of(each, at) for each in found)),
    )
    readers = {
        (reader.kind, reader.object_id, reader.reader, reader.reader_id, each.kind, each.object_id)
        for each in found
        for reader in each.readers
    }
    loader.rows(SearchReader, READER_COLUMNS, sorted(readers))
