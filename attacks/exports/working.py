"""Working records as CSV or XLSX for staff: the columns that an import reads, so that it changes nothing again.

Unlike all other exports it holds what is not public; only those who may see working records get one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from tempfile import SpooledTemporaryFile
from typing import Any

from django.utils.translation import gettext as _

from attacks.importers.tables.columns import Table
from attacks.importers.tables.files import CSV

from .columns import FORMULA_STARTS
from .rows import CHUNK, chunks
from .tables import BOM, LONGEST_CELL, write_workbook

CHUNK_BYTES = 1024 * 1024


class ExportRefused(ValueError):
    """The records do not fit into a file of this kind; the message says what to do."""


def cells(table: Table, keys: Sequence[int], progress: Callable[[int], Any] | None = None) -> Iterator[list[Any]]:
    """One row of cells per record, in the order of its primary keys; those deleted meanwhile are left out."""
    done = 0
    for chunk in chunks(keys, CHUNK):
        found = {record.pk: record for record in table.queryset().filter(pk__in=chunk).order_by()}
        yield from ([safe(column.write(found[key])) for column in table.columns] for key in chunk if key in found)
        done += len(chunk)
        if progress:
            progress(done)


def safe(value: Any) -> Any:
    """As in other exports, text that no spreadsheet takes for a formula; text that looks so escaped is escaped too."""
    return "'" + value if isinstance(value, str) and value.startswith(("'", *FORMULA_STARTS)) else value


def content(table: Table, form: str, rows: Iterable[list[Any]], *, limit: int, has_bom: bool = False) -> bytes:
    """The file of these rows, `form` a media type; raises ExportRefused for what does not fit into one."""
    header = [column.name for column in table.columns]
    if form == CSV:
        return csv_content(header, rows, limit=limit, has_bom=has_bom)
    return _workbook(str(table.model.record_type), header, rows, limit=limit)


def csv_content(header: Sequence[str], rows: Iterable[Sequence[Any]], *, limit: int, has_bom: bool = False) -> bytes:
    """RFC 4180 in UTF-8; raises ExportRefused beyond `limit` bytes."""
    with SpooledTemporaryFile(max_size=CHUNK_BYTES) as file:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
        file.write(BOM if has_bom else b"")
        writer = csv.writer(text)
        for row in chain([header], rows):
            writer.writerow(row)
            if file.tell() > limit:
                raise ExportRefused(_too_large(limit))
        text.detach()
        file.seek(0)
        return file.read()


def _workbook(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]], *, limit: int) -> bytes:
    with SpooledTemporaryFile(max_size=CHUNK_BYTES) as file:
        write_workbook(file, name, header, (_held(header, row) for row in rows))
        written = file.read(limit + 1)
    if len(written) > limit:
        raise ExportRefused(_too_large(limit))
    return written


def _held(header: Sequence[str], row: Sequence[Any]) -> Sequence[Any]:
    """The row, every text of which a cell of XLSX can hold."""
    for column, value in zip(header, row, strict=True):
        if isinstance(value, str) and len(value) > LONGEST_CELL:
            words = _("%(record)s: %(column)s is longer than a cell of XLSX can be; export it as CSV.")
            raise ExportRefused(words % {"record": row[0], "column": column})
    return row


def _too_large(limit: int) -> str:
    return _("The file would be larger than %s MB; choose fewer records.") % (limit // 2**20)
