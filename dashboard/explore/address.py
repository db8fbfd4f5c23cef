"""The address of Explore: the query as it stands, and links that change a part of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import quote

from attacks.explorer.declared import PARAMETERS

# Parameters that say where one stands in the results, not what is asked.
PLACE = ("cursor", "selected")
# Those of the filter in its own order, then those of the page and of a file.
_NAMES = [*(parameter.name for parameter in PARAMETERS), "view", "map", "selected", "format"]
_ORDER = {name: place for place, name in enumerate(_NAMES)}


class Address:
    """A path with its canonical query. A page has dozens of links: what none of them changes is encoded once."""

    def __init__(self, path: str, pairs: Iterable[tuple[str, str]]) -> None:
        self.path = path
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            self._values.setdefault(name, []).append(value)
        self._written = {name: _encoded(name, values) for name, values in self._values.items()}

    def get(self, name: str) -> str:
        return self._values.get(name, [""])[-1]

    def at(self, path: str) -> Address:
        """The same query under another path."""
        pairs = [(name, value) for name, values in self._values.items() for value in values]
        return Address(path, pairs)

    def url(self, keeps_place: bool = False, **changes: str | Sequence[str] | None) -> str:
        """The address with some parameters set, or removed by None; page and chosen record go unless `keeps_place`."""
        written = self._written.copy()
        if not keeps_place:
            for name in PLACE:
                written.pop(name, None)
        for name, value in changes.items():
            if value:
                written[name] = _encoded(name, [value] if isinstance(value, str) else value)
            else:
                written.pop(name, None)
        query = "&".join([written[name] for name in sorted(written, key=_ORDER.__getitem__)])
        return f"{self.path}?{query}" if query else self.path


def _encoded(name: str, values: Sequence[str]) -> str:
    return "&".join([f"{name}={quote(value, safe=',:')}" for value in values])
