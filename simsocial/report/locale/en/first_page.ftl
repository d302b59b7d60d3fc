# The first page.
first-title = At a glance
first-reached = { $label } ({ $time }): { $first } → { $second } { $unit }, { $verdict }{ $has_note ->
    [true] { " " }({ $note })
   *[other] {""}
}.
first-reached-same = { $label } ({ $time }): unchanged.
first-once = { $amount } once
first-yearly = { $payer } { $amount } in { $year }
first-money = { $parts }.
first-money-payback = { $parts }. { $payback }.
first-no-cost = Neither Kreis nor municipalities pay more or less.
first-cost-unknown = What it costs cannot be told from so few computations.
first-cell = { $effect }, { $verdict }
first-judged = with interest and repayment { $effect }
first-few = too few computations
first-row-target = Target
first-row-staff = Staff, vacant posts
first-staff-none = no clear difference
first-row-claim = Legal claim not met
first-row-kreis = Kreis, running, net
first-row-municipality = Municipalities, running, net
first-cards = What is to be decided
first-card-event = Event: others decide
first-card-decides = Decides
first-card-assumed = { $month }, lead time assumed
first-signs = [ ]: nine of ten computations lie between; ( ): uncertain; (/): only the range can be told.
first-card-until = to decide by
first-card-from = from
first-changes = What changes
first-why = Why?
first-reason = { $reason } ({ $label }).
first-too-few = Not to be told from so few computations.
first-why-none = None of the effects suspected beforehand was found.
first-villages = Farther to the nearest house ({ $measure ->
    [km] as the crow flies
    [own] by car
   *[assumed] by car, estimated from distances
}): { $ways }.
first-village = { $place } { $before } → { $after } { $measure ->
    [km] km
   *[minutes] min
}
first-sure = How sure is that?
first-chance = Chance
first-assumptions = Assumptions
first-spread-of = Where the range at the target comes from
first-same-sign = Same direction in { $share } of the computations.
first-hangs-on-title = The result hangs most on:
first-hangs-on = { $parameter } (grade { $grade }){ $turns ->
    [true] : can turn the result round
   *[other] {""}
}
first-hangs-on-none = No single assumption stands out.
first-missing = Not in the model
first-never-modelled = In no option in the model: quality of the services, state of the buildings, what people there think of it.
map-title = { $service }: sites and ways
map-caption = Circles: places by inhabitants. Colour and number: way in the planning area shown to be longer or shorter, in minutes. Without borders of areas.
map-caption-borders = Surfaces: planning areas, tinted by the change of the mean way to “{ $service }”; the number at the largest place tells it in minutes (one way). Circles: places by inhabitants. Without tint: no change shown.
map-pair-title = { $service }: sites today and with { $option }
map-stays = stays
map-closes = closes
map-opens = new
map-longer = longer way
map-shorter = shorter way
standing-title = { $place }: places and demand
standing-caption = Lines: licensed places of each option; dots with band: demand if all goes on as before (5–95 %).
standing-demand = Demand
purses-title = Who pays more or less
purses-once = once (whole period)
purses-yearly = in { $year }
purses-caption = Bars: mean; line: range (5–95 %). Right of zero: more expenditure.
