"""Addresses of the record's own pages."""

from django.urls import path

from dashboard.records import actors, bases, incidents, method, sources, statements, tallies

urlpatterns = [
    path("incidents/", incidents.incidents, name="incidents"),
    path("incidents/<slug:public_id>/", incidents.incident, name="incident"),
    path("actors/", actors.actors, name="actors"),
    path("actors/<slug:public_id>/", actors.actor, name="actor"),
    path("bases/", bases.bases, name="bases"),
    path("bases/<slug:public_id>/", bases.base, name="base"),
    path("statements/", statements.statements, name="statements"),
    path("statements/<slug:public_id>/", statements.statement, name="statement"),
    path("sources/", sources.sources, name="sources"),
    path("sources/<slug:public_id>/", sources.source, name="source"),
    path("outlets/<slug:public_id>/", sources.outlet, name="outlet"),
    path("tallies/", tallies.tallies, name="tallies"),
    path("method/", method.method, name="method"),
    path("method/dictionary/", method.dictionary, name="dictionary"),
]
