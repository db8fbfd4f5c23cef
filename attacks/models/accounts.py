"""What each source says of an incident, value by value."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from attacks.choices import CasualtyGroup

# The facts that a source can report, by name. Values are short text: numbers ("7", "3+": at least three), codes, words.
REPORTED_FIELDS: dict[str, object] = {
    "occurred": _("Date"),
    "time": _("Time"),
    "place": _("Place"),
    "province": _("Province"),
    "launch.place": _("Launch place"),
    "launch.province": _("Launch province"),
    "munitions.fired": _("Fired"),
    "munitions.hit": _("Hit"),
    "munitions.fell_wide": _("Fell short or wide"),
    "munitions.intercepted": _("Intercepted"),
    "munitions.failed": _("Failed in flight"),
    "munitions.found_unfired": _("Found unfired"),
    "casualties": _("Casualties in words"),
    "casualties.killed": _("Killed"),
    "casualties.wounded": _("Wounded"),
    "damage": _("Damage"),
    "claimed_by": _("Claimed by"),
    "attribution.accused": _("Accused"),
    "note": _("Remark"),
}
for _group in CasualtyGroup:
    REPORTED_FIELDS[f"casualties.{_group}.killed"] = _("Killed: %(group)s")
    REPORTED_FIELDS[f"casualties.{_group}.wounded"] = _("Wounded: %(group)s")


def reported_field_label(field: str) -> str:
    """The name of a reported fact for people, in the active language."""
    label = str(REPORTED_FIELDS[field])
    parts = field.split(".")
    return label % {"group": CasualtyGroup(parts[1]).label} if len(parts) == 3 else label


class Account(models.Model):
    """What one source says of one incident."""

    incident = models.ForeignKey("attacks.Incident", models.CASCADE, related_name="accounts")
    source = models.ForeignKey("attacks.Source", models.PROTECT, related_name="accounts", verbose_name=_("source"))
    said_by = models.CharField(_("said by"), max_length=300, blank=True, help_text=_("Whom the source quotes."))

    class Meta:
        ordering = ["id"]
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(fields=["incident", "source", "said_by"], name="account_one_per_source_and_voice")
        ]

    def __str__(self) -> str:
        return f"{self.incident.public_id}: {self.source}"


class ReportedValue(models.Model):
    """One value that an account gives for one fact."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="values")
    field = models.CharField(_("fact"), max_length=60)
    value = models.CharField(_("value"), max_length=500)
    quote = models.CharField(_("quote"), max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("reported value")
        verbose_name_plural = _("reported values")
        constraints = [
            models.UniqueConstraint(fields=["account", "field"], name="reported_value_one_per_fact"),
            models.CheckConstraint(condition=Q(field__in=sorted(REPORTED_FIELDS)), name="reported_value_fact_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.value}"
