"""Requests of customers under data-protection law: to see all that is held of them, and to have it erased.

- `places` says of every table what it holds of a customer; a table without a line fails a test.
- `finding` knows a person by any spelling of the number, or by an id.
- `exporting` and `erasing` do what was asked.
"""

from conversations.privacy.erasing import Erased, erase, erase_silent
from conversations.privacy.exporting import as_json
from conversations.privacy.finding import find
from conversations.privacy.places import blank_log_of_the_gone

__all__ = ["Erased", "as_json", "blank_log_of_the_gone", "erase", "erase_silent", "find"]
