"""The public gate of the API: what was never published shows in no format."""

from __future__ import annotations

import io
import json

import pytest
from django.test import Client
from openpyxl import load_workbook

from attacks.api.documents import NAMES
from attacks.api.view import MEDIA_TYPES
from attacks.ledger.review import submit
from attacks.models import Base, Incident, Revision
from tests import factories as make
from tests.leak.test_leak import MARKER, record  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)


def addresses(incident: Incident) -> list[str]:
    """Every list, detail, file and revision."""
    found = [f"incidents/?format={name}" for name in MEDIA_TYPES]
    found += [f"incidents/{incident.public_id}/?format={name}" for name in MEDIA_TYPES]
    found += [f"{name}/" for name in NAMES.values()]
    found += ["revisions/?limit=200", "explore/?panels=totals,facets,timeline,cells", "schema/", "docs/"]
    types = {str(record_type): name for record_type, name in NAMES.items()}
    for revision in Revision.objects.all():
        found += [f"revisions/{revision.pk}/", f"{types[revision.record_type]}/{revision.public_id}/"]
        found += [f"{types[revision.record_type]}/{revision.public_id}/?rev={revision.number}"]
    return [f"/api/v1/{address}" for address in found]


def text(client: Client, address: str) -> str:
    """The answer as text, a workbook cell by cell."""
    response = client.get(address)
    body = b"".join(response) if response.streaming else response.content
    if response["Content-Type"] == MEDIA_TYPES["xlsx"]:
        book = load_workbook(io.BytesIO(body))
        return json.dumps([[str(cell.value) for cell in line] for line in book.active.iter_rows()])
    return body.decode() + str(dict(response.headers))


def test_nothing_unpublished_shows_in_any_format(record: Incident, client: Client) -> None:  # noqa: F811
    asked = addresses(record)
    assert len(asked) > 50
    assert [address for address in asked if MARKER in text(client, address)] == []


def test_every_file_shows_the_marker_once_it_is_published(record: Incident, client: Client) -> None:  # noqa: F811
    """Or the test above proves nothing."""
    submit(record=Base.objects.get(slug="balad"), by=make.UserFactory())
    make.published(Base.objects.get(slug="balad"), make.edited(Incident.objects.get(pk=record.pk), title=MARKER))
    shown = [f"/api/v1/incidents/?format={name}" for name in MEDIA_TYPES] + ["/api/v1/bases/balad/", "/api/v1/bases/"]
    assert [address for address in shown if MARKER not in text(client, address)] == []
