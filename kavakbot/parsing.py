"""Request parsers that answer hostile bodies with a problem instead of an error of ours."""

from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.utils import json


class SafeJSONParser(JSONParser):
    """JSON in UTF-8, whatever the header says; refused when it nests deeper than Python reads."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """Return the value; raises ParseError for anything that is not JSON, or that no answer could repeat."""
        raw = stream.read()
        try:
            value = json.loads(raw.decode("utf-8-sig"))
            if b"\\ud" in raw.lower():
                json.dumps(value, ensure_ascii=False).encode()  # half a surrogate pair is no character
        except RecursionError as error:
            raise ParseError("JSON parse error - nested too deeply") from error
        except ValueError as error:
            raise ParseError(f"JSON parse error - {error}") from error
        return value
