"""Public addresses, in each language."""

from django.urls import URLPattern, URLResolver, include, path

from dashboard.views.explore import explore
from dashboard.views.ground import ground

urlpatterns: list[URLPattern | URLResolver] = [
    path("", explore, name="explore"),
    path("map/ground.json", ground, name="ground"),
    path("", include("dashboard.records.urls")),
]
