"""The data dictionary names and explains every field of every public document."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from attacks.choices import RecordType
from attacks.models import RevisionDocument
from attacks.wording import dictionary

from .conftest import Record


@pytest.mark.parametrize("record_type", RecordType)
def test_every_public_field_has_a_name_a_form_and_a_meaning(record_type: RecordType) -> None:
    undocumented = [
        path
        for path, field in dictionary.fields_by_type()[record_type].items()
        if not (field.label and field.form and (field.meaning or field.choices))
    ]
    assert undocumented == []


def leaves(value: Any, path: str = "") -> set[str]:
    """The paths of a real document, as the dictionary writes them."""
    name = path.rpartition(".")[2]
    if isinstance(value, dict) and value and name not in dictionary._WHOLE:
        return {leaf for key, part in value.items() for leaf in leaves(part, f"{path}.{key}".lstrip("."))}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return {leaf for part in value for leaf in leaves(part, f"{path}[]")}
    return {path}


def test_no_published_document_holds_a_field_that_is_missing_here(record: Record) -> None:
    known = {record_type: set(fields) for record_type, fields in dictionary.fields_by_type().items()}
    for body in RevisionDocument.objects.values_list("body", flat=True):
        paths = leaves(body)
        lists = {path.split("[]")[0] for path in known[body["type"]] if "[]" in path} | {"launch"}
        assert paths - known[body["type"]] <= lists  # an empty list or a missing object stands under its own name


def test_a_path_with_numbers_reads_as_words() -> None:
    assert dictionary.label_at(RecordType.INCIDENT, "casualties.1.wounded") == "casualties 2, wounded"
    assert dictionary.label_at(RecordType.INCIDENT, "accounts.0.values.2.value") == "account 1, reported value 3, value"
    words = dictionary.label_at(RecordType.ACTOR, "affiliations.0.since_precision")
    assert words == "affiliation 1, precision of since"


def test_an_unknown_path_still_reads() -> None:
    assert dictionary.field_at(RecordType.INCIDENT, "no_such.0.thing") is None
    assert dictionary.label_at(RecordType.INCIDENT, "no_such.0.thing") == "no such 1, thing"


@pytest.mark.django_db
def test_the_page_lists_every_type(client: Client) -> None:
    markup = client.get("/method/dictionary/").content.decode()
    for record_type, fields in dictionary.fields_by_type().items():
        assert f'id="{record_type}"' in markup
        for path in fields:
            assert f">{path}</th>" in markup
