"""New sites take no staff from the house of their employer that is in use, until they serve somebody themselves."""

from __future__ import annotations

import pytest

from simsocial.region import load_region
from simsocial.services.catalogue import Catalogue
from tests.unit.model.small import SITES, write_region

OLD = "zentrum_a"
WHERE = {"site_kind": "family_centre", "place": "a_stadt", "provider": "verein", "licensed_places": 30}
OPENED = {
    f"o{number}": {
        "kind": "open_site",
        "start": "2024-04",
        "decided_by": "kreis",
        "lever": "grant",
        "site": f"neu_{number}",
        **WHERE,
    }
    for number in range(3)
}


@pytest.fixture(scope="module")
def run(small_model, tmp_path_factory, all_kinds):
    """Return a function that tells by month how many the old house serves, and the staff of all, old and new."""
    sites = [",".join(map(str, site)) for site in (*SITES, (OLD, *WHERE.values()))]
    header = "site,kind,place,provider,licensed_places"
    region = load_region(write_region(tmp_path_factory.mktemp("new"), sites=[header, *sites]))
    kinds = Catalogue([all_kinds["family_centre"]])

    def under(measures=None):
        model = small_model(measures, region=region, catalogue=kinds)
        served, staff = [], []
        while model.running:
            model.step()
            services = model.services
            served.append(int(services.served_by_site()[services.sites[OLD].code]))
            staff.append(services.sites.arrays.staff_milli[services.sites.codes("family_centre"), 0].tolist())
        return served, staff

    return under


def test_the_house_in_use_keeps_its_staff_and_the_new_ones_open_one_after_another(run):
    """It loses only whom it cannot replace: the few who look for work go to the new ones, too."""
    usual, option = run(), run(OPENED)
    assert option[0][:4] == usual[0][:4]
    assert min(now / before for now, before in zip(option[0][:6], usual[0][:6], strict=True)) > 0.7
    assert min(option[0]) > 0
    for staff in option[1][3:]:
        assert sum(0 < milli < 500 for milli in staff[1:]) == 1
