"""What was said at the gathering that is over: at the talk, on the boards, in the evaluation. All invented."""

TITLE = "Samling 3: Kven høyrer vi ikkje?"
THEME = "Kven blir råka av det vi vedtek, utan at vi har snakka med dei?"
HALL = "Ulsteinhallen, Ulsteinvik"
GUEST = ("Svea Gästexempel", "svea.gastexempel@gast.example")
GUEST_SHOWN = "Svea Gästexempel, Sverige"
FIRST_QUESTION = "Kven høyrde vi aldri frå i den siste store saka vår?"
SECOND_QUESTION = "Kva skal til for at dei som blir råka, kjem til orde før vedtaket?"
CASE_FROM = "1519"
MATERIAL = ("Lysarka til innleiinga", "https://gast.example/bildspel")

QUESTIONS = (
    (
        "answered",
        "Korleis finn de dei som aldri melder seg?",
        "Vi ringer laget der dei allereie er, og ber om ti minutt.",
    ),
    ("answered", "Kven svarar dei som var med?", "Den politikaren som leidde møtet, innan to veker, med namn under."),
    ("answered", "Kva kostar det å ha ein person til dette?", "Omkring ein femdel stilling det første året."),
    ("later", "Har de spurt ungdom under 16 kva dei vil spørjast om?", ""),
    ("waiting", "Kva gjer de når leiinga ikkje vil vente på svara?", ""),
    ("waiting", "Kan to kommunar dele ein dialogrettleiar?", ""),
)
WANT_MORE = 6
LINES = (
    "Vi har aldri spurt dei som reiser tidleg på jobb.",
    "Fem former for å vere med. Vi brukar berre den første.",
    "Kven skal eg ringje når eg er heime att?",
)
FIRST_NOTES = (
    ("challenge", "Foreldre med småbarn var ikkje på eitt einaste møte om skulevegen."),
    ("challenge", "Hyttefolket skreiv ti brev. Ungdommen skreiv ingen."),
    ("challenge", "Dei som reiser med første ferja, kjem aldri på møte klokka 18."),
    ("challenge", "Vi spurde dei som alltid svarar, og kalla det medverknad."),
    ("challenge", "Arbeidsinnvandrarane i fiskeindustrien har ikkje fått eitt brev på sitt språk."),
    ("challenge", "Eldre utan nett fekk vite det av avisa, etter vedtaket."),
    ("already", "Frivilligsentralen veit kven som manglar. Vi har berre ikkje spurt."),
    ("already", "Ungdomsrådet får alle saker tidleg, og svarar på dagen."),
    ("already", "Open kontordag på butikken verkar. Folk stoppar."),
    ("needed", "Ei line i saka: kven er råka, og kven av dei har vi snakka med?"),
    ("needed", "Møte på den tida folk har fri, ikkje på den tida vi har fri."),
    ("needed", "Nokon som har det som jobb å spørje."),
    ("needed", "Tolk på dei to møta som gjeld alle."),
)
SECOND_NOTES = (
    ("municipality", "Skriv kven som er råka i alle saker over ein halv million."),
    ("municipality", "Svar tilbake innan tre veker, same kva vi kom fram til."),
    ("municipality", "Legg ungdomsrådet sitt svar fremst i saka, ikkje bakarst."),
    ("municipality", "Spør lag og grupper før budsjettet, ikkje etter."),
    ("ourselves", "Ring tre som aldri har vore på møte, før neste gruppemøte."),
    ("ourselves", "Ta med spørsmålet «kven manglar?» til gruppeleiaren."),
    ("ourselves", "Ein time på ferja kvar månad, med kaffi."),
    ("moving_in", "Inviter nye innbyggjarar på ein prat. Tjue om gongen, som på Røros."),
    ("moving_in", "Gi nyinnflytte eit namn å ringje, ikkje eit skjema."),
    ("moving_out", "Spør dei som flyttar kvifor. Ingen gjer det i dag."),
    ("moving_out", "La dei unge vere med å bestemme over noko lite, kvart år."),
)
MARKED = (
    ("talk", "Dei fem formene må inn i saksmalen vår."),
    ("talk", "Ring laget der dei allereie er."),
    ("case", "Tjue nye innbyggjarar om gongen. Det kan vi òg."),
    ("case", "Fint med førstemann til mølla, men kva med nummer 21?"),
    ("question", "To om éin rettleiar: spør naboen."),
    ("note", "Dette er oss."),
    ("note", ""),
    ("talk", ""),
)
"""Kind of thing and the marker's own line. They go round among the delegates."""
ASKED = "Kor trygg er du på at dette blir gjort hos dykk?"
ASKED_ENDS = ("Ikkje i det heile", "Heilt trygg")
ASKED_POINTS = (3, 2, 3, 4, 1, 3, 2, 4, 0, 3)
"""Answers to it, over and over: places on a scale of five, from 0."""
REMARKS = (
    "Meir tid til eigen kommune. Det var der det skjedde.",
    "Kaffien kunne kome før klokka ti.",
    "Send lysarka same kveld.",
    "La dei som ikkje sa noko i plenum få siste ordet neste gong.",
    "Færre spørsmål, lengre tid på kvart.",
    "Fint å sitje med folk frå Vanylven. Dei snakkar eg aldri med elles.",
    "Skru på mikrofonen bak i salen.",
)
RATINGS = (5, 4, 4, 3, 5, 4, 2, 4, 5, 3)
"""What people found of the day, over and over."""
BELIEFS = (4, 3, 5, 4, 2, 4, 3, 5)
