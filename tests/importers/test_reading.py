"""Reading the record: every key is declared, and what is not allowed is named with file, key, field and value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml

from attacks.importers.record import Problem, RecordRefused, read
from attacks.importers.record.reading import RECORD, files
from attacks.importers.record.schema import FILES
from attacks.importers.record.values import Figures, Group, Many, ReportedValues, Value

from .conftest import Folder


def problems(folder: Folder) -> list[Problem]:
    with pytest.raises(RecordRefused) as refused:
        read(folder.write())
    return refused.value.problems


# Every key of the shipped record ----------------------------------------------------------------------------------


def undeclared(raw: Any, value: Value, path: str) -> Iterator[str]:
    """Paths of the YAML for which the schema has no declaration."""
    if isinstance(raw, dict):
        if isinstance(value, Figures):
            return
        if isinstance(value, ReportedValues):
            yield from (f"{path}.{name}" for name in raw if name not in value.names)
        elif isinstance(value, Group):
            for name, item in raw.items():
                if name not in value.keys:
                    yield f"{path}.{name}"
                else:
                    yield from undeclared(item, value.keys[name], f"{path}.{name}")
        else:
            yield path
    elif isinstance(raw, list):
        if not isinstance(value, Many):
            yield path
        else:
            for item in raw:
                yield from undeclared(item, value.of, f"{path}[]")


def test_every_key_of_every_file_is_declared() -> None:
    walked = 0
    for name, path in files(RECORD):
        for entry in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader):
            assert list(undeclared(entry, Group(keys=FILES[name]), name)) == []
            walked += len(entry)
    assert walked > 20_000


def test_every_declared_key_is_read_into_the_entry() -> None:
    record = read()
    for name, keys in FILES.items():
        assert all(set(keys) <= set(entry) for entry in record[name])


def test_every_yaml_file_below_the_record_is_read() -> None:
    assert {path for _name, path in files(RECORD)} == set(RECORD.rglob("*.yaml"))


# Refusals -----------------------------------------------------------------------------------------------------------


def test_the_small_record_is_accepted(folder: Folder) -> None:
    assert len(read(folder.path)["incidents"]) == 2


def test_a_problem_names_file_key_field_value_and_what_is_allowed(folder: Folder) -> None:
    folder.entry("incidents", "2021-03-15-balad")["kind"] = "catapult"
    (problem,) = problems(folder)
    assert str(problem) == (
        "incidents/2021.yaml: 2021-03-15-balad: kind: 'catapult' is refused; allowed: drone, rocket, mortar, "
        "ballistic_missile, ied, small_arms, storming, air_strike, raid, other"
    )


def test_all_problems_are_named_not_only_the_first(folder: Folder) -> None:
    incident = folder.entry("incidents", "2021-03-15-balad")
    incident["munitions"][0]["weapon"] = "sling"
    incident["sources"].append("nowhere")
    folder.entry("outlets", "wire")["reliability"] = "Z"
    folder.entry("actors", "group")["colour"] = "green"
    assert {(problem.file, problem.field) for problem in problems(folder)} == {
        ("incidents/2021.yaml", "munitions[0].weapon"),
        ("incidents/2021.yaml", "sources[2]"),
        ("outlets.yaml", "reliability"),
        ("actors.yaml", "colour"),
    }


def put(name: str, value: Any) -> Callable[[dict[str, Any]], None]:
    """Sets one field, given by a dotted path, of an entry."""

    def change(entry: dict[str, Any]) -> None:
        *steps, last = name.split(".")
        for step in steps:
            entry = entry[int(step)] if isinstance(entry, list) else entry[step]
        entry[last] = value

    return change


BALAD = ("incidents", "2021-03-15-balad")


@pytest.mark.parametrize(
    ("file", "key", "change", "field", "allowed"),
    [
        (*BALAD, put("weather", "dry"), "weather", "no such key"),
        (*BALAD, put("launch.colour", "red"), "launch.colour", "no such key"),
        (*BALAD, put("accounts.0.values.thrown", 1), "accounts[0].values.thrown", "no such fact"),
        (*BALAD, put("title", None), "title", "text"),
        (*BALAD, put("title", "x" * 301), "title", "at most 300 characters"),
        (*BALAD, put("title", " Seven "), "title", "text"),
        (*BALAD, put("role", "unclaimed_strike"), "role", "attack, response"),
        (*BALAD, put("unclaimed", True), "unclaimed", "not with role attack"),
        (*BALAD, put("count", 1), "count", "from 2 up"),
        (*BALAD, put("foiled", "yes"), "foiled", "true or false"),
        (*BALAD, put("occurred_from", "2021-03"), "occurred_from", "a day such as"),
        (*BALAD, put("occurred_to", "2021-02-30"), "occurred_to", "a day such as"),
        (*BALAD, put("occurred_to", "2021-03-14"), "occurred_to", "nothing below occurred_from"),
        (*BALAD, put("occurred_to", "2021-03-16"), "date_extent", "spans, uncertain"),
        (*BALAD, put("date_extent", "spans"), "date_extent", "single"),
        (*BALAD, put("first_reported_on", "2021-03-14"), "first_reported_on", "nothing before"),
        (*BALAD, put("time_from", 1160), "time_from", "'07:20'"),
        (*BALAD, put("time_to", "19:10"), "time_to", "nothing below time_from"),
        (*BALAD, put("base", "nowhere"), "base", "a base that is in the record"),
        (*BALAD, put("province", "IQ-XX"), "province", "a province that is in the record"),
        (*BALAD, put("province", None), "province", "a province in Iraq"),
        (*BALAD, put("province", "IQ-BG"), "province_point_mismatch", "true"),
        (*BALAD, put("latitude", 94), "latitude", "degrees from -90 to 90"),
        (*BALAD, put("latitude", 27.4), "latitude", "a point in Iraq"),
        (*BALAD, put("location_precision", None), "location_precision", "none of the three"),
        (*BALAD, put("also_kinds", ["rocket"]), "also_kinds", "kinds other than rocket"),
        (*BALAD, put("sources", ["wire-2021-03-16", "wire-2021-03-16"]), "sources", "without repeats"),
        (*BALAD, put("confidence", "moderate"), "confidence", "low, medium, high"),
        (*BALAD, put("munitions.0.fired_low", 8), "munitions[0].fired_high", "nothing below fired_low"),
        (*BALAD, put("munitions.0.fell_wide_low", 6), "munitions[0].fired_high", "at least 8"),
        (*BALAD, put("munitions.0.failed_high", 1), "munitions[0].failed_low", "a number, since failed_high"),
        (*BALAD, put("casualties.0.killed_low", -1), "casualties[0].killed_low", "from 0 up"),
        (*BALAD, put("attributions.0.made_by", "outlet:nobody"), "attributions[0].made_by", "an outlet that is in"),
        (*BALAD, put("links.0.to", "2021-03-15-elsewhere"), "links[0].to", "an incident that is in"),
        (*BALAD, put("public_id", "IQ-0001"), "public_id", "no other entry has"),
        ("incidents", "2021-02-26-strike", put("latitude", 33.4), "latitude", "a point outside Iraq"),
        ("incidents", "2021-02-26-strike", put("province", "IQ-AN"), "province", "null elsewhere"),
        ("incidents", "2021-02-26-strike", put("occurred_from", "2020-02-25"), "occurred_from", "incidents/2020.yaml"),
        ("actors", "group", put("affiliations", [{"parent": "front", "kind": "part_of", "confidence": "low"}]),
         "affiliations", "don't stand under"),
        ("bases", "balad", put("presence.0.precision", "day"), "presence[0].precision", "month"),
        ("bases", "balad", put("presence.0.until", "2014"), "presence[0].until", "nothing before since"),
        ("sources", "paper-2021-03", put("url", "http://www.wire.example/1/"), "url", "no other source has"),
        ("sources", "paper-2021-03", put("url", "wire.example"), "url", "http or https"),
        ("sources", "paper-2021-03", put("published_precision", "day"), "published_precision", "month"),
        ("sources", "paper-2021-03", put("published_on", 2021), "published_on", "in quotes"),
        ("statements", "front-claim", put("retracts", ["nothing"]), "retracts[0]", "a statement that is in"),
        ("tallies", "wire-2021", put("breakdown", {"IQ": 11}), "parts_differ", "don't add up"),
        ("tallies", "wire-2021", put("total", None), "total_is", "none_given"),
        ("tallies", "wire-2021", put("issuer", None), "issuer", "outlet:"),
    ],
)  # fmt: skip
def test_what_is_not_allowed_is_refused_by_name(
    folder: Folder, file: str, key: str, change: Callable[[dict[str, Any]], None], field: str, allowed: str
) -> None:
    change(folder.entry(file, key))
    found = [problem for problem in problems(folder) if problem.field == field and problem.key == key]
    assert found
    assert allowed in found[0].allowed


def test_a_key_written_twice_is_refused(folder: Folder) -> None:
    (folder.path / "coverage.yaml").write_text("- {from: '2021-01-01', scope: all, grade: good, grade: thin}\n")
    with pytest.raises(RecordRefused, match=r"coverage.yaml: the file: .*grade stands twice"):
        read(folder.path)


def test_a_missing_and_an_unknown_file_are_refused(folder: Folder) -> None:
    (folder.path / "tallies.yaml").rename(folder.path / "tally.yaml")
    with pytest.raises(RecordRefused) as refused:
        read(folder.path)
    assert {problem.file for problem in refused.value.problems} == {"tallies.yaml", "tally.yaml"}


def test_text_that_is_no_yaml_is_refused_with_its_file(folder: Folder) -> None:
    (folder.path / "bases.yaml").write_text("- [\n")
    with pytest.raises(RecordRefused, match=r"bases.yaml: the file"):
        read(folder.path)
