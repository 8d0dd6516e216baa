"""How amounts, distances, lengths, shares and lists are written, to customers of any language."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from conversations.dialogue.sentences import Sentence

KM_A_MILE = Decimal("1.609344")


def money(amount: Decimal) -> str:
    """Write a price: `$461,999`, with centavos only where there are any."""
    return f"${amount:,.0f}" if amount == amount.to_integral_value() else f"${amount:,.2f} MXN"


def payment(amount: Decimal) -> str:
    """Write a payment, always to the centavo: `$10,702.98 MXN`."""
    return f"${amount:,.2f} MXN"


def kilometres(km: int) -> str:
    """Write a distance: `76,000 km`."""
    return f"{km:,} km"


def miles(km: int) -> str:
    """Write a distance in miles, to the hundred: `13,000`."""
    return f"{round(km / KM_A_MILE, -2):,.0f}"


def metres(millimetres: Decimal) -> str:
    """Write a car's side: `4.50 m`, and to the last digit that is stated of it."""
    whole, _, fraction = f"{(millimetres / 1000).normalize():f}".partition(".")
    return f"{whole}.{fraction:0<2} m"


def centimetres(millimetres: Decimal) -> str:
    """Write a car's side: `165.7 cm`."""
    return f"{(millimetres / 10).normalize():f} cm"


def millimetres(size: Decimal) -> str:
    """Write a car's side in millimetres: `4,702 mm`."""
    return f"{size.normalize():,f} mm"


def percent(ratio: Decimal) -> str:
    """Write a ratio as a percentage: `10 %`."""
    return f"{(ratio * 100).normalize():f} %"


def enumeration(items: Sequence[str]) -> Sentence:
    """Write `3, 4, 5 o 6`."""
    return Sentence(_joined(items, "o"), en=_joined(items, "or"))


def all_of(items: Sequence[str]) -> Sentence:
    """Write `3, 4, 5 y 6`."""
    return Sentence(_joined(items, "y"), en=_joined(items, "and"))


def all_called(names: Sequence[Sentence]) -> Sentence:
    """Write several things by their names, in each language: "la tenencia y las placas"."""
    return Sentence(_joined([str(one) for one in names], "y"), en=_joined([one.english for one in names], "and"))


def looks_of_several(sentence: Sentence, names: Iterable[Sentence]) -> tuple[re.Pattern[str], ...]:
    """Return what a sentence about several `{what}` looks like in each language, whichever of these they are."""
    names = tuple(names)
    spanish, english = [str(one) for one in names], [one.english for one in names]
    return _about_several(str(sentence), spanish), _about_several(sentence.english, english)


def _about_several(sentence: str, names: Sequence[str]) -> re.Pattern[str]:
    before, after = map(re.escape, sentence.split("{what}"))
    one = f"(?:{'|'.join(map(re.escape, names))})"
    return re.compile(rf"{before}{one}(?:(?:, | (?:y|e|and) ){one})+{after}")


def _joined(items: Sequence[str], word: str) -> str:
    return f" {word} ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)
