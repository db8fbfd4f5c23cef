"""Figures from low to high: "7" alone means exactly 7, "7+" at least 7, nothing means not reported."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class AtLeast(int):
    """A figure whose upper end is not known."""

    def __str__(self) -> str:
        return f"{int(self)}+"


class LowField(forms.IntegerField):
    """The lower end of a figure; "7+" says that the upper end is not known."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("“%(value)s” is not a figure. Write 7 for exactly 7, 7+ for at least 7; nothing: not reported.")
    }

    def to_python(self, value: Any) -> int | None:
        text = str(value).strip() if value is not None else ""
        if not text:
            return None
        # Western, Arabic and Persian digits are all digits to int().
        digits = text.removesuffix("+").strip()
        if not digits.isdecimal():
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": text})
        return AtLeast(digits) if text.endswith("+") else int(digits)

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, AtLeast) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            now = self.to_python(data)
        except ValidationError:
            return True
        return (initial, isinstance(initial, AtLeast)) != (now, isinstance(now, AtLeast))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric", "size": 4, "autocomplete": "off"}


class FiguresForm(forms.ModelForm):
    """A row with pairs of `<figure>_low` and `<figure>_high`: the upper end follows the lower one when left empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for low, high in self.pairs():
            self.fields[low] = LowField(
                min_value=0,
                max_value=2**31 - 1,
                required=False,
                label=self.fields[low].label,
                help_text=self.fields[low].help_text,
            )
            self.fields[high].widget.attrs |= {"size": 4, "min": 0}
            value = getattr(self.instance, low, None)
            if value is not None and getattr(self.instance, high) is None and low not in (kwargs.get("initial") or {}):
                self.initial[low] = AtLeast(value)

    def pairs(self) -> list[tuple[str, str]]:
        lows = [name for name in self.fields if name.endswith("_low")]
        return [(low, high) for low in lows if (high := f"{low[:-4]}_high") in self.fields]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for low, high in self.pairs():
            least, most = values.get(low), values.get(high)
            if high in self.errors or low in self.errors:
                continue
            if least is None and most is not None:
                self.add_error(low, _("Up to %(most)s: say from how many, 0 if it may be none.") % {"most": most})
            elif isinstance(least, AtLeast):
                if most is not None:
                    self.add_error(
                        low,
                        _("%(least)s means that the upper end is not known: empty it or drop the +.")
                        % {"least": least},
                    )
                values[low] = int(least)
            elif least is not None and most is None:
                values[high] = least
            elif least is not None and most is not None and most < least:
                self.add_error(high, _("%(most)s is less than %(least)s.") % {"most": most, "least": least})
        return values
