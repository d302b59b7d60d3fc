# Several futures: regret and ranking.
contents-futures = If things come differently
futures-text = The same comparison in several futures. None has a probability, all count alike. The regret of an option is by how much it is worse in the mean than the best one of a future, the status quo among them. To be safe against the worst, take the option of which the largest regret is smallest. Small differences may be chance; whether they are certain is said below.
futures-expected = as expected
futures-name = future
futures-why = why
futures-draws = draws
futures-option = option
futures-max-regret = largest regret
futures-mean-regret = mean regret
futures-reached = reached
futures-caption = { $criterion } ({ $unit }; { $direction ->
    [up] more is better
   *[down] less is better
})
futures-reached-text = "Reached" is the share of futures and draws in which the wanted value is reached; without one, in which it is better than under the status quo.
futures-dominated = "{ $option }" is dominated by "{ $other }": nowhere better by what matters, and certainly worse at least once.
futures-flip-future = { $criterion }: "{ $first }" is certainly better than "{ $second }" in: { $in_first }; the other way round in: { $in_second }.
futures-flip-price = { $criterion }: "{ $first }" is better than "{ $second }" and costs the Kreis more. It pays from { $price } EUR per unit on ({ $unit }).
futures-flip-assumption = { $criterion }: the order of "{ $first }" and "{ $second }" hangs on the assumption { $parameter }: { $side } about { $threshold } the first is better.
futures-above = above
futures-below = below
futures-no-flip = In no future and with none of the drawn assumptions could two options be shown to change places.
regret-title = Regret, { $period }: distance from the best option
regret-caption = Each circle is a future, the diamond their mean. On the right the future in which the option falls furthest behind the best. Zero: the best.
