"""The same questions put to other tools over the same rows: Datasette's facets, PostgreSQL and bare DuckDB.

Each counts the same ten columns and the months and lists fifty records. None of them does more: no drill-sideways, no
groups behind names, no cells of a map, no drawing. Asked are those questions of the mix that such a flat table answers.
"""

from __future__ import annotations

import csv
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import parse_qsl, urlencode
from urllib.request import urlopen

import duckdb
from django.db import connection

from tests.bench.clock import spread, timed
from tests.bench.questions import mix
from tests.serving import free_port

QUESTIONS = 8  # a facet takes Datasette seconds at 1,000,000 rows
FACETS = (
    "role", "kind", "evidence", "us_nexus", "attribution_status", "target_kind", "province", "base", "country",
    "launch_province", "month",
)  # fmt: skip
NAMES = {"nexus": "us_nexus", "status": "attribution_status", "target": "target_kind"}
USUAL = [("evidence", "<>", "discounted"), ("us_nexus", "<>", "context")]
ROWS = """
    SELECT public_id, name, role, kind, evidence, us_nexus, attribution_status, target_kind, province, base, country,
        launch_province, to_char(occurred_from, 'YYYY-MM') AS month, occurred_from, occurred_to, attack_count
    FROM attacks_publishedincident WHERE to_rev IS NULL
"""
Condition = tuple[str, str, str]  # column, operator, value


def questions() -> list[str]:
    """The first questions of the mix that one flat table can answer."""
    allowed = {*FACETS, *NAMES, "from", "to"}
    return [q for q in mix(is_synthetic=True, count=300, seed=7) if all(name in allowed for name, _ in parse_qsl(q))][
        :QUESTIONS
    ]


def measure(scratch: Path) -> dict[str, Any]:
    """Milliseconds of each tool over the database of Django's own settings."""
    rows = scratch / "rows.csv"
    copying = f"COPY ({ROWS}) TO STDOUT (FORMAT csv, HEADER)"
    with connection.cursor() as cursor, rows.open("wb") as file, cursor.copy(copying) as copy:
        for part in copy:
            file.write(part)
    return {
        "datasette_ms": spread(_datasette(rows, scratch)),
        "postgresql_ms": spread(_postgresql()),
        "duckdb_ms": spread(_duckdb(rows)),
    }


def _conditions(question: str) -> list[Condition]:
    found: list[Condition] = []
    for name, value in parse_qsl(question):
        if name == "from":
            found.append(("occurred_to", ">=", value))
        elif name == "to":
            found.append(("occurred_from", "<=", value))
        else:
            found.append((NAMES.get(name, name), "=", value))
    asked = {column for column, _operator, _value in found}
    return found + [usual for usual in USUAL if usual[0] not in asked]


def _where(question: str) -> tuple[str, list[str]]:
    conditions = _conditions(question)
    return " AND ".join(f"{column} {way} %s" for column, way, _ in conditions), [value for _, _, value in conditions]


def _counts(source: str, where: str) -> str:
    columns, sets = ", ".join(FACETS), ", ".join(f"({facet})" for facet in FACETS)
    sums = "sum(attack_count), count(*)"
    return f"SELECT {columns}, {sums} FROM {source} WHERE {where} GROUP BY GROUPING SETS ({sets})"


def _list(source: str, where: str) -> str:
    return f"SELECT public_id, name FROM {source} WHERE {where} ORDER BY occurred_from DESC, public_id DESC LIMIT 50"


def _postgresql() -> list[float]:
    times = []
    with connection.cursor() as cursor:
        cursor.execute("SET work_mem = '256MB'")
        for question in questions():
            where, values = _where(question)
            source = f"({ROWS}) rows"

            def ask(where: str = where, values: list[str] = values, source: str = source) -> None:
                cursor.execute(_counts(source, where), values)
                cursor.fetchall()
                cursor.execute(_list(source, where), values)
                cursor.fetchall()

            times.append(timed(ask))
    return times


def _duckdb(rows: Path) -> list[float]:
    database = duckdb.connect(":memory:", config={"threads": 2})
    database.execute(f"CREATE TABLE incidents AS FROM read_csv('{rows}')")
    times = []
    for question in questions():
        where, values = _where(question)
        where = where.replace("%s", "?")

        def ask(where: str = where, values: list[str] = values) -> None:
            database.execute(_counts("incidents", where), values).fetchall()
            database.execute(_list("incidents", where), values).fetchall()

        times.append(timed(ask))
    database.close()
    return times


# Datasette ------------------------------------------------------------------------------------------------------------


def _datasette(rows: Path, scratch: Path) -> list[float]:
    file = scratch / "record.db"
    with rows.open(newline="") as text, sqlite3.connect(file) as database:
        reader = csv.reader(text)
        columns = next(reader)
        database.execute(f"CREATE TABLE incidents ({', '.join(columns)}, PRIMARY KEY (public_id))")
        database.executemany(f"INSERT INTO incidents VALUES ({', '.join('?' for _ in columns)})", reader)
        for column in (*FACETS, "occurred_from"):
            database.execute(f"CREATE INDEX by_{column} ON incidents ({column})")
        database.execute("ANALYZE")
    port, limit = free_port(), "600000"
    settings = {"facet_time_limit_ms": limit, "sql_time_limit_ms": limit, "suggest_facets": "off"}
    command = [sys.executable, "-m", "datasette", "serve", str(file), "-h", "127.0.0.1", "-p", str(port)]
    for name, value in settings.items():
        command += ["--setting", name, value]
    with (scratch / "datasette.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            base = f"http://127.0.0.1:{port}"
            _wait(base)
            return [timed(lambda: urlopen(_address(base, question), timeout=600).read()) for question in questions()]  # noqa: B023
        finally:
            process.terminate()
            process.wait()


def _address(base: str, question: str) -> str:
    ways = {"=": "exact", "<>": "not", ">=": "gte", "<=": "lte"}
    pairs = [(f"{column}__{ways[way]}", value) for column, way, value in _conditions(question)]
    pairs += [("_facet", facet) for facet in FACETS]
    return f"{base}/record/incidents.json?{urlencode([*pairs, ('_size', '50'), ('_sort_desc', 'occurred_from')])}"


def _wait(base: str) -> None:
    for _ in range(200):
        try:
            urlopen(f"{base}/-/versions.json", timeout=5).close()
        except (URLError, ConnectionError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("Datasette did not answer")
