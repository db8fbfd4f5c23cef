"""Every test of a page begins in English and without names of another test's record."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils.translation import override

from dashboard.explore.names import read_names


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture(autouse=True)
def no_names_kept() -> None:
    """Names are kept by watermark, and each test's ledger begins at one."""
    read_names.cache_clear()
