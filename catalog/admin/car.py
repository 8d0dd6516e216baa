"""The cars of the inventory as sales staff see and change them."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ORDER_VAR
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from simple_history.template_utils import HistoricalRecordContextHelper

from catalog import inventory, photos, search
from catalog.admin.author import author_of
from catalog.admin.car_form import CarForm, CarRowForm, CarStatusForm, SeenForm
from catalog.admin.exports import ExportPages
from catalog.admin.figures import kilometres, pesos, readable
from catalog.admin.filters import KmRange, PriceRange
from catalog.admin.imports import ImportPages
from catalog.admin.photos import CarPhotoInline, save_photos, thumbnail
from catalog.admin.price_chart import price_chart
from catalog.admin.prices import counted, named
from catalog.inventory import IllegalTransition, StaleCar
from catalog.limits import HIGHEST_STOCK_ID
from catalog.models import Car
from catalog.querysets import CarQuerySet
from kavakbot.history import HistoryAdmin
from kavakbot.pages import CountedOnce

_Verb = Callable[[Any, HttpRequest, Any], None]


def _to_status(status: Car.Status, description: str) -> _Verb:
    """Return the action that brings the selected cars to a status and reports those that cannot go there."""

    @admin.action(description=description, permissions=["change"])
    def action(self: "CarAdmin", request: HttpRequest, queryset: CarQuerySet) -> None:
        cars = Car.objects.filter(pk__in=list(queryset.order_by().values_list("pk", flat=True)))
        outcome = inventory.change_status(cars=cars, status=status, author=author_of(request, "acción"))
        if outcome.changed:
            verb = "cambió" if len(outcome.changed) == 1 else "cambiaron"
            messages.success(request, f"{counted(outcome.changed)} {verb} a «{status.label}».")
        for label, stuck in _by_status(outcome.left).items():
            messages.warning(request, f"«{label}» no puede pasar a «{status.label}»: {named(stuck)}.")
        if not (outcome.changed or outcome.left):
            messages.info(request, "No había nada que cambiar.")

    action.__name__ = f"to_{status.value}"
    return action


def _by_status(cars: tuple[Car, ...]) -> dict[str, list[Car]]:
    sorted_out: dict[str, list[Car]] = {}
    for car in cars:
        sorted_out.setdefault(Car.Status(car.status).label, []).append(car)
    return sorted_out


class _ReadableChanges(HistoricalRecordContextHelper):
    def prepare_delta_change_value(self, change: Any, value: Any) -> str:
        return readable(change.field, value)


@admin.register(Car)
class CarAdmin(CountedOnce[Car], ImportPages, ExportPages, HistoryAdmin):
    """Keep cars true; removing one takes it out of every list and keeps its row."""

    form = CarForm
    list_display = ("photo", "number", "name", "year", "km_shown", "price", "status")
    list_display_links = ("number", "name")
    list_editable = ("price", "status")
    list_filter = ("status", PriceRange, KmRange, "make", "year", "bluetooth", "car_play")
    ordering = ("-updated_at",)
    search_fields = ("make", "model", "version")
    search_help_text = "Número de inventario, marca, modelo, versión o año; se entiende aunque esté mal escrito."
    readonly_fields = ("imported_price", "chats", "created_at", "updated_at")
    list_max_show_all = 100  # a page of editable rows must fit into DATA_UPLOAD_MAX_NUMBER_FIELDS
    inlines = (CarPhotoInline,)
    actions = (
        "change_prices",
        _to_status(Car.Status.AVAILABLE, "Marcar como disponibles"),
        _to_status(Car.Status.RESERVED, "Marcar como apartados"),
        _to_status(Car.Status.SOLD, "Marcar como vendidos"),
        _to_status(Car.Status.WITHDRAWN, "Retirar de la venta"),
    )
    change_list_template = "admin/catalog/car/change_list.html"
    change_form_template = "admin/catalog/car/change_form.html"
    fieldsets = (
        (None, {"fields": ("stock_id", "make", "model", "version", "year", "status")}),
        ("Precio y uso", {"fields": ("price", "imported_price", "km")}),
        (
            "Equipamiento y medidas",
            {
                "fields": ("bluetooth", "car_play", "length_mm", "width_mm", "height_mm"),
                "description": "Deja vacío lo que no esté registrado: «desconocido» no es «no».",
            },
        ),
        ("Registro", {"fields": ("chats", "created_at", "updated_at")}),
        ("Fotos nuevas", {"fields": ("uploads",)}),
    )

    class Media:
        css = {"all": ("catalog/cars.css",)}

    # ── The list ────────────────────────────────────────────────────────────────────────────────────────────────
    def get_queryset(self, request: HttpRequest) -> CarQuerySet:
        """Leave removed cars out, and bring the photos along."""
        return Car.objects.live().prefetch_related("photos")

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Show the price as text to those who cannot edit it."""
        if self.has_change_prices_permission(request):
            return self.list_display
        return tuple("price_shown" if name == "price" else name for name in self.list_display)

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> type[SeenForm]:
        """Edit a row with a form that knows what the page showed."""
        return CarRowForm if self.has_change_prices_permission(request) else CarStatusForm

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Understand misspelt names like the bot does; what no car on sale is called is looked up by its letters."""
        words = search_term.replace("\x00", " ").strip()
        if not words:
            return queryset, False
        if words.isdecimal() and int(words) <= HIGHEST_STOCK_ID and queryset.filter(stock_id=int(words)).exists():
            return queryset.filter(stock_id=int(words)), False
        found = search.matching_words(queryset, words)
        if not found.exists():
            return super().get_search_results(request, queryset, words)
        # The best match first, unless the person clicked on a column.
        return (found.order_by(*queryset.query.order_by) if ORDER_VAR in request.GET else found), False

    @admin.display(description="foto")
    def photo(self, car: Car) -> SafeString:
        """Show the main photo."""
        return thumbnail(next(iter(car.photos.all()), None))

    @admin.display(description="núm.", ordering="stock_id")
    def number(self, car: Car) -> int:
        """Show the stock id under a short heading."""
        return car.stock_id

    @admin.display(description="auto", ordering="make")
    def name(self, car: Car) -> SafeString:
        """Name the car as people do, with its version below."""
        return format_html('<b>{} {}</b><br><span class="version">{}</span>', car.make, car.model, car.version)

    @admin.display(description="precio (MXN)", ordering="price")
    def price_shown(self, car: Car) -> str:
        """Write the price."""
        return pesos(car.price)

    @admin.display(description="kilometraje", ordering="km")
    def km_shown(self, car: Car) -> str:
        """Write the kilometres."""
        return kilometres(car.km)

    # ── One car ─────────────────────────────────────────────────────────────────────────────────────────────────
    def get_readonly_fields(self, request: HttpRequest, obj: Car | None = None) -> tuple[str, ...]:
        """A car keeps the stock id it was given, and its price before those who may not change prices."""
        if obj is None:
            return self.readonly_fields
        price = () if self.has_change_prices_permission(request) else ("price",)
        return (*self.readonly_fields, "stock_id", *price)

    def get_form(self, request: HttpRequest, obj: Car | None = None, change: bool = False, **options: Any) -> Any:
        """Take out of the form what is read-only: Django leaves the fields that a form declares itself."""
        form = super().get_form(request, obj, change, **options)
        for name in self.get_readonly_fields(request, obj):
            form.base_fields.pop(name, None)
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Car | None = None) -> Any:
        """Offer uploads to those who may add photos."""
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if self._may_upload(request) else fieldsets[:-1]

    @admin.display(description="chats donde se mostró")
    def chats(self, car: Car) -> SafeString | str:
        """Lead to the chats in which customers saw this car; what points upward is a name, not an import."""
        if car._state.adding:  # noqa: SLF001  Django's way to know a new row
            return "—"
        try:
            chats = reverse("admin:conversations_conversation_changelist")
        except NoReverseMatch:
            return "—"
        return format_html('<a href="{}?auto={}">Ver los chats donde se mostró</a>', chats, car.stock_id)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the car with the chart of its prices."""
        car = self.get_object(request, object_id)
        chart = {"chart": price_chart(car)} if car is not None and request.method == "GET" else {}
        return self._refusable(
            request,
            lambda: super(CarAdmin, self).change_view(request, object_id, form_url, {**(extra_context or {}), **chart}),
        )

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the list, or save its edited rows."""
        context = {**(extra_context or {}), "has_import_permission": self.has_import_permission(request)}
        return self._refusable(request, lambda: super(CarAdmin, self).changelist_view(request, context))

    def save_model(self, request: HttpRequest, obj: Car, form: SeenForm, change: bool) -> None:
        """Write through the same use cases as the API."""
        if change:
            as_seen = inventory.as_seen(form.seen, wanted=form.changes)
            inventory.change_car(car=obj, author=author_of(request), precondition=as_seen, **form.changes)
            return
        created = inventory.create_car(author=author_of(request), **form.stated)
        if created is None:
            raise StaleCar(f"A car with stock_id {obj.stock_id} has just been created.")
        obj.pk = created.pk  # the photos' forms have emptied it

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the photos' rows first, then keep the uploads behind them."""
        super().save_related(request, form, formsets, change)
        uploads = form.cleaned_data.get("uploads")
        if uploads and self._may_upload(request):
            photos.add_photos(
                car=form.instance, photos=uploads, author=author_of(request, f"fotos subidas: {len(uploads)}")
            )

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Keep the photos in order."""
        save_photos(car=form.instance, formset=formset, author=author_of(request, "orden de fotos"))

    def delete_model(self, request: HttpRequest, obj: Car) -> None:
        """Remove by the same use case as the API."""
        inventory.remove_cars(cars=Car.objects.filter(pk=obj.pk), author=author_of(request))

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """Remove by the same use case as the API."""
        inventory.remove_cars(
            cars=Car.objects.filter(pk__in=queryset.values("pk")), author=author_of(request, "acción")
        )

    def _may_upload(self, request: HttpRequest) -> bool:
        may_write = self.has_change_permission(request) or self.has_add_permission(request)
        return may_write and request.user.has_perm("catalog.add_carphoto")

    def _refusable(self, request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
        """Answer; what the form could not know yet, because it happened between its check and the lock, is said."""
        try:
            return answer()
        except (StaleCar, IllegalTransition):
            messages.error(request, "Alguien cambió el auto en este momento y no se guardó nada. Revísalo y repite.")
            return HttpResponseRedirect(request.get_full_path())

    # ── History ─────────────────────────────────────────────────────────────────────────────────────────────────
    def get_historical_record_context_helper(self, request: HttpRequest, historical_record: Any) -> Any:
        """Write old and new values for people."""
        return _ReadableChanges(self.model, historical_record)
