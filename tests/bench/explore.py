"""Measures Explore at several sizes and writes docs/performance.md with a plot of the growth.

bin/bench explore                          the curated record, 10,000, 100,000 and 1,000,000 synthetic records
bin/bench explore --sizes 0 100000         other sizes; 0 is the curated record
bin/bench explore --quick                  fewer requests, nothing multiplied to 10,000,000
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
REPORT, PLOT = ROOT / "docs" / "performance.md", ROOT / "docs" / "performance-growth.svg"
SIZES = (0, 10_000, 100_000, 1_000_000)
REQUESTS, QUICK_REQUESTS = 10_000, 800
GROWN_FROM = 1_000_000  # this size is multiplied to 10,000,000 rows


def run(sizes: Iterable[int], *, is_quick: bool) -> list[dict[str, Any]]:
    """One result per size, printed as it comes."""
    import django

    django.setup()
    from tests.bench import served
    from tests.serving import empty_database, record_database

    results = []
    for rows in sizes:
        is_synthetic = rows > 0
        source: AbstractContextManager[str]
        source = empty_database("bench") if is_synthetic else record_database("bench")
        with source as database_url, tempfile.TemporaryDirectory() as folder:
            scratch = Path(folder)
            if is_synthetic:
                _child(database_url, "fill", rows)
            result: dict[str, Any] = {"rows": rows, "inside": json.loads(_child(database_url, "inside", rows))}
            requests = QUICK_REQUESTS if is_quick or rows != max(sizes) else REQUESTS
            result |= served.measure(database_url, scratch, is_synthetic=is_synthetic, requests=requests)
            if rows == max(sizes) and is_synthetic:
                result["rivals"] = json.loads(_child(database_url, "rivals", rows))
            if rows == GROWN_FROM and not is_quick:
                result["grown"] = json.loads(_child(database_url, "grown", rows))
        results.append(result)
        print(json.dumps(result), file=sys.stderr, flush=True)
    return results


def _child(database_url: str, work: str, rows: int) -> str:
    """What a part of the bench prints, done in a process of its own over that database."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.served",
        "DATABASE_URL": database_url,
        "DATABASE_APP_ROLE": "",
        "LOG_LEVEL": "WARNING",
    }
    command = [sys.executable, "-m", "tests.bench.explore", "--part", work, "--sizes", str(rows)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout


def part(work: str, rows: int) -> Any:
    """Does one part in this process."""
    import django

    django.setup()
    from tests.bench import inside, rivals, synthetic

    if work == "fill":
        return synthetic.fill(low=1, high=rows)
    if work == "inside":
        return inside.measure(is_synthetic=rows > 0)
    if work == "grown":
        return inside.measure_grown()
    with tempfile.TemporaryDirectory() as folder:
        return rivals.measure(Path(folder))


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="bin/bench explore")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="0: the curated record")
    parser.add_argument("--quick", action="store_true", help="fewer requests")
    parser.add_argument("--part", choices=["fill", "inside", "rivals", "grown"], help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.part:
        print(json.dumps(part(options.part, options.sizes[0])))
        return
    from tests.bench import report

    results = run(options.sizes, is_quick=options.quick)
    PLOT.write_text(report.plot(results))
    REPORT.write_text(report.replaced(REPORT.read_text(), report.page(results, plot=PLOT.name)))
    print(f"written: {REPORT.relative_to(ROOT)}, {PLOT.relative_to(ROOT)}")


if __name__ == "__main__":
    main(sys.argv[1:])
