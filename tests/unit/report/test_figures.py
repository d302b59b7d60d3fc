from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from simsocial.report.catalog import Catalog
from simsocial.report.figure_effects import draw_effects
from simsocial.report.figures import write_figures
from simsocial.report.levels import yearly_levels
from simsocial.report.style import SERIES, direct_labels, name_rows
from simsocial.report.texts import Texts
from tests.unit.analysis.planted import indicator
from tests.unit.report.test_numbers import row

SOURCE = {
    "de": "simsocial, Wenn-Dann-Aussage, keine Vorhersage",
    "en": "simsocial, what-if statement, no forecast",
}


@pytest.fixture(scope="module", params=["de", "en"])
def drawn(request, stored, tmp_path_factory):
    import shutil

    folder = shutil.copytree(stored, tmp_path_factory.mktemp("figures") / request.param)
    return request.param, folder, write_figures(folder, request.param)


def test_all_kinds_of_figures_are_drawn_as_svg_and_png(drawn):
    _, folder, pictures = drawn
    names = {picture.name for picture in pictures}
    assert {
        "effects_kita_netz", "effects_tagespflege", "waiting_lists", "cost_by_payer", "supply_kita",
        "population_pyramid",
    } <= names  # fmt: skip
    for picture in pictures:
        assert picture.svg.parent == folder / "figures"
        assert picture.svg.stat().st_size > 1000
        assert picture.png.read_bytes().startswith(b"\x89PNG")


def test_every_figure_is_valid_xml_with_its_source_line(drawn):
    language, _, pictures = drawn
    for picture in pictures:
        ET.parse(picture.svg)
        assert SOURCE[language] in picture.svg.read_text(encoding="utf-8")


def test_labels_follow_the_language(drawn):
    language, _, pictures = drawn
    text = {picture.name: picture.svg.read_text(encoding="utf-8") for picture in pictures}
    assert ("Männer" if language == "de" else "Men") in text["population_pyramid"]
    assert ("Prozentpunkte" if language == "de" else "percentage points") in text["effects_kita_netz"]


def test_inlined_figures_share_no_identifier_and_load_nothing(drawn):
    _, _, pictures = drawn
    seen: set[str] = set()
    for picture in pictures:
        inline = picture.inline()
        assert inline.startswith("<svg")
        assert "http" not in re.sub(r'xmlns(:\w+)?="[^"]*"', "", inline)
        own = set(re.findall(r'\bid="([^"]+)"', inline))
        assert not own & seen
        seen |= own
        references = set(re.findall(r'(?:href="#|url\(#)([^")]+)', inline))
        assert references <= own


def test_rows_beyond_those_that_fit_are_counted_and_the_title_has_the_horizon(tmp_path):
    names = [f"i{number}" for number in range(30)]
    rows = [row(name, period="2031" if name == "i0" else "2027-2031") for name in names]
    metadata = {"indicators": [indicator(name) for name in names], "scenarios": {"option": {}}}
    picture = draw_effects(Catalog(Texts("de"), metadata), "option", rows, "2027-2031", tmp_path)
    assert picture is not None
    assert picture.title.endswith("2027–2031")
    assert picture.caption.endswith("2 weitere Veränderungen stehen nur in den Tabellen.")


def test_a_run_without_population_by_age_has_no_pyramid(copied):
    (copied / "population.parquet").unlink()
    assert "population_pyramid" not in {picture.name for picture in write_figures(copied)}


def test_scenarios_differ_in_colour_dash_and_marker():
    for what in ("color", "dash", "marker"):
        assert len({getattr(line, what) for line in SERIES}) == len(SERIES)


def test_labels_are_moved_apart_and_keep_their_order():
    heights = direct_labels([3.0, 1.0, 1.1, 1.05], 0.5)
    assert sorted(range(4), key=lambda n: heights[n]) == [1, 3, 2, 0]
    ordered = sorted(heights)
    assert all(high - low >= 0.5 - 1e-9 for low, high in pairwise(ordered))


def test_every_figure_carries_its_title_when_it_is_taken_into_other_papers(drawn):
    _, _, pictures = drawn
    for picture in pictures:
        shown = "".join(ET.parse(picture.svg).getroot().itertext())
        assert picture.title in shown, picture.name


def test_panels_side_by_side_share_ticks_that_end_before_the_edge(drawn):
    _, _, pictures = drawn
    for picture in pictures:
        if picture.name.startswith("supply_"):
            texts = re.findall(r"<text[^>]*>([^<]*)</text>", picture.svg.read_text(encoding="utf-8"))
            zero = [place for place, text in enumerate(texts) if text == "0"]
            assert len(zero) >= 2, "each panel names its zero"


def test_long_names_of_rows_stand_on_two_lines_and_get_their_room():
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.1, 3.0))
    axes = figure.subplots()
    room = name_rows(axes, ["Verwaltungsgemeinschaft Am Großen Ettersberg-Nord", "A"])
    figure.subplots_adjust(left=room + 0.025)
    assert "\n" in axes.get_yticklabels()[0].get_text()
    assert all(label.get_window_extent().x0 >= 0 for label in axes.get_yticklabels())


def test_words_of_the_cost_picture_keep_apart_and_brackets_are_never_empty(copied, monkeypatch):
    from matplotlib.text import Annotation

    from simsocial.report import figure_cost

    seen = {}

    def look(figure, *_):
        figure.draw_without_rendering()
        names = [word for axes in figure.axes for word in axes.texts if isinstance(word, Annotation)]
        labels = [axes.yaxis.label for axes in figure.axes if axes.get_visible()]
        seen["boxes"] = [[word.get_window_extent() for word in words] for words in (names, labels)]
        seen["titles"] = [axes.get_title(loc="left") for axes in figure.axes if axes.get_visible()]
        seen["figure"] = figure.bbox

    def nothing_spent(*args):
        levels = yearly_levels(*args)
        return levels.assign(mean=levels["mean"].where(levels["indicator"] != "cost_net_kreis", 0.0))

    monkeypatch.setattr(figure_cost, "save", look)
    monkeypatch.setattr(figure_cost, "yearly_levels", nothing_spent)
    write_figures(copied)
    names, labels = seen["boxes"]
    assert names
    assert labels
    # A tenth of an inch lies between them.
    assert not any(name.padded(10.0).overlaps(label) for name in names for label in labels)
    assert all(seen["figure"].x0 <= box.x0 and box.x1 <= seen["figure"].x1 for box in names + labels)
    assert sum("(" in title for title in seen["titles"]) == len(seen["titles"]) - 1 > 0
