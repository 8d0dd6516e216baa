"""What the OpenAPI document says of every endpoint: bearer tokens, money, and the problems an answer can be."""

from decimal import Decimal
from http import HTTPStatus
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import Direction
from rest_framework.serializers import DecimalField

from kavakbot import problems

_ROW = {
    "type": "object",
    "required": ["type", "loc", "msg"],
    "properties": {
        "type": {"type": "string", "description": "Stable, for programs."},
        "loc": {
            "type": "array",
            "description": "Where: `body`, `query` or `path`, then the way down.",
            "items": {"oneOf": [{"type": "string"}, {"type": "integer"}]},
        },
        "msg": {"type": "string"},
    },
}
_SHAPE = {
    "type": "object",
    "description": "RFC 9457, with a stable `code`; `detail` is a sentence, or the rows of what is not valid.",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "request_id": {"type": "string", "description": "Also in `X-Request-ID`; name it when you ask us."},
        "detail": {"oneOf": [{"type": "string"}, {"type": "array", "items": _ROW}]},
    },
}
_MEANINGS = {
    400: "What is to be created exists already.",
    401: "The caller is not known by a valid bearer token or credentials.",
    403: "The caller may not do this.",
    404: "Nothing has this id.",
    409: "What is stored now does not allow this change.",
    412: "It is not, or no longer, the version that a precondition names.",
    413: "The body is too large.",
    415: "The body is of a type that is not read here.",
    422: "The query, the address or the body makes no sense; `detail` says why, as a rule in rows.",
    429: "Too many requests; `Retry-After` says how many seconds to wait.",
    503: "Too busy, or without what this needs, just now; `Retry-After` says how many seconds to wait.",
    504: "The answer takes longer than a request may wait.",
}
_HEADERS = {
    401: {"WWW-Authenticate": {"schema": {"type": "string"}, "description": "`Bearer`"}},
    429: {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds."}},
    503: {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds."}},
}


class Schema(AutoSchema):
    """A view's docstring is its summary: one imperative line is what a summary is."""

    def get_summary(self) -> str:
        """Return the line, without its full stop."""
        return AutoSchema.get_description(self).removesuffix(".")


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # its base is untyped
    """Describe `kavakbot.authentication.BearerAuthentication`."""

    target_class = "kavakbot.authentication.BearerAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """Return the scheme as OpenAPI knows it."""
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}


class DecimalInAndOut(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]  # its base is untyped
    """Describe decimals as they are: out as a string with all its places, in as a number or a string."""

    target_class = "rest_framework.serializers.DecimalField"
    match_subclasses = True

    def map_serializer_field(self, auto_schema: AutoSchema, direction: Direction) -> dict[str, Any]:
        """Return the schema of one direction."""
        usual: Any = auto_schema
        schema: dict[str, Any] = usual._map_serializer_field(self.target, direction, bypass_extensions=True)  # noqa: SLF001
        field: DecimalField = self.target
        if "pattern" not in schema or field.normalize_output:
            return schema
        whole, places = rf"\d{{1,{field.max_whole_digits}}}", field.decimal_places
        sign = "" if field.min_value is not None and field.min_value >= 0 else "-?"
        if direction == "response":
            return {**schema, "pattern": rf"^{sign}{whole}\.\d{{{places}}}$"}
        number: dict[str, Any] = {"type": "number", "multipleOf": float(Decimal(10) ** -(places or 0))}
        number |= {"minimum": float(field.min_value)} if field.min_value is not None else {}
        number |= {"maximum": float(field.max_value)} if field.max_value is not None else {}
        text = {"type": schema.pop("type"), "format": schema.pop("format")}
        above_zero = "(?=.*[1-9])" if field.min_value is not None and field.min_value > 0 else ""
        text["pattern"] = rf"^{above_zero}{sign}{whole}(\.\d{{1,{places}}})?$"
        return {**{name: said for name, said in schema.items() if name != "pattern"}, "anyOf": [number, text]}


def complete(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Add to every operation the problems it can answer by what it is, and those that its view names.

    A view names its own as `extensions={"x-problems": {409: "illegal_status"}}`, a code for each status.
    """
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = _SHAPE
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            if method == "post" and "requestBody" in operation:
                operation["requestBody"]["required"] = True  # a raw schema cannot say so itself
            for parameter in operation.get("parameters", ()) if method == "get" else ():
                if parameter["in"] == "query":
                    parameter["allowEmptyValue"] = True  # forms send what was left empty; it counts as not sent
            codes = {**_usual_problems(path, operation), **operation.pop("x-problems", {})}
            for status, code in codes.items():
                operation["responses"].setdefault(str(status), _problem(status, code))
    return result


def _usual_problems(path: str, operation: dict[str, Any]) -> dict[int, str]:
    codes = {401: "not_authenticated", 429: "throttled"}
    if any(operation.get("security", ())):
        codes[403] = "permission_denied"
    if "{" in path:
        codes[404] = "not_found"
    if "requestBody" in operation:
        codes |= {413: "too_large", 415: "unsupported_media_type"}
    if "requestBody" in operation or operation.get("parameters"):
        codes[422] = "validation_error"
    return codes


def _problem(status: int, code: str) -> dict[str, Any]:
    meaning, headers = _MEANINGS[status], _HEADERS.get(status, {})
    rows = [{"type": "required", "loc": ["body", "price"], "msg": "This field is required."}]
    detail: Any = rows if status == 422 else meaning
    sample = problems.document(status=status, title=HTTPStatus(status).phrase, code=code, detail=detail)
    sample["request_id"] = "0b6c1f6ed9f34c3ab3a1f1c7b8f7a2d4"
    media = {"schema": {"$ref": "#/components/schemas/Problem"}, "example": sample}
    described = {"description": meaning, "content": {problems.MEDIA_TYPE: media}}
    return {**described, "headers": headers} if headers else described
