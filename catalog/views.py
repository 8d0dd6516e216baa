"""The cars endpoints: list and filter, read, create, change, remove."""

from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from catalog import inventory, search
from catalog.criteria import CarCriteria
from catalog.models import Car
from catalog.querysets import CarQuerySet
from catalog.serializers import (
    MOST_CARS_AT_ONCE,
    BulkResultSerializer,
    CarChangesSerializer,
    CarFilterSerializer,
    CarSerializer,
)
from kavakbot.api import Conflict

_CAR_ID = OpenApiParameter("car_id", OpenApiTypes.UUID, OpenApiParameter.PATH)
_BOUNDS = ("min_price", "max_price", "min_year", "max_year", "min_km", "max_km", "bluetooth", "car_play")


class Cars(APIView):
    """All cars of the inventory, whatever their status."""

    @extend_schema(
        operation_id="cars_list",
        parameters=[CarFilterSerializer],
        responses={200: CarSerializer(many=True)},
        description="A bare array; X-Total-Count and Link tell the rest.",
    )
    def get(self, request: Request) -> Response:
        """Return one page of the cars that match every filter."""
        asked = CarFilterSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        filters = asked.validated_data
        cars = _filtered(filters)
        total = cars.count()
        first, limit = filters["offset"], filters["limit"]
        page = cars.prefetch_related("photos")[first : first + limit]
        headers = {"X-Total-Count": str(total), **_links(request, total=total, first=first, limit=limit)}
        return Response(CarSerializer(page, many=True).data, headers=headers)

    @extend_schema(operation_id="cars_create", request=CarSerializer, responses={201: CarSerializer})
    def post(self, request: Request) -> Response:
        """Put one car in; 400 when a live car has its stock id."""
        body = CarSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        car = inventory.create_car(**body.validated_data)
        if car is None:
            raise Conflict(_taken(body.validated_data["stock_id"]), code="stock_id_exists")
        return Response(CarSerializer(car).data, status=status.HTTP_201_CREATED)


class OneCar(APIView):
    """One live car by its id."""

    @extend_schema(operation_id="cars_retrieve", parameters=[_CAR_ID], responses={200: CarSerializer})
    def get(self, request: Request, car_id: str) -> Response:
        """Return the car."""
        return Response(CarSerializer(_get_car(car_id)).data)

    @extend_schema(
        operation_id="cars_update",
        parameters=[_CAR_ID],
        request=CarChangesSerializer(partial=True),
        responses={200: CarSerializer},
    )
    def put(self, request: Request, car_id: str) -> Response:
        """Set the fields that are sent, like PATCH: the predecessor's PUT never needed them all."""
        return self._change(request, car_id)

    @extend_schema(
        operation_id="cars_partial_update",
        parameters=[_CAR_ID],
        request=CarChangesSerializer(partial=True),
        responses={200: CarSerializer},
    )
    def patch(self, request: Request, car_id: str) -> Response:
        """Set the fields that are sent."""
        return self._change(request, car_id)

    @extend_schema(operation_id="cars_destroy", parameters=[_CAR_ID], responses={204: None})
    def delete(self, request: Request, car_id: str) -> Response:
        """Take the car out of the inventory; its row stays for the record."""
        if not inventory.remove_cars(cars=Car.objects.filter(pk=_parsed_id(car_id))):
            raise Http404
        return Response(status=status.HTTP_204_NO_CONTENT)

    @staticmethod
    def _change(request: Request, car_id: str) -> Response:
        car = _get_car(car_id)
        body = CarChangesSerializer(car, data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        return Response(CarSerializer(inventory.change_car(car=car, **body.validated_data)).data)


class CarsBulk(APIView):
    """Many cars at once, each on its own merits."""

    @extend_schema(
        operation_id="cars_bulk_create", request=CarSerializer(many=True), responses={201: BulkResultSerializer}
    )
    def post(self, request: Request) -> Response:
        """Create what can be created and say what could not, and why."""
        if not isinstance(request.data, list):
            raise ValidationError("Send an array of cars.", code="not_a_list")
        if len(request.data) > MOST_CARS_AT_ONCE:
            raise ValidationError(f"Send at most {MOST_CARS_AT_ONCE} cars at once.", code="max_length")
        created: list[Car] = []
        errors: list[dict[str, Any]] = []
        for index, sent in enumerate(request.data):
            car, error = _created(sent)
            if car:
                created.append(car)
            else:
                errors.append({"index": index, **error})
        return Response(
            {
                "created": len(created),
                "errors": len(errors),
                "cars": CarSerializer(created, many=True).data,
                "error_details": errors,
            },
            status=status.HTTP_201_CREATED,
        )


def _created(sent: Any) -> tuple[Car | None, dict[str, Any]]:
    body = CarSerializer(data=sent)
    stock_id = sent.get("stock_id") if isinstance(sent, dict) else None
    if not body.is_valid():
        stock_id = stock_id if isinstance(stock_id, int) else None
        return None, {"stock_id": stock_id, "code": "validation_error", "detail": body.errors}
    car = inventory.create_car(**body.validated_data)
    taken = body.validated_data["stock_id"]
    return car, {"stock_id": taken, "code": "stock_id_exists", "detail": _taken(taken)}


def _taken(stock_id: int) -> str:
    return f"A car with stock_id {stock_id} already exists."


def _parsed_id(car_id: str) -> UUID:
    try:
        return UUID(car_id)
    except ValueError as error:
        raise ValidationError({"car_id": ["Must be a valid UUID."]}, code="invalid") from error


def _get_car(car_id: str) -> Car:
    car = Car.objects.live().prefetch_related("photos").filter(pk=_parsed_id(car_id)).first()
    if car is None:
        raise Http404
    return car


def _filtered(filters: dict[str, Any]) -> CarQuerySet:
    """Return the cars that match, in the order asked for, the best match first when only words were given."""
    cars = Car.objects.live()
    for name in ("stock_id", "status"):
        if name in filters:
            cars = cars.filter(**{name: filters[name]})
    make, model = filters.get("make"), filters.get("model")
    if make:
        cars = search.matching(cars, CarCriteria(makes=(make,)))
    bounds = {name: filters[name] for name in _BOUNDS if filters.get(name) is not None}
    cars = search.matching(cars, CarCriteria(makes=(make,) if make else (), models=(model,) if model else (), **bounds))
    if filters.get("q"):
        cars = search.matching_words(cars, filters["q"])
    elif "ordering" not in filters:
        cars = cars.order_by("price", "-year", "stock_id")
    return cars.order_by(filters["ordering"], "stock_id") if "ordering" in filters else cars


def _links(request: Request, *, total: int, first: int, limit: int) -> dict[str, str]:
    """Return the Link header (RFC 8288) of a page, or nothing for a page that stands alone."""
    pages = {
        "first": 0,
        "prev": max(first - limit, 0),
        "next": first + limit,
        "last": max(total - 1, 0) // limit * limit,
    }
    if first <= 0:
        pages.pop("prev")
    if first + limit >= total:
        pages.pop("next")
    here = replace_query_param(request.build_absolute_uri(), "limit", str(limit))
    links = [f'<{replace_query_param(here, "offset", str(offset))}>; rel="{name}"' for name, offset in pages.items()]
    return {"Link": ", ".join(links)} if total > limit or first else {}
