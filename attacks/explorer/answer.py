"""The answer of the explorer: plain, typed, immutable; what every panel, page and API response is drawn from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Range:
    """A sum of low and high bounds over the records that report it.

    `known` of `of` records report it; where known < of the sum is a minimum and shown with a "+".
    """

    low: int = 0
    high: int = 0
    known: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True)
class Totals:
    """Figures of the header. `measured` and the parts of it are in the unit of the filter's measure."""

    measured: Range  # what facets, timeline, marks and provinces count
    attacks: int  # `attack_count` summed, or counted records of the chosen role when attacks are filtered out
    records: int  # records that match the filter, of every role, counted or not
    counted_records: int  # records behind `attacks`
    responses: int  # US responses that match
    unclaimed_strikes: int
    foiled: int  # records of attempts found before launch
    out_of_reach: int  # records that match but for an area and have no point that could lie within one
    abroad: int  # of what is measured: outside Iraq
    possible_duplicates: int  # of what is measured: may tell of the same attack as another
    munitions: Range
    killed: Range  # indirect deaths included
    wounded: Range
    killed_indirectly: Range


@dataclass(frozen=True, slots=True)
class FacetOption:
    """One choice of one filter, counted under all other filters (drill-sideways)."""

    value: str
    count: int
    is_selected: bool = False
    parent: str = ""  # actors by assessed parent: the value this one stands under
    is_left_out: bool = False


@dataclass(frozen=True, slots=True)
class Bin:
    """One bar: what is measured by kind from `start` to `end` (inclusive); fractions where dates are uncertain.

    `uncertain`: the share of `counts` that comes from attacks whose day is not known, spread over their bounds.
    """

    start: date
    end: date
    counts: dict[str, float]
    uncertain: dict[str, float] = field(default_factory=dict)

    @property
    def total(self) -> float:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class LaneMark:
    """A US response, unclaimed strike or statement on the time axis.

    `title`: the public id where responses stand too close to be told apart.
    """

    public_id: str
    on: date
    kind: str  # role of an incident or kind of a statement
    title: str
    title_ar: str


@dataclass(frozen=True, slots=True)
class Lull:
    """Days without a counted attack, first and last inclusive."""

    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


@dataclass(frozen=True, slots=True)
class CoverageSpan:
    """A stretch of time (inclusive, `end` None: open) and how well it is covered."""

    start: date
    end: date | None
    grade: str
    scope: str
    note: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The histogram of the period with its lanes; `overview` is the whole record by month, unfiltered by period."""

    start: date
    end: date
    bin: str  # day, week, month, quarter
    bins: list[Bin]
    overview_start: date
    overview_end: date
    overview: list[Bin]
    responses: list[LaneMark]
    statements: list[LaneMark]
    lulls: list[Lull]
    coverage: list[CoverageSpan]
    measure: str = "attacks"  # what the bars count


@dataclass(frozen=True, slots=True)
class Cell:
    """One mark on the map: everything that falls into one cell of the zoom level, co-located sites kept whole.

    `lon`, `lat`: mean position of its records (EPSG:4326). `counts`: counted attacks by kind.
    """

    key: str
    lon: float
    lat: float
    counts: dict[str, int]
    responses: int
    unclaimed_strikes: int
    foiled: int
    only_province: int  # of the counted attacks: known only to the province
    places: list[str]  # slugs of bases in the cell, busiest first
    provinces: list[str]  # codes of the provinces of records known only to the province
    records: int = 0  # of every role
    at_bases: int = 0  # of the records: those at one of the bases
    vague: int = 0  # of the records: those known only to the province
    public_id: str = ""  # set when the cell holds a single record

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Page:
    """A keyset page of records in the chosen order: `version_ids` are primary keys of PublishedIncident."""

    version_ids: list[int]
    keys: list[int]  # what the chosen order sorts them by before their day; see `Place`
    next_cursor: str = ""  # "" at the end
    previous_cursor: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything one response shows, read at one watermark."""

    watermark: int  # id of the last revision seen
    measure: str  # what facets, timeline, cells and provinces count
    totals: Totals
    facets: dict[str, list[FacetOption]] = field(default_factory=dict)
    timeline: Timeline | None = None
    cells: list[Cell] = field(default_factory=list)
    province_counts: dict[str, int] = field(default_factory=dict)  # counted attacks by province code
    page: Page | None = None
