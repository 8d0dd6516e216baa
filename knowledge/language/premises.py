"""Tells a shop or an office of the customer's own from one of ours: "es para surtir mi tienda" asks for no branch."""

import re

_PREMISES = (
    r"(?:tienda|tiendita|local|locales|localito|oficina|agencia|lote|changarro|taller|lugar de trabajo"
    r"|estacionamiento|establecimiento)s?"
)
_THEIR_OWN = re.compile(
    r"(?<!\w)(?:"
    r"(?:mis?|nuestr[oa]s?|my|our)(?: (?:propi[oa]|pequen[oa]|nuev[oa]|otr[oa]|own|small))?"
    r"|(?:surtir|surto|surtimos|surta|abastecer)(?: (?:el|la|una?|los|las))?"
    r"|(?:para|pa|p) (?:el|la|una?)"
    r"|(?:repartos?|entregas|mercancia|pedidos|mandados?|cosas|productos) (?:del|de la|de el|de una?)"
    r"|(?:tengo|tenemos|atiendo|atendemos|pongo|puse|pusimos|abri|abrimos|voy a (?:abrir|poner))(?: una?)?"
    rf") {_PREMISES}(?!\w)"
)


def without_own(folded: str) -> str:
    """Return folded text without what is the customer's own."""
    return _THEIR_OWN.sub(" ", folded)
