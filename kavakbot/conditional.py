"""Conditional requests: a tag for what is shown, 304 for who has it, 412 for who would write over a newer version."""

import hashlib
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import parse_etags, quote_etag
from rest_framework import exceptions, status
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response


class PreconditionFailed(exceptions.APIException):
    """What is stored is not what the caller names in its If-Match or If-None-Match."""

    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_code = "precondition_failed"
    default_detail = "It is not what your precondition names: it has changed since you read it. Read it again."


def etag_of(shown: Any) -> str:
    """Return the strong tag of a representation: whatever changes what is shown changes the tag, photos included."""
    return quote_etag(hashlib.blake2b(JSONRenderer().render(shown), digest_size=16).hexdigest())


def check(request: Request, etag: str) -> None:
    """Raise PreconditionFailed when the request may not be carried out on what now has this tag."""
    stated = request.headers.get("If-Match")
    if stated and not parse_etags(stated):
        # Read as "no condition", a tag without its quotes would write over what it was sent to protect.
        raise PreconditionFailed("If-Match holds no entity tag; a tag is sent with its quotes.")
    answer = get_conditional_response(request, etag=etag)
    if answer is not None and answer.status_code == status.HTTP_412_PRECONDITION_FAILED:
        raise PreconditionFailed


def tagged(request: Request, response: Response, etag: str) -> HttpResponseBase:
    """Return the answer to a read with its tag, or 304 without a body for who has it; a page for a browser as it is."""
    if request.accepted_renderer.format != "json":
        return response  # it also shows who is logged in, so its tag would not be this one
    check(request, etag)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"  # kept by the caller, to ask whether it still holds
    answer = get_conditional_response(request, etag=etag, response=response)
    return response if answer is None else answer
