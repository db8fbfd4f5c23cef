"""Accounts of an incident, each with the values it reports: a formset inside every row of a formset."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.models import BaseInlineFormSet, inlineformset_factory

from attacks.models import REPORTED_FIELDS, Account, ReportedValue
from attacks.models.accounts import reported_field_label

from .editing.accounts import FIRST_FACTS, AccountForm
from .parts import MOST_ROWS, FirstRowInline


class ReportedValueForm(forms.ModelForm):
    field = forms.ChoiceField(choices=lambda: [("", "–"), *_fields()])

    class Meta:
        model = ReportedValue
        fields = ["field", "value", "quote"]


def _fields() -> list[tuple[str, str]]:
    return [(name, reported_field_label(name)) for name in REPORTED_FIELDS]


class AccountFormSet(BaseInlineFormSet):
    """Gives each account's form its reported values as `form.values`, checked and saved with it."""

    forms: Any  # of AccountForm
    can_delete: bool

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.values = ReportedValueFormSet(
            instance=form.instance,
            data=form.data if form.is_bound else None,
            prefix=f"{form.prefix}-values",
            initial=None if form.instance.pk else [{"field": fact} for fact in FIRST_FACTS],
        )

    def is_valid(self) -> bool:
        return super().is_valid() and all(form.values.is_valid() for form in self.forms if not self._goes(form))

    def has_changed(self) -> bool:
        return super().has_changed() or any(form.values.has_changed() for form in self.forms)

    def save(self, commit: bool = True) -> Any:
        saved = super().save(commit=commit)
        for form in self.forms:
            if not self._goes(form) and form.instance.pk:
                form.values.instance = form.instance
                form.values.save(commit=commit)
        return saved

    def _goes(self, form: Any) -> bool:
        return self.can_delete and self._should_delete_form(form)  # type: ignore[attr-defined]


ReportedValueFormSet = inlineformset_factory(
    Account,
    ReportedValue,
    form=ReportedValueForm,
    extra=len(FIRST_FACTS),
    can_delete=True,
    max_num=MOST_ROWS,
    absolute_max=MOST_ROWS,
)


class AccountInline(FirstRowInline):
    model = Account
    form = AccountForm
    formset = AccountFormSet
    template = "admin/attacks/incident/accounts.html"
    fields = [("source", "said_by"), ("new_outlet", "new_url", "new_published_on")]
    autocomplete_fields = ["source"]
