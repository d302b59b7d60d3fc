"""Laws in settings and scenarios: a folder of one's own, switches in one place, and where they can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from simsocial.cli.listing import rows_of
from simsocial.core.calendar import month_index
from simsocial.core.errors import ConfigError
from simsocial.core.roots import packaged_root
from simsocial.experiment.changes import assumption_sheet_of, parameter_changes
from simsocial.experiment.compose import compose_scenarios
from simsocial.experiment.design import Blocks
from simsocial.experiment.differences import differences
from simsocial.experiment.remarks import remarks
from simsocial.experiment.scenarios import load_scenario
from simsocial.experiment.setup import prepare_region, setup_of
from tests.unit.experiment.composing import FAST, mistake

pytestmark = pytest.mark.any_python

OWN = """
school_wage:
  label: {de: Tarif der Lehrkräfte, en: Pay of teachers}
  law: Tarifvertrag
  status: enacted
  from: 2028-01
  source: own count
  year: 2026
  grade: C
  changes:
    teachers:
      id: services.primary_school.cost.per_fte_eur_per_year
      op: multiply
      by: {low: 1.02, typical: 1.05, high: 1.1}
"""
WAGE = "services.primary_school.cost.per_fte_eur_per_year"


@pytest.fixture
def own(folder: Path) -> Path:
    """A working folder with a law, and a scenario that switches one of the package."""
    (folder / "conf" / "law").mkdir(parents=True)
    (folder / "conf" / "law" / "mine.yaml").write_text(OWN, encoding="utf-8")
    text = "# @package _global_\nlaws:\n  kita_third_fee_free_year: true\n  kita_staff_ratio: false\n"
    (folder / "scenarios" / "switched.yaml").write_text(text, encoding="utf-8")
    return folder


def setups(*names, overrides=()):
    configs = compose_scenarios(names, overrides)
    prepare_region(configs[names[0]], anew=True)
    return configs, {name: setup_of(name, config) for name, config in configs.items()}


def test_a_law_of_ones_own_acts_and_stands_in_sheet_and_list(own):
    _, made = setups("status_quo")
    plan = made["status_quo"].plan
    month = month_index("2028-01")
    assert plan.value(WAGE, month) == pytest.approx(1.05 * plan.registered.value(WAGE, month))
    assert plan.value(WAGE, month - 1) == plan.registered.value(WAGE, month - 1)
    sheet = assumption_sheet_of(made).set_index("id")
    figure = sheet.loc["laws.school_wage.teachers.by"]
    assert (figure["low"], figure["value"], figure["high"], figure["source"]) == (
        1.02,
        1.05,
        1.1,
        "own count",
    )
    assert figure["note"].startswith("Law (enacted), Tarifvertrag: multiply")
    assert sheet.loc[WAGE, "by_law"] == f"school_wage={plan.value(WAGE, month):.10g} from 2028-01"
    assert sheet.loc["services.nursery.staff.fte_per_case", "by_law"] == "kita_staff_ratio=0.26 from 2028-01"
    rows = {row["id"]: row for row in rows_of("laws", "de")}
    assert rows["school_wage"]["label"] == "Tarif der Lehrkräfte"
    assert rows["school_wage"]["acts"] == "immer, wenn nicht abgeschaltet"
    assert (rows["kita_third_fee_free_year"]["status"], rows["kita_third_fee_free_year"]["acts"]) == (
        "open",
        "wo eingeschaltet",
    )


def test_a_scenario_switches_laws_and_what_that_changes_is_told(own):
    _, made = setups("status_quo", "switched")
    changed = {(one["id"], one["since"]): one for one in parameter_changes(*made.values())}
    families = changed["services.kindergarten.payers.flat_per_case.families", "2027-08"]
    assert families["new"] == pytest.approx(families["old"] / 3, rel=1e-5)
    ratio = changed["services.nursery.staff.fte_per_case", "2028-01"]
    assert (ratio["old"], ratio["new"]) == pytest.approx((0.26, 0.219))
    assert all(since >= "2027-01" for _, since in changed)
    told = {row.key: (row.first, row.second) for row in differences(*map(load_scenario, made))}
    assert told["laws.kita_third_fee_free_year"] == (False, True)
    assert told["laws.kita_staff_ratio"] == (True, False)
    assert told["values.services.nursery.staff.fte_per_case from 2028-01"] == (0.26, 0.219)
    assert not any("2025" in key for key in told)


def test_the_command_line_switches_them_for_all(own):
    words = ["laws.kita_third_fee_free_year=true", "laws.kita_staff_ratio=null"]
    config = compose_scenarios(["status_quo"], words)["status_quo"]
    assert config["laws"] == {"kita_third_fee_free_year": True}
    # What a law says can be set like any other setting.
    word = "legal_calendar.school_wage.status=open"
    _, made = setups("status_quo", overrides=[word])
    assert not made["status_quo"].laws.acts("school_wage")


def test_runs_under_other_laws_have_other_keys_from_one_spin_up(own):
    def keys(*overrides):
        configs = compose_scenarios(["status_quo", "switched"], ["replicates=1", *overrides])
        return [run.key for run in Blocks(configs, "data")[0].runs]

    first, again = keys(), keys()
    assert first == again and first[0] != first[1]
    assert keys("legal_calendar.school_wage.from=2029-01")[0] != first[0]


def test_mistakes_name_file_key_value_and_what_is_valid(own):
    assert "Did you mean 'kita_staff_ratio'" in mistake(["status_quo"], "laws.kita_staf_ratio=false")
    assert "laws.kita_staff_ratio=2 is invalid. Valid: true, false" in mistake(
        ["status_quo"], "laws.kita_staff_ratio=2"
    )
    (own / "scenarios" / "wrong.yaml").write_text(
        "# @package _global_\nlaws: {kita_staf_ratio: false}\n", encoding="utf-8"
    )
    assert "laws.kita_staf_ratio: is no law of the calendar. Did you mean 'kita_staff_ratio'" in mistake(
        ["wrong"]
    )
    for old, new, told in (
        (
            "status: enacted",
            "status: enactd",
            r"mine\.yaml: school_wage:\s+status: 'enactd' .* Did you mean 'enacted'",
        ),
        (
            "from: 2028-01",
            "form: 2028-01",
            r"mine\.yaml: school_wage:\s+from: is missing(.|\n)*form: unknown key",
        ),
        (
            "op: multiply",
            "op: times",
            r"mine\.yaml: school_wage:\s+changes.teachers.op: 'times' is not valid",
        ),
    ):
        (own / "conf" / "law" / "mine.yaml").write_text(OWN.replace(old, new), encoding="utf-8")
        with pytest.raises(ConfigError, match=told):
            compose_scenarios(["status_quo"], [FAST])
            rows_of("laws", "de")


def test_a_switch_without_effect_and_a_number_that_goes_before_a_law_are_said(own):
    words = ["laws.school_wage=true", f"parameters.{WAGE}=90000"]
    _, made = setups("status_quo", overrides=words)
    said = " ".join(remarks(made))
    assert "laws.school_wage=true changes nothing in this run (status enacted, from 2028-01)" in said
    assert f"parameters.{WAGE}=90000 holds for the whole run, so that the law 'school_wage' does not" in said
    assert made["status_quo"].plan.value(WAGE, month_index("2030-01")) == 90000


def test_a_contested_law_that_is_switched_on_says_that_none_is_its_best_value(own):
    word = "laws.inclusive_youth_services=true"
    number = "legal_calendar.inclusive_youth_services.changes.claims.by"
    said = " ".join(remarks(setups("status_quo", overrides=[word])[1]))
    assert f"{word} changes nothing by its best value" in said and f"or set {number}." in said
    set_by_user = " ".join(remarks(setups("status_quo", overrides=[word, f"{number}.typical=1.1"])[1]))
    assert "by its best value" not in set_by_user


def test_a_step_that_a_kind_states_and_a_law_too_is_said(own):
    """As with a kind of one's own that was written before the law was one."""
    text = (packaged_root("conf") / "services" / "nursery.yaml").read_text(encoding="utf-8")
    (own / "conf" / "services").mkdir()
    path = own / "conf" / "services" / "nursery.yaml"
    path.write_text(text.replace("{2019: 0.219}", "{2019: 0.219, 2025: 0.22}"), encoding="utf-8")
    _, made = setups("status_quo")
    (said,) = [one for one in remarks(made) if "figure of its own" in one]
    assert "'services.nursery.staff.fte_per_case' has a figure of its own from 2025-01" in said
    assert "laws.kita_staff_ratio=false" in said


def test_a_place_that_a_law_names_must_exist(own):
    text = OWN + "      where: {area: Z}\n"
    (own / "conf" / "law" / "mine.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Exception, match=r"laws\.school_wage\.changes\.teachers\.where\.area: 'Z' is no area"):
        setups("status_quo")
