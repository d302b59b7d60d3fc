"""Whether somebody is in an asylum procedure or tolerated, and lives on benefits for asylum seekers (AsylbLG)."""

from __future__ import annotations

from simsocial.people.predicates import PREDICATES, Predicate
from simsocial.people.turning_ages import MARKED

__all__ = ["ASYLUM_SEEKER", "RESIDENCE_STATUS"]

RESIDENCE_STATUS = "residence_status"
"""Column of persons that the process ``asylum`` keeps."""

ASYLUM_SEEKER = 1
"""Its value for those whose stay is not decided; all others have 0."""

PREDICATES.add(
    Predicate(
        "asylum_seeker",
        {
            "de": "Menschen im Asylverfahren oder mit Duldung",
            "en": "people in an asylum procedure or tolerated",
        },
        lambda people: people.column(RESIDENCE_STATUS) == ASYLUM_SEEKER,
        turns=MARKED,
    )
)
