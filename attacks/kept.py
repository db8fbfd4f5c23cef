"""What was worked out once and may be asked for again, in the memory of this process."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from cachetools import LRUCache

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """Values by key, `size` of them at most: what was not asked for longest goes first. Threads may share it."""

    def __init__(self, size: int) -> None:
        self._values: LRUCache[Key, Value] = LRUCache(size)
        self._lock = threading.Lock()

    def get(self, key: Key) -> Value | None:
        with self._lock:
            found: Value | None = self._values.get(key)
            return found

    def put(self, key: Key, value: Value) -> None:
        with self._lock:
            self._values[key] = value

    def of(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value kept under `key`, made where there is none; it is never None."""
        found = self.get(key)
        if found is None:
            found = make()
            self.put(key, found)
        return found

    def clear(self) -> None:
        with self._lock:
            self._values.clear()
