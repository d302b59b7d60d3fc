"""What a month's work follows from: shares at the margins between states, by circumstances, from the plan's values.

Beside what is solved from figures (``work.share``, ``work.youngest_child_ratio``), differences between groups are put
in relative to their mean, so that no stock moves: attainment, people without a partner, whether a child has a place,
and need of care.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import MAX_AGE
from simsocial.core.columns import SERVED
from simsocial.parameters import Parameters
from simsocial.people.work import WORK_STATES
from simsocial.people.work_shares import WorkMargins, at_odds, centred, work_margins
from simsocial.processes.work_looks import CHILD_YEARS, LOOKED_AT_EVERY, WorkRules
from simsocial.region.kreis_rates import kreis_ratio
from simsocial.region.targets import usual_share_with_children
from simsocial.services.catalogue import Catalogue
from simsocial.services.effects import effect_factors

__all__ = ["MOTHERS_WORK", "shares_by_circumstances", "stacked", "work_rules"]

Floats = npt.NDArray[np.float64]

MOTHERS_WORK = "mothers_work"
"""Quantity that childcare changes: the odds that the mother works."""

_AGES = np.arange(MAX_AGE + 1)
_PARENTS = (_AGES >= 18) & (_AGES < 65)
_OLDER_WORKERS = (60, 69)
_PENSION_AGE_OF_SHARES = 66.17
"""Regular pension age of 2025, of which the shares are."""

_MOTHERS_AMONG_LONE_PARENTS = 0.9

_PARENTS_OF_MANY = 0.09
"""Of parents of minors, share with three and more at home (own assumption; 8 to 10 % of families in the East)."""

_LABOUR, _UNEMPLOYED = 0, 1
"""Margins on the last axis of odds ratios."""

_CLASS_OF_CHILD = np.repeat(np.array([1, 2, 3, 4, 5, 6, 7, 0], dtype=np.uint8), [1, 1, 1, 3, 4, 5, 3, 1])
"""Class of ``work.youngest_child_ratio`` by completed years of the youngest child; 18 stands for no minor one."""

_GROUPS = 100


def shares_by_circumstances(
    values: Parameters, graded: Floats, ags: str | None, month: int
) -> tuple[Floats, Floats]:
    """Return :attr:`WorkRules.attained` and :attr:`WorkRules.margins` of a month.

    They are made apart, since they take most of the time and hang on nothing that services do.

    Parameters
    ----------
    values : Parameters
        With ``work.*``, ``calibration.*``, ``attainment.*``, ``household.*`` and ``partnership.*``.
    graded : ndarray (6, 2, 101)
        Share of each care grade by sex and age at the base date.
    ags : str or None
        Key of the Kreis.
    month : int
        Absolute month.
    """
    attained = _attained(values, ags, month)
    margins = _by_child(values, graded, ags, month)
    margins = _by_partner(values, margins, month)
    margins = _by_attainment(values, margins, attained, month)
    # Behind (sex, child, age, partner, attainment) as they come.
    return attained, np.ascontiguousarray(np.stack(margins, axis=-1).transpose(4, 3, 1, 0, 2, 5))


def work_rules(
    values: Parameters, catalogue: Catalogue, shares: tuple[Floats, Floats], month: int
) -> WorkRules:
    """Return the rules of a month.

    Parameters
    ----------
    values : Parameters
        With ``work.*``, ``informal_care.*`` and the numbers of the kinds.
    catalogue : Catalogue
        Kinds, of which some let mothers work.
    shares : tuple of two ndarray
        From :func:`shares_by_circumstances`.
    month : int
        Absolute month.
    """
    attained, margins = shares
    childcare = effect_factors(catalogue, values, MOTHERS_WORK, month)
    strength = values.value("work.informal_care_strength", month)
    care_ratio = values.table("work.informal_care_ratio", month) ** strength
    many_children = _by_number_of_children(values.value("work.three_children_ratio", month))
    unemployed = margins[..., WorkMargins._fields.index("unemployed")]
    most = unemployed.max(axis=(0, 1, 2)) * max(1.0, care_ratio[..., _UNEMPLOYED].max())
    most = most / min(1.0, many_children.min())
    return WorkRules(
        np.zeros(LOOKED_AT_EVERY + 1, dtype=np.int64),
        margins,
        attained,
        _CLASS_OF_CHILD,
        _places_expected(values, catalogue, childcare, month),
        childcare,
        np.array([values.value("work.childcare_without_degree_strength", month)]),
        _hours_of_women(values, month),
        values.table("informal_care.hours_per_week", month),
        effect_factors(catalogue, values, "informal_care_hours", month),
        care_ratio,
        _own_care(values, month),
        np.minimum(most, 1.0),
        _lasting(
            values.value("work.rank_lasting_share", month),
            2.0 * values.value("work.rank_renewal_years", month),
        ),
        _lasting(
            values.value("work.unemployment_lasting_share", month),
            values.value("work.unemployment_renewal_months", month) / LOOKED_AT_EVERY,
        ),
        np.array(values.value("work.partners_alike_share", month)),
        many_children,
    )


def _hours_of_women(values: Parameters, month: int) -> npt.NDArray[np.int64]:
    """Return mean weekly hours of women by state of work, none for those without work."""
    table = values["work.weekly_hours"]
    by_rank, ranks = (
        values.table("work.weekly_hours", month)[1],
        np.array(table.labels["quantile"], dtype=float),
    )
    means = ((by_rank[:, 1:] + by_rank[:, :-1]) / 2.0 * np.diff(ranks)).sum(axis=-1)
    states = table.labels["state"]
    hours = [means[states.index(name)] if name in states else 0.0 for name in WORK_STATES]
    return np.rint(hours).astype(np.int64)


def stacked(of_months: Sequence[WorkRules]) -> WorkRules:
    """Return the rules of several months in one, each only once; the first are those of the latest month."""
    distinct = list({id(rules): rules for rules in of_months}.values())
    version = np.array([next(i for i, own in enumerate(distinct) if own is rules) for rules in of_months])
    return WorkRules(version, *(np.stack(arrays) for arrays in list(zip(*distinct, strict=True))[1:]))


def _attained(values: Parameters, ags: str | None, month: int) -> Floats:
    """Return cumulative shares of none and of none or a tertiary degree, (2, 2, 101); the rest has a vocational one.

    Somebody has the degree of the own draw from the age on at which it is there, and none before.
    """
    table = "attainment.share"
    decades = np.array(values[table].labels["born_from"], dtype=np.int64)
    names = values[table].labels["attainment"]
    decade = np.searchsorted(decades, month // 12 - _AGES, side="right") - 1
    shares = values.table(table, month)[:, np.maximum(decade, 0)]
    never, tertiary = shares[..., names.index("none")], shares[..., names.index("tertiary")]
    odds = kreis_ratio(values, "attainment.tertiary_kreis_odds", ags, month)
    with_degree = 1.0 - never
    tertiary = with_degree * odds * tertiary / (odds * tertiary + with_degree - tertiary)
    none = np.where(values.value("attainment.tertiary_age_years", month) > _AGES, never + tertiary, never)
    none = np.where(values.value("attainment.vocational_age_years", month) > _AGES, 1.0, none)
    return np.stack([none, np.maximum(none, never + tertiary)])


def _own_care(values: Parameters, month: int) -> Floats:
    """Return the odds of who has a care grade, by grade; 1 without one."""
    return np.append(1.0, values.table("work.own_care_ratio", month)[1:])


def _without_care(values: Parameters, margins: WorkMargins, graded: Floats, month: int) -> WorkMargins:
    """Return margins (2, 101) of those who need no care."""
    weights, ratios = np.moveaxis(graded, 0, -1), _own_care(values, month)
    labour, more, full = (
        centred(share, weights, np.broadcast_to(ratios, weights.shape))[..., 0]
        for share in (margins.in_labour_force, margins.more_than_marginal, margins.full_time)
    )
    more = np.minimum(more, labour)
    return WorkMargins(margins.pension, labour, margins.unemployed, more, np.minimum(full, more))


def _by_child(values: Parameters, graded: Floats, ags: str | None, month: int) -> WorkMargins:
    """Return margins of those without a care grade by sex, age of the youngest child and age, each (2, 8, 101)."""
    margins = work_margins(_older(values, values.table("work.share", month), month))
    margins = _without_care(values, margins, graded, month)
    level = np.ones(4)
    level[_LABOUR] = values.value("work.participation_odds", month)
    level[_UNEMPLOYED] = values.value("work.unemployment_level_odds", month)
    level[_UNEMPLOYED] *= kreis_ratio(values, "work.unemployment_kreis_odds", ags, month)
    level[_UNEMPLOYED] *= kreis_ratio(values, "calibration.unemployment_odds", ags, month)
    margins = at_odds(margins, level)
    ratios = values.table("work.youngest_child_ratio", month)[:, :, None, :] ** _PARENTS[:, None]
    without_work = kreis_ratio(values, "calibration.parents_without_work_odds", ags, month)
    ratios[:, 1:, :, _UNEMPLOYED] *= without_work
    ratios[:, 1:, :, _LABOUR] /= without_work
    return at_odds(WorkMargins(*(margin[:, None, :] for margin in margins)), ratios)


def _older(values: Parameters, shares: Floats, month: int) -> Floats:
    """Let people of 60 to 69 work as those did who were younger by as much as the pension age has risen since."""
    risen = values.value("work.regular_pension_age_years", month) - _PENSION_AGE_OF_SHARES
    shifted, first, last = shares.copy(), *_OLDER_WORKERS
    ages = _AGES[first : last + 1]
    for sex, state in np.ndindex(shares.shape[0], shares.shape[2]):
        shifted[sex, first : last + 1, state] = np.interp(ages - risen, _AGES, shares[sex, :, state])
    return shifted


def _by_partner(values: Parameters, margins: WorkMargins, month: int) -> WorkMargins:
    """Return margins by whether somebody lives without a partner as last axis, of parents and of others."""
    without = _without_partner(values, month)
    weights = np.stack([1.0 - without, without], axis=-1)
    made = {}
    for name, of_parents, of_others in (
        ("in_labour_force", values.value("work.lone_parent_labour_force_ratio", month), 1.0),
        (
            "unemployed",
            values.value("work.lone_parent_unemployment_ratio", month),
            values.value("work.without_partner_unemployment_ratio", month),
        ),
    ):
        ratios = np.ones((8, 1, 2))
        ratios[0, :, 1], ratios[1:, :, 1] = of_others, of_parents
        made[name] = centred(getattr(margins, name), weights, np.broadcast_to(ratios, weights.shape))
    both = {
        name: np.repeat(margin[..., None], 2, axis=-1)
        for name, margin in margins._asdict().items()
        if name not in made
    }
    return WorkMargins(**made, **both)


def _without_partner(values: Parameters, month: int) -> Floats:
    """Return the share without a partner by sex, class of the youngest child and age, (2, 8, 101)."""
    without = np.zeros((2, 8, MAX_AGE + 1))
    by_age = values.table("household.minor_with_lone_parent_share", month)
    of_class = np.array([by_age[:18][_CLASS_OF_CHILD[:18] == number].mean() for number in range(1, 8)])
    mothers, fathers = _MOTHERS_AMONG_LONE_PARENTS, 1.0 - _MOTHERS_AMONG_LONE_PARENTS
    without[1, 1:] = (mothers * of_class)[:, None]
    without[0, 1:] = (fathers * of_class / (1.0 - mothers * of_class))[:, None]
    couple = values.table("household.in_couple_share", month)
    lone = values.table("household.lone_parent_share", month)
    gap = values.value("partnership.age_gap_years", month)
    couple_with_children = couple * usual_share_with_children(np.stack([_AGES - gap, _AGES]))
    without[:, 0] = (1.0 - couple - lone) / (1.0 - couple_with_children - lone)
    return np.clip(without, 0.0, 1.0)


def _by_attainment(values: Parameters, margins: WorkMargins, attained: Floats, month: int) -> WorkMargins:
    """Return margins by attainment as last axis: none, tertiary, vocational."""
    names = values["work.attainment_ratio"].labels["attainment"]
    order = [names.index(name) for name in ("none", "tertiary", "vocational")]
    ratios = values.table("work.attainment_ratio", month)[order]
    ratios = ratios ** values.value("work.attainment_strength", month)
    parts = np.stack([attained[0], attained[1] - attained[0], 1.0 - attained[1]], axis=-1)
    weights = parts[:, None, :, None, :]
    labour, unemployed, more, full = (
        centred(getattr(margins, name), weights, ratios[:, number])
        for number, name in enumerate(("in_labour_force", "unemployed", "more_than_marginal", "full_time"))
    )
    more = np.minimum(more, labour)
    pension = np.broadcast_to(margins.pension[..., None], labour.shape)
    return WorkMargins(pension, labour, unemployed, more, np.minimum(full, more))


def _places_expected(values: Parameters, catalogue: Catalogue, childcare: Floats, month: int) -> Floats:
    """Return by completed years of the youngest child the odds of a mother without a place, relative to the mean.

    The mean is that of the logarithms with as many places as there is take-up, so that with them no stock moves.
    """
    expected, kinds = np.zeros(CHILD_YEARS), tuple(catalogue)
    for code in np.flatnonzero((childcare != 1.0).any(axis=1)).tolist():
        wanted = kinds[code].take_up_table(values, month)[: CHILD_YEARS - 1, 0]
        expected[:-1] += wanted * np.log(childcare[code, SERVED])
    odds: Floats = np.exp(-expected)
    return odds


def _by_number_of_children(ratio: float) -> Floats:
    """Return the odds that parents of fewer than three and of more minors work; their mean logarithm is 0."""
    of_all = ratio**_PARENTS_OF_MANY
    return np.array([1.0 / of_all, ratio / of_all])


def _lasting(stayers: float, half_years: float) -> npt.NDArray[np.int64]:
    """Return for a hundred equally large groups of people for how many half-years a draw of theirs lasts.

    Of the stayers for good; of the others a whole number below or above, so that the mean is as stated, at least one.
    """
    lasts = np.full(_GROUPS, 1 << 20, dtype=np.int64)
    first, length = round(stayers * _GROUPS), max(half_years, 1.0)
    movers = _GROUPS - first
    lasts[first:] = np.floor(length + (np.arange(movers) + 0.5) / max(movers, 1)).astype(np.int64)
    return lasts
