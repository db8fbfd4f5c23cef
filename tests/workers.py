"""What becomes of a run whose workers die: pytest-xdist alone counts that only where a test was under way."""

from __future__ import annotations

from typing import Any

import pytest

_dead: list[str] = []


def pytest_testnodedown(node: Any, error: object) -> None:
    """Notes a death, of which pytest-xdist has told."""
    if error:
        _dead.append(node.gateway.id)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Without its dead the run may have tested nothing, and would be in order."""
    if _dead and session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
