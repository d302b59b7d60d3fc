"""What an import has understood, done and assumed: shown before anything is written, and kept as a protocol."""

from __future__ import annotations

from dataclasses import dataclass, field

from simsocial.core.language import later, say

__all__ = ["Understood", "plural"]


@dataclass
class Understood:
    """Notes of an import, each list in the order of finding.

    Attributes
    ----------
    layout : list of str
        What each file and sheet holds and how.
    groups : list of str
        Age groups, areas, kinds: label as written and what it became.
    checked : list of str
        Sums that agree.
    differences : list of str
        Sums that do not, with both numbers; nothing is changed to make them agree.
    assumptions : list of str
        What the files do not say.
    missing : list of str
        What the files should hold and do not.
    left_out : list of str
        What was not used.
    outside : list of str
        Texts that are no place of the region: not used either.
    """

    layout: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    checked: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def sections(self, most_outside: int | None = None) -> list[tuple[str, list[str]]]:
        """Return the filled lists with their titles; of what is outside the region at most so many, and how many more.

        Examples
        --------
        >>> Understood(outside=["Gera", "Jena", "Zeitz"]).sections(most_outside=1)
        [('No places of the region (not used)', ['Gera', '... and 2 more, all of them in the protocol'])]
        """
        outside = list(dict.fromkeys(self.outside))
        if most_outside is not None and len(outside) > most_outside:
            more = say(
                "... and {number:,} more, all of them in the protocol", number=len(outside) - most_outside
            )
            outside = [*outside[:most_outside], more]
        titled = [
            (say("Layout"), self.layout),
            (say("Understood as"), self.groups),
            (say("Sums that agree"), self.checked),
            (say("Sums that do not agree (nothing was changed)"), self.differences),
            (say("Assumptions"), self.assumptions),
            (say("Missing"), self.missing),
            (say("Not used"), self.left_out),
            (say("No places of the region (not used)"), outside),
        ]
        return [(title, list(dict.fromkeys(lines))) for title, lines in titled if lines]


_NOUNS = {
    "age group": (later("{number:,} age group"), later("{number:,} age groups")),
    "area": (later("{number:,} area"), later("{number:,} areas")),
    "more total": (later("{number:,} more total"), later("{number:,} more totals")),
    "pair": (later("{number:,} pair"), later("{number:,} pairs")),
    "polygon": (later("{number:,} polygon"), later("{number:,} polygons")),
    "row": (later("{number:,} row"), later("{number:,} rows")),
    "site": (later("{number:,} site"), later("{number:,} sites")),
    "time": (later("{number:,} time"), later("{number:,} times")),
}


def plural(number: int, what: str) -> str:
    """Return a number with its noun.

    Examples
    --------
    >>> plural(1, "area"), plural(1200, "area")
    ('1 area', '1,200 areas')
    """
    one, many = _NOUNS[what]
    return say(one if number == 1 else many, number=number)
