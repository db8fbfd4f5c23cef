"""The explorer alone, in a process of its own over one database: start, memory, time by panel, growth to ten times."""

from __future__ import annotations

import time
from dataclasses import fields, replace
from typing import Any

import numpy as np

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

    def ask(*panels: str) -> list[float]:
        """Milliseconds of each question, of which nothing is kept from before."""
        forget()
        explore(Filter())
        return [timed(lambda: explore(question, panels)) for question in questions]  # noqa: B023 - called at once

    by_panel = {panel: ask(panel) for panel in PANELS}
    whole = ask(*PANELS)
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


def forget() -> None:
    """Drops what is kept of answers, and the sums they have in common."""
    from attacks.explorer.table import table

    loaded = table().current()
    loaded.answers.clear()
    loaded.lookups.clear()
    moment = loaded.state.moments.get(loaded.state.watermark)
    if moment is not None:
        moment.tallies.clear()


def measure_grown() -> dict[str, Any]:
    """Milliseconds of whole answers from ten times the rows: the table alone is multiplied, so words are left out."""
    from attacks.explorer.columns import Columns
    from attacks.explorer.explore import explore
    from attacks.explorer.filters import Filter
    from attacks.explorer.table import table
    from attacks.kept import Kept

    loaded = table().current()
    columns = loaded.state.columns
    times = LARGEST_GROWN // len(columns)
    # Each copy a few days later, so that the order is not the old one.
    order = np.argsort(np.concatenate([columns.from_day + copy for copy in range(times)]), kind="stable")
    arrays = {field.name: np.tile(getattr(columns, field.name), times)[order] for field in fields(columns)}
    for name in ("from_day", "to_day"):
        arrays[name] += order // len(columns)
    grown = Columns(**arrays)
    loaded.state = replace(loaded.state, columns=grown, moments=Kept(1))
    questions = [Filter.parse(question) for question in mix(is_synthetic=True) if "q=" not in question]
    unfiltered = timed(lambda: explore(Filter()))
    whole = [timed(lambda: explore(question)) for question in questions]  # noqa: B023
    return {
        "rows": len(grown),
        "resident_mb": resident_mb(),
        "unfiltered_ms": unfiltered,
        "whole_ms": spread(whole),
    }
