"""Parts the messages of a burst where one question ends and another begins, each in words that stand alone."""

import re

from catalog.spelling import fold
from conversations.agent.brains import Thinking, place_questions

# Two questions in one message: "¿tienen garantía? ¿de cuánto?", "... y también lo entregan?"
_ASKS = (
    r"(?:en )?d[oó]nde |dn?d |dond |cu[aá]ndo |c[oó]mo |(?:a|hasta|desde) (?:qu[eé]|q) hora |si |qu[eé] |[qk] "
    r"|cu[aá]l(?:es)? |cu[aá]nt[oa]s? |tienen |abren |cierran |dan |incluye |aceptan |hacen |se puede |puedo |pueden "
    r"|hay |cobran |(?:quiero|quisiera) saber |me (?:lo |la )?factur"
    r"|(?:el|la) (?:carro|auto|coche|camioneta) (?:lo |se )?(?:puede|podr)"
    r"|where |how |what |when |do you |can i |is there |(?:la |los )?(?:garant|papeles|requisitos)"
)
_QUESTION_ENDS = re.compile(
    "(?<=[?\u2600-\u27bf\U0001f300-\U0001faff])\\s+|"  # "… 😂 ¿cuál queda cerca?"
    r"[,;.]?\s+(?:y|i|adem[aá]s|tambi[eé]n),?\s+(?:(?:tambi[eé]n|tmb|tb|adem[aá]s|de paso|otra cosa),?\s+"
    rf"|(?={_ASKS}))|[,;.]\s+(?=¿?(?:{_ASKS}))|[.;]\s+(?=¿?(?:y )?en [^.;,?!]{{3,30}}\?)",
    re.IGNORECASE,
)
# "¿Puedo ir en domingo?" beside a question for a branch asks when it opens; alone it arranges a visit.
_MAY_COME = re.compile(
    r"(?<!\w)(?:puedo|podria|podemos|se puede|hay chance de) (?:ir|pasar|caer|visitar\w*|acudir) "
    r"(?:(?:en|el|los|un|este) )*(?P<day>domingos?|sabados?|fin(?:es)? de semana|dias? festivos?|entre semana)\W*$"
)


def parts(thinking: Thinking) -> list[str]:
    """Return the messages of a burst, parted where one question ends and another begins."""
    split = (part for message in thinking.turn.messages for part in _QUESTION_ENDS.split(message))
    each = [one for part in split for one in place_questions.parted(part)]
    each = [place_questions.with_its_city(part, each) for part in each]
    of_places = any(map(place_questions.asks_of_a_place, each))
    return [_beside_a_site(part) if of_places else part for part in each]


def _beside_a_site(part: str) -> str:
    comes = _MAY_COME.search(fold(part))
    if place_questions.asks_how_else(part):
        return place_questions.FROM_AFAR
    return f"¿abren en {comes['day']}?" if comes else part
