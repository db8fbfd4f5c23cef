"""Figures from low to high: "7" means exactly 7, "7+" at least 7, "2-7" from 2 to 7, nothing means not reported."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class Typed(int):
    """A lower end that was typed together with the upper one; `most` is None where that is not known."""

    most: int | None

    def __new__(cls, least: int | str, most: int | str | None) -> Typed:
        made = super().__new__(cls, least)
        made.most = None if most is None else int(most)
        return made

    def __str__(self) -> str:
        return f"{int(self)}+" if self.most is None else f"{int(self)}-{self.most}"


class LowField(forms.IntegerField):
    """The lower end of a figure, or both ends."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _(
            "“%(value)s” is not a figure. Write 7 for exactly 7, 7+ for at least 7, 2-7 for 2 to 7, "
            "and nothing for not reported."
        )
    }

    def to_python(self, value: Any) -> int | None:
        text = str(value).strip() if value is not None else ""
        if not text:
            return None
        # Arabic and Persian digits are digits to int() too.
        least, dash, most = (part.strip() for part in text.replace("–", "-").partition("-"))
        if dash and least.isdecimal() and most.isdecimal():
            return Typed(least, most)
        digits = text.removesuffix("+").strip()
        if not digits.isdecimal():
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": text})
        return Typed(digits, None) if text.endswith("+") else int(digits)

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, Typed) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            now = self.to_python(data)
        except ValidationError:
            return True
        return str(initial) != str(now)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric", "size": 4, "autocomplete": "off"}


class FiguresForm(forms.ModelForm):
    """A row with pairs of `<figure>_low` and `<figure>_high`: the upper end follows the lower one when left empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for low, high in self.pairs():
            label = self.fields[low].label
            self.fields[low] = LowField(min_value=0, max_value=2**31 - 1, required=False, label=label)
            self.fields[high].widget.attrs |= {"size": 4, "min": 0}
            value = getattr(self.instance, low, None)
            if value is not None and getattr(self.instance, high) is None and low not in (kwargs.get("initial") or {}):
                self.initial[low] = Typed(value, None)

    def pairs(self) -> list[tuple[str, str]]:
        lows = [name for name in self.fields if name.endswith("_low")]
        return [(low, high) for low in lows if (high := f"{low[:-4]}_high") in self.fields]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for low, high in self.pairs():
            if low not in self.errors and high not in self.errors:
                values[low], values[high] = self._ends(low, high, values.get(low), values.get(high))
        return values

    def _ends(self, low: str, high: str, least: int | None, most: int | None) -> tuple[int | None, int | None]:
        """Both ends, with an error on the field that has to be put right."""
        if isinstance(least, Typed):
            if most is not None and most != least.most:
                words = _("%(typed)s and %(most)s differ: write both ends in one field, or one in each.")
                self.add_error(low, words % {"typed": least, "most": most})
            return self._ordered(high, int(least), least.most)
        if least is None and most is not None:
            self.add_error(low, _("Up to %(most)s: say from how many, 0 if it may be none.") % {"most": most})
        return self._ordered(high, least, least if most is None else most)

    def _ordered(self, high: str, least: int | None, most: int | None) -> tuple[int | None, int | None]:
        if least is not None and most is not None and most < least:
            self.add_error(high, _("%(most)s is less than %(least)s.") % {"most": most, "least": least})
        return least, most
