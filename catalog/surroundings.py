"""Whether what stands around a name lets it be one: its make, a year, a word that points or one that asks for a car."""

from collections.abc import Sequence, Set

from catalog import market
from catalog.candidates import Candidate
from catalog.names import EXACT, Needs
from catalog.pairing import FILLERS
from catalog.sounds import Token, is_year

_UNITS = frozenset(
    "mil k km kms kilometros millon millones mdp pesos peso mxn anos ano meses mes puertas ptas pasajeros "
    "veces vez dias dia horas hora semanas minutos personas litros".split()
)
_FEW = frozenset("2 3 4 5 6 dos tres cuatro cinco seis".split())
_TERMS_FOLLOW = frozenset("con sin dando desde hasta".split())
_PLACED = frozenset("en de del desde a hasta por para soy vivo".split())  # "soy de león", though a León was shown
_AND = frozenset(("y", "o", "u", "e", "ni", "vs", "or", "and", "que"))


class Surroundings:
    """The words of one text, and every name that some of them may be."""

    def __init__(
        self,
        tokens: Sequence[Token],
        found: Sequence[Candidate],
        *,
        about_cars: bool,
        spoken_of: Set[tuple[str, str]] = frozenset(),
    ) -> None:
        self._about_cars = about_cars
        self._spoken_of = spoken_of
        self._tokens = tokens
        self._words = [token.text for token in tokens]
        self._makes = [candidate for candidate in found if candidate.name.model is None]
        self._certain = [one for one in found if one.score >= EXACT and self._stands_alone(one)]
        self._alone = sum(word not in market.SMALL_WORDS for word in self._words) <= 1

    def _stands_alone(self, candidate: Candidate) -> bool:
        needs = self._needs(candidate)
        return needs is Needs.NOTHING or (needs is Needs.ASKING and self._asked_for(candidate))

    def _needs(self, candidate: Candidate) -> Needs:
        """Return what the candidate needs; in a text known to be about cars nobody has to ask for them."""
        needs = candidate.needs
        if not self._about_cars or needs is not Needs.ASKING or candidate.score < EXACT:
            return needs
        if (candidate.name.make, candidate.name.model) in self._spoken_of:  # "ok kicks", once one was shown
            return Needs.POINTING if self._word(candidate.first - 1) in _PLACED else Needs.NOTHING
        return Needs.POINTING if candidate.name.key in market.NEED_POINTING else Needs.NOTHING

    def allow(self, candidate: Candidate) -> bool:
        """Tell whether the candidate may be what it seems."""
        if self._is_an_amount(candidate):
            return False
        if candidate.pair or self.beside_its_make(candidate):
            return True
        needs = self._needs(candidate)
        if (needs is Needs.MAKE and not self._is_had(candidate)) or self._idiom(candidate):
            return False
        return needs is Needs.NOTHING or is_year(self._word(candidate.last)) or self._introduced(candidate, needs)

    def _is_had(self, candidate: Candidate) -> bool:
        """Tell whether an everyday word is a car that somebody has, of the year behind it: "tengo un matiz 2014"."""
        before = self._word(candidate.first - 1)
        begun = self._words[max(candidate.first - 3, 0) : candidate.first - 1]
        had = before in market.HAVING or (before in market.ONE and not market.HAVING.isdisjoint(begun))
        letters = candidate.name.letters == len(candidate.name.key)
        return had and letters and candidate.score >= EXACT and is_year(self._word(candidate.last))

    def beside_its_make(self, candidate: Candidate) -> bool:
        """Tell whether its make stands beside it, small words between."""
        return any(
            make.name.make == candidate.name.make
            and (self._touching(make.last, candidate.first) or self._touching(candidate.last, make.first))
            for make in self._makes
            if make.name is not candidate.name
        )

    def _introduced(self, candidate: Candidate, needs: Needs) -> bool:
        alone = self._alone or candidate.last - candidate.first == len(self._words)
        if alone or self._asked_for(candidate) or self._in_a_list(candidate) or self._make_is_named(candidate):
            return True
        before = self._word(candidate.first - 1)
        if before == "en" and self._word(candidate.first - 2) == "y":
            return True  # "¿y en rio qué hay?"
        if needs is Needs.ASKING:
            return before in market.ARTICLES and not market.CAR_TALK.isdisjoint(self._words)
        on_terms = self._about_cars and self._terms_follow(candidate)
        opens = candidate.first == 0 and (len(self._words) <= 4 or on_terms)
        return opens or len(self._words) <= 2 or before in market.POINTERS

    def _terms_follow(self, candidate: Candidate) -> bool:
        """Tell whether what a car is to be paid with stands behind: "polo con 40 mil a 4 años", "kicks a 48 meses"."""
        behind, then = self._word(candidate.last), self._word(candidate.last + 1)
        return behind in _TERMS_FOLLOW or (behind == "a" and then.isdecimal())

    def _make_is_named(self, candidate: Candidate) -> bool:
        """Tell whether its make stands anywhere before it: "un nissan que no sea centra"."""
        return any(
            make.name.make == candidate.name.make and make.score >= EXACT and make.last <= candidate.first
            for make in self._makes
        )

    def _asked_for(self, candidate: Candidate) -> bool:
        """Tell whether a word that asks for a car governs the name: "precio del rio", "el rio cuánto cuesta"."""
        before = candidate.first - 1
        small = market.ARTICLES | _FEW  # "tienes 2 jettas"
        while before >= 0 and candidate.first - before <= 2 and self._words[before] in small:
            before -= 1
        return self._word(before) in market.ASKING_BEFORE or self._word(candidate.last) in market.ASKING_BEHIND

    def _in_a_list(self, candidate: Candidate) -> bool:
        """Tell whether a name that is certain stands next to it: "jetta o polo", "jetta, polo"."""
        return any(
            self._listed(candidate.last, other.first) or self._listed(other.last, candidate.first)
            for other in self._certain
        )

    def _listed(self, last: int, first: int) -> bool:
        """Tell whether one name follows another, whose year may be told between: "versa 2018 o march"."""
        if last < first and is_year(self._words[last]):
            last += 1
        if last == first:
            return self._tokens[first].start - self._tokens[last - 1].end > 1
        return last + 1 == first and self._words[last] in _AND

    def _is_an_amount(self, candidate: Candidate) -> bool:
        following, next_but_one = self._word(candidate.last), self._word(candidate.last + 1)
        counted = following in _UNITS or (following, next_but_one) == ("por", "ciento")
        return counted and self._words[candidate.last - 1].isdigit()

    def _idiom(self, candidate: Candidate) -> bool:
        before = self._words[max(candidate.first - 2, 0) : candidate.first]
        if self._word(candidate.last) in market.IDIOMS_BEHIND.get(candidate.name.key, ()):
            return True
        return not {" ".join(before), *before[-1:]}.isdisjoint(market.IDIOMS.get(candidate.name.key, ()))

    def _touching(self, first: int, last: int) -> bool:
        return 0 <= last - first <= 2 and all(word in FILLERS for word in self._words[first:last])

    def _word(self, at: int) -> str:
        return self._words[at] if 0 <= at < len(self._words) else ""
