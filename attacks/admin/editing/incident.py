"""The incident's form: what is filled in, what is refused with its remedy, what is only warned of."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.gis.geos import Point
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.translation import gettext as _

from attacks.choices import Confidence, DateExtent, DatePrecision, Evidence, Role
from attacks.duplicates import Likely, Sketch, likely_duplicates
from attacks.models import Account, Incident
from attacks.places import IRAQ, propose

from . import endpoints
from .desk import DeskAdmin

# What a typical report is; every one of them can be changed.
DEFAULTS: dict[str, Any] = {
    "role": Role.ATTACK,
    "date_extent": DateExtent.SINGLE,
    "date_precision": DatePrecision.DAY,
    "country": IRAQ,
    "attack_count": 1,
    "evidence": Evidence.SINGLE_SOURCE,
    "confidence": Confidence.MODERATE,
}

# Lines of text that a field shows; it grows by hand.
LINES = {
    "summary": 4,
    "summary_ar": 4,
    "evidence_note": 2,
    "damage": 2,
    "casualties_note": 2,
    "note": 3,
    "internal_note": 3,
}


class IncidentForm(forms.ModelForm):
    """Fills the last day from the first, and shows likely duplicates once before a new incident is saved."""

    # Set by the admin for each request.
    among: QuerySet[Incident] | None = None
    likely: list[Likely]

    class Meta:
        model = Incident
        fields = "__all__"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.likely = []
        for name in ("occurred_to", "date_extent", "date_precision"):
            if name in self.fields:
                self.fields[name].required = False
        for name, rows in LINES.items():
            if name in self.fields:
                self.fields[name].widget.attrs["rows"] = rows

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        values["date_precision"] = values.get("date_precision") or DatePrecision.DAY
        self._check_dates(values)
        self._check_places(values)
        return values

    def _check_dates(self, values: dict[str, Any]) -> None:
        first, last = values.get("occurred_from"), values.get("occurred_to")
        if first and not last and "occurred_to" not in self.errors:
            last = values["occurred_to"] = first
        if not first or not last:
            return
        if last < first:
            self.add_error("occurred_to", _("%(last)s is before %(first)s.") % {"last": last, "first": first})
        elif first == last:
            values["date_extent"] = DateExtent.SINGLE
        elif values.get("date_extent", DateExtent.SINGLE) in ("", DateExtent.SINGLE):
            self.add_error(
                "date_extent",
                _("From %(first)s to %(last)s is more than one day: say whether it lasted over these days or took "
                  "place at some point between them.") % {"first": first, "last": last},
            )  # fmt: skip

    def _check_places(self, values: dict[str, Any]) -> None:
        point, precision = values.get("location"), values.get("location_precision")
        if point and not precision:
            self.add_error("location_precision", _("Say how well the point is known."))
        elif precision and not point and "location" not in self.errors:
            self.add_error("location_precision", _("There is no point: set one, or leave its precision empty."))
        if values.get("launch_area") and not values.get("launch_precision"):
            self.add_error("launch_precision", _("Say how narrow the place is."))
        if values.get("province") and values.get("country") not in (IRAQ, None):
            words = _("%(province)s lies in Iraq, the country is %(country)s: change one of them.")
            self.add_error("province", words % {"province": values["province"], "country": values["country"]})

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.instance.pk is None and self.among is not None and not self.errors:
            self.likely = likely_duplicates(Sketch.of(self.instance), among=self.among)
            confirmed = set(self.data.getlist("confirmed_duplicate")) if hasattr(self.data, "getlist") else set()
            if any(str(found.incident.pk) not in confirmed for found in self.likely):
                words = _("This may be recorded already. Look at the likely duplicates, and say if it is none of them.")
                self.add_error(None, forms.ValidationError(words, code="likely_duplicate"))


class IncidentDesk(DeskAdmin):
    """Base of the admin of incidents."""

    form = IncidentForm
    change_form_template = "admin/attacks/incident/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        return [*endpoints.urls(self), *super().get_urls()]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {**DEFAULTS, **super().get_changeform_initial_data(request)}

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is None and issubclass(form, IncidentForm):
            form.among = self.get_queryset(request)
        return form

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        likely = getattr(context["adminform"].form, "likely", [])
        context["likely"] = [endpoints.described(found) for found in likely]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if warning := province_warning(obj):
            messages.warning(request, warning)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for row in formset.forms:
            row.author = request.user
        super().save_formset(request, form, formset, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        for formset in formsets:
            if formset.model is Account:
                added = [account.source_id for account in formset.new_objects]
                form.instance.sources.add(*added)


def province_warning(incident: Incident) -> str:
    """What is odd about the chosen province and the point; "" for nothing, or where the analyst said that it is so."""
    if not isinstance(incident.location, Point) or incident.is_outside_its_province:
        return ""
    proposed = propose(incident.location)
    if proposed.province and incident.province_id != proposed.province.pk:
        words = _(
            "Saved, but the point lies in %(here)s and the form says %(chosen)s. "
            "If the source says so, tick “point outside the province”."
        )
        return words % {"here": proposed.province, "chosen": incident.province or incident.country}
    if not proposed.province and proposed.country and incident.country != proposed.country:
        words = _("Saved, but the point lies in %(here)s and the form says %(chosen)s.")
        return words % {"here": proposed.country, "chosen": incident.country}
    return ""
