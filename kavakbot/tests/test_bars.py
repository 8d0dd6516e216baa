"""Bars stand for what they say, on an axis that reads in round figures."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kavakbot import bars
from kavakbot.bars import PLOT_HEIGHT, TOP, Column


def drawn(*figures: tuple[object, ...]) -> bars.Chart:
    return bars.chart([Column(tuple(map(Decimal, one)), told="") for one in figures], title="", parts=())


def test_bars_are_as_high_as_their_figures_and_stand_on_the_axis():
    chart = drawn((60_000, 20_000), (90_000, 10_000))
    assert [line.label for line in chart.gridlines] == ["0", "20 mil", "40 mil", "60 mil", "80 mil", "100 mil"]
    first, second = chart.bars
    # 200 pixels are 100,000: 60,000 are 120, and 20,000 stand on them with 40.
    (lower, height), (upper, above) = first.parts
    assert (height, above) == ("120.00", "40.00")
    assert float(lower) + 120 == TOP + PLOT_HEIGHT
    assert float(upper) + 40 == float(lower)
    assert [height for _, height in second.parts] == ["180.00", "20.00"]
    assert (first.x, first.middle, second.middle) == ("9.00%", "25.00%", "75.00%")


@given(
    st.lists(
        st.tuples(st.integers(min_value=0, max_value=10**14), st.integers(min_value=0, max_value=10**14)),
        min_size=1,
        max_size=10,
    )
)
def test_every_chart_fits_its_frame_in_a_few_steps(parts):
    chart = drawn(*((Decimal(lower) / 100, Decimal(upper) / 100) for lower, upper in parts))
    assert 2 <= len(chart.gridlines) <= 6
    assert all(float(y) >= TOP - 0.01 for bar in chart.bars for y, _ in bar.parts)
    assert float(chart.gridlines[-1].y) == TOP
    highest = max(sum(float(height) for _, height in bar.parts) for bar in chart.bars)
    assert not any(map(sum, parts)) or PLOT_HEIGHT * 0.49 <= highest <= PLOT_HEIGHT + 0.02
