"""Twilio's error codes in the words of who sells cars: what happened, and what may be done."""

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
    "63049": "WhatsApp decidió no entregarlo para no saturar al cliente.",
}


def explain(code: str) -> str:
    """Return what a code means, in Spanish; one that is not known as it is."""
    return _EXPLAINED.get(code, code)
