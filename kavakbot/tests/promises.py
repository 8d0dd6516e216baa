"""What a client relies on, read from two OpenAPI documents: the promises of the first that the second breaks."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator

Document = dict[str, Any]
_METHODS = {"get", "put", "post", "patch", "delete"}


@cache
def ours() -> Document:
    """Return the document as the code says it, in JSON's own types."""
    generated: Any = SchemaGenerator()  # untyped
    return json.loads(json.dumps(generated.get_schema(request=None, public=True), default=str))


def broken(old: Document, new: Document) -> list[str]:
    """Name, in sentences, whatever a client of `old` would miss in `new`; additions are none of it."""
    return [promise for promise, kept in _promises(old, new) if not kept]


def operations(document: Document) -> Iterator[tuple[str, str, Document]]:
    """Yield every operation as path, method and what the document says of it."""
    for path, item in document["paths"].items():
        for method in _METHODS & item.keys():
            yield path, method, item[method]


def _promises(old: Document, new: Document) -> Iterator[tuple[str, bool]]:
    there = {(_shape_of(path), method): operation for path, method, operation in operations(new)}
    for path, method, was in operations(old):
        name = f"{method.upper()} {path}"
        now = there.get((_shape_of(path), method))
        yield f"{name} is answered", now is not None
        if now is not None:
            yield from _of_requests(name, (old, was), (new, now))
            yield from _of_responses(name, (old, was), (new, now))


def _of_requests(
    name: str, old: tuple[Document, Document], new: tuple[Document, Document]
) -> Iterator[tuple[str, bool]]:
    was, now = _parameters(*old), _parameters(*new)
    for place in was:
        yield f"{name} takes the parameter {place}", place in now
    for place, required in now.items():
        yield f"{name} does without the parameter {place}", not required or was.get(place, False)
    for media_type, schema in _bodies(*old).items():
        taken = _bodies(*new).get(media_type)
        yield f"{name} reads {media_type}", taken is not None
        if taken is not None:
            fields, needed = _fields(old[0], schema), _needed(old[0], schema)
            yield from ((f"{name} takes the field {field}", field in _fields(new[0], taken)) for field in fields)
            more = _needed(new[0], taken) - needed
            yield from ((f"{name} does without the field {field}", False) for field in sorted(more))


def _of_responses(
    name: str, old: tuple[Document, Document], new: tuple[Document, Document]
) -> Iterator[tuple[str, bool]]:
    for status, was in old[1]["responses"].items():
        now = new[1]["responses"].get(status)
        yield f"{name} may answer {status}", now is not None
        for header in was.get("headers", {}):
            yield f"{name} sends {header} with {status}", header in (now or {}).get("headers", {})
        for media_type, content in was.get("content", {}).items():
            shown = (now or {}).get("content", {}).get(media_type)
            yield f"{name} answers {status} in {media_type}", shown is not None
            if shown is not None:
                paths = set(_paths(new[0], shown["schema"]))
                for path, kind in _paths(old[0], content["schema"]):
                    yield f"{name} shows {path} as {kind} with {status}", (path, kind) in paths


def _shape_of(path: str) -> str:
    """The names of what stands in an address are nobody's to rely on."""
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))


def _parameters(document: Document, operation: Document) -> dict[str, bool]:
    found = operation.get("parameters", [])
    return {f"{one['in']} {one['name']}": one.get("required", False) for one in found if one["in"] != "path"}


def _bodies(document: Document, operation: Document) -> dict[str, Document]:
    content = operation.get("requestBody", {}).get("content", {})
    return {media_type: body["schema"] for media_type, body in content.items()}


def _fields(document: Document, schema: Document) -> set[str]:
    schema = _item(document, schema)
    return set(schema.get("properties", {}))


def _needed(document: Document, schema: Document) -> set[str]:
    return set(_item(document, schema).get("required", []))


def _item(document: Document, schema: Document) -> Document:
    """Of an array, what it is of; of alternatives, the first."""
    schema = _resolved(document, schema)
    if "anyOf" in schema:
        return _item(document, schema["anyOf"][0])
    return _item(document, schema["items"]) if "items" in schema else schema


def _paths(document: Document, schema: Document, at: str = "it") -> Iterator[tuple[str, str]]:
    """Yield the way to everything that an answer shows, and what type it has there."""
    schema = _resolved(document, schema)
    yield at, str(schema.get("type", "anything"))
    if "items" in schema:
        yield from _paths(document, schema["items"], f"{at}[]")
    for name, inner in schema.get("properties", {}).items():
        yield from _paths(document, inner, f"{at}.{name}")


def _resolved(document: Document, schema: Document) -> Document:
    """Follow references, and `allOf` of a single schema, which is a reference with a word beside it."""
    while "$ref" in schema or "allOf" in schema:
        (schema,) = schema.get("allOf", [schema])
        if "$ref" in schema:
            schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return schema
