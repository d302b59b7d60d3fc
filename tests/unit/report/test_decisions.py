from __future__ import annotations

from typing import Any

from simsocial.report.catalog import Catalog
from simsocial.report.decisions import decisions, earliest, table_of
from simsocial.report.texts import Texts


def catalog(measures: dict[str, Any], created: str = "2026-10-05T09:00:00") -> Catalog:
    scenarios = {"option": {"measures": measures}}
    return Catalog(Texts("de"), {"scenarios": scenarios, "reference": "status_quo", "created": created})


def measure(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "merge_sites",
        "start": "2028-08",
        "decided_by": "municipality",
        "lever": "own_act",
        "needs_consent_of": ["kreis", "provider"],
        "lead_months": 18,
        "latest_decision_month": "2027-02",
    } | changes


def test_a_measure_says_who_decides_until_when():
    decision = decisions(catalog({"a": measure()}), "option")[0]
    assert (decision.title, decision.start) == ("Einrichtungen zusammenlegen", "August 2028")
    assert (decision.decided_by, decision.consent) == ("Gemeinde", ("Landkreis", "Träger"))
    assert (decision.latest, decision.passed) == ("2027-02", False)


def test_a_measure_names_its_sites_as_the_regions_own_tables_do():
    known = catalog({"a": measure(sites=["k1", "k2"]), "b": measure(kind="close_site", site="k3")})
    known.manifest["region"] = {"sites": {"k1": "Kita Löwenzahn"}}
    titles = {decision.title for decision in decisions(known, "option")}
    assert titles == {"Einrichtungen zusammenlegen: Kita Löwenzahn, K2", "Einrichtung schließen: K3"}


def test_a_measure_without_a_title_names_its_services_not_ids():
    known = catalog(
        {
            "a": measure(kind="parental_fee", kinds=["kindergarten", "nursery"]),
            "b": measure(kind="change_value", id="services.kita.cost.per_fte_eur_per_year"),
            "c": measure(kind="change_value", id="cost.per_fte_eur_per_year", where={"kind": ["nursery"]}),
        }
    )
    known.manifest["services"] = {"kindergarten": {"label": {"de": "Kindergarten"}}}
    assert {decision.title for decision in decisions(known, "option")} == {
        "Elternbeitrag ändern: Kindergarten, Nursery",
        "einen Wert ändern: Kita",
        "einen Wert ändern: Nursery",
    }


def test_a_month_that_has_passed_is_marked():
    decision = decisions(catalog({"a": measure(latest_decision_month="2026-09")}), "option")[0]
    assert decision.passed


def test_the_most_urgent_comes_first_and_events_last():
    found = decisions(
        catalog(
            {
                "event": measure(
                    lever="none", decided_by="provider", needs_consent_of=[], latest_decision_month=None
                ),
                "late": measure(latest_decision_month="2029-01", decided_by="kreis", needs_consent_of=[]),
                "soon": measure(),
            }
        ),
        "option",
    )
    assert [decision.latest for decision in found] == ["2027-02", "2029-01", ""]
    first = earliest(found)
    assert first is not None
    assert first.latest == "2027-02"
    assert table_of(found) == ["Gemeinde", "Landkreis", "Träger"]


def test_a_scenario_without_measures_has_nothing_to_decide():
    assert earliest(decisions(catalog({}), "option")) is None


def test_the_sites_and_an_assumed_lead_time_are_named():
    changed = [{"site": "a", "name": "Kita Ahorn", "old": 14, "new": 26}]
    given = decisions(catalog({"a": measure(sites_changed=changed)}), "option")[0]
    assert (given.sites, given.assumed_lead) == (("Kita Ahorn: 14 → 26",), None)
    unnamed = [{"site": "kita_e1", "name": "kita_e1", "old": 46, "new": 0}]
    assert decisions(catalog({"a": measure(sites_changed=unnamed)}), "option")[0].sites == (
        "Kita E1: 46 → 0",
    )
    assumed = decisions(catalog({"a": measure(lead_months=9, lead_assumed=True)}), "option")[0]
    assert assumed.assumed_lead == 9
