"""What happens to requests of the API before any view: compression, and text that PostgreSQL would refuse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from attacks.explorer.filters import FilterError

from .compression import compress
from .problems import bad_parameters

PREFIX = "/api/"
PACKED = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ApiMiddleware:
    """Compresses the API only: its answers hold no secret beside what a reader sent, as forms do (BREACH)."""

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        for name, values in request.GET.lists():
            if "\x00" in name + "".join(values):
                shown = name.replace("\x00", "\ufffd")
                return bad_parameters(request, FilterError({shown: "text without null characters is allowed"}))
        response = self.get_response(request)
        if not response.get("Content-Type", "").startswith(PACKED):
            compress(response, request.headers.get("Accept-Encoding", ""))
        return response
