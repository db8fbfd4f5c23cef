"""Many-to-many links and child rows of working records: compared with what is stored, replaced where they differ."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import Any

from django.db import models

from attacks.copying import copy_rows

from .rows import Row, form

# Primary keys by the name under which the record refers to them.
Keys = dict[type[models.Model], dict[str, int]]
# Columns, links and children in a form that can be compared.
Signature = tuple[tuple[Any, ...], tuple[frozenset[int], ...], tuple[Any, ...]]


def resolved(
    keys: Keys, model: type[models.Model], columns: dict[str, Any], *, without: type[models.Model] | None = None
) -> dict[str, Any]:
    """The columns as stored: a foreign key becomes `<name>_id` with a primary key; those to `without` are left out."""
    stored = {}
    related = _related(model)
    for name, value in columns.items():
        if name not in related:
            stored[name] = value
        elif related[name] is not without:
            stored[f"{name}_id"] = None if value is None else keys[related[name]][value]
    return stored


@cache
def _related(model: type[models.Model]) -> dict[str, type[models.Model]]:
    """The models behind the foreign keys, by name."""
    return {field.name: field.related_model for field in model._meta.fields if isinstance(field, models.ForeignKey)}


class Relations:
    """Links and child rows of owners that exist; `keys` holds the primary keys of all that they refer to."""

    def __init__(self, keys: Keys) -> None:
        self.keys = keys

    def differing(self, model: type[models.Model], owners: dict[int, Row]) -> list[int]:
        """The owners, by primary key, whose stored links or child rows are not those of their row."""
        if not owners:
            return []
        links, children = self._stored(model, form(owners.values()), list(owners))
        return [key for key, row in owners.items() if self._wanted(model, row)[1:] != (links[key], children[key])]

    def replace(self, model: type[models.Model], owners: dict[int, Row]) -> None:
        """Makes the links and child rows of these owners exactly those of their rows."""
        shape = form(owners.values())
        for through, source, _target in (_through(model, name) for name in shape.links):
            through._default_manager.filter(**{f"{source}__in": list(owners)}).delete()
        for child, owner in (_child(model, name) for name in shape.children):
            child._default_manager.filter(**{f"{owner}__in": list(owners)}).delete()
        self.add(model, owners)

    def add(self, model: type[models.Model], owners: dict[int, Row]) -> None:
        """Gives the links and child rows of their rows to owners that have none."""
        shape = form(owners.values())
        for name in shape.links:
            through, source, target = _through(model, name)
            pairs = (
                {source: key, target: other} for key, row in owners.items() for other in self._targets(model, name, row)
            )
            copy_rows(through, list(pairs))
        for name in shape.children:
            child, owner = _child(model, name)
            rows = [(key, item) for key, row in owners.items() for item in row.children[name]]
            made = copy_rows(child, [{owner: key, **resolved(self.keys, child, item.columns)} for key, item in rows])
            self.add(child, {key: item for key, (_owner, item) in zip(made, rows, strict=True)})

    def _wanted(self, model: type[models.Model], row: Row) -> Signature:
        links = tuple(frozenset(self._targets(model, name, row)) for name in row.links)
        children = tuple(
            tuple(self._wanted(_child(model, name)[0], item) for item in items) for name, items in row.children.items()
        )
        return tuple(resolved(self.keys, model, row.columns).values()), links, children

    def _stored(
        self, model: type[models.Model], shape: Row, owners: list[int]
    ) -> tuple[dict[int, Any], dict[int, Any]]:
        """By owner: its links, and its child rows, as `_wanted` gives them for a row of this shape."""
        links: dict[int, list[frozenset[int]]] = {key: [] for key in owners}
        for name in shape.links:
            through, source, target = _through(model, name)
            found: dict[int, set[int]] = defaultdict(set)
            pairs = through._default_manager.filter(**{f"{source}__in": owners}).values_list(source, target)
            for own, other in pairs:
                found[own].add(other)
            for key in owners:
                links[key].append(frozenset(found[key]))
        children: dict[int, list[tuple[Signature, ...]]] = {key: [] for key in owners}
        for name, (inner,) in shape.children.items():
            rows = self._stored_children(model, name, inner, owners)
            for key in owners:
                children[key].append(tuple(rows[key]))
        return {key: tuple(links[key]) for key in owners}, {key: tuple(children[key]) for key in owners}

    def _stored_children(
        self, model: type[models.Model], name: str, shape: Row, owners: list[int]
    ) -> dict[int, list[Signature]]:
        child, owner = _child(model, name)
        rows = list(child._default_manager.filter(**{f"{owner}__in": owners}).order_by("pk"))
        links, children = self._stored(child, shape, [row.pk for row in rows])
        columns = [child._meta.get_field(column).attname for column in shape.columns]  # type: ignore[union-attr]
        found: dict[int, list[Signature]] = defaultdict(list)
        for row in rows:
            values = tuple(getattr(row, column) for column in columns)
            found[getattr(row, owner)].append((values, links[row.pk], children[row.pk]))
        return found

    def _targets(self, model: type[models.Model], name: str, row: Row) -> list[int]:
        other = model._meta.get_field(name).related_model
        return [self.keys[other][item] for item in row.links[name]]  # type: ignore[index]


def _child(model: type[models.Model], name: str) -> tuple[type[models.Model], str]:
    """The model behind a reverse relation, and its column that holds the owner."""
    relation = model._meta.get_field(name)
    return relation.related_model, relation.field.attname  # type: ignore[return-value,union-attr]


def _through(model: type[models.Model], name: str) -> tuple[type[models.Model], str, str]:
    """The table of a many-to-many relation, and its columns for owner and target."""
    relation = model._meta.get_field(name)
    source, target = relation.m2m_field_name(), relation.m2m_reverse_field_name()  # type: ignore[union-attr]
    return relation.remote_field.through, f"{source}_id", f"{target}_id"  # type: ignore[union-attr]
