"""Views of what is public, for staff who open them as layers: what they hold, and who may read what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.contrib.gis.geos import Point
from django.db import connection

from attacks.ledger.publish import retract
from attacks.models import Incident
from attacks.rights import PUBLIC_VIEWS
from tests import factories as make


def rows(view: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT *, ST_AsText(location) AS point FROM {view} ORDER BY public_id")
        assert cursor.description
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@pytest.mark.django_db
def test_incidents_carry_names_and_say_whose_point_they_show() -> None:
    province = make.ProvinceFactory()
    base = make.BaseFactory(province=province, location=Point(44.5, 33.5, srid=4326), location_precision="site")
    actor = make.ActorFactory(name="A group")
    own = make.IncidentFactory(province=province, placed=True)
    at_base = make.IncidentFactory(base=base, province=province)
    nowhere = make.IncidentFactory()
    make.AttributionFactory(incident=own, actor=actor)
    make.published(province, base, actor, own, at_base, nowhere)
    by_id = {row["public_id"]: row for row in rows("public_incidents")}
    first, second, third = (by_id[incident.public_id] for incident in (own, at_base, nowhere))
    assert (first["claimed_by"], first["province_name"]) == ("A group", province.name)
    assert (first["location_of"], first["point"]) == ("incident", "POINT(44.36 33.94)")
    assert (first["location_precision"], first["location_radius_m"]) == ("site", 2000)
    assert (second["base_name"], second["location_of"], second["point"]) == (base.name, "base", "POINT(44.5 33.5)")
    assert (third["location_of"], third["point"], third["location_precision"]) == (None, None, None)
    assert second["claimed_by"] is None


@pytest.mark.django_db
def test_only_what_is_public_now_is_there_once() -> None:
    corrected, gone, draft = (make.IncidentFactory() for _ in range(3))
    make.published(corrected, gone)
    make.published(make.edited(Incident.objects.get(pk=corrected.pk), title="Corrected"))
    retract(record=Incident.objects.get(pk=gone.pk), editor=make.UserFactory(), note="Not so.")
    (row,) = rows("public_incidents")
    assert (row["public_id"], row["revision"], row["title"]) == (corrected.public_id, 2, "Corrected")
    assert draft.public_id != row["public_id"]


@pytest.mark.django_db
@pytest.mark.parametrize("view", PUBLIC_VIEWS)
def test_every_column_says_what_it_means(view: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
            " AND col_description(attrelid, attnum) IS NULL",
            [view],
        )
        assert cursor.fetchall() == []
        cursor.execute("SELECT type, srid FROM geometry_columns WHERE f_table_name = %s", [view])
        shape = "MULTIPOLYGON" if view == "public_provinces" else "POINT"
        assert cursor.fetchall() == [(shape, 4326)]


@pytest.fixture
def reader(settings: Any) -> Iterator[psycopg.Connection]:
    """A connection as the role of staff who read."""
    known = connection.get_connection_params()
    names = {"host": known.get("host"), "dbname": known["dbname"], "user": settings.DATABASE_READER_ROLE}
    with psycopg.connect(**{name: value for name, value in names.items() if value}, autocommit=True) as opened:
        yield opened


@pytest.mark.django_db(transaction=True)
def test_the_role_of_readers_reads_the_views_and_nothing_else(reader: psycopg.Connection) -> None:
    make.published(make.IncidentFactory())
    assert reader.execute("SELECT count(*) FROM public_incidents").fetchone() == (1,)
    tables = [
        name for name in connection.introspection.table_names() if name.startswith(("attacks_", "auth_", "django_"))
    ]
    assert len(tables) > 20
    readable = [
        name for name in tables
        if reader.execute("SELECT has_any_column_privilege(%s::regclass, 'SELECT')", [name]).fetchone() != (False,)
    ]  # fmt: skip
    assert readable == []
    for statement in (
        "SELECT * FROM attacks_incident",
        "SELECT * FROM attacks_revisiondocument",
        "CREATE TABLE mine (id int)",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            reader.execute(statement)
