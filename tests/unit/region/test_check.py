"""The check names every fault in one go: table, row, column, value and what is valid."""

from __future__ import annotations

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simsocial.core.calendar import month_label
from simsocial.core.errors import RegionError
from simsocial.model import SocialModel
from simsocial.region import load_region
from simsocial.region.check import check_region

PLACES = "place,area,inhabitants,x_km,y_km\np1,nord,3000,0,0\np2,sued,2000,5,0\n"


def _faults(folder):
    """Return what would be valid by table, row and column; several faults of one place are joined."""
    found: dict[tuple[str, int | None, str | None], str] = {}
    for fault in check_region(folder).faults:
        key = (fault.table, fault.row, fault.column)
        found[key] = f"{found.get(key, '')} {fault.valid} [{fault.value}]"
    return found


def test_a_valid_region_has_no_faults(tables):
    report = check_region(tables(places=PLACES))
    assert report.ok
    assert report.faults == []


def test_districts_name_sites_and_one_place_or_area_a_row(tables):
    sites = "site,kind,place,licensed_places\ns1,primary_school,p1,100\ns2,primary_school,p2,100\n"
    good = "site;place;area\ns1;p2;\ns2;;nord\n"
    assert check_region(tables(places=PLACES, sites=sites, districts=good)).ok
    folder = tables(
        places=PLACES,
        sites=sites,
        districts="site;place;area\ns3;p1;\ns1;p9;\ns1;p1;nord\ns1;;\ns2;p1;\ns2;p1;\n",
    )
    faults = _faults(folder)
    expected = {
        ("districts", 2, "site"): "s1, s2",
        ("districts", 3, "place"): "p1, p2",
        ("districts", 4, "place"): "one of the two",
        ("districts", 5, "place"): "one of the two",
        ("districts", 7, "site"): "row 6 already",
    }
    for key, valid in expected.items():
        assert valid in faults[key], key
    assert len(faults) == len(expected)


def test_rows_of_an_area_are_districts_of_its_places_without_own_ones(tables):
    sites = "site,kind,place,licensed_places\ns1,primary_school,p1,100\ns2,primary_school,p2,100\n"
    places = PLACES + "p3,nord,500,2,2\np4,sued,500,2,3\n"
    folder = tables(places=places, sites=sites, districts="site,place,area\ns2,,nord\ns1,p3,\n")
    region = load_region(folder)
    assert region.districts.to_numpy().tolist() == [[0, "s2"], [2, "s1"]]
    assert any("p2, p4" in note["en"] for note in region.defaults_used)
    assert load_region(tables(places=places, sites=sites)).data_hash != region.data_hash


def test_the_embedded_regions_have_no_faults():
    assert check_region({"kind": "musterkreis"}).ok
    assert check_region({"kind": "kreis", "name": "Greiz", "ags": None}).ok
    with pytest.raises(RegionError, match="Did you mean 'Greiz'"):
        check_region({"kind": "kreis", "name": "Griez", "ags": None})


def test_every_fault_is_named_in_one_go(tables):
    folder = tables(
        areas="area;name;ags\nnord;Nord;1051\nsued;Süd;16077001\nsued;Doppelt;16077001\n",
        places="place;area;inhabitants;x_km;y_km\np1;nord;1.200;1,5;2,0\np2;west;800;2,5;\n",
        population=(
            "area;sex;age_from;age_to;persons;referenz\nnord;m;0;17;200;x\nnord;m;20;64;-5;x\nnord;m;60;;100,5;x\n"
            "nord;w;0;;600;x\nsued;d;0;;.;x\n"
        ),
        sites="site;kind;place;licensed_places;opened\nk1;kitta;p1;40;2020-13\nk1;kita;p9;4o;\n",
        travel_minutes="from;to;minutes\np1;p3;5\n",
        providers="provider;ownership\nawo;gemeinnützig\n",
        notes="a,b\n1,2\n",
    )
    faults = _faults(folder)
    expected = {
        ("areas", 2, "ags"): "01051",
        ("areas", 4, "area"): "row 3 already",
        ("places", 3, "area"): "nord, sued",
        ("places", 3, "y_km"): "number",
        ("population", 1, "referenz"): "reference_date",
        ("population", 3, "age_from"): "lacks age 18 to 19",
        ("population", 3, "persons"): "0 up",
        ("population", 4, "age_from"): "counts age 60 twice",
        ("population", 4, "persons"): "whole number",
        ("population", 6, "sex"): "m, f",
        ("population", 6, "persons"): "statistical sign",
        ("sites", 2, "kind"): "did you mean 'kita'",
        ("sites", 2, "opened"): "2027-08",
        ("sites", 3, "licensed_places"): "whole number",
        ("sites", 3, "place"): "p1, p2",
        ("sites", 3, "site"): "once",
        ("travel_minutes", 2, "to"): "p1, p2",
        ("travel_minutes", None, "from"): "row for this pair",
        ("providers", 2, "ownership"): "non_profit",
        ("notes.csv", None, None): "areas",
    }
    for key, words in expected.items():
        assert key in faults, key
        assert words in faults[key], key
    assert "[-5]" in faults["population", 3, "persons"]


def test_loading_a_faulty_region_raises_one_error_with_all_faults(tables):
    folder = tables(
        sites="site,kind,place,licensed_places\nk1,kita,p1,40\n", places=PLACES.replace("3000", "-3")
    )
    with pytest.raises(RegionError) as caught:
        load_region(folder)
    assert "places, row 2, column inhabitants: '-3'" in str(caught.value)


@pytest.mark.parametrize(
    ("replaced", "key", "words"),
    [
        ({"population": None}, ("population", None, None), "persons"),
        ({"areas": "area,name\n"}, ("areas", None, None), "at least one row"),
        ({"areas": "area\nnord\nsued\nost\n"}, ("areas", 4, "area"), "rows in the table population"),
        (
            {"population": "area,sex,age_from,persons\nnord,m,0,5\nsued,m,0,5\n"},
            ("population", 2, "sex"),
            "both m and f",
        ),
        (
            {"population": "area,age_from,age_to,persons\nnord,0,17,5\nsued,0,,5\n"},
            ("population", 2, "age_to"),
            "18 up",
        ),
        (
            {"population": "area,age_from,age_to,persons\nnord,0,17,5\nnord,18,,0\nsued,0,,5\n"},
            ("population", None, "area"),
            "grown-up",
        ),
        ({"population": "age_from,persons\n0,5\n"}, ("population", None, "area"), "area or place"),
        ({"places": PLACES + "p1,nord,5,1,1\n"}, ("places", 4, "place"), "once"),
        (
            {"places": "place,area,inhabitants,x_km\np1,nord,1,1\np2,sued,1,1\n"},
            ("places", None, "x_km"),
            "both",
        ),
        (
            {"places": PLACES, "dwellings": "place,dwellings\np1,50\n"},
            ("dwellings", None, "place"),
            "every place",
        ),
        ({"households": "size,households\n1,400\n0,30\n"}, ("households", 3, "size"), "1 up"),
    ],
)
def test_single_faults(tables, replaced, key, words):
    faults = _faults(tables(**replaced))
    assert key in faults
    assert words in faults[key]


def test_cells_beyond_the_header_are_a_fault(tables):
    # A decimal comma in a table that commas separate moves every cell behind it.
    rows = "area,age_from,age_to,persons\nnord,0,1,200\nnord,2,,1,500,\nsued,0,,800\n"
    assert "at most 4 cells" in _faults(tables(population=rows))["population", 3, None]


def test_a_population_of_two_dates_is_a_fault(tables):
    rows = "area,age_from,persons,reference_date\nnord,0,500,2023-12-31\nsued,0,500,2015-12-31\n"
    assert ("population", 3, "reference_date") in _faults(tables(population=rows))


def _dated(day):
    return f"area,age_from,persons,reference_date\nnord,0,500,{day}\nsued,0,500,{day}\n"


@pytest.mark.parametrize("day", ["1985-12-31", "1998-12-31", "2049-12-31"])
def test_a_date_whose_people_or_months_have_no_place_in_the_calendar_is_a_fault(tables, day):
    faults = _faults(tables(population=_dated(day)))
    assert "1999-01 to 2049-11" in faults["population", 2, "reference_date"]


@pytest.mark.parametrize("day", ["1999-01-31", "2049-11-30"])
def test_regions_of_the_first_and_the_last_valid_date_run_for_a_month(tables, day):
    region = load_region(tables(population=_dated(day)))
    model = SocialModel(region, rng=1, spin_up=0, end=month_label(region.first_month)).run()
    assert list(model.persons.keys())


def test_faults_in_a_workbook_are_marked_in_a_copy(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "areas"
    sheet.append(["area"])
    sheet.append(["nord"])
    sheet = book.create_sheet("population")
    sheet.append(["area", "age_from", "persons"])
    sheet.append(["nord", 0, -4])
    sheet.append(["nord", 18, 500])
    path = tmp_path / "kreis.xlsx"
    book.save(path)
    before = path.read_bytes()
    report = check_region(path)
    (fault,) = report.faults
    assert (fault.table, fault.row, fault.column, fault.value) == ("population", 2, "persons", "-4")
    assert report.marked_copy is not None
    assert path.read_bytes() == before
    cell = openpyxl.load_workbook(report.marked_copy)["population"]["C2"]
    assert "whole number" in cell.comment.text
    assert cell.fill.fill_type == "solid"


def test_a_broken_number_of_a_workbook_is_no_count_but_a_number(tmp_path):
    book = openpyxl.Workbook()
    rows = {
        "areas": [["area"], ["nord"]],
        "population": [["area", "age_from", "persons"], ["nord", 0, 12.345]],
        "places": [["place", "area", "inhabitants", "x_km", "y_km"], ["p", "nord", 40.0, 12.345, 1e-7]],
    }
    for name, cells in rows.items():
        sheet = book.create_sheet(name)
        for row in cells:
            sheet.append(row)
    path = tmp_path / "kreis.xlsx"
    book.save(path)
    (fault,) = check_region(path).faults
    assert (fault.table, fault.row, fault.column, fault.value) == ("population", 2, "persons", "12,345")


def test_a_file_that_is_no_workbook_is_a_fault(tmp_path):
    (tmp_path / "kreis.xlsx").write_bytes(b"no workbook")
    assert len(check_region(tmp_path / "kreis.xlsx").faults) == 1


_CELL = st.one_of(
    st.sampled_from(
        ["nord", "sued", "p1", "m", "f", "t", "0", "17", "18", "-1", "1e9", ".", "-", "", "x", "2023-12-31"]
    ),
    st.text(alphabet="abc019.,;-/ä\"'", max_size=4),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_random_tables_give_faults_or_a_region_but_never_a_traceback(tables, data):
    header = data.draw(
        st.sampled_from(
            [
                "area,sex,age_from,age_to,persons",
                "area,age_from,persons",
                "place,age_from,persons",
                "age_from",
                "",
                "area,,x",
            ]
        )
    )
    width = header.count(",") + 1
    rows = data.draw(st.lists(st.lists(_CELL, min_size=1, max_size=width + 1), max_size=6))
    population = "\n".join([header, *(",".join(row) for row in rows)])
    sites = data.draw(
        st.one_of(
            st.none(),
            st.lists(_CELL, max_size=6).map(
                lambda cells: "site,kind,place,licensed_places\n" + ",".join(cells)
            ),
        )
    )
    folder = tables(population=population, sites=sites, places=data.draw(st.sampled_from([None, PLACES])))
    report = check_region(folder)
    try:
        load_region(folder)
    except RegionError:
        assert report.faults
    else:
        assert report.ok
