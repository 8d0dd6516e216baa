"""What the OpenAPI document says of the cars endpoints, a decorator for each."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema

from catalog.import_serializers import ImportChoicesSerializer, ImportFileSerializer, ImportReportSerializer
from catalog.serializers import (
    MOST_CARS_AT_ONCE,
    BulkResultSerializer,
    CarChangesSerializer,
    CarFilterSerializer,
    CarSerializer,
)

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

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
_WHEN = "2025-01-31T10:15:00-06:00"
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
_CREATED = {
    "id": "5a3f6c1e-8f0b-4b57-9c43-0b8f7f1d2e4a",
    **_SENT,
    "car_play": False,
    "status": "available",
    "photos": [],
    "not_stated": ["car_play"],
    "created_at": _WHEN,
    "updated_at": _WHEN,
}
_SHOWN = {
    "id": "097eb708-f2c2-447f-aa79-5f56f769ecdd",
    "stock_id": 500193,
    "km": 65346,
    "price": "268999.00",
    "make": "KIA",
    "model": "FORTE",
    "year": 2019,
    "version": "1.6 GT HATCHBACK DCT",
    "bluetooth": True,
    "car_play": True,
    "length": "4640.00",
    "width": "1800.00",
    "height": "1450.00",
    "status": "available",
    "photos": [],
    "not_stated": [],
    "created_at": _WHEN,
    "updated_at": _WHEN,
}
_NEW = "A new car, its CarPlay not stated"
_SALE = "Sold for less"
_A_CAR = OpenApiExample("A car", value=_SHOWN, response_only=True)
_A_NEW_CAR = [
    OpenApiExample(_NEW, value=_SENT, request_only=True),
    OpenApiExample(_NEW, value=_CREATED, response_only=True),
]
_A_SALE = [
    OpenApiExample(_SALE, value={"status": "sold", "price": 259999}, request_only=True),
    OpenApiExample(_SALE, value={**_SHOWN, "status": "sold", "price": "259999.00"}, response_only=True),
]
_TWO = "One car that is taken, one that makes no sense"
_A_BULK = [
    OpenApiExample(_TWO, value=[_SENT, {**_SENT, "stock_id": 243588, "year": 1492}], request_only=True),
    OpenApiExample(
        _TWO,
        value={
            "created": 1,
            "errors": 1,
            "cars": [_CREATED],
            "error_details": [
                {
                    "index": 1,
                    "stock_id": 243588,
                    "code": "validation_error",
                    "detail": [
                        {
                            "type": "min_value",
                            "loc": ["body", 1, "year"],
                            "msg": "Ensure this value is greater than or equal to 1950.",
                        }
                    ],
                }
            ],
        },
        response_only=True,
    ),
]
_FILE = "One car, and one without a price"
_A_FILE = [
    OpenApiExample(
        _FILE,
        value="stock_id,km,price,make,model,year,version,bluetooth,largo,ancho,altura,car_play\n"
        "243587,77400,461999.0,Volkswagen,Touareg,2018,3.0 V6 TDI,Sí,4801.0,1940.0,1709.0,\n"
        "243588,50100,,Nissan,Versa,2019,1.6 ADVANCE AUTO,Sí,4492.0,1740.0,1475.0,\n",
        request_only=True,
        media_type=CSV,
    ),
    OpenApiExample(
        _FILE,
        value={
            "created": 1,
            "updated": 0,
            "unchanged": 0,
            "rejected": 1,
            "withdrawn": 0,
            "prices_kept": 0,
            "kept": [],
            "rejects_total": 1,
            "rejects": [{"line": 3, "column": "price", "reason": "is empty", "value": ""}],
        },
        response_only=True,
    ),
]
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
    return OpenApiParameter(name, kind, OpenApiParameter.HEADER, response=list(statuses), description=meaning)


def _tag(*statuses: int) -> OpenApiParameter:
    return _answers("ETag", "Changes with whatever is shown.", *statuses)


_CHANGES = "Only what is sent is changed, and `stock_id` never is. A status that the car cannot go to is 409."
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
    examples=[
        OpenApiExample("A name as people write it", value="kia forte gt", parameter_only=("q", "query")),
        OpenApiExample("The best match", value=1, parameter_only=("limit", "query")),
        _A_CAR,
    ],
    extensions={"x-problems": _STALE},
    description="A bare array; `X-Total-Count` and `Link` tell the rest. `q` without `ordering` gives the best "
    "match first, otherwise the cheapest. A `limit` over 100 counts as 100. Unknown query parameters are ignored.",
)
CREATE = extend_schema(
    operation_id="cars_create",
    parameters=[_tag(201), _answers("Location", "Where the car is.", 201)],
    request=CarSerializer,
    responses={201: CarSerializer},
    examples=_A_NEW_CAR,
    extensions={"x-problems": {400: "stock_id_exists"}},
    description="The `stock_id` of a removed car may be used again. What is null or left out is not stated: the car "
    "then shows false and names the field in `not_stated`.",
)
RETRIEVE = extend_schema(
    operation_id="cars_retrieve",
    parameters=[_CAR_ID, _IF_NONE_MATCH, _tag(200, 304)],
    responses={200: CarSerializer, 304: _NOT_MODIFIED},
    examples=[_A_CAR],
    extensions={"x-problems": _STALE},
    description="Whatever its status; a removed car is 404.",
)
UPDATE = extend_schema(
    operation_id="cars_update",
    parameters=[_CAR_ID, _IF_MATCH, _tag(200)],
    request=CarChangesSerializer(partial=True),
    responses={200: CarSerializer},
    examples=_A_SALE,
    extensions={"x-problems": {409: "illegal_status", **_STALE}},
    description=_CHANGES,
)
PARTIAL_UPDATE = extend_schema(
    operation_id="cars_partial_update",
    parameters=[_CAR_ID, _IF_MATCH, _tag(200)],
    request=CarChangesSerializer(partial=True),
    responses={200: CarSerializer},
    examples=_A_SALE,
    extensions={"x-problems": {409: "illegal_status", **_STALE}},
    description=_CHANGES,
)
DESTROY = extend_schema(
    operation_id="cars_destroy",
    parameters=[_CAR_ID, _IF_MATCH],
    responses={204: None},
    extensions={"x-problems": _STALE},
    description="It is no longer listed, searched or quoted; its history stays.",
)
BULK_CREATE = extend_schema(
    operation_id="cars_bulk_create",
    request={"application/json": _CARS_OR_NOT},
    responses={201: BulkResultSerializer},
    examples=_A_BULK,
    description=f"Up to {MOST_CARS_AT_ONCE} cars, each on its own merits: 201 even when none could be created. "
    "`error_details` names each refused one by its `index` in the array.",
)
IMPORT = extend_schema(
    operation_id="cars_import",
    parameters=[ImportChoicesSerializer],
    request={"multipart/form-data": ImportFileSerializer, CSV: OpenApiTypes.BINARY, XLSX: OpenApiTypes.BINARY},
    responses={200: ImportReportSerializer},
    examples=_A_FILE,
    description="Upserts by `stock_id`: good rows in, bad rows listed. An empty cell never erases a stated value, and "
    "a price that staff changed since the last import is kept. A file that is no table of cars is 422.",
)
