"""Everything that matches in one file: any table of the record, in any format but a page of JSON."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence

from django.conf import settings
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse

from attacks.explorer.filters import FilterError
from attacks.exports import features, lines, tables
from attacks.exports.columns import Table

from . import parameters
from .view import LICENCE, MEDIA_TYPES, RecordView

PAGED = ("cursor", "limit")


def write(view: RecordView, found: Iterable[int], *, name: str, watermark: int) -> HttpResponseBase:
    """The rows of these numbers, in this order, in the view's format, streamed; a workbook is made first, in a file.

    Raises FilterError for a field that the format has not.
    """
    table, ids = view.table, array("q", found)
    assert table is not None
    media_type = MEDIA_TYPES[view.format]
    response: HttpResponseBase
    if view.format == parameters.XLSX:
        if len(ids) > tables.MOST_ROWS:
            raise FilterError({"format": f"a sheet holds {tables.MOST_ROWS} rows: csv is allowed for more"})
        file = tables.xlsx_file(columns_asked(view, table), ids, site_url=settings.SITE_URL)
        response = FileResponse(file, content_type=media_type)
    else:
        if view.format == parameters.CSV:
            media_type += "; charset=utf-8; header=present"
        response = StreamingHttpResponse(_stream(view, table, ids, watermark), content_type=media_type)
    return view.as_file(response, name, watermark)


def refuse_pages(view: RecordView) -> None:
    """Raises FilterError for a parameter of pages."""
    for name in PAGED:
        if view.request.GET.get(name):
            raise FilterError({name: "it is allowed with format=json alone: files hold everything that matches"})


def columns_asked(view: RecordView, table: Table) -> Table:
    """The table with the columns of `fields`. Raises FilterError for a field that is no column."""
    names = {column.name for column in table.columns}
    for field in view.values["fields"]:
        if field != "id" and field not in names:
            allowed = ", ".join(column.name for column in table.columns)
            raise FilterError({"fields": f"“{field}” is no column of {view.format}: {allowed} are allowed"})
    return table.chosen(view.values["fields"])


def _stream(view: RecordView, table: Table, ids: Sequence[int], watermark: int) -> Iterator[bytes]:
    site_url = settings.SITE_URL
    if view.format == parameters.LINES:
        fields = members_asked(view)
        without = [name for name in view.members if name != "id" and name not in fields] if fields else []
        return lines.json_lines(table, ids, site_url=site_url, without=without)
    asked = columns_asked(view, table)
    if view.format == parameters.CSV:
        return tables.csv_bytes(asked, ids, site_url=site_url, has_bom=view.values["bom"] == "1")
    members = {"watermark": watermark, "licence": LICENCE, "filter": parameters.words_of(view.query)}
    return features.geojson_bytes(asked, ids, members, site_url=site_url)


def members_asked(view: RecordView) -> tuple[str, ...]:
    """The members of `fields`. Raises FilterError for a column that documents have not."""
    for field in view.values["fields"]:
        if field not in view.members:
            allowed = ", ".join(view.members)
            raise FilterError({"fields": f"“{field}” is a column of tables, no member here: {allowed} are allowed"})
    return view.values["fields"]
