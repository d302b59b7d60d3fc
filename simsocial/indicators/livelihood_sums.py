"""What households' livelihoods add up to by area, and who pays which benefit."""

from __future__ import annotations

from simsocial.indicators.axes import BUDGETS, QUANTITIES, Budget, Quantity

__all__ = ["BENEFIT_SUMS", "SUMS"]

BUDGETS.add(Budget("benefits", {"de": "Leistungen an Haushalte", "en": "Benefits to households"}))

SUMS = (
    ("private_households", "Haushalte mit Einkommen", "households with an income", "households"),
    ("private_people", "Menschen in diesen Haushalten", "people in these households", "persons"),
    ("private_minors", "Kinder unter 18 in diesen Haushalten", "children below 18 in these households", "persons"),
    (
        "basic_support_households", "Bedarfsgemeinschaften mit Bürgergeld", "benefit units on basic income support",
        "households",
    ),
    ("basic_support_people", "Menschen mit Bürgergeld", "people on basic income support", "persons"),
    ("basic_support_children", "Kinder mit Bürgergeld", "children on basic income support", "persons"),
    ("housing_allowance_households", "Haushalte mit Wohngeld", "households with housing allowance", "households"),
    ("child_supplement_families", "Familien mit Kinderzuschlag", "families with child supplement", "households"),
    ("child_supplement_children", "Kinder mit Kinderzuschlag", "children with child supplement", "persons"),
    ("old_age_support_people", "Menschen mit Grundsicherung im Alter", "people on basic support in old age", "persons"),
    (
        "disability_support_people", "Menschen mit Grundsicherung bei Erwerbsminderung",
        "people on basic support in disability", "persons",
    ),
    ("maintenance_advance_children", "Kinder mit Unterhaltsvorschuss", "children with maintenance advance", "persons"),
    ("poor_people", "armutsgefährdete Menschen", "people at risk of poverty", "persons"),
    ("poor_children", "armutsgefährdete Kinder", "children at risk of poverty", "persons"),
    ("tenant_households", "Mieterhaushalte", "tenant households", "households"),
    (
        "overburdened_households", "Mieterhaushalte mit Überlastung durch die Miete",
        "tenant households overburdened by rent", "households",
    ),
    (
        "sheltered_otherwise_people", "Untergebrachte, die hier keine Wohnung verloren haben",
        "sheltered people who lost no home here", "persons",
    ),
    (
        "rent_burdens", "Mietbelastungen der Mieterhaushalte", "rent burdens of tenant households",
        "half percents",
    ),
    ("gross_income", "Bruttoeinkommen der Haushalte", "gross income of households", "cents"),
    ("net_income", "Nettoeinkommen der Haushalte", "net income of households", "cents"),
    ("income_tax", "Einkommensteuer", "income tax", "cents"),
    ("social_contributions", "Sozialbeiträge", "social contributions", "cents"),
    ("child_benefit", "Kindergeld", "child benefit", "cents"),
    ("maintenance_advance", "Unterhaltsvorschuss", "maintenance advance", "cents"),
    ("child_supplement", "Kinderzuschlag", "child supplement", "cents"),
    ("housing_allowance", "Wohngeld", "housing allowance", "cents"),
    ("standard_need_benefit", "Bürgergeld ohne Kosten der Unterkunft", "basic income support less housing", "cents"),
    ("housing_cost_benefit", "Kosten der Unterkunft (SGB II), brutto", "cost of housing (SGB II), gross", "cents"),
    ("old_age_support", "Grundsicherung (SGB XII, 4. Kapitel)", "basic support (SGB XII, chapter 4)", "cents"),
)  # fmt: skip
"""Id, labels in German and English and unit of each sum, in the order in which the kernel adds them up."""

BENEFIT_SUMS = tuple(row[0] for row in SUMS[-7:])
"""The benefits among them."""

for _id, _de, _en, _unit in SUMS:
    QUANTITIES.add(Quantity(_id, {"de": _de, "en": _en}, _unit))
