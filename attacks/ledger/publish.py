"""The only way to the public: operations that append revisions to the ledger and move the projection with it.

Every operation takes one transaction-level advisory lock before it draws an id, so ids commit in order and a reader's
watermark never skips one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _

from attacks.choices import Proposal, PublicState, RecordType, RevisionEvent
from attacks.copying import copy_objects
from attacks.ledger import chain, document, projection
from attacks.ledger.identity import is_system
from attacks.ledger.references import references
from attacks.ledger.review import keys_by_model, write_down
from attacks.models import LedgerHead, Record, Revision, RevisionDocument

LOCK = 0x1A77AC5  # any fixed number: the one advisory lock of the ledger

# Sent after the commit, with `watermark`, the id of the newest revision.
revisions_appended = Signal()


class PublicationRefused(ValueError):
    """What was asked is against a rule of the review or the ledger; the message names record and rule, for staff."""


@dataclass(frozen=True)
class Entry:
    """One revision to append."""

    record_type: RecordType
    public_id: str
    event: RevisionEvent
    body: document.Body
    note: str

    @cached_property
    def sha256(self) -> str:
        return document.fingerprint(self.body)


def publish(*, record: Record, editor: User, note: str = "") -> Revision:
    """The new revision of a record in review, seen by every reader from the next request on.

    Raises PublicationRefused when the record isn't in review, when the editor wrote it last (unless the deployment
    allows a single editor), when nothing changed, or when it refers to what is not public.
    """
    made = publish_many(records=[record], editor=editor, note=note)
    if not made:
        raise PublicationRefused(_("%(record)s: nothing that the public sees has changed.") % _named(record))
    return made[0]


def publish_many(
    *, records: Iterable[Record], editor: User, note: str = "", progress: Callable[[int], Any] | None = None
) -> list[Revision]:
    """The new revisions of these records, in order, all or none; records that read as published before get none.

    They may refer to each other. `progress` is called with a number of records each time as many are done.
    """
    with transaction.atomic():
        _lock()
        locked = _locked(records)
        for record in locked:
            _check_may_publish(record, editor)
        current = _current_fingerprints(locked)
        entries = []
        for record in locked:
            key = (record.record_type, record.public_identifier)
            event = RevisionEvent.CORRECTED if key in current else RevisionEvent.PUBLISHED
            entry = Entry(*key, event, document.build(record), note)
            if current.get(key) != entry.sha256:
                entries.append(entry)
            if progress:
                progress(1)
        _check_references(entries)
        revisions = _append(entries)
        _settle(locked, proposal=Proposal.NONE, state=PublicState.PUBLISHED, editor=editor, note=note)
    return revisions


def retract(*, record: Record, editor: User, note: str) -> Revision:
    """The revision that withdraws a published record; a notice with the note stands in its place."""
    return _end(record=record, editor=editor, note=note, event=RevisionEvent.RETRACTED, state=PublicState.RETRACTED)


def merge(*, record: Record, into: Record, editor: User, note: str) -> Revision:
    """The revision that merges a published record into another of its type, to which its address then leads."""
    if into.record_type != record.record_type or into.pk == record.pk:
        raise PublicationRefused(
            _("%(record)s merges only into another record of its type (%(type)s).") % _named(record)
        )
    with transaction.atomic():
        _lock()
        (into,) = _locked([into])
        if into.public_state != PublicState.PUBLISHED:
            raise PublicationRefused(_("%(record)s is not published.") % _named(into))
        extra = {"merged_into": into.public_identifier}
        return _end(
            record=record, editor=editor, note=note, event=RevisionEvent.MERGED, state=PublicState.MERGED, extra=extra
        )


def redact(*, record: Record, numbers: list[int], editor: User, note: str) -> Revision:
    """The revision that names and blanks the documents of earlier revisions of a record, for a lawful reason.

    Their hashes stay, so the chain stays whole. A record whose current version is blanked is withdrawn with it.
    """
    if not note:
        raise PublicationRefused(_("%(record)s: a redaction needs a note.") % _named(record))
    with transaction.atomic():
        _lock()
        (record,) = _locked([record])
        own = Revision.objects.filter(record_type=record.record_type, public_id=record.public_identifier)
        targets = {revision.number: revision for revision in own.exclude(event=RevisionEvent.REDACTED)}
        if not numbers:
            raise PublicationRefused(_("%(record)s: say which revisions to redact.") % _named(record))
        if unknown := sorted(set(numbers) - set(targets)):
            missing = ", ".join(map(str, unknown))
            raise PublicationRefused(_("%(record)s has no revision %(missing)s.") % _named(record, missing=missing))
        body = {**_stub(record, RevisionEvent.REDACTED), "redacts": sorted(numbers)}
        entry = Entry(record.record_type, record.public_identifier, RevisionEvent.REDACTED, body, note)
        (revision,) = _append([entry])
        blanked = [targets[number].id for number in numbers]
        model = projection.VERSIONS[RecordType(record.record_type)]
        is_current = model.objects.current().filter(from_rev_id__in=blanked).exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT ledger_blank(%s)", [blanked])
        model.objects.filter(from_rev_id__in=blanked).delete()
        if is_current:
            _settle([record], proposal=None, state=PublicState.RETRACTED, editor=editor, note=note)
    return revision


def _named(record: Record, **more: Any) -> dict[str, Any]:
    """What the words of a refusal quote."""
    return {"record": record.public_identifier, "type": record.record_type.label, **more}


# Steps ----------------------------------------------------------------------------------------------------------------


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s), set_config('attacks.ledger', 'on', true)", [LOCK])


def _locked(records: Iterable[Record]) -> list[Record]:
    """The records as they stand in the database now, locked, in the given order."""
    given = list(records)
    fresh: dict[tuple[type[Record], int], Record] = {}
    for model, keys in keys_by_model(given).items():
        chosen = model._default_manager.filter(pk__in=keys)
        list(chosen.select_for_update().order_by("pk").values_list("pk"))
        for record in document.with_relations(chosen):
            fresh[model, record.pk] = record
    return [fresh[type(record), record.pk] for record in given]


def _check_may_publish(record: Record, editor: User) -> None:
    if record.proposal != Proposal.IN_REVIEW:
        stands = Proposal(record.proposal).label
        raise PublicationRefused(_("%(record)s is not in review (%(stands)s).") % _named(record, stands=stands))
    if record.changed_by_id == editor.pk and not settings.SINGLE_EDITOR and not is_system(editor):
        raise PublicationRefused(_("%(record)s: nobody publishes what they wrote last themselves.") % _named(record))


def _current_fingerprints(records: list[Record]) -> dict[tuple[RecordType, str], str]:
    names: dict[RecordType, list[str]] = defaultdict(list)
    for record in records:
        names[record.record_type].append(record.public_identifier)
    return {
        (record_type, public_id): sha256
        for record_type, ids in names.items()
        for public_id, sha256 in projection.VERSIONS[record_type]
        .objects.current()
        .filter(public_id__in=ids)
        .values_list("public_id", "from_rev__document_sha256")
    }


def _check_references(entries: list[Entry]) -> None:
    public = {(entry.record_type, entry.public_id) for entry in entries}
    needed: dict[RecordType, dict[str, str]] = defaultdict(dict)
    for entry in entries:
        for record_type, name in references(entry.body) - public:
            needed[record_type][name] = entry.public_id
    for record_type, names in needed.items():
        known = projection.VERSIONS[record_type].objects.current().filter(public_id__in=list(names))
        missing = sorted(set(names) - set(known.values_list("public_id", flat=True)))
        if missing:
            raise PublicationRefused(
                _("%(record)s refers to %(other)s (%(type)s), which is not public; publish it first.")
                % {"record": names[missing[0]], "other": missing[0], "type": record_type.label}
            )


def _append(entries: list[Entry]) -> list[Revision]:
    """The appended revisions; the ledger's lock is held."""
    if not entries:
        return []
    head = LedgerHead.objects.get()
    last, digest = head.revision_id or 0, head.digest
    numbers = _last_numbers(entries)
    now = timezone.now()
    revisions, documents = [], []
    for entry in entries:
        key = (entry.record_type, entry.public_id)
        numbers[key] = numbers.get(key, 0) + 1
        last += 1
        revision = Revision(
            id=last,
            record_type=entry.record_type,
            public_id=entry.public_id,
            number=numbers[key],
            event=entry.event,
            published_at=now,
            document_sha256=entry.sha256,
            change_note=entry.note,
        )
        digest = revision.digest = chain.digest(previous=digest, revision=revision)
        revisions.append(revision)
        documents.append(RevisionDocument(revision=revision, body=entry.body))
    copy_objects(revisions)
    copy_objects(documents)
    LedgerHead.objects.update(revision=revisions[-1], digest=digest)
    projection.write(revisions, [entry.body for entry in entries])
    transaction.on_commit(lambda: revisions_appended.send(sender=Revision, watermark=last))
    return revisions


def _last_numbers(entries: list[Entry]) -> dict[tuple[RecordType, str], int]:
    ids: dict[RecordType, list[str]] = defaultdict(list)
    for entry in entries:
        ids[entry.record_type].append(entry.public_id)
    last: dict[tuple[RecordType, str], int] = {}
    for record_type, names in ids.items():
        rows = Revision.objects.filter(record_type=record_type, public_id__in=names).values_list("public_id", "number")
        for public_id, number in rows:
            last[record_type, public_id] = max(number, last.get((record_type, public_id), 0))
    return last


def _stub(record: Record, event: RevisionEvent) -> document.Body:
    return {"schema": document.SCHEMA, "type": str(record.record_type), "event": str(event)}


def _end(
    *,
    record: Record,
    editor: User,
    note: str,
    event: RevisionEvent,
    state: PublicState,
    extra: dict[str, str] | None = None,
) -> Revision:
    if not note:
        raise PublicationRefused(_("%(record)s: the public is owed a note.") % _named(record))
    with transaction.atomic():
        _lock()
        (record,) = _locked([record])
        if record.public_state != PublicState.PUBLISHED:
            raise PublicationRefused(_("%(record)s is not published.") % _named(record))
        body = {**_stub(record, event), **(extra or {})}
        (revision,) = _append([Entry(record.record_type, record.public_identifier, event, body, note)])
        _settle([record], proposal=None, state=state, editor=editor, note=note)
    return revision


def _settle(records: list[Record], *, proposal: Proposal | None, state: PublicState, editor: User, note: str) -> None:
    """Writes the outcome on the working records; `proposal` None leaves an edit that waits as it is."""
    changes: dict[str, Any] = {"public_state": state}
    if proposal is not None:
        changes |= {"proposal": proposal, "held_by": None}
    for model, keys in keys_by_model(records).items():
        model._default_manager.filter(pk__in=keys).update(**changes)
    if proposal is not None:
        write_down(records=records, to=proposal, by=editor, note=note)
