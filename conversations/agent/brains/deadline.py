"""An HTTP transport that gives a whole answer as long as the client's timeout gives one read."""

import time
from collections.abc import Iterator

import httpx2


class DeadlineTransport(httpx2.HTTPTransport):
    """Raise ReadTimeout for an answer that drips: reads that are each in time, and together never end."""

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send the request; its read timeout also bounds the whole body."""
        seconds = request.extensions.get("timeout", {}).get("read")
        response = super().handle_request(request)
        if seconds is not None and isinstance(response.stream, httpx2.SyncByteStream):
            response.stream = _Hurried(response.stream, time.monotonic() + seconds)
        return response


class _Hurried(httpx2.SyncByteStream):
    def __init__(self, stream: httpx2.SyncByteStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._stream:
            yield chunk
            if time.monotonic() > self._deadline:
                raise httpx2.ReadTimeout("the answer drips")

    def close(self) -> None:
        self._stream.close()
