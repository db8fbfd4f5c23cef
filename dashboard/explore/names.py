"""Names and places of actors, bases and provinces as published, looked up by slug or code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from attacks.explorer.table import table
from attacks.models import PublishedActor, PublishedBase, PublishedProvince
from attacks.wording import formats


@dataclass(frozen=True, slots=True)
class BasePlace:
    """A base with a known point, for its symbol on the map."""

    slug: str
    name: str
    name_ar: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """Names in one language. The same object stands for the same names: what is made with them is kept by it."""

    actors: dict[str, str]
    bases: dict[str, str]
    provinces: dict[str, str]
    places: tuple[BasePlace, ...]

    def actor(self, slug: str) -> str:
        return self.actors.get(slug, slug)

    def base(self, slug: str) -> str:
        return self.bases.get(slug, slug)

    def province(self, code: str) -> str:
        return self.provinces.get(code, code)


def names_as_of(watermark: int) -> Names:
    """The names that were public at `watermark`, in the active language."""
    return read_names(watermark, formats.is_arabic(), table().watermark)


@lru_cache(maxsize=8)
def read_names(watermark: int, is_arabic: bool, newest: int | None) -> Names:
    """`newest`: the revision that this process has seen, since a redaction takes names out of the past as well."""

    def named(model: Any) -> dict[str, str]:
        rows = model.objects.as_of(watermark).values_list("public_id", "name", "name_ar")
        return {public_id: name_ar if is_arabic and name_ar else name for public_id, name, name_ar in rows}

    bases = PublishedBase.objects.as_of(watermark).filter(location__isnull=False)
    return Names(
        actors=named(PublishedActor),
        bases=named(PublishedBase),
        provinces=named(PublishedProvince),
        places=tuple(
            BasePlace(base.public_id, base.name, base.name_ar, round(base.location.x, 4), round(base.location.y, 4))
            for base in bases
        ),
    )
