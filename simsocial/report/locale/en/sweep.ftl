# Sweeps: many points, each with its reference.
sweep-title = { $label }
sweep-title-effect = Difference from the reference: { $label }
sweep-caption = Mean of years and runs at { $points } points; the line is the mean over the other factors.
