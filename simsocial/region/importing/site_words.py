"""German words of site lists: what a column holds, which kind a site is, who runs it."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["kind_of", "ownership_of", "site_column"]

_COLUMNS = {
    "under": r".*\b(?:u ?3|unter (?:3|drei)|krippen?plätze|krippe|0 ?(?:-|bis) ?(?:unter )?[23])\b.*",
    "over": r".*(?:\bü ?3\b|kindergarten(?:plätze)?\b|über (?:3|drei)|ab (?:3|drei)|3 ?(?:-|bis) ?(?:unter )?[67]).*",
    "ownership": r"(?:träger|traeger)(?:art|schaft|typ|gruppe|form)|art des (?:trägers|traegers)|trägerart.*|ownership",
    "provider": r"(?:schul|kita)?träger(?:name)?|traeger(?:name)?|name des trägers|betreiber|provider",
    "kind": r"art|typ|einrichtungs(?:art|typ)|art der einrichtung|kind|leistungsart|schulart|angebot",
    "places": (
        r"(?:(?:an)?zahl (?:der )?)?(?:genehmigte[nr]? |belegbare[nr]? |angebotene[nr]? )?"
        r"(?:(?:betreuungs|kita|heim|pflege|schul)?pl(?:ä|ae)tzen?|betten|bettenzahl|platzzahl|kapazität)"
        r"(?: (?:gesamt|insgesamt|zusammen|laut betriebserlaubnis|lt\.? be))?|licensed_places|gesamtplätze"
    ),
    "staff": r".*(?:vzä|vollzeit|fte).*",
    "lat": r"lat|latitude|breite|breitengrad|geogr?\.? ?breite|geographische breite",
    "lon": r"lon|lng|long|longitude|länge|längengrad|geogr?\.? ?länge|geographische länge",
    "east": r"ostwert|rechtswert|easting|utm.?(?:e|x|ost|east|rechts\w*)|e|x|x.?koord\w*|east",
    "north": r"nordwert|hochwert|northing|utm.?(?:n|y|nord|north|hoch\w*)|n|y|y.?koord\w*|north",
    "area": (
        r"(?:orts|stadt)teil|(?:stadt|orts)?bezirk|gemeinde|planungsraum|sozialraum|gebiet|ort|stadt|area|place|"
        r"(?:sitz)?gemeinde|quartier|region|stadtgebiet|ags|gemeindeschlüssel"
    ),
    "name": r"name(?: der (?:einrichtung|schule|kita))?|bezeichnung|einrichtung(?:sname)?|kita|schule|heim|site",
}
_KINDS = {
    "adult_day_care": r"tagespflege(?!\w*mutter|person)",
    "childminding": r"kindertagespflege|tagesmutter|tagesmütter",
    "nursing_home": r"(?:alten)?pflegeheim|seniorenheim|seniorenpflegeheim|altenheim|vollstationär\w*",
    "home_care": r"ambulant\w*|pflegedienst|sozialstation",
    "primary_school": r"grundschule|gs\b|primarschule",
    "kita": r"kita\w*|kindertages\w*|kindergarten|kinderkrippe|krippe|kinderhaus|integrative kita|hort und kita|kiga",
    "after_school_care": r"hort",
    "regelschule": r"regelschule",
    "gemeinschaftsschule": r"gemeinschaftsschule",
    "gymnasium": r"gymnasium",
    "special_school": r"förderschule|förderzentrum",
    "short_term_care": r"kurzzeitpflege",
    "assisted_living": r"betreutes wohnen|servicewohnen",
    "general_practitioner": r"hausarzt\w*|hausärzt\w*|allgemeinmedizin",
    "debt_counselling": r"schuldner\w*beratung",
    "family_counselling": r"erziehungsberatung\w*|familienberatung\w*",
    "womens_shelter": r"frauenhaus",
    "adult_education": r"volkshochschule|vhs",
    "meeting_place": r"begegnungsstätte|seniorentreff",
    "family_centre": r"familienzentrum",
    "youth_club": r"jugendclub|jugendklub|jugendzentrum|jugendhaus",
}
_OWNERSHIPS = {
    "non_profit": (
        r"frei(?:e[rsn]?)?|.*gemeinnützig.*|.*frei(?:er|en)? träger.*|.*e\. ?v\..*|.*\bev\b.*|.*ggmbh.*|"
        r".*(?:caritas|diakon|awo\b|arbeiterwohlfahrt|drk\b|rote[sn] kreuz|volkssolidarität|lebenshilfe|johanniter|"
        r"malteser|asb\b|samariter|paritätisch|stiftung|kirch|evang|kathol|verein|jul\b).*|non_profit|nonprofit|f|fg|frei-?gem\w*"
    ),
    "public": (
        r"öffentlich\w*|kommunal\w*|kommune|(?:stadt|gemeinde|landkreis|kreis|verwaltungsgemeinschaft|markt|land)\b.*|"
        r"staatlich\w*|eigenbetrieb.*|stadtverwaltung.*|gemeindeverwaltung.*|public|ö|k|oeffentlich\w*"
    ),
    "private": r"privat\w*.*|gewerblich\w*|.*gmbh.*|.*\bag\b|.*\bkg\b|.*\bug\b|private|p|pg|.*inh\..*",
}


def site_column(header: str) -> str | None:
    """Return what a column of a site list holds, None if nothing that is needed.

    Examples
    --------
    >>> [site_column(text) for text in ("Plätze U3", "Trägerart", "Ortsteil", "Straße", "Plätze ü3", "Anzahl Plätze")]
    ['under', 'ownership', 'area', None, 'over', 'places']
    """
    text = " ".join(re.sub(r"[\n_]+", " ", header.casefold()).split()).strip(" :*")
    return next((role for role, pattern in _COLUMNS.items() if re.fullmatch(pattern, text)), None)


def kind_of(text: str, mapped: Mapping[str, str]) -> str | None:
    """Return the kind of site that a text names.

    Examples
    --------
    >>> kind_of("Kita Regenbogen", {}), kind_of("Tagespflege", {}), kind_of("Kindertagespflege", {})
    ('kita', 'adult_day_care', 'childminding')
    """
    if text in mapped:
        return mapped[text]
    words = text.casefold()
    found = (kind for kind, pattern in _KINDS.items() if re.search(rf"(?<!\w)(?:{pattern})", words))
    return words if words in _KINDS else next(found, None)


def ownership_of(text: str, mapped: Mapping[str, str]) -> str | None:
    """Return who a text says runs a site: ``public``, ``non_profit`` or ``private``.

    Examples
    --------
    >>> [ownership_of(text, {}) for text in ("freigemeinnützig", "AWO e.V.", "Stadt Greiz", "ABC GmbH", "3")]
    ['non_profit', 'non_profit', 'public', 'private', None]
    """
    if text in mapped:
        return mapped[text]
    words = " ".join(text.casefold().split())
    return next((owner for owner, pattern in _OWNERSHIPS.items() if re.fullmatch(pattern, words)), None)
