"""Which of the cars that a message names are the ones its writer does not want: "un nissan que no sea sentra"."""

import re
from itertools import zip_longest

from catalog.spelling import Mention
from conversations.dialogue import lexer, lexicon
from conversations.dialogue.state import DialogueState

_ITS_YEAR = re.compile(r"\s+(?:del )?(?:19|20)\d\d(?!\w)")
_MISSPOKEN = lexer.phrases(*lexicon.MISSPOKEN)
_DISMISSED = lexer.phrases(*lexicon.DISMISSED)
_NOT_ONLY = re.compile(
    r"(?<!\w)no (?:nomas|nada mas|solo|solamente|unicamente|por fuerza|just|only)(?: \w{1,3}){0,2} *$"
)
_SUPERLATIVE = lexer.phrases(*(spoken for each in lexicon.SUPERLATIVES.values() for spoken in each))
_THERE_ARE = [[verb] for verb in lexicon.THERE_ARE]
# "La cx-9 con ese kilometraje no me late".
_FOR_A_REASON = re.compile(r"(?:con|por) (?:\w+ ){1,3}?(?=no (?:me|la|lo)(?!\w))")
_LAUGHED = re.compile(r"(?<=no)(?: (?:(?:ja|je|ji)+j?|gracias|nel|wey|guey|por favor|porfa))+$")  # "audi no jaja"
_LONGEST = 6  # words between a name and what turns it away
_LONGEST_REFUSAL = 5  # "no me gusta mucho"; what is longer says why, of something else


def split(
    folded: str, names: tuple[Mention, ...], state: DialogueState
) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """Part the names of a message into wanted and unwanted; "ni mazda" goes on with what was turned away before.

    One that is taken back for the next ("un kia, digo, un mazda") is neither, nor is "no nomás ford". "No el figo" goes
    back to it, where another was talked about since.
    """
    wanted: list[Mention] = []
    unwanted: list[Mention] = []
    end = 0
    for name, following in zip_longest(names, names[1:]):
        before, after = folded[end : name.start], folded[name.end :]
        own = after[: following.start - name.end] if following else after
        if wanted and wanted[-1].end == end and _MISSPOKEN.search(before):
            wanted.pop()
        if _NOT_ONLY.search(before):  # "de cualquier marca, no nomás ford" is for it no more than for others
            end = name.end
            continue
        goes_on = bool(unwanted) and unwanted[-1].end == end and _only_joins(before)
        refused = turned_away(before) and not _goes_back(before, name, state)
        away = goes_on or refused or _taken_back(after) or _DISMISSED.search(lexer.first_sentence(own)) is not None
        (unwanted if away else wanted).append(name)
        end = name.end
    return tuple(wanted), tuple(unwanted)


def _goes_back(before: str, name: Mention, state: DialogueState) -> bool:
    """Whether "no" is said to the car talked about, and not to one that was talked about before it."""
    words = [word for word in lexer.words(lexer.last_clause(before)) if word == "no" or word not in lexicon.FILLERS]
    focus = state.in_focus
    if focus is None or words != ["no"] or (name.make, name.model) == (focus.make, focus.model):
        return False
    return any((name.make, name.model) == (car.make, car.model) for car in state.seen)


def narrowing(wanted: tuple[Mention, ...], unwanted: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Leave out what is no part of the wish anyway: a Jetta, when it is for a Versa."""
    if not wanted:
        return unwanted
    makes = {name.make for name in wanted if name.model is None}
    models = {(name.make, name.model) for name in wanted}
    return tuple(name for name in unwanted if name.make in makes or (name.make, name.model) in models)


def refused_in_a_year(folded: str, names: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Return the cars that are turned away of one year only, and no model with them: "el forte 2023 no, se va"."""
    dated = ((name, _ITS_YEAR.match(folded, name.end)) for name in names)
    return tuple(name for name, year in dated if year is not None and _taken_back(folded[year.end() :]))


def turned_away(before: str) -> bool:
    """Whether these words end by turning away what follows them: "todo menos un", "que no sea"."""
    words = lexer.words(lexer.last_clause(before))[-_LONGEST:]
    while words and words[-1] in lexicon.BEFORE_A_NAME:
        words.pop()
    if words[-1:] == ["menos"] and words[-2:-1] and words[-2] in lexicon.AT_LEAST_OR_CHEAPER:
        return False
    return any(words[-len(cue) :] == cue for cue in map(str.split, lexicon.EXCLUDING) if words)


def is_refused(folded: str, start: int, end: int) -> bool:
    """Whether a year, a kind or a place is turned away: "que no sea 2017", "el del 21 se me sale", "el 2 no, gracias".

    "Hay 2016 y 2017 no" asks whether there are.
    """
    before, after = folded[:start], folded[end:]
    return turned_away(before) or (_taken_back(after) and not _asks_whether_there_are(before, after))


def _asks_whether_there_are(before: str, after: str) -> bool:
    words = [word for word in lexer.words(lexer.last_sentence(before)) if word not in lexicon.FILLERS]
    states = words[:1] in _THERE_ARE and "pero" not in words
    return states and " ".join(lexer.words(lexer.first_sentence(after))) == "no"


def _taken_back(after: str) -> bool:
    """Whether what follows a name turns it away: "el sentra no", "jetta no me gusta"; "¿jetta no?" does not."""
    clause = lexer.first_clause(after)
    words = _FOR_A_REASON.sub("", _LAUGHED.sub("", " ".join(lexer.words(clause))), count=1)
    if words == "no" and clause.startswith(" "):
        return not after[len(clause) :].startswith("?")
    return len(words.split()) <= _LONGEST_REFUSAL and words.startswith(lexicon.TAKEN_BACK)


def _only_joins(between: str) -> bool:
    words = set(lexer.words(between))
    # "que no sea nissan, un mazda" may well begin a wish.
    begins = "," in between and bool(words & {"un", "una"}) and not words & {"ni", "y", "o"}
    return words <= lexicon.JOINING and not begins


def without_refused(folded: str) -> str:
    """Blank what comes first in something and is turned away: "el sedán, que no sea el caro"."""
    for match in _SUPERLATIVE.finditer(folded):
        if turned_away(folded[: match.start()]):
            folded = lexer.blanked(folded, match.start(), match.end())
    return folded
