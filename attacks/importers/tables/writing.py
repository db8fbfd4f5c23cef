"""Brings working records to what a table says: in bulk, only what differs and what this person may change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.db import DataError, IntegrityError, InternalError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from attacks.choices import Proposal
from attacks.copying import copy_rows
from attacks.importers.record.relations import Keys, Relations, resolved
from attacks.ledger.review import move
from attacks.models import Record
from attacks.permissions import Act, refusal
from attacks.wording import refusals

from .columns import EDIT, Table
from .problems import Problems
from .reading import Given, Rule, required, rule, taken

PREVIEWED = 20
NAMED = 200


@dataclass(slots=True)
class Outcome:
    """What the rows came to."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    preview: list[dict[str, Any]] = field(default_factory=list)
    made: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Change:
    """One row that is to be written: to a new record, or to these columns of one that exists."""

    given: Given
    record: Any  # None: a new one
    columns: dict[str, Any]
    has_other_relations: bool  # of one that exists
    before: dict[str, str] = field(default_factory=dict)  # cells of the record as it stood, for the preview


class Writer:
    """Writes rows some at a time; the caller holds the transaction. `draw` gives public ids to new records."""

    def __init__(
        self, table: Table, header: list[str], *, by: User, draw: Callable[[int], list[str]], problems: Problems
    ) -> None:
        self.table, self.model, self.by, self.draw, self.problems = table, table.model, by, draw, problems
        self.missing = required(table, set(header))
        self.keys: Keys = defaultdict(dict)
        self.relations = Relations(self.keys)
        self.seen: dict[str, int] = {}
        self.outcome = Outcome()

    def write(self, rows: list[Given]) -> None:
        """Writes what differs; rows that cannot be written become problems."""
        rows = [given for given in rows if self._is_first(given)]
        records = self._records(rows)
        rows = [given for given in rows if self._is_known(given, records)]
        self._look_up(rows)
        rows = [given for given in rows if self._has_references(given)]
        changes = [self._new(given) for given in rows if given.identifier not in records]
        existing = [given for given in rows if given.identifier in records]
        changes += self._differing(existing, records)
        changes.sort(key=lambda change: change.given.number)
        self._remember(changes[: PREVIEWED - len(self.outcome.preview)])
        self._try(changes)

    def _remember(self, changes: list[_Change]) -> None:
        keys = [change.record.pk for change in changes if change.record]
        stored = {record.pk: record for record in self.table.queryset().filter(pk__in=keys)} if keys else {}
        for change in changes:
            if change.record and change.record.pk in stored:
                record = stored[change.record.pk]
                change.before = {column.name: _text(column.write(record)) for column in self.table.columns}

    # What the rows name -----------------------------------------------------------------------------------------------

    def _is_first(self, given: Given) -> bool:
        if not given.identifier:
            return True
        first = self.seen.setdefault(given.identifier, given.number)
        if first != given.number:
            message = _("each record once; it stands in row %s as well") % first
            self.problems.add(given.number, self.table.identifier, given.identifier, message)
        return first == given.number

    def _records(self, rows: list[Given]) -> dict[str, Any]:
        names = [given.identifier for given in rows if given.identifier]
        found = self.model._default_manager.filter(**{f"{self.table.identifier}__in": names})
        return {record.public_identifier: record for record in found.select_related("held_by")}

    def _is_known(self, given: Given, records: dict[str, Any]) -> bool:
        if given.identifier in records:
            return True
        if self.table.is_numbered and given.identifier:
            message = _("allowed: the public id of an existing record; empty for a new one")
            self.problems.add(given.number, self.table.identifier, given.identifier, message)
            return False
        if not self.table.is_numbered and not given.identifier:
            self.problems.add(given.number, self.table.identifier, "", _("a name for the new record"))
            return False
        for column in self.missing:
            self.problems.add(given.number, column, "", _("new records need this column, which the file lacks"))
        return not self.missing

    def _look_up(self, rows: list[Given]) -> None:
        """Primary keys of what the rows name, one query per type."""
        wanted: dict[type[Record], set[str]] = defaultdict(set)
        for given in rows:
            for _column, model, name in given.references:
                if name not in self.keys[model]:
                    wanted[model].add(name)
        for model, names in wanted.items():
            field = model.identifier_field
            found = model._default_manager.filter(**{f"{field}__in": names}).values_list(field, "pk")
            self.keys[model].update(found)

    def _has_references(self, given: Given) -> bool:
        is_good = True
        for column, model, name in given.references:
            stands_above = model is self.model and self.seen.get(name, given.number) < given.number
            if name not in self.keys[model] and not stands_above:
                type_name = model._meta.verbose_name
                message = _("no such record: %(type)s; it must exist or stand in a row above") % {"type": type_name}
                self.problems.add(given.number, column, name, message)
                is_good = False
        return is_good

    # What differs -----------------------------------------------------------------------------------------------------

    def _new(self, given: Given) -> _Change:
        return _Change(given, None, given.row.columns, True)

    def _differing(self, rows: list[Given], records: dict[str, Any]) -> list[_Change]:
        known = [given for given in rows if self._keys_are_known(given)]
        owners = {records[given.identifier].pk: given.row for given in known}
        related = set(self.relations.differing(self.model, owners))
        related |= {records[given.identifier].pk for given in rows if given not in known}
        changes = []
        for given in rows:
            record = records[given.identifier]
            stored = resolved(self.keys, self.model, given.row.columns)
            columns = {name: value for name, value in stored.items() if getattr(record, name) != value}
            if columns or record.pk in related:
                changes.append(_Change(given, record, columns, record.pk in related))
        self.outcome.unchanged += len(rows) - len(changes)
        return self._allowed(changes)

    def _keys_are_known(self, given: Given) -> bool:
        """Whether all that it names exists by now; what stands in a row above may be written with it."""
        return all(name in self.keys[model] for _column, model, name in given.references)

    def _allowed(self, changes: list[_Change]) -> list[_Change]:
        """Those that this person may write now; their records are locked."""
        keys = [change.record.pk for change in changes]
        locked = self.model._default_manager.filter(pk__in=keys).select_for_update(no_key=True).order_by("pk")
        edits = dict(locked.values_list("pk", "edit_number"))
        allowed = []
        for change in changes:
            if reason := self._refusal(change, edits.get(change.record.pk)):
                self.problems.add(change.given.number, self.table.identifier, change.given.identifier, reason)
            else:
                allowed.append(change)
        return allowed

    def _refusal(self, change: _Change, edit: int | None) -> str:
        record, given = change.record, change.given
        if reason := refusal(self.by, record, Act.EDIT):
            return reason
        if given.edit is not None and given.edit != record.edit_number:
            return _("It was edited since it was exported (edit %(now)s, not %(then)s); export it anew.") % {
                "now": record.edit_number,
                "then": given.edit,
            }
        if edit != record.edit_number:
            return _("It was edited by somebody this moment; try again.")
        return ""

    # Writing ----------------------------------------------------------------------------------------------------------

    def _try(self, changes: list[_Change]) -> None:
        """Writes the changes; where the database refuses, halves are tried until the row is found."""
        if not changes or self.problems.are_too_many:
            return
        try:
            with transaction.atomic():
                names = self._apply(changes)
        except (IntegrityError, DataError, InternalError, KeyError) as error:
            if len(changes) > 1:
                middle = len(changes) // 2
                self._try(changes[:middle])
                self._try(changes[middle:])
            else:
                self._explain(changes[0], error)
            return
        for change, name in zip(changes, names, strict=True):
            self._count(change, name)

    def _apply(self, changes: list[_Change]) -> list[str]:
        """The public names of the records, in order."""
        new = [change for change in changes if change.record is None]
        existing = [change for change in changes if change.record is not None]
        names = self._names(new)
        made = copy_rows(self.model, [self._columns(change, name) for change, name in zip(new, names, strict=True)])
        before = dict(self.keys[self.model])
        self.keys[self.model].update(zip(names, made, strict=True))
        try:
            self._update(existing)
            self.relations.add(self.model, {key: change.given.row for key, change in zip(made, new, strict=True)})
            differing = {change.record.pk: change.given.row for change in existing if change.has_other_relations}
            self.relations.replace(self.model, differing)
        except Exception:
            self.keys[self.model] = before  # they are undone with the savepoint
            raise
        drawn = iter(names)
        return [next(drawn) if change.record is None else change.record.public_identifier for change in changes]

    def _names(self, new: list[_Change]) -> list[str]:
        return self.draw(len(new)) if self.table.is_numbered else [change.given.identifier for change in new]

    def _columns(self, change: _Change, name: str) -> dict[str, Any]:
        """Those of a new record."""
        columns = resolved(self.keys, self.model, change.columns)
        columns |= {"changed_by_id": self.by.pk, "held_by_id": self.by.pk, "edit_number": 1}
        return columns | {self.table.identifier: name} | ({"key": name.lower()} if self.table.is_numbered else {})

    def _update(self, changes: list[_Change]) -> None:
        idle = [c.record for c in changes if c.record.proposal in (Proposal.NONE, Proposal.RETURNED)]
        before = {record.pk: record.proposal for record in idle}
        move(records=idle, to=Proposal.DRAFT, by=self.by)
        for record in idle:
            record.proposal = before[record.pk]  # should the savepoint be undone, it stands there again
        alike: dict[tuple[str, ...], list[Record]] = defaultdict(list)
        for change in changes:
            alike[tuple(change.columns)].append(self._tried(change))
        records = self.model._default_manager
        for columns, tried in alike.items():
            if columns:
                records.bulk_update(tried, columns)
        keys = [change.record.pk for change in changes]
        edit = {"changed_by": self.by, "changed_at": timezone.now(), "edit_number": F("edit_number") + 1}
        records.filter(pk__in=keys).update(**edit)
        # As in the admin: who corrects what is in review does not take it from the one who works on it.
        records.filter(pk__in=keys).exclude(proposal=Proposal.IN_REVIEW).update(held_by=self.by)

    def _count(self, change: _Change, name: str) -> None:
        outcome = self.outcome
        if change.record is None:
            outcome.new += 1
        else:
            outcome.changed += 1
        if len(outcome.made) < NAMED:
            outcome.made.append(name)
        if len(outcome.preview) < PREVIEWED:
            outcome.preview.append(self._preview(change))

    def _preview(self, change: _Change) -> dict[str, Any]:
        """The row, and what it changes: for each column what stands there and what the file says."""
        given = change.given
        changes = [
            {"column": name, "before": change.before.get(name, ""), "after": text}
            for name, text in given.cells.items()
            if name not in (self.table.identifier, EDIT) and change.before.get(name, "") != text
        ]
        return {
            "row": given.number,
            "record": given.identifier if change.record else "",
            "is_new": change.record is None,
            "changes": changes,
        }

    def _explain(self, change: _Change, error: Exception) -> None:
        """Notes what the database refused, with the columns that its rule is about."""
        given, cause = change.given, error.__cause__
        name = getattr(getattr(cause, "diag", None), "constraint_name", None) or ""
        columns: list[str] = []
        value: Any = None
        if isinstance(error, KeyError):
            value, words = error.args[0], _("refers to a row above that is refused")
        elif broken := rule(self.table, name):
            columns, words = broken.columns, self._words(change, broken)
        elif columns := taken(self.table, name):
            words = _("unique: another record has it")
        else:
            words = _("the database refuses it: %s") % (name or str(cause or error).split("\n")[0])
        if columns:
            value = ", ".join(given.cells.get(column, "") for column in columns)
        self.problems.add(given.number, ", ".join(columns), value, words)

    def _words(self, change: _Change, broken: Rule) -> str:
        """What a form says of this rule, with the values of the row that breaks it."""
        if broken.relation:
            items = change.given.row.children[broken.relation]
            rows = [broken.model(**resolved(self.keys, broken.model, item.columns)) for item in items]
        else:
            rows = [self._tried(change)]
        row = next((row for row in rows if broken.is_broken_by(row)), rows[0])
        _field, words = refusals.refusal(broken.name, row) or ("", _("the database refuses it: %s") % broken.name)
        return words

    def _tried(self, change: _Change) -> Record:
        """The record as it was to be; never saved."""
        if change.record is None:
            return self.model(**self._columns(change, change.given.identifier))
        tried = copy(change.record)
        for column, value in change.columns.items():
            setattr(tried, column, value)
        return tried


def _text(value: Any) -> str:
    return "" if value is None else str(value)
