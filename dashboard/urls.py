"""Public addresses, in each language."""

from django.urls import URLPattern, URLResolver, include, path

from dashboard.explore.ground import ground
from dashboard.explore.page import explore
from dashboard.explore.timeline import timeline
from dashboard.picture.view import picture

urlpatterns: list[URLPattern | URLResolver] = [
    path("", explore, name="explore"),
    path("timeline/", timeline, name="timeline"),
    path("picture.svg", picture, name="picture"),
    path("map/ground.json", ground, name="ground"),
    path("", include("dashboard.records.urls")),
]
