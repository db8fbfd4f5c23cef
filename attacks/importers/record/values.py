"""The kinds of values that the YAML may hold: each reads a raw value or says what is allowed in its place."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, ClassVar

from attacks.choices import Choices, DatePrecision

from .findings import Place


@dataclass(frozen=True, kw_only=True)
class Value:
    """Reads one raw value. A missing key reads as null; null is allowed unless the value is required."""

    ALLOWED: ClassVar[str] = ""

    is_required: bool = False

    @property
    def allowed(self) -> str:
        """What may stand here, for people."""
        return self.ALLOWED

    def empty(self) -> Any:
        return None

    def read(self, raw: Any, at: Place) -> Any:
        """The typed value; where it is refused, the problem is noted and the value reads as empty."""
        if raw is None:
            if self.is_required:
                at.refuse(raw, self.allowed)
            return self.empty()
        try:
            return self.parse(raw, at)
        except ValueError:
            at.refuse(raw, self.allowed)
            return self.empty()

    def parse(self, raw: Any, at: Place) -> Any:
        """The typed value; raises ValueError when it isn't allowed."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Text(Value):
    """Words without white space around them."""

    limit: int | None = None
    pattern: str = r"(?s).+"
    meaning: str = "text"

    @property
    def allowed(self) -> str:
        return self.meaning + (f" of at most {self.limit} characters" if self.limit else "")

    def empty(self) -> str:
        return ""

    def parse(self, raw: Any, at: Place) -> str:
        if not isinstance(raw, str) or raw != raw.strip() or not re.fullmatch(self.pattern, raw):
            raise ValueError
        if self.limit and len(raw) > self.limit:
            raise ValueError
        return raw


@dataclass(frozen=True, kw_only=True)
class Named(Text):
    """The name of an entry of another file, or of a province."""

    kind: str

    @property
    def allowed(self) -> str:
        return f"the name of {self.kind}"

    def empty(self) -> Any:
        return None

    def parse(self, raw: Any, at: Place) -> str:
        name = super().parse(raw, at)
        at.refer(self.kind, name)
        return name


@dataclass(frozen=True, kw_only=True)
class Party(Text):
    """An actor, or `outlet:` and an outlet; reads as ("actor" or "outlet", name)."""

    meaning: str = "the name of an actor, or outlet: and the name of an outlet"

    def empty(self) -> Any:
        return None

    def parse(self, raw: Any, at: Place) -> Any:
        text = super().parse(raw, at)
        kind, name = ("outlet", text.removeprefix("outlet:")) if text.startswith("outlet:") else ("actor", text)
        at.refer(f"an {kind}", name)
        return kind, name


@dataclass(frozen=True, kw_only=True)
class Choice(Value):
    """One of a fixed set of words; `words` maps what stands in the YAML to what it means."""

    words: Mapping[str, str]

    @property
    def allowed(self) -> str:
        return ", ".join(self.words)

    def empty(self) -> str:
        return ""

    def parse(self, raw: Any, at: Place) -> str:
        if not isinstance(raw, str) or raw not in self.words:
            raise ValueError
        return self.words[raw]


def choice(choices: type[Choices], *, without: tuple[str, ...] = (), is_required: bool = True) -> Choice:
    """A choice whose words are those of the enumeration."""
    return Choice(words={value: value for value in choices.values if value not in without}, is_required=is_required)


@dataclass(frozen=True, kw_only=True)
class Flag(Value):
    """True, or not written."""

    ALLOWED = "true or false"

    def empty(self) -> bool:
        return False

    def parse(self, raw: Any, at: Place) -> bool:
        if not isinstance(raw, bool):
            raise ValueError
        return raw


@dataclass(frozen=True, kw_only=True)
class Whole(Value):
    """A whole number from `least` up."""

    least: int = 0

    @property
    def allowed(self) -> str:
        return f"a whole number from {self.least} up"

    def parse(self, raw: Any, at: Place) -> int:
        if not isinstance(raw, int) or isinstance(raw, bool) or raw < self.least:
            raise ValueError
        return raw


@dataclass(frozen=True, kw_only=True)
class Degrees(Value):
    """A latitude or longitude in degrees."""

    most: int

    @property
    def allowed(self) -> str:
        return f"degrees from -{self.most} to {self.most}"

    def parse(self, raw: Any, at: Place) -> float:
        if not isinstance(raw, int | float) or isinstance(raw, bool) or abs(raw) > self.most:
            raise ValueError
        return float(raw)


@dataclass(frozen=True, kw_only=True)
class Day(Value):
    """A day."""

    ALLOWED = "a day such as 2021-03-15"

    def parse(self, raw: Any, at: Place) -> date:
        return raw if type(raw) is date else date.fromisoformat(_matching(raw, r"\d{4}-\d\d-\d\d"))


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days that a date of some precision may stand for, first and last."""

    first: date
    last: date
    precision: DatePrecision


@dataclass(frozen=True, kw_only=True)
class PartialDate(Value):
    """A day, month or year; reads as a Stretch."""

    ALLOWED = "a day, month or year in quotes, such as '2021-03-15', '2021-03', '2021'"

    def parse(self, raw: Any, at: Place) -> Stretch:
        text = raw.isoformat() if type(raw) is date else _matching(raw, r"\d{4}(-\d\d(-\d\d)?)?")
        year, *rest = (int(part) for part in text.split("-"))
        if not rest:
            return Stretch(date(year, 1, 1), date(year, 12, 31), DatePrecision.YEAR)
        if len(rest) == 1:
            first = date(year, rest[0], 1)
            return Stretch(first, first.replace(day=monthrange(year, rest[0])[1]), DatePrecision.MONTH)
        day = date(year, *rest)
        return Stretch(day, day, DatePrecision.DAY)


@dataclass(frozen=True, kw_only=True)
class Clock(Value):
    """A time of day, Baghdad time."""

    ALLOWED = "a time in quotes, such as '07:20'"

    def parse(self, raw: Any, at: Place) -> time:
        return time.fromisoformat(_matching(raw, r"\d\d:\d\d"))


def _matching(raw: Any, pattern: str) -> str:
    if not isinstance(raw, str) or not re.fullmatch(pattern, raw):
        raise ValueError
    return raw


@dataclass(frozen=True, kw_only=True)
class Many(Value):
    """A list of values of one kind, without repeats."""

    of: Value

    @property
    def allowed(self) -> str:
        return f"a list without repeats; each: {self.of.allowed}"

    def empty(self) -> list[Any]:
        return []

    def parse(self, raw: Any, at: Place) -> list[Any]:
        if not isinstance(raw, list) or len({repr(item) for item in raw}) != len(raw):
            raise ValueError
        return [self.of.read(item, at.at(f"[{number}]")) for number, item in enumerate(raw)]


@dataclass(frozen=True, kw_only=True)
class Group(Value):
    """A mapping with declared keys; an undeclared key is refused."""

    keys: Mapping[str, Value]

    @property
    def allowed(self) -> str:
        return f"a mapping with the keys {', '.join(self.keys)}"

    def parse(self, raw: Any, at: Place) -> dict[str, Any]:
        if not isinstance(raw, dict):
            raise ValueError
        for name in raw:
            if name not in self.keys:
                at.at(str(name)).refuse(raw[name], f"no such key; known are {', '.join(self.keys)}")
        return {name: value.read(raw.get(name), at.at(name)) for name, value in self.keys.items()}


@dataclass(frozen=True, kw_only=True)
class Figures(Value):
    """A mapping from free names to whole numbers."""

    ALLOWED = "a mapping from names to whole numbers"

    def empty(self) -> dict[str, int]:
        return {}

    def parse(self, raw: Any, at: Place) -> dict[str, int]:
        if not isinstance(raw, dict) or not all(isinstance(name, str) for name in raw):
            raise ValueError
        number = Whole(is_required=True)
        return {name: number.read(value, at.at(name)) for name, value in raw.items()}


@dataclass(frozen=True, kw_only=True)
class ReportedValues(Value):
    """A mapping from documented facts to what a source gives for them: a number or short text; reads as text."""

    names: frozenset[str]
    limit: int

    @property
    def allowed(self) -> str:
        return f"a mapping from any of {', '.join(sorted(self.names))}"

    def parse(self, raw: Any, at: Place) -> dict[str, str]:
        if not isinstance(raw, dict) or not raw:
            raise ValueError
        for name, value in raw.items():
            if name not in self.names:
                at.at(str(name)).refuse(value, f"no such fact; known are {', '.join(sorted(self.names))}")
            elif isinstance(value, bool) or not isinstance(value, int | str) or not 0 < len(str(value)) <= self.limit:
                at.at(name).refuse(value, f"a whole number, or text of at most {self.limit} characters")
        return {str(name): str(value) for name, value in raw.items()}
