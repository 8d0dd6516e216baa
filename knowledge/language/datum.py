"""The kind of datum a question asks for, and how a line shows that it states one."""

import re
from dataclasses import dataclass

from knowledge.language.folding import fold

COUNT = "count"


@dataclass(frozen=True)
class Datum:
    """A kind of datum: patterns over folded text for asking and for stating it.

    `indispensable`: a passage without it is no answer at all, so that retrieval refuses too; for the others
    a related passage is still worth reading.
    """

    name: str
    asked: re.Pattern[str]
    stated: re.Pattern[str]
    indispensable: bool = False
    subject: bool = False  # a thing to speak of, not a figure in a line: all of a passage may be about it
    only_alone: bool = False  # indispensable only where nothing else is asked about: "¿aceptan efectivo?"


def _datum(name: str, asked: str, stated: str, *, indispensable: bool = False, only_alone: bool = False) -> Datum:
    return Datum(name, re.compile(asked), re.compile(stated), indispensable=indispensable, only_alone=only_alone)


def _subject(name: str, asked: str, stated: str = "") -> Datum:
    return Datum(name, re.compile(asked), re.compile(stated or asked), indispensable=True, subject=True)


_METHODS = (
    r"efectivo|tarjetas?(?! de circulacion)|transferencias?|spei|cheques?|paypal|oxxo|contado|criptomonedas?|bitcoins?"
    r"|amex|american express|mastercard"
)

_OPEN_ON = (
    r"lun(es)?|martes|miercoles|jueves|vie(rnes)?|sab(ados?)?|dom(ingos?)?|festivos?|diario|todos los dias|"
    r"entre semana|fines? de semana|horarios?|abr(e|en|imos)|abiert[oa]s?|atienden?|atendemos|cierran?"
)

DATA = (
    _datum(
        "hours",
        r"\b(horarios?|(a|que|hasta que) hora|abren|abre|abierto|abiertos|cierran|cierra|cierre|"
        r"atienden (los|el|en|hoy|hasta|a|manana)|"
        r"domingos?|sabados?|festivos?|entre semana|opening hours|hours|open|close)\b",
        # "De 2 a 6 horas" is how long something takes, but for the days it is said of and what opens at seven or later.
        r"\d ?[ap]\.? ?m\b|\b\d{1,2}:\d{2}\b|\b\d{1,2} ?hrs?\.? ?\d{0,2} ?(hrs|horas)\b|"
        r"\b(0?[7-9]|1[01]) ?a (las )?(1[3-9]|2[0-3]) ?(hrs|horas)\b|"
        rf"\b({_OPEN_ON})\b.{{0,40}}\b\d{{1,2}} ?a (las )?\d{{1,2}} ?(hrs|horas)\b|"
        rf"\b\d{{1,2}} ?a (las )?\d{{1,2}} ?(hrs|horas)\b.{{0,40}}\b({_OPEN_ON})\b",
        indispensable=True,
    ),
    _datum(
        "founding",
        r"\b(fundo|fundaron|fundada|fundado|fundacion|fundaciones)\b|\ben que ano\b.*\b(nacio|inicio|empez|abri|cre)|"
        r"\bdesde (que ano|cuando)\b.*\b(existe|operan|estan|trabajan|venden|son)|"
        r"\bcuando (nacio|empez\w+|inici\w+|se creo|surgio|abrieron)\b|"
        r"\bcuant[oa]s?( anos| tiempo)? (llevan|tienen)( \w+)? "
        r"(en el mercado|de existir|operando|de experiencia|vendiendo)",
        r"\b(fundad|fundo|fundaci|nacio|naci|inici|empez|cread|desde|abri)\D{0,80}\b(19|20)\d\d\b|"
        r"\b(mas de|hace) \w+ anos\b.*\b(mercado|experiencia|operan)",
        indispensable=True,
    ),
    _datum(
        "person",
        r"\bquien(es)? (es|son|fue|fueron) (el|la|los|su|sus) (duen|ceo|fundador|director|jef|gerente|president)|"
        r"\bquien(es)? (la |lo )?(fundo|fundaron|creo|invent)|\bcomo se llama (el|su) (duen|ceo|director|gerente)",
        r"\b(ceo|fundador\w*|fundad[oa] por|director\w*|president\w+|gerente\w*)\b|"
        r"\b(duen|propietari)[oa]s? (es|son)\b",
        indispensable=True,
    ),
    _datum(
        "payment_methods",
        r"(?<!como )\b(metodo|forma|medio|manera|modo)s? de pag(o|ar)\b|"
        r"\b(acept|recib|pag|tom|abon|liquid|deposit)\w*\b.*\b("
        + _METHODS
        + r")\b|\b("
        + _METHODS
        + r")\b.*\b(acept|recib|pag)",
        r"\b(" + _METHODS + r")\b",
        indispensable=True,
        only_alone=True,
    ),
    _datum(
        "contact",
        r"\b(telefonos?|correo|email|mail|e mail)\b|\bnumero (de|para) (tel|contact|atencion|llamar|marcar|whats)|"
        r"\ba (que|cual) numero\b|\b(llamarles|marcarles|llamarlos)\b",
        r"(\d[ ().-]*){10,}|\S@\S",
        indispensable=True,
        only_alone=True,
    ),
    *(
        # Things near the trade that a page about cars does not speak of unless it says the very word.
        _subject(name, rf"\b({words})\b")
        for name, words in (
            (
                "other_goods",
                r"moto|motos|motocicletas?|bicicletas?|camion|camiones|tractor|tractores|lanchas?|refacciones",
            ),
            ("rental", r"rentan|renta|rentar|rento|alquil\w+|arrendamiento|leasing"),
            ("job", r"vacantes?|empleos?|trabajar con|bolsa de trabajo|sueldos?|salarios?|cuanto ganan?"),
            ("abroad", r"estados unidos|extranjero|otro pais|exportan|importan|usa"),
        )
    ),
    # "Seguro" is also safe and sure, and a "factura" of services proves an address: those state neither.
    _subject(
        "insurance",
        r"(?<!\bes )(?<!\bmuy )(?<!\bmas )\b(seguros?|polizas?|aseguradoras?|asegurad[oa]s?)\b(?! (que|si)\b)",
        r"\b(seguros? (de|para|contra|amplio|basico|incluid\w+|con|vehicular|auto)|(el|un) seguro|seguros|"
        r"polizas?|aseguradoras?|asegurad[oa]s?)\b",
    ),
    _subject(
        "invoice",
        r"\b(facturan|facturar|facturas?|refactur\w+|cfdi)\b",
        r"\b(facturamos|facturacion|facturar\w*|refactur\w+|cfdi|"
        r"facturas?(?! (de|del) (servicio|luz|agua|gas|telefon)))\b",
    ),
    _datum(
        "rate",
        r"\b(tasas?|taza|interes|intereses|cat)\b",
        r"\d ?%|\bpor ciento\b|\bsin intereses\b",
    ),
    _datum(
        "price",
        r"\bcuanto (me )?(cuesta|cuestan|cobran|sale|salen|vale|valen|es de|hay que pagar|se paga|dinero)|"
        r"\b(costo|costos|comision|comisiones|precio|precios|tarifa|gratis|gratuit[oa]|con cuanto)\b",
        r"\$ ?\d|\d ?(pesos|mxn|%)|\bgrat(is|uit[oa]s?)\b|\b(sin )?costo\b|"
        r"\bsin (cargo|comision|comisiones|penalizacion)\b",
    ),
    _datum(
        "minimum",
        r"\b(enganche|anticipo|entrada|pago inicial)\b.*\bminim|\bminim\w+\b.*\b(enganche|anticipo|entrada|inicial)\b|"
        r"\bcuanto (es|piden|debo dar|hay que dar|tengo que dar|seria) (de|el|del) (enganche|anticipo|entrada)",
        r"\$ ?\d|\d ?%|\bpor ciento\b|\bsin (minimo|enganche)\b",
    ),
    _datum(
        "length",
        r"\bcuant[oa]s? (tiempo|dias|meses|anos|semanas|horas|km|kilometros|dura|duran|tarda|tardan)\b|\bplazos?\b",
        r"\b(\d[\d,]*|un|una|dos|tres|cuatro|cinco|seis|siete|doce)( o mas)? "
        r"(dias?|mes|meses|anos?|semanas?|horas?|minutos?|km|kilometros?)\b",
    ),
    _datum(
        COUNT,
        r"\bcuant[oa]s (sedes|sucursales|centros|tiendas|agencias|puntos|ciudades|locales|autos|carros|coches)\b",
        r"\b(\d+|un|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez) "
        r"(sedes|sucursales|centros|tiendas|agencias|puntos|ciudades|locales|autos|carros|coches)",
    ),
)


def asked(question: str) -> tuple[Datum, ...]:
    """Return the kinds of datum that `question` asks for."""
    text = fold(question)
    return tuple(datum for datum in DATA if datum.asked.search(text))


def answers(heading: str, text: str, datum: Datum) -> bool:
    """True when `text` states a datum of that kind, or stands below a heading that asks for one: "No." is an answer."""
    return states(text, datum) or datum.asked.search(fold(heading)) is not None


def states(text: str, datum: Datum) -> bool:
    """True when `text` states a datum of that kind."""
    return datum.stated.search(fold(text)) is not None
