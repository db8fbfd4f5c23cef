"""A small world for the explorer, and the record as loaded."""

from __future__ import annotations

import pytest

from .history import History
from .strategies import ACTORS, BASES, PROVINCES


@pytest.fixture
def history(db: None) -> History:
    """Everything that incidents refer to is public."""
    history = History()
    publish_world(history)
    return history


def publish_world(history: History) -> None:
    for code in PROVINCES:
        history.province(code)
    for place, slug in enumerate(BASES):
        history.base(slug, (43.0 + place, 33.0))
    for slug in ACTORS:
        history.actor(slug)
