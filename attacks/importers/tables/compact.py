"""Rows below a record in one cell: `rocket fired=7 fell_wide=2-5; drone fired=1+ note="seen at night"`.

Each item is one row: first the words that every such row has, then `name=value` for what else is known. A value with a
space or semicolon stands in JSON's quotes. Bounds: `7`, `2-5`, `3+` (at least), `?-5` (at most).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from attacks.importers.record.rows import Row
from attacks.models import REPORTED_FIELDS, Account, ReportedValue
from attacks.models.accounts import reported_field_label

from .kinds import Kind, Many, References, kind_of, quoted, unquoted
from .problems import ValueRefused

_TOKEN = re.compile(
    r"""\s*(?:(?P<end>;)
        |(?P<name>[A-Za-z_][\w.]*)=(?P<value>"(?:[^"\\]|\\.)*"|[^\s;"]+)(?=[\s;]|$)
        |(?P<word>[^\s;="]+)(?=[\s;]|$))""",
    re.VERBOSE,
)
_BARE = re.compile(r'[^\s;"]+')
MOST_NUMBER = 2_147_483_647
Pair = tuple[int | None, int | None]


@dataclass(frozen=True)
class Bounds(Kind):
    """Low to high, either of which may be unknown."""

    allowed = _("a number such as 7, or 2-5, 3+ (at least), ?-5 (at most)")

    def read(self, text: str, references: References) -> Pair:
        found = re.fullmatch(r"(?P<one>\d{1,10})|(?P<low>\d{1,10}|\?)-(?P<high>\d{1,10})|(?P<least>\d{1,10})\+", text)
        if not found:
            raise ValueRefused(text, self.allowed)
        low, high = (
            None if number in (None, "?") else int(number)
            for number in (
                found["one"] or found["low"] or found["least"],
                found["one"] or found["high"],
            )
        )
        if max(low or 0, high or 0) > MOST_NUMBER or (low is not None and high is not None and low > high):
            raise ValueRefused(text, self.allowed)
        return low, high

    def write(self, value: Any) -> str:
        low, high = value
        if low == high:
            return str(low)
        return f"{low}+" if high is None else f"{'?' if low is None else low}-{high}"


@dataclass(frozen=True)
class Item:
    """One row as read from a cell: the words and the named values of it."""

    words: list[str]
    values: dict[str, str]


def items(text: str) -> Iterator[Item]:
    """The items of a cell; raises ValueRefused where it cannot be read."""
    words: list[str] = []
    values: dict[str, str] = {}
    place = 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if not found:
            raise ValueRefused(text[place:].strip(), _('words and name=value, items parted by ";"'))
        place = found.end()
        if found["end"]:
            if words or values:
                yield Item(words, values)
            words, values = [], {}
        elif name := found["name"]:
            if name in values:
                raise ValueRefused(f"{name}={found['value']}", _("each name once"))
            values[name] = unquoted(found["value"])
        else:
            words.append(found["word"])
    if words or values:
        yield Item(words, values)


@dataclass(frozen=True)
class Below(Kind):
    """All rows of one relation below a record: `heads` name the fields whose values stand first, without a name."""

    model: type[models.Model]
    owner: str
    heads: tuple[str, ...]

    @cached_property
    def parts(self) -> dict[str, tuple[tuple[str, ...], Kind]]:
        """By name in the cell: the columns it fills and what may stand there."""
        parts: dict[str, tuple[tuple[str, ...], Kind]] = {}
        for field in [*self.model._meta.fields, *self.model._meta.many_to_many]:
            if field.primary_key or field.name == self.owner:
                continue
            if field.name.endswith("_low"):
                stem = field.name.removesuffix("_low")
                parts[stem] = ((field.name, f"{stem}_high"), Bounds())
            elif not field.name.endswith("_high"):
                kind = kind_of(field)
                parts[field.name] = ((field.name,), Many(kind.kind, ",") if isinstance(kind, Many) else kind)
        return {name: parts[name] for name in (*self.heads, *parts)}

    @property
    def allowed(self) -> Any:
        return _("items such as %(example)s") % {"example": self.pattern}

    @property
    def words(self) -> list[tuple[str, Any]]:
        facts = [(name, reported_field_label(name)) for name in REPORTED_FIELDS if self.model is Account]
        return [*((name, kind.allowed) for name, (_fields, kind) in self.parts.items()), *facts]

    @property
    def pattern(self) -> str:
        """The shape of an item."""
        named = [name for name in self.parts if name not in self.heads]
        if self.model is Account:
            named += ["munitions.fired", "…"]
        return " ".join([*self.heads, *(f"[{name}=…]" for name in named)])

    def read(self, text: str, references: References) -> list[Row]:
        return [self._row(item, references) for item in items(text)]

    def _row(self, item: Item, references: References) -> Row:
        given = dict(zip(self.heads, item.words, strict=False))
        if len(item.words) > len(self.heads):
            raise ValueRefused(item.words[len(self.heads)], _("name=value after: %s") % " ".join(self.heads))
        given |= item.values
        facts = [_fact(given, name) for name in list(given) if self.model is Account and name in REPORTED_FIELDS]
        for name in given:
            if name not in self.parts:
                raise ValueRefused(name, _("one of: %s") % ", ".join(self.parts))
        columns: dict[str, Any] = {}
        links: dict[str, list[str]] = {}
        for name, (fields, kind) in self.parts.items():
            field = self.model._meta.get_field(fields[0])
            text = given.get(name, "")
            if not text and not field.blank and not field.has_default():  # type: ignore[union-attr]
                raise ValueRefused(" ".join(item.words), _("with %(name)s: %(allowed)s") % _named(name, kind))
            if isinstance(field, models.ManyToManyField):
                links[name] = kind.read(text, references) if text else []
            elif isinstance(kind, Bounds):
                columns |= zip(fields, kind.read(text, references) if text else (None, None), strict=True)
            else:
                columns[name] = kind.read(text, references) if text else field.get_default()  # type: ignore[union-attr]
        return Row(columns, links, {"values": facts} if self.model is Account else {})

    def write(self, value: Any) -> str:
        return "; ".join(self._text(row) for row in value)

    def _text(self, row: Any) -> str:
        words, named = [], []
        for name, (fields, kind) in self.parts.items():
            if isinstance(kind, Bounds):
                raw: Any = tuple(getattr(row, field) for field in fields)
                is_empty = raw == (None, None)
            elif isinstance(kind, Many):
                raw = sorted(getattr(row, name).all(), key=lambda record: record.public_identifier)
                is_empty = not raw
            else:
                raw = getattr(row, name)
                is_empty = raw in (None, "", False)
            if name in self.heads:
                words.append(str(kind.write(raw)))
            elif not is_empty:
                named.append(_pair(name, str(kind.write(raw))))
        if self.model is Account:
            named += [pair for value in row.values.all() for pair in _fact_pairs(value)]
        return " ".join([*words, *named])


def _named(name: str, kind: Kind) -> dict[str, Any]:
    return {"name": name, "allowed": kind.allowed}


def _pair(name: str, text: str) -> str:
    return f"{name}={text if _BARE.fullmatch(text) else quoted(text)}"


# What a source reports -----------------------------------------------------------------------------------------------


_VALUE = kind_of(ReportedValue._meta.get_field("value"))
_QUOTE = kind_of(ReportedValue._meta.get_field("quote"))


def _fact(given: dict[str, str], name: str) -> Row:
    """The reported value of this name, taken out of `given` with its quote."""
    value, quote = given.pop(name), given.pop(f"{name}.quote", "")
    _VALUE.read(value, [])
    if quote:
        _QUOTE.read(quote, [])
    return Row({"field": name, "value": value, "quote": quote})


def _fact_pairs(value: ReportedValue) -> Iterator[str]:
    yield _pair(value.field, value.value)
    if value.quote:
        yield _pair(f"{value.field}.quote", value.quote)
