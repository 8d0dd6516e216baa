"""Log lines: a customer's phone number never reaches one, not even inside a traceback."""

import logging
import re

_PHONE = re.compile(r"(?:\+\d[\d \-]{5,14}|\d{6,11})(?=\d{4}(?!\d))")


def mask_phones(text: str) -> str:
    """Replace all but the last four digits of every phone number: ten or more digits, spaced after a plus sign."""
    return _PHONE.sub("•••", text)


class PrivateFormatter(logging.Formatter):
    """Masks phone numbers in the finished line, exceptions included."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line to write."""
        return mask_phones(super().format(record))
