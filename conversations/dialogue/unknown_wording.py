"""Says by name what of the company is not known: "No tengo ese dato: la facturación"."""

from collections.abc import Collection, Iterator

from conversations.dialogue.sentences import Sentence
from conversations.dialogue.wording import NO_DATUM
from conversations.dialogue.writing import all_called, looks_of_several

_ON = Sentence(
    "No tengo ese dato: {what}. Si quieres, te comunico con una persona del equipo.",
    en="I don't have that information: {what}. If you like, I can put you through to a person on the team.",
)
# By topic of `knowledge.language.topics`; where a question touches several, the first of these is named.
_CALLED: dict[str, Sentence] = {
    "owed_car": Sentence("si tomamos autos que todavía se deben", en="whether we take cars that are not paid off"),
    "prepayment": Sentence("pagos por adelantado", en="early payments"),
    "invoice": Sentence("la facturación", en="invoices"),
    "company_purchase": Sentence("compras a nombre de una empresa", en="purchases by a company"),
    "family_name": Sentence("compras a nombre de otra persona", en="purchases in somebody else's name"),
    "other_owner": Sentence("trámites a nombre de otra persona", en="dealings in somebody else's name"),
    "co_signer": Sentence("si se pide aval", en="whether a co-signer is needed"),
    "insurance": Sentence("el seguro", en="insurance"),
    "plates": Sentence("las placas", en="license plates"),
    "fees": Sentence("comisiones", en="fees"),
    "tax": Sentence("la tenencia", en="the vehicle tax"),
    "emissions": Sentence("la verificación", en="the emissions test"),
    "fines": Sentence("multas y adeudos", en="fines and debts"),
    "volume_discount": Sentence("descuentos por varios autos", en="discounts on several cars"),
    "discount": Sentence("descuentos", en="discounts"),
    "warranty_extension": Sentence("la ampliación de la garantía", en="extending the warranty"),
    "coverage": Sentence("qué cubre exactamente", en="what exactly is covered"),
    "delivery_home": Sentence("el envío a domicilio", en="delivery to your home"),
    "delivery": Sentence("la entrega en otro lugar", en="delivery somewhere else"),
    "transfer_car": Sentence("si se traslada de otra ciudad", en="whether it is brought from another city"),
    "maintenance": Sentence("el mantenimiento", en="maintenance"),
    "spare_parts": Sentence("las refacciones", en="spare parts"),
    "reserve": Sentence("cómo se aparta un auto", en="how a car is reserved"),
    "payment_methods": Sentence("las formas de pago", en="payment methods"),
    "cancellation": Sentence("cancelaciones", en="cancellations"),
    "foreigner": Sentence("compras de extranjeros", en="purchases by foreigners"),
    "age": Sentence("la edad que se pide", en="the age that is asked for"),
    "rate": Sentence("eso de la tasa", en="that about the rate"),
    "arrears": Sentence("qué pasa si te atrasas", en="what happens when a payment is late"),
    "parking": Sentence("el estacionamiento", en="parking"),
    "pets": Sentence("mascotas", en="pets"),
    "hours": Sentence("ese horario", en="those hours"),
}

_SEVERAL = Sentence(
    "No tengo esos datos: {what}. Si quieres, te comunico con una persona del equipo.",
    en="I don't have that information: {what}. If you like, I can put you through to a person on the team.",
)
_MOST_NAMED = 3
# Of what is nearly the same the first is named.
_ALIKE = (
    frozenset({"delivery_home", "delivery", "transfer_car"}),
    frozenset({"family_name", "other_owner"}),
    frozenset({"discount", "volume_discount"}),
    frozenset({"warranty_extension", "coverage"}),
    frozenset({"invoice", "company_purchase"}),
    frozenset({"owed_car", "prepayment", "other_owner"}),
)
NOT_KNOWN = {topic: _ON.filled(what=called) for topic, called in _CALLED.items()}


_TOGETHER = looks_of_several(_SEVERAL, _CALLED.values())


def told_together(text: str) -> Iterator[str]:
    """Yield the sentences of a text that say of several of these that they are not known."""
    yield from (match[0] for pattern in _TOGETHER for match in pattern.finditer(text))


def not_known(topics: Collection[str], nameless: Sentence = NO_DATUM) -> Sentence:
    """Say that nothing is known of these topics, by their names; `nameless` where none has one."""
    named = [topic for topic in _CALLED if topic in topics]
    named = [
        topic
        for at, topic in enumerate(named)
        if not any({topic, other} <= one for one in _ALIKE for other in named[:at])
    ]
    if len(named) < 2:
        return NOT_KNOWN[named[0]] if named else nameless
    return _SEVERAL.filled(what=all_called([_CALLED[topic] for topic in named[:_MOST_NAMED]]))
