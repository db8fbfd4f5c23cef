"""What publishing would do, before anybody does it: the change the public would see, and what must be public first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from attacks.choices import RecordType
from attacks.ledger import document
from attacks.ledger.history import Change, differences, version
from attacks.ledger.projection import VERSIONS
from attacks.ledger.references import Reference, references
from attacks.ledger.review import keys_by_model
from attacks.models import Record

WORKING: dict[RecordType, type[Record]] = {model.record_type: model for model in Record.__subclasses__()}


@dataclass(frozen=True, slots=True)
class Proposed:
    """A record with what would change; `number` is the revision that readers see now, None: none."""

    record: Record
    fingerprint: str
    number: int | None
    changes: list[Change]


def proposed(record: Record) -> Proposed:
    """What the public would see change if the record were published as it stands."""
    (full,) = document.with_relations(type(record)._default_manager.filter(pk=record.pk))
    body = document.build(full)
    current = version(record.record_type, record.public_identifier)
    before = current.body if current is not None else {key: [] for key, value in body.items() if _is_rows(value)}
    changes = [change for change in differences(before, body) if change.before or change.after or current is not None]
    shown = [change for change in changes if change.path not in ("schema", "type")]
    return Proposed(record, document.fingerprint(body), current.from_rev.number if current else None, shown)


def _is_rows(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def needed(records: Iterable[Record]) -> list[Record]:
    """Records without a public version that these refer to, and those that they in turn refer to, nearest first."""
    known = {(RecordType(record.record_type), record.public_identifier) for record in records}
    found: list[Record] = []
    front = list(records)
    while front:
        wanted: set[Reference] = set()
        for model, keys in keys_by_model(front).items():
            for record in document.with_relations(model._default_manager.filter(pk__in=keys)):
                wanted |= references(document.build(record))
        front = _without_version(wanted - known)
        known |= wanted
        found += front
    return found


def _without_version(wanted: set[Reference]) -> list[Record]:
    names: dict[RecordType, set[str]] = defaultdict(set)
    for record_type, name in wanted:
        names[record_type].add(name)
    found: list[Record] = []
    for record_type, chosen in sorted(names.items()):
        public = VERSIONS[record_type].objects.current().filter(public_id__in=chosen)
        hidden = chosen - set(public.values_list("public_id", flat=True))
        model = WORKING[record_type]
        if hidden:
            records = model._default_manager.filter(**{f"{model.identifier_field}__in": hidden})
            found += records.select_related("held_by", "changed_by").order_by("pk")
    return found
