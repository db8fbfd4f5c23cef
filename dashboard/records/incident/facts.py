"""The facts of an incident, each with its precision and with who says so."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from attacks.choices import Evidence, RecordType, Role, TargetKind, UsNexus, Weapon
from attacks.wording import formats
from dashboard.records import words
from dashboard.records.edition import Edition
from dashboard.records.incident import munitions
from dashboard.records.incident.accounts import AGREES, DIFFERS, Accounts, Said
from dashboard.records.incident.recorded import OUTCOMES, total
from dashboard.records.items import ItemList


@dataclass
class Fact:
    """One row; `value` "" means not reported. It opens where accounts or an explanation stand behind it."""

    label: str
    value: Any
    note: Any = ""
    says: list[Said] = field(default_factory=list)
    explanation: Any = ""
    links: Any = ""  # to the records that the value names; a row that opens holds them inside, since it is a control

    @property
    def differing(self) -> int:
        return sum(said.standing == DIFFERS for said in self.says)

    @property
    def agreeing(self) -> int:
        return sum(said.standing == AGREES for said in self.says)

    @property
    def who(self) -> str:
        """How many accounts stand behind the value."""
        agree = ngettext("%(count)s agrees", "%(count)s agree", self.agreeing) % {
            "count": formats.number(self.agreeing)
        }
        differ = ngettext("%(count)s differs", "%(count)s differ", self.differing) % {
            "count": formats.number(self.differing)
        }
        if self.differing:
            return _(", ").join([agree, differ] if self.agreeing else [differ])
        if self.says:
            return ngettext("%(count)s account", "%(count)s accounts", len(self.says)) % {
                "count": formats.number(len(self.says))
            }
        return _("why") if self.explanation else ""


def facts(edition: Edition, body: dict[str, Any], accounts: Accounts, sources: ItemList) -> list[Fact]:
    """Every fact in the order of the page; what no account reports and the record doesn't hold is left out."""
    rows = [
        _when(body, accounts),
        _first_reported(body),
        _where(edition, body, accounts),
        _launch(edition, body, accounts),
        _fired(body, accounts),
        *_outcomes(body, accounts),
        _people(body, accounts, "killed", _("Killed")),
        _people(body, accounts, "wounded", _("Wounded")),
        _damage(body, accounts),
        _claimed_by(edition, body, accounts),
        _target(body),
        _evidence(body, sources),
        _counting(body),
    ]
    return [row for row in rows if row is not None]


def _when(body: dict[str, Any], accounts: Accounts) -> Fact:
    value = _(", ").join(part for part in (words.occurred(body), words.clock_words(body)) if part)
    note = words.listed(
        part
        for part in (
            words.local(body["time_note"]),
            _("Baghdad time") if body["time_from"] else "",
            words.date_precision(body["date_precision"]),
        )
        if part
    )
    return Fact(_("When"), value, note, accounts.said("occurred", "time"))


def _first_reported(body: dict[str, Any]) -> Fact | None:
    if not body["first_reported_on"]:
        return None
    return Fact(
        _("First reported"), words.dated(body["first_reported_on"], "day"), _("earliest dated source of this record")
    )


def _where(edition: Edition, body: dict[str, Any], accounts: Accounts) -> Fact:
    base = edition.ref(RecordType.BASE, body["base"])
    place = words.local(body["place_name"], body["place_name_ar"])
    province = edition.ref(RecordType.PROVINCE, body["province"])
    same = base and base.version and base.version.name == body["place_name"]
    said = accounts.said("place", "province")
    known_as = (base.name if said else base.link) if base else ""
    note = words.listed(
        part
        for part in (
            "" if same else known_as,
            province.name if province else "",
            words.country(body["country"]) if body["country"] != "IQ" else "",
            words.location_precision(body["location_precision"]) or _("no point known"),
        )
        if part
    )
    return Fact(_("Where"), known_as if same else place, note, said, links=base.link if base and said else "")


def _launch(edition: Edition, body: dict[str, Any], accounts: Accounts) -> Fact | None:
    said = accounts.said("launch.*")
    launch = body["launch"]
    if launch is None:
        return Fact(_("From where"), "", says=said) if said else None
    province = edition.ref(RecordType.PROVINCE, launch["province"])
    value = words.local(launch["place"]) or (province.name if province else "")
    parts = [province.name if province and launch["place"] else "", words.location_precision(launch["precision"])]
    return Fact(_("From where"), value, words.listed(part for part in parts if part), said)


def _fired(body: dict[str, Any], accounts: Accounts) -> Fact:
    said = accounts.said("munitions.fired")
    rows = body["munitions"]
    known = [
        format_html(
            _("{weapon}: {number}"),
            weapon=Weapon(row["weapon"]).label,
            number=words.range_words(words.bounds(row["fired"])),
        )
        if row["fired"] is not None
        else str(Weapon(row["weapon"]).label)
        for row in rows
    ]
    all_unknown = rows and all(row["fired"] is None for row in rows)
    return Fact(_("Munitions"), words.listed(known), _("number not reported") if all_unknown else "", said)


def _outcomes(body: dict[str, Any], accounts: Accounts) -> list[Fact]:
    """Only what accounts speak of; the munitions ledger shows the rest."""
    rows = []
    for name in (*OUTCOMES, "found_unfired"):
        said = accounts.said(f"munitions.{name}")
        if said:
            value = words.range_words(words.sums(words.bounds(row[name]) for row in body["munitions"]))
            label = str(munitions.OUTCOME_WORDS[name]) if name in OUTCOMES else _("Found unfired")
            rows.append(Fact(label, value, "", said))
    return rows


def _people(body: dict[str, Any], accounts: Accounts, name: str, label: str) -> Fact:
    value = total(body, name)
    said = accounts.said(f"casualties.{name}", *_group_fields(accounts, name))
    notes: list[Any] = []
    indirect = words.sums(words.bounds(row[name]) for row in body["casualties"] if row["is_indirect"])
    if indirect and indirect != (0, 0):
        notes.append(
            _("%(number)s of them indirectly") % {"number": words.range_words(indirect)}
            if indirect != value
            else _("indirectly")
        )
    if value == (0, 0):
        notes.append(_("said to be none"))
        said = [*said, *accounts.said("casualties")]
    elif sum(row[name] is not None and row["group"] != "all" for row in body["casualties"]) > 1:
        notes.append(_("sum over the groups that are reported"))
    return Fact(label, words.range_words(value), words.listed(notes), said)


def _group_fields(accounts: Accounts, name: str) -> list[str]:
    return [
        column.field
        for column in accounts.columns
        if column.field.count(".") == 2 and column.field.endswith(f".{name}")
    ]


def _damage(body: dict[str, Any], accounts: Accounts) -> Fact | None:
    said = accounts.said("damage")
    return Fact(_("Damage"), words.local(body["damage"]), "", said) if body["damage"] or said else None


def _claimed_by(edition: Edition, body: dict[str, Any], accounts: Accounts) -> Fact:
    claims = [row["actor"] for row in body["attributions"] if row["basis"] == "claimed"]
    refs = edition.refs(RecordType.ACTOR, dict.fromkeys(claims))
    links = words.listed(ref.link for ref in refs)
    said = accounts.said("claimed_by", "attribution.accused")
    value = (words.listed(ref.name for ref in refs) if said else links) or SafeString(_("no claim recorded"))
    return Fact(_("Claimed by"), value, "", said, links=links if said else "")


def _target(body: dict[str, Any]) -> Fact:
    nexus = UsNexus(body["us_nexus"])
    value = words.local(body["target_name"]) or str(TargetKind(body["target_kind"]).label)
    kind = str(TargetKind(body["target_kind"]).label) if body["target_name"] else ""
    connection = _("US connection: %(nexus)s") % {"nexus": nexus.label}
    return Fact(
        _("Target"), value, words.listed(part for part in (kind, connection) if part), explanation=nexus.meaning
    )


def _evidence(body: dict[str, Any], sources: ItemList) -> Fact:
    grade = Evidence(body["evidence"])
    note = words.local(body["evidence_note"]) or words.count_origins(sources.origins)
    return Fact(_("Evidence"), str(grade.label), note, explanation=grade.meaning)


def _counting(body: dict[str, Any]) -> Fact:
    """How the default rule counts this record, and why."""
    why = _("Counted by default: attacks that were not foiled or discounted, with a direct or indirect US connection.")
    if body["role"] != Role.ATTACK:
        return Fact(_("Counted as"), _("not an attack"), str(Role(body["role"]).meaning), explanation=why)
    if body["is_foiled"]:
        return Fact(_("Counted as"), _("not counted"), _("found before launch"), explanation=why)
    if body["evidence"] == Evidence.DISCOUNTED:
        return Fact(_("Counted as"), _("not counted"), _("discounted"), explanation=why)
    if body["us_nexus"] == UsNexus.CONTEXT:
        return Fact(_("Counted as"), _("not counted"), _("recorded for context only"), explanation=why)
    number = body["attack_count"]
    value = ngettext("%(count)s attack", "%(count)s attacks", number) % {"count": formats.number(number)}
    note = _("the sources don't tell them apart") if number > 1 else ""
    return Fact(_("Counted as"), value, note, explanation=why)
