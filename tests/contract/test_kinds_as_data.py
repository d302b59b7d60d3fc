"""What a kind alone knows stands in its YAML: the code names none, and a kind of one's own has all of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

import simsocial
from simsocial.core.errors import ConfigError
from simsocial.core.roots import packaged_root
from simsocial.indicators.known import indicators
from simsocial.region import load_region
from simsocial.services.catalogue import load_catalogue, load_catalogue_from_dirs
from simsocial.shapes.house import houses, site_kinds
from tests.unit.model.small import SMALL, write_region

PACKAGE = Path(simsocial.__file__).parent
SERVICES = packaged_root("conf") / "services"
CENTRE = """
youth_centre:
  label: {de: Jugendtreff, en: youth centre}
  field: youth
  legal_base: SGB VIII § 11
  status: mandatory
  access: capacity
  order: 5
  key_month: 6
  base_year: [served]
  eligibility: {from_months: 120, until_months: 216}
  take_up: {by: age, table: {10: 0.3, 14: 0.4}}
  payers: {shares: {municipality: 1.0}}
  house:
    provision: {ages: [10, 17], sites: 400, places: 20000, smallest: 10, ownership: {public: 0.5, non_profit: 0.5, private: 0.0}, source: own count, year: 2025, grade: C}
"""  # noqa: E501 - one entry of YAML a line


def entries():
    """Return the packaged entries by kind."""
    found = {}
    for path in sorted(SERVICES.glob("*.yaml")):
        found |= yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def code_lines(folder):
    """Return the lines of code of a part of the package without docstrings and comments."""
    for path in sorted((PACKAGE / folder).rglob("*.py")):
        text = re.sub(r'"""(?:.|\n)*?"""', "", path.read_text(encoding="utf-8"))
        for line in text.splitlines():
            yield path, line.partition("#")[0]


def test_no_code_names_a_kind():
    names = set(entries()) | {entry.get("site_kind") or name for name, entry in entries().items()}
    named = re.compile("|".join(rf"\\b{name}(?=[_\"'])" for name in sorted(names - {"kita"})))
    found = [
        f"{path.relative_to(PACKAGE)}: {line.strip()}"
        for path, line in code_lines("")
        if named.search(line) and "bench" not in path.parts
    ]
    assert found == []


@pytest.mark.parametrize("part", ["report", "analysis"])
def test_readers_of_results_look_at_metadata_and_take_no_id_apart(part):
    """No ending, beginning or piece of an indicator's id says anything."""
    ids = {one.id for one in indicators(load_catalogue_from_dirs([SERVICES]))}
    apart = re.compile(
        r"(indicator|name|_id|\bid)\.(startswith|endswith|removeprefix|removesuffix|split|partition)\("
    )
    made = re.compile(r'f"(\{\w+\}_\w+|\w+_\{\w+\})"')
    endings = {identifier.rpartition("_")[2] for identifier in ids}
    for path, line in code_lines(part):
        # Ages such as 80-100 and names of files are no indicators.
        if path.name not in ("figure_hindcast.py",):
            assert not apart.search(line), (path.name, line)
        for text in made.findall(line):
            assert text.rpartition("_")[2] not in endings, (path.name, line)


@pytest.fixture
def own(tmp_path, monkeypatch):
    """The working folder of somebody with a kind of their own."""
    folder = tmp_path / "conf" / "services"
    folder.mkdir(parents=True)
    (folder / "youth_centre.yaml").write_text(CENTRE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_kind_of_ones_own_gets_usual_sites_where_the_region_brings_none(own):
    region = load_region(write_region(own))
    sites = region.sites[region.sites["kind"] == "youth_centre"]
    young = int(region.population[:, :, 10:18].sum())
    land = 20000 / 400
    assert len(sites) > 0
    assert 0 < sites["licensed_places"].sum() < max(young, land)
    assert any("youth_centre" in note["de"] for note in region.defaults_used)
    given = load_region(write_region(own, sites=[*SMALL["sites"], "treff_a,youth_centre,a_stadt,stadt_a,60"]))
    assert given.sites.set_index("kind").loc["youth_centre", "site"] == "treff_a"
    assert next(iter(houses())) == "youth_centre"
    assert site_kinds() >= {"youth_centre", "kita"}


def test_a_kind_of_ones_own_says_when_it_is_counted_and_what_was_compared(own):
    catalogue = load_catalogue_from_dirs([own / "conf" / "services", SERVICES])
    found = {one.id: one for one in indicators(catalogue)}
    served = found["youth_centre_served"]
    assert (served.key_month, served.validation) == (6, "base_year")
    assert (served.kind, served.concept) == ("youth_centre", "served")
    assert found["youth_centre_demand"].validation == "plausible"
    assert found["youth_centre_usable"].concept == "supply"


def test_indicators_say_what_they_are_about():
    catalogue = load_catalogue_from_dirs([SERVICES])
    about = {}
    for one in indicators(catalogue):
        if one.concept:
            about.setdefault((one.kind, one.payer, one.concept), []).append(one.id)
    assert all(len(names) == 1 for names in about.values()), about
    assert about["kita", "", "supply"] == ["kita_usable"]
    assert about["", "kreis", "operating_cost"] == ["cost_net_kreis"]
    for kind in catalogue:
        assert ("", "", "capital_cost") in about
        assert (kind.id, "", "operating_cost") in about


def test_a_house_has_one_label_by_whichever_kind_states_it():
    catalogue = load_catalogue_from_dirs([SERVICES])
    found = {one.id: one.label["de"] for one in indicators(catalogue)}
    assert found["kita_demand"] == "Kita: Nachfrage"
    content = entries()
    content["nursery"]["house"] = {"label": {"de": "Kindergrippe", "en": "Kita"}}
    with pytest.raises(ConfigError, match=r"services.nursery.house: belongs to the sites of kind .kita."):
        load_catalogue(content)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("smallest: 10", "smallest: 0"),
        ("ages: [10, 17]", "ages: [17, 10]"),
        ("public: 0.5", "public: 0.4"),
        ("places: 20000, ", ""),
    ],
)
def test_faults_of_a_provision_are_named(own, change, told):
    path = own / "conf" / "services" / "youth_centre.yaml"
    path.write_text(CENTRE.replace(change, told), encoding="utf-8")
    with pytest.raises(
        ConfigError, match=r"services.youth_centre(.house)?:(.|\n)*(smallest|ages|ownership|places)"
    ):
        load_catalogue_from_dirs([own / "conf" / "services", SERVICES])
    with pytest.raises(ConfigError, match=r"services.youth_centre.house:(.|\n)*provision"):
        houses()
