"""Two people editing one record: the second is told what changed, and nothing of either is lost."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from attacks.models import Record

from . import settling
from .settling import Opened, Settled


class ConcurrentEditing(ModelAdmin):
    """An admin of records in which a save never overwrites what it has not seen."""

    change_form_template = "admin/editing/change_form.html"

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            record = self.get_object(request, object_id)  # locked: of two saves at once the second sees the first
            if record is not None and self.has_change_permission(request, record):
                self._settle(request, record)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _settle(self, request: HttpRequest, record: Record) -> None:
        """Rewrites what was sent where others saved since, and leaves the rest to the usual save."""
        opened = settling.unsign(request.POST.get("opened", ""))
        form, formsets = self._unbound(request, record)
        current = settling.opened_now(record.edit_number, form, formsets)
        settled = settling.settle(request.POST, opened, current, form, formsets)
        request.POST = settled.data  # type: ignore[assignment]
        request.settled = settled  # type: ignore[attr-defined]
        if settled.taken:
            messages.info(
                request,
                _("%(who)s saved this record at %(when)s, while you had it open. Taken over from there: %(what)s.")
                % {**last_save(record), "what": ", ".join(settled.taken)},
            )

    def _unbound(self, request: HttpRequest, record: Record) -> tuple[forms.BaseForm, list[BaseInlineFormSet]]:
        """The form and the inlines as they would be opened now."""
        form = self.get_form(request, record, change=True)(instance=record)
        formsets: list[BaseInlineFormSet] = []
        seen: dict[str, int] = {}
        for formset_class, inline in self.get_formsets_with_inlines(request, record):
            prefix = formset_class.get_default_prefix()
            seen[prefix] = seen.get(prefix, 0) + 1
            if seen[prefix] > 1:
                prefix = f"{prefix}-{seen[prefix]}"
            if inline.has_change_permission(request, record):
                formsets.append(formset_class(instance=record, prefix=prefix, queryset=inline.get_queryset(request)))
        return form, formsets

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        settled: Settled | None = getattr(request, "settled", None)
        if settled is None or not settled.undecided:
            return form
        return type(form.__name__, (_Waiting, form), {})

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        settled: Settled | None = getattr(request, "settled", None)
        if change and obj is not None and self.has_change_permission(request, obj):
            opened: Opened = settled.opened if settled else self._shown(context, obj)
            context |= {
                "opened": settling.sign(opened),
                "undecided": settled.undecided if settled else [],
                "last_save": last_save(obj),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _shown(self, context: dict[str, Any], record: Record) -> Opened:
        """What the form that is being rendered holds, read off it without asking the database again."""
        formsets = [inline.formset for inline in context["inline_admin_formsets"] if inline.has_change_permission]
        return settling.opened_now(record.edit_number, context["adminform"].form, formsets)


class _Waiting:
    """A form that is not saved while something in it is undecided."""

    def clean(self) -> Any:
        cleaned = super().clean()  # type: ignore[misc]
        waiting = ValidationError(
            _("Choose below between what somebody else saved and what you wrote."), code="undecided"
        )
        self.add_error(None, waiting)  # type: ignore[attr-defined]
        return cleaned


def last_save(record: Record) -> dict[str, str]:
    """Who saved the record last, and when, in words."""
    who = record.changed_by
    return {
        "who": (who.get_full_name() or who.get_username()) if who else _("Somebody"),
        "when": date_format(localtime(record.changed_at), "DATETIME_FORMAT"),
    }
