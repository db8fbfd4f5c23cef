"""The munitions ledger: what was fired and what became of it, drawn as bars of SVG with ranges kept honest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from attacks.choices import Weapon
from attacks.wording import formats
from dashboard.records import words
from dashboard.records.incident.accounts import Accounts, Voice, parsed
from dashboard.records.incident.recorded import OUTCOMES
from dashboard.records.words import Bounds

_CLASSES = {"hit": "hit", "fell_wide": "wide", "intercepted": "intercepted", "failed": "failed", "unknown": "unknown"}
OUTCOME_WORDS = {
    "hit": gettext_lazy("Hit the target area"),
    "fell_wide": gettext_lazy("Fell short or wide"),
    "intercepted": gettext_lazy("Intercepted"),
    "failed": gettext_lazy("Failed in flight"),
    "unknown": gettext_lazy("Not accounted for"),
}
_INLINE = {
    "hit": gettext_lazy("%(number)s hit the target area"),
    "fell_wide": gettext_lazy("%(number)s fell short or wide"),
    "intercepted": gettext_lazy("%(number)s intercepted"),
    "failed": gettext_lazy("%(number)s failed in flight"),
    "unknown": gettext_lazy("%(number)s not accounted for"),
}
# Used rather than fired.
USED = {Weapon.IED, Weapon.SMALL_ARMS, Weapon.OTHER}
_OPEN = 0.25  # share of the known part by which an open end is drawn
_ROOM = 5.0  # percent of the bar below which a number does not fit


@dataclass(frozen=True, slots=True)
class OutcomeWords:
    name: str
    swatch: str  # its class
    words: str
    figure: str  # "" where not reported


@dataclass(frozen=True, slots=True)
class RivalBar:
    """How one account divides what was fired, on the scale of the main bar."""

    voice: Voice
    bar: SafeString
    words: str


@dataclass(frozen=True, slots=True)
class MunitionBar:
    weapon: str
    meaning: Any
    fired: str  # "" where not reported
    fired_words: str
    bar: SafeString
    key: list[OutcomeWords]
    is_silent: bool  # neither number nor outcome is reported
    found_unfired: str
    found_words: str
    found_ticks: range
    rivals: list[RivalBar]
    note: str
    needs_source: bool


def munition_bars(body: dict[str, Any], accounts: Accounts) -> list[MunitionBar]:
    """One bar for each munition; rival accounts stand under a single one: they name no weapon."""
    rows = body["munitions"]
    return [_munition(row, accounts if len(rows) == 1 else None) for row in rows]


def unknown(fired: Bounds | None, outcomes: list[Bounds | None]) -> Bounds | None:
    """What the outcomes don't account for; None where the number fired is not reported.

    The lows belong together and so do the highs, as the accounts behind a range do: 2–7 fired of which 0–2 hit
    and 2–5 fell wide leaves none, 10–13 fired of which 10 hit leaves 0–3. Never below zero.
    """
    if fired is None:
        return None
    known = [value for value in outcomes if value is not None]
    at_low = max(0, (fired[0] or 0) - sum(low or 0 for low, _high in known))
    if fired[1] is None:
        return at_low, None
    at_high = max(0, fired[1] - sum(high if high is not None else low or 0 for low, high in known))
    return min(at_low, at_high), max(at_low, at_high)


def _munition(row: dict[str, Any], accounts: Accounts | None) -> MunitionBar:
    fired = words.bounds(row["fired"])
    outcomes = {name: words.bounds(row[name]) for name in OUTCOMES}
    left = unknown(fired, list(outcomes.values()))
    weapon = Weapon(row["weapon"])
    highest = _scale(fired, outcomes, accounts)
    figures = {**outcomes, "unknown": left}
    key = [
        OutcomeWords(name, _CLASSES[name], str(OUTCOME_WORDS[name]), words.range_words(figures[name]))
        for name in figures
    ]
    found = words.bounds(row["found_unfired"])
    return MunitionBar(
        weapon=str(weapon.label),
        meaning=weapon.meaning,
        fired=words.range_words(fired),
        fired_words=fired_words(fired, is_used=weapon in USED),
        bar=_bar(fired, outcomes, highest, _aloud(str(weapon.label), fired, key)),
        key=key,
        is_silent=not any(outcome.figure for outcome in key) and fired is None,
        found_unfired=words.range_words(found),
        found_words=_("found unfired, not counted as fired"),
        found_ticks=range(min((found or (0, 0))[0] or 0, 40)),
        rivals=_rivals(accounts, highest) if accounts else [],
        note=row["note"],
        needs_source=row["needs_source"],
    )


def fired_words(fired: Bounds | None, *, is_used: bool = False) -> str:
    """ "7 fired", "2–7 fired", "number not reported"."""
    if fired is None:
        return _("number not reported")
    number = words.range_words(fired)
    return (_("%(number)s used") if is_used else _("%(number)s fired")) % {"number": number}


def _scale(fired: Bounds | None, outcomes: dict[str, Bounds | None], accounts: Accounts | None) -> float:
    """The number for which the whole width of the bars stands."""
    lows = sum((value[0] or 0) for value in outcomes.values() if value)
    known = max((fired or (0, 0))[1] or 0, (fired or (0, 0))[0] or 0, lows)
    open_end = fired is None or fired[1] is None
    claims = [parsed(value.raw) for value in accounts.said("munitions.fired")] if accounts else []
    highest = max(
        [known * (1 + _OPEN) if open_end else known, *((claim[1] or claim[0] or 0) for claim in claims if claim)]
    )
    return float(highest)


def _bar(
    fired: Bounds | None, outcomes: dict[str, Bounds | None], highest: float, aloud: str, *, with_claims: bool = True
) -> SafeString:
    """Full parts for what every account allows (the lows), grey for the rest of them, dashed for what only some add.

    `with_claims`: also what an account gives beyond the recorded range.
    """
    if not highest:
        return SafeString("")
    parts: list[tuple[str, float, str]] = []
    lows = 0
    for name in OUTCOMES:
        low = (outcomes[name] or (0, 0))[0] or 0
        if low:
            parts.append((f"o-{_CLASSES[name]}", low, formats.number(low)))
            lows += low
    low_fired = max((fired or (0, 0))[0] or 0, lows)
    if low_fired > lows:
        parts.append(("o-unknown", low_fired - lows, formats.number(low_fired - lows)))
    if fired is None or fired[1] is None:
        rest = highest - low_fired
        parts.append(("ghost", rest, _("number open") if fired is None else _("or more")))
    else:
        if fired[1] > low_fired:
            parts.append(("ghost", fired[1] - low_fired, _added(fired[1] - low_fired)))
        if with_claims and highest > fired[1]:
            parts.append(("ghost", highest - fired[1], _claimed(int(highest - fired[1]))))
    return _svg(parts, highest, aloud)


def _added(number: int) -> str:
    return _("some accounts add %(number)s") % {"number": formats.number(number)}


def _claimed(number: int) -> str:
    return _("one account adds %(number)s") % {"number": formats.number(number)}


def _svg(parts: list[tuple[str, float, str]], highest: float, aloud: str) -> SafeString:
    drawn, x = [], 0.0
    for name, size, text in parts:
        width = 100 * size / highest
        drawn.append(f'<rect class="{name}" x="{x:.3f}%" y="0" width="{width:.3f}%" height="100%"/>')
        if width >= max(_ROOM, 1.4 * len(text)):
            drawn.append(f'<text x="{x + width / 2:.3f}%" y="50%">{escape(text)}</text>')
        x += width
    return mark_safe(f'<svg class="ledgerbar" role="img" aria-label="{escape(aloud)}">{"".join(drawn)}</svg>')  # noqa: S308


def _aloud(weapon: str, fired: Bounds | None, key: list[OutcomeWords]) -> str:
    parts = [_INLINE[outcome.name] % {"number": outcome.figure} for outcome in key if outcome.figure]
    return _(", ").join([f"{weapon}: {fired_words(fired)}", *parts])


def _rivals(accounts: Accounts, highest: float) -> list[RivalBar]:
    """The accounts that give outcomes, each as its own bar, where they don't all say the same."""
    bars, told = [], set()
    for voice, _cells in accounts.rows:
        figures = {
            name: parsed(voice.values[field].raw)
            for name in ("fired", *OUTCOMES)
            if (field := f"munitions.{name}") in voice.values
        }
        if not any(figures.get(name) for name in OUTCOMES):
            continue
        fired = figures.get("fired")
        outcomes = {name: figures.get(name) for name in OUTCOMES}
        told.add(tuple(sorted((name, value) for name, value in figures.items() if value)))
        spoken = _(", ").join(
            [
                fired_words(fired),
                *(_INLINE[name] % {"number": words.range_words(value)} for name, value in outcomes.items() if value),
            ]
        )
        bar = _bar(fired or words.sums(outcomes.values()), outcomes, highest, spoken, with_claims=False)
        bars.append(RivalBar(voice, bar, spoken))
    return bars if len(told) > 1 else []
