"""Writes figures in the many ways that people and models write them; knows nothing of who reads them."""

from decimal import Decimal
from random import Random

_ONES = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete "
    "dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete "
    "veintiocho veintinueve"
).split()
_TENS = "_ _ _ treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()
_HUNDREDS = (
    "_ ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos".split()
)


def in_words(number: int) -> str:
    """Spell a whole number below a million in Spanish, before a masculine noun."""
    if number >= 1000:
        thousands, rest = divmod(number, 1000)
        head = "mil" if thousands == 1 else f"{_short(in_words(thousands))} mil"
        return f"{head} {in_words(rest)}" if rest else head
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        return f"{_HUNDREDS[hundreds]} {in_words(rest)}" if rest else ("cien" if hundreds == 1 else _HUNDREDS[hundreds])
    if number >= 30:
        tens, ones = divmod(number, 10)
        return f"{_TENS[tens]} y {_ONES[ones]}" if ones else _TENS[tens]
    return _ONES[number]


def _short(words: str) -> str:
    """Shorten the one before a noun: "veintiún mil", "treinta y un mil"."""
    if words.endswith("veintiuno"):
        return f"{words[:-9]}veintiún"
    return words[:-1] if words.endswith(" uno") else words


def money(amount: Decimal, chance: Random, *, words: bool = True) -> str:
    """Write an amount in pesos; "245 mil" and words only where they say all of it."""
    whole = amount == amount.to_integral_value()
    plain = f"{amount:,.0f}" if whole else f"{amount:,.2f}"
    ways = [f"${plain}", f"${plain}", f"${plain} MXN", f"{plain} pesos", f"${plain} pesos", f"*${plain}*", f"$ {plain}"]
    if whole:
        ways += [f"${plain}.00", f"{plain.replace(',', '')} pesos", f"${plain.replace(',', '')}"]
    else:
        ways += [f"${plain.replace(',', '')}", f"*${plain} MXN*"]
    if whole and words and 2000 <= amount < 1_000_000:
        ways.append(f"{in_words(int(amount))} pesos")
    if whole and words and amount % 1000 == 0 and amount >= 2000:
        thousands = int(amount) // 1000
        ways += [f"{thousands} mil", f"{thousands} mil pesos", f"${thousands} mil", f"{thousands}k"]
        ways += [f"{in_words(int(amount))}", f"{in_words(int(amount))} pesos"]
    return chance.choice(ways)


def kilometres(km: int, chance: Random, *, english: bool = False) -> str:
    """Write a distance."""
    ways = [f"{km:,} km", f"{km:,} km", f"{km} km", f"{km:,} kms", f"*{km:,} km*", f"{km:,}km"]
    ways += [f"{km:,} kilometers"] if english else [f"{km:,} kilómetros", f"{km} kilómetros"]
    return chance.choice(ways)


def percent(value: Decimal, chance: Random) -> str:
    """Write a percentage."""
    plain = f"{value.normalize():f}"
    return chance.choice([f"{plain} %", f"{plain}%", f"{plain}%"])


def term(months: int, chance: Random, *, english: bool = False) -> str:
    """Write a term in months or in years."""
    years = months // 12
    if english:
        return chance.choice(
            [f"{months} months", f"{months} months", f"{years} years", f"{years} years ({months} months)"]
        )
    ways = [f"{months} meses", f"{months} meses", f"{years} años", f"{months} mensualidades", f"*{months} meses*"]
    ways += [f"{years} años ({months} meses)", f"{months} meses ({years} años)", f"{in_words(years)} años"]
    return chance.choice(ways)
