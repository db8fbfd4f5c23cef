"""How times and memory are taken and summed up."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

Spread = dict[str, float]


def spread(milliseconds: Sequence[float]) -> Spread:
    return {
        "p50": statistics.median(milliseconds),
        "p95": statistics.quantiles(milliseconds, n=20)[-1] if len(milliseconds) > 1 else milliseconds[0],
        "max": max(milliseconds),
    }


def timed(work: Callable[[], Any]) -> float:
    """Milliseconds that `work` takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def resident_mb(process: int | str = "self") -> float:
    """Memory of a process that is its own and in use, with what it shares."""
    return _status(process, "VmRSS") / 1024


def peak_mb(process: int | str = "self") -> float:
    return _status(process, "VmHWM") / 1024


def children(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(number) for number in tasks.split()]


def _status(process: int | str, name: str) -> int:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))
