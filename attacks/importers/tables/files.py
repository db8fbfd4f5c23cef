"""Uploaded files: told by their content to be CSV or XLSX, and read row by row within limits, formulas never run."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError

from django.conf import settings
from django.utils.translation import gettext as _
from openpyxl import load_workbook  # type: ignore[import-untyped]
from openpyxl.utils.exceptions import InvalidFileException  # type: ignore[import-untyped]

from attacks.exports.columns import FORMULA_STARTS

from .problems import FileRefused

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_COLUMNS = 200
MOST_PARTS = 2000  # files inside an XLSX
HEAD = 64 * 1024
# What openpyxl raises for workbooks that are none.
DAMAGED = (
    *(ParseError, zipfile.BadZipFile, InvalidFileException, EOFError, OSError),
    *(KeyError, ValueError, TypeError, AttributeError, IndexError, OverflowError),
)


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that holds a formula; nothing here computes one."""

    text: str


Cell = str | Formula
# The number that a spreadsheet shows beside the row, and its cells.
Line = tuple[int, list[Cell]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The names in the first row, the rows below it that hold anything, and how many there may be."""

    header: list[str]
    lines: Iterator[Line]
    expected: int


def media_type(content: bytes) -> str:
    """CSV or XLSX, by what the file holds; raises FileRefused for everything else."""
    if not content.strip():
        raise FileRefused(_("The file is empty."))
    if content.startswith(b"PK\x03\x04"):
        _check_archive(content)
        return XLSX
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content:
        raise FileRefused(_("The file is neither CSV in UTF-8 nor XLSX. Save it as “CSV UTF-8” or as XLSX."))
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FileRefused(
            _("The file is no CSV in UTF-8: line %(line)s holds the byte %(byte)s. Save it as “CSV UTF-8” or XLSX.")
            % {"line": line, "byte": f"0x{content[error.start]:02X}"}
        ) from None
    return CSV


def _check_archive(content: bytes) -> None:
    """An XLSX whose parts together stay within the limit when unpacked and bring no definitions of their own.

    What a part says of its size bounds what is ever read of it, so a part that lies cannot unpack to more.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > settings.BULK_UNPACKED_BYTES:
                raise FileRefused(
                    _("Unpacked, the file holds more than %(limit)s MB. Part it, or save it as CSV.")
                    % {"limit": settings.BULK_UNPACKED_BYTES // 2**20}
                )
            names = {part.filename for part in parts}
            if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
                raise FileRefused(_("The file is an archive, but no XLSX workbook."))
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.open(part).read(HEAD):
                    raise FileRefused(_("The workbook brings definitions of its own; save it anew as XLSX."))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        raise FileRefused(_("The XLSX file is damaged or locked by a password; save it anew.")) from None


@contextmanager
def opened(content: bytes, kind: str) -> Iterator[Sheet]:
    """The first sheet of a file; raises FileRefused, also while rows are read."""
    if kind == CSV:
        yield _sheet(*_csv_lines(content))
        return
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    except DAMAGED as error:
        raise FileRefused(_("The XLSX file is damaged; save it anew.")) from error
    try:
        if not book.worksheets:
            raise FileRefused(_("The workbook has no sheet with cells."))
        sheet = book.worksheets[0]
        yield _sheet(_xlsx_lines(sheet), (sheet.max_row or 1) - 1)
    finally:
        book.close()


def _sheet(lines: Iterator[Line], expected: int) -> Sheet:
    number, cells = next(lines, (1, []))
    header = [cell.strip() if isinstance(cell, str) else "" for cell in cells]
    while header and not header[-1]:
        header.pop()
    if number != 1 or not any(header):
        raise FileRefused(_("The first row must hold the names of the columns."))
    return Sheet(header, _limited(lines), min(max(expected, 0), settings.BULK_ROWS))


def _limited(lines: Iterable[Line]) -> Iterator[Line]:
    for number, cells in lines:
        if number > settings.BULK_ROWS + 1:
            raise FileRefused(
                _("The file has more than %(limit)s rows below its header. Part it.") % {"limit": settings.BULK_ROWS}
            )
        if any(cells):
            yield number, cells


def _csv_lines(content: bytes) -> tuple[Iterator[Line], int]:
    first = content[: content.find(b"\n") + 1] or content
    delimiter = max((",", ";", "\t"), key=lambda sign: first.count(sign.encode()))
    text = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", newline="")
    return _csv_rows(csv.reader(text, delimiter=delimiter, strict=True)), content.count(b"\n")


def _csv_rows(reader: Iterator[list[str]]) -> Iterator[Line]:
    number = 0
    try:
        for number, row in enumerate(reader, start=1):
            if any(row[MOST_COLUMNS:]):
                raise FileRefused(_("The file has more than %s columns.") % MOST_COLUMNS)
            yield number, [_typed(cell) for cell in row[:MOST_COLUMNS]]
    except csv.Error as error:
        raise FileRefused(
            _("The CSV file cannot be read from row %(row)s on: %(error)s.") % {"row": number + 1, "error": error}
        ) from None


def _xlsx_lines(sheet: Any) -> Iterator[Line]:
    sheet.reset_dimensions()  # what the file says of its size need not be true
    try:
        for number, row in enumerate(sheet.iter_rows(), start=1):
            if any(cell.value is not None for cell in row[MOST_COLUMNS:]):
                raise FileRefused(_("The file has more than %s columns.") % MOST_COLUMNS)
            yield number, [_xlsx_cell(cell) for cell in row[:MOST_COLUMNS]]
    except FileRefused:
        raise
    except DAMAGED as error:
        raise FileRefused(_("The XLSX file is damaged; save it anew.")) from error


def _xlsx_cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return Formula(str(value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("auto" if value.second else "minutes")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return _typed(str(value))


def _typed(text: str) -> str:
    """The text that was typed: without what exports set before a sign that a spreadsheet takes for a formula."""
    text = text.replace("\r\n", "\n").strip()
    return text[1:] if len(text) > 1 and text[0] == "'" and text[1] in ("'", *FORMULA_STARTS) else text
