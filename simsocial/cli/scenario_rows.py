"""``simsocial scenarios``: what there is to compare, with who decides and the costs that are stated before a run."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from simsocial.cli.model_rows import label_in
from simsocial.cli.printed_rows import Row
from simsocial.core.errors import SimsocialError
from simsocial.core.language import say, speaking

if TYPE_CHECKING:
    from simsocial.measures import Measure
    from simsocial.report.texts import Texts
    from simsocial.scenario import Scenario

__all__ = ["PACKAGED", "scenario_rows"]

PACKAGED = "packaged"
"""Origin of a scenario that comes with simsocial; others are ``own`` files, or options of a ``workbook``."""


def scenario_rows(language: str, words: Sequence[str] = ()) -> list[Row]:
    """Return one row a scenario; what is wrong with a faulty one stands in the place of its title.

    Parameters
    ----------
    language
        ``de`` or ``en``.
    words
        Settings that choose a region, whose workbook may hold options of its own.
    """
    from simsocial.core.roots import packaged_root, roots
    from simsocial.experiment.known import group_options
    from simsocial.experiment.scenarios import load_scenario
    from simsocial.experiment.sheet_options import names_in_workbook
    from simsocial.report.texts import Texts

    texts = Texts(language)
    in_workbook = names_in_workbook(words)
    own = {
        path.stem
        for root in roots("scenarios")
        if root != packaged_root("scenarios")
        for path in root.glob("*.yaml")
    }
    found: list[tuple[str, Row]] = []
    for name in (*in_workbook, *group_options("scenarios")):
        with speaking(language):
            try:
                said = _scenario(load_scenario(name, words if name in in_workbook else ()), texts)
            except SimsocialError as error:
                said = {"title": say("Error: {error}", error=" ".join(str(error).split()))}
        found.append((name, said))
    columns = list(dict.fromkeys(column for _, said in found for column in said))
    return [
        {"id": name, "origin": "workbook" if name in in_workbook else "own" if name in own else PACKAGED}
        | {column: said.get(column) for column in columns}
        for name, said in found
    ]


def _scenario(scenario: Scenario, texts: Texts) -> Row:
    """Return what there is to say of a sound scenario."""
    measures = scenario.measures.values()
    return {
        "title": label_in(scenario.title, texts.language),
        "summary": label_in(scenario.summary, texts.language),
        "measures": len(measures),
        "kinds": " ".join(sorted({one.kind for one in measures})),
        "events": " ".join(one.name for one in measures if one.is_event),
        "start": min((one.start for one in measures if one.start), default=None),
        **_costs(measures),
        "decided_by": _who(measures, texts),
        "laws": " ".join(f"{one}={str(on).lower()}" for one, on in scenario.laws.items()),
        "parameters": " ".join(f"{one}={value:g}" for one, value in sorted(scenario.overrides.items())),
        "targets": " ".join(target.indicator for target in scenario.targets),
    }


def _costs(measures: Collection[Measure]) -> Row:
    """Return the sums of the stated costs, all at their low, typical and high value, and whose building has none."""
    stated = [(one.name, cost) for one in measures for cost in one.stated_costs()]
    row: Row = {}
    for key, budget in (("one_off_eur", "capital"), ("yearly_eur", "operating")):
        found = [cost for _, cost in stated if cost.budget == budget]
        for column, value in (
            (key, sum(cost.typical for cost in found)),
            (f"{key}_low", sum(cost.low for cost in found)),
            (f"{key}_high", sum(cost.high for cost in found)),
        ):
            row[column] = round(value) if found else None
    known = {name for name, cost in stated if cost.budget == "capital"}
    usual = [one.name for one in measures if one.new_sites and one.name not in known]
    return row | {"usual_building_cost": " ".join(usual)}


def _who(measures: Collection[Measure], texts: Texts) -> str:
    """Return who decides, each once; events decide themselves."""
    return ", ".join(
        dict.fromkeys(texts.term("decider", one.decided_by) for one in measures if not one.is_event)
    )
