"""Follow one event through three fields and write docs/KETTE.md.

    python tools/chain/page.py [--replicates 30] [--outputs outputs]

Both worlds throw the same dice. The second comparison cuts one link: what a place for a child does to its mother's
work is switched off in both worlds, and next to nothing may be left of all that comes behind it.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from simsocial.analysis.comparison import write_effects
from simsocial.analysis.results import Results
from simsocial.experiment.experiment import Experiment

PAGE = Path(__file__).parents[2] / "docs" / "KETTE.md"
OPTION, YEAR = "kita_schluessel", "2028"
CUT = tuple(
    f"services.{kind}.effects.mothers_work.factor=1.0" for kind in ("nursery", "kindergarten", "childminding")
)

LINKS = (
    ("Kita", "vacancies_educator", "offene Stellen für Erzieherinnen", 0),
    ("Kita", "kita_usable", "Plätze, für die Personal da ist (1. März)", 0),
    ("Kita", "kita_elsewhere", "Kinder auf Plätzen außerhalb", 0),
    ("Kita", "kita_unmet", "Kinder ohne Platz", 0),
    ("Arbeit", "parent_hours_lost", "Arbeitsstunden der Eltern, die ausfallen (je Woche)", 0),
    ("Arbeit", "employed", "Erwerbstätige", 1),
    ("Einkommen", "basic_support_people", "Menschen mit Grundsicherungsgeld", 1),
    ("Einkommen", "poor_children", "armutsgefährdete Kinder", 1),
    ("Einkommen", "housing_cost_net_kreis", "Kosten der Unterkunft, Landkreis netto (EUR im Jahr)", 0),
    ("Haushalt", "cost_net_kreis", "laufende Kosten der Dienste, Landkreis netto (EUR im Jahr)", 0),
)
"""Field, indicator, what it counts, decimals; in the order of the chain."""


def effects_of(name: str, words: Sequence[str], outputs: Path) -> pd.DataFrame:
    """Return the region's effects of the year, by indicator."""
    folder = Experiment(["status_quo", OPTION], [f"name={name}", *words], outputs).run()
    write_effects(folder)
    rows = Results(folder).effects
    whole = (rows["area"] == "region") & (rows["group_kind"] == "all") & (rows["period"].astype(str) == YEAR)
    return rows[whole].set_index("indicator")


def written(value: float, decimals: int) -> str:
    """Return a number as German readers write it, `x` where there is none."""
    if not math.isfinite(value):
        return "x"
    if value == 0.0:
        return "0"
    text = f"{value:+,.{decimals}f}"
    return text.replace(",", " ").replace(".", ",").replace("-", "−")


def table_of(effects: pd.DataFrame) -> list[str]:
    """Return the lines of a table: where it stands without the event, and by how much that differs."""
    lines = [
        "| Feld | was gezählt wird | ohne das Ereignis | Unterschied | Spanne (90 %) |",
        "|---|---|---:|---:|---:|",
    ]
    for field, indicator, label, decimals in LINKS:
        row = effects.loc[indicator]
        low, high = (written(row[name], decimals) for name in ("low", "high"))
        level = written(row["reference_mean"], 0).lstrip("+")
        lines.append(
            f"| {field} | {label} | {level} | {written(row['effect'], decimals)} | {low} bis {high} |"
        )
    return lines


def main() -> None:
    """Run both comparisons and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replicates", type=int, default=30)
    parser.add_argument("--outputs", type=Path, default=Path("outputs"))
    chosen = parser.parse_args()
    words = [f"replicates={chosen.replicates}", "twins=0"]
    chain = effects_of("kette", words, chosen.outputs)
    cut = effects_of("kette_getrennt", [*words, *CUT], chosen.outputs)
    PAGE.write_text(
        _TEXT.format(
            year=YEAR,
            draws=int(chain["n"].max()),
            chain="\n".join(table_of(chain)),
            cut="\n".join(table_of(cut)),
        ),
        encoding="utf-8",
    )


_TEXT = """# Eine Kette durch drei Felder

Was geschieht, wenn das Land ab August 2027 für jedes Kita-Kind die Hälfte mehr Personal verlangt (1 : 4 und 1 : 8 statt
1 : 6 und 1 : 12), ohne dass mehr Erzieherinnen ausgebildet werden? Ein Was-wäre-wenn im Musterkreis, keine Vorhersage.
Die Maßnahme ändert einen einzigen Wert: Personal je Kind. Alles Weitere folgt aus dem Modell.

    simsocial compare status_quo kita_schluessel

**{year}**, Mittel aus {draws} Ziehungen der unsicheren Annahmen, in beiden Welten mit denselben Würfeln:

{chain}

So ist es zu lesen:

1. **Kita.** Es gibt mehr Stellen als Erzieherinnen; Plätze ohne Personal dürfen nicht belegt werden. Der
   Rechtsanspruch bleibt: Der Landkreis kauft Plätze außerhalb, und wer auch dort keinen findet, wartet.
2. **Arbeit.** Mütter ohne Platz für ihr Kind arbeiten seltener (`mothers_work`, Beleg und Spanne unter
   `simsocial list effects`). Nur wenige geben die Arbeit ganz auf.
3. **Einkommen.** Mit dem Lohn sinkt das Haushaltseinkommen; einzelne Familien kommen unter den Bedarf, und für
   sie trägt der Landkreis die Unterkunft: so wenige, dass die Spanne die Null einschließen kann.
4. **Haushalt.** Am meisten kosten nicht diese Folgen, sondern die Plätze, die gekauft werden müssen. Weil die
   Zahl der Kinder sinkt, wird die Lücke bis 2031 wieder kleiner.

## Gegenprobe: ein Glied wird getrennt

Dieselben Welten, nur ist ausgeschaltet, was ein Platz an der Arbeit der Mutter ändert
(`services.nursery.effects.mothers_work.factor=1.0`, ebenso `kindergarten` und `childminding`). Die Zeilen der
Kita bleiben. Hinter der getrennten Stelle bleibt nichts als ein zweiter Weg in wenigen Ziehungen (x: zu selten für eine
Spanne): Heime der Jugendhilfe suchen dieselben Erzieherinnen, und wo ein Kind dort keinen Platz findet, ändert sich mit
dem Haushalt manchmal, wer arbeitet.

{cut}

*Geschrieben von `python tools/chain/page.py`. Ketten dieser Art prüft `tests/unit/model/test_chains.py`.*
"""


if __name__ == "__main__":
    main()
