"""The shipped record, loaded whole by the command; its counts are those of its README."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from attacks.importers.record import read
from attacks.importers.record.reading import RECORD
from attacks.ledger.verify import verify
from attacks.models import (
    Account,
    Affiliation,
    Attribution,
    Incident,
    IncidentLink,
    Munition,
    Province,
    Revision,
    Source,
)

from .conftest import Folder

README = (RECORD / "README.md").read_text(encoding="utf-8")


def command(*arguments: str | Path) -> str:
    out = io.StringIO()
    call_command("load_record", *[str(argument) for argument in arguments], stdout=out)
    return out.getvalue()


def numbers(pattern: str) -> list[int]:
    """The numbers that the README gives where the pattern matches."""
    found = re.search(pattern, README)
    assert found, pattern
    return [int(group) for group in found.groups()]


@pytest.mark.django_db
def test_the_whole_record_loads_verifies_and_loads_again_without_a_change() -> None:
    printed = command()
    record = read()
    assert f"{sum(map(len, record.entries.values())) + 19} created, 0 changed" in printed
    assert verify().fault is None
    assert Province.objects.count() == 19
    assert Revision.objects.count() == Revision.objects.filter(event="published").count()
    assert [Affiliation.objects.count(), Attribution.objects.count(), Account.objects.count()] == [
        *numbers(r"(\d+) dated and graded affiliations"),
        *numbers(r"(\d+) attributions, \d+ accounts"),
        *numbers(r"attributions, (\d+) accounts"),
    ]
    assert [IncidentLink.objects.count()] == numbers(r"(\d+) links\s+between incidents")
    assert [Source.objects.exclude(origin=None).count()] == numbers(r"\((\d+) repeat another outlet\)")
    assert [Incident.objects.filter(role="unclaimed_strike").count()] == numbers(r"claimed \((\d+) records")
    assert Munition.objects.count() == sum(len(entry["munitions"]) for entry in record["incidents"])
    balad = Incident.objects.get(public_id="IQ-0155")
    assert {
        (account.said_by, value.field): value.value
        for account in balad.accounts.all()
        for value in account.values.filter(field__in=["munitions.fired", "munitions.fell_wide"])
    }.items() >= {
        ("security officials", "munitions.fired"): "7",
        ("security officials", "munitions.fell_wide"): "5",
        ("Security Media Cell", "munitions.fired"): "2",
    }.items()
    assert "nothing changed" in command()
    assert Revision.objects.count() == len(record.provinces) + sum(map(len, record.entries.values()))


def test_the_counts_printed_are_those_of_the_readme() -> None:
    printed = command("--check")
    for file, rows in re.findall(r"\| (\w+)(?:\.yaml|/2018\.yaml to 2026\.yaml) \| (\d+) \|", README):
        assert f"{file} {rows}" in printed
    (per_year,) = re.findall(r"Incident records per year: (.+?)\.", README)
    assert f"per year: {per_year}" in printed
    (by_kind,) = re.findall(r"By kind: (.+?)\.", README)
    assert f"by kind: {by_kind}" in printed
    for line in ("evidence", "country", "nexus"):
        (given,) = re.findall(rf"By (?:US )?{line}: ([\w ,]+)[.;]", README)
        (own,) = re.findall(rf"by (?:US )?{line}: (.+)", printed)
        assert sorted(given.split(", ")) == sorted(own.split(", "))
    records, attacks = numbers(r"several attacks\): (\d+) records, (\d+) attacks")
    assert f"attacks that took place: {records} records, {attacks} attacks" in printed
    assert "the database was not touched" in printed


def test_the_readme_counts_the_records_by_extent_and_correction() -> None:
    extents = [entry["date_extent"] for entry in read()["incidents"]]
    assert [extents.count("spans"), extents.count("uncertain")] == [
        *numbers(r"`spans` \((\d+) records"),
        *numbers(r"`uncertain` \((\d+) records"),
    ]


@pytest.mark.django_db
def test_the_command_refuses_a_faulty_record_with_every_problem_and_loads_nothing(folder: Folder) -> None:
    folder.entry("incidents", "2021-03-15-balad")["kind"] = "catapult"
    folder.entry("outlets", "wire")["reliability"] = "Z"
    with pytest.raises(CommandError) as refused:
        command(folder.write())
    assert "incidents/2021.yaml: 2021-03-15-balad: kind: 'catapult' is refused" in str(refused.value)
    assert "outlets.yaml: wire: reliability: 'Z' is refused; allowed: A, B, C, D, E, F" in str(refused.value)
    assert str(refused.value).endswith("2 problems; nothing was loaded")
    assert not Revision.objects.exists()


@pytest.mark.django_db
def test_the_command_names_what_it_left_alone(folder: Folder) -> None:
    command(folder.path)
    folder.content["coverage"][0]["scope"] = "all"
    printed = command(folder.write())
    assert "1 created, 0 changed, 1 revisions published" in printed
    assert "no longer in the record, left as published: coverage 2021-01-01-bases-and-missions" in printed


@pytest.mark.django_db
def test_the_command_shows_no_progress_without_a_terminal(folder: Folder, capfd: pytest.CaptureFixture[str]) -> None:
    command(folder.path)
    assert capfd.readouterr() == ("", "")


def test_a_path_that_is_no_folder_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is not a folder"):
        command(tmp_path / "nothing")
