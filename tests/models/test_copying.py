"""Rows that are copied in are those that are read out, and keep every rule of the database."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.gis.geos import Point, Polygon
from django.db import DataError, IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as some
from hypothesis.extra.django import TestCase

from attacks.copying import copy_objects, copy_rows
from attacks.models import Actor, Incident, Munition, Outlet, Tally
from tests.factories import IncidentFactory, OutletFactory, TallyFactory, UserFactory

pytestmark = pytest.mark.django_db


def incident(**changes: Any) -> dict[str, Any]:
    """The columns of an incident that factories make, unsaved."""
    made = vars(IncidentFactory.build(public_id="IQ-9000", key="iq-9000", **changes))
    return {name: value for name, value in made.items() if name != "_state"}


def test_what_is_copied_in_is_read_out() -> None:
    area = Polygon(((44.1, 33.1), (44.2, 33.1), (44.2, 33.2), (44.1, 33.1)), srid=4326)
    user = UserFactory()
    row = incident(
        changed_by_id=user.pk,
        location=Point(44.36123456789012, 33.1, srid=4326),
        location_precision="site",
        launch_area=area,
        launch_precision="town",
        also_kinds=["drone", "mortar"],
    )
    (key,) = copy_rows(Incident, [row])
    stored = Incident.objects.get(pk=key)
    for name, value in row.items():
        if name not in ("id", "created_at", "changed_at"):
            assert getattr(stored, name) == value, name
    assert stored.created_at
    assert stored.changed_at


class Texts(TestCase):
    # Neither NUL nor half a surrogate pair is text to PostgreSQL.
    text = some.text(some.characters(exclude_characters="\0", exclude_categories=["Cs"]))

    @given(some.lists(text.map(lambda text: text[:200]), min_size=1, max_size=5), text)
    def test_any_text_survives(self, aliases: list[str], description: str) -> None:
        row = {"slug": "a", "name": "A", "kind": "militia", "aliases": aliases, "description": description}
        (key,) = copy_rows(Actor, [row])
        stored = Actor.objects.get(pk=key)
        assert (stored.aliases, stored.description) == (aliases, description)
        stored.delete()


def test_figures_keep_their_types() -> None:
    figures = {"Iraq": 29, "“Syria”": None, "share": 0.5, "of": ["a\\b", "\n"]}
    row = vars(TallyFactory.build(figures=figures, issuer_outlet=OutletFactory()))
    row = {name: value for name, value in row.items() if name != "_state"}
    (key,) = copy_rows(Tally, [row])
    assert Tally.objects.get(pk=key).figures == figures


def test_what_a_row_leaves_out_gets_its_default() -> None:
    keys = copy_rows(Outlet, [{"slug": f"o-{n}", "name": "O", "kind": "blog"} for n in range(3)])
    assert keys == sorted(keys)
    stored = Outlet.objects.get(pk=keys[1])
    assert (stored.slug, stored.languages, stored.partisan_for, stored.proposal) == ("o-1", [], None, "draft")
    assert copy_rows(Outlet, []) == []


def test_objects_get_their_keys() -> None:
    made = [Outlet(slug=f"o-{n}", name="O", kind="blog") for n in range(3)]
    copy_objects(made)
    assert {outlet.pk: outlet.slug for outlet in made} == dict(Outlet.objects.values_list("pk", "slug"))


def test_rules_of_the_database_hold() -> None:
    row = {"incident_id": IncidentFactory().pk, "weapon": "rocket", "fired_low": 1, "fired_high": 1, "hit_low": 2}
    with pytest.raises(IntegrityError, match="munition_outcomes_do_not_exceed_fired"), transaction.atomic():
        copy_rows(Munition, [row])
    with pytest.raises(DataError), transaction.atomic():
        copy_rows(Outlet, [{"slug": "o", "name": "x" * 201, "kind": "blog"}])
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_rows(Outlet, [{"slug": "o", "name": "O", "kind": "blog", "public_state": "published"}])
    assert not Outlet.objects.exists()
