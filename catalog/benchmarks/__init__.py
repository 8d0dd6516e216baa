"""What the catalogue promises, measured: names heard, cars found, files taken in."""

from catalog.benchmarks import files, names_and_cars

__all__ = ["files", "names_and_cars"]
