"""An account whose source may be new: outlet, address and date are enough, and the source is made with the incident."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget
from django.contrib.auth.models import User
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from attacks.admin.choosing import ChooseOne
from attacks.choices import DatePrecision
from attacks.models import Account, Outlet, Source

# What a new account is asked first; more facts can be chosen.
FIRST_FACTS = ("munitions.fired", "munitions.hit", "munitions.fell_wide")


class AccountForm(forms.ModelForm):
    """Either `source`, or the parts of a new one; an address that is known already stands for its source."""

    new_outlet = forms.ModelChoiceField(
        Outlet.objects.all(),
        required=False,
        label=_("New source: outlet"),
        widget=ChooseOne(Source._meta.get_field("outlet"), admin.site),
    )
    new_url = forms.URLField(
        required=False, max_length=2000, label=_("Address"), assume_scheme="https", widget=forms.URLInput
    )
    new_published_on = forms.DateField(required=False, label=_("Published on"), widget=AdminDateWidget)

    # Who saves it; the admin says so before it saves.
    author: User | None = None
    # The formset of the values it reports, which the formset of accounts adds.
    values: BaseInlineFormSet

    class Meta:
        model = Account
        fields = ["source", "said_by"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].required = False

    def has_changed(self) -> bool:
        """Also when nothing but reported values was typed, so that they are not passed over."""
        return super().has_changed() or self.values.has_changed()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        source, outlet, url = values.get("source"), values.get("new_outlet"), values.get("new_url")
        if source and (outlet or url):
            self.add_error("source", _("Choose a source or describe a new one, not both."))
        elif not source and url:
            values["source"] = Source.objects.filter(url=url).first()
        is_unclear = self.errors.keys() & {"source", "new_outlet", "new_url"}
        if not values.get("source") and not outlet and not is_unclear and self.has_changed():
            field = "new_outlet" if url or values.get("new_published_on") else "source"
            self.add_error(field, _("Choose the source, or say which outlet the new one is by."))
        return values

    def save(self, commit: bool = True) -> Account:
        if not self.instance.source_id:
            self.instance.source = self._new_source()
        return super().save(commit)

    def _new_source(self) -> Source:
        """The source described here, or the one that another row of the same form has just made."""
        given = self.cleaned_data
        outlet, day = given["new_outlet"], given["new_published_on"]
        if given["new_url"] and (made := Source.objects.filter(url=given["new_url"]).first()):
            return made
        return Source.objects.create(
            slug=free_slug(f"{outlet.slug}-{day or 'undated'}"),
            outlet=outlet,
            url=given["new_url"] or None,
            published_on=day,
            published_on_precision=DatePrecision.DAY if day else "",
            changed_by=self.author,
            held_by=self.author,
        )


def free_slug(slug: str) -> str:
    """The slug, with a number where it is taken."""
    longest = Source._meta.get_field("slug").max_length or 150
    slug = slug[: longest - 5]
    taken = set(Source.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    numbered = (f"{slug}-{n}" for n in range(2, len(taken) + 3))
    return slug if slug not in taken else next(one for one in numbered if one not in taken)
