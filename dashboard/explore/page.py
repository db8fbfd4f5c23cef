"""Explore: one filter, one answer, drawn as filters, map, timeline and results. Parse, query, render."""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from attacks.explorer import explore as explorer
from attacks.explorer.answer import Answer
from attacks.explorer.filters import Chip, Filter
from attacks.models import PublishedIncident
from attacks.wording import formats
from dashboard import charts, site
from dashboard.explore import counting, mapdata, panel, period, results
from dashboard.explore.address import Address
from dashboard.explore.cards import Card, cards
from dashboard.explore.credit import credit
from dashboard.explore.kept import kept
from dashboard.explore.names import Names, names_as_of
from dashboard.measured import amount, option_note
from dashboard.parameters import BadParameter, choice

VIEWS = ("cards", "table")
MAP_MODES = ("points", "provinces")
OWN_PARAMETERS = ("view", "map", "selected")  # of the page, not of the question
# What a fragment needs of the answer.
PANELS = {"map": ("cells",), "cards": ("page",), "moment": ("timeline", "cells", "page")}
MOST_SUGGESTIONS = 6


@require_safe
@vary_on_headers("X-Fragment")
@kept
def explore(request: HttpRequest) -> HttpResponse:
    """The page, or the part that the header `X-Fragment` names.

    explore: every panel; cards: the list alone; moment: map and list as playback moves them; map: JSON.
    """
    fragment = request.headers.get("X-Fragment", "")
    page = Page(request, PANELS.get(fragment, explorer.PANELS))
    if fragment == "map":
        return JsonResponse(page.map_data())
    if fragment == "cards":
        return render(request, "explore/list.html", {"listed": page.listed()})
    if fragment == "moment":
        return render(request, "explore/moment.html", page.moment())
    if fragment:
        return render(request, "explore/fragment.html", page.context() | {"is_fragment": True})
    return render(request, "explore/explore.html", page.context() | page.frame())


def warm() -> None:
    """Brings the explorer of this process up to date and gets the page without a filter ready in every language.

    And the sums that every question about groups by their assessed parents takes most of its time for.
    """
    for code, _name in settings.LANGUAGES:
        with override(code):
            for fragment in ("", "explore"):
                explore(_request(reverse("explore"), fragment))
    explorer.explore(Filter(actor_by="parent"), ("facets",))


def _request(path: str, fragment: str) -> HttpRequest:
    """What a reader would ask with, as far as the page looks at it."""
    request = WSGIRequest(
        {"REQUEST_METHOD": "GET", "PATH_INFO": path, "HTTP_X_FRAGMENT": fragment, "wsgi.input": BytesIO()}
    )
    request.resolver_match = resolve(path)
    return request


class Page:
    """One request to Explore, parsed and answered."""

    def __init__(self, request: HttpRequest, panels: Iterable[str]) -> None:
        self.request = request
        self.view = choice(request, "view", VIEWS, _("cards or table")) or "cards"
        self.map_mode = choice(request, "map", MAP_MODES, _("points or provinces")) or "points"
        self.query = Filter.parse(_without(request.GET, OWN_PARAMETERS))
        self.answer: Answer = explorer.explore(self.query, panels)
        self.names: Names = names_as_of(self.answer.watermark)
        self.selected = self._selected()
        self.address = self._address(self.query.pairs())

    def _selected(self) -> PublishedIncident | None:
        public_id = self.request.GET.get("selected", "")
        if not public_id:
            return None
        found = None
        if re.fullmatch(r"[\w-]{1,40}", public_id, re.ASCII):
            found = PublishedIncident.objects.as_of(self.answer.watermark).filter(public_id=public_id).first()
        if found is None:
            raise BadParameter("selected", public_id[:60], _("the number of a published incident, such as IQ-0155"))
        return found

    def _address(self, pairs: Iterable[tuple[str, str]]) -> Address:
        """The canonical address of a filter with this page's view; zoom and map section belong to the screen alone."""
        own = [
            ("view", self.view if self.view != "cards" else ""),
            ("map", self.map_mode if self.map_mode != "points" else ""),
            ("selected", self.selected.public_id if self.selected else ""),
        ]
        kept = [(name, value) for name, value in pairs if name not in ("zoom", "bbox")]
        return Address(self.request.path, [*kept, *((name, value) for name, value in own if value)])

    def map_data(self) -> dict[str, Any]:
        return mapdata.map_data(
            self.answer, self.names, zoom=self.query.zoom, bbox=self.query.bbox, selected=self.selected
        )

    def context(self) -> dict[str, Any]:
        answer, timeline = self.answer, self.answer.timeline
        assert timeline is not None
        chips = self.chips()
        return {
            "page_title": _page_title(chips),
            "path": self.request.path,
            "canonical_url": site.absolute_url(self.address.url()),
            "twin_url": self.address.at(site.in_other_language(self.request.path)).url(keeps_place=True),
            "address": self.address.url(keeps_place=True),
            "clear_url": self._address(self.query.cleared().pairs()).url(),
            "view": self.view,
            "chips": chips,
            "exports": self._exports(),
            "picture_url": self.address.at(reverse("picture")).url(),
            "panel": {
                "text": self.query.q,
                "period": (self.query.since, self.query.until),
                "presets": period.presets(timeline, self.address),
                "groups": panel.groups(answer, self.names, self.query, self.address),
                "shapes": self._shapes(),
                "note": option_note(answer.measure),
                "hidden": self._hidden(),
            },
            "results": self._results(),
            "chart": charts.timeline_chart(timeline),
            "timeline": timeline,
            "timetable_url": self.address.at(reverse("timeline")).url(view=None, map=None, sort=None),
            "bins": panel.select("bin", self.query),
            "now_words": self._now_words(),
            "credit": credit(answer.watermark),
            "whole_url": self._without_period() if self.query.since or self.query.until else "",
            "suggestions": [] if answer.totals.records else self._suggestions(chips),
            "map_mode": self.map_mode,
            "map_data": self.map_data(),
            "legend_kinds": panel.kinds_present(answer),
            "selected_card": self._selected_card(),
            "unselected_url": self.address.url(keeps_place=True, selected=None),
        }

    def frame(self) -> dict[str, Any]:
        """What stays on the page while answers come and go."""
        return {
            "map_settings": mapdata.map_settings(self.names),
            "legend_steps": mapdata.step_words(),
            "radii": mapdata.RADII_KM,
        }

    def moment(self) -> dict[str, Any]:
        """Map and list of a window of time that moves; filters and timeline stay as they are."""
        return {
            "now_words": self._now_words(),
            "view": self.view,
            "results": self._results(),
            "map_data": self.map_data(),
            "selected_card": self._selected_card(),
        }

    def _now_words(self) -> str:
        """The period and what it holds."""
        timeline, totals = self.answer.timeline, self.answer.totals
        assert timeline is not None
        return f"{formats.period(timeline.start, timeline.end)} · {amount(totals.measured.low, timeline.measure)}"

    def _without_period(self) -> str:
        return self.address.url(False, **{"from": None, "to": None})

    def _selected_card(self) -> Card | None:
        return cards([self.selected.pk], self.names)[0] if self.selected else None

    def listed(self) -> list[results.Listed]:
        assert self.answer.page is not None
        return results.listed(
            cards(self.answer.page.version_ids, self.names),
            self.address,
            selected=self.selected.public_id if self.selected else "",
            has_months=self.view == "cards" and self.query.sort in ("newest", "oldest"),
        )

    def _results(self) -> dict[str, Any]:
        answer = self.answer
        assert answer.page is not None
        assert answer.timeline is not None
        listed = self.listed()
        return {
            "summary": counting.summary(answer.totals, self.query),
            "figures": counting.figures(answer.totals, self.query),
            "rule": counting.rule(answer.totals, self.query),
            "switches": counting.switches(self.query, self.address),
            "measures": panel.select("measure", self.query),
            "coverage_line": results.coverage_line(answer.timeline),
            "coverage": results.coverage(answer.timeline),
            "listed": listed,
            "is_selected_elsewhere": self.selected is not None and not any(one.is_selected for one in listed),
            "views": [
                panel.Link(_("Cards"), self.address.url(keeps_place=True, view=None), self.view == "cards"),
                panel.Link(_("Table"), self.address.url(keeps_place=True, view="table"), self.view == "table"),
            ],
            "sorts": panel.select("sort", self.query),
            "columns": results.columns(self.query.sort, self.address) if self.view == "table" else [],
            "next_url": self._page_url(answer.page.next_cursor),
            "previous_url": self._page_url(answer.page.previous_cursor),
        }

    def _page_url(self, cursor: str) -> str:
        return self.address.url(cursor=cursor) if cursor else ""

    def _exports(self) -> list[panel.Link]:
        """Everything that matches, in each format of the API."""
        formats_of_files = {"csv": "CSV", "geojson": "GeoJSON", "xlsx": "XLSX", "jsonl": "JSON"}
        api = self.address.at(reverse("api:incidents"))
        return [
            panel.Link(words, api.url(view=None, map=None, measure=None, format=name))
            for name, words in formats_of_files.items()
        ]

    def _hidden(self) -> list[tuple[str, str]]:
        """What the form carries along without a field of its own."""
        kept = [
            (name, value) for name, value in self.query.pairs() if name in ("actor_by", "as_of", "foiled", "duplicates")
        ]
        kept.append(("view", self.view if self.view != "cards" else ""))
        kept.append(("map", self.map_mode if self.map_mode != "points" else ""))
        return kept

    def _shapes(self) -> dict[str, str]:
        """The drawn area and the distance as the address writes them."""
        written = dict(self.query.pairs())
        return {name: written.get(name, "") for name in ("area", "near")}

    def chips(self) -> list[dict[str, str]]:
        """What is chosen, in words; the two ends of the period are one chip."""
        made = []
        if self.query.since or self.query.until:
            without = self.query.replace(since=None, until=None)
            words = formats.period(self.query.since, self.query.until)
            made.append(self._chip("period", _("Period"), words, without))
        for chip in self.query.chips(lambda name, value: panel.label_of(name, value, self.names)):
            if chip.parameter not in ("from", "to"):
                made.append(self._chip(f"{chip.parameter}-{chip.value}", chip.label, _chip_words(chip), chip.without))
        return made

    def _chip(self, name: str, label: str, words: str, without: Filter) -> dict[str, Any]:
        return {
            "name": name,
            "label": label,
            "words": words,
            "without": without,
            "url": self._address(without.pairs()).url(),
        }

    def _suggestions(self, chips: list[dict[str, Any]]) -> list[panel.Link]:
        """Filters whose absence alone would bring results, the richest first."""
        found = []
        for chip in chips[:MOST_SUGGESTIONS]:
            totals = explorer.explore(chip["without"], ()).totals
            if totals.records:
                words = _("Without %(label)s %(words)s: %(what)s") % {
                    "label": chip["label"],
                    "words": chip["words"],
                    "what": amount(totals.measured.low, self.query.measure),
                }
                found.append((totals.attacks, panel.Link(words, chip["url"])))
        return [link for _attacks, link in sorted(found, key=lambda item: -item[0])]


def _without(query: QueryDict, names: tuple[str, ...]) -> QueryDict:
    rest = query.copy()
    for name in names:
        rest.pop(name, None)
    return rest


def _chip_words(chip: Chip) -> str:
    return f"“{chip.words}”" if chip.parameter == "q" else chip.words


def _page_title(chips: list[dict[str, Any]]) -> str:
    site_name = _("Iraq Attack Record")
    if not chips:
        return _("Explore attacks on US interests in Iraq – %(site)s") % {"site": site_name}
    words = _(", ").join(chip["words"] for chip in chips[:4])
    return f"{words} – {site_name}"
