"""Calls to the identity provider: short, bounded in size, never redirected."""

import json
import time
from collections.abc import Mapping
from typing import Any

import urllib3

_MAX_BYTES = 256 * 1024
_PATIENCE = urllib3.Timeout(connect=2, read=2)
_LONGEST_CALL_SECONDS = 5.0

_pool = urllib3.PoolManager(maxsize=4, retries=False, timeout=_PATIENCE)


class ProviderUnavailable(Exception):
    """The identity provider is away, or answers what is no answer."""


def call(method: str, url: str, *, headers: Mapping[str, str] | None = None, body: str = "") -> tuple[int, Any]:
    """Return the status and the JSON of the answer (None where it is none); raises ProviderUnavailable."""
    asked = {"Accept": "application/json", "Accept-Encoding": "identity", **(headers or {})}
    ends = time.monotonic() + _LONGEST_CALL_SECONDS
    try:
        response = _pool.request(
            method, url, headers=asked, body=body or None, redirect=False, preload_content=False, decode_content=False
        )
        try:
            return response.status, _json(_bounded(response, ends))
        finally:
            response.release_conn()
    except urllib3.exceptions.HTTPError as error:
        raise ProviderUnavailable(type(error).__name__) from error


def _bounded(response: urllib3.BaseHTTPResponse, ends: float) -> bytes:
    body = bytearray()
    while piece := response.read1(16_384):
        body += piece
        if len(body) > _MAX_BYTES or time.monotonic() > ends:
            response.close()
            raise ProviderUnavailable("too much, or too slowly")
    return bytes(body)


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None
