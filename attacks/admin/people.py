"""Members of staff: who they are and their one role, given by administrators; nothing here makes a superuser."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from attacks import roles
from attacks.choices import StaffRole
from attacks.ledger.identity import SYSTEM

admin.site.unregister([User, Group])

ROLE = forms.ChoiceField(
    label=_("role"),
    choices=[(role.value, role.label) for role in StaffRole],
    widget=forms.RadioSelect,
    help_text=_("Exactly one. Each may do what those before it may."),
)


class PersonForm(forms.ModelForm):
    role = ROLE

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "email", "is_active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "role" in self.fields:
            self.initial.setdefault("role", self.instance.groups.values_list("name", flat=True).first())


class NewPersonForm(UserCreationForm):
    role = ROLE

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "email"]


class RoleFilter(admin.SimpleListFilter):
    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(role.value, role.label) for role in StaffRole]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


@admin.register(User)
class PersonAdmin(UserAdmin):
    form = PersonForm
    add_form = NewPersonForm
    list_display = ["username", "first_name", "last_name", "role", "is_active", "last_login"]
    list_filter = [RoleFilter, "is_active"]
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["username", "first_name", "last_name", "email"]}),
        (_("Access"), {"fields": ["role", "is_active"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "first_name", "last_name", "email"]}),
        (_("Access"), {"fields": ["role", "password1", "password2"]}),
    ]
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("role"))
    def role(self, person: User) -> str:
        if person.is_superuser:
            return str(_("Superuser"))
        return ", ".join(str(StaffRole(group.name).label) for group in person.groups.all() if group.name in StaffRole)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody changes their own access, a superuser or an identity of the system."""
        allowed = super().has_change_permission(request, obj)
        if obj is None:
            return allowed
        return allowed and not obj.is_superuser and obj.pk != request.user.pk and obj.username not in SYSTEM

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        roles.assign(form.instance, StaffRole(form.cleaned_data["role"]))
