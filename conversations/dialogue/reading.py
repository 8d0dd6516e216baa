"""A message while its amounts are being given roles: what stands around each, and what is being talked about."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Any

from catalog.spelling import Mention
from conversations.dialogue import cues, lexer, lexicon, pointing
from conversations.dialogue.acts import Act
from conversations.dialogue.cues import Cue, Cues
from conversations.dialogue.lexer import Kind, Tag
from conversations.dialogue.plan import Slot
from conversations.dialogue.state import DialogueState, Part

TERMS = frozenset((12, 24, 36, 48, 60, 72, 84))  # months that a bare figure may well be
_GEARBOXES = lexer.phrases(*(spoken for phrases in lexicon.TRANSMISSIONS.values() for spoken in phrases)).pattern
THE_ONE = re.compile(  # "la que sí cabe", "el automático": what the one meant has, and others have not
    r"(?<!\w)(?:el|la|ese|esa|al|del|the one) "
    rf"(?:(?:que|which|that) (?P<has>(?:[^\W\d]+ ?){{1,5}})|(?P<geared>{_GEARBOXES}))"
)
KINDS = lexer.phrases(*(spoken for phrases in lexicon.BODIES.values() for spoken in phrases))
OTHER_KIND = re.compile(rf"(?<!el )(?<!la )(?<!\w)otr[oa]s? {KINDS.pattern}")
_ANY_KIND = re.compile(rf"(?<!\w)(?:un|una|otro|otra) {KINDS.pattern}")
_PLURALS = (["traen"], ["son"], ["vienen"], ["do"], ["are"])
_THEY = re.compile(r"(?<!\w)(?:do|are) (?:they|these|those)(?!\w)|[?.,;] *¿?(?:y )?(?:traen|vienen con)(?!\w)")
_PAID_DOWN = {Cue.WITH, Cue.DOWN_PAYMENT}
_PAYMENTS = range(500, 20_000)  # pesos: "quiero pagar máximo 4 mil"
_MAYBE = re.compile(r"\ba lo mejor\b")  # takes nothing back
_LOWEST_PRICE = 100_000  # pesos: "de 130 mil a 885 mil" are two prices, however far apart
LONGEST_MONTHS = 120  # what is longer is no term


@dataclass(frozen=True)
class Heard:
    """The acts that a message is heard to do, those of them that are sure, and those merely guessed.

    What is guessed counts where nothing else in the message tells what it does.
    """

    all: frozenset[Act] = frozenset()
    sure: frozenset[Act] = frozenset()
    guessed: frozenset[Act] = frozenset()


@dataclass
class Reading:
    """The message while its amounts are being given roles."""

    folded: str
    state: DialogueState
    acts: set[Act]
    names: tuple[Mention, ...]
    tags: tuple[Tag, ...]
    this_year: int | None = None
    instead: frozenset[Tag] = frozenset()  # amounts said in place of others: the 300 of "300 no 200"
    heard: Heard = Heard()
    wish: dict[str, Any] = field(default_factory=dict)
    money: dict[str, Any] = field(default_factory=dict)
    several_terms: bool = False
    terms: list[int] = field(default_factory=list)  # months, each as it was said
    paid_down: list[tuple[str, Decimal]] = field(default_factory=list)  # each down payment, by what it is a figure of
    points_at: list[Tag] = field(default_factory=list)  # amounts that pick a car: "el de 239", "el 2019"
    last_part: Part | None = None

    @cached_property
    def earlier(self) -> dict[Tag, Tag]:
        """Each amount's neighbour before it."""
        return {later: earlier for earlier, later in pairwise(self.tags)}

    @cached_property
    def later(self) -> dict[Tag, Tag]:
        """Each amount's neighbour behind it."""
        return dict(pairwise(self.tags))

    @cached_property
    def has_term(self) -> bool:
        """Whether a term is named anywhere: "80 mil a 36 meses"."""
        return any(tag.kind is Kind.MONTHS and tag.value <= LONGEST_MONTHS for tag in self.tags)

    @cached_property
    def finances(self) -> bool:
        """Whether the message, or the question it answers, is about paying over time."""
        asked = self.state.pending is Slot.DOWN_PAYMENT
        told = not self.money.keys().isdisjoint({"down_payment", "down_payment_percent", "months"})
        return asked or told or Act.FINANCE in self.acts or self.says_a_down_payment

    @cached_property
    def says_a_payment(self) -> bool:
        """Whether some amount of the message is what can be paid a month."""
        each = self._cues.items()
        return any(Cue.MONTHLY in said or (Cue.PAY in said and tag.value in _PAYMENTS) for tag, said in each)

    @cached_property
    def says_a_down_payment(self) -> bool:
        """Whether some amount of the message is paid down."""
        return any(Cue.DOWN_PAYMENT in said for said in self._cues.values())

    @cached_property
    def any_kind(self) -> bool:
        """Whether any car of a kind is spoken of: "bueno, una suv entonces", "otro sedán"."""
        return _ANY_KIND.search(self.folded) is not None

    @cached_property
    def asks_of_these(self) -> bool:
        """Whether something is asked of all of the few cars just shown: "¿traen carplay?", "¿son automáticos?"."""
        few = 1 < len(pointing.just_shown(self.state)) <= pointing.MOST or len(self.state.compared) > 1
        plural = lexer.words(self.folded)[:1] in _PLURALS or _THEY.search(self.folded) is not None
        counts = all(tag.value <= pointing.MOST for tag in self.tags)  # "los 3"
        return few and plural and counts and self.state.focus is None and not self.names

    @property
    def not_of_a_car(self) -> dict[str, str]:
        """What is said of nothing that no row states: of two terms, "¿cuál rinde más?" asks for no consumption."""
        return {"consumption": ""} if len(self.terms) > 1 else {}

    @property
    def quoting(self) -> bool:
        """Whether something is there to be quoted."""
        told = self.state.focus is not None or self.state.stated_price is not None
        return told or self.picks or bool(self.points_at)

    @cached_property
    def picks(self) -> bool:
        """Whether a place of the list that was shown is named: "el segundo a 48 con 60", "los dos con 60"."""
        places = (*lexicon.ORDINALS.values(), *lexicon.SUPERLATIVES.values())
        words = tuple(word for spoken in places for word in spoken)
        ranked = any(tag.kind is Kind.RANK for tag in self.tags) or lexer.phrases(*words).search(self.folded)
        the_one = THE_ONE.search(self.folded) or pointing.tells_one(
            self.folded, self.state
        )  # "la que sí cabe, con 100"
        return bool(self.state.shown and (ranked or the_one or pointing.says_both(self.folded)))

    @cached_property
    def _cues(self) -> dict[Tag, Cues]:
        found: dict[Tag, Cues] = {}
        taken = 0
        for tag in self.tags:
            later, after = self.later.get(tag), self.folded[tag.end :]
            after = after[: later.start - tag.end] if later else after
            before = lexer.without_first(self.before(tag), taken)  # the "de entrada" of "80 de entrada en 5"
            asks_for_words = later is not None and not cues.tells_its_part(self.folded[later.end :])
            found[tag] = cues.around(before, after, another_follows=asks_for_words)
            taken = found[tag].words_behind
        return found

    def cues(self, tag: Tag) -> Cues:
        """Return what the words around an amount say of it; both ends of a range are the same."""
        earlier, later = self.earlier.get(tag), self.later.get(tag)
        if earlier is not None and self.closes_a_range(tag):
            return Cues(self._cues[earlier].before, self._cues[tag].after)
        if later is not None and self.closes_a_range(later):
            return Cues(self._cues[tag].before, self._cues[later].after)
        return self._cues[tag]

    def before(self, tag: Tag) -> str:
        """Return the text between an amount and the one before it."""
        earlier = self.earlier.get(tag)
        return self.folded[earlier.end if earlier else 0 : tag.start].rstrip(" $")

    def closes_a_range(self, tag: Tag) -> bool:
        """Whether an amount is the upper end of a range: "entre 200 y 250", "de 200 a 250 mil", "desde 3 hasta 4"."""
        earlier = self.earlier.get(tag)
        if earlier is None or earlier.kind is not tag.kind or earlier.value >= tag.value:
            return False
        between = self.folded[earlier.end : tag.start].strip(" $")
        opened = self._cues[earlier].before
        if between == "a" and tag.kind is Kind.NUMBER and tag.value in TERMS and _PAID_DOWN & set(opened):
            return False  # "con 50 a 60" is paid down, and over how many months
        if between == "-" or (tag.kind is Kind.RANK and between in {"al", "a"}):
            return True
        if Cue.BETWEEN in opened or Cue.AT_LEAST in opened:
            return between in {"y", "a", "al", "e", "hasta", "y los", "and", "to"}
        prices = earlier.kind is Kind.MONEY and earlier.value >= _LOWEST_PRICE
        return between in {"a", "al", "hasta"} and (prices or tag.value < 3 * earlier.value)

    def opens_a_range(self, tag: Tag) -> bool:
        """Whether an amount is the lower end of a range."""
        later = self.later.get(tag)
        return later is not None and self.closes_a_range(later)

    def names_before(self, tag: Tag) -> bool:
        """Whether a car is named between an amount and the one before it, or before all of them."""
        earlier = self.earlier.get(tag)
        return any((earlier.end if earlier else 0) <= name.start < tag.start for name in self.names)

    def set_term(self, tag: Tag, months: int) -> None:
        """Take a term; one that corrects another takes its place, and else both are asked for."""
        corrects = self.corrects(tag)
        self.several_terms |= self.money.get("months", months) != months and not corrects
        self.terms = [*(self.terms if not corrects else []), months]
        self.last_part = Part.TERM
        self.money["months"] = months

    def set_down_payment(self, tag: Tag, part: str, value: Decimal) -> None:
        """Take a down payment, in pesos or in per cent; one that corrects another takes its place."""
        self.paid_down = [*(self.paid_down if not self.corrects(tag) else []), (part, value)]
        self.money[part] = value

    def corrects(self, tag: Tag) -> bool:
        """Whether the words before an amount take back what was said: "no, perdón, 80"."""
        taken_back = tag in self.earlier and lexer.words(self.before(tag)) == ["no"]  # "60 no, 80"
        return (
            taken_back
            or tag in self.instead
            or bool(lexer.phrases(*lexicon.CORRECTION).search(_MAYBE.sub(" ", self.before(tag))))
        )
