"""Messages that are nobody's to answer: orders to a model, and questions about other customers.

They are known by their words, since in meaning they are near to anything. Texts are folded here.
"""

import re

from catalog.spelling import fold

_RULES = (
    r"(?:instruc\w*|reglas|restricciones|filtros|indicaciones|lo anterior|todo lo (?:anterior|de arriba)"
    r"|rules|prompts?)"
)
_PERSON = r"(?:clientes?|comprador\w*|usuarios?|personas?|senor\w*)"
_ANOTHER = (
    rf"(?:otr[oa]s?|demas|ultim[oa]s?) {_PERSON}|{_PERSON} (?:anterior(?:es)?|pasad[oa]s?|de (?:antes|ayer|hace \w+)"
    r"|que (?:te |les? |ya )?(?:escrib|pregunt|compr|habl|contact|platic)\w*)"
)
_PRIVATE = (
    r"(?:datos|telefono|celular|numero|nombre|correo|direccion|domicilio|tarjeta|ingresos|curp|rfc|gana|conversacion"
    r"|chats?|mensajes?|pregunt\w+|dijo|escribio|hablo)"
)


def _words(pattern: str) -> str:
    return rf"(?<!\w)(?:{pattern})(?!\w)"


_NOBODYS = re.compile(
    "|".join(
        (
            r"\[ ?(?:system|sistema|admin|assistant|inst)",
            r"(?:^|\n)\s*(?:system|sistema|assistant) ?:",
            r"</?(?:system|instruc)\w*>",
            _words(
                rf"(?:ignor|olvid|borr|desobede|salt|forget|disregard|overrid)\w*(?!\w)[^.?!\n]{{0,30}}(?<!\w){_RULES}"
            ),
            _words(r"(?:modo|mode) (?:desarrollador|administrador|admin|dios|debug|dan|sin (?:filtros|restricciones))"),
            _words(r"(?:developer|admin) mode|jailbreak|system prompt|(?:tu|el|your) prompt|you are now"),
            _words(r"(?:ahora|desde ahora|a partir de ahora) (?:eres|seras|respond\w+|contest\w+|habl\w+|actua\w*)"),
            _words(r"(?:actua|comportate|responde|habla) como|haz de cuenta que eres"),
            _words(r"(?:tus?|your) (?:instrucciones|configuracion|programador\w*|codigo fuente|contrasena|password)"),
            _words(r"repite (?:palabra por palabra|exactamente|despues de mi|literal\w*)"),
            f"{_words(_ANOTHER)}.*{_words(_PRIVATE)}",
            f"{_words(_PRIVATE)}.*{_words(_ANOTHER)}",
        )
    )
)


def is_nobodys(text: str) -> bool:
    """Whether a message gives orders to a model, or asks about other customers."""
    return _NOBODYS.search(fold(text)) is not None
