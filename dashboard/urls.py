"""Public addresses, in each language."""

from django.urls import URLPattern, URLResolver, include, path

from dashboard.explore.ground import ground
from dashboard.explore.page import explore

urlpatterns: list[URLPattern | URLResolver] = [
    path("", explore, name="explore"),
    path("map/ground.json", ground, name="ground"),
    path("", include("dashboard.records.urls")),
]
