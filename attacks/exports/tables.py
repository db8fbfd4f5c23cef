"""CSV and XLSX: one row per incident under the names of the columns, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter

from .columns import COLUMNS, FLAG, LIST, NUMBER, Column, Row

BOM = "\ufeff"
# A spreadsheet takes a cell that begins so for a formula (OWASP, "CSV Injection").
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
FLUSH_CHARACTERS = 64 * 1024
MOST_ROWS = 1_048_575  # of one sheet, below its header
LONGEST_CELL = 32_767


def cell(column: Column, row: Row) -> Any:
    """The value of a cell: None, a number, or text."""
    value = column.read(row)
    if value is None or value == "" or value == []:
        return None
    if column.kind == NUMBER:
        return value
    if column.kind == FLAG:
        return "true" if value else "false"
    if column.kind == LIST:
        return "; ".join(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def safe(value: Any) -> Any:
    """Text that no spreadsheet takes for a formula; numbers stay numbers, below zero as well."""
    return "'" + value if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def csv_bytes(rows: Iterable[Row], *, has_bom: bool = False) -> Iterator[bytes]:
    """RFC 4180 in UTF-8, some rows at a time."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    buffer.write(BOM if has_bom else "")
    writer.writerow(column.name for column in COLUMNS)
    for row in rows:
        writer.writerow(safe(cell(column, row)) for column in COLUMNS)
        if buffer.tell() >= FLUSH_CHARACTERS:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def xlsx_file(rows: Iterable[Row]) -> IO[bytes]:
    """A workbook of one sheet in an unnamed temporary file, at its beginning; text is never written as a formula."""
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    sheet = book.add_worksheet("incidents")
    sheet.freeze_panes(1, 1)
    for place, column in enumerate(COLUMNS):
        sheet.write_string(0, place, column.name)
    for line, row in enumerate(rows, start=1):
        for place, column in enumerate(COLUMNS):
            value = cell(column, row)
            if isinstance(value, str):
                sheet.write_string(line, place, value[:LONGEST_CELL])
            elif value is not None:
                sheet.write_number(line, place, value)
    book.close()
    file.seek(0)
    return file
