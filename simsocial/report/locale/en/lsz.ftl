# The six fields of action of the programme "Solidarisches Zusammenleben der Generationen" of Thuringia.
lsz = By fields of action of the state programme (LSZ)
lsz-text = Targets and confirmed side effects by the six fields of action of Thuringia's programme “Solidarisches Zusammenleben der Generationen”. Costs stand with each option. The programme names fields, not indicators: which belongs where is an assumption (population and staff with planning; childcare, work and all ways with compatibility; care, health, income and housing with the living environment).
lsz-field = Field of action
lsz-steering = Steering and planning
lsz-compatibility = Compatibility and mobility
lsz-education = Education
lsz-counselling = Counselling and support
lsz-living = Living environment
lsz-dialogue = Dialogue of generations
lsz-other = without a field of action
lsz-rises = { $label } rises ({ $verdict })
lsz-falls = { $label } falls ({ $verdict })
lsz-more = { $count ->
    [one] and one more
   *[other] and { $count } more
}
lsz-none = nothing shown
