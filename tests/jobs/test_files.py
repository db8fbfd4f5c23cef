"""Files that are none, or that are made to do harm."""

from __future__ import annotations

import io
import resource
import zipfile
from typing import Any

import pytest
from django.contrib.auth.models import User

from attacks.exports import working
from attacks.exports.tables import LONGEST_CELL
from attacks.importers.tables.columns import table
from attacks.importers.tables.files import CSV, XLSX, media_type, opened
from attacks.importers.tables.problems import FileRefused

from .conftest import csv_of, imported, xlsx_of

GOOD = (["slug", "name", "kind"], ["wire", "Wire", "news_agency"])


def lines(content: bytes) -> list[Any]:
    with opened(content, media_type(content)) as sheet:
        return [sheet.header, *sheet.lines]


def repacked(**parts: bytes) -> bytes:
    """A good workbook with parts replaced or added; names with __ for a slash and a final _xml for the ending."""
    source, target = zipfile.ZipFile(io.BytesIO(xlsx_of(*GOOD))), io.BytesIO()
    named = {name.replace("__", "/").replace("_xml", ".xml"): body for name, body in parts.items()}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in source.infolist():
            archive.writestr(part.filename, named.pop(part.filename, source.read(part)))
        for name, body in named.items():
            archive.writestr(name, body)
    return target.getvalue()


def sheet(cells: bytes) -> bytes:
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<worksheet xmlns="' + space + b'"><sheetData>' + cells + b"</sheetData></worksheet>"


def text_cell(place: bytes, text: bytes) -> bytes:
    return b'<c r="' + place + b'" t="inlineStr"><is><t>' + text + b"</t></is></c>"


def archive_of(name: str, body: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, body)
    return file.getvalue()


REFUSED = {
    "no byte": (b"", "is empty"),
    "white space": (b" \n\r\n", "is empty"),
    "NUL bytes": (b"slug,name\nwi\x00re,Wire\n", "neither CSV in UTF-8 nor XLSX"),
    "NUL bytes far down": (b"slug,name\n" + b"wire,Wire\n" * 20_000 + b"\x00", "neither CSV in UTF-8 nor XLSX"),
    "Latin-1": ("slug,name\nwire,Königs\n".encode("latin-1"), "line 2 holds the byte 0xF6"),
    "UTF-16": ("slug,name\n".encode("utf-16"), "neither CSV in UTF-8 nor XLSX"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "line 2 holds the byte 0xE2"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512, "neither CSV in UTF-8 nor XLSX"),
    "an archive": (archive_of("notes.txt", b"x"), "no XLSX workbook"),
    "half an archive": (xlsx_of(*GOOD)[:400], "damaged"),
    "a workbook of noise": (repacked(xl__workbook_xml=b"noise"), "damaged"),
    "a sheet of noise": (repacked(xl__worksheets__sheet1_xml=b"<worksheet><sheetData><row"), "damaged"),
    "definitions": (
        repacked(xl__worksheets__sheet1_xml=b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + sheet(b"")),
        "definitions of its own",
    ),
    "no rows": (xlsx_of(), "must hold the names"),
    "a first row without names": (b",,,\nwire,Wire\n", "must hold the names"),
    "an open quote": (b'slug,name\n"wire,Wire\n', "cannot be read from row 2"),
    "a huge cell": (b"slug,name\nwire," + b"x" * 200_000 + b"\n", "cannot be read from row 2"),
    "100,000 columns": (b",".join(b"c%d" % n for n in range(100_000)) + b"\n", "more than 200 columns"),
    "a sheet of 16,384 columns": (
        repacked(
            xl__worksheets__sheet1_xml=sheet(
                b'<row r="1">' + text_cell(b"A1", b"slug") + text_cell(b"XFD1", b"x") + b"</row>"
            )
        ),
        "more than 200 columns",
    ),
    "a row at the end of the sheet": (
        repacked(
            xl__worksheets__sheet1_xml=sheet(
                b'<row r="1">' + text_cell(b"A1", b"slug") + b"</row>"
                b'<row r="1048576">' + text_cell(b"A1048576", b"x") + b"</row>"
            )
        ),
        "more than 50000 rows",
    ),
    "too many rows": (b"slug,name\n" + b"wire,Wire\n" * 50_001, "more than 50000 rows"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_table_is_refused_with_the_reason(name: str) -> None:
    content, reason = REFUSED[name]
    with pytest.raises(FileRefused) as refused:
        lines(content)
    assert reason in str(refused.value)


def test_a_small_file_that_unpacks_to_gigabytes_is_refused_before_it_is_unpacked() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"")
        archive.writestr("xl/workbook.xml", b"")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(300):
                part.write(b"0" * 2**20)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(FileRefused, match="more than 200 MB"):
        lines(bomb.getvalue())
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # kilobytes


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    content = bytearray(repacked())
    place = content.find(b"PK\x01\x02")
    while place >= 0:  # each entry of the directory says that its part is ten bytes long
        content[place + 24 : place + 28] = (10).to_bytes(4, "little")
        place = content.find(b"PK\x01\x02", place + 1)
    with pytest.raises(FileRefused, match="damaged"):
        lines(bytes(content))


def test_a_link_to_another_workbook_is_left_alone() -> None:
    target = (
        b'<Relationships><Relationship Id="r" Target="https://evil.example/" TargetMode="External"/></Relationships>'
    )
    content = repacked(xl__externalLinks___rels__externalLink1_xml=target)
    assert lines(content)[0] == GOOD[0]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_files_of_every_spreadsheet_program_are_read(delimiter: str, start: str, end: str) -> None:
    text = start + end.join(delimiter.join(row) for row in GOOD) + end
    content = text.encode()
    assert media_type(content) == CSV
    assert lines(content) == [GOOD[0], (2, GOOD[1])]


def test_rows_keep_the_numbers_that_a_spreadsheet_shows() -> None:
    content = b'slug,name\n\n"a","two\nlines"\n,\nb,B\n'
    assert [number for number, _cells in lines(content)[1:]] == [3, 5]
    book = xlsx_of(["slug"], [None], ["a"], [None], ["b"])
    assert media_type(book) == XLSX
    assert [number for number, _cells in lines(book)[1:]] == [3, 5]


@pytest.mark.django_db
def test_cells_beyond_the_named_columns_are_refused(analyst: User) -> None:
    _outcome, problems = imported(csv_of(*GOOD, ["paper", "Paper", "newspaper", "extra"]), "outlet", analyst)
    assert [(problem.row, problem.column, problem.value) for problem in problems] == [(3, "column 4", "extra")]


@pytest.mark.django_db
def test_a_file_with_thousands_of_errors_ends_early(analyst: User) -> None:
    rows = [[f"o-{n}", "Name", "catapult"] for n in range(5000)]
    _outcome, problems = imported(csv_of(GOOD[0], *rows), "outlet", analyst)
    assert 1000 <= len(problems) <= 1500


def test_the_rows_of_a_large_file_are_never_in_memory_together() -> None:
    content = b"slug,name,kind\n" + b"".join(b"outlet-%d,%s,blog\n" % (n, b"x" * 300) for n in range(50_000))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with opened(content, CSV) as sheet:
        assert sum(1 for _ in sheet.lines) == 50_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 30_000  # kilobytes; the file itself has 16 MB


def test_what_no_cell_of_a_workbook_can_hold_is_refused_by_record_and_column() -> None:
    outlets = table("outlet")
    row = ["x" * (LONGEST_CELL + 1) if column.name == "note" else "wire" for column in outlets.columns]
    with pytest.raises(working.ExportRefused, match="wire: note is longer than a cell of XLSX can be"):
        working.content(outlets, XLSX, [row], limit=2**20)
    assert len(working.content(outlets, CSV, [row], limit=2**20)) > LONGEST_CELL


@pytest.mark.parametrize("form", [CSV, XLSX])
def test_a_file_beyond_its_limit_is_refused(form: str) -> None:
    outlets = table("outlet")
    rows = [[f"{number}-{place}" for place, _column in enumerate(outlets.columns)] for number in range(500)]
    size = len(working.content(outlets, form, rows, limit=2**20))
    working.content(outlets, form, rows, limit=size + 64)  # a workbook holds the moment at which it was made
    with pytest.raises(working.ExportRefused, match="choose fewer records"):
        working.content(outlets, form, rows, limit=size - 64)
