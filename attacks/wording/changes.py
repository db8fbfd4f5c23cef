"""A record's history for people: each revision with what it changed, fields and values in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from attacks.choices import RecordType, RevisionEvent
from attacks.ledger.history import Change, HistoryEntry
from attacks.models import Revision
from attacks.wording import dictionary, formats

LONGEST = 160  # letters of a value that are shown; the whole text stands in the revision itself


@dataclass(frozen=True, slots=True)
class ChangeWords:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class EntryWords:
    revision: Revision
    event: str
    changes: list[ChangeWords]
    is_redacted: bool
    is_version: bool


def entries(history: list[HistoryEntry], record_type: RecordType) -> list[EntryWords]:
    """The revisions, newest first, as they were given."""
    return [
        EntryWords(
            revision=entry.revision,
            event=str(RevisionEvent(entry.revision.event).label),
            changes=[change_words(change, record_type) for change in entry.changes],
            is_redacted=entry.is_redacted,
            is_version=entry.revision.event in (RevisionEvent.PUBLISHED, RevisionEvent.CORRECTED),
        )
        for entry in history
    ]


def change_words(change: Change, record_type: RecordType) -> ChangeWords:
    field = dictionary.field_at(record_type, change.path)
    return ChangeWords(
        label=dictionary.label_at(record_type, change.path),
        before=value_words(change.before, field),
        after=value_words(change.after, field),
    )


def value_words(value: Any, field: dictionary.Field | None = None) -> str:
    """One value of a document for people; "–" where there is none."""
    if value is None or value in ("", [], {}):
        return formats.DASH
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field and field.choices and isinstance(value, str) and value in field.choices.values:
        return str(field.choices(value).label)
    if field and field.is_range and isinstance(value, list) and len(value) == 2:
        return formats.number_range(*value)
    if isinstance(value, dict):
        return _(", ").join(value_words(part) for part in value.values() if part not in (None, "", [], {}))[:LONGEST]
    if isinstance(value, list):
        return _(", ").join(value_words(part, field) for part in value)[:LONGEST]
    text = str(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
