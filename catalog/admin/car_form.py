"""The forms of a car; they remember what the page showed, so that nobody overwrites what others did meanwhile."""

from typing import Any

from django import forms

from catalog.admin.figures import PesosField, readable
from catalog.admin.photos import PhotosField
from catalog.models import Car

EDITABLE = (
    *("stock_id", "make", "model", "version", "year", "status", "price", "km", "bluetooth", "car_play"),
    *("length_mm", "width_mm", "height_mm"),
)


class SeenForm(forms.ModelForm[Car]):
    """A form of a car that knows what its page showed.

    Only what the person changed from what they saw is a change; if that field is something else by now, the form
    says so instead of overwriting it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:  # noqa: SLF001  Django's way to know a new row
            return
        self.stored = {name: getattr(self.instance, name, None) for name in self.fields}
        for name, field in self.fields.items():
            field.show_hidden_initial = name in self.initial
        if "status" in self.fields:
            self._offer_legal_statuses()

    @property
    def changes(self) -> dict[str, Any]:
        """What the person changed."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name in EDITABLE}

    @property
    def stated(self) -> dict[str, Any]:
        """Everything a new car's form says."""
        return {name: value for name, value in self.cleaned_data.items() if name in EDITABLE}

    @property
    def seen(self) -> dict[str, Any]:
        """What the page showed in the fields that the person changed."""
        shown = {name: self._shown(name) for name in self.changed_data if self.add_initial_prefix(name) in self.data}
        return {name: value for name, value in shown.items() if name in EDITABLE}

    def clean(self) -> dict[str, Any]:
        """Refuse to overwrite a value that the page never showed."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.instance._state.adding:  # noqa: SLF001
            for name, shown in self.seen.items():
                if name in cleaned and self.stored[name] not in {shown, cleaned[name]}:
                    now = readable(name, self.stored[name])
                    self.add_error(name, f"Alguien lo cambió mientras tanto a «{now}». Recarga la página.")
        return cleaned

    def _shown(self, name: str) -> Any:
        """Read the hidden input; a value that no page of ours can have shown counts as stale."""
        field = self.fields[name]
        sent = field.hidden_widget().value_from_datadict(self.data, self.files, self.add_initial_prefix(name))
        try:
            return field.to_python(sent)
        except forms.ValidationError:
            return sent

    def _offer_legal_statuses(self) -> None:
        now = Car.Status(self.instance.status)
        status = self.fields["status"]
        assert isinstance(status, forms.ChoiceField)
        status.choices = [(other.value, other.label) for other in Car.Status if now.may_become(other)]
        status.error_messages["invalid_choice"] = f"El auto está «{now.label}» y no puede pasar a ese estado."


class CarForm(SeenForm):
    """A car's own page; it refuses a stock id in use, which a constraint with a condition cannot do by itself."""

    price = PesosField(label="Precio (MXN)")
    uploads = PhotosField(label="Subir fotos", required=False)

    class Meta:
        model = Car
        fields = EDITABLE

    def clean_stock_id(self) -> int:
        """Look for another live car with this stock id."""
        stock_id: int = self.cleaned_data["stock_id"]
        if Car.objects.live().filter(stock_id=stock_id).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("Ya existe un auto con este número de inventario.", code="unique")
        return stock_id


class CarStatusForm(SeenForm):
    """A car's row in the list before those who may not change prices."""

    class Meta:
        model = Car
        fields = ("status",)
        exclude = ("price",)  # noqa: DJ006  the list's factory asks for its editable columns, the price among them


class CarRowForm(SeenForm):
    """A car's row in the list."""

    price = PesosField(label="Precio (MXN)")

    class Meta:
        model = Car
        fields = ("price", "status")
