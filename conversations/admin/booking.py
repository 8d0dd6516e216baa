"""A test drive booked by hand: for a chat, a car, a branch, a day and one of its hours; or the chat's own one moved."""

from datetime import date, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from catalog import branches
from catalog.limits import HIGHEST_STOCK_ID
from catalog.models import Branch, Car
from conversations import appointments, leads
from conversations.admin.looks import ChatPages
from conversations.admin.shown_cars import cars_shown
from conversations.models import TRIALS, Appointment, Conversation, LeadKind

_FULL = "Ese horario ya está lleno: elige otro, o marca que se agende de todos modos."
_TOO_FAR = "Elige un día de aquí a 90 días."
_OFF_SALE = {Car.Status.SOLD, Car.Status.WITHDRAWN}


def _days_ahead(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


class DriveForm(forms.Form):
    """Which car, where and when; the hours to choose from are those of the branch and the day chosen so far."""

    car = forms.ModelChoiceField(Car.objects.none(), label="Auto que vio", required=False, empty_label="Otro")
    stock_id = forms.IntegerField(
        label="Número de inventario", required=False, min_value=1, max_value=HIGHEST_STOCK_ID, help_text="De otro auto."
    )
    branch = forms.ModelChoiceField(Branch.objects.active(), label="Sucursal", empty_label="Elige una")
    day = forms.DateField(
        label="Día",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        validators=[
            MinValueValidator(timezone.localdate, _TOO_FAR),
            MaxValueValidator(lambda: _days_ahead(90), _TOO_FAR),
        ],
    )
    starts_at = forms.TypedChoiceField(
        label="Hora",
        coerce=datetime.fromisoformat,
        widget=forms.RadioSelect,
        error_messages={"required": "Elige una hora.", "invalid_choice": "Esa hora no es de ese día: elige otra."},
    )
    overbook = forms.BooleanField(label="Agendar aunque el horario esté lleno", required=False)

    def __init__(
        self, conversation: Conversation, coming: Appointment | None, data: Any = None, *, initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial, label_suffix="")
        cars = [*cars_shown(conversation), *([coming.car] if coming and coming.car else [])]
        shown = [car.pk for car in cars if car.status not in _OFF_SALE]
        cast("forms.ModelChoiceField[Car]", self.fields["car"]).queryset = Car.objects.live().filter(pk__in=shown)
        if not shown:
            del self.fields["car"]
        cast("forms.TypedChoiceField", self.fields["starts_at"]).choices = self._hours()

    def clean(self) -> dict[str, Any]:
        """Take the car by its number where one is given."""
        told = super().clean() or {}
        if number := told.get("stock_id"):
            told["car"] = Car.objects.live().exclude(status__in=_OFF_SALE).filter(stock_id=number).first()
            if told["car"] is None:
                raise ValidationError({"stock_id": "No hay un auto a la venta con ese número."})
        elif told.get("car") is None and "stock_id" not in self.errors:
            raise ValidationError({"stock_id": "Elige un auto, o escribe su número."})
        return told

    def _hours(self) -> list[tuple[str, str]]:
        """Return the branch's hours of the day that are still to come, and which of them are full."""
        branch, day = self._chosen("branch"), self._chosen("day")
        if branch is None or day is None:
            return []
        slots = branches.drives(branch.pk, days=[day], after=timezone.now())[day]
        taken = appointments.Diary().taken(branch.pk, day)
        full = {slot.starts for slot in slots if taken.get(slot.starts, 0) >= slot.cars}
        return [(it.starts.isoformat(), f"{it.starts:%H:%M}{' · lleno' * (it.starts in full)}") for it in slots]

    def _chosen(self, name: str) -> Any:
        """Return what is chosen in a field, before the form as a whole is looked at."""
        try:
            return self.fields[name].clean(self[name].value())
        except ValidationError:
            return None


class Booking(ChatPages[Appointment]):
    """The address by which a chat's page leads to the form."""

    class Media:
        """How the hours look."""

        css = {"all": ("conversations/chat.css",)}

    def get_urls(self) -> list[URLPattern]:
        """Add it."""
        book = self.admin_site.admin_view(require_http_methods(["GET", "POST"])(self.book))
        return [path("de/<uuid:chat>/", book, name="conversations_appointment_book"), *super().get_urls()]

    def book(self, request: HttpRequest, chat: UUID) -> HttpResponse:
        """Ask for car, place and time, and write the test drive down."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        conversation = get_object_or_404(Conversation.objects.exclude(channel__in=TRIALS), pk=chat)
        coming = (
            Appointment.objects.upcoming().filter(conversation=conversation).select_related("branch", "car").first()
        )
        if request.method == "POST":
            form = DriveForm(conversation, coming, request.POST)
            if form.is_valid() and (booked := _book(conversation, form, moves=coming)):
                self.log_change(request, booked, f"Agendada: {booked}")
                messages.success(request, f"Prueba de manejo: {booked}. Avísale al cliente en su chat.")
                return HttpResponseRedirect(reverse("admin:conversations_conversation_change", args=[chat]))
        else:
            form = DriveForm(conversation, coming, initial=_begun(request, coming))
        self._record_one(request, conversation)
        context = {
            **self.admin_site.each_context(request),
            "title": "Cambiar la prueba de manejo" if coming else "Agendar prueba de manejo",
            "opts": self.opts,
            "media": self.media,
            "conversation": conversation,
            "coming": coming,
            "form": form,
        }
        return TemplateResponse(request, "admin/conversations/appointment/book.html", context)


def _begun(request: HttpRequest, coming: Appointment | None) -> dict[str, Any]:
    """Return what the form begins with: what was chosen so far, the test drive to move, or tomorrow."""
    day: date = coming.branch.local(coming.starts_at).date() if coming else _days_ahead(1)
    begins = {"branch": coming.branch_id if coming else None, "car": coming.car_id if coming else None, "day": day}
    return begins | {name: request.GET[name] for name in ("branch", "day") if name in request.GET}


def _book(conversation: Conversation, form: DriveForm, *, moves: Appointment | None) -> Appointment | None:
    """Write it down together with its lead; None where the hour is full, which the form then says."""
    told = form.cleaned_data
    try:
        with transaction.atomic():
            Conversation.objects.select_for_update().get(pk=conversation.pk)
            booked = appointments.book(
                conversation_id=conversation.pk,
                branch_id=told["branch"].pk,
                car_id=told["car"].pk,
                starts_at=told["starts_at"],
                moves=moves.pk if moves else None,
                overbook=told["overbook"],
            )
            about = {"car_id": told["car"].pk, "reason": str(booked)}
            leads.note(conversation_id=conversation.pk, kind=LeadKind.TEST_DRIVE, **about)
    except appointments.SlotTakenError:
        form.add_error("starts_at", _FULL)
        return None
    return booked
