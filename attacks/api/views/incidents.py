"""The list of incidents, by the page's own filter, and one incident: as JSON, GeoJSON, tables and lines."""

from __future__ import annotations

from array import array
from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from rest_framework.request import Request

from attacks.api import parameters, shapes
from attacks.api.view import LICENCE, MEDIA_TYPES, RecordView
from attacks.api.views.records import DetailView, fields_parameter
from attacks.choices import RecordType
from attacks.explorer.explore import explore
from attacks.explorer.filters import Filter, FilterError
from attacks.explorer.listing import listing
from attacks.explorer.moment import number_of
from attacks.explorer.parameters import Place
from attacks.exports import features, lines, rows, tables

FILES = (parameters.CSV, parameters.GEOJSON, parameters.XLSX, parameters.LINES)


def write(view: RecordView, version_ids: array[int], *, name: str, watermark: int) -> HttpResponseBase:
    """These versions in the view's format, streamed; a workbook is made first, in a temporary file."""
    media_type = MEDIA_TYPES[view.format]
    response: HttpResponseBase
    if view.format == parameters.LINES:
        shown = (shapes.record(version) for version in rows.documents(version_ids))
        chosen = (shapes.chosen(record, view.values["fields"]) for record in shown)
        response = StreamingHttpResponse(lines.json_lines(chosen), content_type=media_type)
    elif view.format == parameters.XLSX:
        if len(version_ids) > tables.MOST_ROWS:
            raise FilterError({"format": f"a sheet holds {tables.MOST_ROWS} rows: csv is allowed for more"})
        file = tables.xlsx_file(rows.rows(version_ids, site_url=settings.SITE_URL))
        response = FileResponse(file, content_type=media_type)
    else:
        found = rows.rows(version_ids, site_url=settings.SITE_URL)
        if view.format == parameters.GEOJSON:
            members = {"watermark": watermark, "licence": LICENCE, "filter": parameters.words_of(view.query)}
            content = features.geojson_bytes(found, members)
        else:
            content = tables.csv_bytes(found, has_bom=view.values["bom"] == "1")
            media_type += "; charset=utf-8; header=present"
        response = StreamingHttpResponse(content, content_type=media_type)
    return view.as_file(response, name, watermark)


class IncidentList(RecordView):
    """Incidents that match the filter. Pages are JSON; other formats hold everything that matches."""

    formats = (parameters.JSON, *FILES)
    declared = (parameters.LIMIT, fields_parameter(RecordType.INCIDENT), parameters.HAS_BOM)
    has_filter = True
    summary = "Incidents, by the filter of the site"
    tag = "incidents"
    answer = "incidents_page"

    def respond(self, request: Request, **names: str) -> HttpResponseBase:
        return self._page() if self.format == parameters.JSON else self._file(request)

    def _page(self) -> HttpResponseBase:
        limit, query = self.values["limit"], self.query
        first = answer = explore(query, ("page",))
        assert answer.page is not None
        ids, keys = list(answer.page.version_ids), list(answer.page.keys)
        # The explorer's page is shorter than the longest page here.
        while len(ids) <= limit and answer.page and answer.page.next_cursor:
            query = query.replace(cursor=Filter.parse({"cursor": answer.page.next_cursor}).cursor)
            answer = explore(query, ("page",))
            assert answer.page is not None
            ids += answer.page.version_ids
            keys += answer.page.keys
        has_more, ids = len(ids) > limit, ids[:limit]
        found = {version.pk: version for version in rows.documents(ids)}
        versions = [found[number] for number in ids if number in found]
        following = _cursor(versions[-1], first.watermark, keys[len(ids) - 1]) if has_more and versions else None
        return self.json(
            {
                "watermark": first.watermark,
                "filter": self.query.replace().write(),
                "filter_words": parameters.words_of(self.query),
                "records": first.totals.records,
                "attacks": first.totals.attacks,
                "next": self.address(cursor=following) if following else None,
                "results": [shapes.chosen(shapes.record(version), self.values["fields"]) for version in versions],
            }
        )

    def _file(self, request: Request) -> HttpResponseBase:
        for name in ("cursor", "limit"):
            if request.GET.get(name):
                raise FilterError({name: "it is allowed with format=json alone: files hold everything that matches"})
        found = listing(self.query)
        return write(self, found.version_ids, name="incidents", watermark=found.watermark)


class IncidentDetail(DetailView):
    """One incident."""

    record_type = RecordType.INCIDENT
    formats = (parameters.JSON, *FILES)
    declared = (
        parameters.REVISION,
        parameters.AS_OF,
        fields_parameter(RecordType.INCIDENT),
        parameters.HAS_BOM,
    )
    summary = "One incident"
    tag = "incidents"
    answer = "incident"

    def show(self, version: Any) -> HttpResponseBase:
        if self.format == parameters.JSON:
            return super().show(version)
        name = f"{version.public_id}-rev{version.from_rev.number}"
        return write(self, array("q", [version.pk]), name=name, watermark=self.watermark)


def _cursor(version: Any, watermark: int, key: int) -> Place:
    """The place behind a version in the order asked for."""
    return Place(
        watermark=watermark,
        is_backward=False,
        key=key,
        day=number_of(version.occurred_from),
        public_id=version.public_id,
    )
