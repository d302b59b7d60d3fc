# Die Antwort in drei Zeilen.
answer-targets = Ziele:
answer-side-effects = Nebenwirkungen:
answer-cost = Kosten und Beschluss:
answer-option = { $option }: { $text }
answer-no-target = kein Ziel angegeben
answer-no-side-effect = keine bestätigt
answer-more = { $count ->
    [one] und eine weitere
   *[other] und { $count } weitere
}
answer-sides = { $counts }, darunter { $first }
answer-effect = { $label } { $effect }, { $verdict }
answer-kreis = Landkreis ({ $time }) { $effect }
answer-capital = Investitionen aller Kostenträger zusammen ({ $time }) { $effect }
payback = { $payer }: Investition nach etwa { $years } Jahren eingespart ({ $first } bis { $last }; ohne Zins, Ersparnis wie { $year })
payback-unsure = { $payer }: ob die Investition eingespart wird, ist offen, frühestens nach { $first } Jahren (ohne Zins, laufende Kosten wie { $year })
payback-open = { $payer }: ob die Investition eingespart wird, ist offen (ohne Zins, laufende Kosten wie { $year })
payback-none = { $payer }: Investition wird nicht eingespart (laufende Kosten { $year } nicht niedriger)
payback-too-few = { $payer }: Rückfluss der Investition: mit so wenigen Rechnungen nicht zu sagen
answer-no-cost = Landkreis ohne Änderung
answer-decision = Beschluss spätestens bis { $month } ({ $who })
answer-trigger = „{ $measure }“ ausgelöst in { $share } der Läufe, im mittleren { $median }, frühestens { $earliest }
answer-trigger-never = „{ $measure }“ in keinem Lauf ausgelöst
answer-event = Ereignis, kein eigener Beschluss
answer-levels = { $scenario }, { $region }, { $period }. Läufe: { $runs }.
answer-levels-hint = Eine Option vergleichen: simsocial compare status_quo OPTION (eigene YAML-Datei; für den Musterkreis zum Beispiel kita_netz)
answer-level = { $label }: { $first } ({ $first_year }) → { $last } ({ $last_year }), { $change } %
answer-failed = { $count ->
    [one] Ein Lauf ist fehlgeschlagen und fehlt in allen Zahlen.
   *[other] { $count } Läufe sind fehlgeschlagen und fehlen in allen Zahlen.
}
