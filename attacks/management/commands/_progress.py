"""The progress bar of long commands: shown on a terminal, silent elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tqdm import tqdm


@contextmanager
def progress_bar(total: int, unit: str) -> Iterator[Callable[[int], Any]]:
    """A function to call with the number of items done since the last call."""
    with tqdm(total=total, unit=f" {unit}", disable=not sys.stderr.isatty(), leave=False) as bar:
        yield bar.update
