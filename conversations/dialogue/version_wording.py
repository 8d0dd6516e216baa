"""Says in words what a card has in figures, or only in its version: miles, gearbox, traction, engine, a third row."""

from catalog.criteria import Body, Traction, Transmission
from conversations.dialogue.sentences import Sentence

# The car first, so that it is plain whose version says so.
VERSION_SAYS: dict[Transmission | Traction | Body, Sentence] = {
    said: Sentence(f"*{{title}}*: según su versión, {spanish}.", en=f"*{{title}}*: by its version, {english}.")
    for said, spanish, english in (
        (Transmission.AUTOMATIC, "es de transmisión automática", "it is an automatic"),
        (Transmission.MANUAL, "es de transmisión manual (estándar)", "it is a manual"),
        (Traction.FOUR_WHEELS, "es 4x4", "it is 4x4"),
        (Traction.FRONT, "tiene tracción delantera", "it has front wheel drive"),
        (Traction.REAR, "tiene tracción trasera", "it has rear wheel drive"),
        (Traction.TWO_WHEELS, "tiene tracción en dos ruedas", "it has two wheel drive"),
        (Body.SEVEN_SEATS, "es de 7 pasajeros", "it seats 7 passengers"),
        (Body.SEDAN, "es sedán", "it is a sedan"),
        (Body.HATCHBACK, "es hatchback", "it is a hatchback"),
        (Body.COUPE, "es coupé", "it is a coupé"),
        (Body.CONVERTIBLE, "es convertible", "it is a convertible"),
        (Body.WAGON, "es vagoneta", "it is a wagon"),
    )
}
MILES = Sentence("*{title}*: {km}, unas {miles} millas.", en="*{title}*: {km}, about {miles} mi.")
ENGINE = Sentence(
    "*{title}*: según su versión, su motor es {litres}.", en="*{title}*: by its version, its engine is {litres}."
)
KNOWN_AS = Sentence(
    "*{title}*: su versión no lo dice, pero ese modelo es conocido como {kind}.",
    en="*{title}*: its version does not say so, but that model is known as a {kind}.",
)
OF_SEVEN_SEATS = Sentence(
    "*{title}*: su versión no dice cuántas plazas trae, pero su modelo está entre los de {kind}.",
    en="*{title}*: its version does not say how many seats it has, but its model is among those of {kind}.",
)
A_YEAR = Sentence(
    "*{title}*: {km} en unos {years} años, alrededor de {each} por año.",
    en="*{title}*: {km} in about {years} years, around {each} a year.",
)
NOT_REGISTERED = Sentence(
    '"No registrado" es que su ficha no lo dice: no te puedo asegurar que lo tenga.',
    en='"Not registered" means that its record does not say so: I can\'t tell you that it has it.',
)
