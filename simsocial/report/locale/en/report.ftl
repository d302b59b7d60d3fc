# The report of a comparison.
report-title = What changes if …?
report-subtitle = { $region }, { $period }: { $options } compared with the status quo
report-subtitle-alone = { $region }, { $period }: { $scenario }
report-notice = What-if statement, no forecast
report-notice-text = This report works out what changes under the stated assumptions. All figures are modelled. They are about the region, not about single people.
report-future = Computed for an assumed future, the same in all options: { $title }. { $why }
option-count = { $count ->
    [one] one option
   *[other] { $count } options
}
contents = Contents
unfold = Unfold all for printing
contents-answer = The answer in five minutes
contents-figures = Figures
contents-tables = Tables
contents-assumptions = Assumptions
contents-method = Method and signs
contents-run = Data of the run

reading-help = Change means: option minus status quo, depending on the indicator as sum or mean over { $period } or in the last year; that stands with the unit. The range in square brackets holds nine of ten runs (5–95 %). It holds the chance of the runs alone, since all assumptions have their best values (draws=0). How uncertain the assumptions are stands in the section “Assumptions”; without draws=0 the range holds that as well.
reading-help-draws = Change means: option minus status quo, depending on the indicator as sum or mean over { $period } or in the last year; that stands with the unit. The figure is the mean over the draws of the assumptions. The range in square brackets holds nine of ten draws (5–95 %): the uncertainty of the assumptions and chance.
few-runs = { $runs } computations are too few for any test: intervals need ten computations that differ. For solid figures: 30 computations and more (replicates=30).

overview = Overview
overview-what = What it is about
overview-targets = Targets
overview-side-effects = Confirmed side effects
overview-cost = Operating cost of the Kreis
overview-capital = Investment, all payers together
overview-payback = Return of the investment
overview-decision = Decide by
overview-table = At the table
overview-order = The options stand in the order of the command; it is no ranking.
none = none
no-date = no date
not-stated = not stated

not-identified = level not identified
not-identified-range = level not identified: with option { $range }
column-indicator = Indicator
column-unit = Unit, time
column-reference = Status quo
column-option = with option
column-effect = Change
column-interval = Range (5–95 %)
column-verdict = Verdict
column-share = better in … of { sample-plural }
column-validation = Level: checked by
column-equity = Poorest to richest
column-equity-effect = Effect on it
column-range = Single { sample-plural } (5–95 %)
column-chance = of it chance
column-payer = Payer
column-reason = Suspicion
column-state = Result
column-aim = Target value or direction
column-set-by = origin
column-matters = counts from

changes = Which assumptions “{ $option }” changes
change-old = before
change-new = with the option
change-when = holds
change-where = where
change-since = from { $since }
change-span = { $since } to { $until }
change-note = Note
change-factor = factor on the table
change-outside = outside the registered range
changes-own = { $count ->
    [one] one assumption differs (see assumptions)
   *[other] { $count } assumptions differ (see assumptions)
}
changes-outside = { $count ->
    [one] one value lies outside the registered range (see assumptions)
   *[other] { $count } values lie outside the registered range (see assumptions)
}
law-on = “{ $law }” holds
law-off = “{ $law }” does not hold
assumption-changed = { $option }: { $value }
assumption-only-in = only in “{ $option }”
targets = What is meant to change
targets-none = No target is stated for this option.
target-value-up = target at least { $value }
target-value-down = target at most { $value }
target-value-neutral = target { $value }
target-reached = { $target }: reached
target-missed = { $target }: not reached
target-judged = judged by “{ $label }” { $effect }
better-up = more
better-down = less
better-neutral = no direction
set-by-scenario = the scenario; who demands it is not said there
set-by-default = default of simsocial
thresholds = What it is held against, and who set that
thresholds-text = “Counts from”: the smallest change that is called as wanted or against; smaller ones are not rated. It is always a default of simsocial and no official threshold. The value and direction of a target are set by the scenario; whose they are can be said there with each target.
thresholds-costs = costs and investment by payer
matters-of-level = { $value } ({ $share } of the status quo)
target-set-by = { $note }; origin: { $set_by }
target-missing = { $indicator }: not counted in the model, so this target cannot be tested.
side-effects = Side effects
side-effects-none = Outside targets and cost no change was confirmed that is large enough to count.
side-effects-text = Found twice: seen in the first { $explore } runs, confirmed in { $confirm } fresh ones. The figures are those of the fresh runs. One line an indicator, planning areas and groups below it; what services under one roof (nursery and kindergarten) show like their house stands in the tables only. Cost stands in the next section.
side-effects-text-draws = Found twice: discovered in { $explore } runs, confirmed in { $confirm } runs under fresh assumptions; { $draws } draws of the assumptions in all. Figures come from the second half, those of targets from all runs. One line an indicator, areas and groups below; what services under one roof (nursery and kindergarten) show like their house stands in the tables only. Costs stand in the next section.
side-effects-unconfirmed = Without fresh { sample-plural } no side effect can be confirmed.
side-effects-more = { $count ->
    [one] One more indicator stands in the section “Tables”.
   *[other] { $count } more indicators stand in the section “Tables”.
}
path-text = The path that carries a side effect: “possible path by the model” names the shortest connection that the model provides for; how much comes along it is not said. That is measured by simsocial why { $option }; a report made anew then shows it here.
path-measured = Measured path: { $parts } ({ $folder }).
path-direct = Possible path by the model, not measured: directly, the measure changes this itself ({ $link }).
path-declared = Possible path by the model, not measured: { $links }.
path-none = No path on record, not measured.
link-staff = staff: { $name }
link-work-parents = work of parents
link-work-relatives = work of caring relatives
link-care-relatives = care by relatives
link-care-need = need of care
link-income = income and benefits
link-money = cost
link-population = births, deaths and moves
link-housing = housing
link-offending = offences
link-ways = ways
costs = What it costs and who pays
costs-text = All services in the model, at prices of each year; Kreis and municipalities net of reimbursements. Plus: more spending.
costs-level = Status quo, operating
costs-operating-cost = Operating cost
costs-capital-cost = Investment
costs-full-cost = Operating cost with interest and redemption
costs-local = Kreis and municipalities together
costs-all = all payers
costs-caption = Change in { $unit }; in square brackets 5–95 %
costs-none = These results hold no cost by payer.
costs-untouched = Operating cost unchanged: { $payers }.
decisions = Who decides, until when
decision-start = Start
decision-latest = Decide by
decision-sites = Site: places old → new
decision-site = { $site }: { $old } → { $new }
decision-site-new-size = { $site }: → { $new }
decision-assumed-lead = { $month } (lead time of { $months } months assumed: lead_months is not stated)
decision-by = decided by
decision-consent = Consent
decision-lever = Lever
decision-department = Department
decision-measure = Measure
decision-table = Who must be at the table
decision-passed = { $month } (already past when this was written)
decision-event = An event: others decide it. Options are the answer to it.
triggers = What measures wait for
triggers-text = A measure with a trigger begins only when the indicator has been beyond the threshold for so many months in a row. It is counted monthly, and a month is known in the next one. Shares are of runs. The threshold is set by the scenario; whose it is can be said there.
trigger-condition = Trigger
trigger-site = places taken, { $site }
trigger-below = { $what } below { $threshold }, { $months ->
    [one] one month
   *[other] { $months } months in a row
}
trigger-above = { $what } above { $threshold }, { $months ->
    [one] one month
   *[other] { $months } months in a row
}
trigger-back-below = ends at { $threshold } and more
trigger-back-above = ends at { $threshold } and less
trigger-delay = begins after (months)
trigger-share = fired
trigger-earliest = at the earliest
trigger-median = in the middle run
trigger-ended = ended again
trigger-start = when it fires
trigger-start-from = when it fires, from { $month } on
decisions-none = No measures stated.
suspected = What was suspected
suspected-none = Nothing was suspected beforehand.
suspected-small = found, but too small to count
suspected-too-few-advice = too few runs to find a change that matters; about { $runs } would do (replicates={ $runs })
suspected-unconfirmed = { $state } (difference not confirmed)
suspected-found-at = found in parts only: { $where }
suspected-touched = stated as excluded beforehand, but touched in the model

figures = Figures
figures-call = Each picture is one line of Python, which stands below it; all of them are drawn by simsocial.report.figures.write_figures("{ $folder }"), as SVG and PNG in figures/; the course of an indicator by simsocial.Results("{ $folder }").plot("INDICATOR", area="AREA").
figures-none = No figures.
tables = Tables
tables-all = { $option }: all indicators touched, { $region }
tables-years = { $option }: targets and side effects by year
tables-areas = { $option }: targets and side effects by planning area and group
tables-gains = { $option }: who gains, who loses? Effect by income (fifths of people) and ratio of the poorest to the richest
tables-untouched = Not touched in any run:
tables-by-year = { $scenario } by year, { $region }
tables-on-screen = Paper has the first pages, the planning areas and the assumptions in short. All figures by indicator, year, area and group, and the pictures of them: on the screen in report.html, as a workbook by simsocial export, and in effects.csv.
tables-files = Effects are in effects.csv (readable: without areas and groups that no run or hardly one touches) and complete in effects.parquet, single runs in indicators.parquet.

assumptions = Assumptions
assumptions-text = Each value with range, source and grade. Whoever holds another value can change it in the command and run again.
assumptions-on-screen = All { $count } assumptions one by one, with source: on the screen in report.html and in parameters.csv.
assumptions-show = Show all { $count } assumptions
assumptions-count = { $grade }: { $count }
assumptions-none = These results hold no list of assumptions.
assumption-id = Id
assumption-value = Value
assumption-unit = Unit
assumption-range = Range
assumption-source = Source (original language)
assumption-year = Year
assumption-in-force = in force
assumption-undated = undated
assumption-grade = Grade
assumption-override = { $value } (set in the command)
assumption-from = { $value } (from { $date })
assumption-table = table by { $by }
assumption-factor = factor { $bounds }
assumption-law = by “{ $law }” { $value }
laws = Law in force and possible law
laws-text = Enacted law acts in every option, announced and open law only where it is switched on. What it changes of values stands among the assumptions.
law-name = Law
law-base = Legal base
law-status = Status
law-when = holds
law-acts = acts
law-everywhere = in all options
law-only-in = only in: { $options }
law-nowhere = in no option
law-enacted = enacted
law-announced = announced
law-open = open
grade-a = A: official table as it is
grade-b = B: official figure of another region, year or definition, or worked out from official tables
grade-c = C: derived with a stated assumption, or second-hand
grade-d = D: own assumption with a wide range

method = Method and signs
method-model = A model of single artificial persons and households works through the region month by month. Each run throws the dice anew (births, moves, care need). { $sample ->
    [draws] Each draw also takes one set of the assumptions from their ranges. Status quo and options meet the same dice under the same assumptions in each draw
   *[runs] Status quo and options meet the same dice in each run
}, so what differs between them comes from the measure alone.
method-family = Many indicators are tested at once. To keep chance findings rare, two stages decide (Simes p for each indicator, Benjamini-Hochberg over indicators, at most 5 % false findings). A side effect is only what lies outside the targets, is larger than the indicator's relevance threshold and is found again with the same sign in fresh { sample-plural }{ $sample ->
    [draws] , in four of five of them at least
   *[runs] {""}
}. A target itself is judged by the interval of its mean; areas, groups and single years below it by the same procedure. A change that is no larger than the relevance threshold gets no direction, not for targets either.
method-classes = Differences that are the same in { sample-each } stand without an interval. Differences in fewer than ten { sample-dative } are only counted.
method-interval = Ranges: 5 % to 95 % point of the change over { sample-plural }; more { sample-plural } do not make them narrower. Whether a difference is established is decided by the 95 % interval of the mean (effects.csv: mean_low, mean_high): t distribution over { sample-plural }, for skewed differences bootstrap (BCa). Where a few { sample-plural } make up the difference, neither keeps its 95 %: with 30 { sample-plural } it is about 90 %, and a target without any effect gets a direction in about 10 instead of 5 of 100 cases unless the relevance threshold prevents it. Figures are rounded to what the range carries; by rounding, a change may differ from the difference of the levels by one unit of the last digit. “Single { sample-plural }”: 5 % and 95 % point of the level with the option over { sample-plural }.
method-power = “Tested, not found” means: so many runs would have found a change of the size of the relevance threshold with 90 % in each of the two stages, or the interval of the mean rules one of that size out; otherwise it reads “too few runs”. Of indicators with years for and against the target, the whole period and the worst year are shown.
method-chance = For targets too, four of five draws must have the same sign. “Of it chance”: share of chance in the variance of a run's change, estimated from the draws simulated twice; the rest is the uncertainty of the assumptions. The drawn values are in draws.parquet.
method-identified = "Level not identified": the level rests on assumptions of which no figure tells the value, only a range (assumption sheet: not identified), above all on the staff markets of care and Kitas; the range over the draws stands instead of a value. The change by the option has its own range.
method-horizon = Over the whole period an indicator is summed (money, births, moves), averaged over the years (people waiting, staff, ways) or given for the last year (stocks such as inhabitants, people served, places), depending on its kind. Which of the three stands with the unit: “sum” or “mean” with the years, else the last year. With a measure that starts later, sum and mean hold the years before it, too. Beyond five years, areas and groups are stored for some years only; the years between are taken from a straight line.
validation-legend = Checked by
validation-hindcast-text = hindcast: tested against real values of past years.
validation-base-year-text = checked in the base year: within 5 % of official Thuringian figures of 2022 to 2025 at their dates, plus chance; compared for the Land, the district of Greiz and the Musterkreis.
validation-base-year-elsewhere-text = checked with Thuringian figures: for Thuringia, scaled by age group, the same model is within 5 % of official figures of 2022 to 2025, plus chance. For this region (fictional or from tables of its own) that is not checked.
validation-plausible-text = plausible: the size is right, no value to compare with.
validation-none-text = unchecked: worked out from assumptions, no value to compare with.
signs = Signs
sign-brackets = range of the change: 5 % to 95 % point over the { sample-plural }
sign-limited = limited precision of the mean: half its 90 % interval is over 15 % of the value
sign-uncertain = mean too uncertain (over 30 %): only the range holds
sign-zero = more than nothing, but less than half of the last digit
sign-nothing = exactly zero
sign-unknown = no value
sign-small = fewer than 3 persons or cases (modelled)
sign-with-target = as wanted: the direction that the target or the indicator calls better
sign-against = against that direction
sign-neutral = not rated: no direction is better
sign-mixed = differs by place, group or year: some planning areas or groups change as wanted, others against; counted as “mixed”
sign-next-to-none = the whole range lies within a tenth of what counts for this indicator
sign-unclear = no clear difference: the 95 % interval of the mean holds zero
sign-unconfirmed = not confirmed: the interval of the mean leaves zero out, but with so many indicators that can be chance
sign-assumptions = direction depends on the assumptions: the same sign in fewer than four of five draws, chance taken out
sign-below-relevance = too small to count: established, but smaller than the change from which this indicator counts (relevance threshold); so it has no direction

run-data = Data of the run
run-command = Command
run-created = begun
run-finished = finished
run-region = Region
run-reference-date = Population as of
run-horizon = Period
run-runs = Runs
run-replicates = Runs of each option (explore + confirm)
run-draws = Draws of the assumptions
run-failed = failed
run-seed = Seed
run-source-hash = Hash of the program
run-data-hash = Hash of the data
run-versions = Versions
run-defaults = Default tables, since the region has none of its own
run-failed-note = Failed runs are missing in all figures; only what exists in both worlds is paired.
