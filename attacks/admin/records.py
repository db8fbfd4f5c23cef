"""What the admin of every reviewed record shares: who may edit it now, and what saving it means."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from attacks import numbering, permissions
from attacks.choices import Proposal, PublicState
from attacks.ledger import history, review
from attacks.models import Record, ReviewEvent
from attacks.permissions import Act
from attacks.wording.changes import entries, references
from attacks.wording.names import names

from .choosing import Choosing
from .columns import badges, with_revision
from .editing.desk import DeskAdmin
from .filters import HolderFilter
from .jobs import EXPORTS
from .review import Reviewed
from .search import FoldedSearchAdmin
from .steps import STEPS

SUBMIT = "_submit"  # the name of the button "Save and submit"
STATE_FILTERS: list[Any] = ["proposal", "public_state", HolderFilter, "needs_source"]
NOTES: tuple[Any, Any] = (_("Remarks"), {"fields": ["needs_source", "note", "internal_note"]})


class RecordAdmin(Choosing, FoldedSearchAdmin, Reviewed, DeskAdmin):
    """Base of all admins of records. Saving makes an edit of the one who saves; only the review goes further."""

    # Annotations of the list by name; see columns.count_of.
    counts: ClassVar[dict[str, Coalesce]] = {}
    list_per_page = 50
    show_full_result_count = False
    save_on_top = True
    actions = EXPORTS

    # Permissions ------------------------------------------------------------------------------------------------------

    def has_change_permission(self, request: HttpRequest, obj: Record | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or not permissions.refusal(request.user, obj, Act.EDIT))  # type: ignore[arg-type]

    def has_delete_permission(self, request: HttpRequest, obj: Record | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not permissions.refusal(request.user, obj, Act.DELETE))  # type: ignore[arg-type]

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Deletes what was chosen in the list, unless somebody moved one of the records on meanwhile."""
        keys = list(queryset.values_list("pk", flat=True))
        with transaction.atomic():
            for record in self.model._default_manager.filter(pk__in=keys).select_for_update().order_by("pk"):
                if permissions.refusal(request.user, record, Act.DELETE):  # type: ignore[arg-type]
                    raise PermissionDenied
            super().delete_queryset(request, self.model._default_manager.filter(pk__in=keys))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What names a record in its address stays once it was public."""
        fields = super().get_readonly_fields(request, obj)
        return [*fields, self.model.identifier_field] if _was_public(obj) else fields

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if _was_public(obj) else super().get_prepopulated_fields(request, obj)

    # Reading ----------------------------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        shown: Any = self.list_select_related or ()
        records = super().get_queryset(request).select_related("held_by", "changed_by", *shown)
        # Outlines of provinces are large, and no list or form of another record shows them.
        outlines = [f"{name}__boundary" for name in shown if name == "province"]
        return with_revision(records).annotate(**self.counts).defer(*outlines)

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

    # Pages ------------------------------------------------------------------------------------------------------------

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        """Adds `standing`: badges, who holds the edit, why it can't be edited now, and the steps that lead on."""
        record = obj
        user: Any = request.user
        if record is not None:
            reasons = {act: permissions.refusal(user, record, act) for act in STEPS}
            context["standing"] = {
                "badges": badges(record),
                "held_by": record.held_by,
                "refusal": permissions.refusal(user, record, Act.EDIT),
                "steps": [
                    {
                        "label": self._label(record, act),
                        "is_grave": step.is_grave,
                        "refusal": reasons[act],
                        "url": self.review_url(act, [record.pk]),
                    }
                    for act, step in STEPS.items()
                    if permissions.may_ever(user, type(record), act)
                    and (not reasons[act] or (act is Act.PUBLISH and record.proposal == Proposal.IN_REVIEW))
                ],
            }
        is_waiting = record is not None and record.proposal == Proposal.IN_REVIEW
        context["may_submit"] = not is_waiting and not context.get("is_popup")
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _label(self, record: Record, act: Act) -> Any:
        is_correction = act is Act.PUBLISH and record.public_state == PublicState.PUBLISHED
        return _("Publish the correction") if is_correction else STEPS[act].label

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The steps of the review and the revisions of the ledger, above the admin's own log."""
        record = self.get_object(request, unquote(object_id))
        context = {}
        if record is not None:
            kind, name = record.record_type, record.public_identifier
            events = ReviewEvent.objects.filter(record_type=kind, identifier=name).select_related("made_by")
            revisions = history.history(kind, name)
            named = names({other for entry in revisions for other in references(entry.changes, kind)})
            context = {"events": events, "revisions": entries(revisions, kind, named)}
        return super().history_view(request, object_id, {**context, **(extra_context or {})})

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        self._submit_if_asked(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        self._submit_if_asked(request, obj)
        return super().response_change(request, obj)

    def _submit_if_asked(self, request: HttpRequest, record: Record) -> None:
        """Takes the step of the button "Save and submit" in the transaction that saved the form."""
        if SUBMIT not in request.POST:
            return
        if reason := permissions.refusal(request.user, record, Act.SUBMIT):  # type: ignore[arg-type]
            messages.error(request, reason)
            return
        review.submit(record=record, by=request.user)  # type: ignore[arg-type]
        messages.success(request, STEPS[Act.SUBMIT].done % {"records": record.public_identifier})

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


def _was_public(record: Record | None) -> bool:
    return record is not None and record.public_state != PublicState.NONE
