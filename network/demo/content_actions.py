"""What the municipalities took home from the gathering that is over, and what became of it. All invented."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """How it goes, told so many days after the gathering. `evidence` is a link or a resolution's number."""

    days: int
    state: str
    line: str = ""
    evidence_kind: str = ""
    evidence: str = ""
    via: str = "mail"


@dataclass(frozen=True)
class Point:
    """`owner` counts the municipality's delegates from 0. `source` is what it came from: "talk", "case" or nothing."""

    what: str
    first: str
    owner: int
    goal: str
    told: tuple[Told, ...] = ()
    source: str = ""
    is_for_council: bool = False
    dissent: str = ""
    """What one of them disagrees with; the others agree."""


@dataclass(frozen=True)
class Home:
    """A municipality's agreement. `because`: nothing this time; `released`: went home without, and why.

    `briefed_in` is in how many days the council is told, None when nobody knows yet.
    """

    number: str
    points: tuple[Point, ...] = ()
    because: str = ""
    released: str = ""
    briefed_in: int | None = None


def _went(days: int, line: str = "") -> Told:
    return Told(days, "under_way", line)


HOMES = (
    Home(
        "1504",
        (
            Point(
                "Vi spør foreldra på to skular om skulevegen før planen blir skriven, på foreldremøtet",
                "Ringje rektorane og be om ti minutt",
                0,
                "2a",
                (
                    _went(14, "Begge skulane har sagt ja."),
                    Told(54, "done", "148 svar på to kveldar.", "link", "https://alesund.example/skuleveg"),
                ),
                "talk",
                is_for_council=True,
            ),
            Point(
                "Alle saker til kommunestyret får ei line om kven som er råka, og kven vi har snakka med",
                "Legge framlegg til ny saksmal fram for utvalet",
                2,
                "2b",
                (_went(15), Told(56, "stuck", "Malen er eit felles system. Treng nokon som kan endre han.")),
                is_for_council=True,
            ),
        ),
        briefed_in=18,
    ),
    Home(
        "1511",
        (
            Point(
                "Ein politikar sit på første ferja ein morgon i månaden og høyrer kva folk er opptekne av",
                "Avtale dag med ferjemannskapet",
                1,
                "5",
                (_went(14), Told(56, "done", "Tre turar. Det vart ei sak om ventetid.", "resolution", "K-sak 41")),
                is_for_council=True,
            ),
        ),
        briefed_in=24,
    ),
    Home(
        "1514",
        (
            Point(
                "Vi inviterer nye innbyggjarar til kaffi med utvalet, tjue om gongen",
                "Finne ein kveld og be servicetorget om lista",
                0,
                "4",
                (Told(14, "under_way", "42 står på lista. Vi tek to rundar."),),
                "case",
            ),
        ),
    ),
    Home(
        "1515",
        (
            Point(
                "Innkallinga til folkemøtet om hamna kjem òg på polsk og litauisk",
                "Få tilbod på omsetjing",
                3,
                "5",
                (Told(13, "done", "Omsett og hengt opp på tre arbeidsplassar.", "link", "https://heroy.example/hamn"),),
            ),
        ),
        briefed_in=30,
    ),
    Home(
        "1516",
        (
            Point(
                "Ungdomsrådet får legge sitt svar fremst i saka om idrettsparken",
                "Snakke med sekretæren for utvalet",
                2,
                "1",
                (_went(14), Told(55, "done", "Svaret stod på side éin.", "resolution", "K-sak 52")),
            ),
        ),
        briefed_in=20,
    ),
    Home(
        "1517",
        (
            Point(
                "Vi prøver møte klokka 11 på ein laurdag i staden for klokka 18 på ein tysdag",
                "Bestille grendahuset",
                1,
                "4",
                (Told(14, "stuck", "Ingen har nøkkel i helga. Kven låner oss eit lokale?"),),
                dissent="Laurdagen er den einaste fridagen for mange. Eg trur ikkje på tidspunktet.",
            ),
        ),
    ),
    Home(
        "1519",
        (
            Point(
                "Vi skriv eit løfte i kvar innbyding: dette får du vite, meine eller vere med å bestemme",
                "Prøve løftet på møtet om sentrumsplanen",
                0,
                "2a",
                (_went(12, "Prøvd éin gong. Folk spurde meir."), _went(56, "Brukt i tre innbydingar no.")),
                "talk",
                is_for_council=True,
            ),
        ),
        briefed_in=16,
    ),
    Home(
        "1520",
        (
            Point(
                "Vi ringjer dei som flyttar ut og spør kvifor",
                "Be folkeregisterkontakten om tal, utan namn",
                1,
                "3",
                (Told(20, "dropped", "Vi får ikkje nummera. Personvernet er tydeleg, og det er rett.", via="page"),),
            ),
            Point(
                "Lag og foreiningar blir spurde før budsjettet, på eitt felles møte",
                "Setje dato med frivilligsentralen",
                2,
                "4",
                (_went(14),),
            ),
        ),
        briefed_in=26,
    ),
    Home(
        "1524",
        (
            Point(
                "Vi høyrer med Stordal om å dele ein dialogrettleiar i eitt år",
                "Ta ein telefon til ordføraren i nabokommunen",
                2,
                "3",
                (Told(14, "under_way", "Positive, men det må inn i budsjettet."),),
                "talk",
            ),
        ),
    ),
    Home(
        "1525",
        (
            Point(
                "Open kontordag på butikken den første fredagen i månaden",
                "Spørje butikksjefen om eit bord",
                3,
                "5",
                (Told(9, "done", "Bordet står der. 31 stoppa den første dagen.", via="page"),),
            ),
        ),
        briefed_in=33,
    ),
    Home(
        "1526",
        because="Vi har tre ting i gang frå før, og vil gjere dei ferdige først.",
    ),
    Home(
        "1528",
        (
            Point(
                "Svar til alle som har sagt noko, innan tre veker, med namnet til ein politikar under",
                "Lage eit standardbrev på fem liner",
                0,
                "5",
                (Told(14, "under_way"), Told(57, "stuck", "Brevet er godt, men ingen har ansvar for fristen.")),
            ),
        ),
    ),
    Home(
        "1529",
        (Point("Ungdomsrådet vel eitt tiltak på ti tusen kroner kvart år", "Finne pengane i budsjettet", 1, "2a"),),
        briefed_in=22,
    ),
    Home(
        "1531",
        (
            Point(
                "Vi tek spørsmålet «kven manglar?» som fast punkt i gruppemøtet",
                "Skrive det inn på neste sakliste",
                2,
                "1",
            ),
            Point("Hjelp til digital påmelding på biblioteket, to timar i veka", "Snakke med biblioteket", 0, "2a"),
        ),
    ),
    Home(
        "1532",
        (
            Point(
                "Grendemøte før saka om skulekrinsen blir skriven, slik vi gjorde med vegen",
                "Skrive éi side på vanleg norsk",
                1,
                "4",
                (_went(10), Told(50, "done", "Held på Valderøya. 63 kom.", "link", "https://giske.example/grendemote")),
                is_for_council=True,
            ),
        ),
        briefed_in=14,
    ),
    Home(
        "1534",
        (Point("Digital høyring på telefon for gang- og sykkelvegen", "Sjå kva Ålesund har prøvd", 0, "2a"),),
        released="Ferja gjekk 14.50, og dei er samde om å skrive ferdig på kaia.",
    ),
    Home(
        "1546",
        (
            Point(
                "Vi lagar ein chattekveld med ordføraren for øyane",
                "Velje kveld og finne ein som kan styre teknikken",
                2,
                "2a",
                (Told(14, "dropped", "Nettet på øyane held ikkje til det. Vi tek telefonvakt i staden.", via="page"),),
            ),
        ),
    ),
)
ABSENT_WHO_SAYS_YES = "1529"
"""Its owner was not there, was asked, and said yes the day after."""
