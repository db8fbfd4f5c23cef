"""The address of a picture: the query of Explore, with the section of the map in `bbox`."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from attacks.explorer import explore as explorer
from dashboard import site
from dashboard.explore import counting, results
from dashboard.explore.credit import credit
from dashboard.explore.page import Page
from dashboard.picture import map as drawing
from dashboard.picture import sheet


@require_safe
@gzip_page
def picture(request: HttpRequest) -> HttpResponse:
    """One SVG of the map, the timeline and what has to be said with them, to keep, print and show elsewhere."""
    page = Page(request, ())
    view = drawing.View(page.query.bbox or drawing.IRAQ, sheet.INNER, sheet.MAP_HEIGHT)
    answer = explorer.explore(page.query.replace(zoom=view.zoom, bbox=None), ("facets", "timeline", "cells"))
    assert answer.timeline is not None
    chips = page.chips()
    words = sheet.Words(
        title=_("Attacks on US and coalition interests in Iraq"),
        filter=" · ".join(f"{chip['label']}: {chip['words']}" for chip in chips) or _("No filters: the whole record."),
        figures=" · ".join(f"{figure.value} {figure.words}" for figure in counting.figures(answer.totals, page.query)),
        rule=f"{counting.rule(answer.totals, page.query)} {results.coverage_line(answer.timeline)}",
        credit=credit(answer.watermark),
        address=site.absolute_url(page.address.url().replace(request.path, explore_path(request), 1)),
    )
    drawn = sheet.drawn(view, answer, page.names, words, by_province=page.map_mode == "provinces")
    headers = {"Content-Disposition": 'attachment; filename="iraq-attack-record.svg"'}
    return HttpResponse(drawn, content_type="image/svg+xml; charset=utf-8", headers=headers)


def explore_path(request: HttpRequest) -> str:
    return request.path.removesuffix("picture.svg")
