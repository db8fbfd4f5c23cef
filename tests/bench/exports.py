"""Measures the files of the API: rows a second and memory while they stream; adds a part to docs/performance.md.

bin/bench exports                       every format at 100,000 synthetic incidents, CSV at 1,000,000 as well
bin/bench exports --rows 10000 50000    other sizes: every format at the first, CSV at all
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from tests.bench.explore import REPORT, ROOT, _child

PIECE = 1 << 20
FORMATS = {"csv": "CSV", "jsonl": "JSON lines", "geojson": "GeoJSON", "xlsx": "XLSX"}
HEADING = "## Files of the API"


class Memory(threading.Thread):
    """Watches the resident memory of the web process that serves, in MB, until it is told to stop."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.ended = threading.Event()
        self.pids = _workers()
        self.before = self.most = self._now()

    def _now(self) -> float:
        pages = max(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in self.pids)
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def run(self) -> None:
        while not self.ended.wait(0.05):
            self.most = max(self.most, self._now())


def _workers() -> list[int]:
    """The web processes that this one started: children of its children."""
    known = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in known.splitlines()]
    masters = {row[0] for row in rows if row[1] == str(os.getpid()) and "gunicorn" in row[2]}
    return [int(row[0]) for row in rows if row[1] in masters]


def download(url: str, *, coding: str) -> dict[str, float]:
    """Seconds to the first byte and to the last, and megabytes; nothing is kept."""
    start = time.perf_counter()
    size = 0
    with urlopen(Request(url, headers={"Accept-Encoding": coding}), timeout=580) as answer:
        size += len(answer.read(1))
        first = time.perf_counter() - start
        while piece := answer.read(PIECE):
            size += len(piece)
    return {"first_s": first, "seconds": time.perf_counter() - start, "mb": size / 1e6}


def measure(url: str, rows: int, formats: list[str]) -> list[dict[str, Any]]:
    """One result per format and coding."""
    urlopen(f"{url}/api/v1/explore/", timeout=300).read()  # the explorer is ready
    results = []
    for name in formats:
        for coding in ("identity", "br", "gzip") if name == "csv" else ("identity",):
            watch = Memory()
            watch.start()
            found = download(f"{url}/api/v1/incidents/?format={name}", coding=coding)
            watch.ended.set()
            watch.join()
            results.append(
                {"rows": rows, "format": name, "coding": coding, **found, "before": watch.before, "most": watch.most}
            )
            print(json.dumps(results[-1]), file=sys.stderr)
    return results


def run(sizes: list[int]) -> list[dict[str, Any]]:
    """Every format at the first size, CSV at each."""
    import django

    django.setup()
    from tests.serving import empty_database, serve

    results = []
    for place, rows in enumerate(sizes):
        with empty_database("bench_exports") as database_url, tempfile.TemporaryDirectory() as scratch:
            _child(database_url, "fill", rows)
            with serve(database_url, Path(scratch) / "log") as site:
                results += measure(site.url, rows, list(FORMATS) if place == 0 else ["csv"])
    return results


def part(results: list[dict[str, Any]]) -> str:
    """The part of docs/performance.md."""
    text = [
        HEADING,
        "",
        "Measured by `bin/bench exports`: everything that matches no filter, from one web process to one reader on the",
        "same machine. “Grows by” is the most resident memory of the process while it streams, above what it held",
        "before (the list of what matches takes eight bytes a row). A chunk of 1,000,000 records lies scattered over a",
        "table of a gigabyte, which PostgreSQL reads while the web process waits.",
        "",
        "| records | format | packed | rows/s | MB | first byte | whole | grows by |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    text += [
        f"| {result['rows']:,} | {FORMATS[result['format']]} | {result['coding'].replace('identity', 'no')}"
        f" | {result['rows'] / result['seconds']:,.0f} | {result['mb']:.0f} | {result['first_s']:.2f} s"
        f" | {result['seconds']:.1f} s | {result['most'] - result['before']:.0f} MB |"
        for result in results
    ]
    return "\n".join([*text, ""])


def placed(page: str, made: str) -> str:
    """The page with this part in the place of an older one, or at its end."""
    without = re.sub(rf"{re.escape(HEADING)}\n.*?(?=\n## |\Z)", "", page, flags=re.DOTALL).rstrip("\n")
    return f"{without}\n\n{made}"


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="bin/bench exports")
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000])
    options = parser.parse_args(arguments)
    REPORT.write_text(placed(REPORT.read_text(), part(run(options.rows))))
    print(f"written: {REPORT.relative_to(ROOT)}")


if __name__ == "__main__":
    main(sys.argv[1:])
