"""One shape for everything that goes wrong: problem details (RFC 9457)."""

from __future__ import annotations

import json
import logging
from http import HTTPStatus
from typing import Any

import psycopg
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework import exceptions
from rest_framework.views import set_rollback

from attacks.explorer.filters import FilterError

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = "10"
AWAY = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
DETAILS = {
    404: "There is nothing at this address.",
    405: "The API is read-only: GET and HEAD are allowed.",
    406: "None of the accepted formats is offered here; see `format` in the documentation.",
    429: "Too many requests; the header Retry-After says for how many seconds to wait.",
    503: "The database does not answer at the moment; try again after the seconds in Retry-After.",
}


class Gone(Exception):
    """The record, or this revision of it, is no longer public; `note` is the public note."""

    def __init__(self, detail: str, note: str) -> None:
        self.detail, self.note = detail, note
        super().__init__(detail)


def problem(request: HttpRequest, status: int, detail: str = "", **members: Any) -> HttpResponse:
    """The answer; `members` stand beside the standard ones (`errors`, `note`)."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or DETAILS.get(status, HTTPStatus(status).description),
        "instance": request.path,
        **members,
    }
    response = HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=MEDIA_TYPE)
    response["Cache-Control"] = "no-store"
    return response


def bad_parameters(request: HttpRequest, error: FilterError) -> HttpResponse:
    """400 that names each parameter, the values given and what is allowed."""
    errors = [
        {"parameter": name, "given": request.GET.getlist(name), "message": message}
        for name, message in error.errors.items()
    ]
    return problem(request, 400, "A parameter makes no sense; nothing was looked up.", errors=errors)


def handle(error: Exception, context: dict[str, Any]) -> HttpResponse:
    """The handler of REST framework."""
    set_rollback()
    request: HttpRequest = context["request"]._request
    if isinstance(error, FilterError):
        return bad_parameters(request, error)
    if isinstance(error, Gone):
        return problem(request, 410, error.detail, note=error.note)
    if isinstance(error, AWAY):
        logger.error("the database does not answer (%s)", type(error).__name__)
        response = problem(request, 503)
        response["Retry-After"] = RETRY_AFTER_SECONDS
        return response
    if isinstance(error, Http404):
        return problem(request, 404, str(error))
    if isinstance(error, exceptions.APIException):
        response = problem(request, error.status_code)
        if isinstance(error, exceptions.MethodNotAllowed):
            response["Allow"] = "GET, HEAD, OPTIONS"
        if isinstance(error, exceptions.Throttled):
            response["Retry-After"] = str(int(error.wait or 1) + 1)
        return response
    logger.exception("the API failed")
    return problem(request, 500)
