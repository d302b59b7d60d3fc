"""What every packaged service kind must keep: sources, sums, and agreement with the published totals."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

import simsocial.region
from simsocial.core.calendar import month_index
from simsocial.core.errors import ParameterError
from simsocial.core.roots import packaged_root
from simsocial.parameters import Parameters
from simsocial.services.charges import charges_of
from simsocial.services.kind_numbers import COST_COMPONENTS
from simsocial.services.prices import outside_of, prices_of
from simsocial.services.registration import parameters_of
from simsocial.shapes.figure import OWN_SETTING, figures_in
from tests.packaged import packaged_kinds
from tests.unit.model.measures import WHO

FOLDER = packaged_root("conf") / "services"
KINDS = sorted(path.stem for path in FOLDER.glob("*.yaml"))
CATALOGUE = packaged_kinds()
CONTESTED = ("mortality", "care_progression", "fertility", "departure", "relocation", "mothers_work")
END_OF_2023 = month_index("2023-12")

# Care recipients, Thuringia 15.12.2023 (Destatis 22421, 22411, 22412; TLS 16.01.2025).
HOME_CARE, NURSING_HOME, DAY_CARE_GUESTS = 42283, 24385, 6587
# Share in Kita by age, Thuringia 1.3.2024 (Destatis), per population 31.12.2023.
IN_KITA = {0: 0.0271, 1: 0.6726, 2: 0.8861, 4: 0.9670}


@pytest.fixture(scope="module")
def parameters():
    return CATALOGUE.register(Parameters.load())


@pytest.fixture(scope="module")
def persons():
    """Men and women of Thuringia, end of 2023, by age."""
    folder = Path(simsocial.region.__file__).parent / "data" / "population"
    rows = pd.read_csv(folder / "thueringen_2023_single_age.csv")
    counted = np.zeros((2, 101))
    for row in rows.itertuples():
        counted[0 if row.sex == "m" else 1, int(row.age)] += row.persons
    return counted


@pytest.fixture(scope="module")
def care_dependent(parameters, persons):
    """Care-dependent persons of Thuringia, end of 2023, by age and grade 0..5 (grade 0 empty)."""
    by_age = (persons * parameters.table("care_need.prevalence", END_OF_2023)).sum(axis=0)
    return by_age[:, np.newaxis] * parameters.table("care_need.grade_share", END_OF_2023)


@pytest.mark.parametrize("kind_id", KINDS)
def test_every_number_has_source_year_and_grade(kind_id):
    kind = CATALOGUE[kind_id]
    for path, figure in figures_in(kind).items():
        assert figure.source != OWN_SETTING, path
        assert figure.year != "undated", path
        assert figure.grade in "ABCD", path
    for part in (kind.take_up, kind.payers, kind.staff_payers, kind.waiting_payers, kind.capital_payers):
        assert part is None or (part.source != OWN_SETTING and part.year != "undated")


@pytest.mark.parametrize("kind_id", KINDS)
def test_every_named_source_is_used_and_explained(kind_id):
    text = (FOLDER / f"{kind_id}.yaml").read_text(encoding="utf-8")
    kind = CATALOGUE[kind_id]
    for name in kind.sources:
        assert f"source: {name}" in text, name
    for parameter in parameters_of(kind):
        assert " " in parameter.source, (
            f"{parameter.id}: '{parameter.source}' looks like an unexplained short name"
        )


@pytest.mark.parametrize("kind_id", KINDS)
def test_costs_have_low_typical_high(kind_id):
    for path, figure in figures_in(CATALOGUE[kind_id]).items():
        if path.startswith("cost."):
            low, high = figure.limits
            # What waiting costs is an assumption that includes nothing.
            assert 0 < low < figure.latest < high or (low == 0 and "waiting" in path), path


@pytest.mark.parametrize("kind_id", KINDS)
@pytest.mark.parametrize("draw", [None, 0, 1, 2])
def test_payers_pay_all_in_every_draw(kind_id, draw):
    drawn, kind, month = (
        CATALOGUE.register(Parameters([], draw=draw)),
        CATALOGUE[kind_id],
        month_index("2030-01"),
    )
    charges = charges_of(kind, CATALOGUE.house(kind.site_kind), drawn, month)
    assert charges.residual.sum() == pytest.approx(1.0)
    if not kind.payers.flat_sums:
        np.testing.assert_allclose(charges.shares.sum(axis=0)[charges.gross > 0], 1.0)
    assert (charges.shares >= 0).all()
    needs = np.tile([0.02, 1.2, 0.15, 1.0, *[0.1] * (CATALOGUE.members - 1)], (len(CATALOGUE), 1))
    outside = outside_of(prices_of(CATALOGUE, drawn, month), needs)
    np.testing.assert_allclose(outside.by_payer.sum(axis=2), outside.gross)
    assert sum(kind.payers_of(drawn, "capital_per_place").values()) == pytest.approx(1.0)


class Reading(Parameters):
    """A registry that notes what is asked of it."""

    def __init__(self, parameters):
        super().__init__(parameters)
        self.read = set()

    def value(self, identifier, month=None):
        self.read.add(identifier)
        return super().value(identifier, month)

    def table(self, identifier, month=None):
        self.read.add(identifier)
        return super().table(identifier, month)


def test_every_number_is_read_or_takes_no_override(small_model, values):
    """With a new site of each kind, a run asks for all that may be overridden, and refuses the rest."""
    reading = Reading(values)
    new = {
        "kind": "open_site",
        "start": "2024-02",
        "place": "c_ort",
        "provider": "pflege",
        "licensed_places": 5,
    }
    measures = {
        f"neu_{kind}": WHO | new | {"site": f"neu_{kind}", "site_kind": kind}
        for kind in CATALOGUE.site_kinds
        if not CATALOGUE.house(kind).in_cash
    }
    # Providers add places in January.
    small_model(measures, parameters=reading, catalogue=CATALOGUE, end="2025-01").run()
    own = {parameter.id: parameter for kind in CATALOGUE for parameter in parameters_of(kind)}
    free = {name for name, parameter in own.items() if parameter.allowed[0] < parameter.allowed[1]}
    assert sorted(free - reading.read) == []
    for name in set(own) - free:
        with pytest.raises(ParameterError, match="it is fixed at"):
            values.with_overrides({name: float(own[name].value) + 1.0})


def test_parents_pay_no_fee_in_the_last_24_months_before_school(parameters):
    """School begins at six and a half on average: 18 of 42 months in kindergarten are paid for."""
    nursery, kindergarten = (
        CATALOGUE[kind].flat_eur_per_year(parameters, "flat_per_case", month_index("2025-01"))
        for kind in ("nursery", "kindergarten")
    )
    for payer in ("families", "kreis"):
        assert kindergarten[payer] == pytest.approx(nursery[payer] * 18 / 42, rel=0.02)


def test_an_overridden_share_moves_cost_to_that_payer(values):
    over = values.with_overrides({"services.home_care.payers.kreis": 0.5})
    shares = CATALOGUE["home_care"].payers_of(over, "per_case")
    usual = values.value("services.home_care.payers.kreis")
    assert shares["kreis"] == pytest.approx(0.5 / (1.5 - usual))
    assert sum(shares.values()) == pytest.approx(1.0)


def test_an_overridden_flat_sum_is_paid_by_case_and_spares_the_payer_of_the_rest(values):
    kind, month = CATALOGUE["kindergarten"], month_index("2025-01")
    over = values.with_overrides({"services.kindergarten.payers.flat_per_case.land": 5000.0})
    before, after = (charges_of(kind, kind, one, month).flat_per_case for one in (values, over))
    assert (after - before).sum() == pytest.approx((5000 - 3800) * 100 / 12)


@pytest.mark.parametrize("kind_id", KINDS)
def test_contested_effects_include_none(kind_id):
    for effect in CATALOGUE[kind_id].effects.values():
        if effect.target in CONTESTED or effect.target.startswith(("take_up.", "onset.")):
            low, high = effect.factor.limits
            assert low <= 1.0 <= high


@pytest.mark.parametrize("kind_id", KINDS)
def test_labels_exist_in_both_languages_and_differ(kind_id):
    label = CATALOGUE[kind_id].label
    assert label.de
    assert label.en
    assert label.de != label.en


@pytest.mark.parametrize("kind_id", KINDS)
def test_registered_ids_name_the_kind(kind_id, parameters):
    own = [parameter.id for parameter in parameters_of(CATALOGUE[kind_id])]
    assert len(own) == len(set(own))
    names = (f"services.{kind_id}.", f"services.{CATALOGUE[kind_id].site_kind}.")
    assert all(entry.startswith(names) and entry in parameters for entry in own)


@pytest.mark.parametrize("kind_id", KINDS)
def test_take_up_is_a_share_in_every_draw(kind_id):
    kind = CATALOGUE[kind_id]
    for draw in range(10):
        table = kind.take_up_table(CATALOGUE.register(Parameters([], draw=draw)))
        assert ((table >= 0) & (table <= 1)).all()


@pytest.mark.parametrize("kind_id", KINDS)
def test_an_unknown_key_in_the_file_is_an_error(kind_id):
    from simsocial.core.errors import ConfigError
    from simsocial.services.catalogue import load_catalogue

    content = yaml.safe_load((FOLDER / f"{kind_id}.yaml").read_text(encoding="utf-8"))[kind_id]
    content["eligibility"].pop("not_while_served_in", None)
    with pytest.raises(ConfigError, match="Did you mean 'patience_months'"):
        load_catalogue({kind_id: content | {"patience_month": 3}})


def test_every_qualification_has_a_staff_market(parameters):
    for name in CATALOGUE.qualifications:
        for rate in (
            "vacancy_share",
            "seeking_share",
            "retirement_rate",
            "turnover_rate",
            "pool_leaving_rate",
            "graduates_rate",
            "moves_in_rate",
            "lateral_entry_rate",
            "hired_share",
            "released_stay_share",
        ):
            assert parameters.value(f"staff.{name}.{rate}") >= 0


@pytest.mark.parametrize(("age", "share"), IN_KITA.items())
def test_childcare_take_up_gives_the_published_shares(age, share, parameters):
    tables = [CATALOGUE[kind].take_up_table(parameters)[age, 0] for kind in ("nursery", "kindergarten")]
    assert sum(tables) == pytest.approx(share, rel=0.01)


def test_stays_in_womens_shelters_are_weeks_and_fill_the_lands_places(parameters, persons):
    """52 days: a third of all who are in a house at a time find no place in those of Thuringia, 70 of 88 are taken."""
    kind = CATALOGUE["womens_shelter"]
    months, share = (
        parameters.value(kind.parameter_id(f"need.{name}")) for name in ("months_served", "detected_share")
    )
    known = share * float(persons[1, 18:] @ kind.need.expanded()[18:]) / 1000.0
    assert months * 365.25 / 12 == pytest.approx(52, abs=1)
    assert known == pytest.approx(740, rel=0.05)
    assert known * months / 12 == pytest.approx(105, rel=0.05)


def test_nursing_home_take_up_gives_the_published_total(parameters, care_dependent):
    total = (care_dependent * CATALOGUE["nursing_home"].take_up_table(parameters)).sum()
    assert total == pytest.approx(NURSING_HOME, rel=0.03)


def test_home_care_take_up_gives_the_published_total(parameters, care_dependent):
    outside_homes = care_dependent * (1 - CATALOGUE["nursing_home"].take_up_table(parameters))
    total = (outside_homes * CATALOGUE["home_care"].take_up_table(parameters)).sum()
    assert total == pytest.approx(HOME_CARE, rel=0.03)


def test_day_care_use_gives_the_published_total(parameters, care_dependent):
    outside_homes = care_dependent * (1 - CATALOGUE["nursing_home"].take_up_table(parameters))
    use = parameters.table("services.adult_day_care.take_up.table")
    assert (outside_homes * use).sum() == pytest.approx(DAY_CARE_GUESTS, rel=0.03)


def test_day_care_demand_stays_below_the_wish_of_the_survey(parameters):
    # 7.3 % of the sample use it, 25.1 % of the others would like to.
    ceiling = CATALOGUE["adult_day_care"].number(parameters, "take_up.demand_ratio")
    assert ceiling == pytest.approx((0.073 + 0.927 * 0.251) / 0.073, abs=0.05)


def test_staff_of_a_case_are_the_heads_of_the_statistics(parameters):
    # Full time, over half (with trainees), up to half, marginal: 1, 0.72, 0.4, 0.2; 85 and 66 % of them in care.
    for kind, heads, care, clients in (
        ("home_care", (4020, 8488, 699, 831), 0.85, HOME_CARE),
        ("nursing_home", (5430, 14594, 1171, 1152), 0.66, NURSING_HOME),
    ):
        fte = sum(number * part for number, part in zip(heads, (1.0, 0.72, 0.4, 0.2), strict=True))
        need, of_guests = (
            sum(
                CATALOGUE[one].fte(parameters, name, "fte_per_case") for name in CATALOGUE[one].qualifications
            )
            for one in (kind, "adult_day_care")
        )
        others = 6587 * of_guests * (kind != "home_care")
        assert need * clients == pytest.approx(care * fte - others, rel=0.03)


def test_the_nurses_of_homes_are_as_many_of_their_staff_as_the_law_allows_at_most(parameters):
    """SGB XI § 113c by grade, and residents by grade in Germany 2023; up to half are within the range."""
    nurses, others = [0.0770, 0.1037, 0.1551, 0.2463, 0.3842], [0.1436, 0.1877, 0.2523, 0.3040, 0.2860]
    residents = [0.005, 0.166, 0.373, 0.311, 0.143]
    share = np.dot(residents, nurses) / np.dot(residents, np.add(nurses, others))
    paths = "staff.fte_per_case", "staff.also.care_assistant.fte_per_case"
    own, helpers = (parameters[f"services.nursing_home.{path}"] for path in paths)
    assert own.value / (own.value + helpers.value) == pytest.approx(share, abs=0.01)
    assert own.high / (own.value + helpers.value) > 0.5


def test_graduates_among_nurses_and_assistants_are_those_of_all_care_staff(parameters):
    """2.5 % of the staff of the Land a year."""
    clients = {
        "nursing_home": NURSING_HOME,
        "home_care": HOME_CARE,
        "adult_day_care": 6587,
        "short_term_care": 560,
    }
    staff = {
        name: sum(
            CATALOGUE[kind].fte(parameters, name, "fte_per_case") * many for kind, many in clients.items()
        )
        for name in ("care_nurse", "care_assistant")
    }
    entering = sum(fte * parameters.value(f"staff.{name}.graduates_rate") for name, fte in staff.items())
    assert entering / sum(staff.values()) == pytest.approx(0.025, rel=0.03)
    # 890 graduates in 2024, 45 % of them to elder care.
    graduates = staff["care_nurse"] * parameters.value("staff.care_nurse.graduates_rate")
    assert graduates == pytest.approx(890 * 0.45 * 0.8, rel=0.05)


def test_kita_cost_a_child_lies_in_the_documented_range(parameters):
    month = month_index("2025-06")
    nursery, kindergarten = CATALOGUE["nursery"], CATALOGUE["kindergarten"]
    cost = {}
    for kind in (nursery, kindergarten):
        price = {part: kind.cost_eur_per_year(parameters, part, month) for part in COST_COMPONENTS}
        staff = kind.number(parameters, "staff.fte_per_case", month)
        staff += kind.number(parameters, "staff.fte_fixed_per_site", month) / 61  # children a site in 2025
        cost[kind.id] = (
            price["per_fte"] * staff
            + price["per_case"]
            + price["per_place"] / 0.78
            + price["fixed_per_site"] / 61
        )
    mean = 0.28 * cost["nursery"] + 0.72 * cost["kindergarten"]
    assert 10_000 < mean < 13_500
    assert 1.4 < cost["nursery"] / cost["kindergarten"] < 2.0
