"""What a version looks like in an answer: its document, what is derived from it, and its revision."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from attacks.choices import RecordType
from attacks.models import Revision, Version

# Types with a page of their own → its folder.
PAGES = {
    RecordType.INCIDENT: "incidents",
    RecordType.STATEMENT: "statements",
    RecordType.ACTOR: "actors",
    RecordType.BASE: "bases",
    RecordType.SOURCE: "sources",
    RecordType.OUTLET: "outlets",
}
DERIVED = {
    "id": "Public id, slug or code; never changes.",
    "revision": "Number of the record's revision.",
    "ledger_revision": "Number of that revision in the ledger.",
    "published_at": "When it was published.",
    "url": "Address of the page of this revision; null where the type has no pages.",
    "attribution_status": "Derived from all attributions of an incident.",
}


def record(version: Version) -> dict[str, Any]:
    """The document with derived fields first; its revision is at hand."""
    revision = version.from_rev
    folder = PAGES.get(version.record_type)
    page = f"{settings.SITE_URL}/{folder}/{version.public_id}/?rev={revision.number}" if folder else None
    shown: dict[str, Any] = {
        "id": version.public_id,
        "revision": revision.number,
        "ledger_revision": revision.pk,
        "published_at": revision.published_at.isoformat(),
        "url": page,
    }
    if version.record_type == RecordType.INCIDENT:
        shown["attribution_status"] = version.attribution_status  # type: ignore[attr-defined]
    return {**shown, **version.body}


def chosen(shown: dict[str, Any], fields: tuple[str, ...]) -> dict[str, Any]:
    """Only these fields, `id` always; all where none are named."""
    return {name: value for name, value in shown.items() if name == "id" or name in fields} if fields else shown


def header(revision: Revision) -> dict[str, Any]:
    """The header of a revision, as the chain of digests covers it."""
    return {
        "id": revision.pk,
        "record_type": revision.record_type,
        "public_id": revision.public_id,
        "number": revision.number,
        "event": revision.event,
        "published_at": revision.published_at.isoformat(),
        "document_sha256": revision.document_sha256,
        "digest": revision.digest,
        "change_note": revision.change_note,
    }
