"""Explore: totals, facets, timeline and map cells of a filter, with the counting rule in words."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpResponseBase
from rest_framework.request import Request

from attacks.api import parameters
from attacks.api.view import RecordView
from attacks.explorer.answer import Range, Totals
from attacks.explorer.explore import explore
from attacks.explorer.filters import FilterError
from attacks.explorer.measures import counted_roles
from attacks.explorer.parameters import One

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
MEASURE = One(
    name="measure", field="measure", label="Measure", default="attacks",
    options={
        "attacks": "counted attacks, by the counting rule",
        "records": "records that match, of every role",
        "munitions": "munitions fired in counted records",
        "killed": "killed in counted records, as reported",
        "wounded": "wounded in counted records, as reported",
    },
    description="What `measure` says. Facets, timeline and cells count attacks: with them, others are refused.",
)  # fmt: skip


class Explore(RecordView):
    """One filter, one answer, read at one watermark."""

    declared = (PANELS, MEASURE)
    has_filter = True
    summary = "Totals, facets, timeline and map cells of a filter"
    tag = "explore"
    answer = "explore"

    def respond(self, request: Request, **names: str) -> HttpResponseBase:
        panels, measure = self.values["panels"], self.values["measure"]
        if measure != "attacks" and set(panels) - {"totals"}:
            raise FilterError({"measure": f"“{measure}”: with these panels attacks is allowed, which they count"})
        if self.query.cursor:
            raise FilterError({"cursor": "there are no pages here: as_of is allowed"})
        answer = explore(self.query, panels)
        body: dict[str, Any] = {
            "watermark": answer.watermark,
            "filter": self.query.replace().write(),
            "filter_words": parameters.words_of(self.query),
            "rule": rule(counted_roles(self.query)),
            "measure": {"name": measure, **figure(answer.totals, measure)},
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


def figure(totals: Totals, measure: str) -> dict[str, int]:
    """low, high, known, of: how many of the counted records report it; where known < of, the sum is a minimum."""
    value = getattr(totals, measure)
    return asdict(value) if isinstance(value, Range) else asdict(Range(value, value, totals.records, totals.records))


def rule(roles: tuple[str, ...]) -> str:
    """The counting rule in force."""
    if roles == ("attack",):
        return (
            "Attacks are counted, each record with its attack_count; foiled ones never. Evidence and link to the United"
            " States are parts of the filter: by default discounted evidence and unrelated incidents are left out."
        )
    named = ", ".join(roles)
    return f"The filter leaves attacks out: records of its other roles ({named}) are counted, one each; foiled never."
