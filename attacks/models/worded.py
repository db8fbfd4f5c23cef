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
                except ValidationError:
                    field, words = refusal(constraint.name, self) or ("", "")
                    if field and field not in (exclude or ()):
                        error = ValidationError({field: words})
                    elif words:
                        error = ValidationError(words)
                    errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)
