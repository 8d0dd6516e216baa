"""The import of a whole file over the API."""

from collections.abc import Mapping
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog import importing
from catalog.importing import Choices
from catalog.inventory import Author
from kavakbot.authentication import client_id_of

_CSV = "text/csv"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HELD_IN_MEMORY = 2 * 1024 * 1024


class FileTooLarge(APIException):
    """The file is larger than this door takes."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "file_too_large"


class CsvParser(BaseParser):
    """A body that is the file itself."""

    media_type = _CSV

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

    media_type = _XLSX


class ImportChoicesSerializer(serializers.Serializer[dict[str, bool]]):
    """What is asked of an import, in the query or beside the file."""

    dry_run = serializers.BooleanField(default=False, help_text="Say what would change and change nothing.")
    overwrite = serializers.BooleanField(default=False, help_text="Take the file's prices over those staff set.")
    mark_missing = serializers.BooleanField(default=False, help_text="Withdraw available cars that the file lacks.")
    force = serializers.BooleanField(default=False, help_text="Withdraw them even if they are more than half.")


class ImportFileSerializer(serializers.Serializer[dict[str, Any]]):
    """The file in a form."""

    file = serializers.FileField(help_text="CSV or XLSX.")


class RejectSerializer(serializers.Serializer[Any]):
    """Why one row was not taken."""

    line = serializers.IntegerField()
    column = serializers.CharField()
    reason = serializers.CharField()
    value = serializers.CharField()


class KeptPriceSerializer(serializers.Serializer[Any]):
    """A price that staff changed since the last import, and what the file would have made it."""

    stock_id = serializers.IntegerField()
    price = serializers.DecimalField(max_digits=12, decimal_places=2)
    file_price = serializers.DecimalField(max_digits=12, decimal_places=2)


class ImportReportSerializer(serializers.Serializer[importing.ImportReport]):
    """What an import did, in cars; the lists hold the first hundred."""

    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    rejected = serializers.IntegerField()
    withdrawn = serializers.IntegerField()
    prices_kept = serializers.IntegerField()
    kept = KeptPriceSerializer(many=True)
    rejects_total = serializers.IntegerField(source="reasons", help_text="Bad cells; a row may have several.")
    rejects = RejectSerializer(many=True)


class CarsImport(APIView):
    """A whole file of cars at once."""

    parser_classes = (MultiPartParser, CsvParser, XlsxParser)

    @extend_schema(
        operation_id="cars_import",
        parameters=[ImportChoicesSerializer],
        request={"multipart/form-data": ImportFileSerializer, _CSV: OpenApiTypes.BINARY, _XLSX: OpenApiTypes.BINARY},
        responses={200: ImportReportSerializer},
        description="Upserts by stock_id: good rows in, bad rows listed; a file that is no table of cars is 422.",
    )
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
