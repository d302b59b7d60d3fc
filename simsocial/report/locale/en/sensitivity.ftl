# On what the effect of an option hangs, and when it fails.
sensitivity-title-morris = { $option }: what the effect hangs on
sensitivity-title-sobol = { $option }: what makes the effect vary
sensitivity-caption-morris = Bars: by how much the effect (option minus status quo) changes in the mean when the assumptions of a field go through their range once; line: 95 % interval. Shown are the strongest fields.{ $more ->
    [0] {""}
   *[other] {" "}{ $more } more indicators stand in the table.
}
sensitivity-caption-sobol = Bars: share of the effect's variance with interactions, with 95 % interval; circle: alone.{ $more ->
    [0] {""}
   *[other] {" "}{ $more } more indicators stand in the table.
}
sensitivity-share = share of the variance
failing-shown = { $option }, { $target }: missed in { $failing } of the { sample-plural }, mostly if { $box }. There { $density } miss it; these are { $coverage } of all failures (p = { $p }).
failing-bound = { $parameter } is between { $low } and { $high }
failing-not-shown = { $option }, { $target }: missed in { $failing } of the { sample-plural }; no corner of the assumptions explains that better than chance.
failing-too-few = { $option }, { $target }: missed in { $failing } of the { sample-plural }; too few on one side to tell assumptions apart.
failing-always = { $option }, { $target }: is always missed.
failing-never = { $option }, { $target }: is never missed.
