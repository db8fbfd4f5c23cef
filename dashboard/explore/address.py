"""The address of Explore: the query as it stands, and links that change a part of it."""

from __future__ import annotations

from django.http import QueryDict

# Parameters that say where one stands in the results, not what is asked.
PLACE = ("cursor", "selected")


class Address:
    """A path with its canonical query."""

    def __init__(self, path: str, query: QueryDict) -> None:
        self.path = path
        self.query = query

    def get(self, name: str) -> str:
        return self.query.get(name, "")

    def url(self, keeps_place: bool = False, **changes: str | list[str] | None) -> str:
        """The address with some parameters set, or removed by None; page and chosen record go unless `keeps_place`."""
        query = self.query.copy()
        if not keeps_place:
            for name in PLACE:
                query.pop(name, None)
        for name, value in changes.items():
            if value is None or value == "" or value == []:
                query.pop(name, None)
            elif isinstance(value, list):
                query.setlist(name, value)
            else:
                query[name] = value
        encoded = query.urlencode(safe=",:")
        return f"{self.path}?{encoded}" if encoded else self.path
