"""Car names as Mexicans type them on a phone: find them in running text, and say what a misspelt one means.

A name is compared three ways: letter by letter, by how it sounds in Mexican Spanish (b/v/w, c/s/z, qu/k, silent h,
ll/y, x/s), and by how many slips separate it from a known name, fewer allowed the shorter it is. Figures must be
right ("CX-5" is never "CX-9"), everyday words never bend into a name, and a name that is itself an everyday word
needs its make or a pointing word beside it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from catalog import market
from catalog.everyday import EVERYDAY_WORDS
from catalog.names import BEGINS_ALIKE, Name, NameIndex, Needs, identity_of, names_of
from catalog.sounds import Token, digits, fold, key_of, sound, tokens_of

__all__ = ["Mention", "Resolution", "Vocabulary", "fold"]

CONFIDENT = 75.0
BEHIND_ITS_MAKE = 70.0
MOST_WORDS = 4

_YEAR = re.compile(r"(?:19|20)\d\d")
_BETWEEN = re.compile(r"[\s,.;:/\-–—'\"()]*(?:(?:de|del|la|el|marca|modelo|un|una)\s+){0,2}", re.IGNORECASE)
_UNITS = frozenset(
    "mil k km kms kilometros millon millones mdp pesos peso mxn anos ano meses mes puertas ptas por pasajeros".split()
)


@dataclass(frozen=True)
class Mention:
    """A car name found in running text; `start` and `end` are its span in the original text."""

    start: int
    end: int
    make: str | None
    model: str | None
    score: float
    in_stock: bool


@dataclass(frozen=True)
class Resolution:
    """What a free-text make and model mean; `suggestions` are what to ask about when that is not certain."""

    make: str | None
    model: str | None
    confident: bool
    in_stock: bool
    suggestions: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True)
class _Candidate:
    """A name that the tokens `first` to `last` (excluded) may be."""

    first: int
    last: int
    name: Name
    score: float


class Vocabulary:
    """Every name we can hear: the inventory's own, and the market's for what we do not have. Immutable."""

    def __init__(self, names: Iterable[tuple[str, str]], version_words: Iterable[str] = ()) -> None:
        stock = list(dict.fromkeys(names))
        self._written: dict[tuple[str, str | None], list[tuple[str, str]]] = {}
        for make, model in stock:
            self._written.setdefault(identity_of(make, model), []).append((make, model))
            self._written.setdefault(identity_of(make, None), []).append((make, model))
        everything = list(names_of(stock))
        self._index = NameIndex(everything)
        self._multi = NameIndex(name for name in everything if len(name.parts) > 1)
        self._makes = NameIndex(name for name in everything if name.model is None)
        self._models: dict[str, NameIndex] = {}
        for make in {name.make for name in everything}:
            self._models[make] = NameIndex(
                replace(name, needs=Needs.NOTHING) for name in everything if name.make == make and name.model
            )
        self._stock_sounds = [(name, sound(name.key)) for name in everything if name.in_stock and name.slips]
        # Words come back again and again; what a word means never changes while this vocabulary lives.
        self._word = lru_cache(maxsize=8192)(self._find_word)
        self._version_words = {fold(word): word for word in version_words if len(word) > 1}
        self._version_sounds = {sound(word): shown for word, shown in self._version_words.items() if len(word) > 3}

    def written(self, make: str, model: str | None) -> tuple[tuple[str, str], ...]:
        """Return every (make, model) of the inventory that is this car, as its rows write it ("KIA", "Kia")."""
        return tuple(self._written.get(identity_of(make, model), ()))

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """Return the cars named in `text`, in order; a make and its model side by side are one mention."""
        tokens = tokens_of(text)
        chosen = _choose(self._candidates(tokens), tokens)
        chosen = sorted(chosen + self._after_makes(tokens, chosen), key=lambda candidate: candidate.first)
        return tuple(_merge(text, [_mention(tokens, candidate) for candidate in chosen]))

    def resolve(self, make: str | None, model: str | None) -> Resolution:
        """Say what a make and a model given apart, each perhaps misspelt or missing, mean together."""
        whole = " ".join(part for part in (make, model) if part)
        for mention in self.mentions(whole):
            if mention.model:
                return self._resolution(mention, asked_make=make)
        known = self._best(self._makes, make or "") or self._best(self._makes, model or "")
        found = self._model_under(known[0].make if known else None, model) if model else None
        if found is not None:
            name, score = found
            return self._resolution(Mention(0, 0, name.make, name.model, score, name.in_stock), asked_make=make)
        if known is None:
            return Resolution(None, None, confident=False, in_stock=False, suggestions=self._suggestions(whole, None))
        name, score = known
        understood = score >= CONFIDENT and (not model or self._best(self._makes, model) is not None)
        suggestions = () if understood else self._suggestions(model or whole, name.make if model else None)
        return Resolution(name.make, None, confident=understood, in_stock=name.in_stock, suggestions=suggestions)

    def version_words_in(self, text: str) -> tuple[str, ...]:
        """Return the words of `text` that stand in the inventory's versions, as those write them, cars' names aside."""
        spans = [(mention.start, mention.end) for mention in self.mentions(text)]
        free = [
            token
            for token in tokens_of(text)
            # A badge ("320i") names the series and the version at once.
            if token.text[0].isdigit() or not any(start <= token.start < end for start, end in spans)
        ]
        # "un auto Toyota" wishes for a car, not for the AUTO of a version.
        found = (self.version_word(token.text) for token in free if token.text != "auto")
        return tuple(dict.fromkeys(word for word in found if word))

    def version_word(self, word: str) -> str | None:
        """Return the word of the inventory's versions that this one is or nearly is, as those write it."""
        token = key_of(word)
        if not token or token.isdigit() or (len(token) < 4 and token in EVERYDAY_WORDS):
            return None
        if token in self._version_words:
            return self._version_words[token]
        if token[0].isdigit() and len(token) > 3:  # "320i" is how people write 320IA
            return next((shown for word, shown in self._version_words.items() if word == f"{token}a"), None)
        if len(token) < 5 or token in EVERYDAY_WORDS:
            return None
        return self._version_sounds.get(sound(token)) or self._near_version_word(token)

    def _near_version_word(self, token: str) -> str | None:
        near = process.extractOne(token, self._version_words.keys(), scorer=OSA.distance, score_cutoff=1)
        if near is None or len(near[0]) < 5 or near[0][0] != token[0] or digits(near[0]) != digits(token):
            return None
        return self._version_words[near[0]]

    def _candidates(self, tokens: list[Token]) -> Iterator[_Candidate]:
        for first in range(len(tokens)):
            for last in range(first + 1, min(first + MOST_WORDS, len(tokens)) + 1):
                for name, score in self._named(tokens[first:last]):
                    yield _Candidate(first, last, name, score)

    def _named(self, window: list[Token]) -> list[tuple[Name, float]]:
        """Return what these tokens, read as one name, may be."""
        key = "".join(token.text for token in window)
        return self._word(key) if len(window) == 1 else self._named_together(window, key)

    def _find_word(self, key: str) -> list[tuple[Name, float]]:
        found = self._index.exact(key)
        if found or key in EVERYDAY_WORDS or key.isdigit():
            return found
        return self._index.alike(key) or (self._index.near(key) if len(key) > 3 else [])

    def _named_together(self, window: list[Token], key: str) -> list[tuple[Name, float]]:
        parts = tuple(token.text for token in window)
        exact = [(name, score) for name, score in self._index.exact(key) if _splits_like(parts, window, name)]
        if exact or not any(len(part) > 2 and part not in EVERYDAY_WORDS for part in parts):
            return exact
        found = self._multi.alike(key) or self._multi.near(key)
        return [(name, score) for name, score in found if _bends_to(parts, name.parts)]

    def _after_makes(self, tokens: list[Token], chosen: list[_Candidate]) -> list[_Candidate]:
        """Read the word right behind a bare make as one of its models, forgiving a slip more."""
        taken = {index for candidate in chosen for index in range(candidate.first, candidate.last)}
        found = []
        for candidate in chosen:
            at = candidate.last
            key = tokens[at].text if at < len(tokens) and at not in taken else ""
            if candidate.name.model or len(key) < 3 or key.isdigit():
                continue
            models = self._models[candidate.name.make]
            near = models.alike(key) or ([] if key in EVERYDAY_WORDS else models.near(key, forgiving=1))
            if near:
                name, score = max(near, key=lambda pair: pair[1])
                if score >= BEHIND_ITS_MAKE and name.in_stock:
                    found.append(_Candidate(at, at + 1, name, score))
        return found

    def _best(self, index: NameIndex, text: str) -> tuple[Name, float] | None:
        """Return what a text that is known to be a name means in `index`, everyday word or not."""
        key = key_of(text)
        if not key:
            return None
        found = index.exact(key) or index.alike(key) or index.near(key)
        return max(found, key=lambda pair: (pair[1], pair[0].in_stock)) if found else None

    def _model_under(self, make: str | None, model: str) -> tuple[Name, float] | None:
        """Return the model under its make ("3" under Mazda, "c" under Mercedes Benz), else under any."""
        for index in [self._models[make]] if make else []:
            for written in (model, f"{make} {model}", f"serie {model}", f"clase {model}"):
                found = index.exact(key_of(written)) or index.alike(key_of(written))
                if found:
                    return found[0]
            near = index.near(key_of(model), forgiving=1)
            if near:
                return max(near, key=lambda pair: pair[1])
        best = self._best(self._index, model)
        return best if best and best[0].model else None

    def _resolution(self, mention: Mention, *, asked_make: str | None) -> Resolution:
        asked = self._best(self._makes, asked_make or "")
        agrees = asked is None or asked[0].make == mention.make
        confident = agrees and mention.score >= CONFIDENT
        suggestions: list[tuple[str, str | None]] = []
        if not confident and mention.make:
            suggestions = [(mention.make, mention.model)]
            if asked and not agrees:
                suggestions.append((asked[0].make, None))
        return Resolution(mention.make, mention.model, confident, mention.in_stock, tuple(suggestions))

    def _suggestions(self, text: str, make: str | None) -> tuple[tuple[str, str | None], ...]:
        """Return up to three cars of the inventory whose names look most like `text`."""
        known = [pair for pair in self._stock_sounds if make is None or (pair[0].make == make and pair[0].model)]
        heard = [heard for _, heard in known]
        ranked = process.extract(sound(key_of(text)), heard, scorer=OSA.normalized_similarity, score_cutoff=0.5)
        return tuple(dict.fromkeys((known[at][0].make, known[at][0].model) for _, _, at in ranked))[:3]


def _splits_like(parts: tuple[str, ...], window: list[Token], name: Name) -> bool:
    """Tell whether words that spell a name only together may be read so: "x trail" yes, "a 3" (years) no."""
    if parts == name.parts:
        return True
    joined = all(one.end + 1 >= two.start for one, two in pairwise(window))
    if parts[0] in EVERYDAY_WORDS or len(parts[0]) == 1:
        return name.needs is Needs.MAKE or (joined and len(name.parts) > 1)
    return len(name.key) >= 6 or parts[-1].isdigit() or len(name.parts) > 1


def _bends_to(parts: tuple[str, ...], known: tuple[str, ...]) -> bool:
    """Tell whether each typed word is a slip of its own part: figures and codes as they are, words nearly."""
    if len(parts) != len(known):
        return len(known) == 1 and not EVERYDAY_WORDS.intersection(parts)
    sure = any(part == right and len(part) > 3 for part, right in zip(parts, known, strict=True))
    return all(
        part == right
        or (len(right) > 3 and (sure or part not in EVERYDAY_WORDS) and OSA.distance(sound(part), sound(right)) <= 2)
        for part, right in zip(parts, known, strict=True)
    )


def _choose(candidates: Iterable[_Candidate], tokens: list[Token]) -> list[_Candidate]:
    """Keep the best reading of every word: sure ones first, then longer, then closer, then what we have."""
    found = list(candidates)
    makes = [candidate for candidate in found if candidate.name.model is None]
    fitting = [candidate for candidate in found if _fits(candidate, tokens, makes)]
    fitting.sort(
        key=lambda one: (
            one.score >= BEGINS_ALIKE,
            len(one.name.key) if one.score >= BEGINS_ALIKE else one.last - one.first,
            one.score,
            _beside_its_make(one, tokens, makes),
            one.name.in_stock,
            one.name.model is None,
        ),
        reverse=True,
    )
    chosen: list[_Candidate] = []
    for candidate in fitting:
        if all(candidate.last <= other.first or candidate.first >= other.last for other in chosen):
            chosen.append(candidate)
    return chosen


def _fits(candidate: _Candidate, tokens: list[Token], makes: list[_Candidate]) -> bool:
    """Tell whether what stands around a name lets it be one."""
    following = tokens[candidate.last].text if candidate.last < len(tokens) else ""
    if tokens[candidate.last - 1].text.isdigit() and following in _UNITS:
        return False
    if _beside_its_make(candidate, tokens, makes):
        return True
    if candidate.name.needs is Needs.MAKE:
        return False
    before = [token.text for token in tokens[max(candidate.first - 2, 0) : candidate.first]]
    if _YEAR.fullmatch(following):
        return True
    if {" ".join(before), *before[-1:]}.intersection(market.IDIOMS.get(candidate.name.key, ())):
        return False
    pointed = len(tokens) <= 2 or not market.POINTERS.isdisjoint(before[-1:])
    return candidate.name.needs is Needs.NOTHING or pointed


def _beside_its_make(candidate: _Candidate, tokens: list[Token], makes: list[_Candidate]) -> bool:
    fillers = {"de", "del", "la", "el", "marca", "modelo", "un", "una"}

    def touching(first: int, last: int) -> bool:
        return 0 <= last - first <= 2 and all(token.text in fillers for token in tokens[first:last])

    return any(
        make.name.make == candidate.name.make
        and (touching(make.last, candidate.first) or touching(candidate.last, make.first))
        for make in makes
        if make.name is not candidate.name
    )


def _mention(tokens: list[Token], candidate: _Candidate) -> Mention:
    name = candidate.name
    start, end = tokens[candidate.first].start, tokens[candidate.last - 1].end
    return Mention(start, end, name.make, name.model, round(candidate.score, 1), name.in_stock)


def _merge(text: str, mentions: list[Mention]) -> Iterator[Mention]:
    """Join a make and its model that stand side by side, in either order, into one mention."""
    waiting: Mention | None = None
    for mention in mentions:
        if waiting and _belong_together(text, waiting, mention):
            model = waiting if waiting.model else mention
            score = min(waiting.score, mention.score)
            waiting = Mention(waiting.start, mention.end, model.make, model.model, score, model.in_stock)
            continue
        if waiting:
            yield waiting
        waiting = mention
    if waiting:
        yield waiting


def _belong_together(text: str, one: Mention, two: Mention) -> bool:
    between = text[one.end : two.start]
    return one.make == two.make and not (one.model and two.model) and _BETWEEN.fullmatch(between) is not None
