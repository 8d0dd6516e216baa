"""Says what no row of the catalogue states (a colour, the consumption), and what only a car's version does."""

from collections.abc import Iterator, Sequence

from catalog.criteria import Traction, Transmission
from conversations.dialogue.sentences import Sentence
from conversations.dialogue.wording import NO_DATUM
from conversations.dialogue.writing import all_called, looks_of_several

_SAID = Sentence(
    "No tengo ese dato: {what} no viene en el registro. Si quieres, te comunico con una persona del equipo.",
    en="I don't have that information: {what} is not on record. If you like, I can put you through to a person on the "
    "team.",
)
_SEVERAL = Sentence(
    "No tengo esos datos: {what} no vienen en el registro. Si quieres, te comunico con una persona del equipo.",
    en="I don't have that information: {what} are not on record. If you like, I can put you through to a person on "
    "the team.",
)
# By what is asked of a car and no row of the catalogue says.
_CALLED: dict[str, Sentence] = {
    "color": Sentence("el color", en="the colour"),
    "consumption": Sentence("el consumo de gasolina", en="the fuel consumption"),
    "safety": Sentence("el equipo de seguridad", en="the safety equipment"),
    "owners": Sentence("cuántos dueños tuvo", en="how many owners it had"),
    "doors": Sentence("el número de puertas", en="the number of doors"),
    "power": Sentence("la potencia", en="the power"),
    "fuel": Sentence("el tipo de combustible", en="the kind of fuel"),
    "equipment": Sentence("ese equipo", en="that equipment"),
    "service": Sentence("el historial de servicios", en="the service history"),
    "trunk": Sentence("el tamaño de la cajuela", en="the size of the trunk"),
    "accidents": Sentence("el historial de choques", en="the accident history"),
    "stolen": Sentence("el reporte de robo", en="the theft report"),
    "payload": Sentence("la capacidad de carga", en="the payload"),
    "inside": Sentence("el espacio interior", en="the space inside"),
    "clearance": Sentence("la altura libre al suelo", en="the ground clearance"),
    "ride_hailing": Sentence("si lo aceptan en Uber o DiDi", en="whether Uber or DiDi take it"),
    "whereabouts": Sentence("en qué sede está ese auto", en="at which branch that car is"),
    "traction": Sentence("la tracción", en="the traction"),
}
_DOLLARS = Sentence(
    "No tengo ese dato: el tipo de cambio. Todos los precios están en pesos mexicanos. "
    "Si quieres, te comunico con una persona del equipo.",
    en="I don't have that information: the exchange rate. All prices are in Mexican pesos. "
    "If you like, I can put you through to a person on the team.",
)
NO_GEARBOX = Sentence(
    "No tengo ese dato: su versión no dice si es automático o manual. Si quieres, te comunico con una persona del "
    "equipo.",
    en="I don't have that information: its version does not say whether it is an automatic or a manual. If you like, "
    "I can put you through to a person on the team.",
)
NOT_ON_RECORD = {key: _SAID.filled(what=called) for key, called in _CALLED.items()} | {"dollars": _DOLLARS}


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


_TOGETHER = looks_of_several(_SEVERAL, _CALLED.values())


def told_together(text: str) -> Iterator[str]:
    """Yield the sentences of a text that say of several of these that they are not on record."""
    yield from (match[0] for pattern in _TOGETHER for match in pattern.finditer(text))


def not_on_record(keys: Sequence[str]) -> Sentence:
    """Say what of what is asked is not on record, by name."""
    if len(keys) == 1:
        return NOT_ON_RECORD.get(keys[0], NO_DATUM)
    called = [_CALLED[key] for key in keys if key in _CALLED]
    return _SEVERAL.filled(what=all_called(called)) if len(called) > 1 else NO_DATUM
