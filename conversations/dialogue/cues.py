"""The words right before and behind an amount: which part they give it, and which bound it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from conversations.dialogue import lexer, lexicon


class Cue(StrEnum):
    """What the words around an amount say of it, as cues.tsv names it."""

    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    ABOUT = "about"
    BETWEEN = "between"
    PRICE = "price"
    PRICED = "priced"
    DOWN_PAYMENT = "down_payment"
    MONTHLY = "monthly"
    PAY = "pay"
    KM = "km"
    YEAR = "year"
    AGE = "age"
    WHOLE = "whole"  # "un auto de 300"
    FINANCED = "financed"
    POINT = "point"  # "el de 239"
    OVER = "over"  # "a 48", "en 4"
    WITH = "with"
    HAVE = "have"
    CAN = "can"  # "yo puedo 4 mil"
    OF = "of"
    RATE = "rate"
    OFFER = "offer"  # "te doy 200": a price that the customer names for ours
    ASIDE = "aside"  # a wage, an age, an hour: none of ours


_BOUNDS = (Cue.AT_MOST, Cue.AT_LEAST, Cue.ABOUT, Cue.BETWEEN)
# These leave open what an amount is for; the rest of the message and the question asked decide.
_WEAK = frozenset({Cue.PAY, Cue.OVER, Cue.WITH, Cue.HAVE, Cue.CAN, Cue.OF, *_BOUNDS})

# "Que no me salga en más de 180" is an upper bound, whatever stands between.
_TURNED = {Cue.AT_LEAST: Cue.AT_MOST, Cue.AT_MOST: Cue.AT_LEAST}
_TURNABLE = frozenset(("mas", "menos", "arriba", "mayor", "menor", "over", "more", "less"))
_REACH_OF_A_NO = 6  # words; "que no sea tan grande y que jale bien, de menos de 350" denies no price
_NEGATIONS = frozenset(("no", "ni", "sin", "nunca", "not", "don"))

_Table = dict[tuple[str, ...], Cue]


def _table(side: str) -> _Table:
    return {
        tuple(lexer.words(phrase) or [phrase]): Cue(meaning)
        for (meaning, where), phrases in lexicon.CUES.items()
        for phrase in phrases
        if where == side
    }


def _monthly() -> _Table:
    """Return what says together that so much can be paid a month: "de mensualidad podría dar", "doy al mes unos"."""
    pairs = ((month, paid) for month in lexicon.BY_THE_MONTH for paid in lexicon.CAN_BE_PAID)
    both = (f"{one} {other}" for pair in pairs for one, other in (pair, pair[::-1]))
    return {tuple(lexer.words(phrase)): Cue.MONTHLY for phrase in both}


_BEFORE, _AFTER = _monthly() | _table("before"), _table("after")
_LONGEST = max(map(len, (*_BEFORE, *_AFTER)))


@dataclass(frozen=True)
class Cues:
    """What is said around one amount, the nearest first."""

    before: tuple[Cue, ...]
    after: tuple[Cue, ...]
    words_behind: int = 0  # that say so: the amount behind them has other ones before it

    def __contains__(self, cue: Cue) -> bool:
        return cue in self.before or cue in self.after

    @property
    def bound(self) -> Cue | None:
        """The bound that the amount is, if any; "que no pase de unos 250" is at most."""
        said = [cue for cue in (*self.before, *self.after) if cue in _BOUNDS]
        return next((cue for cue in said if cue is not Cue.ABOUT), next(iter(said), None))

    @property
    def part(self) -> Cue | None:
        """What the amount is said to be; behind it is said more surely than before it."""
        said = [cue for cue in (*self.after, *self.before) if cue not in _WEAK]
        if Cue.CAN in self.before and said[:1] == [Cue.DOWN_PAYMENT] and Cue.MONTHLY in said and not self.after:
            return Cue.MONTHLY  # "de mensualidad podría dar unos 4 mil"
        return Cue.ASIDE if Cue.ASIDE in said else next(iter(said), None)

    @property
    def nearest(self) -> Cue | None:
        """What stands right before the amount."""
        return next(iter(self.before), None)


def around(before: str, after: str, *, another_follows: bool) -> Cues:
    """Read the text before an amount and behind it, as far as the next one, which may own the last word."""
    heard_before = tuple(_read_back(lexer.words(lexer.last_clause(before.replace(":", " ")))))
    clause = lexer.first_clause(after.replace(":", " "))
    another_follows = another_follows and len(clause) == len(after)  # "doy 3000 cada mes, 100 de enganche"
    behind = lexer.words(clause)
    plus = (Cue.AT_LEAST,) if after.lstrip().startswith("+") else ()
    said = len(behind)
    heard_behind = tuple(_read_on(behind, another_follows=another_follows))  # takes the words it reads
    return Cues(heard_before, (*plus, *heard_behind), words_behind=said - len(behind))


def tells_its_part(after: str) -> bool:
    """Whether the words behind an amount say what it is, so that it needs none of those before it: "… de enganche"."""
    return any(cue not in _WEAK for cue in _read_on(lexer.words(lexer.first_clause(after)), another_follows=False))


def _read_back(words: list[str]) -> Iterator[Cue]:
    while words:
        size = next((n for n in range(min(_LONGEST, len(words)), 0, -1) if tuple(words[-n:]) in _BEFORE), 0)
        if not size and words[-1] not in lexicon.CUE_FILLERS:
            return
        read, words = (words[-size:], words[:-size]) if size else ([], words[:-1])
        if read:
            cue = _BEFORE[tuple(read)]
            negated = not _NEGATIONS.isdisjoint(words[-_REACH_OF_A_NO:])
            yield _TURNED.get(cue, cue) if negated and read[0] in _TURNABLE else cue
            if cue is Cue.WITH:
                return  # "de mensualidad con 60 mil": what stands before it is about something else


def _read_on(words: list[str], *, another_follows: bool) -> Iterator[Cue]:
    while words:
        size = next((n for n in range(min(_LONGEST, len(words)), 0, -1) if tuple(words[:n]) in _AFTER), 0)
        if not size and words[0] in lexicon.CUE_FILLERS_BEHIND:
            del words[0]  # "30 mil nomás para dar"
            continue
        if not size or (another_follows and tuple(words) in _BEFORE):
            return  # "250 mil enganche 50 mil", "a 36 meses enganche de 50 mil": the word belongs to what follows it
        yield _AFTER[tuple(words[:size])]
        del words[:size]
