"""People by name: predicates and traits of persons and households that rules, data and counts speak in."""
