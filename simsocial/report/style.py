"""One look for all pictures: quiet, readable in black and white, the same on every machine.

Matplotlib is imported when a picture is drawn, not before, and always with the Agg backend.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simsocial.report.picture import Picture
from simsocial.report.table import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure
    from matplotlib.text import Text

__all__ = [
    "INK", "LIGHT", "MUTED", "SERIES", "WIDTH", "Line", "beside", "direct_labels", "name_rows", "save", "styled",
    "tick_decimals", "tidy", "write_ticks",
]  # fmt: skip

INK = "#1b1b1b"
MUTED = "#6b6b6b"
LIGHT = "#cfd6dc"
WIDTH = 7.1
"""Width of a picture in inches: the text width of an A4 page."""
_TITLE_INCHES, _LINE_INCHES = 0.28, 0.13
_LEAST_TITLE = 8.0
"""Points below which a title takes two lines."""
_NAME_SIGNS = 26
_FEW_OPTIONS = 2


@dataclass(frozen=True)
class Line:
    """Look of one scenario: colour, dash and marker differ together, so each alone would do."""

    color: str
    dash: str | tuple[int, tuple[float, ...]]
    marker: str


SERIES = (
    Line("#1b1b1b", "-", "o"),
    Line("#0072B2", (0, (5.0, 2.0)), "s"),
    Line("#D55E00", (0, (1.2, 1.4)), "^"),
    Line("#009E73", (0, (6.0, 1.5, 1.2, 1.5)), "D"),
    Line("#AA4499", (0, (3.0, 1.2)), "v"),
)
"""Looks in the order of the scenarios, the status quo first (colours after Okabe and Ito)."""

_SETTINGS: dict[str, Any] = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 8.5,
    "axes.titlesize": 9.0,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 8.0,
    "axes.labelcolor": MUTED,
    "axes.edgecolor": MUTED,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": True,
    "text.color": INK,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelsize": 8.0,
    "ytick.labelsize": 8.0,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "lines.linewidth": 1.6,
    "hatch.linewidth": 0.7,
    "legend.frameon": False,
    "figure.dpi": 100,
    "savefig.dpi": 160,
    "svg.fonttype": "none",
    # Names from tables are texts: two dollar signs in one must not be read as a formula.
    "text.parse_math": False,
}


@contextmanager
def styled(salt: str) -> Iterator[None]:
    """Draw in the style of simsocial.

    Parameters
    ----------
    salt : str
        Name of the picture; makes the identifiers inside its SVG its own and the same in every run.
    """
    import matplotlib as mpl

    mpl.use("Agg")
    settings: Any = {**_SETTINGS, "svg.hashsalt": salt}
    with mpl.rc_context(settings):
        yield


def save(
    figure: Figure,
    folder: Path,
    name: str,
    title: str,
    caption: str,
    source: str,
    numbers: Table | None = None,
) -> Picture:
    """Write a picture as SVG and PNG with its title above and its source line below, and forget it.

    Parameters
    ----------
    figure : Figure
        Finished picture.
    folder : Path
        Existing folder.
    name : str
        File name without suffix.
    title : str
        Line at the top: a picture that is taken into other papers still says what it shows.
    caption : str
        What a reader has to know, beside the picture.
    source : str
        Line at the lower right.
    numbers : Table, optional
        What it shows as a table.
    """
    from matplotlib.transforms import Bbox

    width, height = figure.get_size_inches()
    head = figure.text(0.005, 1.0 + 0.07 / height, title, va="bottom", fontsize=10, fontweight="bold")
    more = _fit_title(head, 0.95 * figure.bbox.width)
    whole = Bbox.from_bounds(0.0, 0.0, width, height + _TITLE_INCHES + more * _LINE_INCHES)
    figure.text(0.995, 0.03 / height, source, ha="right", va="bottom", fontsize=7, color=MUTED)
    vector, bitmap = folder / f"{name}.svg", folder / f"{name}.png"
    figure.savefig(vector, metadata={"Date": None, "Title": title}, bbox_inches=whole)
    figure.savefig(bitmap, metadata={"Software": "simsocial", "Title": title}, bbox_inches=whole)
    figure.clear()
    return Picture(name, title, caption, vector, bitmap, numbers)


def _fit_title(head: Text, room: float) -> int:
    """Write a title that is too long in smaller letters, then on two lines; return how many more it has than one."""
    size = 10.0
    while size > _LEAST_TITLE and head.get_window_extent().width > room:
        size -= 0.5
        head.set_fontsize(size)
    words, width = head.get_text(), head.get_window_extent().width
    if width > room:
        signs = max(int(room / width * len(words)), len(words) // 2 + 6)
        head.set_text("\n".join(textwrap.wrap(words, signs)))
    return head.get_text().count("\n")


def tidy(axes: Axes, *, grid: str | None = None) -> None:
    """Take away what carries no meaning; keep light lines along one axis if asked for."""
    axes.tick_params(length=0 if grid else 2.5)
    if grid in ("x", "y"):
        axes.grid(axis=grid, color="#e3e6e8", linewidth=0.6)  # type: ignore[arg-type]
        axes.set_axisbelow(True)


def name_rows(axes: Axes, names: Sequence[str], signs: int = _NAME_SIGNS) -> float:
    """Write names at the rows of an axis, long ones on two lines, and return the room they need.

    Parameters
    ----------
    axes : Axes
        Its rows lie at 0, 1, 2, ...
    names : sequence of str
        One a row.
    signs : int
        Beyond these a name takes two lines.

    Returns
    -------
    float
        Width of the widest, as a share of the picture.
    """
    axes.set_yticks(range(len(names)), [textwrap.fill(name, signs) for name in names], color=INK)
    figure = axes.get_figure()
    if figure is None:
        return 0.0
    widest = max((label.get_window_extent().width for label in axes.get_yticklabels()), default=0.0)
    return float(widest / figure.bbox.width)


def write_ticks(axis: Axis, write: Callable[[float, int], str]) -> None:
    """Write the ticks of an axis as the reader writes numbers, with the decimals their spacing needs.

    Parameters
    ----------
    axis : Axis
        ``axes.xaxis`` or ``axes.yaxis``.
    write : callable
        Text of a number with a count of decimals.
    """
    axis.set_major_formatter(lambda value, _: write(value, tick_decimals(axis.get_majorticklocs())))


def tick_decimals(ticks: Iterable[float]) -> int:
    """Return the decimals without which some ticks would be rounded.

    Examples
    --------
    >>> tick_decimals([0.0, 0.25, 0.5]), tick_decimals([0, 1000])
    (2, 0)
    """
    values = [float(tick) for tick in ticks]
    error = 1e-6 * max((abs(value) for value in values), default=0.0)
    exact = (d for d in range(9) if all(abs(round(value, d) - value) <= error for value in values))
    return next(exact, 9)


def beside(options: int) -> tuple[float, float]:
    """Return width and height in inches of one of two pictures beside each other on the first page.

    The fewer options, the more room they leave on it.

    Examples
    --------
    >>> beside(2), beside(4)
    ((3.5, 2.0), (3.5, 1.55))
    """
    return 3.5, 2.0 if options <= _FEW_OPTIONS else 1.55


def direct_labels(heights: list[float], gap: float) -> list[float]:
    """Move labels apart so that neighbours are at least `gap` from each other, keeping their order.

    Parameters
    ----------
    heights : list of float
        Wanted heights, in data units.
    gap : float
        Least distance.

    Returns
    -------
    list of float
        Heights in the order given.

    Examples
    --------
    >>> direct_labels([1.0, 1.1, 5.0], 1.0)
    [0.55, 1.55, 5.0]
    """
    order = sorted(range(len(heights)), key=lambda index: heights[index])
    groups: list[list[int]] = []
    centers: list[float] = []
    for index in order:
        groups.append([index])
        centers.append(heights[index])
        while len(groups) > 1 and centers[-1] - centers[-2] < gap * (len(groups[-1]) + len(groups[-2])) / 2:
            last = groups.pop()
            centers.pop()
            groups[-1] += last
            centers[-1] = sum(heights[p] for p in groups[-1]) / len(groups[-1])
    result = [0.0] * len(heights)
    for group, center in zip(groups, centers, strict=True):
        for rank, index in enumerate(group):
            result[index] = round(center + (rank - (len(group) - 1) / 2) * gap, 10)
    return result
