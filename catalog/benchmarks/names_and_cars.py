"""What the catalogue promises: misspelt names are heard, in no time, and found as fast as names written right."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import cycle
from pathlib import Path

from django.db import connection
from rapidfuzz import fuzz, process

from catalog import search
from catalog.car_file import CarRow, read_cars
from catalog.criteria import CarCriteria
from catalog.evaluation import scoring
from catalog.evaluation.scoring import Door, Heard, Hears
from catalog.evaluation.spellings import Spelling, Spread, many_names, misspelt
from catalog.models import Car
from catalog.spelling import Vocabulary
from kavakbot.benchmarking import Goal, Measurement, benchmark, side_by_side
from kavakbot.errors import KavakbotError

SAMPLE = Path(__file__).parent.parent / "sample" / "cars.csv"
RECALL = {1: Goal("ours", 0.97, at_least=True), 2: Goal("ours", 0.90, at_least=True)}
FEW_WRONG = Goal("ours", 0.02, at_least=False)
NO_FALSE_CAR = Goal("ours", 0, at_least=False)
TWICE_THE_EXACT_QUERY = Goal("ratio", 2, at_least=False)
HALF_A_MILLISECOND = Goal("ours", 0.5, at_least=False)


class ReferenceMissing(KavakbotError):
    """A package that only the benchmarks use is not installed: `make bench` installs it."""

    code = "reference_missing"


def sample_names() -> list[tuple[str, str]]:
    with SAMPLE.open("rb") as file:
        return sorted({(row.make or "", row.model or "") for row in read_cars(file) if isinstance(row, CarRow)})


# ── Spelling ────────────────────────────────────────────────────────────────────────────────────────────────────
@benchmark("spelling")
def spelling(quick: bool) -> Iterator[Measurement]:
    """Measure recall, wrong models and false cars on our sample, beside two scorers that take the likest name."""
    cars = sample_names()
    known = Vocabulary(cars)
    likest = {"WRatio 70": _likest(cars, _w_ratio), "thefuzz ratio 70": _likest(cars, _thefuzz_ratio())}
    for errors, goal in RECALL.items():
        for door in scoring.doors(known):
            spread: Spread = "anywhere" if door.needs_make else "model"
            asked = misspelt(cars, count=400 if quick else 2000, errors=errors, seed=2026, spread=spread)
            ours = scoring.score(asked, door.hears)
            work = f"{errors} {'slip' if errors == 1 else 'slips'}, {door.name}"
            for name, hears in likest.items():
                theirs = scoring.score(asked, _through(door, hears))
                promised = door.needs_make and name == "WRatio 70"
                recall, wrong = (goal, FEW_WRONG) if promised else (None, None)
                yield Measurement(f"{work}: recall", ours.recall, "share", theirs.recall, name, recall)
                yield Measurement(f"{work}: wrong model", ours.wrong, "share", theirs.wrong, name, wrong)
    yield from _false_cars(known, likest)


def _through(door: Door, hears: Callable[[str], Heard]) -> Hears:
    return lambda spelling: hears(door.says(spelling))


def _false_cars(known: Vocabulary, likest: Mapping[str, Callable[[str], Heard]]) -> Iterator[Measurement]:
    sentences = scoring.ordinary_sentences()
    ours = scoring.false_cars(sentences, lambda sentence: bool(known.mentions(sentence)))
    for name, hears in likest.items():
        theirs = [sentence for sentence in sentences if hears(sentence) != scoring.NOTHING]
        goal = NO_FALSE_CAR if name == "WRatio 70" else None
        yield Measurement(f"false cars in {len(sentences)} sentences", len(ours), "cars", len(theirs), name, goal)


def _likest(cars: Iterable[tuple[str, str]], best: Callable[[str, list[str]], str | None]) -> Callable[[str], Heard]:
    """Return what takes the name most like a text when it is 70 % like it: how most shops do it."""
    car_by_name = {f"{make} {model}".lower(): (make, model) for make, model in cars}
    names = list(car_by_name)

    def hears(text: str) -> Heard:
        found = best(text, names)
        return car_by_name[found] if found else scoring.NOTHING

    return hears


def _w_ratio(text: str, names: list[str]) -> str | None:
    found = process.extractOne(text, names, scorer=fuzz.WRatio, score_cutoff=70)
    return found[0] if found else None


def _thefuzz_ratio() -> Callable[[str, list[str]], str | None]:
    try:
        from thefuzz import fuzz as plain  # only the benchmarks need it
    except ImportError as error:
        raise ReferenceMissing("thefuzz is not installed; it is one of the development dependencies.") from error

    def best(text: str, names: list[str]) -> str | None:
        score, name = max((plain.ratio(text, name), name) for name in names)
        return name if score >= 70 else None

    return best


# ── Resolver ────────────────────────────────────────────────────────────────────────────────────────────────────
@benchmark("resolver")
def resolver(quick: bool) -> Iterator[Measurement]:
    """Time one make and model among 2,000 names of ours, every one typed wrong in its own way."""
    cars = list(many_names(2000))
    known = Vocabulary(cars)
    names = [f"{make} {model}" for make, model in cars]
    for errors in (1, 2):
        typed = misspelt(cars, count=400 if quick else 2000, errors=errors, seed=2026)
        theirs, ours = iter(cycle(typed)), iter(cycle(typed))

        def plain(theirs: Iterator[Spelling] = theirs) -> object:
            return process.extractOne(next(theirs).text, names, scorer=fuzz.WRatio)

        def resolve(ours: Iterator[Spelling] = ours) -> object:
            spelling = next(ours)
            return known.resolve(spelling.typed_make, spelling.typed_model)

        reference, milliseconds = side_by_side(plain, resolve, rounds=len(typed), same_answer=False)
        yield Measurement(f"2,000 names, {errors} slips", milliseconds, "ms", reference, "WRatio", HALF_A_MILLISECOND)


# ── Search ──────────────────────────────────────────────────────────────────────────────────────────────────────
_TYPED = (("nisan", "verza"), ("nissan", "berza"), ("nizan", "versaa"), ("nisssan", "vers"))


@benchmark("search", database=True)
def searching(quick: bool) -> Iterator[Measurement]:
    """Time a misspelt search, page of five and total, beside the same answer from the exact indexed query."""
    for count in (10_000, 100_000) if quick else (10_000, 100_000, 1_000_000):
        yield from searching_among(count, rounds=200 if count <= 100_000 else 60)


def searching_among(count: int, *, rounds: int) -> Iterator[Measurement]:
    """Measure among that many cars; ILIKE and pg_trgm only give the scale."""
    fill(count)
    typed = cycle(_TYPED)

    def misspelt_search() -> object:
        make, model = next(typed)
        found = search.search(CarCriteria(makes=(make,), models=(model,)), limit=5)
        return [car.id for car in found.cars], found.total

    exact, ours = side_by_side(_exactly, misspelt_search, rounds=rounds)
    yield Measurement(f"{count:,} cars", ours, "ms", exact, "exact query", TWICE_THE_EXACT_QUERY, size=count)
    # A wish that nobody has made before is understood and written as SQL first.
    limits = cycle(Decimal(400_000 + 137 * number) for number in range(10_000))
    exact, ours = side_by_side(
        lambda: _exactly(next(limits)), lambda: _wished(next(limits)), rounds=rounds, same_answer=False
    )
    yield Measurement(f"{count:,} cars, each wish new", ours, "ms", exact, "exact query", TWICE_THE_EXACT_QUERY)
    for against, condition in (("ILIKE", "model ILIKE '%versa%'"), ("pg_trgm", "similarity(model, 'verza') > 0.4")):
        theirs, ours = side_by_side(_by(condition), misspelt_search, rounds=5, same_answer=False)
        yield Measurement(f"{count:,} cars", ours, "ms", theirs, against, size=count)


def _wished(most: Decimal) -> object:
    found = search.search(CarCriteria(makes=("nisan",), models=("verza",), max_price=most), limit=5)
    return found.total


def _exactly(most: Decimal | None = None) -> object:
    cars = Car.objects.live().available().filter(make="Nissan", model="Versa")
    cars = cars if most is None else cars.filter(price__lte=most)
    page = [search.snapshot(car) for car in cars.order_by("price", "-year", "stock_id")[:5]]
    return [car.id for car in page], cars.count()


def _by(condition: str) -> Callable[[], object]:
    live = "FROM catalog_car WHERE status = 'available' AND deleted_at IS NULL AND make ILIKE 'nissan'"
    statement = f"SELECT *, count(*) OVER () {live} AND {condition} ORDER BY price, year DESC, stock_id LIMIT 5"

    def ask() -> object:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()

    return ask


def fill(count: int) -> None:
    """Put `count` cars in the place of all others: the sample's makes and models at random prices and years."""
    cars = sample_names()
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        cursor.execute("TRUNCATE catalog_car CASCADE")
        cursor.execute("SELECT setseed(0.5)")
        cursor.execute(
            """
            INSERT INTO catalog_car
                (id, stock_id, make, model, version, year, price, km, status, created_at, updated_at)
            SELECT gen_random_uuid(), n,
                   (%(makes)s::text[])[1 + n %% %(kinds)s], (%(models)s::text[])[1 + n %% %(kinds)s],
                   '1.6 ADVANCE CVT', 2010 + n %% 15, 90000 + (random() * 500000)::int, (random() * 150000)::int,
                   'available', now(), now()
            FROM generate_series(1, %(count)s) AS n
            """,
            {
                "makes": [make for make, _ in cars],
                "models": [model for _, model in cars],
                "kinds": len(cars),
                "count": count,
            },
        )
        cursor.execute("ANALYZE catalog_car")
