"""A line chart as SVG, for the pictures of our documentation; any viewer of text can compare two of them."""

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _BOTTOM = 760, 300, 52, 30, 610, 270
_COLOURS = ("#2563eb", "#d97706", "#059669", "#dc2626", "#7c3aed", "#6b7280", "#0891b2")
_STEPS = 4

Points = Sequence[tuple[float, float]]


def svg(title: str, lines: Mapping[str, Points], *, across: str) -> str:
    """Draw lines by name over a common width, both axes from 0; `across` is the unit of what goes across."""
    widest = max(x for points in lines.values() for x, _ in points) or 1.0
    highest = _rounded_up(max(y for points in lines.values() for _, y in points))
    frame = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
    parts = [
        f'<svg {frame} font-family="sans-serif" font-size="12" fill="#111827">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
        f'<text x="{_LEFT}" y="18">{escape(title)}</text>',
    ]
    for step in range(_STEPS + 1):
        y, x = _BOTTOM - (_BOTTOM - _TOP) * step / _STEPS, _LEFT + (_RIGHT - _LEFT) * step / _STEPS
        label = _figure(widest * step / _STEPS) + (f" {across}" if step == _STEPS else "")
        parts += [
            f'<path d="M{_LEFT} {y:g}H{_RIGHT}" stroke="#e5e7eb"/>',
            f'<text x="{_LEFT - 6}" y="{y + 4:g}" text-anchor="end">{_figure(highest * step / _STEPS)}</text>',
            f'<text x="{x:g}" y="{_BOTTOM + 20}" text-anchor="middle">{escape(label)}</text>',
        ]
    for number, (name, points) in enumerate(lines.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        drawn = " ".join(f"{_x(x, widest):.1f},{_y(y, highest):.1f}" for x, y in points)
        parts += [
            f'<polyline points="{drawn}" fill="none" stroke="{colour}" stroke-width="1.5"/>',
            f'<text x="{_RIGHT + 10}" y="{_TOP + 10 + 18 * number}" fill="{colour}">{escape(name)}</text>',
        ]
    return "\n".join([*parts, "</svg>", ""])


def _figure(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.2g}"


def _x(value: float, widest: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * value / widest


def _y(value: float, highest: float) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * value / highest


def _rounded_up(value: float) -> float:
    """Return the next value whose quarters are short to write."""
    scale = 1.0
    while scale * 10 <= value:
        scale *= 10
    while scale > value > 0:
        scale /= 10
    return next((scale * step for step in (1, 2, 4, 6, 8, 10) if scale * step >= value), 1.0) or 1.0
