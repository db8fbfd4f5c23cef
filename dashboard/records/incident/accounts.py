"""What each account says of an incident, held against the recorded values: which agree, which differ."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from attacks.choices import RecordType
from attacks.models.accounts import REPORTED_FIELDS, reported_field_label
from attacks.search import fold
from attacks.wording import formats
from dashboard.records import words
from dashboard.records.edition import Edition, Ref
from dashboard.records.incident.recorded import Recorded, recorded_values
from dashboard.records.words import Bounds

AGREES, DIFFERS, IN_WORDS = "agrees", "differs", "words"
REMARK = "note"
_PROVINCE_FIELDS = ("province", "launch.province")
_NUMBER = re.compile(r"(\d{1,6})(\+?)")
_NONE_WORDS = re.compile(r"no(ne| casualties| loss of life| human losses)( were| was)?( reported)?\.?", re.IGNORECASE)


@dataclass
class Said:
    """One value of one account; `standing` against the recorded value, IN_WORDS where nothing can be compared."""

    field: str
    raw: str
    shown: SafeString
    quote: str
    voice: Voice
    standing: str = IN_WORDS

    @property
    def is_differing(self) -> bool:
        return self.standing == DIFFERS


@dataclass
class Voice:
    """One account: who says it, where it was read."""

    source: Ref
    outlet: Ref | None
    said_by: str
    day: str
    values: dict[str, Said]

    @property
    def who(self) -> SafeString:
        """ "Security Media Cell, in Atalayar", or the outlet alone."""
        outlet = self.outlet.name if self.outlet else self.source.name
        if not self.said_by:
            return outlet
        return (
            conditional_escape(_("%(voice)s, in %(outlet)s") % {"voice": words.local(self.said_by), "outlet": outlet})
            if not formats.is_arabic()
            else words.listed([words.local(self.said_by), outlet])
        )


@dataclass
class Column:
    """One fact of the matrix with what is recorded here."""

    field: str
    label: str
    recorded: SafeString


@dataclass
class Accounts:
    columns: list[Column]
    rows: list[tuple[Voice, list[Said | None]]]
    remarks: list[Said]

    def said(self, *fields: str) -> list[Said]:
        """Every value given for these facts, account by account; a trailing `*` takes what begins so."""
        return [
            value
            for voice, _cells in self.rows
            for value in voice.values.values()
            if any(_matches(value.field, field) for field in fields)
        ]


def _matches(field: str, pattern: str) -> bool:
    return field.startswith(pattern[:-1]) if pattern.endswith("*") else field == pattern


def wanted(body: dict[str, Any]) -> set[tuple[RecordType, str]]:
    """The references that stand in reported values: provinces and actors by their public names."""
    found: set[tuple[RecordType, str]] = set()
    for account in body["accounts"]:
        for value in account["values"]:
            if value["field"] in _PROVINCE_FIELDS and re.fullmatch(r"IQ-[A-Z]{2}", value["value"]):
                found.add((RecordType.PROVINCE, value["value"]))
            elif value["field"] == "attribution.accused" and re.fullmatch(r"[a-z0-9-]+", value["value"]):
                found.add((RecordType.ACTOR, value["value"]))
    return found


def accounts(edition: Edition, body: dict[str, Any]) -> Accounts:
    """The accounts of a document, judged value by value."""
    recorded = recorded_values(edition, body)
    voices = [_voice(edition, account) for account in body["accounts"]]
    order = list(REPORTED_FIELDS)
    fields = sorted({name for voice in voices for name in voice.values if name != REMARK}, key=order.index)
    columns = []
    for field in fields:
        said = [voice.values[field] for voice in voices if field in voice.values]
        _judge(said, recorded.get(field))
        here = recorded.get(field)
        columns.append(
            Column(
                field=field,
                label=reported_field_label(field),
                recorded=here.shown if here else SafeString(""),
            )
        )
    return Accounts(
        columns=columns,
        rows=[(voice, [voice.values.get(field) for field in fields]) for voice in voices],
        remarks=[voice.values[REMARK] for voice in voices if REMARK in voice.values],
    )


def _voice(edition: Edition, account: dict[str, Any]) -> Voice:
    source = edition.ref(RecordType.SOURCE, account["source"])
    assert source is not None  # every account names its source
    item = source.version.body if source.version else None
    voice = Voice(
        source=source,
        outlet=edition.ref(RecordType.OUTLET, item["outlet"]) if item else None,
        said_by=account["said_by"],
        day=words.dated(item["published_on"], item["published_on_precision"]) if item else "",
        values={},
    )
    for value in account["values"]:
        voice.values[value["field"]] = Said(
            field=value["field"],
            raw=value["value"],
            shown=_shown(edition, value["field"], value["value"]),
            quote=value["quote"],
            voice=voice,
        )
    return voice


def _shown(edition: Edition, field: str, value: str) -> SafeString:
    if _NUMBER.fullmatch(value):
        return conditional_escape(formats.digits(value))
    kind = RecordType.PROVINCE if field in _PROVINCE_FIELDS else RecordType.ACTOR
    if edition.find(kind, value):
        return edition.ref(kind, value).name  # type: ignore[union-attr]
    return words.local(value)


# Judging --------------------------------------------------------------------------------------------------------------


def parsed(value: str) -> Bounds | None:
    """ "7" → (7, 7), "3+" → (3, None); None: words."""
    found = _NUMBER.fullmatch(value)
    if not found:
        return None
    number = int(found[1])
    return number, None if found[2] else number


def _judge(said: list[Said], recorded: Recorded | None) -> None:
    """Sets the standing of each value of one fact.

    1. A number that no part of the recorded range allows differs. 2. Where the record is one number, the others agree.
    3. Where it is a range, or nothing is recorded, rivals stand within it: a number differs when it is not the one
    that most accounts give; without a majority each differs. 4. Words agree when they contain, or are contained in, the
    recorded words; otherwise nothing is said, since a program can't tell other words from another fact.
    """
    rivals: list[tuple[Said, Bounds]] = []
    for value in said:
        number = parsed(value.raw)
        if number is None or (recorded is not None and recorded.bounds is None and recorded.folded):
            value.standing = _words_standing(value.raw, recorded)
        elif recorded is None or recorded.bounds is None:
            rivals.append((value, number))
        elif not _overlaps(number, recorded.bounds):
            value.standing = DIFFERS
        elif recorded.bounds[0] == recorded.bounds[1]:
            value.standing = AGREES
        else:
            rivals.append((value, number))
    counts = Counter(number for _value, number in rivals)
    most = counts.most_common(2)
    is_even = len(most) > 1 and most[0][1] == most[1][1] and not _overlaps(most[0][0], most[1][0])
    for value, number in rivals:
        value.standing = DIFFERS if is_even or not _overlaps(number, most[0][0]) else AGREES


def _words_standing(raw: str, recorded: Recorded | None) -> str:
    if recorded is None:
        return IN_WORDS
    if recorded.bounds == (0, 0) and _NONE_WORDS.fullmatch(raw):
        return AGREES
    text = fold(raw)
    if any(
        text == known or (len(known) > 3 and known in text) or (len(text) > 3 and text in known)
        for known in recorded.folded
    ):
        return AGREES
    return DIFFERS if recorded.is_code else IN_WORDS


def _overlaps(one: Bounds, other: Bounds) -> bool:
    return (one[1] is None or (other[0] or 0) <= one[1]) and (other[1] is None or (one[0] or 0) <= other[1])
