"""What every view of the API shares: declared parameters, formats, ETag, headers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, ClassVar
from urllib.parse import quote

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import urlencode
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from attacks.explorer.filters import Filter, FilterError
from attacks.explorer.parameters import Parameter
from attacks.exports.columns import Table
from attacks.ledger import history

from . import parameters

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
MEDIA_TYPES = {
    parameters.JSON: "application/json",
    parameters.LINES: "application/x-ndjson",
    parameters.CSV: "text/csv",
    parameters.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    parameters.GEOJSON: "application/geo+json",
}
# Somebody who asks again within seconds may be answered by a cache; after that it asks by ETag.
CACHE_CONTROL = "public, max-age=5, must-revalidate"


def _renderer(name: str) -> type[BaseRenderer]:
    members = {"media_type": MEDIA_TYPES[name], "format": name}
    return type(f"{name.title()}Renderer", (BaseRenderer,), members)


RENDERERS = {name: _renderer(name) for name in MEDIA_TYPES}


class Negotiation(DefaultContentNegotiation):
    """`?format=` first, refused by name; then Accept."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        given = [value for value in request.query_params.getlist("format") if value]
        if not given:
            return super().select_renderer(request, renderers, format_suffix)
        found = [renderer for renderer in renderers if renderer.format == given[-1]]
        if not found or len(given) > 1:
            allowed = ", ".join(renderer.format for renderer in renderers)
            raise FilterError({"format": f"“{given[-1][:60]}” is not offered here: one of {allowed} is allowed"})
        return found[0], found[0].media_type

    def filter_renderers(self, renderers: Any, format: Any) -> Any:
        return renderers


class RecordView(APIView):
    """One address. Subclasses declare and answer; `values` and `query` hold what was asked.

    `summary`, `tag`, `answer` (name of the JSON answer's schema) and `declared` describe it to OpenAPI.
    """

    declared: ClassVar[tuple[Parameter, ...]] = ()
    has_filter: ClassVar[bool] = False
    summary: ClassVar[str] = ""
    tag: ClassVar[str] = ""
    answer: ClassVar[str] = "Object"
    problems: ClassVar[tuple[int, ...]] = ()  # beside those that every address may answer with
    table: ClassVar[Table | None] = None  # what its files hold
    members: ClassVar[tuple[str, ...]] = ()  # of an object of its JSON

    content_negotiation_class = Negotiation
    values: dict[str, Any]
    query: Filter
    watermark: int

    @classmethod
    def formats(cls) -> tuple[str, ...]:
        """JSON, and the formats that its table is written in."""
        if cls.table is None:
            return (parameters.JSON,)
        places = (parameters.GEOJSON,) if cls.table.geometry else ()
        return (parameters.JSON, parameters.CSV, *places, parameters.XLSX, parameters.LINES)

    @classmethod
    def all_declared(cls) -> tuple[Parameter, ...]:
        own: tuple[Parameter, ...] = ()
        if cls.table is not None:
            columns = {column.name: str(column.meaning) for column in cls.table.columns}
            own = (parameters.fields_parameter(cls.members, columns), parameters.HAS_BOM)
        return (*cls.declared, *own, parameters.format_parameter(*cls.formats()))

    def get_renderers(self) -> list[BaseRenderer]:
        return [RENDERERS[name]() for name in self.formats()]

    def get(self, request: Request, **names: str) -> HttpResponseBase:
        self.values, self.query = parameters.read(request.GET, self.all_declared(), with_filter=self.has_filter)
        self.watermark = history.watermark()
        etag = self._etag(request)
        unchanged = get_conditional_response(request._request, etag=etag)
        response = self.respond(request, **names) if unchanged is None else unchanged
        response["ETag"] = etag
        response["Cache-Control"] = CACHE_CONTROL
        response.headers.setdefault("Record-Watermark", str(self.watermark))
        return response

    def respond(self, request: Request, **names: str) -> HttpResponseBase:
        """The answer. Raises FilterError, Http404, Gone."""
        raise NotImplementedError

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        patch_vary_headers(response, ("Accept",))
        response.headers.setdefault("Link", f'<{LICENCE}>; rel="license", </api/v1/schema/>; rel="service-desc"')
        for throttle in getattr(self, "throttles_asked", ()):
            for name, value in throttle.headers().items():
                response[name] = value
        return super().finalize_response(request, response, *args, **kwargs)

    def get_throttles(self) -> list[Any]:
        self.throttles_asked = super().get_throttles()
        return self.throttles_asked

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        try:
            return super().perform_content_negotiation(request, force)
        except (NotAcceptable, FilterError):
            # An error has one format whatever was asked for.
            if force:
                renderer = self.get_renderers()[0]
                return renderer, renderer.media_type
            raise

    @property
    def format(self) -> str:
        return self.request.accepted_renderer.format

    def json(self, body: Mapping[str, Any]) -> HttpResponse:
        text = json.dumps(body, ensure_ascii=False, cls=DjangoJSONEncoder)
        return HttpResponse(text, content_type=MEDIA_TYPES[parameters.JSON])

    def as_file(self, response: HttpResponseBase, name: str, watermark: int) -> HttpResponseBase:
        """`response` with a file name that says day and watermark, and the filter in words (percent-encoded)."""
        day = timezone.localdate().isoformat()
        ending = self.format
        response["Content-Disposition"] = (
            f'attachment; filename="iraq-attack-record-{name}-{day}-r{watermark}.{ending}"'
        )
        response["Record-Watermark"] = str(watermark)
        response["Record-Filter"] = quote(parameters.words_of(self.query), safe=" ,;:()+/")
        return response

    def address(self, **values: Any) -> str:
        """The whole address of this request with other values of some parameters."""
        query = self.request.GET.copy()
        for name, value in values.items():
            query[name] = str(value)
        return f"{settings.SITE_URL}{self.request.path}?{urlencode(list(_pairs(query)))}"

    def _etag(self, request: Request) -> str:
        # Whatever is published changes the watermark; whatever else an answer depends on stands in the request.
        asked = [str(self.watermark), request.path, self.format, *sorted(f"{n}={v}" for n, v in _pairs(request.GET))]
        return f'W/"{sha256(chr(10).join(asked).encode()).hexdigest()[:32]}"'


def _pairs(query: Any) -> list[tuple[str, str]]:
    return [(name, value) for name, values in query.lists() for value in values]
