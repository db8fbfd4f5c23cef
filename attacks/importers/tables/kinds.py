"""What may stand in a cell: each kind reads text, or says what is allowed, and writes the value that reads the same."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from ctypes import ArgumentError
from dataclasses import dataclass
from datetime import date, time
from typing import Any, ClassVar

from django.contrib.gis.geos import GEOSException, GEOSGeometry, MultiPolygon, Point, Polygon
from django.db import models
from django.utils.translation import gettext_lazy as _

from attacks import addresses, choices
from attacks.models import Record

from .problems import CONTROL, ValueRefused

# Other records that a value names, to be looked up together.
References = list[tuple[type[Record], str]]

TEXT = _("text")
WEB_ADDRESS = _("an address that begins with http:// or https://")


class Kind:
    """`read` gets text without white space around it, never empty; `write` never gets what an empty cell means."""

    @property
    def allowed(self) -> Any:
        """What may stand here, for people."""
        raise NotImplementedError

    @property
    def words(self) -> list[tuple[str, Any]]:
        """Words that may stand here, or names inside the cell, each with what it means; for the page of columns."""
        return []

    def read(self, text: str, references: References) -> Any:
        """The typed value; raises ValueRefused. Names of other records are added to `references`."""
        raise NotImplementedError

    def write(self, value: Any) -> str | int | float:
        return str(value)


@dataclass(frozen=True)
class Text(Kind):
    limit: int | None = None
    pattern: str = r"(?s).+"
    meaning: Any = TEXT

    @property
    def allowed(self) -> Any:
        if self.limit is None:
            return self.meaning
        return _("%(meaning)s of at most %(limit)s characters") % {"meaning": self.meaning, "limit": self.limit}

    def read(self, text: str, references: References) -> str:
        if CONTROL.search(text):
            raise ValueRefused(CONTROL.sub("�", text), _("text without control characters"))
        if (self.limit and len(text) > self.limit) or not re.fullmatch(self.pattern, text):
            raise ValueRefused(text, self.allowed)
        return text


@dataclass(frozen=True)
class Address(Text):
    meaning: Any = WEB_ADDRESS

    def read(self, text: str, references: References) -> str:
        super().read(text, references)
        if addresses.fault(text):
            raise ValueRefused(text, self.meaning)
        return text


@dataclass(frozen=True)
class Choice(Kind):
    """One of a fixed set of words."""

    labels: Mapping[str, Any]  # what each word means

    @property
    def allowed(self) -> Any:
        return ", ".join(self.labels)

    @property
    def words(self) -> list[tuple[str, Any]]:
        return list(self.labels.items())

    def read(self, text: str, references: References) -> str:
        if text not in self.labels:
            raise ValueRefused(text, self.allowed)
        return text


@dataclass(frozen=True)
class Flag(Kind):
    allowed = "true, false"

    def read(self, text: str, references: References) -> bool:
        if text.lower() not in ("true", "false"):
            raise ValueRefused(text, self.allowed)
        return text.lower() == "true"

    def write(self, value: Any) -> str:
        return "true" if value else "false"


@dataclass(frozen=True)
class Whole(Kind):
    """A whole number."""

    least: int
    most: int

    @property
    def allowed(self) -> Any:
        return _("a whole number from %(least)s to %(most)s") % {"least": self.least, "most": self.most}

    def read(self, text: str, references: References) -> int:
        if not re.fullmatch(r"-?[0-9]{1,12}", text) or not self.least <= int(text) <= self.most:
            raise ValueRefused(text, self.allowed)
        return int(text)

    def write(self, value: Any) -> int:
        return value


@dataclass(frozen=True)
class Degrees(Kind):
    """One coordinate, EPSG:4326."""

    most: int

    @property
    def allowed(self) -> Any:
        return _("degrees from -%(most)s to %(most)s, such as 33.94") % {"most": self.most}

    def read(self, text: str, references: References) -> float:
        if not re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,20})?", text) or abs(float(text)) > self.most:
            raise ValueRefused(text, self.allowed)
        return float(text)

    def write(self, value: Any) -> float:
        return value


@dataclass(frozen=True)
class Day(Kind):
    allowed = _("a day such as 2021-03-15")

    def read(self, text: str, references: References) -> date:
        try:
            if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
                return date.fromisoformat(text)
        except ValueError:
            pass
        raise ValueRefused(text, self.allowed)

    def write(self, value: Any) -> str:
        return value.isoformat()


@dataclass(frozen=True)
class Clock(Kind):
    allowed = _("a time such as 19:20")

    def read(self, text: str, references: References) -> time:
        try:
            if re.fullmatch(r"\d\d:\d\d(:\d\d)?", text):
                return time.fromisoformat(text)
        except ValueError:
            pass
        raise ValueRefused(text, self.allowed)

    def write(self, value: Any) -> str:
        return value.isoformat("auto" if value.second or value.microsecond else "minutes")


@dataclass(frozen=True)
class Json(Kind):
    allowed = _('figures as JSON, such as {"Iraq": 29, "Syria": 32}')

    def read(self, text: str, references: References) -> Any:
        try:
            value = json.loads(text, parse_constant=_refuse_constant)
            holds_control = CONTROL.search(json.dumps(value, ensure_ascii=False)) or "\\u0000" in json.dumps(value)
        except (ValueError, RecursionError):
            raise ValueRefused(text, self.allowed) from None
        if not isinstance(value, dict) or holds_control:
            raise ValueRefused(text, self.allowed)
        return value

    def write(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)


@dataclass(frozen=True)
class Shape(Kind):
    """A point or an area as GeoJSON, whose numbers stay exactly as they are."""

    TYPES: ClassVar[dict[str, Callable[[Any], GEOSGeometry]]] = {
        "Point": Point,
        "Polygon": lambda rings: Polygon(*rings),
        "MultiPolygon": lambda parts: MultiPolygon(*(Polygon(*rings) for rings in parts)),
    }
    allowed = _("a GeoJSON Point, Polygon or MultiPolygon of [longitude, latitude]")

    def read(self, text: str, references: References) -> GEOSGeometry:
        try:
            value = json.loads(text, parse_constant=_refuse_constant)
            if set(value) - {"type", "coordinates"}:
                raise ValueRefused(text, self.allowed)
            shape = self.TYPES[value["type"]](value["coordinates"])
            west, south, east, north = shape.extent
        except (ValueError, KeyError, TypeError, ArgumentError, RecursionError, GEOSException):
            raise ValueRefused(text, self.allowed) from None
        if shape.empty or shape.hasz or not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
            raise ValueRefused(text, self.allowed)
        shape.srid = 4326
        return shape

    def write(self, value: Any) -> str:
        return json.dumps({"type": value.geom_type, "coordinates": value.coords})


@dataclass(frozen=True)
class Name(Kind):
    """The permanent name of another record."""

    model: type[Record]

    @property
    def allowed(self) -> Any:
        names = {
            "public_id": _("the public id of an existing record: %(type)s"),
            "slug": _("the slug of an existing record: %(type)s"),
            "code": _("the code of an existing record: %(type)s"),
        }
        return names[self.model.identifier_field] % {"type": self.model._meta.verbose_name}

    def read(self, text: str, references: References) -> str:
        if not re.fullmatch(r"[\w-]{1,200}", text):
            raise ValueRefused(text, self.allowed)
        references.append((self.model, text))
        return text

    def write(self, value: Any) -> str:
        return value.public_identifier


@dataclass(frozen=True)
class Many(Kind):
    """Several values, separated by ";"; one that holds a semicolon or begins with a quote stands in JSON's quotes."""

    kind: Kind
    separator: str = ";"

    @property
    def allowed(self) -> Any:
        return _("values separated by “%(separator)s”, each: %(allowed)s") % {
            "separator": self.separator,
            "allowed": self.kind.allowed,
        }

    def read(self, text: str, references: References) -> list[Any]:
        part = rf'\s*(?:"(?:[^"\\]|\\.)*"|[^"{self.separator}][^{self.separator}]*)\s*'
        if not re.fullmatch(rf"{part}(?:{self.separator}{part})*{self.separator}?\s*", text):
            raise ValueRefused(text, self.allowed)
        found = [piece.strip() for piece in re.findall(part, text)]
        values = [self.kind.read(unquoted(piece), references) for piece in found if piece]
        for number, value in enumerate(values):
            if value in values[:number]:
                raise ValueRefused(value, _("each value once"))
        return values

    def write(self, value: Any) -> str:
        joint = f"{self.separator} " if self.separator == ";" else self.separator
        texts = (str(self.kind.write(item)) for item in value)
        return joint.join(quoted(text) if self.separator in text or text.startswith('"') else text for text in texts)


_QUOTED = json.JSONDecoder(strict=False)


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def unquoted(text: str) -> str:
    """The text inside JSON's quotes, if it stands in them; raises ValueRefused where they are broken."""
    if not text.startswith('"'):
        return text
    try:
        return _QUOTED.decode(text).strip()
    except ValueError:
        raise ValueRefused(text, _('text in double quotes, with \\" for a quote inside')) from None


def _meanings(labels: dict[str, Any]) -> dict[str, Any]:
    """What each word means where its enumeration says so, else what it is called."""
    for known in vars(choices).values():
        if isinstance(known, type) and issubclass(known, choices.Choices) and set(labels) == set(known.values):
            return {member.value: member.meaning or member.label for member in known}
    return labels


def kind_of(field: models.Field[Any, Any]) -> Kind:
    """What may stand in a cell for this field of a model."""
    if field.choices:
        return Choice(_meanings({str(value): label for value, label in field.flatchoices if value}))
    if isinstance(field, models.ForeignKey | models.ManyToManyField):
        name = Name(field.related_model)  # type: ignore[arg-type]
        return Many(name) if isinstance(field, models.ManyToManyField) else name
    if inner := getattr(field, "base_field", None):
        return Many(kind_of(inner))
    if field.name == "country":
        return Text(2, r"[A-Z]{2}", _("an ISO 3166-1 code such as IQ"))
    by_class: dict[type[Any], Any] = {
        models.URLField: lambda: Address(field.max_length),
        models.SlugField: lambda: Text(field.max_length, r"[-a-zA-Z0-9_]+", _("letters a to z, digits, - and _")),
        models.BooleanField: Flag,
        models.PositiveSmallIntegerField: lambda: Whole(0, 32_767),
        models.PositiveIntegerField: lambda: Whole(0, 2_147_483_647),
        models.DateField: Day,
        models.TimeField: Clock,
        models.JSONField: Json,
        models.TextField: Text,
        models.CharField: lambda: Text(field.max_length),
    }
    for known, make in by_class.items():
        if isinstance(field, known):
            return make()
    return Shape()
