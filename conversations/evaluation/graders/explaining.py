"""Whose figures a reply writes: what neither the catalogue, nor the sums, nor the customer explains is made up."""

import re
from collections.abc import Iterable
from decimal import Decimal

from conversations.evaluation.hearing import Heard, fold
from conversations.evaluation.utterances.amounts import in_words


def unexplained(heard: Heard, explained: Iterable[Decimal]) -> list[str]:
    """Return complaints about amounts that are not among these and that the customer never wrote."""
    known = set(explained)
    strange = [amount for amount in heard.amounts if amount not in known and not said_by_customer(heard, amount)]
    return [f"writes ${amount:,.2f}, which nothing explains" for amount in strange]


def said_by_customer(heard: Heard, amount: Decimal) -> bool:
    """Whether the customer wrote an amount, in digits, in thousands or in words."""
    if amount != amount.to_integral_value():
        return False
    whole = int(amount)
    figures = {figure.replace(",", "").replace(".", "") for figure in re.findall(r"\d[\d,.]*", heard.customer)}
    if str(whole) in figures or (whole % 1000 == 0 and str(whole // 1000) in figures):
        return True
    return any(re.search(rf"(?<!\w){words}(?!\w)", heard.customer) for words in _spoken(whole))


def _spoken(whole: int) -> list[str]:
    """Return the words for an amount; "mil" alone stands in too many others."""
    if not 1000 < whole < 1_000_000:
        return []
    return [fold(in_words(whole)), *(["medio millon"] if whole == 500_000 else [])]
