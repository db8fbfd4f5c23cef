"""Loads a file into working records, all or nothing; or only says what loading it would do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import count, islice
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, transaction

from attacks import numbering
from attacks.choices import RecordType

from .columns import Table, table
from .files import opened
from .problems import Problems
from .reading import Reader
from .writing import Outcome, Writer

CHUNK = 500
LOCK = 0x1A77AC6  # any fixed number: two files at once would wait for each other's records in different orders
# New records that are only tried bear numbers that none ever gets, so that a check draws none.
FARTHEST = 9_999_999


def load(
    content: bytes,
    media_type: str,
    record_type: RecordType | str,
    *,
    by: User,
    is_check: bool,
    progress: Callable[[int, int], Any] | None = None,
) -> tuple[Outcome, Problems]:
    """What the file came to, and its problems; with any of these, or as a check, nothing stays written.

    Raises FileRefused where the file cannot be read. `progress` hears of rows done and rows expected.
    """
    chosen = table(record_type)
    problems = Problems()
    with transaction.atomic(), opened(content, media_type) as sheet:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        reader = Reader(chosen, sheet.header, problems)
        draw = _farthest(chosen) if is_check else partial(numbering.draw, chosen.model)
        writer = Writer(chosen, sheet.header, by=by, draw=draw, problems=problems)
        done = 0
        while lines := list(islice(sheet.lines, CHUNK)):
            rows = [given for line in lines if (given := reader.read(line))]
            writer.write(rows)
            done += len(lines)
            if progress:
                progress(done, max(sheet.expected, done))
            if problems.are_too_many:
                break
        if is_check or problems.kept:
            transaction.set_rollback(True)
    return writer.outcome, problems


def _farthest(chosen: Table) -> Callable[[int], list[str]]:
    numbers: Iterator[int] = count(FARTHEST, -1)
    prefix = numbering.NUMBERED.get(chosen.model, "")
    return lambda wanted: [f"{prefix}-{number}" for number in islice(numbers, wanted)]
