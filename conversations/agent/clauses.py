"""What a clause does with what stands in it: denies it, makes it depend on something, or repeats the customer.

Lines are folded (lower case, no accents). A clause ends at a punctuation mark or where another one begins ("pero").
"""

import re

_BREAK = re.compile(
    r"[,.;:!?](?!\d)|(?<!\w)(?:pero|aunque|sino|y (?:te|si|ya)"
    r"|(?<!si )(?<!que )(?<!cuando )ya(?= (?:qued|est|fue|tien|te|se|l[oa]s?)))(?!\w)"
)
# "no te preocupes" and "no hay problema" deny nothing of what follows them, "no abre" nothing but the opening.
_REASSURING = (
    r"(?:te )?(?:abr|preocup|hay (?:problema|bronca|duda)|dud|ten\w+ (?:problema|inconveniente|duda)|solo|esper)"
)
_NEGATION = re.compile(rf"(?<!\w)(?:no|nunca|jamas|tampoco|ni)(?!\w)(?! {_REASSURING}|\s*\w* ?olvid| pierd)")
_WITHOUT = re.compile(r"(?<!\w)sin(?: ningun\w*)?\s*$")
# What is another's to decide, or has yet to happen, promises nothing.
_HEDGE = re.compile(
    r"(?<!\w)(?:sujet\w+ a|depend\w+ (?:del?|si)|tendria\w* que|habria que|en caso de|una vez|si (?:te|se|el|tu)"
    r"|(?:un asesor|una persona|el equipo|el banco)(?! ya)(?= \w+ (?:\w+ )?(?:confirm|decid|revis|inform|dir)))"
)
_DENIED_BEHIND = re.compile(r"\s*no (?:l[oa]s?|se|te|nos)(?!\w)")
# "La aprobación la decide la financiera": said in the present, and of nothing that was decided already.
_DECIDED_BY_ANOTHER = re.compile(
    r"\s*(?:l[oa]s?|se l[oa]s?|te l[oa]s?) (?:decide|define|revisa|determina|confirma|ve|maneja)[rn]?\w* "
    r"(?:(?:el|la|un|una|los|las) )?(?:financier\w+|banco|asesor\w*|equipo|personas?|area|ellos)(?!\w)"
)
_TO_A_PERSON = re.compile(r"(?<!\w)(?:tendrias? que|hay que|necesitas|hablar? con|acudir|visitar)(?!\w)")
_UNKNOWN = re.compile(
    r"(?<!\w)(?:no (?:l[oa]s? |me )?(?:ten[eg]|se\b|sab|cuento con|aparec|esta (?:registr|indicad)|podria decir)\w*"
    r"|(?:no|sin) registr\w+|desconoc\w+)(?!\w)"
)
_DENIES = re.compile(
    rf"(?<!\w)no (?!{_REASSURING})(?:(?:te|se|lo|la|los|las|le) )*"
    r"(?:encontr\w+|ten(?:go|emos)|hay|manej\w+|ofrec\w+|pued\w+|podemos|es|son|esta|cuesta|tiene|existe\w*|aplica\w*)(?!\w)"
)
_QUOTES = re.compile(
    r"(?<!\w)(?:dijiste|dices|mencion\w+|tu presupuesto|tu limite|buscas|buscabas|buscar|busque|pides|pediste|preguntas"
    r"|preguntaste|indicas|indicaste|comentas|comentaste|propones|ofreces|quieres (?:pagar|que busque|un|una|uno)"
    r"|prefieres|te gustaria|para (?:calcul|cotiz)\w+)(?!\w)"
)
# A search repeats its filters before its cars: "Encontré 2 autos (Versa, 2018):", "No encontré Versa, 2022."
_ECHO = re.compile(r"(?<!\w)(?:no encontre (?:(?! pero )[^.:]|\.(?=\d))*|encontre (?:\w+ autos|uno) \([^)]*\))")


def around(line: str, start: int, end: int) -> str:
    """Return the clause that the span stands in."""
    return line[_opening(line, start) : _closing(line, end)]


def denied(line: str, start: int) -> bool:
    """Whether what begins at `start` follows a negation, or something it depends on, in its clause."""
    before = line[_opening(line, start) : start]
    return bool(_NEGATION.search(before) or _WITHOUT.search(before) or _HEDGE.search(before))


def deferred(line: str, start: int, end: int) -> bool:
    """Whether what stands there is denied behind it ("descuentos no los veo yo"), or left to another ("apartarlo")."""
    behind = line[end : _closing(line, end)]
    left = re.search(r"(?:ar|er|ir)(?:te|se)?(?:l[oa]s?)?$", line[start:end]) and _TO_A_PERSON.search(behind)
    return bool(left or _DENIED_BEHIND.match(behind) or _DECIDED_BY_ANOTHER.match(behind))


def negative(line: str, start: int, end: int) -> bool:
    """Whether the clause around the span is negative, before it or behind it ("el color no lo tengo")."""
    return bool(_NEGATION.search(around(line, start, end))) or denied(line, start)


def repeats_customer(line: str, start: int, end: int) -> bool:
    """Whether the clause says what the customer said or wants, or denies it ("84 meses no lo manejamos")."""
    clause = around(line, start, end)
    return bool(_QUOTES.search(clause) or _DENIES.search(clause))


def echoes_filter(line: str, start: int) -> bool:
    """Whether a search's own filters are being read back."""
    return any(match.start() <= start < match.end() for match in _ECHO.finditer(line))


def _opening(line: str, start: int) -> int:
    return max((match.end() for match in _BREAK.finditer(line) if match.end() <= start), default=0)


def _closing(line: str, end: int) -> int:
    return next((match.start() for match in _BREAK.finditer(line) if match.start() >= end), len(line))


def asked(line: str, end: int) -> bool:
    """Whether the sentence goes on to a question mark."""
    return re.match(r"[^.;!\n]*\?", line[end:]) is not None


def unknown(line: str, start: int, end: int) -> bool:
    """Whether the clause says that nobody stated it."""
    return _UNKNOWN.search(around(line, start, end)) is not None


def split(text: str) -> list[str]:
    """Return the clauses of a text."""
    return [clause for line in text.split("\n") for clause in _BREAK.split(line) if clause.strip()]
