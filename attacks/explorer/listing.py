"""Every record of a filter in the chosen order, for exports: the numbers of the versions alone, eight bytes each."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from datetime import date

from . import explore, lookups, page
from .filters import Filter
from .selection import Selection
from .table import reading, table

BATCH = 50_000


@dataclass(frozen=True, slots=True)
class Listing:
    """`version_ids`: primary keys of PublishedIncident, as they were public at `watermark`."""

    watermark: int
    version_ids: array[int]


def listing(query: Filter) -> Listing:
    """All records that match. The table is let go before the first is used. Raises FilterError as `explore` does."""
    loaded = table().current()
    newest = loaded.state.watermark
    at = explore._watermark(query, newest)
    found_there = lookups.found(loaded, query, at)
    found: array[int] = array("q")
    with reading(loaded) as connection:
        query.check(explore._known(loaded, connection, newest))
        selection = Selection(connection, query, explore._moment(loaded, connection, at), found_there, loaded.rows)
        result = selection.execute(page.ordered(selection))
        while rows := result.fetchmany(BATCH):
            found.extend(row[0] for row in rows)
    return Listing(at, found)


def watermark_asked(as_of: int | date | None, newest: int) -> int:
    """The watermark that `as_of` names, `newest` where it names none. Raises FilterError for one to come."""
    return explore._watermark(Filter(as_of=as_of), newest)
