"""The public gate of the API: what was never published shows in no format."""

from __future__ import annotations

import io
import json

import pytest
from django.db import connection
from django.test import Client
from django.urls import resolve
from openpyxl import load_workbook

from attacks.api.documents import NAMES
from attacks.api.view import MEDIA_TYPES
from attacks.ledger.review import submit
from attacks.models import Base, Incident, Revision
from attacks.rights import PUBLIC_VIEWS
from tests import factories as make
from tests.leak.test_leak import MARKER, record  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)


# Noun → its formats, as its view declares them.
OFFERED = {
    name: resolve(f"/api/v1/{name}/").func.view_class.formats()  # type: ignore[attr-defined]
    for name in (*NAMES.values(), "revisions")
}


def addresses(incident: Incident) -> list[str]:
    """Every list, detail, file and revision."""
    found = [f"{list_of}/?format={form}" for list_of, forms in OFFERED.items() for form in forms]
    found += [f"incidents/{incident.public_id}/?format={name}" for name in OFFERED["incidents"]]
    found += ["revisions/?limit=200", "explore/?panels=totals,facets,timeline,cells", "schema/", "docs/"]
    types = {str(record_type): name for record_type, name in NAMES.items()}
    for revision in Revision.objects.all():
        found += [f"revisions/{revision.pk}/", f"{types[revision.record_type]}/{revision.public_id}/"]
        name = types[revision.record_type]
        found += [f"{name}/{revision.public_id}/?rev={revision.number}&format={form}" for form in OFFERED[name]]
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
    assert len(asked) > 100
    assert {form for forms in OFFERED.values() for form in forms} == set(MEDIA_TYPES)
    assert [address for address in asked if MARKER in text(client, address)] == []


def test_every_file_shows_the_marker_once_it_is_published(record: Incident, client: Client) -> None:  # noqa: F811
    """Or the test above proves nothing."""
    submit(record=Base.objects.get(slug="balad"), by=make.UserFactory())
    make.published(Base.objects.get(slug="balad"), make.edited(Incident.objects.get(pk=record.pk), title=MARKER))
    shown = [f"/api/v1/{name}/?format={form}" for name in ("incidents", "bases") for form in OFFERED[name]]
    shown += ["/api/v1/bases/balad/"]
    assert [address for address in shown if MARKER not in text(client, address)] == []


def test_nothing_unpublished_shows_in_the_views_for_staff(record: Incident) -> None:  # noqa: F811
    with connection.cursor() as cursor:
        for view in PUBLIC_VIEWS:
            cursor.execute(f"SELECT * FROM {view}")
            rows = cursor.fetchall()
            assert rows
            assert MARKER not in str(rows)
