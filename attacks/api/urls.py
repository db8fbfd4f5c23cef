"""Addresses of the API; they have no language."""

from django.urls import path, re_path

from attacks.choices import RecordType

from .documents import NAMES
from .views import meta
from .views.explore import Explore
from .views.incidents import IncidentList
from .views.records import DetailView, ListView
from .views.revisions import RevisionDetail, RevisionList

app_name = "api"

_lists = {record_type: ListView.of(record_type) for record_type in NAMES} | {RecordType.INCIDENT: IncidentList}
_nouns = [
    pattern
    for record_type, name in NAMES.items()
    for pattern in (
        path(f"{name}/", _lists[record_type].as_view(), name=name),
        path(f"{name}/<slug:public_id>/", DetailView.of(record_type).as_view(), name=str(record_type)),
    )
]
urlpatterns = [
    *_nouns,
    path("revisions/", RevisionList.as_view(), name="revisions"),
    re_path(r"^revisions/(?P<number>[0-9]{1,19})/$", RevisionDetail.as_view(), name="revision"),
    path("explore/", Explore.as_view(), name="explore"),
    path("schema/", meta.SchemaView.as_view(), name="schema"),
    path("docs/", meta.docs, name="docs"),
    # With a slash at the end, so that an address without one still leads to the one with it.
    path("", meta.nothing),
    # Lines may break inside an address, too; the `path` converter would let such a one through to the pages.
    re_path(r"^[\s\S]*/$", meta.nothing),
]
