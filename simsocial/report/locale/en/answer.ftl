# The answer in three lines.
answer-targets = Targets:
answer-side-effects = Side effects:
answer-cost = Cost and decision:
answer-option = { $option }: { $text }
answer-no-target = no target stated
answer-no-side-effect = none confirmed
answer-more = { $count ->
    [one] and one more
   *[other] and { $count } more
}
answer-sides = { $counts }, among them { $first }
answer-effect = { $label } { $effect }, { $verdict }
answer-kreis = Kreis ({ $time }) { $effect }
answer-capital = investment of all payers together ({ $time }) { $effect }
payback = { $payer }: investment returned after about { $years } years ({ $first } to { $last }; without interest, saving as in { $year })
payback-unsure = { $payer }: whether the investment is returned is open, after { $first } years at the earliest (without interest, running cost as in { $year })
payback-open = { $payer }: whether the investment is returned is open (without interest, running cost as in { $year })
payback-none = { $payer }: investment is not returned (running cost in { $year } no lower)
payback-too-few = { $payer }: return of the investment cannot be told from so few computations
answer-no-cost = no change for the Kreis
answer-decision = decide by { $month } ({ $who })
answer-trigger = "{ $measure }" fired in { $share } of runs, in the middle one { $median }, at the earliest { $earliest }
answer-trigger-never = "{ $measure }" fired in no run
answer-event = an event, no decision of one's own
answer-levels = { $scenario }, { $region }, { $period }. Runs: { $runs }.
answer-levels-hint = To compare an option: simsocial compare status_quo OPTION (a YAML file of your own; for the Musterkreis for example kita_netz)
answer-level = { $label }: { $first } ({ $first_year }) → { $last } ({ $last_year }), { $change }%
answer-failed = { $count ->
    [one] One run failed and is missing in all figures.
   *[other] { $count } runs failed and are missing in all figures.
}
