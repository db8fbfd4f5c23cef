"""Reading the ledger: documents as of a revision, a record's history, differences, what a record is called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from attacks.choices import RecordType, RevisionEvent
from attacks.ledger.projection import VERSIONS
from attacks.ledger.references import Reference
from attacks.models import LedgerHead, Revision, Version


def watermark() -> int:
    """The id of the newest revision; 0 for an empty ledger."""
    return LedgerHead.objects.values_list("revision_id", flat=True).first() or 0


def watermark_at(moment: datetime) -> int:
    """The id of the last revision published at or before `moment`; 0 when there was none."""
    last = Revision.objects.filter(published_at__lte=moment).order_by("-id").values_list("id", flat=True).first()
    return last or 0


def version(record_type: RecordType, public_id: str, *, as_of: int | None = None) -> Version | None:
    """The public version of a record, with its revision and document; None when it has none (see `ending`)."""
    versions = VERSIONS[record_type].objects.as_of(as_of).filter(public_id=public_id)
    return versions.select_related("from_rev__document").first()


def version_numbered(record_type: RecordType, public_id: str, number: int) -> Version | None:
    """Revision `number` of a record, if it was a public version and is not redacted."""
    versions = VERSIONS[record_type].objects.filter(public_id=public_id, from_rev__number=number)
    return versions.select_related("from_rev__document").first()


def versions(references: Iterable[Reference], *, as_of: int | None = None) -> dict[Reference, Version]:
    """The versions of these records that are public at `as_of`, with documents, one query per record type."""
    names: dict[RecordType, set[str]] = defaultdict(set)
    for record_type, name in references:
        names[record_type].add(name)
    return {
        (record_type, found.public_id): found
        for record_type, wanted in names.items()
        for found in VERSIONS[record_type]
        .objects.as_of(as_of)
        .filter(public_id__in=wanted)
        .select_related("from_rev__document")
    }


def ending(record_type: RecordType, public_id: str) -> Revision | None:
    """The last revision of a record, with its document: says how a record without a public version ended."""
    revisions = Revision.objects.filter(record_type=record_type, public_id=public_id)
    return revisions.select_related("document").order_by("-number").first()


def merged_into(record_type: RecordType, public_id: str) -> str | None:
    """Where the address of a merged record leads, along the whole chain of merges."""
    target: str | None = None
    seen = {public_id}
    while (last := ending(record_type, target or public_id)) and last.event == RevisionEvent.MERGED:
        target = (last.document.body or {}).get("merged_into")
        if target is None or target in seen:
            return None
        seen.add(target)
    return target


@dataclass(frozen=True, slots=True)
class Change:
    """One value that differs between two documents; `path` as `casualties.1.wounded`, None: absent."""

    path: str
    before: Any
    after: Any


def differences(before: Any, after: Any, path: str = "") -> Iterator[Change]:
    """Every value in which two documents differ, in the order of the later one."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*after, *(key for key in before if key not in after)]:
            yield from differences(before.get(key), after.get(key), f"{path}.{key}".lstrip("."))
    elif isinstance(before, list) and isinstance(after, list) and _holds_objects(before, after):
        for index in range(max(len(before), len(after))):
            left = before[index] if index < len(before) else None
            right = after[index] if index < len(after) else None
            yield from differences(left, right, f"{path}.{index}")
    elif before != after:
        yield Change(path, before, after)


def _holds_objects(*values: list[Any]) -> bool:
    return any(isinstance(item, dict) for value in values for item in value)


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A revision of a record with what it changed against the one before (empty for the first)."""

    revision: Revision
    changes: list[Change]
    is_redacted: bool


def history(record_type: RecordType, public_id: str) -> list[HistoryEntry]:
    """The revisions of a record, newest first."""
    revisions = (
        Revision.objects.filter(record_type=record_type, public_id=public_id)
        .select_related("document")
        .order_by("number")
    )
    entries: list[HistoryEntry] = []
    before: dict[str, Any] | None = None
    for revision in revisions:
        body = revision.document.body
        is_version = revision.event in (RevisionEvent.PUBLISHED, RevisionEvent.CORRECTED)
        changes = list(differences(before, body)) if is_version and before is not None and body is not None else []
        entries.append(HistoryEntry(revision, changes, is_redacted=is_version and body is None))
        if is_version and body is not None:
            before = body
    return entries[::-1]
