"""What tests of settings share: a scenario of one's own, and the message of a mistake."""

from __future__ import annotations

import pytest

from simsocial.core.errors import SimsocialError
from simsocial.experiment.compose import compose_scenarios

__all__ = ["FAST", "OPTION", "mistake"]

OPTION = """\
# @package _global_
title: {de: Neu, en: New}
measures:
  close_one: {kind: close_site, site: kita_e1, start: 2027-08, decided_by: municipality, lever: plan}
  close_two: {kind: close_site, site: kita_e2, start: 2028-08, decided_by: municipality, lever: plan}
targets:
  - {indicator: births, direction: up}
"""

FAST = "services=[]"
"""Without service kinds composing takes a fifth of the time."""


def mistake(names: list[str], *overrides: str) -> str:
    """Return what is said of settings that cannot be composed."""
    if not any("services" in word or word.startswith("=") for word in overrides):
        overrides = (FAST, *overrides)
    with pytest.raises(SimsocialError) as caught:
        compose_scenarios(names, overrides)
    return str(caught.value)
