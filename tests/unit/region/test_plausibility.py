"""Magnitudes that mistakes have are warnings; households, dates and people that cannot be are faults."""

from __future__ import annotations

import pytest

from simsocial.cli import main
from simsocial.region import load_region
from simsocial.region.check import check_region

PLACES = "place,area,inhabitants\np1,nord,5000\np2,sued,5000\n"
POPULATION = "area,age_from,persons\nnord,0,5000\nsued,0,5000\n"


def _located(*points):
    rows = "".join(f"p{n},{area},5000,{x},{y}\n" for n, (area, x, y) in enumerate(points))
    return f"place,area,inhabitants,x_km,y_km\n{rows}"


@pytest.mark.parametrize(
    ("replaced", "words"),
    [
        ({"places": _located(("nord", 11.58, 50.92), ("sued", 11.61, 50.88))}, "degrees"),
        ({"places": _located(("nord", 50.92, 11.58), ("sued", 50.88, 11.61))}, "degrees"),
        ({"places": _located(("nord", 681000, 5645000), ("sued", 685000, 5640000))}, "metres"),
        ({"places": _located(("nord", 0, 0), ("sued", 0.01, 0.02))}, "nearer to each other"),
        ({"places": PLACES, "travel_minutes": "from,to,minutes\np1,p2,840\n"}, "seconds"),
        ({"places": PLACES, "travel_minutes": "from,to,minutes\np1,p2,0.3\n"}, "hours"),
        ({"places": PLACES.replace("5000", "5")}, "only the shares of places"),
        ({"places": PLACES, "dwellings": "place,dwellings\np1,5\np2,5\n"}, "0.2 to 1.5"),
        ({"places": PLACES, "sites": "site,kind,place,licensed_places\nk,kita,p1,40\n"}, "Thuringian rates"),
        (
            {"places": PLACES, "sites": "site,kind,place,licensed_places\nk,kita,p1,9999\n"},
            "Thuringian rates",
        ),
        ({"areas": "area,ags\nnord,16099\nsued,16076001\n"}, "no Kreis '16099'"),
        ({"areas": "area,ags\nnord,77001\nsued,16076001\n"}, "01 to 16"),
        ({"areas": "area,ags\nnord,16056\nsued,16076001\n"}, "16063"),
        ({"population": "area,age_from,persons\nnord,0,5000\nsued,0,0\n"}, "at least one person in each"),
        ({"households": "size,households\n1,1000\n2,2000\n3,500\n"}, "only the shares of sizes"),
        (
            {
                "areas": "area\nnord\nsued\nost\nalle\n",
                "population": POPULATION + "ost,0,99\nalle,0,10099\n",
            },
            "as many as all other areas",
        ),
        (
            {
                "places": PLACES,
                "sites": "site,kind,place,licensed_places,closes\nk,kita,p1,600,2020-08\n",
            },
            "open at the reference date",
        ),
    ],
)
def test_unlikely_magnitudes_are_warnings(tables, replaced, words):
    folder = tables(population=replaced.pop("population", POPULATION), **replaced)
    report = check_region(folder)
    assert report.ok, report.faults
    assert any(words in str(warning) for warning in report.warnings), report.warnings
    assert list(load_region(folder).warnings)


def test_ordinary_tables_give_no_warning(tables):
    places = _located(("nord", 0, 0), ("sued", 5, 9))
    households = "size,households\n1,1800\n2,1600\n3,800\n4,500\n5,100\n"
    sites = "site,kind,place,licensed_places\nk,kita,p0,520\n"
    folder = tables(places=places, households=households, sites=sites, population=POPULATION)
    report = check_region(folder)
    assert report.ok
    assert not report.warnings, report.warnings


@pytest.mark.parametrize(
    ("replaced", "words"),
    [
        ({"households": "size,households\n1,90000\n2,500\n"}, "households of 91000 people"),
        ({"households": "size,households\n1,2000\n4,2000\n"}, "size 2, 3 is missing"),
        ({"households": "size,households\n1,0\n2,0\n"}, "at least one household"),
        ({"population": "area,age_from,persons\nnord,0,0\nsued,0,0\n"}, "at least one person"),
        (
            {
                "places": PLACES,
                "sites": "site,kind,place,licensed_places,opened,closes\nk,kita,p1,9,2028-08,2028-08\n",
            },
            "a month after 2028-08",
        ),
        ({"population": "area,age_from,persons\nnord,0,99999999\nsued,0,99999999\n"}, "100,000,000 persons"),
    ],
)
def test_what_cannot_be_is_a_fault(tables, replaced, words):
    folder = tables(population=replaced.pop("population", POPULATION), **replaced)
    assert words in " ".join(map(str, check_region(folder).faults))


def test_households_of_another_number_are_stated(tables):
    region = load_region(tables(population=POPULATION, households="size,households\n1,1000\n2,2000\n3,500\n"))
    assert any("6500 people in the households" in note["en"] for note in region.defaults_used)


@pytest.mark.parametrize("column", ["age_to", None])
def test_single_years_above_100_are_added_up(tables, column):
    ends = [f",{age}" if column else "" for age in range(106)]
    rows = "".join(f"nord,{age}{ends[age]},{10 + age}\n" for age in range(106))
    header = f"area,age_from{',age_to' if column else ''},persons\n"
    folder = tables(areas="area\nnord\n", population=header + rows)
    assert check_region(folder).ok
    population = load_region(folder).population[0].sum(axis=0)
    assert population[99] == 109
    assert population[100] == sum(10 + age for age in range(100, 106))


def test_a_gap_above_100_is_named_by_the_users_own_ages(tables):
    rows = "".join(f"nord,{age},{age},9\n" for age in range(108) if age != 104)
    faults = check_region(
        tables(areas="area\nnord\n", population=f"area,age_from,age_to,persons\n{rows}")
    ).faults
    assert "lacks age 104" in " ".join(map(str, faults))


def test_names_of_sites_are_kept(tables):
    sites = "site,name,kind,place,licensed_places\nk,Kita Löwenzahn,kita,p1,40\nl,,kita,p1,40\n"
    region = load_region(tables(places=PLACES, sites=sites))
    assert region.sites.set_index("site")["name"].loc[["k", "l"]].tolist() == ["Kita Löwenzahn", "l"]


def test_check_and_run_agree_on_a_base_date(tables, capsys, tmp_path, monkeypatch):
    """The words of a base date that the horizon cannot follow are those of the run, and the setting works."""
    monkeypatch.chdir(tmp_path)
    tables(population="area,age_from,persons,reference_date\nnord,0,900,2015-12-31\nsued,0,800,2015-12-31\n")
    said = []
    for words in (["check", "./region"], ["run", "region=./region", "replicates=1"]):
        with pytest.raises(SystemExit) as left:
            main(words)
        assert left.value.code == 2
        out = capsys.readouterr()
        said.append((out.out + out.err).partition("Valid here: ")[2].partition(".\n")[0])
    assert said == 2 * ["horizon.spin_up=0 horizon.start=2016-01 horizon.end=2020-12"]
    with pytest.raises(SystemExit) as left:
        main(["check", "./region", *said[0].split()])
    assert left.value.code == 0
