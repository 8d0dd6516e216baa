"""The mark that each customer message carries and its reply must return."""

import random
import re

# Consonants only: no word, no figure and no name of a car, so that neither brain nor guard reads anything into it.
_LETTERS = "BCDFGHJKLMNPRSTVWZ"
_LENGTH = 8
_NONCE = re.compile(rf"\bQX[{_LETTERS}]{{{_LENGTH}}}\b")
_WISHES = (
    "Hola, busco un Nissan Versa automático.",
    "¿Tienen algún Toyota Corolla?",
    "Me interesa un Volkswagen Jetta.",
    "Busco una camioneta familiar.",
    "Quiero ver autos Mazda.",
)


def draw(rng: random.Random) -> str:
    """Return a new mark."""
    return "QX" + "".join(rng.choices(_LETTERS, k=_LENGTH))


def wish(nonce: str, number: int) -> str:
    """Return a customer's message about a car, with its mark."""
    return f"{_WISHES[number % len(_WISHES)]} Folio {nonce}"


def find(text: str) -> tuple[str, ...]:
    """Return the marks in a text, in order, each once."""
    return tuple(dict.fromkeys(_NONCE.findall(text)))
