"""What happens to requests of the API before any view: compression, and text that PostgreSQL would refuse."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from attacks.explorer.filters import FilterError

from .problems import bad_parameters

PREFIX = "/api/"
PACKED = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ApiMiddleware(GZipMiddleware):
    """Compresses the API only: its answers hold no secret beside what a reader sent, as forms do (BREACH)."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)  # type: ignore[return-value]
        for name, values in request.GET.lists():
            if "\x00" in name + "".join(values):
                shown = name.replace("\x00", "\ufffd")
                return bad_parameters(request, FilterError({shown: "text without null characters is allowed"}))
        response: Any = self.get_response(request)
        is_packed = response.get("Content-Type", "").startswith(PACKED)
        return response if is_packed else self.process_response(request, response)
