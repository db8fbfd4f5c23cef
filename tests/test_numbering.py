"""New public ids: permanent, never used twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from attacks import numbering
from attacks.models import Incident, Statement
from tests.factories import IncidentFactory, StatementFactory, published


def drawn(model: type, count: int = 1) -> list[int]:
    return [int(name[3:]) for name in numbering.draw(model, count)]


@pytest.mark.django_db
def test_new_ids_lie_above_every_one_in_use() -> None:
    (first,) = drawn(Incident)
    IncidentFactory(public_id=f"IQ-{first + 500:04d}")
    assert drawn(Incident, 3) == [first + 501, first + 502, first + 503]
    assert numbering.draw(Statement)[0].startswith("ST-")


@pytest.mark.django_db
def test_the_id_of_a_deleted_draft_or_of_a_failed_entry_is_not_used_again() -> None:
    record = IncidentFactory.build(public_id="", key="")
    numbering.name(record)
    assert record.key == record.public_id.lower()
    first = int(record.public_id[3:])
    with transaction.atomic():
        drawn(Incident)
        transaction.set_rollback(True)
    assert drawn(Incident) == [first + 2]


@pytest.mark.django_db
def test_the_id_of_a_published_record_counts_though_its_working_record_is_gone() -> None:
    (first,) = drawn(Statement)
    statement = StatementFactory(public_id=f"ST-{first + 90:04d}")
    published(statement.speaker, statement)
    statement.delete()
    assert drawn(Statement) == [first + 91]


@pytest.mark.django_db(transaction=True)
def test_two_writers_at_once_get_different_ids() -> None:
    def writer(_: int) -> list[int]:
        try:
            with transaction.atomic():
                return drawn(Incident, 50)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        made = [number for numbers in pool.map(writer, range(4)) for number in numbers]
    assert len(set(made)) == 200
