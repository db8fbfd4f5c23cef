"""What is wrong in a table: row as the spreadsheet numbers it, column, value, and what is allowed instead."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import Any

MOST = 1000  # after so many the rest of a file is not read
LONGEST_VALUE = 200

# What no column of text may hold: control characters, halves of surrogate pairs, what is no character.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


class FileRefused(ValueError):
    """The file as a whole cannot be read; the message says why and what to do."""


class ValueRefused(ValueError):
    """One value is not allowed."""

    def __init__(self, value: Any, allowed: Any) -> None:
        self.value, self.allowed = value, allowed
        super().__init__(value)


@dataclass(frozen=True, slots=True)
class Problem:
    """One value that is refused; `column` is empty where the row as a whole is."""

    row: int
    column: str
    value: str
    message: str


@dataclass(slots=True)
class Problems:
    """The problems of a file, the first of them in full."""

    kept: list[Problem] = field(default_factory=list)

    def add(self, row: int, column: str, value: Any, message: Any) -> None:
        text = "" if value is None else CONTROL.sub("�", str(value))
        short = text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"
        self.kept.append(Problem(row, column, short, str(message)))

    @property
    def are_too_many(self) -> bool:
        return len(self.kept) >= MOST

    def as_json(self) -> list[dict[str, Any]]:
        """In the order of the file."""
        return [asdict(problem) for problem in sorted(self.kept, key=lambda problem: problem.row)[:MOST]]
