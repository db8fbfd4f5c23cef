"""Working records as CSV or XLSX for staff: the columns that an import reads, so that it changes nothing again.

Unlike all other exports it holds what is not public; only those who may see working records get one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from tempfile import SpooledTemporaryFile
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from attacks.importers.tables.columns import Table

from .columns import FORMULA_STARTS
from .rows import chunks
from .tables import BOM, LONGEST_CELL

CHUNK_BYTES = 1024 * 1024


class ExportRefused(ValueError):
    """The records do not fit into a file of this kind; the message says what to do."""


def cells(table: Table, keys: Sequence[int], progress: Callable[[int], Any] | None = None) -> Iterator[list[Any]]:
    """One row of cells per record, in the order of its primary keys; those deleted meanwhile are left out."""
    done = 0
    for chunk in chunks(keys):
        found = {record.pk: record for record in table.queryset().filter(pk__in=chunk).order_by()}
        yield from ([safe(column.write(found[key])) for column in table.columns] for key in chunk if key in found)
        done += len(chunk)
        if progress:
            progress(done)


def safe(value: Any) -> Any:
    """As in other exports, text that no spreadsheet takes for a formula; text that looks so escaped is escaped too."""
    return "'" + value if isinstance(value, str) and value.startswith(("'", *FORMULA_STARTS)) else value


def csv_content(table: Table, rows: Iterable[list[Any]], *, limit: int, has_bom: bool = False) -> bytes:
    """RFC 4180 in UTF-8; raises ExportRefused beyond `limit` bytes."""
    with SpooledTemporaryFile(max_size=CHUNK_BYTES) as file:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
        file.write(BOM if has_bom else b"")
        writer = csv.writer(text)
        writer.writerow(column.name for column in table.columns)
        for row in rows:
            writer.writerow(row)
            if file.tell() > limit:
                raise ExportRefused(_too_large(limit))
        text.flush()
        file.seek(0)
        content = file.read()
        text.detach()
        return content


def xlsx_content(table: Table, rows: Iterable[list[Any]], *, limit: int) -> bytes:
    """A workbook of one sheet, text never a formula; raises ExportRefused for what no cell or file can hold."""
    with SpooledTemporaryFile(max_size=CHUNK_BYTES) as file:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        book = xlsxwriter.Workbook(file, options)
        sheet = book.add_worksheet(str(table.model.record_type))
        sheet.freeze_panes(1, 1)
        for place, column in enumerate(table.columns):
            sheet.write_string(0, place, column.name)
        for line, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                if isinstance(value, str):
                    if len(value) > LONGEST_CELL:
                        raise ExportRefused(
                            _("%(record)s: %(column)s is longer than a cell of XLSX can be; export it as CSV.")
                            % {"record": row[0], "column": table.columns[place].name}
                        )
                    sheet.write_string(line, place, value)
                elif value is not None:
                    # Numbers get 16 digits there; a coordinate that needs more is kept whole as text.
                    is_exact = float(f"{value:.16G}") == value
                    sheet.write_number(line, place, value) if is_exact else sheet.write_string(line, place, repr(value))
        book.close()
        if file.tell() > limit:
            raise ExportRefused(_too_large(limit))
        file.seek(0)
        return file.read()


def _too_large(limit: int) -> str:
    return _("The file would be larger than %s MB; choose fewer records.") % (limit // 2**20)
