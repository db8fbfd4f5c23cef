"""What is exported for staff and imported again changes nothing, over the whole curated record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from attacks.exports import working
from attacks.importers.record import load, read
from attacks.importers.tables.columns import TABLES, table
from attacks.importers.tables.files import CSV, XLSX
from attacks.models import Record, ReviewEvent
from tests.factories import UserFactory

from .conftest import imported

pytestmark = pytest.mark.django_db

LIMIT = 100 * 2**20


@pytest.fixture(scope="module")
def whole_record(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        load(read())
        yield
        transaction.set_rollback(True)


def exported(model: type[Record], form: str) -> bytes:
    chosen = table(model.record_type)
    rows = working.cells(chosen, list(model._default_manager.values_list("pk", flat=True)))
    return working.content(chosen, XLSX if form == "xlsx" else CSV, rows, limit=LIMIT, has_bom=form == "csv with bom")


@pytest.mark.parametrize("form", ["csv", "csv with bom", "xlsx"])
@pytest.mark.parametrize("model", TABLES)
def test_an_export_imported_again_changes_nothing(whole_record: None, model: type[Record], form: str) -> None:
    events, by = ReviewEvent.objects.count(), UserFactory()
    outcome, problems = imported(exported(model, form), model.record_type, by)
    assert problems == []
    assert (outcome.new, outcome.changed, outcome.unchanged) == (0, 0, model._default_manager.count())
    assert not model._default_manager.filter(changed_by=by).exists()
    assert ReviewEvent.objects.count() == events
