"""Brings the working records to what the YAML says: in bulk, only what differs, nothing that was edited elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

from attacks.choices import PublicState
from attacks.copying import copy_objects
from attacks.models import Record

from .relations import Keys, Relations, resolved
from .rows import Row

WITHDRAWN = (PublicState.RETRACTED, PublicState.MERGED)


@dataclass(slots=True)
class Written:
    """What writing came to; records by type, named by their public identifiers."""

    created: list[Record] = field(default_factory=list)
    changed: list[Record] = field(default_factory=list)
    kept: list[Record] = field(default_factory=list)  # differ, but were last edited by somebody else or withdrawn
    removed: list[Record] = field(default_factory=list)  # loaded once, no longer in the YAML


@dataclass(slots=True)
class _Table:
    """The records of one type: what they are to be and what they are."""

    model: type[Record]
    rows: dict[str, Row]  # by public identifier
    records: dict[str, Record] = field(default_factory=dict)


class Writer:
    """Writes the rows of all types; the caller holds the transaction."""

    def __init__(self, *, loader: User, progress: Callable[[int], Any] | None = None) -> None:
        self.loader = loader
        self.progress = progress or (lambda _steps: None)
        self.keys: Keys = {}
        self.created: set[tuple[type[Record], int]] = set()
        self.changed: set[tuple[type[Record], int]] = set()
        self.kept: set[tuple[type[Record], int]] = set()

    def write(self, rows: dict[type[Record], list[Row]]) -> Written:
        """Creates what is missing, changes what differs, and says what it did."""
        tables = [
            _Table(model, {row.columns[model.identifier_field]: row for row in made}) for model, made in rows.items()
        ]
        for table in tables:
            self._write_records(table)
            self.progress(len(table.rows))
        relations = Relations(self.keys)
        for table in tables:
            self._write_own_references(table)
            self._write_relations(table, relations)
        return self._outcome(tables)

    def _outcome(self, tables: list[_Table]) -> Written:
        written = Written()
        for table in tables:
            for name, record in sorted(table.records.items()):
                key = (table.model, record.pk)
                if key in self.created:
                    written.created.append(record)
                elif key in self.kept:
                    written.kept.append(record)
                elif key in self.changed:
                    written.changed.append(record)
                elif name not in table.rows and record.changed_by_id == self.loader.pk:
                    written.removed.append(record)
        self._stamp(written.changed)
        return written

    def _stamp(self, records: Iterable[Record]) -> None:
        by_model: dict[type[Record], list[int]] = defaultdict(list)
        for record in records:
            by_model[type(record)].append(record.pk)
        for model, keys in by_model.items():
            _manager(model).filter(pk__in=keys).update(changed_by=self.loader, changed_at=timezone.now())

    # Records ----------------------------------------------------------------------------------------------------------

    def _write_records(self, table: _Table) -> None:
        model = table.model
        table.records = {record.public_identifier: record for record in _manager(model).all()}
        new = []
        for name, row in table.rows.items():
            columns = resolved(self.keys, model, row.columns, without=model)
            if name in table.records:
                self._change(table.records[name], columns)
            else:
                new.append(model(**columns, changed_by=self.loader))
        copy_objects(new)
        for record in new:
            table.records[record.public_identifier] = record
            self.created.add((model, record.pk))
        # The YAML refers to incidents and statements by key, to all others by their public identifier.
        reference = "key" if any(column.name == "key" for column in model._meta.fields) else model.identifier_field
        self.keys[model] = {getattr(record, reference): record.pk for record in table.records.values()}
        self.keys[model] |= {row.columns[reference]: table.records[name].pk for name, row in table.rows.items()}

    def _write_own_references(self, table: _Table) -> None:
        """References to records of the same type, which all exist by now."""
        own = [column.name for column in table.model._meta.fields if column.related_model is table.model]
        for name, row in table.rows.items() if own else ():
            chosen = {column: row.columns[column] for column in own if column in row.columns}
            self._change(table.records[name], resolved(self.keys, table.model, chosen))

    def _change(self, record: Record, columns: dict[str, Any]) -> None:
        """Writes the columns that differ; a record changes seldom, so one statement each will do."""
        differing = {name: value for name, value in columns.items() if getattr(record, name) != value}
        if differing and self._may_write(record):
            for name, value in differing.items():
                setattr(record, name, value)
            _manager(type(record)).filter(pk=record.pk).update(**differing)

    def _may_write(self, record: Record) -> bool:
        key = (type(record), record.pk)
        if key in self.created:
            return True
        is_ours = record.changed_by_id == self.loader.pk and record.public_state not in WITHDRAWN
        (self.changed if is_ours else self.kept).add(key)
        return is_ours

    def _write_relations(self, table: _Table, relations: Relations) -> None:
        by_key = {table.records[name].pk: table.records[name] for name in table.rows}
        owners = {table.records[name].pk: row for name, row in table.rows.items()}
        differing = relations.differing(table.model, owners)
        relations.replace(table.model, {key: owners[key] for key in differing if self._may_write(by_key[key])})


def _manager(model: type[Record]) -> models.Manager[Any]:
    return model._default_manager
