"""What staff read in the admin when an ingestion fails, in Spanish, by error code."""

from django.conf import settings

_ERRORS = {
    "too_many_passages": "El texto tiene más de 5,000 fragmentos; divídelo en varias fuentes.",
    "source_busy": "Otro proceso está leyendo esta fuente; inténtalo en un momento.",
    "source_inactive": "La fuente está desactivada; actívala para leerla.",
    "unknown_source": "La fuente no tiene nada que leer.",
    "address_invalid": "La dirección del archivo no es una dirección http o https.",
    "upload_too_large": f"El archivo pesa más de {settings.DOCUMENT_MAX_MB} MB.",
    "draft_replaced": "La página se volvió a leer mientras tanto: revisa la versión nueva antes de decidir.",
    "url_forbidden": "La dirección no está permitida: usa http o https, puertos 80 o 443 y un sitio público.",
    "address_forbidden": "El sitio apunta a una red interna o reservada; por seguridad no se visita.",
    "domain_not_allowed": "El sitio no está entre los dominios permitidos (KNOWLEDGE_ALLOWED_DOMAINS).",
    "insecure_redirect": "La página redirige de https a http, que no es seguro: usa la dirección final.",
    "host_unknown": "No se encontró el sitio: revisa que la dirección esté bien escrita.",
    "too_many_redirects": "La página redirige demasiadas veces.",
    "page_timeout": "La página tardó más de 10 segundos en responder.",
    "page_too_large": "La página pesa más de 5 MB.",
    "page_not_text": "La dirección no es una página de texto (HTML).",
    "encoding_refused": "El sitio envió la página comprimida de una forma que no se le pidió.",
    "robots_disallowed": "El robots.txt del sitio pide que esta página no se lea de forma automática.",
    "robots_unavailable": "No se pudo leer el robots.txt del sitio, y sin él no se visita; inténtalo más tarde.",
    "page_unavailable": "El sitio no entregó la página; inténtalo más tarde o revisa que exista.",
    "page_too_complex": "La página tiene demasiadas etiquetas HTML, o demasiado anidadas, para ser un texto.",
    "page_without_content": "La página no tiene texto que se pueda leer (quizá se arma con JavaScript).",
    "document_not_text": "El archivo no es una página web, ni un PDF, ni un texto.",
    "pdf_encrypted": "El PDF pide contraseña: sube una copia sin contraseña.",
    "pdf_damaged": "El PDF está dañado: ábrelo, guárdalo de nuevo y súbelo otra vez.",
    "pdf_scanned": "El PDF es un escaneo sin texto: sube uno que permita seleccionar el texto.",
    "pdf_too_long": "El PDF tiene más de 300 páginas: súbelo en partes.",
    "extraction_timeout": "El documento es demasiado complicado: leerlo tomó más tiempo del permitido.",
    "extraction_too_big": "El documento ocupa demasiada memoria al abrirse.",
    "post_unanswered": "El otro sistema no recibió el aviso; se vuelve a intentar solo.",
    "extraction_failed": "El documento no se pudo leer. Guárdalo de nuevo con otro programa e inténtalo otra vez.",
}
_OTHER = "Algo falló al procesar la fuente ({code}). Avisa al equipo técnico."


def technical(explained: str) -> str:
    """Return the detail, in English, that a sentence was given; nothing where it was given none."""
    return explained.partition(" [")[2].removesuffix("]")


def explain(code: str, *, detail: str = "") -> str:
    """Return the sentence for `code`, with the technical detail after it."""
    sentence = _ERRORS.get(code) or _OTHER.format(code=code)
    return f"{sentence} [{detail}]" if detail else sentence
