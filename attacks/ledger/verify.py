"""Verification: the chain recomputed, the documents hashed, the projection compared with a rebuild."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from django.db import connection, models, transaction
from django.db.models import F, Window
from django.db.models.functions import Lead

from attacks.choices import RecordType, RevisionEvent
from attacks.ledger import chain, document, projection
from attacks.models import LedgerHead, PostingList, Revision, RevisionDocument, TaskOutcome, Version, Word

BATCH = 2000
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing found wrong: what kind, where, in words."""

    kind: str  # edited_header, edited_document, lost_document, lost_record, lost_tail, stale_projection
    where: str
    detail: str

    def __str__(self) -> str:
        return f"{self.kind.replace('_', ' ')} at {self.where}: {self.detail}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was looked at, and the first fault if there is one."""

    revisions: int
    versions: int
    digest: str
    fault: Fault | None = None


class _Found(Exception):
    def __init__(self, kind: str, where: str, detail: str) -> None:
        self.fault = Fault(kind, where, detail)


def verify(progress: Callable[[int], Any] | None = None) -> Verdict:
    """The verdict on the whole ledger and its projection, read in one snapshot."""
    revisions = versions = 0
    digest = ""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        try:
            for revision in _walk(progress):
                revisions, digest = revision.id, revision.digest
            _check_head(revisions, digest)
            for record_type in RecordType:
                versions += _check_projection(record_type)
        except _Found as found:
            return Verdict(revisions, versions, digest, found.fault)
    return Verdict(revisions, versions, digest)


def _walk(progress: Callable[[int], Any] | None) -> Iterator[Revision]:
    """Every revision in order, each checked against the digest before it and its own document."""
    previous, expected = "", 1
    redactions = _redacted_numbers()
    while True:
        batch = list(Revision.objects.filter(id__gte=expected).order_by("id")[:BATCH])
        if not batch:
            return
        bodies = dict(RevisionDocument.objects.filter(revision__in=batch).values_list("revision_id", "body"))
        for revision in batch:
            where = f"revision {revision.id} ({revision})"
            if revision.id != expected:
                raise _Found("lost_record", f"revision {expected}", f"the next one kept is {revision.id}")
            if chain.digest(previous=previous, revision=revision) != revision.digest:
                raise _Found("edited_header", where, "its digest does not follow from its header")
            if revision.id not in bodies:
                raise _Found("lost_document", where, "its document is missing")
            body = bodies[revision.id]
            is_redacted = revision.number in redactions.get((revision.record_type, revision.public_id), ())
            if body is None and not is_redacted:
                raise _Found("lost_document", where, "its document is blank and no redaction names it")
            if body is not None and document.fingerprint(body) != revision.document_sha256:
                raise _Found("edited_document", where, "its document does not have the recorded SHA-256")
            yield revision
            previous, expected = revision.digest, expected + 1
        if progress:
            progress(len(batch))


def _redacted_numbers() -> dict[tuple[str, str], set[int]]:
    numbers: dict[tuple[str, str], set[int]] = {}
    rows = Revision.objects.filter(event=RevisionEvent.REDACTED).values_list(
        "record_type", "public_id", "document__body"
    )
    for record_type, public_id, body in rows:
        numbers.setdefault((record_type, public_id), set()).update((body or {}).get("redacts", []))
    return numbers


def _check_head(last: int, digest: str) -> None:
    head = LedgerHead.objects.first()
    if head is None:
        raise _Found("lost_tail", "the head of the ledger", "the row that names the newest revision is gone")
    if (head.revision_id or 0) != last or head.digest != digest:
        raise _Found("lost_tail", f"revision {last}", f"the head names revision {head.revision_id or 0}")
    for outcome in TaskOutcome.objects.exclude(digest="").exclude(watermark=None).order_by("-watermark"):
        known = Revision.objects.filter(id=outcome.watermark or 0).values_list("digest", flat=True).first()
        if known != outcome.digest:
            raise _Found(
                "lost_tail", f"revision {outcome.watermark}", f"“{outcome.name}” once saw it with another digest"
            )


def _check_projection(record_type: RecordType) -> int:
    """The number of versions of this type, each equal to one rebuilt from its document."""
    model = projection.VERSIONS[record_type]
    relations = [relation.get_accessor_name() or "" for relation in model._meta.related_objects]
    seen = 0
    for batch in _batches(_public_versions(record_type)):
        numbers = [revision.id for revision, _, _ in batch]
        stored_rows = model.objects.filter(from_rev_id__in=numbers).prefetch_related(*relations)
        stored_by_revision = {row.from_rev_id: row for row in stored_rows}
        for revision, to_rev, body in batch:
            where = f"{record_type} {revision}"
            stored = stored_by_revision.get(revision.id)
            if stored is None:
                raise _Found("stale_projection", where, "its typed row is missing")
            rebuilt = projection.version_of(revision, body, to_rev)
            for name, is_same in _compared(stored, rebuilt, relations):
                if not is_same:
                    raise _Found("stale_projection", where, f"column {name} differs from the document")
        seen += len(batch)
    if record_type == RecordType.INCIDENT:
        _check_words()
    surplus = model.objects.count() - seen
    if surplus:
        raise _Found("stale_projection", str(record_type), f"{surplus} typed rows have no public document")
    return seen


def _check_words() -> None:
    """Words and posting lists say of each incident what its text says."""
    with connection.cursor() as cursor:
        cursor.execute(_WRONG_WORDS)
        if wrong := cursor.fetchone():
            raise _Found("stale_projection", f"incident version {wrong[0]}", "the words kept of it are not its text's")


_ID = f"p.block * {PostingList.BLOCK} + get_byte(p.places, 2 * n) * 256 + get_byte(p.places, 2 * n + 1)"
_WRONG_WORDS = f"""
    WITH texts AS (
        SELECT DISTINCT v.id, left(word, {Word.LETTERS}) AS word
        FROM attacks_publishedincident v, string_to_table(v.search_text, ' ') word WHERE word <> ''
    ), kept AS (
        SELECT {_ID} AS id, w.word FROM attacks_postinglist p JOIN attacks_word w ON w.id = p.word_id,
            generate_series(0, length(p.places) / 2 - 1) n
    )
    SELECT id FROM ((TABLE texts EXCEPT ALL TABLE kept) UNION ALL (TABLE kept EXCEPT ALL TABLE texts)) wrong LIMIT 1
"""  # noqa: S608 - all ours


def _batches(items: Iterator[T]) -> Iterator[list[T]]:
    while batch := list(islice(items, BATCH)):
        yield batch


def _public_versions(record_type: RecordType) -> Iterator[tuple[Revision, int | None, dict[str, Any]]]:
    """(revision, the revision that replaced it or None, body) of each version that is or was public."""
    ends = Window(Lead("id"), partition_by=[F("public_id")], order_by=F("id").asc())
    rows = (
        Revision.objects.filter(record_type=record_type, event__in=projection.CLOSING)
        .annotate(to_rev=ends)
        .order_by("id")
        .select_related("document")
    )
    for revision in rows.iterator(chunk_size=BATCH):
        if revision.event in projection.OPENING and revision.document.body is not None:
            yield revision, revision.to_rev, revision.document.body


def _compared(stored: Version, rebuilt: Version, relations: list[str]) -> Iterator[tuple[str, bool]]:
    for field in type(stored)._meta.concrete_fields:
        if not field.primary_key and not isinstance(field, models.GeneratedField):
            yield field.name, getattr(stored, field.attname) == getattr(rebuilt, field.attname)
    for relation in relations:
        wanted = sorted(_row(child) for child in rebuilt.children)  # type: ignore[attr-defined]
        yield relation, sorted(_row(child) for child in getattr(stored, relation).all()) == wanted


def _row(child: models.Model) -> tuple[str, ...]:
    return tuple(
        str(getattr(child, field.attname))
        for field in type(child)._meta.concrete_fields
        if not field.primary_key and not field.is_relation
    )
