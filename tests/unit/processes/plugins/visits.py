"""What somebody outside the package writes: a screened process, likelier with a care grade, that touches nobody."""

import numpy as np

from simsocial.processes.base import ScreenedProcess, register


@register
class Visits(ScreenedProcess):
    """Count visits to a doctor."""

    name = "visits"
    after = "mortality"
    by = "care_grade"
    target = "visits"

    def hazard(self, month):
        return np.broadcast_to(np.linspace(0.01, 0.2, 6)[:, None, None], (6, 2, 101))

    def apply(self, month, rows):
        self.seen = [*getattr(self, "seen", []), *rows.tolist()]
