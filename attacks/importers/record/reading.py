"""Reads the YAML of the record into typed entries and refuses it with every problem at once; needs no database."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from . import checks
from .findings import Findings, Place, Problem
from .schema import FILES, KINDS
from .values import Group

DATA = Path(__file__).resolve().parents[2] / "data"
RECORD = DATA / "record"
GOVERNORATES = DATA / "map" / "governorates.geojson"

Entry = dict[str, Any]


class RecordRefused(ValueError):
    """The record holds what is not allowed; `problems` names every place."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


@dataclass(slots=True)
class RecordFiles:
    """The record as read: by file, each entry with its typed values, and the governorates of the map."""

    entries: dict[str, list[Entry]] = field(default_factory=lambda: {name: [] for name in FILES})
    provinces: list[Entry] = field(default_factory=list)

    def __getitem__(self, name: str) -> list[Entry]:
        return self.entries[name]


class _Loader(yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader):  # type: ignore[misc]
    """Refuses a key that stands twice in one mapping; YAML itself would keep the last and drop the others."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for name, _value in node.value:
            if name.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {name.value} stands twice", name.start_mark
                )
            seen.add(name.value)
        return super().construct_mapping(node, deep)


def files(root: Path) -> Iterator[tuple[str, Path]]:
    """Each YAML file below `root` with the name of what it holds."""
    for name in FILES:
        if name == "incidents":
            yield from ((name, path) for path in sorted((root / "incidents").glob("*.yaml")))
        else:
            yield name, root / f"{name}.yaml"


def read(root: Path = RECORD, *, progress: Callable[[int], Any] | None = None) -> RecordFiles:
    """The record below `root`; raises RecordRefused with all problems. `progress` hears of each file that is read."""
    findings = Findings()
    record = RecordFiles(provinces=_provinces())
    known = {path for _name, path in files(root)}
    for path in sorted(root.rglob("*.yaml")):
        if path not in known:
            _whole(path, root, findings).refuse(
                path.name, f"{', '.join(FILES)} as .yaml; incidents in a folder, by year"
            )
    for name, path in files(root):
        record.entries[name] += _entries(name, path, root, findings)
        if progress:
            progress(1)
    _resolve(record, findings)
    checks.check(record, findings)
    if findings.problems:
        raise RecordRefused(findings.problems)
    return record


def _whole(path: Path, root: Path, findings: Findings) -> Place:
    return Place(path.relative_to(root).as_posix(), "the file", "", findings)


def _entries(name: str, path: Path, root: Path, findings: Findings) -> list[Entry]:
    whole = _whole(path, root, findings)
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - made from the safe loader
    except FileNotFoundError:
        whole.refuse(None, "a file with at least one entry")
        return []
    except yaml.YAMLError as error:
        whole.refuse(" ".join(str(error).split()), "YAML")
        return []
    if not isinstance(raw, list):
        whole.refuse(type(raw).__name__, "a list of entries")
        return []
    shape = Group(keys=FILES[name], is_required=True)
    entries = []
    for number, item in enumerate(raw, start=1):
        place = Place(whole.file, _key(item) or f"entry {number}", "", findings)
        entry = shape.read(item, place)
        if entry is not None:
            entries.append({**entry, "place": place})
    return entries


def _key(item: Any) -> str:
    if not isinstance(item, dict):
        return ""
    if "grade" in item and "scope" in item:
        return f"{item.get('from')} {item['scope']}"
    return str(item.get("slug") or item.get("key") or "")


def _provinces() -> list[Entry]:
    """The governorates of the base map: code, names, whether approximate, and geometry as GeoJSON."""
    features = json.loads(GOVERNORATES.read_text(encoding="utf-8"))["features"]
    return [{**feature["properties"], "geometry": feature["geometry"]} for feature in features]


def _resolve(record: RecordFiles, findings: Findings) -> None:
    names = {kind: {entry.get("slug") or entry.get("key") for entry in record[file]} for file, kind in KINDS.items()}
    names["a province"] = {province["code"] for province in record.provinces}
    for reference in findings.references:
        if reference.name not in names[reference.kind]:
            reference.at.refuse(reference.name, f"{reference.kind} that is in the record")
