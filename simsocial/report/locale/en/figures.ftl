# Labels of the figures.
pyramid-title = Population by age { $first } and { $last }
pyramid-caption = { $region }, status quo. Area: { $first }, line: { $last } (mean of runs: { $runs }, 31 December).
pyramid-men = Men
pyramid-women = Women
pyramid-age = Age in years
pyramid-persons = Persons per year of age
pyramid-land = Land { $year }
pyramid-land-caption = Dotted: age structure of the Land in { $year }, scaled to the same number of people.
supply-title = { $service }: supply, demand and unmet need { $year }
supply-caption = Frame: persons the licence allows. Bars: persons the staff suffices for (both by location of the site). Upright line: demand (by residence). Hatched: without service (by residence). Mean of { $runs } runs.
supply-licensed = licensed
supply-places = usable with staff
supply-demand = demand
supply-unmet = without service
supply-axis = Persons
effects-title = { $option }: what changes, { $period }
effects-caption = Change against the status quo with range (5–95 %) from { $runs } fresh { sample-plural }. Each unit has its own axis. The name says whether it is the sum, the mean or the last year of the period. Filled circle: as wanted; open circle: against; diamond: not rated; dash: not established or too small to count. (T) target, (S) suspected.
effects-more = { $count ->
    [one] One more change stands
   *[other] { $count } more changes stand
} in the tables only.
effects-mark-target = (T)
effects-mark-suspected = (S)
all-scenarios = all scenarios
waiting-title = Waiting lists { $period }
waiting-caption = Shown are at most six waiting lists: those that differ most between scenarios, then the longest. Waiting at the end of the month in the whole region. Line: mean of runs ({ $runs }), area: 5 to 95 % of the runs of the status quo. What coincides is drawn once and labelled together.
cost-title = Cost by payer { $period }: difference to the status quo
cost-caption = Operating cost a year, option minus status quo, with range (5–95 %). Above zero: more spending. In brackets: spending of the status quo in { $year }.
cost-level-title = Cost by payer { $period }
cost-level-caption = Operating cost a year, mean of runs ({ $runs }).
thousand-eur = thousand EUR
cost-panel = { $payer } ({ $level })
supply-others = Without a picture of their own, since neither a target nor a confirmed side effect is about them: { $services }.
figure-numbers = The figures
figure-range = from–to (5–95 %)
figure-told = Its figures stand in the tables
figure-call = Drawn by
column-area = Planning area
pyramid-numbers = People on 31 December by age, rounded to tens
pyramid-all = all
waiting-numbers = People waiting, mean of the year; in brackets the month with most
standing-places = Places
map-sites-today = sites today
map-sites-option = with the option
map-way = Travel: change in minutes
map-same = none shown
figure-of-first = { $title } (picture of the first page)
