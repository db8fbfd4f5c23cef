"""Paging of long lists: by key where they grow without end, by number where people look for a place in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from dashboard import parameters
from dashboard.parameters import BadParameter

_KEY = re.compile(r"(\d{4}-\d{2}-\d{2})\.([A-Z]{2}-\d{4,8})")


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Any]
    next_query: str  # of the page after this one, "" at the end
    first_query: str | None  # of the first page, None on it


def keyset(request: HttpRequest, rows: QuerySet[Any], *, date_field: str, per_page: int) -> Page:
    """One page, newest first, from below the key in `?before=` (date, dot, public id); other parameters are kept."""
    text = request.GET.get("before", "")
    if text:
        day, public_id = _key(text)
        rows = rows.filter(Q(**{f"{date_field}__lt": day}) | Q(**{date_field: day, "public_id__lt": public_id}))
    found = list(rows.order_by(f"-{date_field}", "-public_id")[: per_page + 1])
    others = {name: value for name, value in request.GET.items() if name != "before" and value}
    last = found[per_page - 1] if len(found) > per_page else None
    return Page(
        rows=found[:per_page],
        next_query=urlencode({**others, "before": f"{getattr(last, date_field).isoformat()}.{last.public_id}"})
        if last
        else "",
        first_query=urlencode(others) if text else None,
    )


def _key(text: str) -> tuple[date, str]:
    found = _KEY.fullmatch(text)
    try:
        if found:
            return date.fromisoformat(found[1]), found[2]
    except ValueError:
        pass
    raise BadParameter("before", text[:60], _("a day and a public id, such as 2021-03-15.IQ-0155"))


def numbered(request: HttpRequest, rows: QuerySet[Any], *, per_page: int) -> tuple[Any, dict[str, str]]:
    """(the page of `?page=`, addresses of those around it by "previous" and "next")."""
    pages = Paginator(rows, per_page)
    number = parameters.number(request, "page") or 1
    if number > pages.num_pages:
        raise Http404
    page = pages.page(number)
    others = {name: value for name, value in request.GET.items() if name != "page" and value}
    around = {}
    if page.has_previous():
        around["previous"] = urlencode({**others, "page": number - 1})
    if page.has_next():
        around["next"] = urlencode({**others, "page": number + 1})
    return page, around
