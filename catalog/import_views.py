"""The import of a whole file over the API."""

from collections.abc import Mapping
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog import documentation, importing
from catalog.import_serializers import ImportChoicesSerializer, ImportReportSerializer
from catalog.importing import Choices
from catalog.inventory import Author
from kavakbot.authentication import client_id_of

_HELD_IN_MEMORY = 2 * 1024 * 1024


class FileTooLarge(APIException):
    """The file is larger than this door takes."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "file_too_large"


class CsvParser(BaseParser):
    """A body that is the file itself."""

    media_type = documentation.CSV

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, IO[bytes]]:
        """Keep the body where it can be read again from the start: on disk, when it is large."""
        kept = SpooledTemporaryFile(_HELD_IN_MEMORY)  # noqa: SIM115  closed by the view
        while block := stream.read(65_536):
            kept.write(block)
        kept.seek(0)
        return {"file": kept}


class XlsxParser(CsvParser):
    """A workbook as the body."""

    media_type = documentation.XLSX


class CarsImport(APIView):
    """A whole file of cars at once."""

    view_permission = "catalog.view_car"
    parser_classes = (MultiPartParser, CsvParser, XlsxParser)

    @documentation.IMPORT
    def post(self, request: Request) -> Response:
        """Import the file and say what became of every row."""
        _check_size(request)
        body: Mapping[str, Any] = request.data  # type: ignore[assignment]  # of these parsers
        beside = {name: value for name, value in body.items() if isinstance(value, str)}
        choices = ImportChoicesSerializer(data={**beside, **request.query_params.dict()})
        choices.is_valid(raise_exception=True)
        file = body.get("file")
        if file is None or isinstance(file, str):
            raise ValidationError({"file": ["Send the file in the field `file`, or as the body."]}, code="required")
        with file:
            report = importing.import_cars(
                file=file,
                file_name=file.name if isinstance(file, UploadedFile) and file.name else "API",
                author=Author(reason=f"API: {client_id_of(request)}"),
                choices=Choices(**choices.validated_data),
            )
        return Response(ImportReportSerializer(report).data)


def _check_size(request: Request) -> None:
    """Refuse by the declared length, before a byte is read; a body without one is empty to Django."""
    most: int = settings.IMPORT_MAX_MB
    if int(request.META.get("CONTENT_LENGTH") or 0) > most * 1024**2:
        raise FileTooLarge(f"The file is larger than {most} MB: split it, or use manage.py import_cars.")
