"""Says by name what of the company is not known: "No tengo ese dato: la facturación"."""

from collections.abc import Collection

from conversations.dialogue.sentences import Sentence
from conversations.dialogue.wording import NO_DATUM

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

NOT_KNOWN = {topic: _ON.filled(what=called) for topic, called in _CALLED.items()}


def not_known(topics: Collection[str]) -> Sentence:
    """Say that nothing is known of these topics, the most telling by its name."""
    return next((sentence for topic, sentence in NOT_KNOWN.items() if topic in topics), NO_DATUM)
