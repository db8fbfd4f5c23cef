"""Models whose constraints say in words what they refuse, beside the field at fault."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from attacks.wording.refusals import refusal


class Worded(models.Model):
    class Meta:
        abstract = True

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        errors: dict[str, Any] = {}
        for model, constraints in self.get_constraints():
            for constraint in constraints:
                try:
                    constraint.validate(model, self, exclude=set(exclude or ()))
                except ValidationError as error:
                    field, words = refusal(constraint.name, self) or ("", error.messages)
                    named = field and field not in (exclude or ())
                    errors = ValidationError({field: words} if named else words).update_error_dict(errors)
        if errors:
            raise ValidationError(errors)
