# Words that appear in every output.
source-line = simsocial, what-if statement, no forecast
status-quo = Status quo (as before)
enumeration = { $first } and { $last }
interval = { $low } to { $high }
area = planning area { $area }
area-named = { $area } { $name }
effect-uncertain = { $interval } (/)
effect-none = no difference
effect-next-to-none = next to no change

# What stands for several years.
time-sum = sum { $period }
time-mean = mean { $period }
worst-year = worst year { $year }
effect-rare = different in { $runs } of { $all } { sample-dative }
effect-search-only = touched only in the { sample-plural } of the search

# What intervals and tests are over: runs, with draws those of the assumptions.
sample-plural = { $sample ->
    [draws] draws
   *[runs] runs
}
sample-dative = { $sample ->
    [draws] draws
   *[runs] runs
}
sample-each = { $sample ->
    [draws] each draw
   *[runs] each run
}

verdict-with-target = as wanted
verdict-against = against
verdict-neutral = not rated
verdict-mixed = differs by place, group or year
verdict-unclear = no clear difference
verdict-unconfirmed = not confirmed
verdict-assumptions = direction depends on the assumptions
verdict-small = too small to count
verdict-rare = too rare for a statement
verdict-few-runs = too few { sample-plural } for a statement
verdict-untouched = not touched

# How many side effects have which verdict.
lines-against = { $count } against
lines-mixed = { $count } mixed
lines-with-target = { $count } as wanted
lines-neutral = { $count } not rated

suspected-found = found
suspected-not-found = tested, not found
suspected-too-few = too few runs
suspected-excluded = excluded by assumption
suspected-not-in-model = not in the model


validation-hindcast = hindcast
validation-base-year = checked in the base year
validation-base-year-elsewhere = checked with Thuringian figures
validation-plausible = plausible
validation-none = unchecked


unit-percent = %
unit-percent-and-points = %, percentage points
unit-percentage-points = percentage points
unit-million-eur = m EUR
unit-eur = EUR
unit-eur-per-month = EUR per month
unit-persons = { $count ->
    [one] person
   *[other] persons
}
unit-children = { $count ->
    [one] child
   *[other] children
}
unit-pupils = { $count ->
    [one] pupil
   *[other] pupils
}
unit-cases = { $count ->
    [one] case
   *[other] cases
}
unit-households = { $count ->
    [one] household
   *[other] households
}
unit-dwellings = { $count ->
    [one] dwelling
   *[other] dwellings
}
unit-places = { $count ->
    [one] place
   *[other] places
}
unit-sites = { $count ->
    [one] site
   *[other] sites
}
unit-eur-per-100-eur-of-cost = EUR per 100 EUR of cost
unit-per-1-000-people-it-is-open-to = per 1,000 people it is open to
unit-levy-points = points of the district levy
unit-providers = { $count ->
    [one] provider
   *[other] providers
}
unit-fte = FTE
unit-minutes = { $count ->
    [one] minute
   *[other] minutes
}
unit-full-time-jobs = { $count ->
    [one] full-time job
   *[other] full-time jobs
}
unit-minutes-one-way = { $count ->
    [one] minute one way
   *[other] minutes one way
}
unit-persons-of-65-per-100-of-20-64 = persons of 65 and over per 100 of 20 to 64
unit-hours = { $count ->
    [one] hour
   *[other] hours
}
unit-hours-per-week = { $count ->
    [one] hour a week
   *[other] hours a week
}
unit-months = { $count ->
    [one] month
   *[other] months
}
unit-years = { $count ->
    [one] year
   *[other] years
}


decider-kreis = Kreis
decider-municipality = municipality
decider-provider = provider
decider-land = Land
decider-bund = federal government
decider-fund = care funds
decider-care-fund = care funds
decider-kv = association of statutory health insurance physicians
decider-school-authority = school authority
decider-families = families
decider-parents = parents' council
decider-youth-office = youth office
decider-youth-welfare-committee = youth welfare committee
decider-school-office = school office
decider-city = city
decider-investor = investor
decider-nobody = nobody

lever-own-act = own decision
lever-grant = grant
lever-plan = plan
lever-contract = contract
lever-negotiation = negotiation
lever-none = event, no decision of one's own

measure-open-site = open a site
measure-close-site = close a site
measure-merge-sites = merge sites
measure-change-value = change a value
measure-resize-site = change the number of places
measure-phased-housing = housing in phases
measure-no-change = no change
measure-convert-site = convert a site
measure-cooperation = cooperation of sites
measure-cut = cut a service
measure-co-funding = change who bears the cost
measure-extra-posts = plan posts
measure-lateral-entry = lateral entry
measure-opening-days = change opening days
measure-outreach = outreach
measure-parental-fee = change the parental fee
measure-prevention = prevention
measure-recruitment = recruit staff
measure-reuse-of-vacancy = reuse of vacancy
measure-bus-line = bus line
measure-on-demand-bus = on-demand bus
measure-grant = grant
measure-district-levy = district levy
measure-fee-bands = staggered parental fee
measure-shuttle = shuttle
measure-staff-above-minimum = keep staff above the ratio
measure-staff-ratio = change the staff ratio
measure-staff-retention = keep staff
measure-target-quota = set a target quota
measure-training-places = training places




dimension-sex = sex
dimension-age = age
dimension-kreis = Kreis
dimension-grade = care grade
dimension-all = everybody
dimension-situation = situation
dimension-children = number of children
dimension-siblings = siblings
dimension-household-type = type of household
dimension-household-size = size of household
dimension-age-months = age in months
dimension-age-band = age band
dimension-quantile = rank in the distribution
dimension-attainment = attainment
dimension-hours = extent of work
dimension-state = state of work
dimension-youngest-child = age of the youngest child
dimension-hours-of-care = weekly hours of care
dimension-margin = margin between states of work
dimension-insurance-years = years of insurance
dimension-persons = persons in the household
dimension-born-from = decade of birth
source-own-assumption = own assumption
source-own-setting = own setting of the user
