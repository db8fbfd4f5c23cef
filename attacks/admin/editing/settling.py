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
    """What a form held when it was opened, as the browser would send it."""

    number: int
    fields: sent.Sent
    rows: dict[str, sent.SentRows]


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
        return Opened(number=-1, fields={}, rows={})


def settle(data: QueryDict, opened: Opened, current: Opened, form: forms.BaseForm, formsets: list[BaseInlineFormSet]) -> Settled:  # fmt: skip
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
    if key in opened["fields"]:
        data.setlist(key, opened["fields"][key])
        return
    match = _row(key)
    if not match or match["prefix"] not in opened["rows"]:
        return
    row = f"{match['prefix']}-{match['index']}"
    theirs = opened["rows"][match["prefix"]].get(data.get(f"{row}-id", ""))
    if match["name"]:
        if theirs and match["name"] in theirs:
            data.setlist(key, theirs[match["name"]])
    elif theirs is None:
        data[f"{row}-DELETE"] = "on"
    else:
        data.pop(f"{row}-DELETE", None)
        sent.write(data, theirs, f"{row}-")


def _row(key: str) -> re.Match[str] | None:
    """The parts of a name such as `munitions-0-weapon` or `munitions-0`."""
    return re.fullmatch(r"(?P<prefix>\w+(?:-\d+-\w+)*)-(?P<index>\d+)(?:-(?P<name>\w+))?", key)


def _merge_form(settled: Settled, opened: Opened, form: forms.BaseForm) -> None:
    mine, theirs = sent.sent(form, settled.data), settled.opened["fields"]
    merged = merge_fields(
        opened=sent.comparable(form.fields, opened["fields"]),
        theirs=sent.comparable(form.fields, theirs),
        mine=sent.comparable(form.fields, mine),
    )
    for name in merged.taken:
        settled.data.setlist(name, theirs[name])
        settled.taken.append(_label(form, name))
    for name in merged.conflicts:
        settled.undecided.append(_beside(form, name, name, theirs[name], mine[name]))


def _merge_formset(settled: Settled, opened: Opened, formset: BaseInlineFormSet) -> None:
    prefix, data = str(formset.prefix), settled.data
    form = formset.empty_form
    mine, added = _rows_sent(formset, data)
    theirs = settled.opened["rows"][prefix]

    def comparable(rows: sent.SentRows) -> dict[str, dict[str, Any]]:
        return {key: sent.comparable(form.fields, row) for key, row in rows.items()}

    merged = merge_rows(
        opened=comparable(opened["rows"].get(prefix, {})), theirs=comparable(theirs), mine=comparable(mine)
    )
    title = str(formset.model._meta.verbose_name)
    settled.taken += [_("%(row)s (row %(key)s)") % {"row": title, "key": _position(theirs, key)} for key in merged.taken]
    settled.taken += [_("%(row)s (a row was deleted)") % {"row": title} for _key in merged.removed]

    sent.clear_rows(formset, data)
    index = 0
    for key, row in theirs.items():
        here, values = f"{prefix}-{index}", dict(row)
        data[f"{here}-id"] = key
        if key not in merged.rows or merged.clashes.get(key) is RowClash.DELETED_BY_ME:
            data[f"{here}-DELETE"] = "on"
        elif key in mine:
            values |= {name: mine[key][name] for name in mine[key] if name not in merged.rows[key].taken}
        if merged.clashes.get(key) is RowClash.DELETED_BY_ME:
            settled.undecided.append(_whole_row(here, title, _summary(form, row), _("deleted")))
        elif key in merged.clashes:
            settled.undecided += [
                _beside(form, name, f"{here}-{name}", row[name], mine[key][name], title)
                for name in merged.rows[key].conflicts
            ]
        sent.write(data, values, f"{here}-")
        index += 1
    data[f"{prefix}-INITIAL_FORMS"] = str(index)
    for key, clash in merged.clashes.items():
        if clash is RowClash.DELETED_BY_THEM:
            here = f"{prefix}-{index}"
            settled.undecided.append(_whole_row(here, title, _("deleted"), _summary(form, mine[key])))
            sent.write(data, mine[key], f"{here}-")
            index += 1
    for row in added:
        for name, strings in row.items():
            data.setlist(f"{prefix}-{index}-{name}", strings)
        index += 1
    data[f"{prefix}-TOTAL_FORMS"] = str(index)


def _rows_sent(formset: BaseInlineFormSet, data: QueryDict) -> tuple[sent.SentRows, list[sent.Sent]]:
    """Saved rows that I keep, by key; and new ones with everything that was sent for them."""
    saved: sent.SentRows = {}
    added: list[sent.Sent] = []
    for index in range(sent.row_count(formset, data)):
        here = f"{formset.prefix}-{index}-"
        if key := data.get(f"{here}id"):
            if f"{here}DELETE" not in data:
                saved[key] = sent.sent(formset.empty_form, data, here)
        else:
            added.append({name[len(here) :]: data.getlist(name) for name in data if name.startswith(here)})
    return saved, added


def _still_undecided(keys: list[str], settled: Settled, form: forms.BaseForm, formsets: list[BaseInlineFormSet]) -> list[Undecided]:  # fmt: skip
    """What was shown before and not chosen, as it stands now."""
    known = {item.key for item in settled.undecided}
    waiting = []
    for key in keys:
        if key in known:
            continue
        if key in form.fields:
            waiting.append(_beside(form, key, key, settled.opened["fields"].get(key, []), settled.data.getlist(key)))
        elif match := _row(key):
            waiting += _undecided_in_row(match, settled, formsets)
    return waiting


def _undecided_in_row(match: re.Match[str], settled: Settled, formsets: list[BaseInlineFormSet]) -> list[Undecided]:
    formset = next((one for one in formsets if one.prefix == match["prefix"]), None)
    if formset is None:
        return []
    here, form = f"{match['prefix']}-{match['index']}", formset.empty_form
    title = str(formset.model._meta.verbose_name)
    theirs = settled.opened["rows"][match["prefix"]].get(settled.data.get(f"{here}-id", ""))
    mine = sent.sent(form, settled.data, f"{here}-")
    name = match["name"]
    if not name:
        gone = f"{here}-DELETE" in settled.data
        return [
            _whole_row(
                here,
                title,
                _summary(form, theirs) if theirs else _("deleted"),
                _("deleted") if gone else _summary(form, mine),
            )
        ]
    if theirs is None or name not in theirs or name not in mine:
        return []
    return [_beside(form, name, f"{here}-{name}", theirs[name], mine[name], title)]


def _beside(form: forms.BaseForm, name: str, key: str, theirs: sent.Strings, mine: sent.Strings, row: str = "") -> Undecided:  # fmt: skip
    label = f"{row}: {_label(form, name)}" if row else _label(form, name)
    return Undecided(key, label, sent.in_words(form.fields[name], theirs), sent.in_words(form.fields[name], mine))


def _whole_row(key: str, title: str, theirs: str, mine: str) -> Undecided:
    return Undecided(key, title, theirs, mine)


def _summary(form: forms.BaseForm, row: sent.Sent) -> str:
    """The filled fields of a row in one line."""
    filled = [(name, strings) for name, strings in row.items() if any(strings) and name in form.fields]
    return "; ".join(f"{_label(form, name)}: {sent.in_words(form.fields[name], strings)}" for name, strings in filled)


def _label(form: forms.BaseForm, name: str) -> str:
    return str(form[name].label) if name in form.fields else name


def _position(rows: sent.SentRows, key: str) -> int:
    return [*rows, key].index(key) + 1
