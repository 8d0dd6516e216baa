"""How it is answered where we are and when: from the branches staff keep, or from sites on pages."""

import re
from collections.abc import Sequence
from dataclasses import replace

from catalog.places import BranchMatch
from catalog.spelling import fold
from conversations.agent import joining
from conversations.agent.brains import (
    Step,
    Thinking,
    ToolRequest,
    each_of,
    earlier,
    from_pages,
    joined,
    lookups,
    place_questions,
    quoting,
)
from conversations.dialogue import branch_wording, lexer, page_wording, places, questions, unknown_wording, wording
from conversations.dialogue.facts import BranchesFound, Excerpt
from conversations.dialogue.places import PlaceQuestion
from conversations.dialogue.plan import About, Branches, Part, Say
from knowledge.language import districts, reading
from knowledge.language.folding import clauses
from knowledge.language.places import PLACE_BY_NAME, Place, Site, places_in
from knowledge.splitting import last_heading

_THEIR_DAY = frozenset("puedo salgo saliendo trabajo llego llegando turno jale".split())
_ADDRESS_WORDS = frozenset({"donde", "direccion", "ubicacion", "ubicados", "where"})
_ON_HOLIDAYS = "¿abren los días festivos?"
_BY_WHICH_MEANS = re.compile(r"(?<!\w)(?:metro(?:bus)?|transporte|camion\w*|autobus\w*|combis?|a pie|caminando)(?!\w)")
_MOST_LOOKED_UP = 3  # branches that pages are asked about, one by one


def whose_hours(thinking: Thinking, question: str) -> ToolRequest | Site | None:
    """Return the one site of which hours are asked: named in the question, beside it, or spoken of shortly before."""
    if not places.says_hours(question) or reading.read(question).places:
        return None
    visit = thinking.state.visit.place if thinking.state.visit else ""
    for text in dict.fromkeys(filter(None, (question, thinking.said.text, visit, earlier.said_of_places(thinking)))):
        found = lookups.branches(thinking, text)
        if isinstance(found, ToolRequest) or found.curated:
            return found if isinstance(found, ToolRequest) else None
        if found.sites:
            return found.sites[0] if len(found.sites) == 1 else None
    return None


def of_its_hours(thinking: Thinking, question: str) -> str:
    """Return the clause that asks for hours, with the city spoken of: "solo puedo a las 8:30, ¿abren a esa hora?"."""
    asked = next((clause for clause in clauses(question) if places.says_hours(clause)), "")
    of_theirs = not _THEIR_DAY.isdisjoint(lexer.words(fold(question)))
    return (
        earlier.where_it_was(thinking, asked) if asked and of_theirs and not reading.read(question).places else question
    )


def with_the_way(thinking: Thinking, told: Step) -> Step:
    """Say beside an address that the way there is not known, where no page tells it; beside that the address."""
    parts = [part for part in each_of(told) if not isinstance(part, ToolRequest)]
    if len(parts) < len(each_of(told)):
        return told
    unknown = Say(unknown_wording.NOT_KNOWN["directions"])
    if unknown in parts:
        return joined(tuple(parts), _where_they_go(thinking))
    says_how = any(isinstance(part, Say) and _BY_WHICH_MEANS.search(fold(part.text)) for part in parts)
    return tuple(parts) if says_how else (unknown, *parts)


def _where_they_go(thinking: Thinking) -> Step:
    """Tell the address of the one site that a visit is at, or that was spoken of shortly before."""
    visit = thinking.state.visit.place if thinking.state.visit else ""
    for text in dict.fromkeys(filter(None, (visit, earlier.said_of_places(thinking)))):
        found = lookups.branches(thinking, text)
        if isinstance(found, ToolRequest):
            return found
        if len(found.found) == 1:
            return from_staff(thinking, text, found, PlaceQuestion(About.PLACE))
        if len(found.sites) == 1:
            return of_a_site(thinking, found.sites[0].name, found.sites[0])
    return ()


def answer(thinking: Thinking, question: str) -> Step:
    """Answer where we are, and when: from the branches that staff keep, or from the sites that pages tell of."""
    place = "" if place_questions.asks_of_all_of_them(question) else question
    found, pages = lookups.branches(thinking, place), lookups.excerpts(thinking, question)
    if isinstance(found, ToolRequest) or isinstance(pages, ToolRequest):
        return tuple(call for call in (found, pages) if isinstance(call, ToolRequest))
    if not found.curated:
        return _without_branches(thinking, question, found, pages)
    if not found.found:
        return _elsewhere(thinking, question, found)
    if places.says_holidays(question) and (of_holidays := _of_holidays(thinking)):
        return of_holidays
    told = from_staff(thinking, question, found, _asked_of(found, question))
    return told if isinstance(told, ToolRequest) else (*_introduced(found, question), *told)


def _of_holidays(thinking: Thinking) -> Step:
    """Tell what pages say of holidays, of which the weeks that staff keep say nothing."""
    pages = lookups.excerpts(thinking, _ON_HOLIDAYS)
    if isinstance(pages, ToolRequest):
        return pages
    return quoting.told(thinking, [page for page in pages if places.says_holidays(page.text)])


def _without_branches(thinking: Thinking, question: str, found: BranchesFound, pages: Sequence[Excerpt]) -> Step:
    """Answer from the sites that pages tell of: each of them, their cities, the one that is meant, or a passage."""
    if found.listed and _asks_of_each(question, found):
        return _each(thinking, question, found)
    if found.cities and places.says_hours(question) and (named := _cities_asked(question, found)):
        return _hours_of_each(thinking, named, found)
    if place_questions.asks_of_all_sites(question) and found.cities:
        return (Say(branch_wording.branches_are_in(found.cities)),)
    if len(found.sites) == 1 or (found.sites and found.nearest):
        return of_sites(thinking, question, found)
    if place_questions.asks_what_is_there(question) and not _all_are_there(question, found):
        return _none_there(found)
    sure = any(page.sure for page in pages)
    if not sure and found.cities and place_questions.asks_where_we_are(question):
        return (Say(branch_wording.branches_are_in(found.cities)),)
    elsewhere = _is_elsewhere(question, found) or (place_questions.asks_of_the_nearest(question) and found.cities)
    return from_pages.answer(thinking, question) if sure or not elsewhere else _none_there(found)


def _asked_of(found: BranchesFound, question: str) -> PlaceQuestion:
    """Return what is asked of branches: where and when together is their whole card, which has both."""
    heard = places.hear(question)
    where = not _ADDRESS_WORDS.isdisjoint(lexer.words(questions.respelled(question)))
    both = heard.about is About.HOURS and where
    return PlaceQuestion(About.PLACE) if both and all(one.hours.stated for one in found.found) else heard


def is_in_a_district(thinking: Thinking, question: str) -> ToolRequest | bool:
    """Whether it is asked where to see a car, and a site is where the customer says: "por el pedregal"."""
    if not questions.asks_where_to_see(question) or reading.read(question).places:
        return False
    found = lookups.branches(thinking, question)
    return found if isinstance(found, ToolRequest) else len(found.sites) == 1 or found.nearest


def from_staff(thinking: Thinking, question: str, found: BranchesFound, heard: PlaceQuestion) -> Step:
    """Answer from the branches; pages add what staff do not state, each of exactly that branch."""
    lacking = [branch for branch in found.found if _lacks(branch, heard)]
    told: list[Part] = []
    answered: set[int] = set()
    for branch in lacking if len(lacking) <= _MOST_LOOKED_UP else ():
        asked = "dirección" if heard.about is About.PLACE else "horario"
        pages = lookups.excerpts(thinking, f"{asked} de {branch.name}, {branch.city}", of=str(branch.id))
        if isinstance(pages, ToolRequest):
            return pages
        quoted = [part for excerpt in pages for part in _quoted(excerpt, branch, heard)]
        told += quoted
        has_more = heard.about is About.PLACE and branch.hours.stated
        answered |= {branch.id} if quoted and not has_more else set()
    if heard.about is About.PLACE and found.by_city:
        pages = lookups.excerpts(thinking, question)
        if isinstance(pages, ToolRequest):
            return pages
        others = ((joining.about_others(excerpt.text, found.found), excerpt.cited) for excerpt in pages)
        told += [Say(page_wording.quoted(text, url)) for text, url in others if text]
    ids = tuple(branch.id for branch in found.found if branch.id not in answered)
    return (*((Branches(ids, heard.about, heard.days),) if ids else ()), *told)


def _lacks(branch: BranchMatch, heard: PlaceQuestion) -> bool:
    return not (branch.address if heard.about is About.PLACE else branch.hours.stated)


def _quoted(excerpt: Excerpt, branch: BranchMatch, heard: PlaceQuestion) -> Sequence[Part]:
    """Quote what a page says of exactly this branch, where it says what is asked."""
    text = joining.about_only(excerpt.text, excerpt.heading, branch)
    if not text or (heard.about is not About.PLACE and not any(map(joining.states_hours, text.split("\n")))):
        return ()
    whose = "" if branch.name in text else f"{branch.name}\n"
    return (Say(page_wording.quoted(f"{whose}{text}", excerpt.cited)),)


def of_sites(thinking: Thinking, question: str, found: BranchesFound) -> Step:
    """Tell what a page says of the sites that are named, or nearest to the district that is."""
    return joined(_introduced(found, question), *(of_a_site(thinking, question, site) for site in found.sites))


def _introduced(found: BranchesFound, question: str) -> tuple[Say, ...]:
    """Say how sites were chosen, where it was by how near they are; or that a usual week is none of holidays."""
    if found.found and places.says_holidays(question):
        return (Say(branch_wording.HOLIDAYS_UNKNOWN),)
    cities = [*(site.city for site in found.sites), *(branch.city for branch in found.found)]
    if not found.nearest or not cities:
        return ()
    if districts.town_in(found.place) is not None:
        return (Say(branch_wording.NEAREST_TO_TOWN),)
    if len(cities) == 1:
        return (Say(branch_wording.NEAREST_SITE),)
    alike = len(set(cities)) == 1
    return (Say(branch_wording.NEAREST_SITES if alike else branch_wording.NEAREST_OF_EACH_CITY),)


def of_a_site(thinking: Thinking, question: str, site: Site) -> Step:
    """Tell what a page says of the site that is named; where it says no hours and they are asked for, that too."""
    pages = lookups.excerpts(thinking, site.name, of=site.name)
    if isinstance(pages, ToolRequest):
        return pages
    told = ((joining.about_only(page.text, page.heading, site), page) for page in pages)
    text, page = next(((text, page) for text, page in told if text), ("", None))
    if page is None:
        return from_pages.answer(thinking, question)
    lacking = places.hear(question).about is not About.PLACE and not any(map(joining.states_hours, text.split("\n")))
    unknown = (Say(branch_wording.no_hours([f"*{site.name}*"], any_known=False)),) if lacking else ()
    return *quoting.told(thinking, [replace(page, text=text)]), *unknown


def _elsewhere(thinking: Thinking, question: str, found: BranchesFound) -> Step:
    """Answer where staff keep no branch: a page may know one; else what there is, or that it is not known."""
    pages = lookups.excerpts(thinking, question)
    if isinstance(pages, ToolRequest):
        return pages
    if not pages and found.by_city and reading.read(question).asks_about_a_site:
        return _none_there(found)
    return from_pages.answer(thinking, question)


def _is_elsewhere(question: str, found: BranchesFound) -> bool:
    """Whether a site is asked for in a city where no page tells of one."""
    asked = reading.read(question)
    there = places_in(" ".join(found.cities))
    return bool(there and asked.places) and there.isdisjoint((*asked.places, *asked.nearest_places))


def _all_are_there(question: str, found: BranchesFound) -> bool:
    """Whether pages tell of a site in every city that is named."""
    return set(reading.read(question).places) <= places_in(" ".join(found.cities))


def _asks_of_each(question: str, found: BranchesFound) -> bool:
    """Whether the sites of several cities, or of a state that a city serves beyond its border, are told one by one."""
    if place_questions.asks_of_each_site(question):
        return True
    named = reading.read(question).places
    in_a_state = any(place.posts_to(site.address) for place in named for site in found.listed)
    return in_a_state and not found.sites and places.asks(question) and places.hear(question).about is About.PLACE


def _each(thinking: Thinking, question: str, found: BranchesFound) -> Step:
    """Tell the sites city by city, by the page that tells of them, and whether one of the places named has none."""
    asked = f"sedes en {found.listed[0].city}"
    pages = lookups.excerpts(thinking, asked, of=asked)
    if isinstance(pages, ToolRequest):
        return pages
    of_them = (page for page in pages if any(site.name in page.text for site in found.listed))
    page = next((page.cited for page in of_them), "")
    there = places_in(" ".join(found.cities))
    named = reading.read(question).places
    lacks_one = any(place not in there and PLACE_BY_NAME.get(place.nearest) not in there for place in named)
    told = Say(page_wording.quoted(branch_wording.of_each_city(found.listed), page))
    return (told, Say(branch_wording.NONE_ELSEWHERE)) if lacks_one else (told,)


def _cities_asked(question: str, found: BranchesFound) -> tuple[Place, ...]:
    """Return the several cities that hours are asked of: those named, or all where nothing says which."""
    named = tuple(reading.read(question).places)
    if named or found.sites or places.says_holidays(question):
        return named if len(named) > 1 else ()
    return tuple(place for city in found.cities for place in places_in(city))


def _hours_of_each(thinking: Thinking, named: Sequence[Place], found: BranchesFound) -> Step:
    """Tell the hours in every city asked, by the passages that state them; of which none does; and where none is."""
    cities = {place: city for city in found.cities for place in places_in(city)}
    asked = {place: lookups.excerpts(thinking, f"horario en {cities[place]}") for place in named if place in cities}
    if calls := tuple(pages for pages in asked.values() if isinstance(pages, ToolRequest)):
        return calls
    found_there = {place: pages for place, pages in asked.items() if not isinstance(pages, ToolRequest)}
    stated = {place: [page for page in pages if _states_its_hours(page, place)] for place, pages in found_there.items()}
    told = quoting.told(thinking, [_called_by_its_site(page) for pages in stated.values() for page in pages])
    unstated = [cities[place] for place, pages in stated.items() if not pages]
    unknown = (Say(branch_wording.no_hours(unstated, any_known=bool(told))),) if unstated else ()
    elsewhere = (Say(branch_wording.NONE_ELSEWHERE),) if len(asked) < len(named) else ()
    return *told, *unknown, *elsewhere


def _states_its_hours(page: Excerpt, place: Place) -> bool:
    return place in places_in(f"{page.heading} {page.text}") and any(map(joining.states_hours, page.text.split("\n")))


def _called_by_its_site(page: Excerpt) -> Excerpt:
    """Return a passage with the heading that says whose hours it tells, where its text does not."""
    whose = last_heading(page.heading)
    return page if not whose or whose in page.text else replace(page, text=f"{whose}\n{page.text}")


def _none_there(found: BranchesFound) -> tuple[Part, ...]:
    return (Say(wording.no_branch_there(found.cities)),)


def near_where_they_are(thinking: Thinking, question: str) -> str:
    """Return a question with where the customer said they are: "vivo por Coapa" a turn ago, the city of a district."""
    if districts.named(question):
        city = "" if reading.read(question).places else districts.city_of(question)
        return f"en {city}, {question}" if city else earlier.where_it_was(thinking, question)
    if questions.asks_where_to_see(question):
        return earlier.where_it_was(thinking, question)  # "soy de San Luis", a turn ago
    if not place_questions.asks_of_the_nearest(question):
        return question
    said = earlier.said_of_places(thinking)
    return f"{said}\n{question}" if said else question
