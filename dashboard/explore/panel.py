"""The filter panel: groups of options with their counts, each to be asked for or left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from attacks import choices
from attacks.explorer.answer import Answer, FacetOption
from attacks.explorer.declared import BY_NAME
from attacks.explorer.filters import Filter
from attacks.explorer.parameters import One, Signed
from attacks.wording import formats
from dashboard.explore.address import Address
from dashboard.explore.names import Names
from dashboard.labels import labels

SHOWN = 7  # options of a long group before the rest folds away
_ANYTHING = gettext_lazy("any")
_ONLY_STRIKES = (choices.Kind.AIR_STRIKE, choices.Kind.RAID)  # kinds of responses, never of counted attacks


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    count: int
    share: int  # of the largest count of the group, in percent
    is_selected: bool = False
    is_left_out: bool = False
    is_child: bool = False
    kind: str = ""  # the mark shown beside it


@dataclass(frozen=True, slots=True)
class Link:
    words: str
    url: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Select:
    """A drop-down of the form, from the filter's own declaration."""

    name: str
    current: str

    @property
    def parameter(self) -> One:
        parameter = BY_NAME[self.name]
        assert isinstance(parameter, One)
        return parameter


@dataclass(frozen=True, slots=True, eq=False)
class GroupPlan:
    """How one facet becomes a group of the panel, in the order of this module's list."""

    name: str
    title: Any
    enumeration: type[choices.Choices] | None = None  # None: names of records
    is_open: bool = False
    has_fixed_order: bool = False
    selects: tuple[str, ...] = ()  # parameters with one value that belong here
    note: Any = ""
    default: Any = _ANYTHING  # what holds while nothing is chosen


@dataclass(frozen=True, slots=True)
class Group:
    plan: GroupPlan
    is_chosen: bool
    options: list[Option]
    more: list[Option]
    tools: list[Link]
    selects: tuple[Select, ...]


PLANS = [
    GroupPlan("role", gettext_lazy("Record"), choices.Role, is_open=True, has_fixed_order=True),
    GroupPlan("kind", gettext_lazy("Kind"), choices.Kind, is_open=True, has_fixed_order=True),
    GroupPlan("actor", gettext_lazy("Actor"), is_open=True),
    GroupPlan(
        "basis",
        gettext_lazy("Basis of the attribution"),
        choices.Basis,
        has_fixed_order=True,
        selects=("confidence",),
        note=gettext_lazy("Basis and confidence hold for the same attribution as the actor."),
        default=gettext_lazy("all but denied"),
    ),
    GroupPlan(
        "umbrella",
        gettext_lazy("Umbrella"),
        selects=("affiliation_confidence",),
        note=gettext_lazy("The umbrella itself and its members on the day of the incident."),
    ),
    GroupPlan(
        "sponsor",
        gettext_lazy("Sponsor"),
        note=gettext_lazy("The sponsor itself and the groups it sponsored on the day of the incident."),
    ),
    GroupPlan("province", gettext_lazy("Province"), is_open=True),
    GroupPlan("launch_province", gettext_lazy("Launched from")),
    GroupPlan("base", gettext_lazy("Base")),
    GroupPlan("status", gettext_lazy("Attribution"), choices.AttributionStatus, is_open=True, has_fixed_order=True),
    GroupPlan(
        "evidence",
        gettext_lazy("Evidence"),
        choices.Evidence,
        is_open=True,
        has_fixed_order=True,
        default=gettext_lazy("not discounted"),
    ),
    GroupPlan("weapon", gettext_lazy("Weapon"), choices.Weapon),
    GroupPlan("target", gettext_lazy("Target"), choices.TargetKind),
    GroupPlan(
        "nexus",
        gettext_lazy("US link"),
        choices.UsNexus,
        has_fixed_order=True,
        default=gettext_lazy("direct or indirect"),
    ),
    GroupPlan("country", gettext_lazy("Country")),
    GroupPlan("casualties", gettext_lazy("Casualties"), choices.CasualtyGroup),
    GroupPlan("precision", gettext_lazy("Place known to"), choices.LocationPrecision, has_fixed_order=True),
    GroupPlan("date_precision", gettext_lazy("Date known to"), choices.DatePrecision, has_fixed_order=True),
]


def label_of(name: str, value: str, names: Names) -> str:
    """The words for one value of one facet."""
    return _labels(name, names, get_language())(value)


def _labels(name: str, names: Names, language: str | None) -> Callable[[str], str]:
    """The words for every value of one facet."""
    lookups: dict[str, Callable[[str], str]] = {
        "actor": names.actor,
        "umbrella": names.actor,
        "sponsor": names.actor,
        "base": names.base,
        "province": names.province,
        "launch_province": names.province,
        "country": formats.country,
    }
    words, look_up = _fixed_words(name, language), lookups.get(name)
    return lambda value: words.get(value) or (look_up(value) if look_up else value)


@lru_cache(maxsize=64)
def _fixed_words(name: str, language: str | None) -> dict[str, str]:
    """The words, in the active language, for values that are no names of records."""
    plan = next((plan for plan in PLANS if plan.name == name), None)
    words = labels(plan.enumeration) if plan and plan.enumeration else {}
    parameter = BY_NAME[name]
    extra = parameter.extra_words if isinstance(parameter, Signed) else None
    return words | {value: str(text) for value, text in (extra or {}).items()}


def groups(answer: Answer, names: Names, query: Filter, address: Address) -> list[Group]:
    """The groups of the panel."""
    return [_group(plan, answer, names, query, address) for plan in PLANS if plan.name in answer.facets]


def kinds_present(answer: Answer) -> list[choices.Kind]:
    """Kinds of attacks with at least one under the filter, for the legend."""
    counts = {option.value: option.count for option in answer.facets.get("kind", [])}
    return [kind for kind in choices.Kind if counts.get(kind.value) and kind not in _ONLY_STRIKES]


def _group(plan: GroupPlan, answer: Answer, names: Names, query: Filter, address: Address) -> Group:
    """An option is ticked only where the reader chose it, not where a default holds."""
    facet = answer.facets[plan.name]
    ticked = set(getattr(query, BY_NAME[plan.name].field)) if query.is_set(plan.name) else set()
    if plan.name == "kind":
        facet = [
            option
            for option in facet
            if option.value not in _ONLY_STRIKES or option.count or option.value in ticked or option.is_left_out
        ]
    largest = max((option.count for option in facet), default=0)
    label = _labels(plan.name, names, get_language())
    options = [
        Option(
            value=option.value,
            label=label(option.value),
            count=option.count,
            share=max(3, round(100 * option.count / largest)) if option.count else 0,
            is_selected=option.value in ticked,
            is_left_out=option.is_left_out,
            is_child=bool(option.parent),
            kind=option.value if plan.name in ("kind", "role") and option.value != choices.Role.ATTACK else "",
        )
        for option in _ordered(plan, facet)
    ]
    shown, more = (options, []) if plan.has_fixed_order else _fold(options)
    return Group(
        plan=plan,
        is_chosen=any(_is_chosen(option) for option in options) or any(query.is_set(name) for name in plan.selects),
        options=shown,
        more=more,
        tools=actor_tools(address) if plan.name == "actor" else [],
        selects=tuple(select(name, query) for name in plan.selects),
    )


def select(name: str, query: Filter) -> Select:
    return Select(name, getattr(query, BY_NAME[name].field))


def _is_chosen(option: Option) -> bool:
    return option.is_selected or option.is_left_out


def _ordered(plan: GroupPlan, facet: list[FacetOption]) -> list[FacetOption]:
    """By the order of the enumeration, or the most first with children under their parent."""
    if plan.has_fixed_order and plan.enumeration:
        order = {value: place for place, value in enumerate(labels(plan.enumeration))}
        return sorted(facet, key=lambda option: order.get(option.value, len(order)))
    by_count = sorted(facet, key=lambda option: (-option.count, option.value))
    present = {option.value for option in facet}
    children: dict[str, list[FacetOption]] = {}
    for option in by_count:
        if option.parent in present:
            children.setdefault(option.parent, []).append(option)
    roots = [option for option in by_count if option.parent not in present]
    return [option for root in roots for option in (root, *children.get(root.value, ()))]


def _fold(options: list[Option]) -> tuple[list[Option], list[Option]]:
    """(shown, folded): the first ones and every chosen one are shown; a parent keeps its children."""
    if len(options) <= SHOWN + 1:
        return options, []
    cut = SHOWN
    while cut < len(options) and options[cut].is_child:
        cut += 1
    chosen = [option for option in options[cut:] if _is_chosen(option)]
    return options[:cut] + chosen, [option for option in options[cut:] if not _is_chosen(option)]


def actor_tools(address: Address) -> list[Link]:
    by = address.get("actor_by") or "brand"
    return [
        Link(_("By name"), address.url(actor_by=None), by == "brand"),
        Link(_("By assessed parent"), address.url(actor_by="parent"), by == "parent"),
    ]
