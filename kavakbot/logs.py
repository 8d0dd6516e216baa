"""Log lines: a customer's phone number never reaches one, not even inside a traceback."""

import logging

from kavakbot.masking import mask_phones


class PrivateFormatter(logging.Formatter):
    """Masks phone numbers in the finished line, exceptions included."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line to write."""
        return mask_phones(super().format(record))
