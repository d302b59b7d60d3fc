# Hindcast: runs from an earlier date compared with the later count.
hindcast-head = Hindcast { $first } to { $last }: { $kreise } Kreise, { $runs } runs each, with what was known on the first day only.
hindcast-line = { $what } ({ $n }), mean deviation: { $errors }
hindcast-error = { $method } { $percent } %
hindcast-held = 90 % intervals hold the count for: { $shares }
hindcast-cells = cells of sex × age, weighted by people
hindcast-totals = inhabitants
hindcast-care = people in need of care
hindcast-model = model
hindcast-no-change = no change
hindcast-without-migration = cohorts without migration
hindcast-with-migration = cohorts with migration
hindcast-at-land-total = model, put on the Land's sum
hindcast-error-axis = per cent
hindcast-error-title = Deviation from the count
hindcast-held-title = Count in the 90 % interval (%)
hindcast-age-axis = age
hindcast-source = Hindcast { $first } to { $last }; count: official statistics or own table
