"""What describes the API itself: its schema, the page to try it on, and the answer where there is nothing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.views import SpectacularAPIView

from attacks.api.problems import problem


class SchemaView(SpectacularAPIView):
    """OpenAPI 3.1, YAML or JSON by Accept or `?format=`."""

    throttle_classes: list[Any] = []


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Swagger UI over the schema; every asset is ours, nothing is inline."""
    return render(request, "api/docs.html")


def nothing(request: HttpRequest) -> HttpResponse:
    """404 in the API's own shape."""
    return problem(request, 404)
