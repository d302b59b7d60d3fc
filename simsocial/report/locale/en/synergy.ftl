# The page of a bundle: do measures help or hinder each other?
synergy-title = Do the measures help or hinder each other?
synergy-subtitle = { $region }, { $period }: all subsets of the measures compared
synergy-answer = The answer
synergy-targets = Targets: each measure alone, all together
synergy-targets-text = Columns of measures: change against the world without the measures if there is only this one. “Beyond the sum”: together minus the sum of the single ones.
synergy-found = Interactions shown
synergy-found-none = No interaction is shown.
synergy-unseen = Where nothing is shown, and what could have stayed unseen
synergy-unseen-text = For each pair up to twelve indicators where more than their relevance could have stayed unseen; synergy.csv has all. For the others effects add up, too few { sample-plural } differ, or what could have stayed unseen is smaller than their relevance.
synergy-unseen-most = could have stayed unseen:
synergy-unseen-small = where enough { sample-plural } differ, nothing above its relevance could have stayed unseen
synergy-method = How this is computed
synergy-method-corners = Each subset of the measures is a run of its own of the same artificial people with the same dice. The interaction of two measures is what both together do beyond the sum of both, averaged over all settings of the other measures. Zero means that effects add up.
synergy-method-rules = The rules are those of the comparison: paired differences are tested by { $sample ->
    [draws] draw of the assumptions
   *[runs] run
}; what is found, for targets too, must be confirmed by fresh { sample-plural } and be larger than its relevance. Whether an interaction helps or hinders is told by the direction of the indicator or target. In brackets stands the range (5–95 %) over the { sample-plural }; “could have stayed unseen” is the end of the 95 % interval of the mean that lies further from zero. What measures compete for is told by the indicator that shows it: staff (field staff), money (field finance), clients (who is served, waits or goes elsewhere).
synergy-figure-title = How the measures act on each other, { $period }
synergy-figure-caption = For each pair: whether it helps (●), hinders or competes (○), both (◐), acts otherwise than the sum without a better way (◆), or nothing is shown (–); below, the indicator that shows it most, measured by its relevance, and what both do beyond the sum.

quoted = “{ $text }”
meeting-sentence = { $who }: { $word }. { $what }.
meeting-help = help each other
meeting-hinder = hinder each other
meeting-compete = compete for { $resources }
meeting-mixed = help and hinder each other
meeting-told = act otherwise than the sum, without a better way
meeting-nothing = nothing shown
meeting-few = too few { sample-plural }
meeting-few-runs = There are ranges from ten { sample-plural } that differ on
meeting-figure = { $label } ({ $time }) { $effect } beyond the sum
meeting-unseen = For “{ $label }” up to ± { $size } could have stayed unseen
meeting-untouched = For { $labels } effects add up in { sample-each }
meeting-rare = For “{ $label }”: { $effect }
meeting-unseen-table = What could have stayed unseen stands in synergy.csv
resource-staff = staff
resource-clients = clients
resource-money = money
meaning-help = helps
meaning-hinder = hinders
meaning-told = no better way
column-together = all together
column-beyond = beyond the sum
column-added = if effects added up
column-came-out = together
column-meaning = meaning
column-unseen = could have stayed unseen
