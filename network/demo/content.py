"""What the demo is made of. Places and parties are real ones of 2017; every person is invented, and sounds so."""

from collections.abc import Iterator
from dataclasses import dataclass

NETWORK = "Sunnmøre-nettverket (demo)"
OWNER = "Sunnmøre regionråd (demo)"
SEED = 2017


@dataclass(frozen=True)
class Place:
    """A municipality: `root` begins its delegates' surnames."""

    number: str
    name: str
    root: str
    domain: str


PLACES = (
    Place("1504", "Ålesund", "Åle", "alesund"),
    Place("1511", "Vanylven", "Vanylv", "vanylven"),
    Place("1514", "Sande", "Sande", "sande"),
    Place("1515", "Herøy", "Herøy", "heroy"),
    Place("1516", "Ulstein", "Ulstein", "ulstein"),
    Place("1517", "Hareid", "Hareid", "hareid"),
    Place("1519", "Volda", "Volde", "volda"),
    Place("1520", "Ørsta", "Ørste", "orsta"),
    Place("1524", "Norddal", "Norddal", "norddal"),
    Place("1525", "Stranda", "Strande", "stranda"),
    Place("1526", "Stordal", "Stordal", "stordal"),
    Place("1528", "Sykkylven", "Sykkylv", "sykkylven"),
    Place("1529", "Skodje", "Skodje", "skodje"),
    Place("1531", "Sula", "Sule", "sula"),
    Place("1532", "Giske", "Giske", "giske"),
    Place("1534", "Haram", "Haram", "haram"),
    Place("1546", "Sandøy", "Sandøy", "sandoy"),
)

DELEGATES_EACH = 4
# fmt: off
FIRST_NAMES = (
    "Anna", "Bjørn", "Camilla", "David", "Eli", "Finn", "Gunnhild", "Håkon", "Ingrid", "Jostein", "Kari", "Leif",
    "Marit", "Nils", "Oddny", "Per", "Ragnhild", "Sindre", "Torill", "Ulrik", "Vigdis", "Yngve", "Åse", "Arne",
    "Berit", "Dagfinn", "Elin", "Frode", "Grete", "Harald", "Irene", "Jon", "Kristin", "Lars", "Mona", "Njål",
    "Oline", "Paul", "Randi", "Sverre", "Tone", "Vidar", "Wenche", "Øystein", "Åshild", "Alf", "Bodil", "Egil",
    "Frida", "Geir", "Hilde", "Ivar", "Janne", "Knut", "Liv", "Magne", "Nina", "Olav", "Pernille", "Roar",
    "Solveig", "Terje", "Unni", "Viggo", "Astrid", "Birger", "Dordi", "Eirik",
)
# fmt: on
ENDINGS = (
    "måke",
    "skarv",
    "fyr",
    "naust",
    "bris",
    "tind",
    "fjære",
    "straum",
    "holme",
    "lykt",
    "stjerne",
    "krabbe",
    "tang",
)

PARTIES = ("Ap", "H", "Frp", "KrF", "Sp", "V")
TOWN_PARTIES = ("SV", "MDG")
SMALL_PLACES = ("1514", "1524", "1526", "1546")
TOWNS = ("1504", "1519", "1520")


@dataclass(frozen=True)
class Guise:
    """An invented person. `place` is where she belongs, if anywhere."""

    name: str
    email: str
    place: Place | None = None
    party: str | None = None


def delegates() -> Iterator[Guise]:
    """Four for each municipality, in its order, each with a name of her own."""
    names = iter(FIRST_NAMES)
    for row, place in enumerate(PLACES):
        for column in range(DELEGATES_EACH):
            first, last = next(names), place.root + ENDINGS[(row * 3 + column) % len(ENDINGS)]
            yield Guise(f"{first} {last}", _address(first, last, place.domain), place, _party(place, row, column))


FACILITATORS = (
    Guise("Fia Prosessdøme", "fia.prosessdome@regionradet.example"),
    Guise("Tor Rettleiardøme", "tor.rettleiardome@regionradet.example"),
)
PROJECT_LEADS = (Guise("Lea Prosjektdøme", "lea.prosjektdome@regionradet.example"),)
ADMINISTRATORS = (Guise("Ada Driftsdøme", "ada.driftsdome@regionradet.example"),)
COORDINATORS = (
    Guise("Kai Giskekontakt", "kai.giskekontakt@giske.example", PLACES[14]),
    Guise("Siv Voldakontakt", "siv.voldakontakt@volda.example", PLACES[6]),
    Guise("Ola Ålesundkontakt", "ola.alesundkontakt@alesund.example", PLACES[0]),
)


def _party(place: Place, row: int, column: int) -> str:
    if column == DELEGATES_EACH - 1 and place.number in SMALL_PLACES:
        return "Bygdelista"
    if column >= DELEGATES_EACH - 2 and place.number in TOWNS:
        return TOWN_PARTIES[column % 2]
    return PARTIES[(row + column) % len(PARTIES)]


_PLAIN = {ord("æ"): "ae", ord("ø"): "o", ord("å"): "a"}


def _address(first: str, last: str, domain: str) -> str:
    plain = f"{first}.{last}".lower().translate(_PLAIN)
    return f"{plain}@{domain}.example"


GATHERING = "Samling 4: Innbyggjarane med frå starten"
THEME = "Korleis får vi fleire innbyggjarar med før saka er avgjord?"
HALL = "Fjordsalen, Ålesund"
SPEAKER = "Gunnar Gjestedøme"
GUESTS = (
    ("Gunnar Gjestedøme", "gunnar.gjestedome@gjest.example", SPEAKER),
    ("Svea Gästexempel", "svea.gastexempel@gast.example", "Svea Gästexempel, Sverige"),
    ("Ditte Gæsteeksempel", "ditte.gaesteeksempel@gaest.example", "Ditte Gæsteeksempel, Danmark"),
)
"""From Norway, Sweden and Denmark: name, address, and how they stand on the programme."""
SHORT_TALK = "Kort utanfrå"
TALK_MINUTES, SHORT_TALK_MINUTES, SECOND_CASE_MINUTES = 20, 8, 15
MATERIAL = ("Lysarka til innleiinga", "https://gjest.example/lysark")
SUBSTITUTE = "Vara Varadøme"
FOOD = "Toler ikkje skaldyr"
FIRST_QUESTION = "Kva av det vi høyrde, utfordrar måten vi sjølve slepper folk til på?"
SECOND_QUESTION = "Kva skal til hos oss for at fleire kjem med før saka er avgjord?"
PRACTICAL = "Parkering bak huset. Lunsj i kafeen. Ta med telefonen, og lad han på vegen."
NEXT_GATHERING = "Samling 5: Digitale verktøy som folk bruker"
NEXT_THEME = "Kva skal til for at det digitale blir ein dør inn, og ikkje ein dør att?"
NEXT_HALL = "Kulturhuset, Volda"
CASE_FROM, SECOND_CASE_FROM = "1532", "1504"
"""Giske and Ålesund present today's cases."""
GOALS = (
    ("1", "Utvikle rolla for fritidspolitikaren"),
    ("2a", "Digitalisering som ein naturleg arena for medverknad"),
    ("2b", "Digitalisering som ein naturleg del av organisasjonsutviklinga i kommunen"),
    ("3", "Eit betre innovasjonsklima i kommunane"),
    ("4", "Samskaping mellom kommunar og andre aktørar i samfunnet"),
    ("5", "Auka tillit mellom offentleg sektor og samfunnet"),
)
GROUP = "Heile salen"
BOARD = "Fleire med før saka er avgjord"
QUESTION = "Kva utfordrar oss, og kva tek vi med heim?"
COLUMNS = (
    ("challenge", "Kva utfordrar oss?", "Kva av det vi høyrde i dag, set vår eigen måte å arbeide på i spel?"),
    ("change", "Kva skal til hos oss?", "Kva må vi gjere annleis for at fleire skal kome til orde tidleg?"),
    ("home", "Dette tek vi med heim", "Kva er det første steget vi kan ta dei neste 14 dagane?"),
)
NOTES: tuple[tuple[str, str], ...] = (
    ("challenge", "Vi høyrer frå dei same ti personane kvar gong. Dei andre har ikkje slutta å meine noko."),
    ("challenge", "Når saka kjem på høyring, er alt skrive ferdig. Då er det seint å spørje."),
    ("challenge", "Ungdommen skriv ikkje høyringssvar. Dei svarar viss vi møter dei der dei er."),
    ("challenge", "Eg kjenner meg åleine med sakspapira til klokka elleve om kvelden."),
    ("change", "Legg folkemøtet før saka blir skriven, ikkje etter."),
    ("change", "Skriv éi side på vanleg norsk til kvar stor sak: kva gjeld det, og kva kan ein vere med på å avgjere?"),
    ("change", "Spør bygdelaga kven som manglar rundt bordet, og inviter dei ved namn."),
    ("change", "Gi svar tilbake: kva høyrde vi, og kva gjorde vi med det?"),
    ("home", "Ta opp skulevegen på Holmen som prøvesak: møte på grendahuset før jul."),
    ("home", "Be om ti minutt på neste kommunestyremøte og fortel kva vi lærte her."),
    ("home", "Ringje ungdomsrådet i morgon og spørje kva sak dei vil vere med på."),
)
