"""The shape of the columnar table: one narrow row per version of an incident, and dictionaries for what repeats.

What rows have in common (role, kind, evidence, …; base, province, …; the attributions; the figures) is kept once per
combination, under a small integer. Filters and counts over such fields work on the dictionary, whose size hardly grows
with the record; only the codes are read per row. Days are counted from 1970-01-01, months from the year 0.
"""

from __future__ import annotations

from attacks.choices import Kind, Role

from .source import DIMENSIONS, FIELD, ITEM, PLACE, TOLL, TRAIT

ROLES = [str(role) for role in Role]
KINDS = [str(kind) for kind in Kind]
# A mark is role, foiled or not, and kind in one byte.
MARK_ROLE, MARK_FOILED = 32, 16
WORLD_BITS = 32  # the Web-Mercator square is 2^32 units wide

TABLES = """
    CREATE TABLE state (watermark BIGINT);
    CREATE TABLE incident (
        version BIGINT, public_id VARCHAR, from_rev BIGINT, to_rev BIGINT, from_day INTEGER, to_day INTEGER,
        month INTEGER, trait INTEGER, place INTEGER, attributed INTEGER, toll INTEGER, mark UTINYINT, weight INTEGER,
        is_spread BOOLEAN, x UINTEGER, y UINTEGER
    );
    CREATE TABLE trait (
        code INTEGER, key VARCHAR, role VARCHAR, kinds VARCHAR[], evidence VARCHAR, nexus VARCHAR, status VARCHAR,
        target VARCHAR, weapons VARCHAR[], casualty_groups VARCHAR[], date_precision VARCHAR, is_spread BOOLEAN,
        is_foiled BOOLEAN, is_duplicate BOOLEAN, mark UTINYINT
    );
    CREATE TABLE place (
        code INTEGER, key VARCHAR, base VARCHAR, province VARCHAR, country VARCHAR, launch_province VARCHAR,
        precision VARCHAR
    );
    CREATE TABLE attributed (code INTEGER, key VARCHAR);
    CREATE TABLE attribution (code INTEGER, actor VARCHAR, basis VARCHAR, confidence VARCHAR);
    CREATE TABLE toll (
        code INTEGER, key VARCHAR, fired_low INTEGER, fired_high INTEGER, killed_low INTEGER, killed_high INTEGER,
        wounded_low INTEGER, wounded_high INTEGER, killed_indirectly_low INTEGER, killed_indirectly_high INTEGER
    );
    CREATE TABLE base (slug VARCHAR, from_rev BIGINT, to_rev BIGINT, x UINTEGER, y UINTEGER);
    CREATE TABLE province (slug VARCHAR, from_rev BIGINT, to_rev BIGINT);
    CREATE TABLE actor (slug VARCHAR, from_rev BIGINT, to_rev BIGINT);
    CREATE TABLE affiliation (
        slug VARCHAR, from_rev BIGINT, to_rev BIGINT, parent VARCHAR, kind VARCHAR, since INTEGER, until INTEGER,
        confidence VARCHAR
    );
    CREATE TABLE statement (
        slug VARCHAR, from_rev BIGINT, to_rev BIGINT, version BIGINT, on_day INTEGER, kind VARCHAR, speaker VARCHAR
    );
    CREATE TABLE coverage (
        slug VARCHAR, from_rev BIGINT, to_rev BIGINT, start DATE, stop DATE, grade VARCHAR, scope VARCHAR, note VARCHAR
    );
"""


def _csv(columns: dict[str, str]) -> str:
    types = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
    return (
        "read_csv($path, auto_detect = false, header = false, delim = ',', quote = '\"', escape = '\"', nullstr = '',"
        f" allow_quoted_nulls = false, columns = {{{types}}})"
    )


def _x(longitude: str) -> str:
    return f"least(floor(({longitude} + 180) / 360 * {2**WORLD_BITS}), {2**WORLD_BITS - 1})::UINTEGER"


def _y(latitude: str) -> str:
    clipped = f"greatest(least({latitude}, 85.0511), -85.0511)"
    angle = f"radians({clipped})"
    return f"floor((1 - ln(tan({angle}) + 1 / cos({angle})) / pi()) / 2 * {2**WORLD_BITS})::UINTEGER"


STAGED = {
    "version": "BIGINT", "public_id": "VARCHAR", "from_rev": "BIGINT", "to_rev": "BIGINT", "from_day": "INTEGER",
    "to_day": "INTEGER", "month": "INTEGER", "attack_count": "INTEGER", "lon": "DOUBLE", "lat": "DOUBLE",
    "trait": "VARCHAR", "place": "VARCHAR", "toll": "VARCHAR", "attributed": "VARCHAR",
}  # fmt: skip
STAGE = f"CREATE TEMP TABLE staged AS FROM {_csv(STAGED)}"
CLOSE = f"""
    UPDATE incident SET to_rev = closed.to_rev
    FROM {_csv({"version": "BIGINT", "to_rev": "BIGINT"})} closed WHERE incident.version = closed.version
"""

_FIELD, _ITEM = f"chr({ord(FIELD)})", f"chr({ord(ITEM)})"


def _part(names: dict[str, str], name: str) -> str:
    return f"parts[{list(names).index(name) + 1}]"


def _items(part: str) -> str:
    return f"list_filter(string_split({part}, {_ITEM}), lambda item: item <> '')"


def _texts(values: list[str]) -> str:
    return "[" + ", ".join(f"'{value}'" for value in values) + "]"


def _fill(table: str, columns: list[str]) -> str:
    """Gives every new key of the staged rows a code, and takes it apart into columns."""
    return f"""
        INSERT INTO {table}
        SELECT (SELECT coalesce(max(code), -1) FROM {table}) + row_number() OVER (), key{"".join(", " + c for c in columns)}
        FROM (
            SELECT key, string_split(key, {_FIELD}) AS parts
            FROM (SELECT DISTINCT {table} AS key FROM staged) WHERE key NOT IN (SELECT key FROM {table})
        )
    """


_kind, _role = _part(TRAIT, "kind"), _part(TRAIT, "role")
FILL = [
    _fill(
        "trait",
        [
            _role,
            f"list_distinct(list_prepend({_kind}, {_items(_part(TRAIT, 'also_kinds'))}))",
            *[_part(TRAIT, name) for name in ("evidence", "nexus", "status", "target")],
            *[_items(_part(TRAIT, name)) for name in ("weapons", "casualty_groups")],
            _part(TRAIT, "date_precision"),
            *[f"{_part(TRAIT, name)} = '1'" for name in ("is_spread", "is_foiled", "is_duplicate")],
            f"{MARK_ROLE} * (list_position({_texts(ROLES)}, {_role}) - 1)"
            f" + {MARK_FOILED} * ({_part(TRAIT, 'is_foiled')}::INTEGER)"
            f" + list_position({_texts(KINDS)}, {_kind}) - 1",
        ],
    ),
    _fill("place", [_part(PLACE, name) for name in PLACE]),
    _fill("toll", [f"nullif({_part(TOLL, name)}, '')::INTEGER" for name in TOLL]),
    f"""
    INSERT INTO attribution SELECT code, part[1], part[2], part[3]
    FROM (SELECT code, string_split(unnest({_items("key")}), {_FIELD}) AS part FROM attributed)
    WHERE code NOT IN (SELECT code FROM attribution)
    """,
]
FILL.insert(3, _fill("attributed", []))
# Foiled records weigh nothing; a record that is no attack weighs one.
INSERT = f"""
    INSERT INTO incident
    SELECT version, public_id, from_rev, coalesce(to_rev, {2**63 - 1}), from_day, to_day, month,
        trait.code, place.code, attributed.code, toll.code, trait.mark,
        CASE WHEN trait.is_foiled THEN 0 WHEN trait.role = 'attack' THEN attack_count ELSE 1 END,
        trait.is_spread, {_x("lon")}, {_y("lat")}
    FROM staged
    JOIN trait ON trait.key = staged.trait JOIN place ON place.key = staged.place
    JOIN attributed ON attributed.key = staged.attributed JOIN toll ON toll.key = staged.toll
"""
SORT = """
    CREATE TABLE sorted AS FROM incident ORDER BY from_day, public_id, from_rev;
    DROP TABLE incident;
    ALTER TABLE sorted RENAME TO incident;
"""
ALWAYS = 2**63 - 1

_DIMENSION_COLUMNS = {
    "base": {"lon": "DOUBLE", "lat": "DOUBLE"},
    "province": {},
    "actor": {},
    "affiliation": {
        "parent": "VARCHAR", "kind": "VARCHAR", "since": "INTEGER", "until": "INTEGER", "confidence": "VARCHAR",
    },
    "statement": {"version": "BIGINT", "on_day": "INTEGER", "kind": "VARCHAR", "speaker": "VARCHAR"},
    "coverage": {"start": "DATE", "stop": "DATE", "grade": "VARCHAR", "scope": "VARCHAR", "note": "VARCHAR"},
}  # fmt: skip


def insert_dimension(table: str) -> str:
    columns = {"slug": "VARCHAR", "from_rev": "BIGINT", "to_rev": "BIGINT", **_DIMENSION_COLUMNS[table]}
    values = [f"coalesce(to_rev, {ALWAYS})" if name == "to_rev" else name for name in columns]
    if table == "base":
        values = [*values[:3], _x("lon"), _y("lat")]
    return f"INSERT INTO {table} SELECT {', '.join(values)} FROM {_csv(columns)}"


assert set(_DIMENSION_COLUMNS) == {name for tables in DIMENSIONS.values() for name in tables}
