"""The explorer alone, in a process of its own over one database: start, memory, time by panel, growth to ten times."""

from __future__ import annotations

import time
from typing import Any

from tests.bench.clock import peak_mb, resident_mb, spread, timed
from tests.bench.questions import mix

PANELS = ("totals", "facets", "timeline", "cells", "page")
SETTLES_S = 3  # what is freed goes back to the system a little later
LARGEST_GROWN = 10_000_000


def measure(*, is_synthetic: bool) -> dict[str, Any]:
    """Start, memory and milliseconds by panel."""
    from attacks.explorer.explore import explore
    from attacks.explorer.filters import Filter
    from attacks.explorer.table import table

    before = resident_mb()
    load = timed(lambda: table().current())
    loading_peak = peak_mb()
    questions = [Filter.parse(question) for question in mix(is_synthetic=is_synthetic)]
    unfiltered = timed(lambda: explore(Filter()))
    explore(Filter(sort="oldest"))
    by_panel: dict[str, list[float]] = {panel: [] for panel in PANELS}
    for question in questions:
        for panel in PANELS:
            by_panel[panel].append(timed(lambda: explore(question, (panel,))))  # noqa: B023 - called at once
    whole = [timed(lambda: explore(question)) for question in questions]  # noqa: B023
    time.sleep(SETTLES_S)
    return {
        "load_s": load / 1000,
        "before_mb": before,
        "resident_mb": resident_mb(),
        "peak_mb": loading_peak,
        "unfiltered_ms": unfiltered,
        "panels_ms": {panel: spread(times) for panel, times in by_panel.items()},
        "whole_ms": spread(whole),
    }


def measure_grown() -> dict[str, Any]:
    """Milliseconds of whole answers from ten times the rows: the table alone is multiplied, so words are left out."""
    from attacks.explorer.explore import explore
    from attacks.explorer.filters import Filter
    from attacks.explorer.table import table

    loaded = table().current()
    rows, top = loaded.database.execute("SELECT count(*), max(version) FROM incident").fetchall()[0]
    for time_ in range(1, LARGEST_GROWN // rows):
        loaded.database.execute(
            f"INSERT INTO incident SELECT * REPLACE (version + {time_ * top} AS version,"
            f" from_day + version % 7 AS from_day, to_day + version % 7 AS to_day) FROM incident WHERE version <= {top}"
        )
    with loaded.database.cursor() as connection:
        loaded._sort(connection)
    loaded.rows = loaded.database.execute("SELECT count(*) FROM incident").fetchall()[0][0]
    questions = [Filter.parse(question) for question in mix(is_synthetic=True) if "q=" not in question]
    unfiltered = timed(lambda: explore(Filter()))
    whole = [timed(lambda: explore(question)) for question in questions]  # noqa: B023
    return {
        "rows": loaded.rows,
        "resident_mb": resident_mb(),
        "unfiltered_ms": unfiltered,
        "whole_ms": spread(whole),
    }
