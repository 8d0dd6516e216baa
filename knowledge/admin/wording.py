"""What staff read about sources: when, how much, and what a form refuses."""

import re
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from knowledge.answering import MAX_CHARS

# ── Forms ───────────────────────────────────────────────────────────────────────────────────────────────────────
URL_HELP = "Una página pública. Se lee al guardar y, después, cada vez que toque."
URL_REQUIRED = "Escribe la dirección de la página."
QUESTION_HELP = "Como la preguntaría un cliente."
QUESTION_REQUIRED = "Escribe la pregunta."
QUESTION_WITHOUT_WORDS = "Escribe la pregunta con palabras."
ANSWER_HELP = f"El bot la manda tal cual. De una respuesta larga manda lo que quepa en {MAX_CHARS} caracteres."
ANSWER_REQUIRED = "Escribe la respuesta."
ANSWER_COUNT = "{} caracteres"
ANSWER_COUNT_OVER = f"{{}} caracteres: pasa de {MAX_CHARS}, así que el bot mandará sólo una parte."
NEVER_AGAIN = "sólo cuando alguien lo pida"
FILE_HELP = f"HTML, PDF, TXT o MD, de {settings.DOCUMENT_MAX_MB} MB como máximo."
ANOTHER_FILE_HELP = f"{FILE_HELP} Déjalo vacío para conservar el actual."
FILE_REQUIRED = "Elige un archivo."
FILE_EMPTY = "El archivo está vacío."
FILE_TOO_LARGE = f"El archivo pesa {{size:.1f}} MB; el máximo es {settings.DOCUMENT_MAX_MB} MB."
FILE_WRONG_NAME = "«{name}» no es de un tipo que se pueda leer: sube un HTML, PDF, TXT o MD."
FILE_NO_PDF = "«{name}» dice ser un PDF, pero su contenido no lo es."
FILE_IS_PDF = "El contenido de «{name}» es un PDF: cámbiale la terminación a .pdf y súbelo otra vez."
FILE_NO_TEXT = "«{name}» no contiene texto que se pueda leer. Si es texto, guárdalo como UTF-8."
FILE_NAME_HELP = "Si el archivo trae título, se usará el suyo."
KNOWN_URL = "Esa página ya es una fuente: "
ANSWERED_ALREADY = "La pregunta ya tiene respuesta, que es ésta: corrígela aquí si hace falta."
KNOWN_QUESTION = "Esa pregunta ya está escrita: "

# ── What became of it ───────────────────────────────────────────────────────────────────────────────────────────
ADDED = {
    "url": "Se agregó la página. Se está leyendo; en unos minutos el bot contesta con ella.",
    "faq": "Se guardó la pregunta. En unos minutos el bot la contesta.",
    "file": "Se subió el archivo. Se está leyendo; en unos minutos el bot contesta con él.",
}
SAVED = "Los cambios se guardaron."
SAVED_AND_READING = "Los cambios se guardaron y la fuente se está leyendo de nuevo."
PASSAGE_GONE = "Ese fragmento ya no existe: la fuente se leyó de nuevo mientras veías la página. No se cambió nada."
DRAFT_REPLACED = (
    "La fuente se leyó de nuevo mientras veías la página. No se publicó ni se descartó nada: revisa otra vez."
)
DRAFT_APPROVED = "Esa versión ya se aprobó y se está publicando. No se cambió nada."
PUBLISHED = "La versión nueva se está publicando; en unos minutos el bot contesta con ella."
DISMISSED = "La versión nueva se descartó: el bot sigue contestando con la anterior."
FIRST_DISMISSED = "La versión se descartó: el bot no contesta con esta fuente."

_STATUS = re.compile(r"\banswered (\d{3})\b")
_READ = {"url": "leída", "faq": "guardada", "file": "leído"}


def counted(count: int, one: str, many: str) -> str:
    """Write `1 fuente`, `1,200 fuentes`."""
    return f"{count:,} {one if count == 1 else many}"


def read(kind: str, ago_: str) -> str:
    """Write `leída hace 3 h`."""
    return f"{_READ[kind]} {ago_}"


def ago(moment: datetime, now: datetime) -> str:
    """Write how long ago a moment was, in its largest unit; what is months away, as a date."""
    if now - moment < timedelta(minutes=1):
        return "hace un momento"
    if now - moment > timedelta(days=60):
        return f"el {day(moment)}"
    return f"hace {_span(now - moment)}"


def until(moment: datetime, now: datetime) -> str:
    """Write how far off a moment is, in its largest unit."""
    return "en seguida" if moment - now < timedelta(minutes=1) else f"en {_span(moment - now)}"


def status(technical: str) -> str:
    """Write which status a site answered with; nothing else of a technical part, which is in English, is for staff."""
    found = _STATUS.search(technical)
    return f"Respondió con el código {found[1]}." if found else ""


def day(moment: datetime) -> str:
    """Write a day as `28/11/2026`."""
    return f"{timezone.localtime(moment):%d/%m/%Y}"


def _span(span: timedelta) -> str:
    minutes = round(span / timedelta(minutes=1))
    if minutes < 60:
        return f"{minutes} min"
    hours = round(span / timedelta(hours=1))
    return f"{hours} h" if hours < 48 else f"{round(span / timedelta(days=1))} días"
