"""What nobody may promise and what nobody keeps data about, by topic: stems of words, not the sentences of one model.

All of it is folded text (lower case, no accents), read with English claims already in Spanish.
"""

import re


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)")


_WHEN = (
    r"(?:casa|domicilio|hoy|manana|\d+ (?:dias?|horas?)|semana|lunes|martes|miercoles|jueves|viernes|sabado|domingo)"
)

_EXTRAS = r"(?:tenencia|placas|tanque|seguro|servicio|verificacion|tramites?)"

# Would bind the seller: said of nothing, not even as a question; only denied, or as another's decision.
COMMITMENTS: dict[str, re.Pattern[str]] = {
    "discount": _words(
        r"descuent\w*|rebaj\w*|bonific\w*|promo(?:cion(?:es)?|s)?|gratis|sin costo|de regalo|te regal\w+",
        r"mejor(?:ar\w*|o|amos)?(?: \w+)? precio|precio (?:final|especial|preferencial|de amigo)",
        r"mejorar\w* el precio",
        r"(?:te|se) (?:lo |la |los )?(?:puedo |podemos |podria )?(?:baj|quit)\w+",
        r"mejor (?:trato|oferta|propuesta)|rebajad[oa]|negoci(?:a|e|o|amos|ar|ables?|arl[oa])",
        r"te l[oa] (?:puedo |podemos )?(?:dej|d[oa]|vend|respet|cierr)\w*|te respet\w+|l[oa] cierr\w+|cierro en",
        rf"(?:incluye|incluid[oa]s?|va|viene|llevas?|con)\b[^.,;:]{{0,30}}\b{_EXTRAS}",
        rf"{_EXTRAS}\b[^.,;:]{{0,20}}\b(?:pagad\w+|incluid\w+)",
        r"sin interes(?:es)?|tasa cero|cero (?:intereses|comision\w*|enganche obligatorio)|sin comision\w*",
    ),
    "reservation": _words(
        r"apart(?:o|amos|e[ns]|as?te|ad[oa]s?|arte?l[oa]s?|are(?:mos)?|arlo)|te (?:l[oa] )?aparte|aparte el|reserv\w+",
        r"agend\w+|(?:lo|la|te) (?:lo |la )?(?:separ|guard|bloque)\w+|(?:separ|bloque)(?:o|amos|e) (?:el|la|este)",
        r"te l[oa] cuid\w+|a tu nombre|es tuy[oa]|nadie mas|(?:cita|visita|prueba)\b[^.;:?]{0,25}\b(?:confirm|list)\w+",
        r"confirmad[oa]",
    ),
    "approval": _words(
        r"(?:pre-? ?)?a(?:prob|prueb)\w+|(?:pre-? ?)?autoriz\w+|luz verde|buro(?: de credito)?|candidat[oa]",
        r"calific(?:as|aste|a)",
        r"(?:credito|financiamiento)\b[^.,;:?]{0,15}\b(?:un hecho|asegurad[oa]|segur[oa]|garantizad[oa])",
        r"no te (?:van a )?rechaz\w+|(?:te )?sale (?:el|tu) (?:credito|financiamiento)",
        r"te damos el (?:credito|financiamiento)|(?:pasaste|pasas) el filtro",
    ),
    "delivery": _words(
        r"entreg(?:a\b(?! de documentos)|o|amos|an|are(?:mos)?|art?e?l[oa]|ad[oa])\w*",
        r"(?:el|con|costo de) envio|envio (?:gratis|a|hasta|en)",
        r"envi(?:amos|are(?:mos)?|artel[oa])",
        r"(?:te|se) l[oa]s? (?:llev|mand)\w+",
        rf"(?:recibes|recibel[oa]|llega|l[oa] tienes|l[oa] tendras|l[oa] llevas)\b[^.;:?]{{0,30}}\b{_WHEN}",
        rf"{_WHEN} te l[oa] llevas|sales manejando|{_WHEN}[^.;:?]{{0,20}}\b(?:manej|estren)\w+",
        rf"(?:l[oa] recoges|recogel[oa]|pasas? por (?:el|ella))\b[^.;:?]{{0,20}}\b{_WHEN}",
    ),
    "legal_force": _words(
        r"legal(?:mente)?|vinculante|contrato|oblig(?:ad[oa]s?|a|amos)|compromiso|oferta en firme",
        r"vuelta atras|takesies",
        r"queda por escrito|se respeta|respetamos|congelad[oa]|firmad[oa]",
        r"trato(?: hecho| cerrado)?(?=[,.!]|$)|es un trato|(?:te doy )?mi palabra|te l[oa] firmo",
    ),
    "assurance": _words(
        r"te (?:garantiz|promet|asegur|jur)\w+|garantiz(?:amos|ad[oa]s?|o)|promet(?:o|emos)|es un hecho",
        r"dal[oa] por hecho",
        r"seguro te \w+|cuenta con ello",
    ),
    "urgency": _words(
        r"ultim[oa]s? (?:disponibles?|oportunidad\w*|unidad\w*|pieza\w*|horas|dias|en existencia)",
        r"es (?:el|la) ultim[oa]",
        r"sol[oa] (?:por )?hoy|(?:vence|acaba|termina|expira)n? (?:hoy|manana|pronto)",
        r"ofertas? (?:de hoy|relampago)",
        r"se (?:esta|estan|va|van)\b[^.,;:?]{0,12}\b(?:vend|acab|agot)\w+|vuelan?|apurate|apresurate",
        r"date prisa|quedan poc[oa]s",
        r"otr[oa]s? (?:personas?|clientes?)\b[^.;:?]{0,25}\b(?:interes|compr|quier|ver|apart)\w*|alguien mas",
        r"(?:ya )?(?:casi )?no quedan|(?:es|era) el unico que|antes de que (?:alguien|otr)\w*|only one left|be quick",
        r"(?:sube|subira|va a subir)\b[^.,;:?]{0,10}precio|no (?:dejes pasar|pierdas|te quedes)",
        r"decide(?:te)? hoy|decides hoy",
    ),
}

# What no field of the catalogue states: unsaid, unless a version or an excerpt says it in the same words.
COLOURS = (
    r"(?:roj|blanc|negr|amarill|dorad|platead|morad)[oa]s?|gris(?:es)?|azul(?:es)?|color (?:verde|beige|plata|vino|cafe"
    r"|arena|naranja|champan\w*|oro)|(?:verde|beige)s?|en plata"
)
UNSTATED = _words(
    COLOURS,
    r"quemacocos|techo (?:panoramico|corredizo)|(?:de|en) piel|vestiduras?|tapiceria",
    r"camara(?: de reversa| trasera| 360)?",
    r"sensor(?:es)?(?: de \w+)?|bolsas? de aire|air ?bags?|rines|faros|gps|naveg(?:acion|ador)|pantalla\w*",
    r"android auto|aire acondicionado|clima|control (?:de )?crucero|abs|frenos|isofix|llave inteligente",
    r"keyless|bocinas",
    r"boton de (?:encendido|arranque)|asientos|(?:vidrios|espejos) electricos|cajuela|caballos|motor de",
    r"hibrid[oa]|diesel",
    r"\d+ (?:puertas|velocidades|cilindros|bolsas|pasajeros|plazas|bocinas|caballos|hp|cambios)",
    r"duen[oa]s?|propietari[oa]s?|choc(?:ad[oa]|ues?)|choque|accident\w+|siniestr\w+|adeudos?|multas?",
    r"factura(?: original)?",
    r"servicios? de agencia|(?:como|casi|seminuev\w+) nuev[oa]|impecables?",
    r"(?:excelente|buen|perfect)\w*s? (?:estado|condicion\w*)",
    r"una sola persona|servicios al (?:dia|corriente)|golpead[oa]s?|rinde\w*|rendimiento|por litro",
    r"garantia\b[^.,;:?]{0,25}\b(?:de por vida|total|complet\w+|ilimitad\w+|todo|extendid\w+)",
    r"garantia (?:total|de por vida)|horas del dia|las 24 horas",
)
