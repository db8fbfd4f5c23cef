"""CSV and XLSX: one row per record under the names of the columns, safe to open in a spreadsheet.

CSV of what is public is written by PostgreSQL itself; workbooks of all exports are written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter

from .columns import DAY, Table
from .rows import lines, rows

BOM = b"\xef\xbb\xbf"
LINE_END = b"\r\n"  # RFC 4180
MOST_ROWS = 1_048_575  # of one sheet, below its header
LONGEST_CELL = 32_767


def csv_bytes(table: Table, ids: Sequence[int], *, site_url: str, has_bom: bool = False) -> Iterator[bytes]:
    """RFC 4180 in UTF-8, some rows at a time."""
    header = ",".join(column.name for column in table.columns).encode() + LINE_END
    yield BOM + header if has_bom else header
    select = ", ".join(column.cell for column in table.columns)
    for chunk in lines(table, select, ids, site=site_url):
        if chunk:
            yield LINE_END.join(chunk) + LINE_END


def xlsx_file(table: Table, ids: Sequence[int], *, site_url: str) -> IO[bytes]:
    """A workbook in an unnamed temporary file, at its beginning; text that no cell can hold is cut."""
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    # A day stays ISO text: sheets have no dates before 1900 and none that are known to the month.
    select = ", ".join(f"{c.cell}::text" if c.kind == DAY else c.cell for c in table.columns)
    found = rows(table, select, ids, site=site_url)
    cut = ([cell[:LONGEST_CELL] if isinstance(cell, str) else cell for cell in row] for row in found)
    write_workbook(file, table.noun, [column.name for column in table.columns], cut)
    return file


def write_workbook(file: IO[bytes], name: str, header: Sequence[str], lines: Iterable[Sequence[Any]]) -> None:
    """Writes one sheet and leaves the file at its beginning; text is never a formula, None an empty cell."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 1)
    for line, row in enumerate(chain([header], lines)):
        for place, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(line, place, value)
            elif isinstance(value, float) and float(f"{value:.16G}") != value:
                # Numbers get 16 digits there; a coordinate that needs more is kept whole as text.
                sheet.write_string(line, place, repr(value))
            elif value is not None:
                sheet.write_number(line, place, value)
    book.close()
    file.seek(0)
