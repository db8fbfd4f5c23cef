"""What reading finds beside the values: problems, and references to other entries."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in the record, and what is allowed instead."""

    file: str
    key: str
    field: str
    value: Any
    allowed: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.field}: {_short(self.value)} is refused; allowed: {self.allowed}"


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 120 else f"{text[:117]}..."


@dataclass(frozen=True, slots=True)
class Reference:
    """A name that must exist in another file."""

    kind: str
    name: str
    at: Place


@dataclass(slots=True)
class Findings:
    """What reading gathers beside the values."""

    problems: list[Problem] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: file, key of the entry, path of the field."""

    file: str
    key: str
    path: str
    findings: Findings

    def at(self, step: str) -> Place:
        joint = "" if not self.path or step.startswith("[") else "."
        return Place(self.file, self.key, f"{self.path}{joint}{step}", self.findings)

    def refuse(self, value: Any, allowed: str) -> None:
        self.findings.problems.append(Problem(self.file, self.key, self.path, value, allowed))

    def refer(self, kind: str, name: str) -> None:
        self.findings.references.append(Reference(kind, name, self))
