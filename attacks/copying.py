"""New rows by the thousand: PostgreSQL's COPY, for which Django writes no statements and makes no objects."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.utils import timezone


def copy_rows(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> list[Any]:
    """The primary keys of these new rows, in their order; drawn where they bring none.

    A row maps columns (`base_id`, not `base`) to values of their Python types; all rows hold the same columns, and one
    that they leave out gets its default. Every rule of the database holds; raises its IntegrityError or DataError.
    """
    if not rows:
        return []
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    keys = _keys(model, rows)
    values = zip(*(_values(field, keys, rows) for field in fields), strict=False)
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN") as copy,
    ):
        for row in values:
            copy.write_row(row)
    return keys


def copy_objects(objects: Sequence[models.Model]) -> None:
    """Stores new objects of one model, which get their primary keys; no signal is sent."""
    if objects:
        for made, key in zip(objects, copy_rows(type(objects[0]), [vars(made) for made in objects]), strict=True):
            made.pk = key


def _keys(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> list[Any]:
    key = model._meta.pk
    if rows[0].get(key.attname) is not None:
        return [row[key.attname] for row in rows]
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(model._meta.db_table)
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", [table, key.column, len(rows)]
        )
        return [drawn for (drawn,) in cursor.fetchall()]


def _values(field: models.Field[Any, Any], keys: list[Any], rows: Sequence[Mapping[str, Any]]) -> Iterable[Any]:
    """One column of all rows, as COPY takes it."""
    if field.primary_key:
        return keys
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return repeat(timezone.now())
    text = next((write for kind, write in _TEXTS.items() if isinstance(field, kind)), None)
    if field.attname not in rows[0]:
        default = field.get_default()
        return repeat(text(default) if text and default is not None else default)
    column = [row[field.attname] for row in rows]
    return [None if value is None else text(value) for value in column] if text else column


def _array(members: Iterable[Any]) -> str:
    quoted = (str(member).replace("\\", "\\\\").replace('"', '\\"') for member in members)
    return "{" + ",".join(f'"{member}"' for member in quoted) + "}"


# How PostgreSQL reads what is no number, text or moment.
_TEXTS: dict[type[models.Field[Any, Any]], Callable[[Any], str]] = {
    ArrayField: _array,
    GeometryField: lambda shape: shape.hexewkb.decode(),
    models.JSONField: lambda value: json.dumps(value, ensure_ascii=False),
}
