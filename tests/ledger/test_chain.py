"""Laws of the chain of digests and of differences between documents."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from attacks.ledger import chain, document
from attacks.ledger.history import differences
from attacks.models import Revision

scalars = st.none() | st.booleans() | st.integers(-1000, 1000) | st.text(max_size=8)
bodies = st.dictionaries(
    st.text(st.characters(exclude_characters=".", exclude_categories=["Cs"]), min_size=1, max_size=5),
    st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
        max_leaves=6,
    ),
    max_size=3,
)


def revision(**changes: Any) -> Revision:
    values: dict[str, Any] = {
        "id": 7,
        "record_type": "incident",
        "public_id": "IQ-0001",
        "number": 1,
        "event": "published",
        "published_at": datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
        "document_sha256": "a" * 64,
        "change_note": "",
    }
    return Revision(**{**values, **changes})


@given(bodies)
def test_a_document_read_back_has_the_same_fingerprint(body: dict[str, Any]) -> None:
    assert document.fingerprint(json.loads(document.canonical(body))) == document.fingerprint(body)


@given(bodies, bodies)
def test_different_documents_have_different_fingerprints(one: dict[str, Any], other: dict[str, Any]) -> None:
    assume(one != other or json.dumps(one) != json.dumps(other))
    assume(document.canonical(one) != document.canonical(other))
    assert document.fingerprint(one) != document.fingerprint(other)


@pytest.mark.parametrize(
    "change",
    [
        {"id": 8},
        {"record_type": "base"},
        {"public_id": "IQ-0002"},
        {"number": 2},
        {"event": "corrected"},
        {"published_at": datetime(2026, 11, 22, 9, 30, 1, tzinfo=UTC)},
        {"document_sha256": "b" * 64},
        {"change_note": "x"},
    ],
)
def test_the_digest_covers_every_part_of_the_header(change: dict[str, Any]) -> None:
    assert chain.digest(previous="", revision=revision()) != chain.digest(previous="", revision=revision(**change))


def test_the_digest_covers_the_digest_before() -> None:
    assert chain.digest(previous="a", revision=revision()) != chain.digest(previous="b", revision=revision())


def test_the_digest_is_the_documented_one() -> None:
    """Worked out by hand with sha256sum, so that the published recipe can't drift."""
    text = (
        '{"change_note":"","document_sha256":"' + "a" * 64 + '","event":"published","id":7,"number":1,'
        '"public_id":"IQ-0001","published_at":"2026-11-22T09:30:00.000000+00:00","record_type":"incident"}'
    )
    from hashlib import sha256

    assert chain.digest(previous="f" * 64, revision=revision()) == sha256(("f" * 64 + "\n" + text).encode()).hexdigest()


@given(bodies)
def test_a_document_does_not_differ_from_itself(body: dict[str, Any]) -> None:
    assert list(differences(body, body)) == []


@given(bodies, bodies)
def test_documents_that_differ_show_a_difference(one: dict[str, Any], other: dict[str, Any]) -> None:
    def bare(value: Any) -> Any:
        """Without what a difference can't tell apart: an absent value and null, an empty and an absent object."""
        if isinstance(value, dict):
            return {key: kept for key, inner in value.items() if (kept := bare(inner)) not in (None, {})}
        return [bare(inner) for inner in value] if isinstance(value, list) else value

    assume(bare(one) != bare(other))
    assert list(differences(one, other)) != []


def test_a_difference_names_the_value_by_its_path() -> None:
    before = {"casualties": [{"group": "civilian", "wounded": [2, 2]}]}
    after = {"casualties": [{"group": "civilian", "wounded": [2, 7]}]}
    (change,) = differences(before, after)
    assert (change.path, change.before, change.after) == ("casualties.0.wounded", [2, 2], [2, 7])
