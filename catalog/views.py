"""The cars endpoints: list and filter, read, create, change, remove."""

from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from catalog import documentation, inventory, search
from catalog.criteria import CarCriteria
from catalog.inventory import Author, IllegalTransition
from catalog.models import Car
from catalog.querysets import CarQuerySet
from catalog.serializers import (
    MOST_CARS_AT_ONCE,
    CarChangesSerializer,
    CarFilterSerializer,
    CarSerializer,
)
from kavakbot import authentication, conditional
from kavakbot.api import Conflict, Duplicate, query_of, rows, uuid_in_path

_BOUNDS = ("min_price", "max_price", "min_year", "max_year", "min_km", "max_km", "bluetooth", "car_play")


class Cars(APIView):
    """All cars of the inventory, whatever their status."""

    view_permission = "catalog.view_car"

    @documentation.LIST
    def get(self, request: Request) -> HttpResponseBase:
        """Return one page of the cars that match every filter."""
        filters = query_of(request, CarFilterSerializer)
        cars = _filtered(filters)
        total = cars.count()
        first, limit = filters["offset"], filters["limit"]
        page = CarSerializer(cars.prefetch_related("photos")[first : first + limit], many=True).data
        headers = {"X-Total-Count": str(total), **_links(request, total=total, first=first, limit=limit)}
        # A 304 brings no total: a new one must make a new tag.
        return conditional.tagged(request, Response(page, headers=headers), conditional.etag_of([total, page]))

    @documentation.CREATE
    def post(self, request: Request) -> Response:
        """Put one car in; 400 when a live car has its stock id."""
        body = CarSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        car = inventory.create_car(author=_author(request), **body.validated_data)
        if car is None:
            raise Duplicate(_taken(body.validated_data["stock_id"]), code="stock_id_exists")
        location = request.build_absolute_uri(reverse("car", args=[car.pk]))
        return _shown(car, status=status.HTTP_201_CREATED, headers={"Location": location})


class OneCar(APIView):
    """One live car by its id."""

    view_permission = "catalog.view_car"

    @documentation.RETRIEVE
    def get(self, request: Request, car_id: str) -> HttpResponseBase:
        """Return the car."""
        shown = CarSerializer(_get_car(car_id)).data
        return conditional.tagged(request, Response(shown), conditional.etag_of(shown))

    @documentation.UPDATE
    def put(self, request: Request, car_id: str) -> Response:
        """Set the fields that are sent, like PATCH: the predecessor's PUT never needed them all."""
        return self._change(request, car_id)

    @documentation.PARTIAL_UPDATE
    def patch(self, request: Request, car_id: str) -> Response:
        """Set the fields that are sent; a status only to one that the car can go to from where it is."""
        return self._change(request, car_id)

    @documentation.DESTROY
    def delete(self, request: Request, car_id: str) -> Response:
        """Take the car out of the inventory; its row stays for the record."""
        cars = Car.objects.filter(pk=_parsed_id(car_id))
        if not inventory.remove_cars(cars=cars, author=_author(request), precondition=_as_read(request)):
            raise Http404
        return Response(status=status.HTTP_204_NO_CONTENT)

    @staticmethod
    def _change(request: Request, car_id: str) -> Response:
        car = _get_car(car_id)
        body = CarChangesSerializer(data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        try:
            changed = inventory.change_car(
                car=car, author=_author(request), precondition=_as_read(request), **body.validated_data
            )
        except Car.DoesNotExist as error:
            raise Http404 from error
        except IllegalTransition as error:
            raise Conflict(error.detail, code=error.code) from error
        return _shown(changed)


class CarsBulk(APIView):
    """Many cars at once, each on its own merits."""

    view_permission = "catalog.view_car"

    @documentation.BULK_CREATE
    def post(self, request: Request) -> Response:
        """Create what can be created and say what could not, and why."""
        if not isinstance(request.data, list):
            raise ValidationError("Send an array of cars.", code="not_a_list")
        if len(request.data) > MOST_CARS_AT_ONCE:
            raise ValidationError(f"Send at most {MOST_CARS_AT_ONCE} cars at once.", code="max_length")
        valid, refused = _sorted_out(request.data)
        cars = inventory.create_cars(cars=valid.values(), author=_author(request))
        created = [car for car in cars if car]
        for index, car in zip(valid, cars, strict=True):
            if car is None:
                taken = valid[index]["stock_id"]
                refused[index] = {"stock_id": taken, "code": "stock_id_exists", "detail": _taken(taken)}
        prefetch_related_objects(created, "photos")
        return Response(
            {
                "created": len(created),
                "errors": len(refused),
                "cars": CarSerializer(created, many=True).data,
                "error_details": [{"index": index, **refused[index]} for index in sorted(refused)],
            },
            status=status.HTTP_201_CREATED,
        )


def _sorted_out(items: list[Any]) -> tuple[dict[int, dict[str, Any]], dict[int, dict[str, Any]]]:
    """Return, by their place in the request, the cars that make sense and why the others do not."""
    valid: dict[int, dict[str, Any]] = {}
    refused: dict[int, dict[str, Any]] = {}
    body = CarSerializer()
    for index, sent in enumerate(items):
        try:
            valid[index] = body.run_validation(sent)
        except ValidationError as error:
            stock_id = sent.get("stock_id") if isinstance(sent, dict) else None
            stock_id = stock_id if type(stock_id) is int else None  # true is an int to Python
            detail = list(rows(error.detail, ["body", index]))
            refused[index] = {"stock_id": stock_id, "code": "validation_error", "detail": detail}
    return valid, refused


def _taken(stock_id: int) -> str:
    return f"A car with stock_id {stock_id} already exists."


def _author(request: Request) -> Author:
    return Author(reason=f"API: {authentication.client_id_of(request)}")


def _as_read(request: Request) -> inventory.Precondition:
    """Return the check that a car, once locked, is still what the caller's precondition names."""
    return lambda car: conditional.check(request, conditional.etag_of(CarSerializer(car).data))


def _shown(car: Car, **answer: Any) -> Response:
    shown = CarSerializer(car).data
    response = Response(shown, **answer)
    response["ETag"] = conditional.etag_of(shown)
    return response


def _parsed_id(car_id: str) -> UUID:
    return uuid_in_path("car_id", car_id)


def _get_car(car_id: str) -> Car:
    car = Car.objects.live().prefetch_related("photos").filter(pk=_parsed_id(car_id)).first()
    if car is None:
        raise Http404
    return car


def _filtered(filters: dict[str, Any]) -> CarQuerySet:
    """Return the cars that match, in the order asked for, the best match first when only words were given."""
    exact = {name: filters[name] for name in ("stock_id", "year", "status") if filters.get(name) not in {None, ""}}
    cars = Car.objects.live().filter(**exact)
    make, model = filters.get("make"), filters.get("model")
    if make:
        cars = search.matching(cars, CarCriteria(makes=(make,)))
    bounds = {name: filters[name] for name in _BOUNDS if filters.get(name) is not None}
    cars = search.matching(cars, CarCriteria(makes=(make,) if make else (), models=(model,) if model else (), **bounds))
    words, ordering = filters.get("q"), filters.get("ordering")
    if words:
        cars = search.matching_words(cars, words)
    if ordering:
        return cars.order_by(ordering, "stock_id")
    return cars if words else cars.order_by("price", "-year", "stock_id")


def _links(request: Request, *, total: int, first: int, limit: int) -> dict[str, str]:
    """Return the Link header (RFC 8288) of a page, or nothing for a page that stands alone."""
    last = max(total - 1, 0) // limit * limit
    pages = {"first": 0, "prev": min(max(first - limit, 0), last), "next": first + limit, "last": last}
    if first <= 0:
        pages.pop("prev")
    if first + limit >= total:
        pages.pop("next")
    here = replace_query_param(request.build_absolute_uri(), "limit", str(limit))
    links = [f'<{replace_query_param(here, "offset", str(offset))}>; rel="{name}"' for name, offset in pages.items()]
    return {"Link": ", ".join(links)} if total > limit or first else {}
