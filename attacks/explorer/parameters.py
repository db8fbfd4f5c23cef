"""How one parameter of the filter is read from a URL, checked, written back, described and worded."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from attacks.choices import Choices

from .columns import Mask
from .dictionaries import Dictionary

# Whose codes a parameter lets through; see `attacks.explorer.selection`.
TRAIT, PLACE = "trait", "place"
NOT = "-"  # before a value: records that have it are left out
Words = Callable[[str, str], str]  # (parameter, value) → the name that people read


class Refused(ValueError):
    """A value that the parameter doesn't take; the message names the value and what is allowed."""


def _allowed(values: Sequence[str]) -> str:
    return ", ".join(str(value) for value in values)


def bare(value: str) -> str:
    """The value itself, whether it is asked for or left out."""
    return value.removeprefix(NOT)


def opposite(value: str) -> str:
    """Leaving out what is asked for, or the other way round."""
    return bare(value) if value.startswith(NOT) else NOT + value


def split(values: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(asked for, left out), without signs."""
    return (
        tuple(value for value in values if not value.startswith(NOT)),
        tuple(bare(value) for value in values if value.startswith(NOT)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter(ABC):
    """One parameter. `field` is its name on `Filter`, `default` what the field holds when the URL is silent."""

    name: str
    field: str
    label: Any  # lazy text
    description: str = ""
    default: Any = ""
    narrows: bool = True  # False: a matter of presentation or of the moment, not of which records match
    scope: str = ""  # TRAIT or PLACE: the dictionary that has a facet of this name

    @abstractmethod
    def parse(self, values: list[str]) -> Any:
        """The value of the field; `values` are the non-empty ones of the URL. Raises Refused."""

    @abstractmethod
    def write(self, value: Any) -> list[str]:
        """The values to put into a URL."""

    @abstractmethod
    def schema(self) -> dict[str, Any]:
        """The parameter's JSON Schema, for OpenAPI."""

    def normalise(self, value: Any) -> Any:
        """The one form of equal values."""
        return value

    def words(self, value: str, names: Words) -> str:
        """One written value as people read it."""
        return value

    def lets_through(self, value: Any, codes: Dictionary) -> Mask | None:
        """Which codes of the dictionary of `scope` match; None where this value keeps nothing out."""
        return None

    def _single(self, values: list[str]) -> str:
        if len(values) > 1:
            raise Refused(_("“%(value)s”: only one value is allowed") % {"value": values[1]})
        return values[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Parameter):
    longest: int = 200

    def parse(self, values: list[str]) -> str:
        text = " ".join(self._single(values).replace("\x00", " ").split())
        if len(text) > self.longest:
            raise Refused(
                _("“%(value)s…” is too long: at most %(longest)s characters are allowed")
                % {"value": text[:20], "longest": self.longest}
            )
        return text

    def normalise(self, value: str) -> str:
        return " ".join(value.split())

    def write(self, value: str) -> list[str]:
        return [value]

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": self.longest}


@dataclass(frozen=True, slots=True, kw_only=True)
class Day(Parameter):
    default: date | None = None

    def parse(self, values: list[str]) -> date:
        value = self._single(values)
        try:
            if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
                raise ValueError
            return date.fromisoformat(value)
        except ValueError:
            raise Refused(_("“%(value)s” is no date: a day such as 2021-03-15 is allowed") % {"value": value}) from None

    def write(self, value: date) -> list[str]:
        return [value.isoformat()]

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed(Parameter):
    """Any number of values. A record matches any of those asked for and none of those left out, written "-value".

    Where values are only left out, they are taken from the default, or from all. One that is both is left out.
    """

    extra: tuple[str, ...] = ()
    default: tuple[str, ...] = ()
    extra_words: dict[str, Any] | None = None

    def normalise(self, value: Sequence[str]) -> tuple[str, ...]:
        left_out = {item for item in value if item.startswith(NOT)}
        kept = {item for item in value if item not in left_out and NOT + item not in left_out}
        if self.default and not kept:
            left_out = {item for item in left_out if bare(item) in self.default}
        return tuple(self._ordered(kept | left_out))

    @abstractmethod
    def _ordered(self, values: set[str]) -> list[str]:
        """In the one order, signs aside."""

    def asked(self, value: Sequence[str]) -> tuple[str, ...] | None:
        """What a record may have; None: anything that is not left out."""
        asked, left_out = split(value)
        if asked or not self.default:
            return asked or None
        return tuple(item for item in self.default if item not in left_out)

    def lets_through(self, value: Sequence[str], codes: Dictionary) -> Mask | None:
        asked, left_out = self.asked(value), split(value)[1]
        if asked is None and not left_out:
            return None
        found = np.ones(codes.size, bool) if asked is None else codes.having(self.name, asked)
        return found & ~codes.having(self.name, left_out) if left_out else found

    def write(self, value: tuple[str, ...]) -> list[str]:
        return list(value)

    def words(self, value: str, names: Words) -> str:
        if self.extra_words and value in self.extra_words:
            return str(self.extra_words[value])
        if value.startswith(NOT):
            return _("not %(value)s") % {"value": self.words(bare(value), names)}
        return self._name(value, names)

    @abstractmethod
    def _name(self, value: str, names: Words) -> str:
        """A value that is none of the extra ones as people read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options(Signed):
    """Values of an enumeration."""

    choices: type[Choices]

    @property
    def values(self) -> list[str]:
        return [*self.extra, *(str(choice) for choice in self.choices)]

    def parse(self, values: list[str]) -> tuple[str, ...]:
        for value in values:
            if bare(value) not in self.values:
                raise Refused(
                    _("“%(value)s” is unknown: %(allowed)s are allowed, each with - before it to leave it out")
                    % {"value": value[:60], "allowed": _allowed(self.values)}
                )
        return self.normalise(values)

    def _ordered(self, values: set[str]) -> list[str]:
        return [sign + option for sign in ("", NOT) for option in self.values if sign + option in values]

    def chosen(self, value: Sequence[str]) -> tuple[str, ...]:
        """Every value that a record may have."""
        asked, left_out = self.asked(value), split(value)[1]
        return tuple(item for item in (self.values if asked is None else asked) if item not in left_out)

    def schema(self) -> dict[str, Any]:
        values = [*self.values, *(NOT + value for value in self.values)]
        return {"type": "array", "items": {"type": "string", "enum": values}, "default": list(self.default)}

    def _name(self, value: str, names: Words) -> str:
        return str(self.choices(value).label)


@dataclass(frozen=True, slots=True, kw_only=True)
class One(Parameter):
    """One of a few words."""

    options: dict[str, Any]  # value → label
    leaves_out: dict[str, str] | None = None  # value → the facet of `scope` whose codes it leaves out

    def parse(self, values: list[str]) -> str:
        value = self._single(values)
        if value not in self.options:
            raise Refused(
                _("“%(value)s” is unknown: %(allowed)s are allowed")
                % {"value": value, "allowed": _allowed(list(self.options))}
            )
        return value

    def lets_through(self, value: str, codes: Dictionary) -> Mask | None:
        facet = (self.leaves_out or {}).get(value)
        return ~codes.having(facet, codes.names(facet)) if facet else None

    def write(self, value: str) -> list[str]:
        return [value]

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.options), "default": self.default}

    def words(self, value: str, names: Words) -> str:
        return str(self.options[value])


@dataclass(frozen=True, slots=True, kw_only=True)
class Names(Signed):
    """Names of records (slugs, codes), checked against what is public."""

    dimension: str = ""  # whose names are allowed; "": any well-formed one
    pattern: str = r"[a-z0-9]+(?:-[a-z0-9]+)*"
    example: str = "ain-al-asad"

    def parse(self, values: list[str]) -> tuple[str, ...]:
        for value in values:
            if len(value) > 200 or not re.fullmatch(self.pattern, bare(value), re.ASCII):
                raise Refused(
                    _("“%(value)s” is unknown: names such as %(example)s, or -%(example)s to leave it out, are allowed")
                    % {"value": value[:60], "example": self.example}
                )
        return self.normalise(values)

    def _ordered(self, values: set[str]) -> list[str]:
        return sorted(values, key=lambda value: (value.startswith(NOT), value))

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string", "pattern": f"^{NOT}?{self.pattern}$"}}

    def _name(self, value: str, names: Words) -> str:
        return names(self.name, value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole(Parameter):
    """A whole number between two bounds."""

    least: int = 0
    most: int

    def parse(self, values: list[str]) -> int:
        value = self._single(values)
        if not re.fullmatch(r"\d{1,6}", value, re.ASCII) or not self.least <= int(value) <= self.most:
            raise Refused(
                _("“%(value)s”: a whole number from %(least)s to %(most)s is allowed")
                % {"value": value[:60], "least": self.least, "most": self.most}
            )
        return int(value)

    def write(self, value: int) -> list[str]:
        return [str(value)]

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.least, "maximum": self.most, "default": self.default}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment(Parameter):
    """A revision by its number, or a day: the record as the public saw it then."""

    default: int | date | None = None

    def parse(self, values: list[str]) -> int | date:
        value = self._single(values)
        if re.fullmatch(r"[1-9]\d{0,17}", value, re.ASCII):
            return int(value)
        try:
            return Day(name="", field="", label="").parse([value])
        except Refused:
            raise Refused(
                _("“%(value)s”: the number of a revision or a day such as 2021-03-15 is allowed")
                % {"value": value[:60]}
            ) from None

    def write(self, value: int | date) -> list[str]:
        return [str(value)]

    def schema(self) -> dict[str, Any]:
        return {"oneOf": [{"type": "integer", "minimum": 1}, {"type": "string", "format": "date"}]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in the order of records: the last one shown, the way on, and the watermark of the walk."""

    watermark: int
    is_backward: bool
    key: int  # the number that the order sorts by before the day; 0 where it sorts by days alone
    day: int  # since 1970-01-01
    public_id: str

    def __str__(self) -> str:
        way = "p" if self.is_backward else "n"
        return f"{way}.{self.watermark}.{self.key}.{self.day}.{self.public_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor(Parameter):
    default: Place | None = None

    def parse(self, values: list[str]) -> Place:
        value = self._single(values)
        found = re.fullmatch(r"([np])\.([1-9]\d{0,17}|0)\.(\d{1,9})\.(-?\d{1,7})\.([\w-]{1,200})", value, re.ASCII)
        if not found:
            raise Refused(_("“%(value)s” is no place in a list: take it from an answer's link") % {"value": value[:60]})
        way, watermark, key, day, public_id = found.groups()
        return Place(is_backward=way == "p", watermark=int(watermark), key=int(key), day=int(day), public_id=public_id)

    def write(self, value: Place) -> list[str]:
        return [str(value)]

    def schema(self) -> dict[str, Any]:
        return {"type": "string"}
