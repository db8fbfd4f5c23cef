"""How published rows are taken in: DuckDB reads them, gives what repeats a small code, and puts them in order.

What rows have in common (role, kind, evidence, …; base, province, …; the attributions; the figures) is kept once per
combination, as a key under a code. Filters and counts over such fields work on the codes, whose number hardly grows
with the record. Days are counted from 1970-01-01.
"""

from __future__ import annotations

from attacks.choices import Basis, Confidence, Kind, LocationPrecision, Role

from .source import FIELD, ITEM, PLACE, TOLL, TRAIT

ROLES = [str(role) for role in Role]
KINDS = [str(kind) for kind in Kind]
BASES = [str(basis) for basis in Basis]
CONFIDENCES = [str(confidence) for confidence in Confidence]
# A mark is role, foiled or not, and kind in one byte.
MARK_ROLE, MARK_FOILED = 32, 16
SPREAD = 15  # stands for kinds whose day is not known, which no bar has to itself
assert len(KINDS) <= SPREAD < MARK_FOILED
WORLD_BITS = 32  # the Web-Mercator square is 2^32 units wide
ALWAYS = 2**32 - 1  # `to_rev` of what is still public
YES = "1"  # the one name of facets that only say yes

TABLES = """
    CREATE TABLE trait (code INTEGER, key VARCHAR);
    CREATE TABLE place (code INTEGER, key VARCHAR);
    CREATE TABLE toll (code INTEGER, key VARCHAR);
    CREATE TABLE atom (code INTEGER, key VARCHAR, actor VARCHAR, mask USMALLINT);
    CREATE TABLE attributed (code INTEGER, key VARCHAR);
    INSERT INTO attributed VALUES (0, '');
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


def _fill(table: str, staged: str, columns: tuple[str, ...] = ()) -> str:
    """Gives every new key among the staged rows a code; `columns` are taken from its parts."""
    return f"""
        INSERT INTO {table}
        SELECT (SELECT coalesce(max(code), -1) FROM {table}) + row_number() OVER (),
            key{"".join(", " + c for c in columns)}
        FROM (
            SELECT key, string_split(key, {_FIELD}) AS parts
            FROM (SELECT DISTINCT {table} AS key FROM {staged}) WHERE key NOT IN (SELECT key FROM {table})
        )
    """


_bit = (
    f"1 << ({len(CONFIDENCES)} * (list_position({_texts(BASES)}, parts[2]) - 1)"
    f" + coalesce(list_position({_texts(CONFIDENCES)}, parts[3]), 1) - 1)"
)


def bits(basis: str, least: str = CONFIDENCES[0]) -> int:
    """The bits of a mask that stand for a basis, with at least this confidence."""
    weaker = CONFIDENCES.index(least)
    return (2 ** (len(CONFIDENCES) - weaker) - 1) << (len(CONFIDENCES) * BASES.index(basis) + weaker)


ANY_BITS = sum(bits(basis) for basis in BASES)
STAGE_ATTRIBUTIONS = f"CREATE TEMP TABLE staged_attribution AS FROM {csv({'version': 'UINTEGER', 'atom': 'VARCHAR'})}"
# An attribution is an atom, what a version is attributed to a sorted list of atoms; code 0 is the empty list.
KEEP_ATTRIBUTIONS = [
    _fill("atom", "staged_attribution", ("parts[1]", _bit)),
    "INSERT INTO staged_atom SELECT version, atom.code FROM staged_attribution JOIN atom ON atom.key = atom",
    "DROP TABLE staged_attribution",
]
STAGE_ATOMS = "CREATE TEMP TABLE staged_atom (version UINTEGER, code INTEGER)"
FILL_ATTRIBUTED = [
    "CREATE TEMP TABLE staged_set AS SELECT version, array_to_string(list_sort(list(code)), ',') AS attributed"
    " FROM staged_atom GROUP BY version",
    "DROP TABLE staged_atom",
    _fill("attributed", "staged_set"),
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
FILL = [_fill("trait", "staged"), _fill("place", "staged"), _fill("toll", "staged")]
STAGE_ROWS = """
    CREATE TEMP TABLE arrived (
        version UINTEGER, public_id VARCHAR, from_rev UINTEGER, to_rev UINTEGER, from_day INTEGER, to_day INTEGER,
        trait INTEGER, place INTEGER, attributed INTEGER, toll INTEGER, attack_count USMALLINT, is_placed BOOLEAN,
        x UINTEGER, y UINTEGER, barrage VARCHAR
    )
"""
INSERT = f"""
    INSERT INTO arrived
    SELECT staged.version, public_id, from_rev, coalesce(to_rev, {ALWAYS}), from_day, to_day,
        trait.code, place.code, coalesce(staged_code.code, 0), toll.code, attack_count,
        lon IS NOT NULL, coalesce({_x("lon")}, 0), coalesce({_y("lat")}, 0), barrage
    FROM staged
    JOIN trait ON trait.key = staged.trait JOIN place ON place.key = staged.place JOIN toll ON toll.key = staged.toll
    LEFT JOIN staged_code ON staged_code.version = staged.version
"""
LINKS = "SELECT version, barrage FROM arrived WHERE barrage <> ''"
# In their order, a stretch of days at a time, so that it takes little memory.
YEAR = 366
YEARS = f"SELECT DISTINCT from_day // {YEAR} AS year FROM arrived ORDER BY year"
ROWS = f"SELECT * EXCLUDE (barrage) FROM arrived WHERE from_day // {YEAR} = ? ORDER BY from_day, public_id, from_rev"
CLOSED = f"FROM {csv({'version': 'UINTEGER', 'to_rev': 'UINTEGER'})}"

# What codes stand for -------------------------------------------------------------------------------------------------


def _mark(names: dict[str, str]) -> str:
    return (
        f"{MARK_ROLE} * (list_position({_texts(ROLES)}, {_part(names, 'role')}) - 1)"
        f" + {MARK_FOILED} * ({_part(names, 'is_foiled')}::INTEGER)"
        f" + list_position({_texts(KINDS)}, {_part(names, 'kind')}) - 1"
    )


def _one(names: dict[str, str], name: str) -> str:
    return f"[{_part(names, name)}]"


def _yes(condition: str) -> str:
    return f"CASE WHEN {condition} THEN ['{YES}'] ELSE [] END"


_groups = f"list_distinct({_items(_part(TRAIT, 'casualty_groups'))})"
# Facet → SQL for the names that a key counts for.
TRAIT_FACETS = {
    "kind": f"list_distinct(list_prepend({_part(TRAIT, 'kind')}, {_items(_part(TRAIT, 'also_kinds'))}))",
    **{name: _one(TRAIT, name) for name in ("role", "evidence", "status", "nexus", "target", "date_precision")},
    "weapon": f"list_distinct({_items(_part(TRAIT, 'weapons'))})",
    "casualties": f"CASE WHEN len({_groups}) > 0 THEN list_prepend('any', {_groups}) ELSE [] END",
    **{name: _yes(f"{_part(TRAIT, f'is_{name}')} = '1'") for name in ("spread", "foiled", "duplicate")},
}
PLACE_FACETS = {
    **{name: _one(PLACE, name) for name in ("base", "province", "country", "launch_province", "precision")},
    "vague": _yes(f"{_part(PLACE, 'base')} = '' AND {_part(PLACE, 'precision')} = '{LocationPrecision.PROVINCE}'"),
}


def marks(table: str, names: dict[str, str]) -> str:
    """SQL for the marks of the codes from `?` on, in order."""
    parts = f"SELECT code, string_split(key, {_FIELD}) AS parts FROM {table} WHERE code >= ?"
    return f"SELECT ({_mark(names)})::UTINYINT AS mark FROM ({parts}) ORDER BY code"


def lists(table: str, facets: dict[str, str]) -> str:
    """SQL for (facet, name, codes) of the codes from `?` on."""
    values = " UNION ALL ".join(
        f"SELECT '{facet}' AS facet, code, unnest({sql}) AS name FROM p" for facet, sql in facets.items()
    )
    return (
        f"WITH p AS MATERIALIZED (SELECT code, string_split(key, {_FIELD}) AS parts FROM {table} WHERE code >= ?)"
        f" SELECT facet, name, list(code ORDER BY code) AS codes FROM ({values}) WHERE name <> '' GROUP BY facet, name"
        " ORDER BY facet, name"
    )


TOLLS = "SELECT {} FROM (SELECT code, string_split(key, {}) AS parts FROM toll WHERE code >= ?) ORDER BY code".format(
    ", ".join(f"nullif({_part(TOLL, name)}, '')::INTEGER AS {name}" for name in TOLL), _FIELD
)
_NAMED = """
    WITH parts AS (
        SELECT code, unnest(string_split(key, ','))::INTEGER AS atom FROM attributed WHERE code >= ? AND key <> ''
    ), named AS (
        SELECT parts.code, actor, bit_or(mask) AS mask FROM parts JOIN atom ON atom.code = parts.atom
        GROUP BY parts.code, actor
    )
"""
NAMED = (
    f"{_NAMED} SELECT actor, list(code ORDER BY code) AS codes, list(mask ORDER BY code) AS masks FROM named"
    " GROUP BY actor"
)
NAMED_MASKS = (
    f"{_NAMED}, of_codes AS (SELECT code, bit_or(mask) AS mask FROM named GROUP BY code)"
    " SELECT coalesce(of_codes.mask, 0)::USMALLINT AS mask FROM attributed LEFT JOIN of_codes USING (code)"
    " WHERE code >= ? ORDER BY code"
)

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
