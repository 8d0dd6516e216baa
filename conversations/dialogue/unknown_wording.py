"""Says by name what is not known, of the company or of a car: "No tengo esos datos: el color y la facturación"."""

from collections.abc import Collection, Iterator, Sequence

from conversations.dialogue import wording
from conversations.dialogue.cases import CASES
from conversations.dialogue.papers import PAPERS
from conversations.dialogue.sentences import Sentence
from conversations.dialogue.writing import all_called, looks_of_several


class Unknown(Sentence):
    """Says what is not known, and keeps what that is called, so that several are told in one sentence."""

    named: tuple[Sentence, ...]

    @classmethod
    def of(cls, sentence: Sentence, *named: Sentence) -> "Unknown":
        """Make one of a sentence and the names of what it owns up to; none where it has none."""
        unknown = cls(str(sentence), *sentence.also, en=sentence.english)
        unknown.named = named
        return unknown


_ONE = Sentence(
    "No tengo ese dato: {what}. Si quieres, te comunico con una persona del equipo.",
    en="I don't have that information: {what}. If you like, I can put you through to a person on the team.",
)
_SEVERAL = Sentence(
    "No tengo esos datos: {what}. Si quieres, te comunico con una persona del equipo.",
    en="I don't have that information: {what}. If you like, I can put you through to a person on the team.",
)
_ONE_OF_A_CAR = Sentence(
    "No tengo ese dato: {what} no viene en el registro. Si quieres, te comunico con una persona del equipo.",
    en="I don't have that information: {what} is not on record. If you like, I can put you through to a person on the "
    "team.",
)
_SEVERAL_OF_A_CAR = Sentence(
    "No tengo esos datos: {what} no vienen en el registro. Si quieres, te comunico con una persona del equipo.",
    en="I don't have that information: {what} are not on record. If you like, I can put you through to a person on "
    "the team.",
)
# What a case turns on, then by topic of `knowledge.language.topics`; where a question touches several, the first of
# these is named.
_OF_PAPERS = {
    paper.key: Sentence(f"si sirve {paper.called}", en=f"whether {paper.called.english} will do") for paper in PAPERS
}
_OF_US: dict[str, Sentence] = {
    **_OF_PAPERS,
    **{case.key: case.called for case in CASES},
    "owed_car": Sentence("si tomamos autos que todavía se deben", en="whether we take cars that are not paid off"),
    "surplus": Sentence(
        "si se te paga la diferencia cuando tu auto vale más",
        en="whether you are paid the difference when your car is worth more",
    ),
    "endorsed": Sentence(
        "si tomamos un auto con la factura endosada", en="whether we take a car whose invoice was endorsed"
    ),
    "approval": Sentence("cuánto tarda la aprobación", en="how long the approval takes"),
    "prepayment": Sentence("pagos por adelantado", en="early payments"),
    "jobs": Sentence("las vacantes", en="job openings"),
    "invoice": Sentence("la facturación", en="invoices"),
    "company_purchase": Sentence("compras a nombre de una empresa", en="purchases by a company"),
    "family_name": Sentence("compras a nombre de otra persona", en="purchases in somebody else's name"),
    "other_owner": Sentence("trámites a nombre de otra persona", en="dealings in somebody else's name"),
    "co_signer": Sentence("si se pide aval", en="whether a co-signer is needed"),
    "insurance": Sentence("el seguro", en="insurance"),
    "endorsement": Sentence("el cambio de propietario", en="the change of owner"),
    "plates": Sentence("las placas", en="license plates"),
    "fees": Sentence("comisiones", en="fees"),
    "tax": Sentence("la tenencia", en="the vehicle tax"),
    "emissions": Sentence("la verificación", en="the emissions test"),
    "fines": Sentence("multas y adeudos", en="fines and debts"),
    "volume_discount": Sentence("descuentos por varios autos", en="discounts on several cars"),
    "discount": Sentence("descuentos", en="discounts"),
    "warranty_extension": Sentence("la ampliación de la garantía", en="extending the warranty"),
    "coverage": Sentence("qué cubre exactamente", en="what exactly is covered"),
    "there": Sentence("si lo llevamos hasta allá", en="whether we take it there"),
    "delivery_home": Sentence("el envío a domicilio", en="delivery to your home"),
    "delivery": Sentence("la entrega en otro lugar", en="delivery somewhere else"),
    "transfer_car": Sentence("si se traslada de otra ciudad", en="whether it is brought from another city"),
    "workshop": Sentence("el taller", en="the workshop"),
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
    "directions": Sentence("cómo se llega", en="how to get there"),
    "delivery_time": Sentence("cuánto tarda la entrega", en="how long the delivery takes"),
    "another_driver": Sentence("si lo puede manejar otra persona", en="whether somebody else may drive it"),
    "pets": Sentence("mascotas", en="pets"),
    "own_insurance": Sentence("si puedes usar tu propio seguro", en="whether you can use your own insurance"),
    "cost": Sentence("su costo", en="what it costs"),
    "hours": Sentence("ese horario", en="those hours"),
    "own_mechanic": Sentence(
        "si puedes traer a tu mecánico a revisarlo", en="whether you may bring your own mechanic to check it"
    ),
    "payment_rhythm": Sentence(
        "si se paga de otro modo que cada mes", en="whether it can be paid otherwise than every month"
    ),
    "fixed_rate": Sentence("si la tasa es fija", en="whether the rate is fixed"),
    "failed_inspection": Sentence(
        "qué pasa si tu auto no pasa la inspección", en="what happens if your car fails the inspection"
    ),
    "advert": Sentence("si es cierto lo que dice un anuncio", en="whether what an advert says is true"),
}

# By what is asked of a car and no row of the catalogue says.
_OF_A_CAR: dict[str, Sentence] = {
    "color": Sentence("el color", en="the colour"),
    "consumption": Sentence("el consumo de gasolina", en="the fuel consumption"),
    "safety": Sentence("el equipo de seguridad", en="the safety equipment"),
    "owners": Sentence("cuántos dueños tuvo", en="how many owners it had"),
    "doors": Sentence("el número de puertas", en="the number of doors"),
    "power": Sentence("la potencia", en="the power"),
    "fuel": Sentence("el tipo de combustible", en="the kind of fuel"),
    "cab": Sentence("el tipo de cabina", en="the kind of cab"),
    "equipment": Sentence("ese equipo", en="that equipment"),
    "service": Sentence("el historial de servicios", en="the service history"),
    "trunk": Sentence("el tamaño de la cajuela", en="the size of the trunk"),
    "accidents": Sentence("el historial de choques", en="the accident history"),
    "serial": Sentence("el número de serie", en="the serial number"),
    "report": Sentence("el reporte de inspección", en="the inspection report"),
    "stolen": Sentence("el reporte de robo", en="the theft report"),
    "payload": Sentence("la capacidad de carga", en="the payload"),
    "inside": Sentence("el espacio interior", en="the space inside"),
    "clearance": Sentence("la altura libre al suelo", en="the ground clearance"),
    "ride_hailing": Sentence("si lo aceptan en Uber o DiDi", en="whether Uber or DiDi take it"),
    "whereabouts": Sentence("en qué sede está ese auto", en="at which branch that car is"),
    "traction": Sentence("la tracción", en="the traction"),
    "comfort": Sentence("qué tan cómodo es", en="how comfortable it is"),
    "factory_warranty": Sentence("si conserva la garantía de agencia", en="whether the maker's warranty still holds"),
    "reliability": Sentence("qué tan confiable sale", en="how reliable it is"),
    "upkeep": Sentence("cuánto cuesta mantenerlo", en="what its upkeep costs"),
    "air": Sentence("el aire acondicionado", en="the air conditioning"),
    "engine": Sentence("el motor", en="the engine"),
    "seats": Sentence("el número de asientos", en="the number of seats"),
    "origin": Sentence("dónde se fabricó", en="where it was made"),
    "acceleration": Sentence("la aceleración", en="the acceleration"),
    "bed": Sentence("la medida de la caja", en="the size of the bed"),
    "towing": Sentence("la capacidad de arrastre", en="what it can tow"),
    "length": Sentence("su largo", en="its length"),
    "width": Sentence("su ancho", en="its width"),
    "height": Sentence("su alto", en="its height"),
    "why_priced": Sentence("por qué tiene ese precio", en="why it costs what it costs"),
    "odometer": Sentence("si el kilometraje es el real", en="whether the mileage is real"),
    "why_sold": Sentence("por qué se vendió", en="why it was sold"),
    "tires": Sentence("el estado de las llantas", en="the state of the tires"),
    "worn": Sentence("qué piezas se le han cambiado", en="which of its parts were replaced"),
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
_NAMELESS = Sentence("lo otro que preguntas", en="your other question")
_EXCHANGE_RATE = Sentence("el tipo de cambio", en="the exchange rate")
_WHICH_GEARBOX = Sentence("si es automático o manual", en="whether it is an automatic or a manual")
COST, THERE, OWN_INSURANCE = "cost", "there", "own_insurance"  # asked of topics, and none of the pages' topics
_MOST_NAMED = 4
_MOST_TOGETHER = 5
# Of what is nearly the same the first is named.
_ALIKE = (
    frozenset({"there", "delivery_home", "delivery", "transfer_car"}),
    frozenset({"endorsement", "other_owner"}),
    frozenset({"service", "maintenance", "workshop"}),
    frozenset({"family_name", "other_owner"}),
    frozenset({"discount", "volume_discount"}),
    frozenset({"parts", "worked", "warranty_extension", "coverage"}),
    frozenset({"invoice", "company_purchase"}),
    frozenset({"owed_car", "prepayment", "other_owner"}),
)
# What one of these costs, where only that is asked: "el costo del mantenimiento".
_COSTS_OF = {
    topic: Sentence(f"el costo de {_OF_US[topic]}".replace(" de el ", " del "), en=f"what {_OF_US[topic].english} cost")
    for topic in (
        *("insurance", "plates", "endorsement", "tax", "emissions", "warranty_extension", "delivery_home"),
        *("maintenance", "spare_parts"),
    )
}
_EVERYTHING = (*_OF_US.values(), *_COSTS_OF.values(), *_OF_A_CAR.values(), _EXCHANGE_RATE, _WHICH_GEARBOX, _NAMELESS)
_ON_RECORD = frozenset(map(str, _OF_A_CAR.values()))
NOTHING_KNOWN = Unknown.of(wording.NO_DATUM)
REST_UNKNOWN = Unknown.of(wording.REST_UNKNOWN)
GEARBOX_UNKNOWN = Unknown.of(NO_GEARBOX, _WHICH_GEARBOX)
NOT_KNOWN = {topic: Unknown.of(_ONE.filled(what=called), called) for topic, called in _OF_US.items()}
COST_NOT_KNOWN = {topic: Unknown.of(_ONE.filled(what=called), called) for topic, called in _COSTS_OF.items()}
NOT_ON_RECORD = {key: Unknown.of(_ONE_OF_A_CAR.filled(what=called), called) for key, called in _OF_A_CAR.items()} | {
    "dollars": Unknown.of(_DOLLARS, _EXCHANGE_RATE)
}
_TOGETHER = (*looks_of_several(_SEVERAL, _EVERYTHING), *looks_of_several(_SEVERAL_OF_A_CAR, _OF_A_CAR.values()))


def told_together(text: str) -> Iterator[str]:
    """Yield the sentences of a text that say of several of these that they are not known."""
    yield from (match[0] for pattern in _TOGETHER for match in pattern.finditer(text))


def not_known(topics: Collection[str], nameless: Unknown = NOTHING_KNOWN) -> Unknown:
    """Say that nothing is known of these topics, by their names; `nameless` where none has one."""
    named = [topic for topic in _OF_US if topic in topics]
    if _COSTS_OF.keys().isdisjoint(named):
        named = [topic for topic in named if topic != COST]  # "¿cuánto cobran de comisión?"
    named = [topic for at, topic in enumerate(named) if not _is_alike(topic, named[:at])]
    if len(named) == 2 and COST in named and (cost := COST_NOT_KNOWN.get(named[0])):
        return cost
    return in_one([NOT_KNOWN[topic] for topic in named[:_MOST_NAMED]] or [nameless])


def not_on_record(keys: Sequence[str]) -> Unknown:
    """Say what of what is asked of a car is not on record, by name."""
    return in_one([NOT_ON_RECORD[key] for key in keys if key in NOT_ON_RECORD] or [NOTHING_KNOWN])


def is_of_us(text: str) -> bool:
    """Tell whether a sentence owns up to what pages may state one day, and not to what no row says of a car."""
    of_cars = {*_ON_RECORD, str(_WHICH_GEARBOX)}
    return isinstance(text, Unknown) and not (text.named and of_cars.issuperset(map(str, text.named)))


def _is_alike(one: str, others: Collection[str]) -> bool:
    return any({one, other} <= alike for alike in _ALIKE for other in others)


def in_one(unknown: Sequence[Unknown]) -> Unknown:
    """Say in one sentence what several say; what has no name is called the other question beside what has one."""
    each = tuple({str(one): one for one in unknown}.values())
    named = {str(name): name for one in each for name in one.named}
    if len(each) < 2 or not named:
        return each[0]
    topics = {str(called): topic for topic, called in (*_OF_US.items(), *_OF_A_CAR.items())}
    told = [topics.get(name, name) for name in named]
    names = [name for at, name in enumerate(named.values()) if not _is_alike(told[at], told[:at])][:_MOST_TOGETHER]
    names += [_NAMELESS] if any(not one.named for one in each) else []
    said = _SEVERAL_OF_A_CAR if named.keys() <= _ON_RECORD and _NAMELESS not in names else _SEVERAL
    if len(names) < 2:
        return next(one for one in each if one.named)
    return Unknown.of(said.filled(what=all_called(names)), *names)
