"""The timeline to read: its table and lists on a page of their own, which the fold on Explore fetches when it opens."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from dashboard import site, timetable
from dashboard.explore import counting, results
from dashboard.explore.credit import credit
from dashboard.explore.kept import kept
from dashboard.explore.page import Page
from dashboard.measured import per_bar


@require_safe
@vary_on_headers("X-Fragment")
@kept
def timeline(request: HttpRequest) -> HttpResponse:
    """The page; with any header `X-Fragment` the table and the lists alone."""
    page = Page(request, ("timeline",))
    drawn = page.answer.timeline
    assert drawn is not None
    table = timetable.table(drawn)
    if request.headers.get("X-Fragment"):
        return render(request, "explore/timetable.html", {"table": table, "lists": timetable.lists(drawn, "h3")})
    chips = page.chips()
    context = {
        "table": table,
        "lists": timetable.lists(drawn, "h2"),
        "title": per_bar(drawn.measure, drawn.bin),
        "filter": " · ".join(f"{chip['label']}: {chip['words']}" for chip in chips)
        or _("No filters: the whole record."),
        "rule": counting.rule(page.answer.totals, page.query),
        "coverage": results.coverage_line(drawn),
        "credit": credit(page.answer.watermark),
        "explore_url": page.address.at(reverse("explore")).url(),
        "canonical_url": site.absolute_url(page.address.url()),
    }
    return render(request, "explore/timeline_page.html", context)
