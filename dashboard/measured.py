"""What is counted, in words: the unit of a measure, for figures, bars, marks and the counting rule."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from attacks.wording import formats

_AMOUNTS: dict[str, Callable[[int], str]] = {
    "attacks": lambda n: ngettext("%(count)s attack", "%(count)s attacks", n),
    "barrages": lambda n: ngettext("%(count)s barrage", "%(count)s barrages", n),
    "records": lambda n: ngettext("%(count)s record", "%(count)s records", n),
    "munitions": lambda n: ngettext("at least %(count)s munition", "at least %(count)s munitions", n),
    "killed": lambda n: ngettext("at least %(count)s killed", "at least %(count)s killed", n),
    "wounded": lambda n: ngettext("at least %(count)s wounded", "at least %(count)s wounded", n),
}
_PER: dict[str, dict[str, Callable[[], str]]] = {
    "attacks": {
        "day": lambda: _("Attacks per day"),
        "week": lambda: _("Attacks per week"),
        "month": lambda: _("Attacks per month"),
        "quarter": lambda: _("Attacks per quarter"),
    },
    "barrages": {
        "day": lambda: _("Barrages per day"),
        "week": lambda: _("Barrages per week"),
        "month": lambda: _("Barrages per month"),
        "quarter": lambda: _("Barrages per quarter"),
    },
    "records": {
        "day": lambda: _("Records per day"),
        "week": lambda: _("Records per week"),
        "month": lambda: _("Records per month"),
        "quarter": lambda: _("Records per quarter"),
    },
    "munitions": {
        "day": lambda: _("Munitions fired per day, at least"),
        "week": lambda: _("Munitions fired per week, at least"),
        "month": lambda: _("Munitions fired per month, at least"),
        "quarter": lambda: _("Munitions fired per quarter, at least"),
    },
    "killed": {
        "day": lambda: _("Killed per day, at least"),
        "week": lambda: _("Killed per week, at least"),
        "month": lambda: _("Killed per month, at least"),
        "quarter": lambda: _("Killed per quarter, at least"),
    },
    "wounded": {
        "day": lambda: _("Wounded per day, at least"),
        "week": lambda: _("Wounded per week, at least"),
        "month": lambda: _("Wounded per month, at least"),
        "quarter": lambda: _("Wounded per quarter, at least"),
    },
}


def amount(total: float, measure: str = "attacks") -> str:
    """ "1 attack", "12.5 attacks" (fractions where dates are uncertain), "at least 40 munitions"."""
    return amounts(measure)(total)


def amounts(measure: str) -> Callable[[float], str]:
    """`amount` for many of them: looks up the language once."""
    language = get_language()
    return lambda total: _amount(total, measure, language)


@lru_cache(maxsize=4096)
def _amount(total: float, measure: str, language: str | None) -> str:
    return _AMOUNTS[measure](round(total)) % {"count": formats.number(total, 1)}


def per_bar(measure: str, size: str) -> str:
    """What a bar of the timeline shows."""
    return _PER[measure][size]()


def option_note(measure: str) -> Any:
    """What the numbers beside the options of the panel count."""
    return {
        "attacks": _("Numbers: attacks under the other filters."),
        "barrages": _("Numbers: barrages under the other filters."),
        "records": _("Numbers: records under the other filters."),
        "munitions": _("Numbers: munitions fired, at least, under the other filters."),
        "killed": _("Numbers: killed, at least, under the other filters."),
        "wounded": _("Numbers: wounded, at least, under the other filters."),
    }[measure]
