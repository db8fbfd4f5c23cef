"""The shape of the columnar table: one narrow row per version of an incident, and dictionaries for what repeats.

What rows have in common (role, kind, evidence, …; base, province, …; the attributions; the figures) is kept once per
combination, under a small integer. Filters and counts over such fields work on the dictionary, whose size hardly grows
with the record; only the codes are read per row. Days are counted from 1970-01-01, months from the year 0.
"""

from __future__ import annotations

from attacks.choices import Basis, Confidence, Evidence, Kind, LocationPrecision, Role, UsNexus

from .source import FIELD, ITEM, PLACE, TOLL, TRAIT

ROLES = [str(role) for role in Role]
KINDS = [str(kind) for kind in Kind]
BASES = [str(basis) for basis in Basis]
CONFIDENCES = [str(confidence) for confidence in Confidence]
# A mark is role, foiled or not, and kind in one byte.
MARK_ROLE, MARK_FOILED = 32, 16
WORLD_BITS = 32  # the Web-Mercator square is 2^32 units wide
ALWAYS = 2**32 - 1  # `to_rev` of what is still public

TABLES = """
    CREATE TABLE incident (
        version UINTEGER, public_id VARCHAR, from_rev UINTEGER, to_rev UINTEGER, from_day INTEGER, to_day INTEGER,
        month USMALLINT, trait INTEGER, place INTEGER, attributed INTEGER, toll INTEGER, mark UTINYINT,
        weight USMALLINT, is_spread BOOLEAN, is_vague BOOLEAN, is_usual BOOLEAN, x UINTEGER, y UINTEGER
    );
    CREATE TABLE trait (
        code INTEGER, key VARCHAR, role VARCHAR, kinds VARCHAR[], evidence VARCHAR, nexus VARCHAR, status VARCHAR,
        target VARCHAR, weapons VARCHAR[], casualty_groups VARCHAR[], date_precision VARCHAR, is_spread BOOLEAN,
        is_foiled BOOLEAN, is_duplicate BOOLEAN, mark UTINYINT
    );
    CREATE TABLE trait_value (code INTEGER, facet VARCHAR, value VARCHAR, mark UTINYINT);
    CREATE TABLE place (
        code INTEGER, key VARCHAR, base VARCHAR, province VARCHAR, country VARCHAR, launch_province VARCHAR,
        precision VARCHAR, mark UTINYINT
    );
    CREATE TABLE place_value (code INTEGER, facet VARCHAR, value VARCHAR, mark UTINYINT);
    CREATE TABLE toll (
        code INTEGER, key VARCHAR, fired_low INTEGER, fired_high INTEGER, killed_low INTEGER, killed_high INTEGER,
        wounded_low INTEGER, wounded_high INTEGER, killed_indirectly_low INTEGER, killed_indirectly_high INTEGER
    );
    CREATE TABLE in_barrage (version UINTEGER, barrage VARCHAR);
    CREATE TABLE atom (code INTEGER, key VARCHAR, actor VARCHAR, mask USMALLINT);
    CREATE TABLE attributed (code INTEGER, key VARCHAR, mask USMALLINT);
    CREATE TABLE named (code INTEGER, actor VARCHAR, mask USMALLINT);
    INSERT INTO attributed VALUES (0, '', 0);
    CREATE TABLE base (slug VARCHAR, from_rev UINTEGER, to_rev UINTEGER, x UINTEGER, y UINTEGER);
    CREATE TABLE province (slug VARCHAR, from_rev UINTEGER, to_rev UINTEGER);
    CREATE TABLE actor (slug VARCHAR, from_rev UINTEGER, to_rev UINTEGER);
    CREATE TABLE affiliation (
        slug VARCHAR, from_rev UINTEGER, to_rev UINTEGER, parent VARCHAR, kind VARCHAR, since INTEGER, until INTEGER,
        confidence VARCHAR
    );
    CREATE TABLE statement (
        slug VARCHAR, from_rev UINTEGER, to_rev UINTEGER, version UINTEGER, on_day INTEGER, kind VARCHAR,
        speaker VARCHAR
    );
    CREATE TABLE coverage (
        slug VARCHAR, from_rev UINTEGER, to_rev UINTEGER, start DATE, stop DATE, grade VARCHAR, scope VARCHAR,
        note VARCHAR
    );
"""


def csv(columns: dict[str, str]) -> str:
    """SQL for the rows of the CSV file `$path`; an empty field is null, a quoted empty one is an empty text."""
    types = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
    return (
        "read_csv($path, auto_detect = false, header = false, delim = ',', quote = '\"', escape = '\"', nullstr = '',"
        f" allow_quoted_nulls = false, columns = {{{types}}})"
    )


def _x(longitude: str) -> str:
    return f"(floor(({longitude} + 180) / 360 * {2**WORLD_BITS})::BIGINT % {2**WORLD_BITS})::UINTEGER"


def _y(latitude: str) -> str:
    # `least` and `greatest` pass over nulls, which have to stay.
    angle = f"radians(greatest(least({latitude}, 85.0511), -85.0511))"
    y = f"floor((1 - ln(tan({angle}) + 1 / cos({angle})) / pi()) / 2 * {2**WORLD_BITS})::UINTEGER"
    return f"CASE WHEN {latitude} IS NOT NULL THEN {y} END"


# Filling --------------------------------------------------------------------------------------------------------------

_FIELD, _ITEM = f"chr({ord(FIELD)})", f"chr({ord(ITEM)})"


def _part(names: dict[str, str], name: str) -> str:
    return f"parts[{list(names).index(name) + 1}]"


def _items(part: str) -> str:
    return f"list_filter(string_split({part}, {_ITEM}), lambda item: item <> '')"


def _texts(values: list[str]) -> str:
    return "[" + ", ".join(f"'{value}'" for value in values) + "]"


def _fill(table: str, staged: str, columns: list[str]) -> str:
    """Gives every new key among the staged rows a code, and takes it apart into columns."""
    return f"""
        INSERT INTO {table}
        SELECT (SELECT coalesce(max(code), -1) FROM {table}) + row_number() OVER (),
            key{"".join(", " + c for c in columns)}
        FROM (
            SELECT key, string_split(key, {_FIELD}) AS parts
            FROM (SELECT DISTINCT {table} AS key FROM {staged}) WHERE key NOT IN (SELECT key FROM {table})
        )
    """


def _mark(names: dict[str, str]) -> str:
    return (
        f"{MARK_ROLE} * (list_position({_texts(ROLES)}, {_part(names, 'role')}) - 1)"
        f" + {MARK_FOILED} * ({_part(names, 'is_foiled')}::INTEGER)"
        f" + list_position({_texts(KINDS)}, {_part(names, 'kind')}) - 1"
    )


_kind, _role = _part(TRAIT, "kind"), _part(TRAIT, "role")
_bit = (
    f"1 << ({len(CONFIDENCES)} * (list_position({_texts(BASES)}, parts[2]) - 1)"
    f" + coalesce(list_position({_texts(CONFIDENCES)}, parts[3]), 1) - 1)"
)
# Facet → its column; `mark` and `duplicate` serve the totals.
TRAIT_VALUES = {
    "kind": "unnest(kinds)", "role": "role", "evidence": "evidence", "status": "status", "nexus": "nexus",
    "weapon": "unnest(weapons)", "target": "target", "mark": "mark::VARCHAR",
    "duplicate": "unnest(CASE WHEN is_duplicate THEN ['1'] END)", "date_precision": "date_precision",
    "casualties": "unnest(CASE WHEN len(casualty_groups) > 0 THEN list_prepend('any', casualty_groups) END)",
}  # fmt: skip
PLACE_COLUMNS = ("base", "province", "country", "launch_province", "precision")
PLACE_VALUES = {
    "base": "base", "province": "province", "country": "country", "launch_province": "launch_province", "site": "base",
    "precision": "precision",
}  # fmt: skip


def _values(table: str, facets: dict[str, str]) -> str:
    """Takes new dictionary entries apart into what they count for."""
    parts = (
        f"SELECT code, '{name}', {column}, mark FROM {table} WHERE code NOT IN (SELECT code FROM {table}_value)"
        for name, column in facets.items()
    )
    return f"INSERT INTO {table}_value {' UNION ALL '.join(parts)}"


def bits(basis: str, least: str = CONFIDENCES[0]) -> int:
    """The bits of a mask that stand for a basis, with at least this confidence."""
    weaker = CONFIDENCES.index(least)
    return (2 ** (len(CONFIDENCES) - weaker) - 1) << (len(CONFIDENCES) * BASES.index(basis) + weaker)


STAGE_ATTRIBUTIONS = f"CREATE TEMP TABLE staged_attribution AS FROM {csv({'version': 'UINTEGER', 'atom': 'VARCHAR'})}"
# An attribution is an atom, what a version is attributed to a sorted list of atoms; code 0 is the empty list.
KEEP_ATTRIBUTIONS = [
    _fill("atom", "staged_attribution", ["parts[1]", _bit]),
    "INSERT INTO staged_atom SELECT version, atom.code FROM staged_attribution JOIN atom ON atom.key = atom",
    "DROP TABLE staged_attribution",
]
STAGE_ATOMS = "CREATE TEMP TABLE staged_atom (version UINTEGER, code INTEGER)"
FILL_ATTRIBUTED = [
    "CREATE TEMP TABLE staged_set AS SELECT version, array_to_string(list_sort(list(code)), ',') AS attributed"
    " FROM staged_atom GROUP BY version",
    """
    INSERT INTO attributed SELECT (SELECT max(code) FROM attributed) + row_number() OVER (), key, NULL
    FROM (SELECT DISTINCT attributed AS key FROM staged_set) WHERE key NOT IN (SELECT key FROM attributed)
    """,
    """
    INSERT INTO named SELECT parts.code, atom.actor, bit_or(atom.mask)
    FROM (SELECT code, unnest(string_split(key, ','))::INTEGER AS atom FROM attributed WHERE mask IS NULL) parts
    JOIN atom ON atom.code = parts.atom GROUP BY parts.code, atom.actor
    """,
    """
    UPDATE attributed SET mask = total.mask
    FROM (SELECT code, bit_or(mask) AS mask FROM named GROUP BY code) total
    WHERE attributed.mask IS NULL AND attributed.code = total.code
    """,
    "DROP TABLE staged_atom",
    "CREATE TEMP TABLE staged_code AS SELECT version, attributed.code FROM staged_set"
    " JOIN attributed ON attributed.key = staged_set.attributed",
    "DROP TABLE staged_set",
]

_STAGED = {
    "version": "UINTEGER", "public_id": "VARCHAR", "from_rev": "UINTEGER", "to_rev": "UINTEGER", "from_day": "INTEGER",
    "to_day": "INTEGER", "attack_count": "INTEGER", "lon": "DOUBLE", "lat": "DOUBLE",
    "trait": "VARCHAR", "place": "VARCHAR", "toll": "VARCHAR", "barrage": "VARCHAR",
}  # fmt: skip
STAGE = f"CREATE TEMP TABLE staged AS FROM {csv(_STAGED)}"
FILL = [
    _fill(
        "trait",
        "staged",
        [
            _role,
            f"list_distinct(list_prepend({_kind}, {_items(_part(TRAIT, 'also_kinds'))}))",
            *[_part(TRAIT, name) for name in ("evidence", "nexus", "status", "target")],
            *[f"list_distinct({_items(_part(TRAIT, name))})" for name in ("weapons", "casualty_groups")],
            _part(TRAIT, "date_precision"),
            *[f"{_part(TRAIT, name)} = '1'" for name in ("is_spread", "is_foiled", "is_duplicate")],
            _mark(TRAIT),
        ],
    ),
    _fill("place", "staged", [*[_part(PLACE, name) for name in PLACE_COLUMNS], _mark(PLACE)]),
    _fill("toll", "staged", [f"nullif({_part(TOLL, name)}, '')::INTEGER" for name in TOLL]),
]
FILL_VALUES = [_values("trait", TRAIT_VALUES), _values("place", PLACE_VALUES)]
# What the evidence and the link to the United States have to be unless a filter asks for others.
USUAL = f"evidence <> '{Evidence.DISCOUNTED}' AND nexus <> '{UsNexus.CONTEXT}'"
_day = "(date '1970-01-01' + from_day)"
# Which records are counted is said by their mark; a record that is no attack weighs one.
INSERT = f"""
    INSERT INTO incident
    SELECT staged.version, public_id, from_rev, coalesce(to_rev, {ALWAYS}), from_day, to_day,
        year({_day}) * 12 + month({_day}) - 1,
        trait.code, place.code, coalesce(staged_code.code, 0), toll.code, trait.mark,
        CASE WHEN trait.role = 'attack' THEN attack_count ELSE 1 END, trait.is_spread,
        place.base = '' AND place.precision = '{LocationPrecision.PROVINCE}',
        {USUAL}, {_x("lon")}, {_y("lat")}
    FROM staged
    JOIN trait ON trait.key = staged.trait JOIN place ON place.key = staged.place JOIN toll ON toll.key = staged.toll
    LEFT JOIN staged_code ON staged_code.version = staged.version
"""
KEEP_BARRAGES = "INSERT INTO in_barrage SELECT version, barrage FROM staged WHERE barrage <> ''"
CLOSE = f"""
    UPDATE incident SET to_rev = closed.to_rev
    FROM {csv({"version": "UINTEGER", "to_rev": "UINTEGER"})} closed WHERE incident.version = closed.version
"""

# Dimensions -----------------------------------------------------------------------------------------------------------

_DIMENSION_COLUMNS = {
    "base": {"lon": "DOUBLE", "lat": "DOUBLE"},
    "province": {},
    "actor": {},
    "affiliation": {
        "parent": "VARCHAR", "kind": "VARCHAR", "since": "INTEGER", "until": "INTEGER", "confidence": "VARCHAR",
    },
    "statement": {"version": "UINTEGER", "on_day": "INTEGER", "kind": "VARCHAR", "speaker": "VARCHAR"},
    "coverage": {"start": "DATE", "stop": "DATE", "grade": "VARCHAR", "scope": "VARCHAR", "note": "VARCHAR"},
}  # fmt: skip


def insert_dimension(table: str) -> str:
    columns = {"slug": "VARCHAR", "from_rev": "UINTEGER", "to_rev": "UINTEGER", **_DIMENSION_COLUMNS[table]}
    values = [f"coalesce(to_rev, {ALWAYS})" if name == "to_rev" else name for name in columns]
    if table == "base":
        values = [*values[:3], _x("lon"), _y("lat")]
    return f"INSERT INTO {table} SELECT {', '.join(values)} FROM {csv(columns)}"
