# What changed since an earlier comparison.
since = What changed since the last plan
since-of = Compared with “{ $name }” of { $day }.
since-region = Another region: { $old } instead of { $new }. Levels cannot be compared, only how they change.
since-data = The region's tables or the assumptions have had other values since.
since-version = Another version of the programme: { $old }, now { $new }. Differences may come from that, too.
since-sources = The programme was changed since. Differences may come from that, too.
since-changed = Changed: { $parts }.
since-changed-assumptions = { $count ->
    [one] one assumption
   *[other] { $count } assumptions
}
since-changed-levels = { $count ->
    [one] one level of the status quo
   *[other] { $count } levels of the status quo
}
since-changed-effects = { $count ->
    [one] one effect of the options
   *[other] { $count } effects of the options
}
since-same = Nothing that is compared is different.
since-draws-now = Now levels and ranges hold the uncertainty of the assumptions, then they did not.
since-draws-before = Then levels and ranges held the uncertainty of the assumptions, now they do not.
since-more-effects = { $count ->
    [one] One more effect is different.
   *[other] { $count } more effects are different.
}
since-options-new = New: { $options }.
since-options-dropped = No longer there: { $options }.
since-more = { $count ->
    [one] One more level of the status quo is different.
   *[other] { $count } more levels of the status quo are different.
}
since-before = then
since-now = now
since-absent = not there
since-assumptions = Assumptions with another value or range
since-levels = Status quo { $year }: what is different
since-effects = Targets and confirmed side effects: what is different
since-text = Different is what differs by more than the ranges of both means leave to chance, and by more than matters for the indicator; of effects also what is judged otherwise now. Where too few runs tell, nothing is compared.
