"""The inventory in the back office: cars with their photos, branches, and the record of imports."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from catalog import inventory
from catalog.models import Branch, Car, CarPhoto, ImportRun
from catalog.querysets import CarQuerySet


class CarForm(forms.ModelForm[Car]):
    """A car's form; it refuses a stock id in use, which a constraint with a condition cannot do by itself."""

    class Meta:
        model = Car
        fields = (
            *("stock_id", "make", "model", "version", "year", "status", "price", "km", "bluetooth", "car_play"),
            *("length_mm", "width_mm", "height_mm"),
        )

    def clean_stock_id(self) -> int:
        """Look for another live car with this stock id."""
        stock_id: int = self.cleaned_data["stock_id"]
        if Car.objects.live().filter(stock_id=stock_id).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("Ya existe un auto con este número de inventario.", code="unique")
        return stock_id


class CarPhotoInline(admin.TabularInline[CarPhoto, Car]):
    """A car's photos, on the car's own page."""

    model = CarPhoto
    extra = 0
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


@admin.register(Car)
class CarAdmin(admin.ModelAdmin[Car]):
    """Keep cars true; removing one takes it out of every list and keeps its row."""

    form = CarForm
    list_display = ("stock_id", "make", "model", "version", "year", "price", "km", "status", "updated_at")
    list_display_links = ("stock_id", "model")
    list_filter = ("status", "make", "year", "bluetooth", "car_play")
    search_fields = ("=stock_id", "make", "model", "version")
    search_help_text = "Número de inventario, marca, modelo o versión"
    readonly_fields = ("imported_price", "created_at", "updated_at")
    list_per_page = 50
    inlines = (CarPhotoInline,)
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
        ("Registro", {"fields": ("created_at", "updated_at")}),
    )

    def get_queryset(self, request: HttpRequest) -> CarQuerySet:
        """Leave removed cars out."""
        return Car.objects.live().order_by(*self.get_ordering(request))

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """Show what changed last first."""
        return ("-updated_at",)

    def get_readonly_fields(self, request: HttpRequest, obj: Car | None = None) -> tuple[str, ...]:
        """A car keeps the stock id it was given."""
        return self.readonly_fields if obj is None else (*self.readonly_fields, "stock_id")

    def delete_model(self, request: HttpRequest, obj: Car) -> None:
        """Remove by the same use case as the API."""
        inventory.remove_cars(cars=Car.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """Remove by the same use case as the API."""
        inventory.remove_cars(cars=Car.objects.filter(pk__in=queryset.values("pk")))


@admin.register(Branch)
class BranchAdmin(admin.ModelAdmin[Branch]):
    """Where customers can see cars."""

    list_display = ("name", "city", "address")
    list_filter = ("city",)
    search_fields = ("name", "city", "address")


@admin.register(ImportRun)
class ImportRunAdmin(admin.ModelAdmin[ImportRun]):
    """What every import did; written by imports only."""

    list_display = (
        *("started_at", "file_name", "imported_by", "dry_run", "created", "updated", "unchanged", "rejected"),
        "prices_kept",
    )
    list_filter = ("dry_run", "started_at")
    search_fields = ("file_name",)
    date_hierarchy = "started_at"
    list_select_related = ("imported_by",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only an import writes here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: ImportRun | None = None) -> bool:
        """A record is read, not changed."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ImportRun | None = None) -> bool:
        """A record is kept."""
        return False
