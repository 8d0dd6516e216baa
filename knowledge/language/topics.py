"""Topics of a car seller's knowledge, as data: the words customers use, and the words that pages use (topics.tsv)."""

from dataclasses import dataclass
from pathlib import Path

from knowledge.language.tables import rows


@dataclass(frozen=True)
class Topic:
    """A topic: folded triggers (`*` ends a prefix, several words are a phrase), and what pages say instead."""

    name: str
    triggers: tuple[str, ...]
    pages_say: tuple[str, ...]


SITE = "site"
HOURS = "hours"


def _load() -> tuple[Topic, ...]:
    return tuple(
        Topic(name, tuple(part.strip() for part in triggers.split(",")), tuple(pages_say.split()))
        for name, triggers, pages_say in rows(Path(__file__).parent / "topics.tsv")
    )


TOPICS = _load()

# Words that carry grammar, courtesy or the whole trade: they say nothing about which passage answers.
STOP_WORDS = frozenset(
    """
    a ahi ahora al algo aparte aqui algun alguna algunas algunos alla alli and andan ando ante antes are asi at atras
    aun aunque auto automovil automoviles autos bien buen buena buenas bueno buenos cada camioneta can car carro carros
    cars casi chance chidos coche coches como compra comprar compras compro con cosa cosas cual cuales cualquier
    cuando cuanta cuantas cuanto cuantos cuarto cuentan dale dame dan dar darme das de decir del desde despues
    di dia dias dice digan diganme digo dime dio dnd do does dos duda e eh el ella ellos en entonces entre era
    eran es esa esas ese eso esos esta estaba estamos estan estar estas este esto estos estoy favor for fue
    fuerzas funciona gente gracias gusta gustan gustaria ha hace hacen hacer hacia hagan hagas hago han haria
    hasta have hay hello hi hola how i igual in info informacion ir is it jaja k kavak ke kiero kisiera kiubo la
    las le les llego lo los luego manejan mas me menos mexico mi miro mis misma mismo modo momento mucho muy my
    nada nave naves necesita necesito neta ni no noche nos nosotros o ocupo of ofrece ofrecen oiga onda otra
    otras otro otros oye pa padre pal para parte pasa pasan pasar pasaria pero please plis pls poco poder podria
    podrian por porfa porfavor porfis porque pq primero puede pueden puedo pues q que queda quedan quien quiera
    quiere quieren quiero quisiera rollo sabe saben saber sacar sacarlo se sea segun segundo seminuevo
    seminuevos ser seria serian si sido sin sirve sobre solo son soy stan su sucede sucederia suelen sus ta tal
    tambien tampoco tan tanto tarde te tener tengo tercero thanks the there ti tiene tienen tienes to toda todas
    todo todos total trae traen tu tus u ultimo un una unas uno unos usado usados usted ustedes va vale van vea
    vehiculo vehiculos veo ver verdad ves vez voy we what which x xfa y ya yo you your
    """.split()
)
