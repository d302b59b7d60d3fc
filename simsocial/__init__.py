"""Agent-based what-if simulation for municipal social planning.

The public names are loaded when they are first used, so ``import simsocial`` costs nothing.

Examples
--------
>>> import simsocial
>>> simsocial.__version__
'0.1.0'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simsocial.analysis.comparison import compare as compare
    from simsocial.analysis.results import Results as Results
    from simsocial.analysis.study import Experiment as Experiment
    from simsocial.experiment.by_name import SocialModel as SocialModel
    from simsocial.experiment.given import vary as vary
    from simsocial.experiment.scenarios import load_scenario as load_scenario
    from simsocial.region import load_region as load_region

__version__ = "0.1.0"

_HOME = {
    "load_region": "simsocial.region",
    "load_scenario": "simsocial.experiment.scenarios",
    "SocialModel": "simsocial.experiment.by_name",
    "Experiment": "simsocial.analysis.study",
    "Results": "simsocial.analysis.results",
    "compare": "simsocial.analysis.comparison",
    "vary": "simsocial.experiment.given",
}

__all__ = [
    "Experiment",
    "Results",
    "SocialModel",
    "__version__",
    "compare",
    "load_region",
    "load_scenario",
    "vary",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'simsocial' has no attribute {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
