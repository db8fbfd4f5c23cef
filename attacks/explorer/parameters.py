"""How one parameter of the filter is read from a URL, checked, written back, described and worded."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from attacks.choices import Choices

# Where the condition of a parameter holds; see `attacks.explorer.selection`.
TRAIT, PLACE = "trait", "place"
Words = Callable[[str, str], str]  # (parameter, value) → the name that people read


class Refused(ValueError):
    """A value that the parameter doesn't take; the message names the value and what is allowed."""


def _allowed(values: Sequence[str]) -> str:
    return ", ".join(str(value) for value in values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter(ABC):
    """One parameter. `field` is its name on `Filter`, `default` what the field holds when the URL is silent."""

    name: str
    field: str
    label: Any  # lazy text
    description: str = ""
    default: Any = ""
    narrows: bool = True  # False: a matter of presentation or of the moment, not of which records match
    scope: str = ""  # TRAIT or PLACE, for parameters that compile to a condition of their own
    condition: str = ""  # SQL over that dictionary with one bound list, `?`

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
class Options(Parameter):
    """Any number of values of an enumeration; a record matches any of them."""

    choices: type[Choices]
    extra: tuple[str, ...] = ()
    default: tuple[str, ...] = ()
    extra_words: dict[str, Any] | None = None

    @property
    def values(self) -> list[str]:
        return [*self.extra, *(str(choice) for choice in self.choices)]

    def parse(self, values: list[str]) -> tuple[str, ...]:
        for value in values:
            if value not in self.values:
                raise Refused(
                    _("“%(value)s” is unknown: %(allowed)s are allowed")
                    % {"value": value, "allowed": _allowed(self.values)}
                )
        return self.normalise(values)

    def normalise(self, value: Sequence[str]) -> tuple[str, ...]:
        return tuple(option for option in self.values if option in value)

    def write(self, value: tuple[str, ...]) -> list[str]:
        return list(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string", "enum": self.values}, "default": list(self.default)}

    def words(self, value: str, names: Words) -> str:
        if value in self.extra:
            return str((self.extra_words or {}).get(value, value))
        return str(self.choices(value).label)


@dataclass(frozen=True, slots=True, kw_only=True)
class One(Parameter):
    """One of a few words."""

    options: dict[str, Any]  # value → label

    def parse(self, values: list[str]) -> str:
        value = self._single(values)
        if value not in self.options:
            raise Refused(
                _("“%(value)s” is unknown: %(allowed)s are allowed")
                % {"value": value, "allowed": _allowed(list(self.options))}
            )
        return value

    def write(self, value: str) -> list[str]:
        return [value]

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.options), "default": self.default}

    def words(self, value: str, names: Words) -> str:
        return str(self.options[value])


@dataclass(frozen=True, slots=True, kw_only=True)
class Names(Parameter):
    """Any number of names of records (slugs, codes); a record matches any of them. Checked against what is public."""

    dimension: str = ""  # whose names are allowed; "": any well-formed one
    pattern: str = r"[a-z0-9]+(?:-[a-z0-9]+)*"
    example: str = "ain-al-asad"
    extra: tuple[str, ...] = ()
    extra_words: dict[str, Any] | None = None
    default: tuple[str, ...] = ()

    def parse(self, values: list[str]) -> tuple[str, ...]:
        for value in values:
            if len(value) > 200 or not re.fullmatch(self.pattern, value, re.ASCII):
                raise Refused(
                    _("“%(value)s” is unknown: names such as %(example)s are allowed")
                    % {"value": value[:60], "example": self.example}
                )
        return self.normalise(values)

    def normalise(self, value: Sequence[str]) -> tuple[str, ...]:
        return tuple(sorted(set(value)))

    def write(self, value: tuple[str, ...]) -> list[str]:
        return list(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string", "pattern": f"^{self.pattern}$"}}

    def words(self, value: str, names: Words) -> str:
        if value in self.extra:
            return str((self.extra_words or {}).get(value, value))
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
class Box(Parameter):
    """west,south,east,north in degrees (EPSG:4326)."""

    default: tuple[float, float, float, float] | None = None

    def parse(self, values: list[str]) -> tuple[float, float, float, float]:
        value = self._single(values)
        number = r"-?\d{1,3}(?:\.\d{1,12})?"
        if re.fullmatch(rf"{number}(?:,{number}){{3}}", value, re.ASCII):
            west, south, east, north = (round(float(part), 5) + 0.0 for part in value.split(","))
            if -180 <= west < east <= 180 and -90 <= south < north <= 90:
                return west, south, east, north
        raise Refused(
            _("“%(value)s” is no box: west,south,east,north in degrees is allowed, such as 38,29,49,38")
            % {"value": value[:60]}
        )

    def write(self, value: tuple[float, float, float, float]) -> list[str]:
        return [",".join(f"{part:.5f}".rstrip("0").rstrip(".") for part in value)]

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "description": "west,south,east,north"}


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
    toll: int  # killed and wounded, for that order; otherwise 0
    day: int  # since 1970-01-01
    public_id: str

    def __str__(self) -> str:
        way = "p" if self.is_backward else "n"
        return f"{way}.{self.watermark}.{self.toll}.{self.day}.{self.public_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor(Parameter):
    default: Place | None = None

    def parse(self, values: list[str]) -> Place:
        value = self._single(values)
        found = re.fullmatch(r"([np])\.([1-9]\d{0,17}|0)\.(\d{1,9})\.(-?\d{1,7})\.([\w-]{1,200})", value, re.ASCII)
        if not found:
            raise Refused(_("“%(value)s” is no place in a list: take it from an answer's link") % {"value": value[:60]})
        way, watermark, toll, day, public_id = found.groups()
        return Place(
            is_backward=way == "p", watermark=int(watermark), toll=int(toll), day=int(day), public_id=public_id
        )

    def write(self, value: Place) -> list[str]:
        return [str(value)]

    def schema(self) -> dict[str, Any]:
        return {"type": "string"}
