"""What the OpenAPI document says of the cars endpoints, a decorator for each."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema

from catalog.serializers import (
    MOST_CARS_AT_ONCE,
    BulkResultSerializer,
    CarChangesSerializer,
    CarFilterSerializer,
    CarSerializer,
)

_CAR_ID = OpenApiParameter("car_id", OpenApiTypes.UUID, OpenApiParameter.PATH)
_CARS_OR_NOT = {
    "type": "array",
    "maxItems": MOST_CARS_AT_ONCE,
    "items": {
        "anyOf": [
            {"$ref": "#/components/schemas/CarRequest"},
            {"description": "Anything else is reported in `error_details`."},
        ]
    },
}
_SENT = {
    "stock_id": 243587,
    "km": 77400,
    "price": "461999.00",
    "make": "Volkswagen",
    "model": "Touareg",
    "year": 2018,
    "version": "3.0 V6 TDI WOLFSBURG EDITION AUTO 4WD",
    "bluetooth": True,
    "length": "4801.00",
    "width": "1940.00",
    "height": "1709.00",
}
_SHOWN = {
    "id": "5a3f6c1e-8f0b-4b57-9c43-0b8f7f1d2e4a",
    **_SENT,
    "car_play": False,
    "status": "available",
    "photos": [],
    "not_stated": ["car_play"],
    "created_at": "2025-01-31T10:15:00-06:00",
    "updated_at": "2025-01-31T10:15:00-06:00",
}
_A_CAR = OpenApiExample("A car", value=_SHOWN, response_only=True, status_codes=["200", "201"])
_A_NEW_CAR = OpenApiExample("A new car, its CarPlay not stated", value=_SENT, request_only=True)
_A_SALE = OpenApiExample("Sold for less", value={"status": "sold", "price": 449999}, request_only=True)
_NOT_MODIFIED = OpenApiResponse(description="It is still what `If-None-Match` names.")
_STALE = {412: "precondition_failed"}
_IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", str, OpenApiParameter.HEADER, description="The `ETag` you have; 304 when it still holds."
)
_IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="The `ETag` you decided on; 412 when the car has changed since, so that no change of others is lost.",
)


def _answers(name: str, meaning: str, *statuses: int, kind: type = str) -> OpenApiParameter:
    return OpenApiParameter(name, kind, OpenApiParameter.HEADER, response=statuses, description=meaning)


def _tag(*statuses: int) -> OpenApiParameter:
    return _answers("ETag", "Changes with whatever is shown.", *statuses)


LIST = extend_schema(
    operation_id="cars_list",
    parameters=[
        CarFilterSerializer,
        _IF_NONE_MATCH,
        _tag(200, 304),
        _answers("X-Total-Count", "How many cars match in all.", 200, kind=int),
        _answers("Link", "RFC 8288: first, prev, next and last page, when there is more than one.", 200),
    ],
    responses={200: CarSerializer(many=True), 304: _NOT_MODIFIED},
    examples=[_A_CAR],
    extensions={"x-problems": _STALE},
    description="A bare array; `X-Total-Count` and `Link` tell the rest. Unknown query parameters are ignored.",
)
CREATE = extend_schema(
    operation_id="cars_create",
    parameters=[_tag(201), _answers("Location", "Where the car is.", 201)],
    request=CarSerializer,
    responses={201: CarSerializer},
    examples=[_A_NEW_CAR, _A_CAR],
    extensions={"x-problems": {400: "stock_id_exists"}},
)
RETRIEVE = extend_schema(
    operation_id="cars_retrieve",
    parameters=[_CAR_ID, _IF_NONE_MATCH, _tag(200, 304)],
    responses={200: CarSerializer, 304: _NOT_MODIFIED},
    examples=[_A_CAR],
    extensions={"x-problems": _STALE},
)
UPDATE = extend_schema(
    operation_id="cars_update",
    parameters=[_CAR_ID, _IF_MATCH, _tag(200)],
    request=CarChangesSerializer(partial=True),
    responses={200: CarSerializer},
    examples=[_A_SALE, _A_CAR],
    extensions={"x-problems": {409: "illegal_status", **_STALE}},
)
PARTIAL_UPDATE = extend_schema(
    operation_id="cars_partial_update",
    parameters=[_CAR_ID, _IF_MATCH, _tag(200)],
    request=CarChangesSerializer(partial=True),
    responses={200: CarSerializer},
    examples=[_A_SALE, _A_CAR],
    extensions={"x-problems": {409: "illegal_status", **_STALE}},
)
DESTROY = extend_schema(
    operation_id="cars_destroy",
    parameters=[_CAR_ID, _IF_MATCH],
    responses={204: None},
    extensions={"x-problems": _STALE},
)
BULK_CREATE = extend_schema(
    operation_id="cars_bulk_create",
    request={"application/json": _CARS_OR_NOT},
    responses={201: BulkResultSerializer},
)
