"""The guard's eyes: traces every figure, link and promise of a finished text to a fact or to the customer's words.

It reads the text as a customer would, with the dialogue's lexer, and shares nothing with rendering.
"""

import re
from collections.abc import Iterator, Sequence

from catalog.criteria import SearchResult
from catalog.spelling import Vocabulary, fold
from conversations.agent import binding, branch_mentions, claims, figures, opening, visits
from conversations.agent.turn import Verdict
from conversations.dialogue import branch_wording, sentences, wording
from conversations.dialogue.facts import Excerpts, Fact, QuoteDocument, branches_in, cars_in, quotes_in
from conversations.dialogue.lexicon import NUMBER_WORDS
from conversations.dialogue.state import DialogueState
from financing.quotation import Quotation

_TLD = r"com|mx|net|org|io|info|shop|store|app|site|online|xyz|link|ly|gl|(?-i:me|co)"  # "Claro.Me gusta" is no host
_LINK = re.compile(
    rf"(?:https?://|www\.)\S+|\b[\w-]+\.(?:{_TLD})\b\S*|\b[\w-]+\.[a-z]{{2,}}/\S*|\b\w+ punto (?:com|mx|net)\b"
    r"|(?<!\w)@\w{3,}",
    re.IGNORECASE,
)
_HOUR = re.compile(r"\b\d{1,2}:\d{2}\b|\b\d{1,2}\s?(?:a\.?\s?m\.?|p\.?\s?m\.?|hrs?)(?!\w)", re.IGNORECASE)
_CLOCK = rf"(?:\d{{1,2}}(?![,.]?\d)|{'|'.join(word for word, value in NUMBER_WORDS.items() if 1 < value <= 24)})"
_NO_UNIT = (
    r"(?!\w)(?!\s*(?:anos?|meses|mensualidades|mil|k|kms?|%|por ciento|pesos|millon\w*|dias?|horas?|semanas?|puntos?"
    r"|autos?|opciones|puertas|pasajeros|personas|cilindros|sedes?|sucursales|planes|plazos)(?!\w))"
)
_SPOKEN_HOUR = re.compile(
    rf"(?<!\w)(?:{_CLOCK} (?:de|por) la (?:manana|tarde|noche)"
    rf"|(?:de|desde)(?: las?)? {_CLOCK} (?:a|hasta)(?: las?)? {_CLOCK}{_NO_UNIT}"
    rf"|(?:abr(?:e|en|imos|ir\w*)|cierr\w+|cerr(?:amos|ar\w*)|atend\w+|atiend\w+)\b[^.,;:?\n]{{0,30}}?(?<!\w){_CLOCK}{_NO_UNIT})"
)


def problems(
    text: str, *, facts: Sequence[Fact], customer: str, state: DialogueState, vocabulary: Vocabulary | None = None
) -> tuple[Verdict, ...]:
    """Return what is wrong with `text`; an empty tuple lets it go out. Cars of others need the market's names."""
    if not text.strip():
        return (Verdict("empty", ""),)
    named = _without(text, _sources(facts))
    arranged = visits.read(text, _without(named, _names(facts)), facts)
    hours = opening.read(text, arranged, facts)
    own_words = hours.rest
    # Names stay to be looked at; a version may read like one ("1.2 GLS" of a Suzuki).
    unversioned = _without(named, (car.version for car in cars_in(facts).values() if car.version))
    return (
        *_untraced_links(own_words, facts),
        *_documents_of_others(text, facts),
        *claims.commitments(text, own_words),
        *_untraced_hours(own_words),
        *hours.verdicts,
        *visits.problems(text, arranged, facts),
        *branch_mentions.misplaced(text, own_words, facts),
        *figures.untraced(text, own_words, facts=facts, customer=customer, state=state),
        *claims.equipment(text, own_words, facts),
        *claims.sites(own_words, facts),
        *(claims.foreign_cars(unversioned, facts, customer, state, vocabulary) if vocabulary else ()),
    )


# ── What may be repeated to the letter ──────────────────────────────────────────────────────────────────────────


def _without(text: str, quotable: Iterator[str]) -> str:
    """Blank out what stands word for word in a source; what is left stays where it was."""
    for quoted in sorted(set(quotable), key=len, reverse=True):
        whole_words = rf"(?<!\w){re.escape(quoted)}(?!\w)"
        text = re.sub(whole_words, lambda match: re.sub(r"[^\n]", " ", match.group()), text)
    return text


def _sources(facts: Sequence[Fact]) -> Iterator[str]:
    """Return our fixed sentences, legal lines, links, branches, and excerpts: whole, by line, and by sentence."""
    yield from _FIXED_WORDS
    yield from visits.quotable(facts)
    for branch in branches_in(facts).values():
        yield from branch_mentions.quotable(branch)
    for fact in facts:
        match fact.value:
            case QuoteDocument(link=str(link)):
                yield link
            case Excerpts(found=found):
                for excerpt in found:
                    yield excerpt.text
                    yield from (part for part in _parts(excerpt.text) if len(part.split()) > _SHORTEST)

    for quote in quotes_in(facts):
        if isinstance(quote.outcome, Quotation) and quote.outcome.legal_line:
            yield quote.outcome.legal_line


def _parts(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        for part in (line, *_SENTENCE_END.split(line)):
            yield part.strip()
            yield part.strip().rstrip(".")


def _names(facts: Sequence[Fact]) -> Iterator[str]:
    """Return the names and versions of the cars found, and the names that were searched for."""
    names = [part for car in cars_in(facts).values() for part in (car.title, car.version, car.model)]
    for fact in facts:
        if isinstance(fact.value, QuoteDocument):
            names.append(fact.value.title)
        if isinstance(fact.value, SearchResult):
            criteria = fact.value.criteria
            names += [
                *criteria.models,
                *criteria.excluded_makes,
                *criteria.excluded_models,
                *fact.value.unknown,
                (criteria.version or "").upper(),
            ]
            names += [" ".join(filter(None, pair)) for pair in fact.value.suggestions]
    yield from (name for name in names if name and any(letter.isalpha() for letter in name))


_FIXED_WORDS = tuple(sentences.fixed(wording, branch_wording))
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÁÉÍÓÚÑ¿¡])")
_SHORTEST = 3  # words; "3 meses." alone could be said of anything


def _untraced_links(text: str, facts: Sequence[Fact]) -> Iterator[Verdict]:
    known = {e.source_url for fact in facts if isinstance(fact.value, Excerpts) for e in fact.value.found}
    for match in _LINK.finditer(text):
        if match.group().rstrip(".,)") not in known:
            yield Verdict("foreign_link", match.group())


def _documents_of_others(text: str, facts: Sequence[Fact]) -> Iterator[Verdict]:
    """Find links of quotes that stand beside the name of a car they are not of."""
    cars = cars_in(facts)
    for document in (fact.value for fact in facts if isinstance(fact.value, QuoteDocument)):
        for line in text.split("\n"):
            if document.link is None or document.link not in line:
                continue
            for name in binding.mentions(fold(line), cars.values()):
                if document.stock_id not in name.cars:
                    yield Verdict("document_of_another", line[name.start : name.end])


def _untraced_hours(text: str) -> Iterator[Verdict]:
    for match in (*_HOUR.finditer(text), *_SPOKEN_HOUR.finditer(fold(text))):
        yield Verdict("invented_hour", match.group())
