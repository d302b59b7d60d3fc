# The profile of a Kreis.
profile-title = Profile of { $region }
profile-subtitle = Where it stands and where the status quo leads
profile-notice = The status quo carried forward shows where today's rates lead if nobody changes anything. All figures after the base population are modelled.
profile-levels = Who lives here and what changes
profile-levels-note = Base population: official tables or carried forward from them. Years: mean of the runs at the end of the year (Kita: 1 March, school: September, care: December). “Single runs”: 5 to 95 % of the runs, that is chance, not the uncertainty of the assumptions. Share: of the inhabitants; living alone: of the households.
profile-year-end = end of { $year }
profile-change = { $first }–{ $last }
profile-runs = Single runs (5–95 %)
profile-share = Share at the base date
profile-land = Land { $year }
course-title = Course from { $first } to { $last }, { $first } = 100
course-caption = { $region }, status quo, mean of runs ({ $runs }); { $first } = 100.
course-label = { $label } ({ $change } %)
projection-title = Beside the official projection
projection-what = Calculation
projection-span = Span
projection-total = in all
projection-year = a year
projection-natural = Births minus deaths per 1,000 a year
projection-migration = Migration per 1,000 a year
projection-population = Inhabitants
projection-care = People in need of care
projection-own = { $region }, this calculation
projection-official = { $region }, official
projection-reasons = Where the difference comes from
projection-sources = Sources:
reason-no-own = The source has no figure of its own for { $region }, so the Land stands beside it.
reason-base = Base: the official calculation starts in 2021 from the Zensus 2011. This one starts from the Zensus 2022, which found 0.6 % fewer people in the Land.
reason-base-own = Base: the official calculation starts in 2021 from the Zensus 2011. This one starts from your own population table.
reason-natural = Births and deaths: here { $own } per 1,000 inhabitants a year, officially { $official } for the Land. Birth rate and life table of this calculation are newer.
reason-migration = Migration: here { $own } per 1,000 inhabitants a year, officially { $official } for the Land. The migration rates of this calculation are an assumption from the flows of recent years.
reason-span = Span: the official figure is a mean over { $years } years in which the age structure goes on changing. This calculation ends in { $last }.
reason-care = Care: the official calculation keeps the quotas of 2021. It came to 179,500 people in need of care in the Land in 2023; 193,937 were counted. This one starts from the quotas of 2023 and lets them rise further by a parameter.
