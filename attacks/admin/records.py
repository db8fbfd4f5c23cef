"""What the admin of every reviewed record shares: who may edit it now, and what saving it means."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from attacks import numbering, permissions
from attacks.choices import PublicState
from attacks.ledger import review
from attacks.models import Record
from attacks.permissions import Act

from .columns import badges, with_revision
from .editing.desk import DeskAdmin
from .search import FoldedSearch

STATE_FILTERS: list[Any] = ["proposal", "public_state", "needs_source", "held_by"]
NOTES: tuple[Any, Any] = (_("Remarks"), {"fields": ["needs_source", "note", "internal_note"]})


class RecordAdmin(FoldedSearch, DeskAdmin):
    """Base of all admins of records. Saving makes an edit of the one who saves; only the review goes further."""

    # Annotations of the list by name; see columns.count_of.
    counts: ClassVar[dict[str, Coalesce]] = {}
    list_per_page = 50
    show_full_result_count = False
    save_on_top = True

    # Permissions ------------------------------------------------------------------------------------------------------

    def has_change_permission(self, request: HttpRequest, obj: Record | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or not permissions.refusal(request.user, obj, Act.EDIT))  # type: ignore[arg-type]

    def has_delete_permission(self, request: HttpRequest, obj: Record | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not permissions.refusal(request.user, obj, Act.DELETE))  # type: ignore[arg-type]

    # Reading ----------------------------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        records = super().get_queryset(request).select_related("held_by", "changed_by")
        return with_revision(records).annotate(**self.counts)

    @admin.display(description=_("state"), ordering="proposal")
    def state(self, record: Any) -> SafeString:
        return badges(record)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The record; while a form is taken in, nobody else moves or writes it."""
        found = super().get_object(request, object_id, from_field)
        if found is not None and request.method == "POST":
            self.model._default_manager.select_for_update(of=("self",)).get(pk=found.pk)
            found.refresh_from_db()
        return found

    def get_view_on_site_url(self, obj: Record | None = None) -> str | None:
        """The public page, where the type has one of its own and something is public."""
        if obj is None or obj.public_state != PublicState.PUBLISHED:
            return None
        try:
            return reverse(str(obj.record_type), args=[obj.public_identifier])
        except NoReverseMatch:
            return None

    # Writing ----------------------------------------------------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: Record, form: ModelForm, change: bool) -> None:
        if not change:
            numbering.name(obj)
            obj.changed_by = obj.held_by = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change and (form.has_changed() or any(formset.has_changed() for formset in formsets)):
            review.mark_edited(record=form.instance, by=request.user)  # type: ignore[arg-type]
