"""What the forms ask while somebody types, answered as JSON; each question is checked, each answer by permission."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.apps import apps
from django.contrib.admin import ModelAdmin
from django.contrib.gis.geos import Point
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from attacks import permissions
from attacks.choices import Kind, RecordType, Role
from attacks.duplicates import Likely, Sketch, likely_duplicates
from attacks.models import Base, Province
from attacks.permissions import Act
from attacks.places import propose

View = Callable[[HttpRequest], HttpResponse]


class SessionQuestion(forms.Form):
    record_type = forms.ChoiceField(choices=RecordType.choices)
    record = forms.IntegerField(min_value=1, max_value=2**62, required=False)


class PlaceQuestion(forms.Form):
    longitude = forms.FloatField(min_value=-180, max_value=180)
    latitude = forms.FloatField(min_value=-90, max_value=90)

    def point(self) -> Point:
        return Point(self.cleaned_data["longitude"], self.cleaned_data["latitude"], srid=4326)


class BaseQuestion(forms.Form):
    base = forms.ModelChoiceField(Base.objects.select_related("province"))


class DuplicatesQuestion(forms.Form):
    occurred_from = forms.DateField()
    occurred_to = forms.DateField(required=False)
    kind = forms.ChoiceField(choices=Kind.choices, required=False)
    role = forms.ChoiceField(choices=Role.choices, required=False)
    base = forms.ModelChoiceField(Base.objects.all(), required=False)
    province = forms.ModelChoiceField(Province.objects.defer("boundary"), required=False)
    launch_province = forms.ModelChoiceField(Province.objects.defer("boundary"), required=False)
    longitude = forms.FloatField(min_value=-180, max_value=180, required=False)
    latitude = forms.FloatField(min_value=-90, max_value=90, required=False)
    exclude = forms.IntegerField(min_value=1, max_value=2**62, required=False)

    def clean(self) -> dict[str, Any]:
        known = super().clean() or {}
        first, last = known.get("occurred_from"), known.get("occurred_to")
        if first and last and last < first:
            self.add_error("occurred_to", _("%(last)s is before %(first)s.") % {"last": last, "first": first})
        return known

    def sketch(self) -> Sketch:
        known = self.cleaned_data
        has_point = known["longitude"] is not None and known["latitude"] is not None
        return Sketch(
            occurred_from=known["occurred_from"],
            occurred_to=known["occurred_to"] or known["occurred_from"],
            kind=known["kind"],
            role=known["role"],
            base_id=known["base"] and known["base"].pk,
            province_id=known["province"] and known["province"].pk,
            location=Point(known["longitude"], known["latitude"], srid=4326) if has_point else None,
            launch_province_id=known["launch_province"] and known["launch_province"].pk,
            exclude=known["exclude"],
        )


def urls(incidents: ModelAdmin) -> list[URLPattern]:
    """The addresses, served beside the incidents of the admin."""

    def answering(view: Callable[[HttpRequest, ModelAdmin], HttpResponse]) -> View:
        @never_cache
        @require_GET
        def answer(request: HttpRequest) -> HttpResponse:
            if not incidents.admin_site.has_permission(request):
                return JsonResponse({"error": _("Your session has ended.")}, status=401)
            if not incidents.has_view_permission(request):
                return JsonResponse({"error": _("You may not see incidents.")}, status=403)
            return view(request, incidents)

        return answer

    return [path(f"desk/{view.__name__}/", answering(view), name=f"desk_{view.__name__}") for view in VIEWS]


def addresses() -> dict[str, str]:
    """The address of each question, by its name, for the scripts of the forms."""
    return {view.__name__: reverse(f"admin:desk_{view.__name__}") for view in VIEWS}


def session(request: HttpRequest, incidents: ModelAdmin) -> HttpResponse:
    """Who is signed in, whether they may still edit the record, and the token that a form sent now must carry.

    Signing in again changes the token.
    """
    question = SessionQuestion(request.GET)
    if not question.is_valid():
        return _refused(question)
    refusal = ""
    if question.cleaned_data["record"]:
        model = apps.get_model("attacks", question.cleaned_data["record_type"])
        record = model._default_manager.filter(pk=question.cleaned_data["record"]).first()
        refusal = permissions.refusal(request.user, record, Act.EDIT) if record else _("The record was deleted.")  # type: ignore[arg-type]
    return JsonResponse({"user": request.user.pk, "token": get_token(request), "refusal": refusal})


def place(request: HttpRequest, incidents: ModelAdmin) -> HttpResponse:
    """The province, country and nearest bases that a point proposes."""
    question = PlaceQuestion(request.GET)
    if not question.is_valid():
        return _refused(question)
    proposal = propose(question.point())
    return JsonResponse(
        {
            "province": _option(proposal.province),
            "country": proposal.country,
            "bases": [{**_option(near.base), "km": round(near.km, 1)} for near in proposal.bases],
        }
    )


def base(request: HttpRequest, incidents: ModelAdmin) -> HttpResponse:
    """What a base fills in: its point, province, country, name and what it is as a target."""
    question = BaseQuestion(request.GET)
    if not question.is_valid():
        return _refused(question)
    chosen: Base = question.cleaned_data["base"]
    return JsonResponse(
        {
            **_option(chosen),
            "name": chosen.name,
            "name_ar": chosen.name_ar,
            "kind": chosen.kind,
            "country": chosen.country,
            "province": _option(chosen.province),
            "point": chosen.location and list(chosen.location.coords),
            "precision": chosen.location_precision,
            "is_approximate": chosen.is_location_approximate,
        }
    )


def duplicates(request: HttpRequest, incidents: ModelAdmin) -> HttpResponse:
    """Incidents that may be the same as the one being entered, among those that this person may see."""
    question = DuplicatesQuestion(request.GET)
    if not question.is_valid():
        return _refused(question)
    found = likely_duplicates(question.sketch(), among=incidents.get_queryset(request))
    return JsonResponse({"likely": [described(likely) for likely in found]})


def described(likely: Likely) -> dict[str, Any]:
    """A likely duplicate for the page: what it is called, where it stands, why it is likely."""
    incident = likely.incident
    return {
        "id": incident.pk,
        "public_id": incident.public_id,
        "title": incident.title,
        "when": str(incident.occurred_from)
        + (f" – {incident.occurred_to}" if incident.occurred_to != incident.occurred_from else ""),
        "state": str(incident.get_public_state_display()),
        "reasons": likely.reasons,
        "url": reverse("admin:attacks_incident_change", args=[incident.pk]),
    }


def _option(record: Base | Province | None) -> Any:
    return record and {"id": record.pk, "text": str(record)}


def _refused(question: forms.Form) -> HttpResponse:
    return JsonResponse({"errors": question.errors.get_json_data()}, status=400)


VIEWS = (session, place, base, duplicates)
