"""The parts of a record, edited on its page."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Field, QuerySet, TextField
from django.forms import Textarea
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from attacks import models
from attacks.wording import formats
from attacks.wording.refusals import refusal

from .choosing import Choosing
from .editing.figures import FiguresForm

# Django's own Arabic for the link under a part's rows fits nouns of one gender only; ours fits all.
gettext_noop("Add another %(verbose_name)s")


MOST_ROWS = 300  # of one part; thousands would keep the server busy before it could refuse them


class PartInline(Choosing, admin.StackedInline):
    """Base of all inlines: no empty row until one is asked for, short texts, low and high told apart."""

    extra = 0
    max_num = MOST_ROWS
    show_change_link = False
    classes = ["part"]
    formfield_overrides = {TextField: {"widget": Textarea(attrs={"rows": 2, "cols": 40})}}

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        return super().get_formset(request, obj, **{"absolute_max": MOST_ROWS, **kwargs})

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        found = super().formfield_for_dbfield(db_field, request, **kwargs)
        if found is not None and db_field.name.endswith("_low"):
            found.label = _("%(figure)s: from") % {"figure": found.label}
        elif found is not None and db_field.name.endswith("_high"):
            found.label = _("to")
        return found


class FirstRowInline(PartInline):
    """A part that most new records have: its first row stands open."""

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 0 if obj else 1


class MunitionInline(FirstRowInline):
    model = models.Munition
    form = FiguresForm
    fields = [
        ("weapon", "fired_low", "fired_high", "hit_low", "hit_high", "fell_wide_low", "fell_wide_high"),
        (
            "intercepted_low",
            "intercepted_high",
            "failed_low",
            "failed_high",
            "found_unfired_low",
            "found_unfired_high",
            "note",
            "needs_source",
        ),
    ]


class CasualtiesInline(PartInline):
    model = models.Casualties
    form = FiguresForm
    fields = [
        ("group", "killed_low", "killed_high", "wounded_low", "wounded_high", "is_indirect", "note", "needs_source"),
    ]


class AttributionInline(PartInline):
    model = models.Attribution
    fields = [
        ("actor", "basis", "confidence"),
        ("made_by_actor", "made_by_outlet", "made_on", "is_withdrawn"),
        ("statement", "source"),
        "note",
    ]
    autocomplete_fields = ["actor", "made_by_actor", "made_by_outlet", "statement", "source"]


class LinkInline(PartInline):
    model = models.IncidentLink
    fk_name = "incident"
    fields = [("kind", "to")]
    autocomplete_fields = ["to"]


class AffiliationFormSet(BaseInlineFormSet):
    """Says beside the row which affiliation would close a circle, which the database refuses."""

    def clean(self) -> None:
        super().clean()
        for form in self.forms:
            parent = getattr(form, "cleaned_data", {}).get("parent")
            if (
                parent
                and self.instance.pk
                and not form.cleaned_data.get("DELETE")
                and _stands_under(parent, self.instance)
            ):
                form.add_error(*refusal("affiliation_has_no_cycle", form.instance))  # type: ignore[misc]


def _stands_under(actor: models.Actor, other: models.Actor) -> bool:
    front, seen = {actor.pk}, {actor.pk}
    while front and other.pk not in seen:
        front = set(models.Affiliation.objects.filter(actor__in=front).values_list("parent", flat=True)) - seen
        seen |= front
    return other.pk in seen


class PresenceInline(PartInline):
    model = models.Presence
    fields = [
        ("force", "source"),
        ("since", "since_precision", "until", "until_precision"),
        ("note", "needs_source"),
    ]
    autocomplete_fields = ["source"]


class AffiliationInline(PartInline):
    model = models.Affiliation
    formset = AffiliationFormSet
    fk_name = "actor"
    fields = [
        ("kind", "parent", "confidence"),
        ("since", "since_precision", "until", "until_precision"),
        "sources",
        ("note", "needs_source"),
    ]
    autocomplete_fields = ["parent", "sources"]


class SpokenOfInline(admin.TabularInline):
    """The statements that speak of an incident; each is edited, and reviewed, on its own page."""

    model = models.Statement.incidents.through
    extra = 0
    verbose_name = _("statement")
    verbose_name_plural = _("statements that speak of it")
    fields = ["shown"]
    readonly_fields = ["shown"]
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("statement")

    @admin.display(description=_("statement"))
    def shown(self, row: Any) -> SafeString:
        statement = row.statement
        words = formats.local(statement.paraphrase, statement.paraphrase_ar)
        url = reverse("admin:attacks_statement_change", args=[statement.pk])
        return format_html('<a class="id" href="{}">{}</a> <bdi>{}</bdi>', url, statement.public_id, words)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
