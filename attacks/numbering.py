"""Public ids of new incidents and statements: permanent, never used twice, drawn without waiting for other writers."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Max
from django.db.models.functions import Cast, Substr

from attacks.choices import RecordType
from attacks.models import Incident, Record, Revision, Statement

NUMBERED: dict[type[Record], str] = {Incident: "IQ", Statement: "ST"}


def draw(model: type[Record], count: int = 1) -> list[str]:
    """New public ids, above every one that a working record or the ledger bears.

    They come from a sequence of PostgreSQL, which only grows: an id whose transaction fails is lost, not used again.
    """
    prefix, floor = NUMBERED[model], _highest(model)
    numbers: list[int] = []
    missing = count
    with connection.cursor() as cursor:
        while missing > 0:
            cursor.execute(
                "SELECT nextval(%s) FROM generate_series(1, %s)", [f"attacks_{model.record_type}_number", missing]
            )
            drawn = [number for (number,) in cursor.fetchall()]
            numbers += [number for number in drawn if number > floor]
            # What was loaded with ids of its own lies ahead of the sequence at first: catch up in one step.
            missing = count - len(numbers) + max(0, floor - drawn[-1])
    return [f"{prefix}-{number:04d}" for number in numbers[:count]]


def name(record: Any) -> None:
    """Gives a new incident or statement its public id and key; leaves what has one alone, and other types."""
    if type(record) in NUMBERED and not record.public_id:
        (record.public_id,) = draw(type(record))
        record.key = record.key or record.public_id.lower()


def _highest(model: type[Record]) -> int:
    """The highest number in use; loaded records bring ids that no sequence knows of."""
    number = Cast(Substr("public_id", 4), BigIntegerField())
    working = model._default_manager.aggregate(highest=Max(number))["highest"]
    public = Revision.objects.filter(record_type=RecordType(model.record_type)).aggregate(highest=Max(number))[
        "highest"
    ]
    return max(working or 0, public or 0)
