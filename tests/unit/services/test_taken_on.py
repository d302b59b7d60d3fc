"""Who is taken on beyond the staff there is: stated only where it can act."""

from __future__ import annotations

import pytest
import yaml

from simsocial.core.errors import ConfigError
from simsocial.core.roots import packaged_root
from simsocial.services.catalogue import load_catalogue

GP = "general_practitioner"
ENTRY = yaml.safe_load((packaged_root("conf") / "services" / f"{GP}.yaml").read_text(encoding="utf-8"))[GP]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"priority": {"rule": "longest_waiting", "displaced_first": False}}, "displaced_first: false lets them wait"),
        ({"capacity": "places"}, "staff limits nobody here"),
        ({"staff": None}, "staff limits nobody here"),
    ],
)  # fmt: skip
def test_a_share_that_changes_nothing_is_refused_with_kind_and_reason(changes, why):
    entry = {name: value for name, value in (ENTRY | changes).items() if value is not None}
    with pytest.raises(ConfigError, match=rf"(?s){GP}.*displaced_taken_on_share.*{why}"):
        load_catalogue({GP: entry})
    del entry["displaced_taken_on_share"]
    assert GP in load_catalogue({GP: entry})
