"""Places that customers name, with the ways they write them; a place may name the city whose sites are nearest."""

import re
from dataclasses import dataclass
from functools import lru_cache

from knowledge.language.folding import words


@dataclass(frozen=True)
class Place:
    """A place: its names as folded words, and the larger city that serves it, if any."""

    names: tuple[str, ...]
    nearest: str = ""

    def posts_to(self, address: str) -> bool:
        """Tell whether an address has a post code of this place; of few places it is known which those are."""
        codes = _POST_CODES.get(self.names[0])
        return codes is not None and any(code[:2] in codes for code in _POST_CODE.findall(address))


@dataclass(frozen=True)
class Site:
    """A site of ours as a page names it, its city, and its address as far as the page states one."""

    name: str
    city: str
    address: str = ""


# The first two figures of the post codes of a state that one city serves from both sides of its border.
_POST_CODES = {"estado de mexico": frozenset("50 51 52 53 54 55 56 57".split())}
_POST_CODE = re.compile(r"(?<!\d)\d{5}(?!\d)")

# `|` divides places, `,` the names of one, and `> city` says whose sites are nearest.
_LINES = """
ciudad de mexico, cdmx, df, d f, distrito federal, cd de mexico, ciudad mexico, cd mx, mexico city, \
en la capital, de la capital, por la capital, la capital del pais, chilango, chilanga
guadalajara, gdl, guanatos, tapatio, tapatia, tapatios
monterrey, mty, regio, regia, regiomontano, regiomontana
puebla, pue, poblano, poblana
queretaro, qro, queretano, queretana
cuernavaca, cuerna, cuernavaquense
tijuana, tj | mexicali | ensenada | rosarito | tecate | baja california | baja california sur
la paz | los cabos, cabo san lucas, san jose del cabo
merida | cancun | playa del carmen | chetumal | cozumel | tulum | campeche | ciudad del carmen | yucatan | quintana roo
toluca | metepec | pachuca | tulancingo | tlaxcala | apizaco
leon | irapuato | celaya | salamanca | guanajuato | san miguel de allende | silao
aguascalientes, ags
san luis potosi, san luis, slp
torreon | saltillo | monclova | piedras negras | coahuila | gomez palacio
chihuahua | ciudad juarez, cd juarez, juarez | delicias | parral
hermosillo | ciudad obregon, cd obregon, obregon | nogales | guaymas | navojoa | sonora
culiacan | mazatlan | los mochis | sinaloa | durango | zacatecas | fresnillo
tepic | nayarit | bahia de banderas | puerto vallarta, vallarta | colima | manzanillo
morelia | uruapan | lazaro cardenas | zamora | michoacan
acapulco | chilpancingo | zihuatanejo | ixtapa | oaxaca | salina cruz | tuxtepec | puerto escondido
tuxtla gutierrez, tuxtla | tapachula | san cristobal de las casas | chiapas | villahermosa | tabasco
veracruz | xalapa, jalapa | coatzacoalcos | orizaba | poza rica | boca del rio | minatitlan
tampico | reynosa | matamoros | nuevo laredo | ciudad victoria, cd victoria | tamaulipas
bogota | medellin | lima | buenos aires | santiago de chile | sao paulo | madrid | miami | houston | los angeles
jalisco, jal > guadalajara
nuevo leon, n l, nl > monterrey
morelos > cuernavaca
estado de mexico, edomex, edo mex, edo de mexico > ciudad de mexico
zapopan > guadalajara | tlaquepaque > guadalajara | tonala > guadalajara | tlajomulco, tlajo > guadalajara
san pedro garza garcia, san pedro garza, san pedro > monterrey
san nicolas de los garza > monterrey | apodaca > monterrey
naucalpan > ciudad de mexico | ecatepec > ciudad de mexico | tlalnepantla, tlalne > ciudad de mexico
coacalco > ciudad de mexico | nezahualcoyotl, neza > ciudad de mexico | cuautitlan > ciudad de mexico
coyoacan > ciudad de mexico | iztapalapa > ciudad de mexico | azcapotzalco, azcapo > ciudad de mexico
linares > monterrey | montemorelos > monterrey | cadereyta > monterrey
santa catarina > monterrey | escobedo > monterrey
atlixco > puebla | tehuacan > puebla | san martin texmelucan > puebla
san juan del rio > queretaro | tequisquiapan > queretaro
chapala > guadalajara | ajijic > guadalajara | tepatitlan > guadalajara | cuautla > cuernavaca | temixco > cuernavaca
texcoco > ciudad de mexico | ixtapaluca > ciudad de mexico | tultitlan > ciudad de mexico
huixquilucan > ciudad de mexico | tlalpan > ciudad de mexico | xochimilco > ciudad de mexico
guadalupe > monterrey | cholula > puebla | jiutepec > cuernavaca
"""


def _place(entry: str) -> Place:
    names, _, nearest = entry.partition(">")
    return Place(tuple(name.strip() for name in names.split(",")), nearest.strip())


PLACES = tuple(_place(entry) for line in _LINES.strip().splitlines() for entry in line.split("|"))

PLACE_BY_NAME = {name: place for place in PLACES for name in place.names}
# Longest first, so that Nuevo León is never León.
_NAMES = re.compile(rf"\b({'|'.join(sorted(PLACE_BY_NAME, key=len, reverse=True))})\b")


@lru_cache(maxsize=256)
def places_in(text: str) -> frozenset[Place]:
    """Return the places that `text` names."""
    return frozenset(PLACE_BY_NAME[name] for name in _NAMES.findall(" ".join(words(text))))


def take_places(asked: list[str]) -> tuple[tuple[Place, ...], list[str]]:
    """Return the places that the folded words name, and the words that are left."""
    text = " ".join(asked)
    found = dict.fromkeys(PLACE_BY_NAME[name] for name in _NAMES.findall(text))
    return tuple(found), _NAMES.sub(" ", text).split()
