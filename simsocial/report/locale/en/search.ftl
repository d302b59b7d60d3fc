# Search for portfolios.
front-title = Portfolios by gain and extra cost
front-caption = { $count } portfolios with the same dice and best values of the assumptions. Black: beaten by none; grey: beaten; light: outside the frames. Few runs each: what is considered belongs into a comparison with draws.
front-cost = extra cost of the Kreis a year, { $unit }
front-gain = gain, { $unit }
