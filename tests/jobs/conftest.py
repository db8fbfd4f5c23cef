"""Tables as people write them, loaded for a person."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import User

from attacks.choices import StaffRole
from attacks.importers.tables.files import media_type
from attacks.importers.tables.loading import load
from attacks.importers.tables.problems import Problem
from attacks.importers.tables.writing import Outcome
from attacks.roles import assign
from tests.factories import UserFactory
from tests.trust.conftest import broker, environment, redis_server, worker

__all__ = ["broker", "environment", "redis_server", "worker"]


def csv_of(header: list[str], *rows: list[Any]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([header, *rows])
    return text.getvalue().encode()


def xlsx_of(*rows: list[Any]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def imported(content: bytes, record_type: str, by: User, *, is_check: bool = False) -> tuple[Outcome, list[Problem]]:
    """What loading the file came to, and its problems in the order of the rows."""
    outcome, problems = load(content, media_type(content), record_type, by=by, is_check=is_check)
    return outcome, sorted(problems.kept, key=lambda problem: problem.row)


@pytest.fixture
def analyst(db: None) -> User:
    user = UserFactory(username="analyst")
    assign(user, StaffRole.ANALYST)
    return user
