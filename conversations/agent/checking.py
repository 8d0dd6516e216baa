"""The guard's eyes: traces every figure, link and promise of a finished text to a fact or to the customer's words.

It reads the text as a customer would, with the dialogue's lexer, and shares nothing with rendering.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from catalog.criteria import CarMatch, SearchResult
from catalog.spelling import Vocabulary, fold
from conversations.agent import binding, branch_mentions, claims, figures, limits, opening, reading, untrusted, visits
from conversations.agent.binding import Line
from conversations.agent.turn import Verdict
from conversations.dialogue import (
    branch_wording,
    lexer,
    page_wording,
    purpose_wording,
    sentences,
    unknown_wording,
    version_wording,
    visit_wording,
    wording,
)
from conversations.dialogue.facts import (
    BranchesFound,
    CustomerNamed,
    Excerpt,
    Excerpts,
    Fact,
    FactValue,
    FinancingTerms,
    HandedOver,
    QuoteDocument,
    VisitResult,
    branches_in,
    cars_in,
    quotes_in,
)
from conversations.dialogue.state import DialogueState
from financing.quotation import Quotation

_TLD = r"com|mx|net|org|io|info|shop|store|app|site|online|xyz|link|ly|gl|(?-i:me|co)"  # "Claro.Me gusta" is no host
_LINK = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|"
    rf"(?:https?://|www\.)\S+|\b[\w-]+\.(?:{_TLD})\b\S*|\b[\w-]+\.[a-z]{{2,}}/\S*|\b\w+ punto (?:com|mx|net)\b"
    r"|(?<!\w)@\w{3,}",
    re.IGNORECASE,
)
_NO_UNIT = (
    r"(?![\w.,]*\d)(?!\w)(?!\s*(?:anos?|meses|mensualidades|mil|k|kms?|%|por ciento|pesos|mxn|millon\w*|dias?|horas?"
    r"|semanas?|puntos?|autos?|opciones|puertas|pasajeros|personas|cilindros|sedes?|sucursales|planes|plazos)(?!\w))"
)
_OPENING = r"(?:abr(?:e|en|imos|ir\w*)|cierr\w+|cerr(?:amos|ar\w*)|atend\w+|atiend\w+)"
_HOUR = re.compile(
    r"(?<!\w)(?:\d{1,2}:\d{2}(?!\w)|\d{1,2}\s?(?:a\.?\s?m\.?|p\.?\s?m\.?|hrs?)(?!\w)"
    r"|\d{1,2} (?:de|por|en) la (?:manana|tarde|noche)"
    rf"|(?:de|desde)(?: las?)? \d{{1,2}} (?:a|hasta)(?: las?)? \d{{1,2}}{_NO_UNIT}"
    rf"|{_OPENING}\b[^.,;:?\n]{{0,30}}?(?<![\w$.,])\d{{1,2}}{_NO_UNIT})"
)


def problems(
    text: str, *, facts: Sequence[Fact], customer: str, state: DialogueState, vocabulary: Vocabulary | None = None
) -> tuple[Verdict, ...]:
    """Return what is wrong with `text`; an empty tuple lets it go out. Cars of others need the market's names."""
    if not text.strip():
        return (Verdict("empty", ""),)
    told = unknown_wording.told_together(text)
    together = map(reading.plain, told)
    text, customer = reading.plain(text), reading.plain(customer)
    named = _without(text, (*_sources(facts), *together))
    arranged = visits.read(text, _without(named, _names(facts)), facts)
    hours = opening.read(text, arranged, facts)
    own_words = hours.rest
    lines = tuple(binding.lines(text, own_words, cars_in(facts).values()))
    others = _without(named, (part for car in cars_in(facts).values() for part in _of_car(car)))
    return (
        *claims.leaks(named),
        *_untraced_links(text, facts),
        *_documents_of_others(text, lines, facts),
        *claims.commitments(lines, facts),
        *_untraced_hours(own_words),
        *hours.verdicts,
        *visits.problems(text, arranged, facts),
        *branch_mentions.misplaced(text, own_words, facts),
        *figures.untraced(lines, facts=facts, customer=customer, state=state),
        *claims.equipment(lines, facts),
        *claims.availability(lines, facts),
        *claims.sites(own_words, facts, customer),
        *(claims.foreign_cars(others, facts, customer, state, vocabulary) if vocabulary else ()),
    )


# ── What may be repeated to the letter ──────────────────────────────────────────────────────────────────────────


def _without(text: str, quotable: Iterable[str]) -> str:
    """Blank out what stands word for word in a source; what is left stays where it was."""
    # Nothing at all stands everywhere.
    for quoted in sorted({*map(reading.with_figures, quotable)} - {""}, key=len, reverse=True):
        at = text.find(quoted)
        while at >= 0:
            end = at + len(quoted)
            if not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()):
                text = text[:at] + _BLANKED.sub(" ", quoted) + text[end:]
            at = text.find(quoted, end)
    return text


def _sources(facts: Sequence[Fact]) -> Iterator[str]:
    """Return our fixed sentences, legal lines, links, branches, and excerpts: whole, by line, and by sentence."""
    yield from _FIXED_WORDS
    yield from visits.quotable(facts)
    for branch in branches_in(facts).values():
        yield from branch_mentions.quotable(branch)
    for fact in facts:
        yield from _worded(fact.value)
    for quote in quotes_in(facts):
        if isinstance(quote.outcome, Quotation) and quote.outcome.legal_line:
            yield quote.outcome.legal_line


def _worded(value: FactValue) -> Iterator[str]:
    """Return what a fact has in words of its own."""
    match value:
        case QuoteDocument(link=str(link)):
            yield link
        case HandedOver(back=datetime() as back) | VisitResult(back=datetime() as back):
            yield from visit_wording.nobody_in(back).forms
        case Excerpts(found=found):
            yield from _excerpted(found)
        case BranchesFound(listed=listed):
            yield from (
                part for site in listed for part in (site.name, site.address) if not untrusted.gives_orders(part)
            )
        case FinancingTerms(legal_line=line):
            yield from _parts(line)


def _excerpted(found: Iterable[Excerpt]) -> Iterator[str]:
    for excerpt in filter(_is_quotable, found):
        yield excerpt.text
        yield excerpt.source_url  # ".../entrega-a-domicilio" promises nothing
        yield reading.plain(page_wording.source_line(excerpt.title)) if excerpt.title else ""
        yield reading.plain(limits.in_english(excerpt)).strip()
        yield from (part for part in _parts(excerpt.text) if len(part.split()) > _SHORTEST)


def _is_quotable(excerpt: Excerpt) -> bool:
    """Whether a text does not tell a model what to say; what staff wrote by hand is their word."""
    return excerpt.is_faq or not untrusted.addresses_a_model(excerpt.text)


def _parts(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        for part in (line, *lexer.sentences(line)):
            yield part.strip()
            yield part.strip().rstrip(".")


def _of_car(car: CarMatch) -> tuple[str, ...]:
    return tuple(part for part in (car.title, f"{car.make} {car.model}", car.version, car.model) if len(part) > 1)


def _names(facts: Sequence[Fact]) -> Iterator[str]:
    """Return the names and versions of the cars found, the names searched for, and the customer's: "Rojas"."""
    names = [part for car in cars_in(facts).values() for part in (car.title, car.version, car.model)]
    for fact in facts:
        if isinstance(fact.value, QuoteDocument):
            names.append(fact.value.title)
        if isinstance(fact.value, CustomerNamed):
            names.append(fact.value.name)
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
    yield from (
        name for name in names if name and any(letter.isalpha() for letter in name) and not untrusted.gives_orders(name)
    )


_FIXED_WORDS = tuple(
    dict.fromkeys(
        form
        for words in sentences.fixed(
            wording, page_wording, branch_wording, purpose_wording, unknown_wording, version_wording
        )
        for form in (words, reading.plain(words))
    )
)
_BLANKED = re.compile(r"[^\n]")
_SHORTEST = 3  # words; "3 meses." alone could be said of anything


def _untraced_links(text: str, facts: Sequence[Fact]) -> Iterator[Verdict]:
    """Find links that are no source's, no quote's and none that staff wrote; one of a page must be of that page's site.

    What came from a site may be another's words tomorrow; what staff wrote or handed in stands as they saw it.
    """
    excerpts = [e for fact in facts if isinstance(fact.value, Excerpts) for e in fact.value.found]
    pages = [excerpt.source_url for excerpt in excerpts]
    documents = [fact.value.link for fact in facts if isinstance(fact.value, QuoteDocument)]
    written = [f"{e.text}\n{e.title}" for e in excerpts if e.is_by_staff and _is_quotable(e)]
    by_staff = [link for one in written for link in _links(reading.plain(one))]
    hosts = {_host(page) for page in pages} - {""}
    for link in _links(text):
        if link not in (*pages, *documents, *by_staff) and _host(link) not in hosts:
            yield Verdict("foreign_link", link)


def _links(text: str) -> Iterator[str]:
    """Yield the addresses in a text, of pages and of mail, without the signs that end a sentence."""
    yield from (match.group().rstrip(".,;:!?)»”\"'*_") for match in _LINK.finditer(text))


def _host(link: str) -> str:
    """Return the site of a link as people write it: "kavak.com" is www.kavak.com, and so is who gets mail there."""
    return urlsplit(link if "//" in link else f"//{link}").netloc.rpartition("@")[2].lower().removeprefix("www.")


def _documents_of_others(text: str, lines: Sequence[Line], facts: Sequence[Fact]) -> Iterator[Verdict]:
    """Find links of quotes that stand beside the name of a car they are not of."""
    documents = [fact.value for fact in facts if isinstance(fact.value, QuoteDocument) and fact.value.link]
    for written, line in zip(text.split("\n"), lines, strict=True):
        for document in (one for one in documents if one.link and one.link in written):
            for name in line.named:
                if document.stock_id not in name.cars:
                    yield Verdict("document_of_another", line.text[name.start : name.end])


def _untraced_hours(text: str) -> Iterator[Verdict]:
    for match in _HOUR.finditer(fold(text)):
        yield Verdict("invented_hour", match.group())
