"""Ticks say what stands at them."""

from __future__ import annotations

import pytest
from matplotlib.figure import Figure

from simsocial.report.catalog import Catalog
from simsocial.report.curve_labels import name_ends
from simsocial.report.style import save, styled, tick_decimals, write_ticks
from simsocial.report.texts import Texts


@pytest.mark.parametrize(
    ("ticks", "decimals"),
    [([0, 0.25, 0.5], 2), ([-7.5, -5.0], 1), ([0, 2000], 0), ([0.1 + 0.2, 0.1], 1), ([], 0), ([0.0], 0)],
)
def test_ticks_get_the_decimals_their_spacing_needs(ticks, decimals):
    assert tick_decimals(ticks) == decimals


def test_no_two_ticks_of_an_axis_read_the_same():
    axes = Figure().subplots()
    axes.set_xlim(0.0, 0.013)
    write_ticks(axes.xaxis, Texts("de").signed)
    labels = [label.get_text() for label in axes.get_xticklabels()]
    assert len(set(labels)) == len(labels) > 3
    assert "+0,002" in labels


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("Kita", 1),
        ("ost VG Oberes Saaletal-Ost: Plätze und Nachfrage", 1),
        ("16076017 Verwaltungsgemeinschaft Am Großen Ettersberg: Plätze und Nachfrage", 2),
    ],
)
def test_no_title_is_cut_off(tmp_path, title, lines):
    with styled("probe"):
        figure, seen = Figure(figsize=(3.5, 1.5)), []
        figure.savefig = lambda *_, **__: seen.append(
            (figure.texts[0].get_text(), figure.texts[0].get_window_extent().x1)
        )
        save(figure, tmp_path, "probe", title, "", "")
        shown, right = seen[0]
        assert shown.replace("\n", " ") == title
        assert shown.count("\n") == lines - 1
        assert right < figure.bbox.x1


def test_names_at_the_ends_of_curves_stay_in_the_picture():
    catalog = Catalog(Texts("de"), {"scenarios": {"a": {"title": "Kitas im Osten zusammenlegen"}, "b": {}}})
    with styled("probe"):
        figure = Figure(figsize=(3.5, 1.5))
        axes = figure.add_axes((0.12, 0.2, 0.6, 0.77))
        axes.set_ylim(0.0, 10.0)
        name_ends(axes, {"b": 5.0, "a": 4.9}, catalog, ["b", "a"], 10.0)
        boxes = [label.get_window_extent() for label in axes.texts]
    assert all(box.x1 <= figure.bbox.x1 for box in boxes)
    assert not boxes[0].overlaps(boxes[1])
