# Who gains, who loses: the same artificial people with and without the option.
who = Who gains, who loses: the same people with and without the option
who-text = Who gains has fewer months without a place in the region (waits, is served elsewhere or gives up) in some field, or more income at the end; who loses, the contrary. Numbers of people are means over the runs with person tables, in brackets the least and the most. Months: change for all together. Euro: change of net income by weighted heads at the end, mean per person and month. Counted is everybody who lives here at some time of the period, also who is born, moves in, dies or leaves: more than the inhabitants. Groups are those at the beginning of the period; only those stand here in which something changes for somebody, who.csv has all.
who-everybody = everybody
who-by-area = Planning area
who-note = From { $runs ->
    [1] one run
   *[other] { $runs } runs
}. Not compared: { $apart } people who die or leave in one world only; { $onlyreference } exist only without, { $onlyoption } only with the option (such as other births). They count neither as gain nor as loss.
column-who-group = Group
column-who-people = people
column-who-gained = gain
column-who-lost = lose
column-who-both = each in something
column-who-otherwise = other, no better way
column-who-untouched = untouched
column-who-months = months without a place
column-who-eur = EUR per person and month

stories = Three artificial households
stories-text = Chosen by a fixed rule: households whose members exist in both worlds, by months without a place of all members together, where equal by income; the one that gains most, the one that loses most, and the median of those for whom something changes. They are examples, no real households.
story = { $which }: { $home }. With the option: { $changes }.
story-gain = Largest gain
story-loss = Largest loss
story-median = Median of those touched
story-home = Household in { $area } ({ $type }; { $income }; ages: { $ages })
story-without-more = { $field }: { $count ->
    [one] { $size } month
   *[other] { $size } months
} more without a place in the region
story-without-less = { $field }: { $count ->
    [one] { $size } month
   *[other] { $size } months
} fewer without a place in the region
story-served-more = { $field }: served { $count ->
    [one] { $size } month
   *[other] { $size } months
} longer
story-served-less = { $field }: served { $count ->
    [one] { $size } month
   *[other] { $size } months
} less
story-hours-more = { $count ->
    [one] { $size } hour
   *[other] { $size } hours
} more of care by relatives{ $field }
story-hours-less = { $count ->
    [one] { $size } hour
   *[other] { $size } hours
} fewer of care by relatives{ $field }
story-eur-more = at the end { $size } EUR a month more (weighted heads){ $field }
story-eur-less = at the end { $size } EUR a month less (weighted heads){ $field }

field-child-family-support = support for children and families
field-counselling = counselling
field-elder-care = care and age
field-health = health
field-housing = housing
field-integration-assistance = integration assistance
field-kita = Kita
field-migration = migration
field-participation = participation
field-school = school
field-youth-work = youth work
