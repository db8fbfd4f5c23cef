"""Synthetic published incidents with the skew of the real record, written by SQL straight into the projection.

A few bases hold most attacks; there are bursts and lulls; 5 % are known to the month only, 3 % lie outside Iraq; sixty
actors stand in a graph of fronts; about every hundredth record has an earlier version. Rows depend on their number alone,
so a set of 1,000,000 begins with the set of 100,000.
"""

from __future__ import annotations

import json

from django.db import connection

BASES, ACTORS, PROVINCES, DAYS = 49, 60, 19, 2800
CODES = (
    "IQ-AN IQ-AR IQ-BA IQ-BB IQ-BG IQ-DA IQ-DI IQ-DQ IQ-HA IQ-KA IQ-KI IQ-MA IQ-MU IQ-NA IQ-NI IQ-QA IQ-SD IQ-SU IQ-WA"
)
WORDS = (
    "roadside bomb on a contracted supply convoy|rockets fired at the airport|drone shot down near the runway"
    "|rockets on the diplomatic compound|drone over the air base|rockets found before launch near the village"
    "|convoy on the highway south of the city|missiles on the consulate site"
)

# Uniform numbers in [0, 1) that depend on a row's number and a label alone.
_RANDOM = """
CREATE OR REPLACE FUNCTION pg_temp.u(i bigint, label int) RETURNS double precision LANGUAGE sql IMMUTABLE AS
$$ SELECT (hashint8extended(i, label) & 9007199254740991)::double precision / 9007199254740992 $$;
-- Twelve words out of 8,000, the first of them common and the last rare, as in any prose.
CREATE OR REPLACE FUNCTION pg_temp.prose(i bigint) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT string_agg(' ' || s[1 + w % 20] || s[1 + w / 20 % 20] || s[1 + w / 400], '' ORDER BY k)
    FROM (SELECT k, floor(8000 * power(pg_temp.u(i, 60 + k), 4))::int AS w FROM generate_series(1, 12) k) drawn,
        (SELECT string_to_array('ba da ga ka la ma na ra sa ta bu du gu ku lu mu nu ru su tu', ' ') AS s) syllables $$;
"""
_REVISIONS = """
INSERT INTO attacks_revision (id, record_type, public_id, number, event, published_at, document_sha256, digest, change_note)
SELECT {first} + n, '{type}', {public_id}, 1, 'published', timestamptz '2026-01-01' + n * interval '1 second',
    repeat('0', 64), encode(sha256(('{type}' || n)::bytea), 'hex'), ''
FROM generate_series({low}, {high}) n
"""
_BASES = """
INSERT INTO attacks_publishedbase (public_id, from_rev_id, name, name_ar, needs_source, search_text, kind, aliases, location,
    location_precision, province, country)
SELECT 'base-' || n, {first} + n, 'Base ' || n, 'قاعدة ' || n, false, 'base ' || n || ' قاعده ' || n, 'air_base', '{{}}',
    ST_SetSRID(ST_MakePoint(40 + 8 * pg_temp.u(n, 1), 30 + 7 * pg_temp.u(n, 2)), 4326), 'site',
    CASE WHEN n > 46 THEN '' ELSE (string_to_array('{codes}', ' '))[1 + n % 19] END, CASE WHEN n > 46 THEN 'SY' ELSE 'IQ' END
FROM generate_series(1, {bases}) n
"""
_PROVINCES = """
INSERT INTO attacks_publishedprovince (public_id, from_rev_id, name, name_ar, needs_source, name_ku, boundary, is_approximate)
SELECT (string_to_array('{codes}', ' '))[n], {first} + n, 'Province ' || n, 'محافظة ' || n, false, '',
    ST_Multi(ST_MakeEnvelope(40 + n * 0.3, 30, 40.3 + n * 0.3, 31, 4326)), true
FROM generate_series(1, {provinces}) n
"""
_ACTORS = """
INSERT INTO attacks_publishedactor (public_id, from_rev_id, name, name_ar, needs_source, search_text, kind, aliases, country)
SELECT 'actor-' || n, {first} + n, 'Group ' || n, 'مجموعة ' || n, false, 'group ' || n || ' مجموعه ' || n, 'militia', '{{}}', 'IQ'
FROM generate_series(1, {actors}) n
"""
# Actors from 11 on are fronts of the first ten, a few by way of another front; some only from a day on.
_AFFILIATIONS = """
INSERT INTO attacks_publishedaffiliation (version_id, parent, kind, since, until, confidence)
SELECT a.id, 'actor-' || CASE WHEN n % 9 = 0 THEN n - 1 ELSE 1 + n % 10 END, 'front_for',
    CASE WHEN n % 3 = 0 THEN date '2020-01-01' + n * 11 END, CASE WHEN n % 12 = 0 THEN date '2024-01-01' END, 'moderate'
FROM generate_series(11, {actors}) n JOIN attacks_publishedactor a ON a.public_id = 'actor-' || n
"""
_STATEMENTS = """
INSERT INTO attacks_publishedstatement (public_id, from_rev_id, name, name_ar, needs_source, search_text, speaker, kind,
    issued_on, issued_on_precision, incidents, sources)
SELECT 'ST-' || lpad(n::text, 4, '0'), {first} + n, 'Statement ' || n, 'بيان ' || n, false, 'statement', 'actor-' || 1 + n % 60,
    (array['claim', 'threat', 'pledge', 'denial', 'warning'])[1 + n % 5], date '2018-09-01' + (n * 12), 'day', '{{}}', '{{}}'
FROM generate_series(1, 230) n
"""
_COVERAGE = """
INSERT INTO attacks_publishedcoverage (public_id, from_rev_id, name, name_ar, needs_source, period_from, period_to, grade)
SELECT 'coverage-' || n, {first} + n, 'all', '', false, date '2018-09-01' + (n - 1) * 200,
    date '2018-09-01' + n * 200 - 1, CASE n % 3 WHEN 0 THEN 'thin' ELSE 'good' END FROM generate_series(1, 14) n
"""
_INCIDENTS = """
INSERT INTO attacks_publishedincident (public_id, from_rev_id, to_rev, name, name_ar, needs_source, search_text, role, kind,
    also_kinds, occurred_from, occurred_to, date_extent, date_precision, time_note, location, location_precision,
    place_name, place_name_ar, base, province, country, launch_province, target_kind, us_nexus, evidence,
    attribution_status, attack_count, is_foiled, possible_duplicate_of, weapons, fired_low, fired_high, killed_low,
    killed_high, wounded_low, wounded_high, casualty_groups, sources, barrage)
WITH drawn AS (
    SELECT n, pg_temp.u(n, 10) AS u_day, pg_temp.u(n, 11) AS u_burst, pg_temp.u(n, 12) AS u_kind, pg_temp.u(n, 13) AS u_base,
        pg_temp.u(n, 14) AS u_role, pg_temp.u(n, 15) AS u_evidence, pg_temp.u(n, 16) AS u_status, pg_temp.u(n, 17) AS u_toll,
        pg_temp.u(n, 18) AS u_lon, pg_temp.u(n, 19) AS u_lat, pg_temp.u(n, 20) AS u_month, pg_temp.u(n, 21) AS u_abroad,
        pg_temp.u(n, 22) AS u_launch, pg_temp.u(n, 23) AS u_fired, pg_temp.u(n, 24) AS u_word
    FROM generate_series({low}, {high}) n
), placed AS (
    -- Half of the records fall into twelve bursts of six weeks; a fifth of all months is left almost empty.
    SELECT *, CASE WHEN u_burst < 0.5 THEN 40 + 230 * floor(u_burst * 24)::int + floor(42 * u_day)::int
            ELSE floor({days} * u_day)::int END AS day,
        CASE WHEN u_role < 0.06 THEN 'response' WHEN u_role < 0.075 THEN 'unclaimed_strike' ELSE 'attack' END AS role,
        CASE WHEN u_kind < 0.36 THEN 'ied' WHEN u_kind < 0.63 THEN 'drone' WHEN u_kind < 0.92 THEN 'rocket'
            WHEN u_kind < 0.95 THEN 'mortar' WHEN u_kind < 0.97 THEN 'ballistic_missile' WHEN u_kind < 0.98 THEN 'small_arms'
            WHEN u_kind < 0.99 THEN 'storming' ELSE 'other' END AS attack_kind,
        1 + floor({bases} * power(u_base, 3))::int AS base_number
    FROM drawn
), shaped AS (
    SELECT *, CASE WHEN role <> 'attack' THEN 'air_strike' ELSE attack_kind END AS kind,
        date '2018-09-01' + least(day, {days}) AS on_day, attack_kind <> 'ied' AND base_number <= 46 OR u_abroad < 0.03 AS has_base
    FROM placed
), based AS (SELECT *, CASE WHEN u_abroad < 0.03 THEN 47 + n % 3 ELSE base_number END AS b FROM shaped)
SELECT 'IQ-' || lpad(n::text, 7, '0'), {first} + n, NULL, 'Record ' || n, 'سجل ' || n, false,
    'iq ' || n || ' ' || (string_to_array('{words}', '|'))[1 + floor(8 * u_word)::int] || ' near town ' || floor(400 * u_lon)::int
        || pg_temp.prose(n),
    role, kind, CASE WHEN u_toll > 0.97 AND kind = 'rocket' THEN array['drone'] ELSE '{{}}'::text[] END,
    CASE WHEN u_month < 0.05 THEN date_trunc('month', on_day)::date ELSE on_day END,
    CASE WHEN u_month < 0.05 THEN (date_trunc('month', on_day) + interval '1 month - 1 day')::date
        WHEN u_month < 0.13 THEN on_day + 1 ELSE on_day END,
    CASE WHEN u_month < 0.05 THEN 'uncertain' WHEN u_month < 0.13 THEN 'spans' ELSE 'single' END,
    CASE WHEN u_month < 0.05 THEN 'month' ELSE 'day' END, '',
    CASE WHEN has_base THEN NULL ELSE ST_SetSRID(ST_MakePoint(42 + 5 * u_lon, 30.5 + 5 * u_lat), 4326) END,
    CASE WHEN has_base THEN 'site' WHEN u_launch < 0.2 THEN 'province' WHEN u_launch < 0.6 THEN 'town' ELSE 'district' END,
    'Town ' || floor(400 * u_lon)::int, '', CASE WHEN has_base THEN 'base-' || b ELSE '' END,
    CASE WHEN u_abroad < 0.03 THEN '' WHEN has_base THEN (string_to_array('{codes}', ' '))[1 + b % 19]
        ELSE (string_to_array('{codes}', ' '))[1 + floor(19 * u_lat)::int] END,
    CASE WHEN u_abroad < 0.03 THEN 'SY' ELSE 'IQ' END,
    CASE WHEN u_launch < 0.15 THEN (string_to_array('{codes}', ' '))[1 + floor(19 * u_launch / 0.15)::int] ELSE '' END,
    CASE WHEN role <> 'attack' THEN 'militia_site' WHEN kind = 'ied' THEN 'convoy' WHEN b % 7 = 0 THEN 'embassy' WHEN b % 5 = 0
        THEN 'oil_gas' ELSE 'base' END,
    CASE WHEN kind = 'ied' OR b % 5 = 0 THEN 'indirect' WHEN u_role > 0.95 THEN 'context' ELSE 'direct' END,
    CASE WHEN u_evidence < 0.32 THEN 'confirmed' WHEN u_evidence < 0.55 THEN 'corroborated' WHEN u_evidence < 0.98 THEN
        'single_source' WHEN u_evidence < 0.99 THEN 'contested' ELSE 'discounted' END,
    CASE WHEN u_status < 0.35 THEN 'claimed' WHEN u_status < 0.4 THEN 'contested' WHEN u_status < 0.5 THEN 'assessed' WHEN
        u_status < 0.55 THEN 'accused' WHEN u_status < 0.65 THEN 'suspected' ELSE 'unattributed' END,
    CASE WHEN u_toll > 0.98 THEN 2 + n % 4 ELSE 1 END, role = 'attack' AND u_role > 0.992, '',
    CASE kind WHEN 'rocket' THEN array[CASE WHEN u_fired < 0.4 THEN 'rocket_107mm' WHEN u_fired < 0.7 THEN 'rocket_122mm'
        ELSE 'rocket' END] WHEN 'drone' THEN array['drone'] WHEN 'ied' THEN array['ied'] WHEN 'air_strike' THEN array['bomb']
        ELSE '{{}}'::text[] END,
    CASE WHEN kind IN ('rocket', 'mortar') AND u_fired < 0.8 THEN 1 + floor(20 * power(u_fired, 3))::int WHEN kind = 'ied' THEN 1 END,
    CASE WHEN kind IN ('rocket', 'mortar') AND u_fired < 0.8 THEN 1 + floor(24 * power(u_fired, 3))::int WHEN kind = 'ied' THEN 1 END,
    CASE WHEN u_toll < 0.4 THEN greatest(0, floor(u_toll * 50)::int - 17) END,
    CASE WHEN u_toll < 0.4 THEN greatest(0, floor(u_toll * 50)::int - 17) END,
    CASE WHEN u_toll < 0.4 THEN greatest(0, floor(u_toll * 60)::int - 16) END,
    CASE WHEN u_toll < 0.4 THEN greatest(0, floor(u_toll * 60)::int - 15) END,
    CASE WHEN u_toll BETWEEN 0.3 AND 0.4 THEN array[(array['us_military', 'civilian', 'iraqi_security', 'militia'])[1 + n % 4]]
        ELSE '{{}}'::text[] END, '{{}}', ''
FROM based
"""
_ATTRIBUTIONS = """
INSERT INTO attacks_publishedattribution (version_id, actor, basis, confidence)
SELECT v.id, 'actor-' || 1 + floor({actors} * power(pg_temp.u(v.id, 30 + k), 2.5))::int,
    CASE WHEN k = 2 THEN 'denied' WHEN v.attribution_status = 'contested' THEN 'claimed' ELSE v.attribution_status END,
    (array['low', 'moderate', 'high'])[1 + floor(3 * pg_temp.u(v.id, 40 + k))::int]
FROM attacks_publishedincident v JOIN generate_series(1, 3) k
    ON v.attribution_status <> 'unattributed'
    AND (k = 1 OR (k = 3 AND v.attribution_status = 'contested') OR (k = 2 AND pg_temp.u(v.id, 50) < 0.05))
WHERE v.from_rev_id > {first} + {low} - 1
"""
# About as large as the documents of the real record; what filters don't read is the same in each.
_DOCUMENTS = """
INSERT INTO attacks_revisiondocument (revision_id, body)
SELECT v.from_rev_id, '{rest}'::jsonb || jsonb_build_object('public_id', v.public_id, 'title', v.name, 'title_ar', v.name_ar,
        'role', v.role, 'kind', v.kind, 'also_kinds', v.also_kinds, 'summary', v.search_text, 'date_extent', v.date_extent,
        'date_precision', v.date_precision, 'occurred_from', v.occurred_from, 'occurred_to', v.occurred_to,
        'location', CASE WHEN v.location IS NOT NULL THEN to_jsonb(array[ST_X(v.location), ST_Y(v.location)]) END,
        'location_precision', v.location_precision, 'place_name', v.place_name, 'base', nullif(v.base, ''),
        'province', nullif(v.province, ''), 'country', v.country)
    || jsonb_build_object('target_kind', v.target_kind, 'us_nexus', v.us_nexus, 'evidence', v.evidence,
        'attack_count', v.attack_count, 'is_foiled', v.is_foiled, 'attributions', coalesce((
            SELECT jsonb_agg(jsonb_build_object('actor', a.actor, 'basis', a.basis, 'confidence', a.confidence,
                'is_withdrawn', false, 'made_by', NULL, 'made_on', NULL, 'statement', NULL, 'source', NULL, 'note', '')
                ORDER BY a.id) FROM attacks_publishedattribution a WHERE a.version_id = v.id), '[]'))
FROM attacks_publishedincident v WHERE v.from_rev_id > {first} + {low} - 1
"""
_ACCOUNTS = [
    {
        "source": source,
        "said_by": "a security official",
        "values": [
            {"field": field, "value": value, "quote": "Several rockets landed near the base; no losses were reported."}
            for field, value in (("fired", "7"), ("killed", "0"), ("wounded", "1-2"), ("launch_place", "a field"))
        ],
    }
    for source in ("first-source", "second-source")
]
_REST = {
    "schema": 1, "type": "incident", "key": "", "summary_ar": "", "time_note": "", "time_from": None, "time_to": None,
    "first_reported_on": None, "is_location_approximate": False, "is_outside_its_province": False, "place_name_ar": "",
    "launch": None, "target_name": "", "possible_duplicate_of": None, "evidence_note": "Two reports agree.",
    "confidence": "moderate", "damage": "", "casualties_note": "", "needs_source": False, "note": "", "links": [],
    "munitions": [{"weapon": "rocket", "note": "", "needs_source": False, "fired": [3, 7], "found_unfired": None}],
    "casualties": [{"group": "all", "is_indirect": False, "killed": [0, 0], "wounded": [0, 1], "note": "",
        "needs_source": False}],
    "accounts": _ACCOUNTS, "sources": ["first-source", "second-source"],
}  # fmt: skip
# Costly to keep up row by row; dropped for the writing and made anew.
_INDEXES = ("publishedincident_sources", "word_lexemes", "word_trigram")
FIRST = 1000  # revisions of everything but incidents stand below


def fill(*, low: int, high: int) -> None:
    """Publishes the incidents number `low` to `high`, and before the first everything they refer to."""
    names = {
        "first": FIRST, "low": low, "high": high, "codes": CODES, "words": WORDS, "days": DAYS, "bases": BASES,
        "actors": ACTORS, "provinces": PROVINCES,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute(_RANDOM)
        if low == 1:
            _dimensions(cursor, names)
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE indexname = ANY (%s)", [list(_INDEXES)])
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
        public_id = "'IQ-' || lpad(n::text, 7, '0')"
        cursor.execute(_REVISIONS.format(type="incident", public_id=public_id, **names))
        cursor.execute(_INCIDENTS.format(**names))
        cursor.execute(_ATTRIBUTIONS.format(**names))
        cursor.execute(_DOCUMENTS.format(rest=json.dumps(_REST), **names))
        for _name, definition in indexes:
            cursor.execute(definition)
        move_head(cursor)
        cursor.execute("ANALYZE")


def move_head(cursor) -> None:  # type: ignore[no-untyped-def]
    """Points the ledger's head at the newest revision."""
    cursor.execute(
        "UPDATE attacks_ledgerhead SET (revision_id, digest) ="
        " (SELECT id, digest FROM attacks_revision ORDER BY id DESC LIMIT 1)"
    )


def _dimensions(cursor, names: dict[str, object]) -> None:  # type: ignore[no-untyped-def]
    parts = [
        ("province", 0, PROVINCES, f"(string_to_array('{CODES}', ' '))[n]", [_PROVINCES]),
        ("base", 100, BASES, "'base-' || n", [_BASES]),
        ("actor", 200, ACTORS, "'actor-' || n", [_ACTORS, _AFFILIATIONS]),
        ("coverage", 300, 14, "'coverage-' || n", [_COVERAGE]),
        ("statement", 400, 230, "'ST-' || lpad(n::text, 4, '0')", [_STATEMENTS]),
    ]
    for record_type, first, count, public_id, statements in parts:
        own = {**names, "first": first, "low": 1, "high": count}
        cursor.execute(_REVISIONS.format(type=record_type, public_id=public_id, **own))
        for statement in statements:
            cursor.execute(statement.format(**own))
