"""What changed between two documents, for people: fields, values and the records that they name, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from attacks.choices import RecordType, RevisionEvent
from attacks.ledger.history import Change, HistoryEntry
from attacks.ledger.references import PATHS, Reference
from attacks.models import Revision
from attacks.wording import dictionary, formats

LONGEST = 160  # letters of a value that are shown; the whole text stands in the revision itself


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a value in words; `code` is the permanent name of the record that it names, where it names one."""

    text: str
    code: str = ""


class Parts(tuple[Part, ...]):
    """A value in words; as text, its pieces one after the other."""

    def __str__(self) -> str:
        text = _(", ").join(part.text or part.code for part in self)
        return text if len(text) <= LONGEST else text[:LONGEST] + "…"


@dataclass(frozen=True, slots=True)
class ChangeWords:
    label: str
    before: Parts
    after: Parts


@dataclass(frozen=True, slots=True)
class EntryWords:
    revision: Revision
    event: str
    changes: list[ChangeWords]
    is_redacted: bool
    is_version: bool


def entries(
    history: list[HistoryEntry], record_type: RecordType, named: Mapping[Reference, str] | None = None
) -> list[EntryWords]:
    """The revisions, newest first, as they were given; `named` as for `change_words`."""
    return [
        EntryWords(
            revision=entry.revision,
            event=str(RevisionEvent(entry.revision.event).label),
            changes=change_words(entry.changes, record_type, named or {}),
            is_redacted=entry.is_redacted,
            is_version=entry.revision.event in (RevisionEvent.PUBLISHED, RevisionEvent.CORRECTED),
        )
        for entry in history
    ]


def references(changes: Iterable[Change], record_type: RecordType) -> set[Reference]:
    """The records that these changes name, before or after."""
    return {
        (kind, code)
        for change in changes
        for value in (change.before, change.after)
        for path, leaf in _leaves(change.path, value)
        if leaf and (kind := _names(record_type, path))
        for code in (leaf if isinstance(leaf, list) else [leaf])
    }


def change_words(
    changes: Iterable[Change], record_type: RecordType, named: Mapping[Reference, str]
) -> list[ChangeWords]:
    """The changes in words; `named` holds what the records that they name are called, to whoever reads them."""

    def words(path: str, value: Any) -> Parts:
        found: list[Part] = []
        for place, leaf in _leaves(path, value):
            kind = _names(record_type, place)
            for item in leaf if kind and isinstance(leaf, list) else [leaf]:
                if kind and item:
                    found.append(Part(named.get((kind, item), ""), item))
                elif item not in (None, "", []):
                    found.append(Part(value_words(item, dictionary.field_at(record_type, place))))
        return Parts(found or [Part(formats.DASH)])

    return [
        ChangeWords(
            label=dictionary.label_at(record_type, change.path),
            before=words(change.path, change.before),
            after=words(change.path, change.after),
        )
        for change in changes
    ]


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """The values that stand as one, each with its path: what objects and lists of objects hold."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _leaves(f"{path}.{key}", part)
    elif isinstance(value, list) and any(isinstance(part, dict) for part in value):
        for index, part in enumerate(value):
            yield from _leaves(f"{path}.{index}", part)
    else:
        yield path, value


def _names(record_type: RecordType, path: str) -> RecordType | None:
    """The type of the records that a document names at a path with numbers in it."""
    pattern = re.sub(r"\.\d+(?=\.|$)", "[]", path)
    known = PATHS[record_type]
    return known.get(pattern) or known.get(f"{pattern}[]")


def value_words(value: Any, field: dictionary.Field | None = None) -> str:
    """One value of a document for people; "–" where there is none."""
    if value is None or value in ("", []):
        return formats.DASH
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field and field.choices and isinstance(value, str) and value in field.choices.values:
        return str(field.choices(value).label)
    if field and field.is_range and isinstance(value, list) and len(value) == 2:
        return formats.number_range(*value)
    if isinstance(value, list):
        return _(", ").join(value_words(part, field) for part in value)[:LONGEST]
    text = str(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
