"""The bot's own Spanish (es-MX): every fixed sentence a customer can read, in one place."""

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
NO_SEARCH_BY_PAYMENT = (
    "Por aquí todavía no busco autos a partir de la mensualidad: dime el auto o tu presupuesto total y te la calculo."
)
NO_DATUM = "No tengo ese dato. Si quieres, te comunico con una persona del equipo."
NOT_UNDERSTOOD = (
    "Perdón, con eso no te puedo ayudar por aquí. Te puedo mostrar autos, calcular mensualidades o contarte cómo "
    "funciona Kavak."
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
}


def quoted(text: str, source_url: str) -> str:
    """Cite a passage, with the page it stands on where it has one."""
    return f"{text}\n\nFuente: {source_url}" if source_url.startswith("http") else text


def did_you_mean(names: list[str]) -> str:
    """Ask which of the names was meant."""
    return f"¿Te referías a {' o '.join(names)}?"
