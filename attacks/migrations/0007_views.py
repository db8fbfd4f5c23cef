"""Views of what is public now, for staff who open them as layers (QGIS): names beside slugs, one geometry each.

They read the published projection alone, so that nothing shows there that the site does not show.
"""

from django.db import migrations

REVISION = {
    "id": "Number of the version; unique, changes with each revision.",
    "public_id": "Public id, slug or code; never changes.",
    "revision": "Number of the revision; with the public id it is what is cited.",
    "published_at": "When this revision was published.",
}
INCIDENTS = """
SELECT v.id, v.public_id::text, r.number AS revision, r.published_at, v.role, v.kind, v.name AS title, v.name_ar AS title_ar,
    v.occurred_from, v.occurred_to, v.date_extent, v.date_precision, v.first_reported_on,
    v.place_name, v.place_name_ar, nullif(v.base, '') AS base, b.name AS base_name,
    nullif(v.province, '') AS province, p.name AS province_name, v.country,
    nullif(v.launch_province, '') AS launch_province, l.name AS launch_province_name,
    v.target_kind, v.us_nexus, v.evidence, v.attribution_status,
    named.claimed_by, named.assessed_as_by, named.accused, named.suspected, named.denied_by,
    v.attack_count, v.is_foiled, array_to_string(v.weapons, '; ') AS weapons,
    v.fired_low, v.fired_high, v.killed_low, v.killed_high, v.wounded_low, v.wounded_high,
    array_to_string(v.casualty_groups, '; ') AS casualty_groups, v.needs_source,
    CASE WHEN v.location IS NOT NULL THEN 'incident' WHEN b.location IS NOT NULL THEN 'base' END AS location_of,
    nullif(CASE WHEN v.location IS NOT NULL THEN v.location_precision ELSE b.location_precision END, '')
        AS location_precision,
    CASE CASE WHEN v.location IS NOT NULL THEN v.location_precision ELSE b.location_precision END
        WHEN 'exact' THEN 100 WHEN 'site' THEN 2000 WHEN 'town' THEN 10000 WHEN 'district' THEN 22000 END
        AS location_radius_m,
    coalesce(v.location, b.location)::geometry(Point, 4326) AS location
FROM attacks_publishedincident v
JOIN attacks_revision r ON r.id = v.from_rev_id
LEFT JOIN attacks_publishedbase b ON b.public_id = v.base AND b.to_rev IS NULL
LEFT JOIN attacks_publishedprovince p ON p.public_id = v.province AND p.to_rev IS NULL
LEFT JOIN attacks_publishedprovince l ON l.public_id = v.launch_province AND l.to_rev IS NULL
CROSS JOIN LATERAL (
    SELECT string_agg(name, '; ') FILTER (WHERE basis = 'claimed') AS claimed_by,
        string_agg(name, '; ') FILTER (WHERE basis = 'assessed') AS assessed_as_by,
        string_agg(name, '; ') FILTER (WHERE basis = 'accused') AS accused,
        string_agg(name, '; ') FILTER (WHERE basis = 'suspected') AS suspected,
        string_agg(name, '; ') FILTER (WHERE basis = 'denied') AS denied_by
    FROM (
        SELECT DISTINCT a.basis, coalesce(g.name, a.actor) AS name
        FROM attacks_publishedattribution a
        LEFT JOIN attacks_publishedactor g ON g.public_id = a.actor AND g.to_rev IS NULL
        WHERE a.version_id = v.id ORDER BY 1, 2
    ) attributed
) named
WHERE v.to_rev IS NULL
"""
BASES = """
SELECT v.id, v.public_id::text, r.number AS revision, r.published_at, v.name, v.name_ar,
    array_to_string(v.aliases, '; ') AS aliases, v.kind, nullif(v.province, '') AS province, p.name AS province_name,
    v.country, v.needs_source, nullif(v.location_precision, '') AS location_precision, v.location
FROM attacks_publishedbase v
JOIN attacks_revision r ON r.id = v.from_rev_id
LEFT JOIN attacks_publishedprovince p ON p.public_id = v.province AND p.to_rev IS NULL
WHERE v.to_rev IS NULL
"""
PROVINCES = """
SELECT v.id, v.public_id::text, r.number AS revision, r.published_at, v.name, v.name_ar, v.name_ku, v.needs_source,
    v.is_approximate, v.boundary
FROM attacks_publishedprovince v
JOIN attacks_revision r ON r.id = v.from_rev_id
WHERE v.to_rev IS NULL
"""
VIEWS = {
    "public_incidents": (INCIDENTS, "Incidents as the public sees them now, one row each.", {
        **REVISION,
        "role": "Attack, US response or unclaimed strike.",
        "kind": "Kind of incident.",
        "title": "Title, English.",
        "title_ar": "Title, Arabic.",
        "occurred_from": "First possible day.",
        "occurred_to": "Last possible day.",
        "date_extent": "single: one day; spans: it lasted over these days; uncertain: some time between them.",
        "date_precision": "How exactly the date is known: day, week, month or year.",
        "first_reported_on": "Day of the first report.",
        "place_name": "Place as reported.",
        "place_name_ar": "Place as reported, Arabic.",
        "base": "Slug of the base.",
        "base_name": "Name of the base.",
        "province": "Code of the province, ISO 3166-2; null outside Iraq or where unknown.",
        "province_name": "Name of the province.",
        "country": "Code of the country, ISO 3166-1.",
        "launch_province": "Code of the province it was launched from; null: not known.",
        "launch_province_name": "Name of the province it was launched from.",
        "target_kind": "Kind of target.",
        "us_nexus": "Link to the United States: direct, indirect or context.",
        "evidence": "Grade of the evidence.",
        "attribution_status": "Derived from all attributions.",
        "claimed_by": "Who says that it did it; null: nobody.",
        "assessed_as_by": "Whom somebody with access to evidence concludes to have done it.",
        "accused": "Whom somebody accuses without showing why.",
        "suspected": "Whom somebody suspects.",
        "denied_by": "Who, as somebody says, did not do it.",
        "attack_count": "How many attacks the record stands for; 0: not counted.",
        "is_foiled": "Found before launch; never counted.",
        "weapons": "Weapons, each once.",
        "fired_low": "Munitions fired, at least; null: not reported.",
        "fired_high": "Munitions fired, at most; null: open or not reported.",
        "killed_low": "Persons killed, at least; null: not reported.",
        "killed_high": "Persons killed, at most; null: open or not reported.",
        "wounded_low": "Persons wounded, at least; null: not reported.",
        "wounded_high": "Persons wounded, at most; null: open or not reported.",
        "casualty_groups": "Groups with at least one killed or wounded.",
        "needs_source": "A source is missing for part of the record.",
        "location_of": "Whose point it is: of the incident itself, or of its base where it has none; null: no point.",
        "location_precision": "How exactly that point is known: exact, site, town, district or province.",
        "location_radius_m": "Radius in metres that the precision implies; null: an area, or no point.",
        "location": "Longitude and latitude, EPSG:4326.",
    }),
    "public_bases": (BASES, "Bases and other places as the public sees them now.", {
        **REVISION,
        "name": "Name, English.",
        "name_ar": "Name, Arabic.",
        "aliases": "Other names in use.",
        "kind": "Kind of place.",
        "province": "Code of the province, ISO 3166-2; null outside Iraq.",
        "province_name": "Name of the province.",
        "country": "Code of the country, ISO 3166-1.",
        "needs_source": "A source is missing for part of the record.",
        "location_precision": "How exactly the point is known.",
        "location": "Longitude and latitude, EPSG:4326.",
    }),
    "public_provinces": (PROVINCES, "Governorates with their boundaries as the public sees them now.", {
        **REVISION,
        "name": "Name, English.",
        "name_ar": "Name, Arabic.",
        "name_ku": "Name, Kurdish.",
        "needs_source": "A source is missing for part of the record.",
        "is_approximate": "The boundary is drawn roughly.",
        "boundary": "Longitude and latitude, EPSG:4326.",
    }),
}  # fmt: skip


def statements():
    """SQL that makes each view and says what it holds."""

    def quoted(text):
        return "'" + text.replace("'", "''") + "'"

    for name, (select, about, columns) in VIEWS.items():
        yield f"CREATE VIEW {name} AS {select}"
        yield f"COMMENT ON VIEW {name} IS {quoted(about)}"
        for column, meaning in columns.items():
            yield f"COMMENT ON COLUMN {name}.{column} IS {quoted(meaning)}"


class Migration(migrations.Migration):
    dependencies = [("attacks", "0006_jobs")]

    operations = [
        migrations.RunSQL(list(statements()), [f"DROP VIEW {name}" for name in reversed(VIEWS)]),
    ]
