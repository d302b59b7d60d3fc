column-reference-year = Status quo { $year }
providers = Providers
providers-public = public providers
providers-non-profit = non-profit providers
providers-private = private providers
providers-own = What providers bear themselves
providers-choice = Choice among providers (right to choose)
providers-text = “Own means beyond the own part”: what providers keep of their own means beyond their part, of 100 EUR of cost; below zero it is missing and draws on reserves. Fewer sites: providers give them up for want of money or staff, or a measure closes them, counted as the difference. Deficits and choice only of services that this is about. “Next to no change”: the whole range lies within a tenth of what counts. In square brackets: 5–95 %. Single providers are not shown.
