"""Explore: totals, facets, timeline and map cells of a filter, with the counting rule in words."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpResponseBase
from rest_framework.request import Request

from attacks.api import parameters
from attacks.api.view import RecordView
from attacks.explorer.explore import explore
from attacks.explorer.filters import Filter, FilterError
from attacks.explorer.measures import counted_roles

PANELS = parameters.Several(
    name="panels", field="panels", label="Panels", default=("totals",),
    allowed={
        "totals": "the figures of the header",
        "facets": "each option of each filter, counted under all other filters",
        "timeline": "bars of the period, the whole record by month, lulls, coverage",
        "cells": "marks of the map at `zoom`, within `bbox`, and counts by province",
    },
    description="Which parts of the answer; totals come always.",
)  # fmt: skip


class Explore(RecordView):
    """One filter, one answer, read at one watermark."""

    declared = (PANELS,)
    has_filter = True
    summary = "Totals, facets, timeline and map cells of a filter"
    tag = "explore"
    answer = "explore"

    def respond(self, request: Request, **names: str) -> HttpResponseBase:
        panels = self.values["panels"]
        if self.query.cursor:
            raise FilterError({"cursor": "there are no pages here: as_of is allowed"})
        answer = explore(self.query, panels)
        body: dict[str, Any] = {
            "watermark": answer.watermark,
            "filter": self.query.replace().write(),
            "filter_words": parameters.words_of(self.query),
            "rule": rule(self.query),
            "measure": {"name": self.query.measure, **asdict(answer.totals.measured)},
            "totals": asdict(answer.totals),
        }
        if "facets" in panels:
            body["facets"] = {name: [asdict(option) for option in options] for name, options in answer.facets.items()}
        if "timeline" in panels and answer.timeline:
            body["timeline"] = asdict(answer.timeline)
        if "cells" in panels:
            body["cells"] = [asdict(cell) for cell in answer.cells]
            body["provinces"] = answer.province_counts
        return self.json(body)


MEASURES = {
    "attacks": "Attacks are counted, each record with its attack_count.",
    "records": "Counted records are counted, one each.",
    "barrages": "Attacks are counted, but records that are parts of one barrage (same_barrage) count once together.",
    "munitions": "Munitions fired are summed over counted records, as reported; panels sum the lower bounds.",
    "killed": "Killed are summed over counted records, as reported; panels sum the lower bounds.",
    "wounded": "Wounded are summed over counted records, as reported; panels sum the lower bounds.",
}


def rule(query: Filter) -> str:
    """The counting rule in force."""
    roles = counted_roles(query)
    counted = "Counted are attacks"
    if roles != ("attack",):
        named = ", ".join(roles) or "none"
        counted = f"The filter leaves attacks out: counted are records of its other roles ({named}), one attack each"
    foiled = {
        "counted": "foiled attempts too",
        "listed": "foiled attempts are listed, never counted",
        "without": "foiled attempts are left out",
    }[query.foiled]
    return (
        f"{MEASURES[query.measure]} {counted}; {foiled}. Evidence and link to the United States are parts of the"
        " filter: by default discounted evidence and unrelated incidents are left out."
    )
