"""The path of a side effect: measured where it was, else as the model declares it and said to be no more."""

from __future__ import annotations

import json

import pytest

from simsocial.analysis.declared_paths import declared_path
from simsocial.analysis.results import Results
from simsocial.analysis.side_effects import EffectRow, Line, effect_rows
from simsocial.analysis.why import compute_why
from simsocial.analysis.why_beside import why_beside
from simsocial.report.catalog import Catalog
from simsocial.report.paths import paths_of
from simsocial.report.texts import Texts
from tests.unit.analysis.planted import indicator
from tests.unit.analysis.planted_worlds import world_manifest, world_table

SERVICES = {
    "nursery": {
        "site_kind": "kita",
        "field": "kita",
        "qualifications": ["educator"],
        "acts_on": ["mothers_work"],
    },
    "hort": {"site_kind": "hort", "field": "school", "qualifications": ["educator"]},
    "home_care": {
        "site_kind": "home_care",
        "field": "elder_care",
        "qualifications": ["care_nurse"],
        "acts_on": ["take_up.nursing_home", "informal_care_hours"],
    },
    "nursing_home": {"site_kind": "nursing_home", "field": "elder_care", "qualifications": ["care_nurse"]},
}
INDICATORS = [
    indicator("kita_travel", kind="kita"),
    indicator("hort_unmet", kind="hort"),
    indicator("nursing_home_served", kind="nursing_home"),
    indicator("employed", field="work"),
    indicator("poor", field="income"),
    indicator("cost_kreis", payer="kreis", field="finance"),
    indicator("vacancies_nurse", field="staff", rests_on=["staff.care_nurse.turnover_rate"]),
    indicator("provider_staff_public", field="staff"),
    indicator("unmet_legal_claim", field="services"),
    indicator("lonely", field="participation"),
]


def plan(**measure):
    scenarios = {"status_quo": {}, "option": {"measures": {"m": measure}}}
    words = {"educator": {"label": {"de": "Erzieherinnen", "en": "educators"}}}
    return {
        "reference": "status_quo", "services": SERVICES, "scenarios": scenarios, "indicators": INDICATORS,
        "qualifications": words, "region": {"site_places": [{"site": "kita_e1", "kind": "kita", "place": "e"}]},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("measure", "name", "path"),
    [
        ({"site_kind": "kita"}, "kita_travel", ["service kita"]),
        ({"sites_changed": [{"site": "kita_e1"}]}, "kita_travel", ["service kita"]),
        ({"site_kind": "kita"}, "hort_unmet", ["service kita", "staff educator", "service hort"]),
        ({"kinds": ["nursery"]}, "employed", ["service kita", "work parents"]),
        ({"kinds": ["nursery"]}, "poor", ["service kita", "work parents", "income "]),
        ({"kinds": ["nursery"]}, "cost_kreis", ["service kita", "money "]),
        ({"kinds": ["home_care"]}, "nursing_home_served", ["service home_care", "service nursing_home"]),
        ({"kinds": ["home_care"]}, "vacancies_nurse", ["service home_care", "staff care_nurse"]),
        ({"kind": "bus_line"}, "hort_unmet", ["ways ", "service hort"]),
        ({"kinds": ["nursery"]}, "provider_staff_public", ["service kita"]),
        ({"kinds": ["nursery"]}, "unmet_legal_claim", ["service kita"]),
        ({"site_kind": "kita"}, "lonely", []),
        ({"site_kind": "kita"}, "nursing_home_served", []),
        ({"site_kind": "kita"}, "unknown", []),
    ],
)
def test_the_shortest_declared_path_is_found_and_none_invented(measure, name, path):
    assert [" ".join(link) for link in declared_path(plan(**measure), "option", name)] == path


def test_a_changed_value_of_a_service_or_a_pool_is_a_start():
    content = plan()
    content["scenarios"]["option"]["parameters"] = [{"id": "services.nursery.staff.fte_per_case"}]
    assert [link.name for link in declared_path(content, "option", "hort_unmet")] == [
        "kita",
        "educator",
        "hort",
    ]
    content["scenarios"]["option"]["parameters"] = [{"id": "staff.educator.turnover_rate"}]
    assert [link.name for link in declared_path(content, "option", "hort_unmet")] == ["educator", "hort"]


@pytest.fixture
def compared(tmp_path):
    """A comparison, and beside it the folder that explains its option."""
    worlds = world_manifest([indicator("i0"), indicator("still", kind="hort")])
    for name, folder in (("compared", "compared"), ("explained", "warum_option")):
        content = worlds | {"name": name}
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "manifest.json").write_text(json.dumps(content), encoding="utf-8")
    compute_why(world_table(), worlds).to_csv(tmp_path / "warum_option" / "why.csv", index=False)
    return Results(tmp_path / "compared")


def line(found, name: str) -> Line:
    row = dict.fromkeys(EffectRow.__dataclass_fields__, 1.0)
    words = {"indicator": name, "area": "region", "group_kind": "all", "group": "all", "period": "2027-2031"}
    (head,) = effect_rows(found.assign(**(row | words)).iloc[:1])
    return Line(head, (), (), (), "neutral")


def test_what_was_measured_beside_goes_before_what_is_declared(compared):
    catalog = Catalog(Texts("de"), compared.manifest)
    path, table = why_beside(compared, "option")
    assert path.name == "warum_option"
    lines = [line(table, "i0"), line(table, "still")]
    aims, (first, second) = paths_of(catalog, compared, "option", lines, lines)
    assert aims == [first, ""]
    assert first.startswith("Gemessener Weg: über Personal 69")
    assert first.endswith("(warum_option).")
    assert second == "Kein Weg verzeichnet, nicht gemessen."


@pytest.mark.parametrize(
    "other",
    [
        {"measures": {"m": {"site": "other"}}},
        {"config": {"future": {"id": "low_births"}}},
        {"config": {"processes": {"migration": False}}},
    ],
)
def test_an_explanation_of_another_option_or_world_does_not_count(compared, other):
    assert why_beside(compared, "option") is not None
    compared.manifest["scenarios"]["option"] |= other
    assert why_beside(compared, "option") is None


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "Möglicher Weg laut Modell, nicht gemessen: Kita → Personal: Erzieherinnen → Hort."),
        ("en", "Possible path by the model, not measured: Kita → staff: educators → Hort."),
    ],
)
def test_a_declared_path_says_that_it_is_not_measured(tmp_path, language, said):
    content = plan(site_kind="kita")
    (tmp_path / "manifest.json").write_text(json.dumps(content), encoding="utf-8")
    results, rows = (
        Results(tmp_path),
        compute_why(world_table(), world_manifest([indicator("i0"), indicator("still")])),
    )
    catalog, lines = Catalog(Texts(language), content), [line(rows, "hort_unmet")]
    assert paths_of(catalog, results, "option", [], lines) == ([], [said])
