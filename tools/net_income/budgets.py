"""Budgets by GETTSIM: its inputs for many households at once, and what it says of each."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import gettsim
import numpy as np
from households import HouseholdType

__all__ = ["HEATING_SHARE", "Budgets", "Household", "budgets_of"]

Array = np.ndarray[Any, Any]

HEATING_SHARE = 1.5 / 8.5
"""Heating in the warm rent: 1.50 of 8.50 EUR a square metre."""

AGE_OF_PENSIONERS, YEARS_OF_PENSION = 76, 10
LONG_RECORD_MONTHS, SHORT_RECORD_MONTHS = 45 * 12, 20 * 12

_TARGETS = (
    "einkommensteuer__betrag_m_sn",
    "solidaritätszuschlag__betrag_m_sn",
    "sozialversicherung__beiträge_versicherter_m",
    "kindergeld__betrag_m",
    "kinderzuschlag__basisbetrag_kind_m",
    "kinderzuschlag__wohnbedarf_anteil_eltern_bg",
    "kinderzuschlag__mindestbruttoeinkommen_m_bg",
    "kinderzuschlag__anspruchshöhe_m_bg",
    "kinderzuschlag__betrag_m_bg",
    "wohngeld__einkommen_m_wthh",
    "wohngeld__miete_m_wthh",
    "wohngeld__anspruchshöhe_m_wthh",
    "wohngeld__betrag_m_wthh",
    "bürgergeld__regelsatz_m",
    "bürgergeld__kosten_der_unterkunft_m",
    "bürgergeld__nettoeinkommen_nach_abzug_freibetrag_m",
    "bürgergeld__anspruchshöhe_m",
    "bürgergeld__betrag_m",
    "grundsicherung__im_alter__einkommen_m",
    "grundsicherung__im_alter__anspruchshöhe_m",
    "grundsicherung__im_alter__betrag_m",
    "unterhaltsvorschuss__betrag_m",
)


class Household(NamedTuple):
    """One household with its gross income and warm rent, EUR a month, and the rent level of its municipality."""

    type: HouseholdType
    gross_eur: float
    rent_eur: float
    rent_level: int = 2


@dataclass(frozen=True)
class Budgets:
    """What GETTSIM says of all persons, and to which household and part of it each belongs.

    Attributes
    ----------
    values : mapping
        Array by GETTSIM's name, one entry a person.
    home : ndarray of int
        Household of each person.
    is_adult, is_old : ndarray of bool
        Whether somebody heads the household, and has a pension.
    first : ndarray of int
        First person of each household.
    """

    values: Mapping[str, Array]
    home: Array
    is_adult: Array
    is_old: Array
    first: Array

    def total(self, name: str, of: Array | None = None) -> Array:
        """Return the sum over the persons of each household, or over some of them."""
        weights = self.values[name] if of is None else np.where(of, self.values[name], 0.0)
        return np.bincount(self.home, weights=weights, minlength=len(self.first))

    def common(self, name: str) -> Array:
        """Return what GETTSIM says of the household as a whole."""
        return np.asarray(self.values[name])[self.first]


@cache
def _inputs(date: str) -> dict[str, str]:
    """Return the kind of each input that the targets need, by its name."""
    tree = gettsim.main(
        main_target="templates__input_data_dtypes__tree",
        policy_date_str=date,
        tt_targets=gettsim.TTTargets(qname=dict.fromkeys(_TARGETS)),
    )
    return dict(_flat(tree, ()))


def _flat(tree: Mapping[str, Any], above: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name, below in tree.items():
        if isinstance(below, Mapping):
            yield from _flat(below, (*above, name))
        else:
            yield "__".join((*above, name)), below


def _persons(households: Sequence[Household], date: str) -> dict[str, list[Any]]:
    """Return the inputs that differ between persons."""
    year = int(date[:4])
    columns: dict[str, list[Any]] = {}

    def say(**values: Any) -> None:
        for name, value in values.items():
            columns.setdefault(name, []).append(value)

    number = 0
    for home, household in enumerate(households):
        kind, first = household.type, number
        partner = (first + 1, first) if kind.adults == 2 else (-1,)
        for adult, earning in enumerate(kind.earnings(household.gross_eur, date)):
            age = AGE_OF_PENSIONERS if earning.is_pension else 40
            say(
                p_id=number,
                hh_id=home,
                alter=age,
                familie__p_id_ehepartner=partner[adult],
                bürgergeld__p_id_einstandspartner=partner[adult],
                familie__p_id_elternteil_1=-1,
                familie__p_id_elternteil_2=-1,
                familie__alleinerziehend=kind.form == "lone_parent",
                einkommensteuer__gemeinsam_veranlagt=kind.adults == 2,
                kindergeld__p_id_empfänger=-1,
                kindergeld__in_ausbildung=False,
                einnahmen__bruttolohn_m=0.0 if earning.is_pension else float(earning.gross_eur),
                einnahmen__renten__gesetzliche_m=float(earning.gross_eur) if earning.is_pension else 0.0,
                sozialversicherung__rente__bezieht_rente=earning.is_pension,
                sozialversicherung__rente__jahr_renteneintritt=year - YEARS_OF_PENSION
                if earning.is_pension
                else year + 27,
                sozialversicherung__rente__grundrente__grundrentenzeiten_monate=LONG_RECORD_MONTHS
                if kind.has_long_record and earning.is_pension
                else SHORT_RECORD_MONTHS,
                sozialversicherung__pflege__beitrag__hat_kinder=bool(kind.ages) or earning.is_pension,
                arbeitsstunden_w=0.0 if earning.is_pension or not earning.gross_eur else 38.0,
            )
            number += 1
        for age in kind.ages:
            say(
                p_id=number,
                hh_id=home,
                alter=age,
                familie__p_id_ehepartner=-1,
                bürgergeld__p_id_einstandspartner=-1,
                familie__p_id_elternteil_1=first,
                familie__p_id_elternteil_2=first + 1 if kind.adults == 2 else -1,
                familie__alleinerziehend=False,
                einkommensteuer__gemeinsam_veranlagt=False,
                kindergeld__p_id_empfänger=first,
                kindergeld__in_ausbildung=True,
                einnahmen__bruttolohn_m=0.0,
                einnahmen__renten__gesetzliche_m=0.0,
                sozialversicherung__rente__bezieht_rente=False,
                sozialversicherung__rente__jahr_renteneintritt=year + 67 - age,
                sozialversicherung__rente__grundrente__grundrentenzeiten_monate=0,
                sozialversicherung__pflege__beitrag__hat_kinder=False,
                arbeitsstunden_w=0.0,
            )
            number += 1
    return columns


def _data(households: Sequence[Household], date: str) -> dict[str, Array]:
    """Return all inputs of GETTSIM, one entry a person."""
    data = {name: np.array(values) for name, values in _persons(households, date).items()}
    home = data["hh_id"]
    rent = np.array([household.rent_eur for household in households], dtype=np.float64)[home]
    size = np.bincount(home)[home]
    data |= {
        "alter_monate": 12 * data["alter"],
        "geburtsjahr": int(date[:4]) - data["alter"],
        "geburtsmonat": np.ones_like(home),
        "sozialversicherung__rente__monat_renteneintritt": np.ones_like(home),
        "wohnen__bruttokaltmiete_m_hh": (1 - HEATING_SHARE) * rent,
        "wohnen__heizkosten_m_hh": HEATING_SHARE * rent,
        "wohnen__wohnfläche_hh": 30.0 + 15.0 * size,
        "wohngeld__mietstufe_hh": np.array([household.rent_level for household in households])[home],
        "lohnsteuer__steuerklasse": np.where(data["familie__p_id_ehepartner"] >= 0, 4, 1),
        # Until the end of 2024 pension insurance knew limits of its own for the east.
        "wohnort_ost_hh": np.ones(len(home), bool),
        # No unemployment benefit and no parental allowance: they have processes of their own or none.
        "sozialversicherung__arbeitslosen__betrag_m": np.zeros(len(home)),
        "elterngeld__betrag_m": np.zeros(len(home)),
        "elterngeld__anrechenbarer_betrag_m": np.zeros(len(home)),
        # Nobody's children earn more than 100,000 EUR a year (section 94 (1a) SGB XII).
        "grundsicherung__im_alter__hat_kind_mit_einkommen_über_einkommensgrenze": np.zeros(len(home), bool),
    }
    empty = {"IntColumn": 0, "FloatColumn": 0.0, "BoolColumn": False}
    for name, kind in _inputs(date).items():
        if name not in data:
            value = -1 if "p_id" in name else empty[kind]
            data[name] = np.full(len(home), value)
    return data


def budgets_of(households: Sequence[Household], date: str) -> Budgets:
    """Let GETTSIM compute the budgets of households under the law of a date.

    The whole pension counts as income in the housing allowance (section 14 (2) no. 3 WoGG). GETTSIM counts the
    part that is taxed: so taxes are computed first, then all else with them and with pensions as if taxed wholly.
    """
    data = _data(households, date)
    if data["sozialversicherung__rente__bezieht_rente"].any():
        data |= _computed(data, ("einkommensteuer__betrag_y_sn", "solidaritätszuschlag__betrag_y_sn"), date)
        data["einkommensteuer__einkünfte__sonstige__rente__steuerpflichtige_einnahmen_m"] = data[
            "einnahmen__renten__gesetzliche_m"
        ]
    return Budgets(
        _computed(data, _TARGETS, date),
        data["hh_id"],
        data["kindergeld__p_id_empfänger"] < 0,
        data["sozialversicherung__rente__bezieht_rente"],
        np.unique(data["hh_id"], return_index=True)[1],
    )


def _computed(data: Mapping[str, Array], targets: Sequence[str], date: str) -> dict[str, Array]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = gettsim.main(
            main_target="results__qname",
            policy_date_str=date,
            input_data=gettsim.InputData.qname(dict(data)),
            tt_targets=gettsim.TTTargets(qname=dict.fromkeys(targets)),
            rounding=False,
        )
    return {name: np.asarray(value, dtype=np.float64) for name, value in found.items()}
