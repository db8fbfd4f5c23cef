"""Names and places of actors, bases and provinces as published, looked up by slug or code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from attacks.models import PublishedActor, PublishedBase, PublishedProvince
from attacks.wording import formats


@dataclass(frozen=True, slots=True)
class Name:
    """Both names of one record; `local` is the one for the active language."""

    name: str
    name_ar: str

    @property
    def local(self) -> str:
        return self.name_ar if self.name_ar and formats.is_arabic() else self.name


@dataclass(frozen=True, slots=True)
class BasePlace:
    """A base with a known point, for its symbol on the map."""

    slug: str
    name: str
    name_ar: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Names:
    actors: dict[str, Name]
    bases: dict[str, Name]
    provinces: dict[str, Name]
    places: tuple[BasePlace, ...]

    def actor(self, slug: str) -> str:
        return self.actors[slug].local if slug in self.actors else slug

    def base(self, slug: str) -> str:
        return self.bases[slug].local if slug in self.bases else slug

    def province(self, code: str) -> str:
        return self.provinces[code].local if code in self.provinces else code


@lru_cache(maxsize=4)
def names_as_of(watermark: int) -> Names:
    """The names that were public at `watermark`."""
    bases = list(PublishedBase.objects.as_of(watermark))
    return Names(
        actors={
            row[0]: Name(*row[1:])
            for row in PublishedActor.objects.as_of(watermark).values_list("public_id", "name", "name_ar")
        },
        bases={base.public_id: Name(base.name, base.name_ar) for base in bases},
        provinces={
            row[0]: Name(*row[1:])
            for row in PublishedProvince.objects.as_of(watermark).values_list("public_id", "name", "name_ar")
        },
        places=tuple(
            BasePlace(base.public_id, base.name, base.name_ar, round(base.location.x, 4), round(base.location.y, 4))
            for base in bases
            if base.location
        ),
    )
