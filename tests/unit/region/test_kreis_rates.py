"""Where a Kreis differs: migration by age beyond the Landkreise, births beyond the Land."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from simsocial.core.calendar import month_index
from simsocial.model import SocialModel
from simsocial.parameters import Parameters
from simsocial.region import load_region
from simsocial.region.kreis_rates import LAND, kreis_fertility_ratio, kreis_net_rate
from simsocial.region.official import kreis_population, kreise

NOW = month_index("2024-01")


@pytest.fixture(scope="module")
def rates():
    parameters = Parameters.load()
    return {ags: kreis_net_rate(parameters, ags, NOW) for ags in [*kreise()["ags"], LAND]}


def test_every_kreis_has_its_rates(rates):
    assert all(rate.any() for rate in rates.values())


def test_the_landkreise_together_do_not_differ_from_themselves(rates):
    """They are what the rates are measured against; 18 and 19 years are the least certain."""
    rural = (kreise()["kind"] == "Landkreis").to_numpy()
    people = kreis_population(date(2023, 12, 31)).sum(axis=1)
    table = np.array([rates[ags] for ags in kreise()["ags"]])
    mean = (table * people)[rural].sum(axis=0) / people[rural].sum(axis=0)
    assert np.abs(mean[20:38]).max() < 0.006
    assert np.abs(mean[18:20]).max() < 0.02
    everybody = (table * people).sum(axis=0) / people.sum(axis=0)
    assert everybody[18:38] == pytest.approx(rates[LAND][18:38], abs=0.03)


def test_university_cities_gain_students_and_lose_people_of_thirty(rates):
    for city in ("16051", "16053", "16055"):
        assert rates[city][18] > 0.15
        assert rates[city][30] < -0.01


def test_where_the_two_periods_disagree_nothing_is_assumed(rates):
    assert all(not rate[:18].any() and not rate[38:].any() for rate in rates.values())


def test_births_of_the_kreise_average_to_those_of_the_land():
    parameters = Parameters.load()
    ratios = np.array([kreis_fertility_ratio(parameters, ags, NOW) for ags in kreise()["ags"]])
    children = kreis_population(date(2023, 12, 31))[:, :, :3].sum(axis=(1, 2))
    assert (ratios * children).sum() / children.sum() == pytest.approx(1.0, abs=0.03)
    assert (
        kreis_fertility_ratio(parameters, "16053", NOW)
        < 0.9
        < 1.1
        < kreis_fertility_ratio(parameters, "16061", NOW)
    )
    assert kreis_fertility_ratio(parameters, LAND, NOW) == kreis_fertility_ratio(parameters, None, NOW) == 1.0


def test_children_of_a_hindcast_are_as_many_as_were_counted():
    """Jena 2018 from 2015, with figures known by then: within 6 % (one replicate: 2 points of chance)."""
    region = load_region({"kind": "kreis", "ags": "16053", "reference_date": "2015-12-31"})
    known = Parameters.load(known_until=month_index("2015-12"))
    model = SocialModel(region, rng=1, spin_up=0, end="2018-12", parameters=known).run()
    people = model.recorder.population_frame({})
    modelled = people[(people["date"] == "2018-12-31") & (people["age"] < 3)]["persons"].sum()
    counted = kreis_population(date(2018, 12, 31))[list(kreise()["ags"]).index("16053"), :, :3].sum()
    assert modelled == pytest.approx(counted, rel=0.06)


def test_before_the_cohorts_were_counted_nothing_is_known():
    early = Parameters.load(known_until=month_index("2015-12"))
    later = Parameters.load(known_until=month_index("2018-12"))
    assert not kreis_net_rate(early, "16053", month_index("2016-01")).any()
    assert kreis_net_rate(later, "16053", month_index("2019-01")).any()


@pytest.mark.parametrize("ags", [None, "09472", ""])
def test_elsewhere_there_is_no_difference(ags):
    assert not kreis_net_rate(Parameters.load(), ags, NOW).any()


def test_areas_of_one_kreis_tell_a_region_of_its_own_which_kreis_it_is(tmp_path):
    population = "area,sex,age_from,age_to,persons\n" + "".join(
        f"{area},{sex},{age},{age + 9 if age < 90 else 100},500\n"
        for area in ("N", "S")
        for sex in "mf"
        for age in range(0, 100, 10)
    )
    (tmp_path / "population.csv").write_text(population, encoding="utf-8")
    for second, expected in (("16076088", "16076"), ("16077001", None), ("", None)):
        (tmp_path / "areas.csv").write_text(
            f"area,name,ags\nN,Nord,16076022\nS,Süd,{second}\n", encoding="utf-8"
        )
        assert load_region(tmp_path).ags == expected
