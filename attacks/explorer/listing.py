"""Every record of a filter in the chosen order, for exports: the numbers of the versions alone, eight bytes each."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from datetime import date

import numpy as np

from . import explore, page
from .filters import Filter


@dataclass(frozen=True, slots=True)
class Listing:
    """`version_ids`: primary keys of PublishedIncident, as they were public at `watermark`."""

    watermark: int
    version_ids: array[int]


def listing(query: Filter) -> Listing:
    """All records that match. The table is let go before the first is used. Raises FilterError as `explore` does."""
    selection = explore.select(query)
    versions = selection.columns.version[page.ordered(selection)]
    return Listing(selection.moment.watermark, array("q", versions.astype(np.int64).tobytes()))


def watermark_asked(as_of: int | date | None, newest: int) -> int:
    """The watermark that `as_of` names, `newest` where it names none. Raises FilterError for one to come."""
    return explore._watermark(Filter(as_of=as_of), newest)
