"""Says what no row of the catalogue states (a colour, the consumption), and what only a car's version does."""

from collections.abc import Sequence

from catalog.criteria import Traction, Transmission
from conversations.dialogue.sentences import Sentence
from conversations.dialogue.wording import NO_DATUM


def _not_on_record(spanish: str, english: str) -> Sentence:
    return Sentence(
        f"No tengo ese dato: {spanish} no viene en el registro. Si quieres, te comunico con una persona del equipo.",
        en=f"I don't have that information: {english} is not on record. If you like, I can put you through to a person "
        "on the team.",
    )


# By what is asked of a car and no row of the catalogue says.
NOT_ON_RECORD: dict[str, Sentence] = {
    "color": _not_on_record("el color", "the colour"),
    "consumption": _not_on_record("el consumo de gasolina", "the fuel consumption"),
    "safety": _not_on_record("el equipo de seguridad", "the safety equipment"),
    "owners": _not_on_record("cuántos dueños tuvo", "how many owners it had"),
    "doors": _not_on_record("el número de puertas", "the number of doors"),
    "power": _not_on_record("la potencia", "the power"),
    "fuel": _not_on_record("el tipo de combustible", "the kind of fuel"),
    "equipment": _not_on_record("ese equipo", "that equipment"),
    "trunk": _not_on_record("el tamaño de la cajuela", "the size of the trunk"),
    "accidents": _not_on_record("el historial de choques", "the accident history"),
    "dollars": Sentence(
        "No tengo ese dato: el tipo de cambio. Todos los precios están en pesos mexicanos. "
        "Si quieres, te comunico con una persona del equipo.",
        en="I don't have that information: the exchange rate. All prices are in Mexican pesos. "
        "If you like, I can put you through to a person on the team.",
    ),
    "payload": _not_on_record("la capacidad de carga", "the payload"),
    "whereabouts": _not_on_record("en qué sede está ese auto", "at which branch that car is"),
    "traction": _not_on_record("la tracción", "the traction"),
}


# The car first, so that it is plain whose version says so.
VERSION_SAYS: dict[Transmission | Traction, Sentence] = {
    said: Sentence(f"*{{title}}*: según su versión, {spanish}.", en=f"*{{title}}*: by its version, {english}.")
    for said, spanish, english in (
        (Transmission.AUTOMATIC, "es de transmisión automática", "it is an automatic"),
        (Transmission.MANUAL, "es de transmisión manual (estándar)", "it is a manual"),
        (Traction.FOUR_WHEELS, "es 4x4", "it is 4x4"),
        (Traction.FRONT, "tiene tracción delantera", "it has front wheel drive"),
        (Traction.REAR, "tiene tracción trasera", "it has rear wheel drive"),
        (Traction.TWO_WHEELS, "tiene tracción en dos ruedas", "it has two wheel drive"),
    )
}


def not_on_record(keys: Sequence[str]) -> Sentence:
    """Say what of what is asked is not on record, where it is one thing."""
    return NOT_ON_RECORD.get(keys[0], NO_DATUM) if len(keys) == 1 else NO_DATUM
