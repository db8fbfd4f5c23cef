"""Measures Explore: answer times over a published mix of filters at several sizes; writes docs/performance.md.

bin/bench explore                       the curated record, 100,000 and 1,000,000 synthetic records
bin/bench explore --rows 100000         other sizes
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "docs" / "performance.md"
QUESTIONS = 60
PANELS = ("totals", "facets", "timeline", "cells", "page")


def mix(*, is_synthetic: bool, seed: int = 2026) -> list[str]:
    """The published mix: query strings of one to three filters, the same for every run and size."""
    random = Random(seed)
    actors = [f"actor-{n}" for n in range(1, 61)] if is_synthetic else ["kataib-hezbollah", "ashab-al-kahf", "irgc"]
    bases = [f"base-{n}" for n in range(1, 47)] if is_synthetic else ["ain-al-asad", "balad-air-base", "harir-air-base"]
    makers: list[Callable[[], list[tuple[str, str]]]] = [
        lambda: (lambda year: [("from", f"{year}-01-01"), ("to", f"{year}-12-31")])(random.randint(2019, 2025)),
        lambda: [("kind", random.choice(["rocket", "drone", "ied"]))],
        lambda: [("province", random.choice(["IQ-BG", "IQ-AN", "IQ-AR", "IQ-DI", "IQ-BA"]))],
        lambda: [("actor", random.choice(actors))],
        lambda: [("actor", random.choice(actors)), ("actor_by", "parent")],
        lambda: [("base", random.choice(bases))],
        lambda: [("evidence", "confirmed")],
        lambda: [("status", random.choice(["claimed", "suspected"]))],
        lambda: [("q", random.choice(["convoy", "airport", "drone", "village"]))],
        lambda: [("nexus", "direct")],
    ]
    questions: dict[str, None] = {}
    while len(questions) < QUESTIONS:
        pairs = [pair for make in random.sample(makers, random.randint(1, 3)) for pair in make()]
        questions[urlencode(list(dict(pairs).items()))] = None
    return list(questions)


def spread(milliseconds: list[float]) -> dict[str, float]:
    return {
        "p50": statistics.median(milliseconds),
        "p95": statistics.quantiles(milliseconds, n=20)[-1],
        "max": max(milliseconds),
    }


def timed(work: Callable[[], Any]) -> float:
    """Milliseconds that `work` takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


# In a process of its own, over one database ------------------------------------------------------------------------


def measure_inside(*, is_synthetic: bool) -> dict[str, Any]:
    """Load time, memory and time by panel of the explorer alone, without HTTP."""
    import django

    django.setup()
    from attacks.explorer.explore import explore
    from attacks.explorer.filters import Filter
    from attacks.explorer.table import table

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    load = timed(lambda: table().current())
    questions = [Filter.parse(question) for question in mix(is_synthetic=is_synthetic)]
    unfiltered = timed(lambda: explore(Filter()))
    explore(Filter(sort="oldest"))
    by_panel: dict[str, list[float]] = {panel: [] for panel in PANELS}
    for question in questions:
        for panel in PANELS:
            by_panel[panel].append(timed(lambda: explore(question, (panel,))))  # noqa: B023 - called at once
    return {
        "load_s": load / 1000,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "memory_before_mb": before / 1024,
        "unfiltered_ms": unfiltered,
        "panels_ms": {panel: statistics.median(times) for panel, times in by_panel.items()},
    }


def measure_over_http(url: str, *, is_synthetic: bool) -> dict[str, Any]:
    """What a reader waits for: every question once while no answer is kept, then twice more."""

    def ask(question: str) -> None:
        request = Request(f"{url}/?{question}", headers={"X-Fragment": "explore"})
        urlopen(request, timeout=120).read()

    first = timed(lambda: ask(""))
    ask("sort=oldest")
    questions = mix(is_synthetic=is_synthetic)
    fresh = [timed(lambda: ask(question)) for question in questions]  # noqa: B023 - called at once
    kept = [timed(lambda: ask(question)) for _ in range(2) for question in questions]  # noqa: B023
    return {"first_ms": first, "fresh": spread(fresh), "kept": spread(kept), "unfiltered_ms": timed(lambda: ask(""))}


# Around it ---------------------------------------------------------------------------------------------------------


def run(sizes: Iterable[int]) -> list[dict[str, Any]]:
    """One result per size; 0 stands for the curated record."""
    import django

    django.setup()
    from tests.serving import empty_database, record_database, serve

    results = []
    for rows in sizes:
        is_synthetic = rows > 0
        source: AbstractContextManager[str]
        source = empty_database("bench") if is_synthetic else record_database("bench")
        with source as database_url, tempfile.TemporaryDirectory() as scratch:
            environment = {**os.environ, "DATABASE_URL": database_url, "DATABASE_APP_ROLE": ""}
            if is_synthetic:
                _child(environment, "fill", rows)
            inside = json.loads(_child(environment, "inside", rows))
            with serve(database_url, Path(scratch) / "log") as site:
                over_http = measure_over_http(site.url, is_synthetic=is_synthetic)
        results.append({"rows": rows, "inside": inside, "http": over_http})
        print(json.dumps(results[-1]), file=sys.stderr)
    return results


def _child(environment: dict[str, str], work: str, rows: int) -> str:
    command = [sys.executable, "-m", "tests.bench.explore", f"--{work}", "--rows", str(rows)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout


def fill(rows: int) -> None:
    import django

    django.setup()
    from tests.bench import synthetic

    synthetic.fill(low=1, high=rows)


def report(results: list[dict[str, Any]]) -> str:
    """The page docs/performance.md."""
    text = [
        "# Performance",
        "",
        "Measured by `bin/bench explore` on two cores, with the load generator on the same machine, over a published",
        f"mix of {QUESTIONS} questions of one to three filters (`tests/bench/explore.py`, seeded, the same each run).",
        "One question is a request for all panels of Explore: totals, facets, timeline, map cells and a page of",
        "results, rendered as HTML. Synthetic records stand in the published projection with the skew of the real one:",
        "few bases hold most attacks, bursts and lulls, 5 % known to the month only, 3 % outside Iraq, 60 actors in a",
        "graph. Read ratios and orders of magnitude; machines differ.",
        "",
        f"Last run: {time.strftime('%-d %B %Y')}.",
        "",
        "| records | ready in | memory a process | unfiltered, first | not kept: median | p95 | kept: median | p95 |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for result in results:
        inside, http = result["inside"], result["http"]
        name = f"{result['rows']:,}" if result["rows"] else "525 (curated)"
        text.append(
            f"| {name} | {inside['load_s']:.2f} s | {inside['memory_mb']:.0f} MB | {http['first_ms']:.0f} ms"
            f" | {http['fresh']['p50']:.0f} ms | {http['fresh']['p95']:.0f} ms"
            f" | {http['kept']['p50']:.0f} ms | {http['kept']['p95']:.0f} ms |"
        )
    text += [
        "",
        "“Ready in” is the time from an empty process to a filled table. “Unfiltered, first” may include it; web",
        "processes warm themselves at start and after each publication. “Kept” answers come from the cache by",
        "watermark and canonical filter; what remains is the rendering of the page.",
        "",
        "## Where the time goes",
        "",
        "Median milliseconds of the explorer alone, one panel at a time (each also pays for choosing the records):",
        "",
        "| records | " + " | ".join(PANELS) + " | all, unfiltered |",
        "| --- |" + " --- |" * (len(PANELS) + 1),
    ]
    for result in results:
        inside = result["inside"]
        name = f"{result['rows']:,}" if result["rows"] else "525 (curated)"
        cells = " | ".join(f"{inside['panels_ms'][panel]:.1f}" for panel in PANELS)
        text.append(f"| {name} | {cells} | {inside['unfiltered_ms']:.0f} |")
    return "\n".join([*text, ""])


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="bin/bench explore")
    parser.add_argument("--rows", type=int, nargs="*", default=[0, 100_000, 1_000_000], help="0: the curated record")
    parser.add_argument("--fill", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.fill:
        fill(options.rows[0])
    elif options.inside:
        print(json.dumps(measure_inside(is_synthetic=options.rows[0] > 0)))
    else:
        REPORT.write_text(report(run(options.rows)))
        print(f"written: {REPORT.relative_to(ROOT)}")


if __name__ == "__main__":
    main(sys.argv[1:])
