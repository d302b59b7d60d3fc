"""Options of the sheet ``Maßnahmen`` beside those of files: what a command's words may name besides."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hydra.core.config_store import ConfigStore
from omegaconf import OmegaConf

from simsocial.core.errors import ScenarioError, nearest
from simsocial.core.language import say
from simsocial.core.roots import roots
from simsocial.experiment.known import group_options
from simsocial.experiment.measure_sheet import MeasureSheet, read_measure_sheet
from simsocial.experiment.setup import prepare_region
from simsocial.services.catalogue import load_catalogue_from_dirs

__all__ = ["check_sheet", "checked_sheet", "names_in_workbook", "sheet_options"]

_GROUP = "scenarios"


def sheet_options(names: Sequence[str], words: Sequence[str]) -> dict[str, str]:
    """Make the options known that names mean of the sheet of the workbook that the words choose as region.

    Parameters
    ----------
    names
        Names of scenarios.
    words
        Settings, among them ``region=PATH`` or ``region.path=PATH``.

    Returns
    -------
    dict
        Name -> Hydra's option, of those in the sheet.

    Raises
    ------
    ScenarioError
        If the sheet has faults and one of its options is meant, a file has the name of an option, too, or a name is in
        neither.
    """
    path = _workbook(words)
    sheet = None if path is None else read_measure_sheet(path)
    if path is None or sheet is None:
        return {}
    in_files = group_options(_GROUP)
    asked = [name for name in names if Path(name).suffix not in (".yaml", ".yml")]
    if any(name in sheet.options or name not in in_files for name in asked):
        sheet.raise_faults()
    found = {}
    for name in asked:
        if name in sheet.options and name in in_files:
            message = say(
                "{where}: a file scenarios/{name}.yaml has the name of this option. Valid: another name.",
                where=sheet.where,
                name=name,
            )
            raise ScenarioError(message)
        if name in sheet.options:
            found[name] = _stored(path, name, sheet.options[name])
        elif name not in in_files:
            message = say(
                "Unknown scenario: '{name}'. {valid}",
                name=name,
                valid=nearest(name, [*sheet.options, *in_files]),
            )
            raise ScenarioError(message)
    return found


def names_in_workbook(words: Sequence[str]) -> list[str]:
    """Return the names of the options in the workbook that words choose as region; raises as above if it has faults."""
    path = _workbook(words)
    sheet = None if path is None else read_measure_sheet(path)
    if sheet is None:
        return []
    sheet.raise_faults()
    return list(sheet.options)


def check_sheet(region: Mapping[str, Any], first_month: int) -> None:
    """Raise a ScenarioError with all that is wrong in a workbook's sheet; no measure may start before `first_month`."""
    sheet = checked_sheet(region, first_month)
    if sheet is not None:
        sheet.raise_faults()


def checked_sheet(
    region: Mapping[str, Any], first_month: int | None = None, *, in_region: bool = True
) -> MeasureSheet | None:
    """Return the sheet of a region's workbook with all that is wrong in it, None where there is none.

    Parameters
    ----------
    region : mapping
        The node ``region`` of the settings.
    first_month : int or None
        First month of the horizon, before which no measure may start.
    in_region : bool
        Whether its tables are sound, so that measures can be held against them.
    """
    sheet = _sheet_of(region)
    if sheet is not None and in_region:
        catalogue = load_catalogue_from_dirs([root / "services" for root in roots("conf")])
        sheet.check_in(prepare_region({"region": region}), catalogue, first_month)
    return sheet


def _sheet_of(region: Mapping[str, Any]) -> MeasureSheet | None:
    path = Path(str(region.get("path") or ""))
    return read_measure_sheet(path) if _is_workbook(path) else None


def _workbook(words: Sequence[str]) -> Path | None:
    """Return the workbook that words choose as region, None for another region; of two words the last holds."""
    for word in reversed(words):
        key, _, value = word.partition("=")
        if key in ("region", "region.path"):
            path = Path(value.strip("'\""))
            return path if _is_workbook(path) else None
    return None


def _is_workbook(path: Path) -> bool:
    return path.suffix.lower() in (".xlsx", ".xlsm") and path.is_file()


def _stored(path: Path, name: str, content: Mapping[str, Any]) -> str:
    """Make an option known to Hydra under a name of its own."""
    option = f"sheet_{hashlib.blake2b(f'{path.resolve()}:{name}'.encode(), digest_size=8).hexdigest()}"
    ConfigStore.instance().store(
        group=_GROUP,
        name=option,
        node=OmegaConf.create(dict(content)),
        package="_global_",
        provider=path.as_posix(),
    )
    return option
