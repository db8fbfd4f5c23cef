"""The pages on which a step of the review is taken, for one record or for many chosen in the list."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from attacks import permissions
from attacks.ledger.proposed import needed, proposed
from attacks.ledger.publish import PublicationRefused
from attacks.ledger.review import TransitionRefused
from attacks.models import Record
from attacks.permissions import Act
from attacks.wording.changes import change_words, references
from attacks.wording.names import names

from .choosing import LARGEST_KEY
from .steps import STEPS, Step

MOST = 200  # records that one step takes at once


class Reviewed(admin.ModelAdmin):
    """Adds the steps to an admin of records: as pages, and as actions of the list that lead there."""

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_review"
        view = require_http_methods(["GET", "HEAD", "POST"])(self.admin_site.admin_view(self.review_view))
        return [path("review/<slug:act>/", view, name=name), *super().get_urls()]

    def review_url(self, act: Act, keys: Sequence[int]) -> str:
        base = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_review", args=[act.value])
        return f"{base}?ids={','.join(map(str, keys))}"

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        if admin.options.IS_POPUP_VAR in request.GET:
            return actions
        for step in STEPS.values():
            if permissions.may_ever(request.user, self.model, step.act) and not step.is_single:  # type: ignore[arg-type]
                actions[step.act.value] = (_leads_to(step.act), step.act.value, step.label)
        return actions

    def review_view(self, request: HttpRequest, act: str) -> HttpResponse:
        """GET shows what the step would do, POST takes it for all the records or for none."""
        step = STEPS.get(act)  # type: ignore[call-overload]
        if step is None:
            raise Http404(_("There is no such step."))
        if not permissions.may_ever(request.user, self.model, step.act) or not self.has_view_permission(request):  # type: ignore[arg-type]
            raise PermissionDenied
        records = self._chosen(request)
        if step.is_single and len(records) > 1:
            messages.error(request, _("This step takes one record at a time."))
            return HttpResponseRedirect(self._list_url())
        if hindered := _hindered(request, step, records):
            for record, reason in hindered:
                messages.error(request, format_html("{}: {}", record.public_identifier, reason))
            return HttpResponseRedirect(self._after(records))
        form = step.form(request.POST or None, records=records)
        if request.method == "POST" and form.is_valid() and self._take(request, step, records, form.cleaned_data):
            return HttpResponseRedirect(self._after(records))
        return self._page(request, step, records, form)

    # Parts ------------------------------------------------------------------------------------------------------------

    def _chosen(self, request: HttpRequest) -> list[Record]:
        given = (request.POST if request.method == "POST" else request.GET).get("ids", "").split(",")
        keys = {int(key) for key in given if key.isascii() and key.isdecimal() and int(key) <= LARGEST_KEY}
        if len(keys) != len(given) or len(keys) > MOST:
            raise Http404(_("Choose between one and %(most)s records.") % {"most": MOST})
        records = list(self.get_queryset(request).filter(pk__in=keys).order_by("pk"))
        if len(records) != len(keys):
            raise Http404(_("One of these records does not exist."))
        return records

    def _take(self, request: HttpRequest, step: Step, records: list[Record], given: dict[str, Any]) -> bool:
        """Whether the step was taken; what hindered it is said in messages."""
        if step.act is Act.PUBLISH:
            given["seen"] = set(request.POST.getlist("seen"))
            along = set(request.POST.getlist("along"))
            records = records + [record for record in needed(records) if _reference(record) in along]
        try:
            with transaction.atomic() if not step.is_of_ledger else nullcontext():
                if not step.is_of_ledger:
                    records = self._locked(records)
                    if hindered := _hindered(request, step, records):
                        raise TransitionRefused("; ".join(f"{record}: {reason}" for record, reason in hindered))
                step.take(records, request.user, given)  # type: ignore[arg-type]
        except (PublicationRefused, TransitionRefused) as refused:
            messages.error(request, str(refused))
            return False
        names = ", ".join(record.public_identifier for record in records)
        messages.success(request, step.done % {"records": names})
        for record in records:
            self.log_change(request, record, f"{step.act}: {given['note']}".rstrip(": "))
        return True

    def _locked(self, records: list[Record]) -> list[Record]:
        keys = [record.pk for record in records]
        list(self.model._default_manager.filter(pk__in=keys).select_for_update().order_by("pk").values_list("pk"))
        return list(self.model._default_manager.filter(pk__in=keys).select_related("held_by").order_by("pk"))

    def _page(self, request: HttpRequest, step: Step, records: list[Record], form: Any) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media + form.media,
            "title": step.label,
            "step": step,
            "form": form,
            "records": records,
            "ids": ",".join(str(record.pk) for record in records),
            "back": self._after(records),
        }
        if step.act is Act.PUBLISH:
            context |= _publication(request, records)
        template = "admin/attacks/publish.html" if step.act is Act.PUBLISH else "admin/attacks/step.html"
        return TemplateResponse(request, template, context)

    def _after(self, records: list[Record]) -> str:
        if len(records) != 1:
            return self._list_url()
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[records[0].pk])

    def _list_url(self) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")


def _leads_to(act: Act) -> Any:
    def action(modeladmin: Reviewed, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        keys = list(queryset.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
        if len(keys) > MOST:
            modeladmin.message_user(
                request, _("Choose at most %(most)s records at once.") % {"most": MOST}, messages.ERROR
            )
            return None
        return HttpResponseRedirect(modeladmin.review_url(act, keys))

    return action


def _hindered(request: HttpRequest, step: Step, records: list[Record]) -> list[tuple[Record, str]]:
    found = [(record, permissions.refusal(request.user, record, step.act)) for record in records]  # type: ignore[arg-type]
    return [(record, reason) for record, reason in found if reason]


def _reference(record: Record) -> str:
    return f"{record.record_type}:{record.public_identifier}"


def _publication(request: HttpRequest, records: list[Record]) -> dict[str, Any]:
    """What the page of publishing shows: the changes, what may go out along, what must go out first."""
    missing = needed(records)
    reasons = {record: permissions.refusal(request.user, record, Act.PUBLISH) for record in missing}  # type: ignore[arg-type]
    along = [record for record in missing if not reasons[record]]
    first = [(record, reasons[record], _change_url(record)) for record in missing if reasons[record]]
    if first:
        links = format_html_join(", ", '<a href="{}">{}</a>', ((url, record) for record, _reason, url in first))
        messages.warning(request, format_html(_("Publish first what it refers to: {}"), links))
    shown = [proposed(record) for record in [*records, *along]]
    named = names({name for one in shown for name in references(one.changes, one.record.record_type)})
    return {
        "shown": [
            {
                "proposed": one,
                "changes": change_words(one.changes, one.record.record_type, named),
                "reference": _reference(one.record),
                "is_along": one.record in along,
                "url": _change_url(one.record),
            }
            for one in shown
        ],
        "first": first,
    }


def _change_url(record: Record) -> str:
    return reverse(f"admin:attacks_{record._meta.model_name}_change", args=[record.pk])
