"""What a form sends, settled with what others saved since it was opened: merged, or laid side by side to choose.

A form carries the number of the edit it was opened at and, signed, what it held then. When the record has moved on, the
three versions are merged, and what was sent is rewritten as if the form had been opened just now. What both changed
stays undecided: it is shown side by side, and the form is not saved until somebody chose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, TypedDict

from django import forms
from django.core import signing
from django.forms.models import BaseInlineFormSet
from django.http import QueryDict
from django.utils.translation import gettext as _

from . import sent
from .merge import RowClash, merge_fields, merge_rows

SALT = "attacks.admin.opened"


class Opened(TypedDict):
    """What a form held when it was opened, as the browser would send it; None: not known."""

    number: int
    fields: sent.Sent | None
    rows: dict[str, sent.SentRows] | None


@dataclass(frozen=True, slots=True)
class Undecided:
    """One thing that both changed; `key` names it among what is sent."""

    key: str
    label: str
    theirs: str
    mine: str


@dataclass(slots=True)
class Settled:
    """What was sent, as if the form had been opened at `opened`."""

    data: QueryDict
    opened: Opened
    taken: list[str] = field(default_factory=list)
    """What only others changed, in words."""
    undecided: list[Undecided] = field(default_factory=list)


def opened_now(number: int, form: forms.BaseForm, formsets: list[BaseInlineFormSet]) -> Opened:
    """What these unbound forms hold."""
    rows = {str(formset.prefix): sent.untouched_rows(formset) for formset in formsets}
    return Opened(number=number, fields=sent.untouched(form), rows=rows)


def sign(opened: Opened) -> str:
    return signing.dumps(opened, salt=SALT, compress=True)


def unsign(text: str) -> Opened:
    """What was signed; an Opened that knows nothing where it is missing or spoilt, so that nothing merges unseen."""
    try:
        return signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return Opened(number=-1, fields=None, rows=None)


def settle(
    data: QueryDict, opened: Opened, current: Opened, form: forms.BaseForm, formsets: list[BaseInlineFormSet]
) -> Settled:
    """What was sent, after the choices in it and after merging what others saved since; `form` is unbound."""
    data = data.copy()
    settled = Settled(data, current)
    open_choices = _apply_choices(data, opened)
    if opened["number"] != current["number"]:
        _merge_form(settled, opened, form)
        for formset in formsets:
            _merge_formset(settled, opened, formset)
    settled.undecided += _still_undecided(open_choices, settled, form, formsets)
    return settled


def _apply_choices(data: QueryDict, opened: Opened) -> list[str]:
    """Puts what the form showed as theirs where it was chosen; returns what is still to be chosen."""
    waiting = []
    for key in data.getlist("undecided"):
        choice = data.get(f"choose-{key}")
        if choice == "theirs":
            _put_theirs(data, opened, key)
        elif choice != "mine":
            waiting.append(key)
    return waiting


def _put_theirs(data: QueryDict, opened: Opened, key: str) -> None:
    fields, rows = opened["fields"] or {}, opened["rows"] or {}
    if key in fields:
        data.setlist(key, fields[key])
        return
    match = _row(key)
    if not match or match["prefix"] not in rows:
        return
    here, name = f"{match['prefix']}-{match['index']}-", match["name"]
    theirs = rows[match["prefix"]].get(data.get(f"{here}id", ""))
    if name and theirs is not None:
        sent.put(data, here, name, theirs.get(name, []))
    elif theirs is None:
        data[f"{here}DELETE"] = "on"
    else:
        data.pop(f"{here}DELETE", None)
        sent.write_row(data, here, theirs, theirs)


def _row(key: str) -> re.Match[str] | None:
    """The parts of a name such as `munitions-0-weapon`, `munitions-0` or `accounts-1-values.munitions.fired`."""
    return re.fullmatch(r"(?P<prefix>\w+(?:-\d+)?)-(?P<index>\d+)(?:-(?P<name>[\w.+]+))?", key)


def _merge_form(settled: Settled, opened: Opened, form: forms.BaseForm) -> None:
    mine, theirs = sent.sent(form, settled.data), settled.opened["fields"] or {}
    merged = merge_fields(
        opened=None if opened["fields"] is None else sent.comparable(form, opened["fields"]),
        theirs=sent.comparable(form, theirs),
        mine=sent.comparable(form, mine),
    )
    for name in merged.taken:
        settled.data.setlist(name, theirs[name])
        settled.taken.append(sent.label(form, name))
    for name in merged.conflicts:
        settled.undecided.append(_beside(form, name, name, theirs[name], mine[name]))


def _merge_formset(settled: Settled, opened: Opened, formset: BaseInlineFormSet) -> None:
    """Writes the rows anew: first those in the database, then those that only I have."""
    prefix, data, form = str(formset.prefix), settled.data, formset.empty_form
    title = _title(formset)
    mine, added = _rows_sent(form, prefix, data)
    theirs = (settled.opened["rows"] or {}).get(prefix, {})

    def comparable(rows: sent.SentRows) -> dict[str, dict[str, Any]]:
        return {key: sent.comparable(form, row) for key, row in rows.items()}

    before = None if opened["rows"] is None else comparable(opened["rows"].get(prefix, {}))
    merged = merge_rows(opened=before, theirs=comparable(theirs), mine=comparable(mine))
    places = list(theirs)
    settled.taken += [_("%(row)s (row %(n)s)") % {"row": title, "n": places.index(key) + 1} for key in merged.taken]
    settled.taken += [_("%(row)s (a row was deleted)") % {"row": title} for _key in merged.removed]

    sent.clear_rows(data, prefix)
    for index, (key, row) in enumerate(theirs.items()):
        here = f"{prefix}-{index}"
        data[f"{here}-id"] = key
        values, clash = row, merged.clashes.get(key)
        if key not in merged.rows or clash is RowClash.DELETED_BY_ME:
            data[f"{here}-DELETE"] = "on"
        elif key in mine:
            taken = merged.rows[key].taken
            values = {name: strings for name, strings in mine[key].items() if name not in taken}
            values |= {name: row[name] for name in taken if name in row}
        sent.write_row(data, f"{here}-", values, row)
        if clash is RowClash.DELETED_BY_ME:
            settled.undecided.append(Undecided(here, title, sent.summary(form, row), _("deleted")))
        elif clash:
            settled.undecided += [
                _beside(form, name, f"{here}-{name}", row.get(name, []), mine[key].get(name, []), title)
                for name in merged.rows[key].conflicts
            ]
    data[f"{prefix}-INITIAL_FORMS"] = str(len(theirs))
    index = len(theirs)
    for key, clash in merged.clashes.items():
        if clash is RowClash.DELETED_BY_THEM:
            here = f"{prefix}-{index}"
            settled.undecided.append(Undecided(here, title, _("deleted"), sent.summary(form, mine[key])))
            sent.write_row(data, f"{here}-", mine[key], {})
            index += 1
    for new in added:
        for name, strings in new.items():
            data.setlist(f"{prefix}-{index}-{name}", strings)
        index += 1
    data[f"{prefix}-TOTAL_FORMS"] = str(index)


def _rows_sent(form: forms.BaseForm, prefix: str, data: QueryDict) -> tuple[sent.SentRows, list[sent.Sent]]:
    """Saved rows that I keep, by key; and new ones with everything that was sent for them."""
    saved: sent.SentRows = {}
    added: list[sent.Sent] = []
    for index in range(sent.total(data, prefix)):
        here = f"{prefix}-{index}-"
        if key := data.get(f"{here}id"):
            if f"{here}DELETE" not in data:
                saved[key] = sent.sent(form, data, here)
        else:
            added.append({name[len(here) :]: data.getlist(name) for name in data if name.startswith(here)})
    return saved, added


def _still_undecided(
    keys: list[str], settled: Settled, form: forms.BaseForm, formsets: list[BaseInlineFormSet]
) -> list[Undecided]:
    """What was shown before and not chosen, as it stands now."""
    known = {item.key for item in settled.undecided}
    waiting = []
    for key in dict.fromkeys(keys):
        if key in known:
            continue
        if key in form.fields:
            theirs = (settled.opened["fields"] or {}).get(key, [])
            waiting.append(_beside(form, key, key, theirs, settled.data.getlist(key)))
        elif match := _row(key):
            waiting += _undecided_in_row(match, settled, formsets)
    return waiting


def _undecided_in_row(match: re.Match[str], settled: Settled, formsets: list[BaseInlineFormSet]) -> list[Undecided]:
    formset = next((one for one in formsets if one.prefix == match["prefix"]), None)
    if formset is None:
        return []
    here, name, form = f"{match['prefix']}-{match['index']}", match["name"], formset.empty_form
    title = _title(formset)
    theirs = (settled.opened["rows"] or {})[match["prefix"]].get(settled.data.get(f"{here}-id", ""))
    mine = sent.sent(form, settled.data, f"{here}-")
    if name:
        if theirs is None or (name not in theirs and name not in mine):
            return []
        return [_beside(form, name, f"{here}-{name}", theirs.get(name, []), mine.get(name, []), title)]
    is_deleted = f"{here}-DELETE" in settled.data
    return [
        Undecided(
            here,
            title,
            sent.summary(form, theirs) if theirs else _("deleted"),
            _("deleted") if is_deleted else sent.summary(form, mine),
        )
    ]


def _beside(
    form: forms.BaseForm, name: str, key: str, theirs: sent.Strings, mine: sent.Strings, row: str = ""
) -> Undecided:
    label = sent.label(form, name)
    return Undecided(
        key,
        f"{row}: {label}" if row else label,
        sent.in_words(form, name, theirs),
        sent.in_words(form, name, mine),
    )


def _title(formset: BaseInlineFormSet) -> str:
    return str(formset.model._meta.verbose_name)  # type: ignore[union-attr]
