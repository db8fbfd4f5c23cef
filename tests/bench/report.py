"""The page docs/performance.md and its plot, from the results of a run."""

from __future__ import annotations

import re
import time
from math import log10
from typing import Any

from tests.bench.inside import PANELS
from tests.bench.questions import QUESTIONS, SEED

OTHERS = ("## Files of the API", "## Front end")  # headings of exports.py and frontend.py
Result = dict[str, Any]
INTRODUCTION = f"""\
# Performance

Measured by `bin/bench explore` on two cores, with the load generator and PostgreSQL on the same machine. The mix is
published: {QUESTIONS} questions of one to three filters (`tests/bench/questions.py`, seed {SEED}), the same each run.
One question over HTTP is a request for all panels of Explore (totals, facets, timeline, map, a page of results) as the
page itself asks for them, compressed. Synthetic records (`tests/bench/synthetic.py`) stand in the published projection
with the skew of the real one: few bases hold most attacks, bursts and lulls, 5 % known to the month only, 3 % outside
Iraq, 60 actors in a graph of fronts, prose of 8,000 words. Read ratios and orders of magnitude; machines differ.
"""
TAKEN_AWAY = """\
## What was taken away

Found by profiling the mix (`cProfile` for Python, time by statement for DuckDB, `EXPLAIN (ANALYZE, BUFFERS)` for
PostgreSQL), in the order of its size; milliseconds of processor time a question, before and after, back to back:

| what | records | before | after |
| --- | --- | --- | --- |
| a kept answer: its page was rendered anew each time; now it is kept, compressed, with an ETag | 525 | 24 | 0.5 |
| rendering: cards and options are drawn from patterns, templates rendered once per shape | 100,000 | 17 | 9 |
| attributions: all options share one pass where nobody in particular is asked for | 525 | 14 | 8 |
| places: the dictionary knows what a record is, so one column is grouped by, not two | 1,000,000 | 18 | 13 |
| counting: arrays of codes (NumPy), where about twenty statements of DuckDB had been | 1,000,000 | 130 | 25 |
| sums that questions have in common are kept; places summed by code once for all panels | 1,000,000 | 25 | 16 |

Words, the first time one is asked for at 1,000,000 records: an index over the texts has PostgreSQL look at every record
that it finds, 5 to 90 ms for rare words and up to 3 s for common ones. Posting lists (`attacks/models/projection.py`)
take 3 to 20 ms for any word, 35 for one like "17" that begins eleven thousand others. The migration that brings them
takes 70 s there.

Another order of the results, zoom of the map or width of the bars leaves all other panels as they are: 7 ms where it
took 140. A period that is moved leaves the overview as it is: 27 ms where it took 70.

The lane of US responses reads no titles where more than 400 crowd it.

Memory of a web process that has answered 1,600 questions at 1,000,000 records: 390 MB where it was 570, by one arena of
glibc for all threads and by giving arrays from 1 MB on back to the system (`config/gunicorn.py`).
"""
LIMITS = """\
## What limits it

At 1,000,000 records a first answer is 16 ms of counting in the median and 40 to 45 ms at p95, then 12 to 17 ms of
drawing in Python, and up to 8 ms for reading and wording fifty records that were not shown before: about 45 ms in the
median, but 75 to 100 ms at p95, where a filter keeps 300,000 rows and more. Those are about 25 passes over the rows
that match, each bound by memory (0.3 to 1 ms), on one core; a second core would help one reader and no second one.
Asked again, or without a filter, it is 2 to 3 ms. The same holds for the API's first list of fifty (20 to 35 ms: 10 to
15 of counting for its totals, the rest reading, writing and packing 150 kB of documents) and for requests a second
without any repeat (37 to 39, while the load generator takes a third of a core).
"""
EXPLANATION = """\
“Not kept”: the first time that a question is asked, of a process that has answered 40 others; “kept”: asked again
while nothing new is published. “Ready in” is the time from an empty process to a filled table; processes warm
themselves at the start and after each publication, so that the record without a filter is kept before a reader asks
for it. Requests a second: two web processes, four readers at once.
"""


def replaced(old: str, new: str) -> str:
    """The new page, followed by the sections of the old one that other parts of the bench wrote."""
    kept = [part for part in re.split(r"(?m)^(?=## )", old) if part.startswith(OTHERS)]
    return "\n".join([new.rstrip() + "\n", *(part.rstrip() + "\n" for part in kept)])


def page(results: list[Result], *, plot: str) -> str:
    parts = [INTRODUCTION, f"Last run: {time.strftime('%-d %B %Y')}.\n", _times(results), EXPLANATION]
    parts.append(f"![Milliseconds of an answer by number of records]({plot})\n")
    parts.append(_memory(results))
    parts += [_panels(results), LIMITS, TAKEN_AWAY]
    parts += [_rivals(result) for result in results if "rivals" in result]
    return "\n".join(parts)


def _name(result: Result) -> str:
    return f"{result['rows']:,}" if result["rows"] else "525 (curated)"


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def _ms(value: float) -> str:
    return f"{value:.1f}" if value < 10 else f"{value:,.0f}"


def _times(results: list[Result]) -> str:
    head = [
        "records", "ready in, s", "unfiltered, ms", "not kept: median", "p95", "kept: median", "p95", "API list: p95",
        "requests/s, no repeats", "with repeats",
    ]  # fmt: skip
    rows = [
        [
            _name(result),
            f"{result['inside']['load_s']:.2f}",
            _ms(result["unfiltered_ms"]),
            *(_ms(result[kind][part]) for kind in ("fresh_ms", "kept_ms") for part in ("p50", "p95")),
            _ms(result["api_ms"]["p95"]),
            f"{result['without_repeats']:.0f}",
            f"{result['with_repeats']:.0f}",
        ]
        for result in results
    ]
    return _table(head, rows)


def _memory(results: list[Result]) -> str:
    head = ["records", "before", "table filled", "highest while filling", "requests", "web process before", "after"]
    rows = [
        [
            _name(result),
            *(f"{result['inside'][name]:.0f}" for name in ("before_mb", "resident_mb", "peak_mb")),
            f"{result['requests']:,}",
            f"{result['memory_before_mb']:.0f}",
            f"{result['memory_after_mb']:.0f}",
        ]
        for result in results
    ]
    return "## Memory\n\nMegabytes resident in one process.\n\n" + _table(head, rows)


def _panels(results: list[Result]) -> str:
    text = "## Where the time goes\n\nMedian milliseconds of the explorer alone, one panel at a time (each also pays"
    text += " for choosing the records); the rest of an answer over HTTP is drawing the page.\n\n"
    rows = [
        [
            _name(result),
            *(_ms(result["inside"]["panels_ms"][panel]["p50"]) for panel in PANELS),
            *(_ms(result["inside"]["whole_ms"][part]) for part in ("p50", "p95")),
            _ms(result["inside"]["unfiltered_ms"]),
        ]
        for result in results
    ]
    for result in results:
        if grown := result.get("grown"):
            figures = [_ms(grown["whole_ms"][part]) for part in ("p50", "p95")]
            rows.append([f"{grown['rows']:,}", *[""] * len(PANELS), *figures, _ms(grown["unfiltered_ms"])])
    return text + _table(["records", *PANELS, "all: median", "all: p95", "all, unfiltered"], rows)


def _rivals(result: Result) -> str:
    ours, rivals = result["same_ms"], result["rivals"]
    names = {
        "datasette_ms": "Datasette, JSON facets over SQLite with an index per column",
        "postgresql_ms": "PostgreSQL, GROUPING SETS and a list",
        "duckdb_ms": "DuckDB alone, GROUPING SETS and a list",
    }
    rows = [["Explore over HTTP, not kept, the whole page", _ms(ours["p50"]), _ms(ours["p95"]), "1"]]
    for key, name in names.items():
        times = rivals[key]
        rows.append([name, _ms(times["p50"]), _ms(times["p95"]), f"{times['p50'] / ours['p50']:.1f}"])
    text = f"## Beside other tools, {_name(result)} records\n\nMilliseconds in the same run, over the same rows. The"
    text += " others count eleven columns of one flat table and list fifty records, for those questions of the mix that"
    text += " such a table can answer; no drill-sideways, groups behind names, map or drawing.\n\n"
    return text + _table(["", "median", "p95", "times Explore's median"], rows)


# Plot -----------------------------------------------------------------------------------------------------------------

WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 640, 320, 56, 40, 16, 150
SERIES = {
    "not kept, HTTP p95": ("fresh_ms", "#b3261e"),
    "not kept, HTTP median": ("fresh_ms", "#e08a00"),
    "kept, HTTP p95": ("kept_ms", "#1f6feb"),
    "explorer alone, median": ("whole_ms", "#57606a"),
}


def plot(results: list[Result]) -> str:
    """Both axes logarithmic: records from 100 to 10,000,000, milliseconds from 0.1 to 10,000."""

    def place(rows: float, ms: float) -> tuple[float, float]:
        x = LEFT + (WIDTH - LEFT - RIGHT) * (log10(rows) - 2) / 5
        return round(x, 1), round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (log10(max(ms, 0.1)) + 1) / 5, 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"',
        ' font-family="sans-serif" font-size="11">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for exponent in range(2, 8):
        x = place(10**exponent, 1)[0]
        parts.append(f'<path d="M{x} {TOP}V{HEIGHT - BOTTOM}" stroke="#d0d7de"/>')
        parts.append(f'<text x="{x}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">{10**exponent:,}</text>')
    for exponent in range(-1, 5):
        y = place(100, 10**exponent)[1]
        parts.append(f'<path d="M{LEFT} {y}H{WIDTH - RIGHT}" stroke="#d0d7de"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4}" text-anchor="end">{10**exponent:g} ms</text>')
    for name, (key, colour) in SERIES.items():
        points = [place(*point) for point in _points(results, key, "p95" if "p95" in name else "p50")]
        line = " ".join(f"{x},{y}" for x, y in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>' for x, y in points]
        y = TOP + 12 + 18 * list(SERIES).index(name)
        parts.append(f'<text x="{WIDTH - RIGHT + 10}" y="{y}" fill="{colour}">{name}</text>')
    parts.append(f'<text x="{LEFT}" y="{HEIGHT - 6}">records</text></svg>')
    return "\n".join(parts) + "\n"


def _points(results: list[Result], key: str, part: str) -> list[tuple[float, float]]:
    points = []
    for result in results:
        times = result["inside"][key] if key == "whole_ms" else result[key]
        points.append((result["rows"] or 525, times[part]))
        if key == "whole_ms" and "grown" in result:
            points.append((result["grown"]["rows"], result["grown"]["whole_ms"][part]))
    return points
