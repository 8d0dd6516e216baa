"""Cars as the API shows and takes them: the predecessor's fields, and which of them nobody stated."""

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.fields import empty

from catalog.limits import (
    EARLIEST_YEAR,
    HIGHEST_PRICE,
    HIGHEST_STOCK_ID,
    LATEST_YEAR,
    LONGEST_SIDE_MM,
    LOWEST_PRICE,
    MOST_KM,
    SHORTEST_SIDE_MM,
)
from catalog.models import UNSTATED_FIELDS, Car
from kavakbot.fields import Flag, Number, Text

MOST_CARS = 100
MOST_CARS_AT_ONCE = 1000
# Our columns say their unit; the API keeps the predecessor's names.
_API_NAMES = {"length_mm": "length", "width_mm": "width", "height_mm": "height"}


@extend_schema_field({"type": "number", "minimum": 0, "maximum": float(HIGHEST_PRICE), "multipleOf": 0.01})
class PriceBound(serializers.DecimalField):
    """A price that a list ends or begins with; in a query string, which knows no types, simply a number."""

    def __init__(self, **options: Any) -> None:
        bounds = {"min_value": Decimal(0), "max_value": HIGHEST_PRICE}
        super().__init__(max_digits=12, decimal_places=2, required=False, **{**bounds, **options})


@extend_schema_field({"anyOf": [{"type": "boolean"}, {"type": "string", "enum": [""]}]})
class Wish(serializers.BooleanField):
    """What a list may be narrowed to; empty or absent is no wish."""

    default_empty_html = empty  # absent from a form is false to DRF


class Side(Number):
    """A length in millimetres; null or absent is not stated, an empty string is a slip."""

    def __init__(self, **options: Any) -> None:
        bounds = {"min_value": SHORTEST_SIDE_MM, "max_value": LONGEST_SIDE_MM}
        said = {"allow_null": True, "required": False, "help_text": "Millimetres; null or absent is not stated."}
        super().__init__(max_digits=8, decimal_places=2, **{**bounds, **said, **options})


class CarSerializer(serializers.ModelSerializer[Car]):
    """A car. `bluetooth` and `car_play` are true only when stated; `not_stated` names what nobody said."""

    stock_id = serializers.IntegerField(min_value=1, max_value=HIGHEST_STOCK_ID)
    make = Text(max_length=60)
    model = Text(max_length=60)
    version = Text(max_length=200, allow_blank=True, required=False)
    price = serializers.DecimalField(max_digits=12, decimal_places=2, min_value=LOWEST_PRICE, max_value=HIGHEST_PRICE)
    km = serializers.IntegerField(min_value=0, max_value=MOST_KM)
    year = serializers.IntegerField(min_value=EARLIEST_YEAR, max_value=LATEST_YEAR)
    bluetooth = Flag(allow_null=True, required=False)
    car_play = Flag(allow_null=True, required=False)
    length = Side(source="length_mm")
    width = Side(source="width_mm")
    height = Side(source="height_mm")
    photos = serializers.SlugRelatedField[Any](many=True, read_only=True, slug_field="address")
    not_stated = serializers.SerializerMethodField()

    class Meta:
        model = Car
        fields: tuple[str, ...] = (
            *("id", "stock_id", "km", "price", "make", "model", "year", "version", "bluetooth", "car_play"),
            *("length", "width", "height", "status", "photos", "not_stated", "created_at", "updated_at"),
        )
        read_only_fields = ("id", "created_at", "updated_at")
        # The models' labels are the staff's, in Spanish.
        extra_kwargs = {name: {"label": ""} for name in ("status", "created_at", "updated_at")}
        # One live car per stock id is the database's to hold; the answer is 400, not 422.
        validators: tuple[Any, ...] = ()

    @extend_schema_field(
        serializers.ListField(
            child=serializers.ChoiceField(choices=[_API_NAMES.get(name, name) for name in UNSTATED_FIELDS])
        )
    )
    def get_not_stated(self, car: Car) -> list[str]:
        """Name the fields that nobody stated, as the API calls them."""
        return [_API_NAMES.get(name, name) for name in car.not_stated]

    def to_representation(self, instance: Car) -> dict[str, Any]:
        """Show the equipment as plain booleans, as the predecessor did."""
        shown = super().to_representation(instance)
        return {**shown, "bluetooth": instance.bluetooth is True, "car_play": instance.car_play is True}


class CarChangesSerializer(CarSerializer):
    """Any fields of a car; its stock id is shown and ignored."""

    stock_id = serializers.IntegerField(read_only=True)


class CarFilterSerializer(serializers.Serializer[dict[str, Any]]):
    """What a list of cars can be narrowed by; `make`, `model` and `q` tolerate misspelling."""

    q = Text(required=False, allow_blank=True, max_length=200, help_text="Free text: makes, models, versions, years.")
    make = Text(required=False, allow_blank=True, max_length=60)
    model = Text(required=False, allow_blank=True, max_length=60)
    stock_id = serializers.IntegerField(required=False)
    status = serializers.ChoiceField(choices=Car.Status.values, required=False, allow_blank=True)
    min_price = PriceBound()
    max_price = PriceBound()
    year = serializers.IntegerField(required=False)
    min_year = serializers.IntegerField(required=False)
    max_year = serializers.IntegerField(required=False)
    min_km = serializers.IntegerField(required=False)
    max_km = serializers.IntegerField(required=False)
    bluetooth = Wish(required=False)
    car_play = Wish(required=False)
    ordering = serializers.ChoiceField(
        choices=[f"{sign}{field}" for field in ("price", "year", "km", "stock_id", "created_at") for sign in ("", "-")],
        required=False,
        allow_blank=True,
    )
    limit = serializers.IntegerField(required=False, min_value=1, default=10, help_text=f"At most {MOST_CARS}.")
    offset = serializers.IntegerField(required=False, min_value=0, max_value=2**31, default=0)

    def validate_limit(self, limit: int) -> int:
        """Clamp, not refuse: the predecessor's clients ask for more than we give."""
        return min(limit, MOST_CARS)


class BulkErrorSerializer(serializers.Serializer[dict[str, Any]]):
    """Why one car of a bulk request was not created."""

    index = serializers.IntegerField()
    stock_id = serializers.IntegerField(allow_null=True)
    code = serializers.CharField()
    detail = serializers.JSONField()


class BulkResultSerializer(serializers.Serializer[dict[str, Any]]):
    """What a bulk request did."""

    created = serializers.IntegerField()
    errors = serializers.IntegerField()  # type: ignore[assignment]  # the predecessor's name, also a property of DRF
    cars = CarSerializer(many=True)
    error_details = BulkErrorSerializer(many=True)
