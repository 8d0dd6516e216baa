"""The bot's own Spanish (es-MX): every fixed sentence a customer can read, in one place."""

from collections.abc import Sequence

from conversations.dialogue.attachments import Kind
from conversations.dialogue.plan import Slot
from financing.quotation import RefusalCode

GREETING = (
    "¡Hola! Soy el asistente automático de Kavak. Te ayudo a encontrar un seminuevo, a calcular tu pago mensual "
    "y a resolver dudas. Si prefieres, pide hablar con una persona."
)
WHO_ANSWERS = "Soy el asistente automático de Kavak."
HELLO_AGAIN = "¡Hola de nuevo!"
THANKS = "¡Con gusto! Aquí sigo si quieres ver más autos o calcular otro plan."
RESET = "Listo, empezamos de nuevo."
HANDOVER = "Claro, le paso tu conversación a una persona de nuestro equipo. Te responde por aquí mismo."
BUDGET = "Pagando hasta {monthly} al mes {down_payment}, te alcanza para un auto:"
BUDGET_LIMIT = "A {years} años ({months} meses): de hasta {price}"
BUDGET_TOO_LOW = "Pagando hasta {monthly} al mes {down_payment} no alcanza ningún plazo."
BUDGET_CARS = "Tengo {total} que te alcanzan. Van del {first} al {last}, cada uno con su plazo más corto:"
BUDGET_ONE_CAR = "Tengo uno que te alcanza, con su plazo más corto:"
BUDGET_NO_CARS = "Por ahora no tengo autos{wish} que te alcancen así."
WITH_DOWN_PAYMENT = "con {amount} de enganche"
WITHOUT_DOWN_PAYMENT = "sin dar enganche"
MORE_DOWN_PAYMENT = "Con más enganche te alcanza para más."
DOWN_PAYMENT_IN_PESOS = "Para buscar por mensualidad necesito el enganche en pesos. ¿De cuánto sería?"
NEEDED = "Para pagar hasta {monthly} al mes por {subject}, con precio de {price}, darías al menos:"
NEEDED_TERM = "A {years} años ({months} meses): enganche de {down_payment}, mensualidad de {payment}"
FITS_FROM = "Para pagar hasta {monthly} al mes necesitas {years} años ({months} meses) o más."
FITS_NEVER = "Pagando hasta {monthly} al mes no alcanza ningún plazo con ese enganche. Con más enganche sí puede bajar."
DOCUMENT = "Aquí está tu cotización{title} en PDF: {link}"
PRICE_CHANGED = "Ojo: desde entonces el precio del auto cambió, hoy es de {price}."
NOT_FOR_SALE_NOW = "Ojo: ese auto ya no está disponible."
DOCUMENT_NEXT = "Si la quieres por escrito, responde PDF y te mando el documento."
NO_DOCUMENT = "Todavía no tengo una cotización vigente tuya. Dime qué auto y cuánto de enganche, y te la preparo."
NO_DATUM = "No tengo ese dato. Si quieres, te comunico con una persona del equipo."
NOT_UNDERSTOOD = (
    "Perdón, no estoy seguro de haberte entendido. Te puedo mostrar autos, calcular mensualidades o contarte cómo "
    "funciona Kavak; o si prefieres, te comunico con una persona del equipo."
)
NO_MORE = "Ya no hay más autos con esos filtros."
NO_SUCH_CAR = "Ese auto ya no está disponible. ¿Te muestro otros?"
NO_CARS = "No encontré autos con esas condiciones."
CANNOT_ANSWER = "Perdón, no pude preparar una respuesta segura. Le aviso a una persona del equipo para que te ayude."
OPTED_OUT = "Listo, ya no te escribiremos. Si cambias de opinión, responde ALTA."
OPTED_IN = "¡Gracias por volver! ¿Qué auto estás buscando?"
MEDIA = "Recibí tu archivo, pero todavía no puedo abrir audios, fotos ni ubicaciones. ¿Me lo escribes, por favor?"
MORE_HINT = 'Escribe "ver más" para los siguientes, o el número del auto que te interesa.'
PICK_HINT = "Escribe el número del auto que te interesa para ver detalles o calcular su mensualidad."
CARD_HINT = "Para calcular la mensualidad:"
TERMS = "Financiamos a {years} años con una tasa de {rate} anual."
NOT_STATED = "no registrado"
BRANCHES_BY_CITY = "Estas son nuestras sucursales:"
PICK_A_BRANCH = "Dime cuál te interesa y te paso su dirección y su horario."

ASK: dict[Slot, str] = {
    Slot.WISH: "¿Qué auto buscas? Dime marca, modelo o presupuesto.",
    Slot.CAR: "¿De cuál auto? Dime el número de la lista o el modelo.",
    Slot.DOWN_PAYMENT: "¿Cuánto darías de enganche? Puede ser en pesos o en porcentaje; también puede ser cero.",
    Slot.BUDGET: "¿Cuál es tu presupuesto?",
}

RELAXED: dict[str, str] = {
    "price": "en otro precio",
    "year": "de otro año",
    "km": "con otro kilometraje",
    "model": "de otro modelo",
    "make": "de otra marca",
    "version": "en otra versión",
    "equipment": "con otro equipo",
    "size": "con otras medidas",
    "transmission": "con otra transmisión o sin ese dato registrado",
    "traction": "con otra tracción o sin ese dato registrado",
    "body": "de otro tipo o sin ese dato registrado",
}

REFUSED: dict[RefusalCode, str] = {
    RefusalCode.NEGATIVE_DOWN_PAYMENT: "El enganche no puede ser negativo. ¿De cuánto sería?",
    RefusalCode.DOWN_PAYMENT_NOT_BELOW_PRICE: (
        "Con un enganche de {down_payment} ya cubres el precio de {price}, así que no habría nada que financiar. "
        "¿Lo calculo con un enganche menor?"
    ),
    RefusalCode.DOWN_PAYMENT_BELOW_MINIMUM: "El enganche mínimo para este auto es de {minimum}. ¿Lo calculo así?",
    RefusalCode.TERM_NOT_OFFERED: "Ese plazo no lo manejamos. Los plazos son de {years} años. ¿Cuál prefieres?",
    RefusalCode.FINANCED_TOO_LITTLE: (
        "Con un enganche de {down_payment} casi cubres el precio de {price}: queda muy poco por financiar. "
        "¿Lo calculo con un enganche menor?"
    ),
    RefusalCode.MONTHLY_PAYMENT_TOO_LOW: "¿Cuánto podrías pagar al mes? Con eso te digo qué autos te alcanzan.",
}

WHO_ANSWERS_IN_ENGLISH = "I'm Kavak's automated assistant."
PRIVACY = "Aviso de privacidad: {url}"
PRIVACY_IN_ENGLISH = "Privacy notice: {url}"
NEAREST = "Estas son las sucursales más cercanas a tu ubicación:"
NO_NEAREST = "Gracias por tu ubicación. No sé cuál sucursal te queda cerca. ¿En qué ciudad estás?"
NO_PAPERS = (
    "Por tu seguridad no me mandes identificaciones ni documentos personales por aquí. No guardé la imagen; te pido "
    "que la borres de este chat. Si hacen falta para un trámite, una persona del equipo te dirá cómo entregarlos."
)
UNREAD: dict[Kind, str] = {
    Kind.VOICE: "Recibí tu nota de voz, pero no pude escucharla. ¿Me lo escribes, por favor?",
    Kind.PHOTO: (
        "Recibí tu foto, pero no distingo en ella un auto. ¿Me escribes la marca y el modelo que te interesan? "
        "Por tu seguridad, no mandes por aquí identificaciones ni documentos personales."
    ),
    Kind.VIDEO: "Recibí tu video, pero no puedo verlo. ¿Me cuentas por escrito qué auto buscas?",
    Kind.STICKER: "¡Gracias por el sticker! ¿Qué auto estás buscando?",
    Kind.CONTACT: (
        "Recibí el contacto, pero no puedo escribirle a otra persona. Si le interesa un auto, que nos mande un mensaje "
        "a este número."
    ),
    Kind.DOCUMENT: (
        "Recibí tu documento, pero no puedo abrirlo. Escríbeme qué necesitas y te ayudo. Por tu seguridad, no mandes "
        "por aquí identificaciones ni documentos personales."
    ),
    Kind.PLACE: NO_NEAREST,
    Kind.IDENTITY: NO_PAPERS,
}
OFF_TOPIC = "Con eso no te puedo ayudar: por aquí solo atiendo temas de autos, financiamiento y Kavak."


def quoted(text: str, source_url: str) -> str:
    """Cite a passage, with the page it stands on where it has one."""
    return f"{text}\n\nFuente: {source_url}" if source_url.startswith("http") else text


def no_hours(names: list[str], *, any_known: bool) -> str:
    """Say of which branches nobody stated the hours, and offer a person where that was all that was asked."""
    these = " y ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    unknown = f"no está registrado el horario de {these}"
    if any_known:
        return f"{unknown[0].upper()}{unknown[1:]}."
    return f"No tengo ese dato: {unknown}. Si quieres, te comunico con una persona del equipo."


def no_branch_there(cities: Sequence[str]) -> str:
    """Say that no branch is on record where one was asked for, and where there are some."""
    return f"No tengo registrada una sucursal en ese lugar. Las que tengo están en {', '.join(cities)}."


def did_you_mean(names: list[str]) -> str:
    """Ask which of the names was meant."""
    return f"¿Te referías a {' o '.join(names)}?"
