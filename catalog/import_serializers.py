"""What an import over the API takes and says."""

from typing import Any

from rest_framework import serializers

from catalog import importing


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
