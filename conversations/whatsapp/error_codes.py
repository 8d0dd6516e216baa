"""What became of a message in the words of who sells cars: Twilio's error codes, and what we saw ourselves."""

from conversations.whatsapp.outcome import TOO_LATE

_EXPLAINED = {
    "20003": "Twilio no reconoce nuestras credenciales. Avisa a sistemas.",
    "20404": "Twilio no encontró la cuenta o el número. Avisa a sistemas.",
    "20429": "Demasiados mensajes a la vez; Twilio pidió esperar.",
    "21211": "El número del cliente no es válido.",
    "21212": "Nuestro número de WhatsApp no es válido. Avisa a sistemas.",
    "21610": "El cliente pidió no recibir mensajes. No insistas.",
    "21617": "El mensaje era demasiado largo.",
    "21658": "El mensaje era demasiado largo.",
    "21910": "Nuestro número o el del cliente no es de WhatsApp.",
    "30003": "El teléfono del cliente estaba apagado o sin señal.",
    "30005": "El número del cliente no existe o está dado de baja.",
    "30008": "La red no pudo entregarlo y no dijo por qué. Puedes intentarlo más tarde.",
    "30036": "Esperó demasiado en la fila de Twilio y ya no se envió.",
    "63001": "WhatsApp no reconoce nuestra cuenta. Avisa a sistemas.",
    "63003": "El número del cliente no tiene WhatsApp.",
    "63005": "WhatsApp no aceptó el contenido del mensaje.",
    "63007": "Nuestro número no está dado de alta en WhatsApp. Avisa a sistemas.",
    "63013": "El mensaje va en contra de las reglas de WhatsApp.",
    "63014": "El cliente nos bloqueó. No insistas.",
    "63016": "Pasaron 24 horas desde su último mensaje: sólo se le puede escribir con una plantilla aprobada.",
    "63018": "WhatsApp limitó nuestro número por enviar demasiado.",
    "63019": "No se pudo descargar la foto o el archivo que se envió.",
    "63024": "El número del cliente no es válido en WhatsApp.",
    "63032": "WhatsApp no permite escribirle a este cliente.",
    "63038": "Nuestra cuenta de Twilio llegó a su límite de mensajes del día. Avisa a sistemas.",
    "63049": "WhatsApp decidió no entregarlo para no saturar al cliente.",
}
_SEEN = {
    TOO_LATE: "No se pudo enviar durante más de una hora y ya no se envió: sólo confundiría.",
    "throttled": "Demasiados mensajes a la vez; Twilio pidió esperar.",
    "the sender's own pace": "Demasiados mensajes a la vez; se envía en cuanto se pueda.",
    "no connection": "No hay conexión con Twilio.",
    "the chat is no longer the bot's": "Ya no se envió: la conversación dejó de ser del bot.",
}
_NO_ANSWER = "Twilio no confirmó el envío; puede que haya llegado."


def explain(reason: str) -> str:
    """Return in Spanish what a code of Twilio's, or a reason of ours, means; a code that is not known as it is."""
    if not reason or reason in _EXPLAINED:
        return _EXPLAINED.get(reason, "")
    if reason.isdigit():
        return reason
    kind, _, code = reason.partition(" ")
    if kind == "throttled":
        return _EXPLAINED.get(code, _SEEN[kind])
    return _SEEN.get(reason, _NO_ANSWER)
