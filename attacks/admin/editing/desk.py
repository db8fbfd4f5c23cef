"""The form of every record: its maps, what its scripts are told, and a sign that what a browser kept is saved."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from leaflet.admin import LeafletGeoAdminMixin

from attacks.choices import LOCATION_RADIUS_M
from attacks.places import REGION

from . import endpoints
from .concurrent import ConcurrentEditing

# The browser remembers the last forms that were saved, so that their drafts can go.
SAVED_COOKIE = "desk_saved"
SAVED_KEPT = 8
TOKEN = re.compile(r"[0-9a-f]{32}")


class DeskAdmin(LeafletGeoAdminMixin, ConcurrentEditing):
    """Base of the admins of records."""

    settings_overrides = {
        "TILES": [("", settings.TILE_URL, {"attribution": settings.TILE_ATTRIBUTION})] if settings.TILE_URL else [],
        "DEFAULT_CENTER": (33.2, 43.7),
        "DEFAULT_ZOOM": 6,
        "MIN_ZOOM": 4,
        "MAX_ZOOM": 18 if settings.TILE_URL else 14,
        "SPATIAL_EXTENT": REGION.extent,
        "RESET_VIEW": False,
        "ATTRIBUTION_PREFIX": "",
    }

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        context["desk"] = self.desk(request, obj)
        context["form_token"] = token_of(request) or uuid.uuid4().hex
        return super().render_change_form(request, context, add, change, form_url, obj)

    def desk(self, request: HttpRequest, obj: Model | None) -> dict[str, Any]:
        """What the scripts of the form are told."""
        return {
            "user": request.user.pk,
            "record": obj and obj.pk,
            "recordType": self.model._meta.model_name,
            "urls": {**endpoints.addresses(), "login": reverse("admin:login")},
            "ground": reverse("ground"),
            "radii": dict(LOCATION_RADIUS_M),
            "words": words(),
        }

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        return _remember_saved(request, super().response_add(request, obj, post_url_continue))

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return _remember_saved(request, super().response_change(request, obj))


def token_of(request: HttpRequest) -> str:
    """The name of the form that was sent; "" for none."""
    sent = request.POST.get("form_token", "")
    return sent if TOKEN.fullmatch(sent) else ""


def _remember_saved(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if token := token_of(request):
        before = [one for one in request.COOKIES.get(SAVED_COOKIE, "").split(".") if TOKEN.fullmatch(one)]
        response.set_cookie(
            SAVED_COOKIE,
            ".".join([*before, token][-SAVED_KEPT:]),
            max_age=7 * 86_400,
            path=reverse("admin:index"),
            secure=request.is_secure(),
            samesite="Lax",
        )
    return response


def words() -> dict[str, str]:
    """What the scripts say; {names} are filled there."""
    return {
        "map": _("Map: click to place the point, or type its coordinates below"),
        "latitude": _("Latitude"),
        "longitude": _("Longitude"),
        "clear": _("Clear"),
        "drawArea": _("Draw an area"),
        "areaStart": _("Click to begin the area."),
        "areaGoOn": _("Click to go on."),
        "areaEnd": _("Click the first point to close the area."),
        "areaCrosses": _("The edges of an area can't cross."),
        "noPoint": _("That is no point: write degrees, such as 33.94 and 44.36."),
        "otherProvince": _(
            "The point lies in {here}, the form says {chosen}. What the source says holds; both can be right."
        ),
        "take": _("Take {name}"),
        "nearBases": _("Near this point:"),
        "baseAway": _("{name}, {km} km"),
        "likely": _("Already recorded? These may be the same"),
        "noDuplicate": _("None of these is the same attack"),
        "noCasualties": _("A source says: no casualties"),
        "draft": _("What you typed here until {when} was not saved. This browser kept it."),
        "restore": _("Restore it"),
        "discard": _("Discard it"),
        "noRoom": _("This browser has no room to keep a draft; save soon."),
        "offline": _(
            "No connection: nothing was sent. Leave this page open and save again once the connection is back."
        ),
        "ended": _("Your session has ended; nothing was sent. Sign in in another tab, then save again here."),
        "signIn": _("Sign in (opens a new tab)"),
        "otherPerson": _("Somebody else has signed in in this browser; nothing was sent. Sign in as yourself to save."),
        "refused": _("Nothing was sent: {reason}"),
        "openAgain": _("Open the record in a new tab; what you typed stays here"),
        "failed": _(
            "The server answered {status}; nothing was sent. Try again in a minute; what you typed stays here."
        ),
    }
