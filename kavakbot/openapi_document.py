"""The OpenAPI document at its addresses: one version, in English, the same for everybody who may read it."""

from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request
from rest_framework.response import Response


class OpenApiDocument(SpectacularAPIView):
    """The document, read from the code once a process: whoever asks for it often costs nobody else anything."""

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **options: Any) -> Response:
        """Answer the one version that there is, in English, whatever is asked for."""
        return Response(_document(), headers={"Content-Disposition": "inline"})


@cache
def _document() -> Any:
    made_by: Any = SchemaGenerator  # untyped
    return made_by().get_schema(request=None, public=True)
