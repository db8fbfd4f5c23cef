"""Which records a public document refers to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attacks.choices import RecordType

Reference = tuple[RecordType, str]

# Where references stand in a document: a dotted path, `[]` for "each of".
PATHS: dict[RecordType, dict[str, RecordType]] = {
    RecordType.PROVINCE: {},
    RecordType.BASE: {"province": RecordType.PROVINCE, "presences[].source": RecordType.SOURCE},
    RecordType.ACTOR: {
        "sources[]": RecordType.SOURCE,
        "affiliations[].parent": RecordType.ACTOR,
        "affiliations[].sources[]": RecordType.SOURCE,
    },
    RecordType.OUTLET: {"partisan_for": RecordType.ACTOR},
    RecordType.SOURCE: {
        "outlet": RecordType.OUTLET,
        "origin": RecordType.OUTLET,
        "other_origins[]": RecordType.OUTLET,
    },
    RecordType.INCIDENT: {
        "base": RecordType.BASE,
        "province": RecordType.PROVINCE,
        "launch.province": RecordType.PROVINCE,
        "possible_duplicate_of": RecordType.INCIDENT,
        "attributions[].actor": RecordType.ACTOR,
        "attributions[].made_by.actor": RecordType.ACTOR,
        "attributions[].made_by.outlet": RecordType.OUTLET,
        "attributions[].statement": RecordType.STATEMENT,
        "attributions[].source": RecordType.SOURCE,
        "links[].to": RecordType.INCIDENT,
        "accounts[].source": RecordType.SOURCE,
        "sources[]": RecordType.SOURCE,
    },
    RecordType.STATEMENT: {
        "speaker": RecordType.ACTOR,
        "addressee": RecordType.ACTOR,
        "incidents[]": RecordType.INCIDENT,
        "retracts[]": RecordType.STATEMENT,
        "contradicts[]": RecordType.STATEMENT,
        "sources[]": RecordType.SOURCE,
    },
    RecordType.TALLY: {
        "issuer.actor": RecordType.ACTOR,
        "issuer.outlet": RecordType.OUTLET,
        "source": RecordType.SOURCE,
        "further_sources[]": RecordType.SOURCE,
        "incident": RecordType.INCIDENT,
    },
    RecordType.COVERAGE: {},
}


def references(body: dict[str, Any]) -> set[Reference]:
    """Every record that the document refers to, as (type, public id)."""
    return {
        (kind, name)
        for path, kind in PATHS[RecordType(body["type"])].items()
        for name in _values(body, path.split("."))
    }


def _values(value: Any, path: list[str]) -> Iterator[str]:
    if value is None:
        return
    if not path:
        yield value
        return
    step, rest = path[0], path[1:]
    if step.endswith("[]"):
        for item in value.get(step[:-2]) or []:
            yield from _values(item, rest)
    else:
        yield from _values(value.get(step), rest)
