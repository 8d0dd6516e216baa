"""Why a row or a file of cars was not taken, in the words of the staff."""

import re

_WORDS: tuple[tuple[str, str], ...] = (
    # A cell.
    (r"is empty: the line ends before it", "está vacía: la línea termina antes"),
    (r"is empty", "está vacía"),
    (r"is negative", "es negativa"),
    (r"is not a number", "no es un número"),
    (r"is not a whole number", "no es un número entero"),
    (r"is not between (\S+) and (\S+) millimetres", r"no está entre \1 y \2 milímetros"),
    (r"is not between (\S+) and (\S+)", r"no está entre \1 y \2"),
    (r"has more than two decimals", "tiene más de dos decimales"),
    (r"is not above zero", "no es mayor que cero"),
    (r"is too high", "es demasiado alta"),
    (r"is longer than (\d+) characters", r"tiene más de \1 caracteres"),
    (r"is neither yes nor no", "no es ni «sí» ni «no»"),
    (r"holds a control character", "contiene un carácter de control"),
    (r"holds an invisible character", "contiene un carácter invisible"),
    (
        r"begins like a formula; an apostrophe before it makes it text",
        "empieza como una fórmula; un apóstrofo delante la hace texto",
    ),
    (r"is a formula; the sheet must hold values", "es una fórmula; la hoja debe contener valores"),
    (r"is an error of the sheet", "es un error de la hoja"),
    (r"is a date or a time", "es una fecha o una hora"),
    # A line.
    (r"repeats line (\d+)", r"repite la línea \1"),
    (r"has (\d+) cells where the header has (\d+)", r"tiene \1 celdas y el encabezado tiene \2"),
    (
        r"a quotation mark is opened and not closed on its line",
        "hay una comilla que se abre y no se cierra en su línea",
    ),
    (
        r"a quotation mark stands inside a cell that began with one",
        "hay una comilla dentro de una celda que empieza con otra",
    ),
    (r"is not (\S+) text as the lines before it", r"no es texto \1 como las líneas anteriores"),
    (r"is no text", "no es texto"),
    # The file.
    (r"The file is empty\.", "El archivo está vacío."),
    (r"The first sheet is empty\.", "La primera hoja está vacía."),
    (r"The header lacks (.+)\.", r"Al encabezado le falta: \1."),
    (r"The header repeats (.+)\.", r"El encabezado repite: \1."),
    (r"Line (\d+), which should be the header.*", r"La línea \1, que debería ser el encabezado, no se puede leer."),
    (r"The file is an old Excel workbook.*", "El archivo es de un Excel antiguo: guárdalo como XLSX o CSV."),
    (r"The file is not an XLSX workbook, or it is damaged\.", "El archivo no es un libro XLSX o está dañado."),
    (r"The workbook unpacks to more than (\d+) MB.*", r"El libro ocupa más de \1 MB: guarda la hoja como CSV."),
    (r"The sheet has more than (\d+) rows\.", r"La hoja tiene más de \1 filas."),
    (r"The file is .*not a CSV\.", "El archivo no es un CSV ni un XLSX."),
    (r"The file .*", "El archivo no es texto que se pueda leer; guárdalo como XLSX o como CSV UTF-8."),
)
_PATTERNS = [(re.compile(pattern), words) for pattern, words in _WORDS]


def in_spanish(reason: str) -> str:
    """Translate a reason; one that is not known yet is better shown as it is than hidden."""
    for pattern, words in _PATTERNS:
        if found := pattern.fullmatch(reason):
            return found.expand(words)
    return reason
