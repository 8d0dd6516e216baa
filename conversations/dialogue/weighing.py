"""Weighs which acts a message does: what is likely by all that was learned, and what phrases say beside it."""

from collections.abc import Sequence, Set

from catalog.spelling import Mention
from conversations.dialogue import hearing, introductions, lexicon
from conversations.dialogue.acts import Act
from conversations.dialogue.likelihoods import Likelihood
from conversations.dialogue.reading import Heard
from conversations.dialogue.state import DialogueState

# Chosen on messages by people who wrote none of the learned ones (decision 51): likelier is surer and rarer.
LIKELY = 0.2  # enough to be heard where no phrase is …
LIKELIER = 0.3  # … and where one is
SURE = 0.55  # enough to be taken for certain
SPOKEN = 8  # so many times likelier a phrase makes its act; so much less likely an act may be, to be meant too
GIVEN_AWAY = 0.35  # enough to give the chat away: whoever is misheard so is not heard again …
DOUBTFUL = 0.36  # enough to ask about …
COMPLAINING = 0.45  # … for a complaint, which is also what people are afraid of; less is asked about
LIKELY_OF_US = 0.7  # beside a wish, where nothing says that it is about us
UNLIKELY = 0.3  # for a complaint beside a wish: "ya me vieron la cara una vez, busco una CR-V" has none with us
_GIVING_AWAY = frozenset({Act.COMPLAINT, Act.PERSON, Act.RESET})
# Heard wherever a phrase says it: what goes along with anything, and what must not be missed.
_ALWAYS = hearing.COURTEOUS | {Act.COMPLAINT}
# What is asked for figures is asked of a plan, whose other terms may be known already.
_OF_A_PLAN = frozenset({Act.FIND_DOWN_PAYMENT, Act.FIND_TERM, Act.LEAST_DOWN_PAYMENT})
_UNTIL_AMOUNTS_TELL = frozenset({Act.FIND_DOWN_PAYMENT})  # nothing is made of it where no payment is said
_OF_TERMS = frozenset({Act.FINANCING_TERMS, Act.LEAST_DOWN_PAYMENT})
# What cannot be meant before any car was spoken of.
_OF_A_CAR = frozenset({Act.SELECT, Act.DETAILS, Act.PHOTOS, Act.UNRECORDED})
_OF_A_QUOTE = frozenset({Act.FIND_DOWN_PAYMENT, Act.FIND_TERM})  # "versa 2018 pagando 2 mil al mes" asks what it buys
# What is asked along with it, however likely: "¿aceptan mi carro?", "quiero vender mi auto" ask how we buy.
_BESIDE: dict[Act | None, frozenset[Act]] = {
    Act.TRADE_IN: frozenset({Act.KNOWLEDGE}),
    Act.FINANCING_TERMS: frozenset({Act.FIND_TERM}),  # "¿a cuántos meses es?"
}


def weigh(written: str, likely: Likelihood, impossible: Set[Act] = frozenset()) -> Heard:
    """Return what is heard: the likeliest act, and beside it what phrases make likely enough.

    `impossible` is what cannot be meant where things stand, unless a phrase says it.
    """
    spoken = hearing.acts(written)
    if was_cheated_elsewhere(written):
        likely = {**likely, Act.COMPLAINT: 0.0}
        spoken = Heard(spoken.all - {Act.COMPLAINT} | {Act.KNOWLEDGE}, spoken.sure - {Act.COMPLAINT}, spoken.guessed)
    elif Act.COMPLAINT not in spoken.all and _blames_us_for_nothing(written):
        likely = {**likely, Act.COMPLAINT: 0.0}
    spoken = _without_fears(written, spoken, likely)
    if not _is_troubled(spoken, likely):
        return _weighed(written, spoken, likely, impossible)
    heard = _weighed(written, spoken, likely, impossible | {Act.COMPLAINT})
    return Heard(heard.all | {Act.TROUBLED}, heard.sure, heard.guessed | {Act.TROUBLED})


def was_cheated_elsewhere(written: str) -> bool:
    """Whether others did badly by who asks, or it is asked how we would not: that complains of nothing of ours."""
    cheated = hearing.says(lexicon.CHEATED, written) and hearing.says((*lexicon.BY_OTHERS, *lexicon.ASSURING), written)
    return cheated and not hearing.says(lexicon.AGAINST_US_SURELY, written)


def _blames_us_for_nothing(written: str) -> bool:
    """Whether it is asked if we are honest ("son fraude"), or again what was asked, and nothing told of what we did."""
    spoken = hearing.says((*lexicon.FEARING, *lexicon.UNANSWERED), written)
    return spoken and not hearing.says(lexicon.AGAINST_US_SURELY, written)


def _weighed(written: str, spoken: Heard, likely: Likelihood, impossible: Set[Act]) -> Heard:
    ruled_out = {
        act for act, share in likely.items() if act in impossible or (act in _GIVING_AWAY and share < GIVEN_AWAY)
    }
    if Act.SEARCH in spoken.sure or introductions.name_in(written):
        ruled_out |= {Act.PERSON}  # "me llamo Ana, busco un versa" asks for none
    if hearing.says(lexicon.LOOKING_AROUND, written):
        ruled_out |= {Act.TEST_DRIVE}  # "ando viendo carro para mi hija" comes to see none yet
    if hearing.says(lexicon.BUYING, written):
        ruled_out |= {Act.TRADE_IN}  # "quiero comprar mi primer carro" gives none in
    likely = {act: 0.0 if act in ruled_out - spoken.all else share for act, share in likely.items()}
    best = max(likely, key=likely.__getitem__, default=None)
    if not likely or hearing.whole(written) or likely[best] < (LIKELIER if spoken.all else LIKELY):
        return spoken
    weighed = {act: share * (SPOKEN if act in spoken.sure else 1) for act, share in likely.items()}
    most = max(weighed.values())
    heard = {act for act in {best, *spoken.all} if act is not None and weighed.get(act, most) * SPOKEN >= most}
    if best in _OF_TERMS and Act.KNOWLEDGE in spoken.sure and likely[best] < SURE:
        heard -= {best} - spoken.all  # "¿cuánto cobran de comisión?" asks for no rate, "¿qué tengo que llevar?" neither
    heard |= spoken.sure & (_ALWAYS | _BESIDE.get(best, frozenset()))
    heard = hearing.corrected(written, heard)
    if heard & _OF_A_PLAN:
        heard.add(Act.FINANCE)
    heard |= spoken.sure & _UNTIL_AMOUNTS_TELL
    sure = {act for act in heard if act in spoken.sure or likely.get(act, 0) >= SURE}
    return Heard(frozenset(heard), frozenset(sure), frozenset(heard - sure - spoken.all))


def _without_fears(written: str, spoken: Heard, likely: Likelihood) -> Heard:
    """Leave out a complaint about others, or about a car not bought of us, told to who looks for one."""
    of_others = not hearing.says(lexicon.AGAINST_US, written) and likely.get(Act.COMPLAINT, 1.0) < LIKELY_OF_US
    if Act.SEARCH in spoken.sure and (of_others or likely.get(Act.COMPLAINT, 1.0) < UNLIKELY):
        return Heard(spoken.all - {Act.COMPLAINT}, spoken.sure - {Act.COMPLAINT}, spoken.guessed)
    return spoken


def _is_troubled(spoken: Heard, likely: Likelihood) -> bool:
    """Whether a message may well complain, and it is not sure enough to let nobody but a person answer it."""
    share = likely.get(Act.COMPLAINT, 0.0)
    asks_otherwise = bool(spoken.sure - hearing.COURTEOUS)
    enough = SURE if asks_otherwise else COMPLAINING
    return Act.COMPLAINT not in spoken.all and DOUBTFUL <= share < enough


def impossible(state: DialogueState, names: Sequence[Mention]) -> frozenset[Act]:
    """Return what cannot be meant where things stand: nothing is asked of a car or a plan before any was spoken of."""
    ruled_out: frozenset[Act] = frozenset()
    if state.focus is None and state.stated_price is None:
        ruled_out = _OF_A_QUOTE
    if state.pending is not None:
        ruled_out |= {Act.RESET}  # "cero" is an answer
    if state.shown or state.seen or state.focus is not None:
        return ruled_out
    # "¿tienes el jetta o el versa?" looks for both; "¿cuál es más pesado?" names none, and is asked which.
    return ruled_out | {Act.MORE} | ({Act.COMPARE} if names else _OF_A_CAR)
