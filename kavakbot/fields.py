"""Fields of request bodies that take what they name and nothing that merely looks like it."""

from typing import Any

from rest_framework import serializers
from rest_framework.fields import empty


class Text(serializers.CharField):
    """A string and nothing else: a number is a slip of the caller's, not a name."""

    def run_validation(self, data: Any = empty) -> Any:
        """Count every character that came, as the document does, and trim then."""
        if isinstance(data, str) and self.max_length is not None and len(data) > self.max_length:
            self.fail("max_length", max_length=self.max_length)
        return super().run_validation(data)

    def to_internal_value(self, data: Any) -> str:
        """Return the string, trimmed."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Number(serializers.DecimalField):
    """A number, or text that says one; null alone stands for nothing."""

    def validate_empty_values(self, data: Any) -> tuple[bool, Any]:
        """Let no empty string pass for null."""
        return (False, data) if isinstance(data, str) else super().validate_empty_values(data)


class Flag(serializers.BooleanField):
    """True or false; 0 and "" might mean either, so they mean nothing."""

    def to_internal_value(self, data: Any) -> bool:
        """Return the boolean."""
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data
