"""The model as Python code and ``mesa.batch_run`` ask for it: scenarios and parameters by their names.

Examples
--------
>>> model = SocialModel(
...     "musterkreis", "kita_netz", 1, parameters={"fertility.male_share": 0.512}, end="2027-01"
... )
>>> model.option.id, model.parameters.value("fertility.male_share")
('kita_netz', 0.512)
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from simsocial import model
from simsocial.core.roots import roots
from simsocial.experiment.scenarios import load_scenario
from simsocial.indicators.known import indicators
from simsocial.measures.checks import check_laws
from simsocial.model.arguments import horizon_of, region_of
from simsocial.parameters import Parameters
from simsocial.region import Region
from simsocial.scenario import Scenario
from simsocial.services.catalogue import Catalogue, load_catalogue_from_dirs
from simsocial.shapes.legal_calendar import load_legal_calendar

__all__ = ["SocialModel"]


class SocialModel(model.SocialModel):
    """One region under one scenario, each given by name or loaded.

    Parameters
    ----------
    region : Region or str or Path or mapping
        A loaded region or what :func:`simsocial.load_region` takes.
    scenario : Scenario or str or Path, optional
        A loaded scenario, its name, or a path to its file; without it the status quo. Its measures and parameters
        hold; region, horizon, services and processes are those of the arguments.
    rng : int, optional
        Seed of the replicate. Without it always 1, with a warning: Mesa's ``batch_run(..., iterations=3)`` gives
        one run three times. Sweep it: ``rng`` among the parameters of ``batch_run`` in Mesa before 3.5, its
        argument ``rng`` since.
    parameters : Parameters or mapping of str to float, optional
        A registry as it is, or numbers (of tables: factors) by id in place of the registered ones and the scenario's.
    catalogue : Catalogue, optional
        Service kinds; by default the package's and the user's own.
    **settings
        As for :class:`simsocial.model.SocialModel`: start, end, spin_up, disabled, ...

    Raises
    ------
    SimsocialError
        If a name, an id or a value is wrong, or the scenario does not fit the region.
    """

    def __init__(
        self,
        region: Region | str | Path | Mapping[str, Any] = "musterkreis",
        scenario: Scenario | str | Path | None = None,
        rng: int | None = None,
        *,
        parameters: Parameters | Mapping[str, float] | None = None,
        catalogue: Catalogue | None = None,
        **settings: Any,
    ) -> None:
        option = load_scenario(scenario) if isinstance(scenario, str | Path) else scenario
        if catalogue is None:
            catalogue = load_catalogue_from_dirs([root / "services" for root in roots("conf")])
        kinds = catalogue
        calendar = settings.get("laws")
        calendar = load_legal_calendar() if calendar is None else calendar
        laws = calendar.switched({} if option is None else option.laws)
        if not isinstance(parameters, Parameters):
            own = () if option is None else option.parameters()
            overrides = {**({} if option is None else option.overrides), **(parameters or {})}
            parameters = kinds.register(Parameters.load()).register(*own, *laws.parameters())
            parameters = parameters.with_overrides(overrides)
        loaded = region_of(region, parameters)
        check_laws(laws, loaded)
        if option is not None:
            asked = {**(model.SocialModel.__init__.__kwdefaults__ or {}), **settings}
            horizon = horizon_of(loaded, asked["start"], asked["end"], asked["spin_up"])
            known = indicators(kinds)
            option.validate_against(
                loaded,
                kinds,
                first_month=horizon.start,
                indicators=[one.id for one in known],
                yearly=[one.id for one in known if one.at_key_date],
            )
        super().__init__(loaded, option, rng, parameters=parameters, catalogue=kinds, **settings)
