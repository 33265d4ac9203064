"""The demo's cases. Two are invented; four are written anew on what public documents say, each in its own language.

Those four carry facts and figures from their source, which is named in the last box, and no sentence of it. What the
source does not tell is said to be unknown.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """A case as it is written down. `number` is the demo municipality that tells it, `writer` its coordinator."""

    number: str
    writer: str
    language: str
    title: str
    boxes: dict[str, str]

    @property
    def said(self) -> dict[str, str]:
        return {"title": self.title, **self.boxes}


GISKE = Told(
    "1532",
    "kai.giskekontakt@giske.example",
    "nn",
    "Grendemøtet før saka blir skriven",
    {
        "ingress": (
            "Giske held møtet i grenda **før** rådmannen skriv saka. Vi har prøvd det med tre saker om vegar, "
            "skule og strandsone."
        ),
        "why": (
            "Når saka kom på høyring, var alt skrive ferdig. Dei same ti svarte kvar gong, og dei fleste kom først då "
            "vedtaket var gjort.\n\n"
            "I ei enkel spørjing på butikken sa to av tre at dei ikkje visste kva som var mogleg å påverke."
        ),
        "how": (
            "1. Éi side på vanleg norsk: kva gjeld det, og kva er ikkje avgjort?\n"
            "2. Møte på grendahuset, tre veker før saka blir skriven. To politikarar lyttar, og seier lite.\n"
            "3. Alle skriv kvar for seg først. Så snakkar borda saman.\n"
            "4. Svar til alle som var der: kva høyrde vi, og kva gjorde vi med det?"
        ),
        "result": (
            "Det kom 34, 51 og 28 menneske. Om lag halvparten hadde aldri vore på eit slikt møte.\n\n"
            "I to av tre saker vart framlegget eit anna enn det administrasjonen hadde tenkt. Den tredje vart som før, "
            "men utan klage."
        ),
        "differently": (
            "Det første møtet la vi til ein tysdag i fisket. Og vi lova svar på to veker, men brukte sju. "
            "No lovar vi mindre, og held det."
        ),
        "cost": (
            "Om lag 4000 kroner for kvart møte, til leige og kaffi. Sakshandsamaren bruker ti timar meir før møtet, "
            "og sparer dei att etterpå. Fire kveldar for kvar av dei to politikarane."
        ),
        "contact": "Kai Giskekontakt, koordinator, kai.giskekontakt@giske.example",
    },
)

ROROS = Told(
    "1519",
    "siv.voldakontakt@volda.example",
    "nb",
    "Røros: Politikerne inviterer nye innbyggere til en prat",
    {
        "ingress": (
            "Et politisk utvalg på Røros ville vite hvordan folk kan komme til orde. "
            "Det begynte med å spørre **20 nye innbyggere**, ansikt til ansikt."
        ),
        "why": (
            "Røros har målt seg med Kommunekompasset to ganger, i 2013 og i 2017. Den andre målingen plasserte "
            "kommunen i den beste fjerdedelen.\n\n"
            "Utvalget ville videre med to av områdene: offentlighet og demokrati, og hvordan innbyggere og brukere "
            "blir involvert."
        ),
        "how": (
            "1. Komité for kultur og samfunnsutvikling eier arbeidet, med en egen saksordfører.\n"
            "2. Åpen invitasjon til alle som nylig har flyttet til kommunen, en tirsdagskveld i januar.\n"
            "3. Påmelding på e-post. De 20 første fikk plass.\n"
            "4. Praktisk informasjon ble sendt til dem som hadde meldt seg på.\n"
            "5. Samtalen handlet om metoder, arenaer og kanaler, ikke om én bestemt sak."
        ),
        "result": (
            "Kilden er invitasjonen, og forteller ikke hva møtet førte til.\n\n"
            "Det den viser: politikerne spurte om **hvordan** folk vil delta, før de valgte en ordning."
        ),
        "differently": (
            "Det vi i Volda ville spurt om: Hva med dem som var nummer 21? En venteliste og en ny runde koster lite. "
            "Og når får de 20 vite hva praten ble brukt til?"
        ),
        "cost": "Står ikke i kilden. Et møte for 20 er en kveld for komiteen, kaffe og noen timer på servicetorget.",
        "contact": (
            "Siv Voldakontakt, siv.voldakontakt@volda.example, har lest seg opp.\n\n"
            "Kilde: Røros kommune, innbydelse til nye innbyggere, [roros.kommune.no](https://www.roros.kommune.no/)"
        ),
    },
)

KS = Told(
    "1504",
    "ola.alesundkontakt@alesund.example",
    "nb",
    "KS: Fem spørsmål før vi spør innbyggerne",
    {
        "ingress": (
            "KS har laget et opplegg for folkevalgte om å samhandle med lokalsamfunnet. "
            "Ålesund prøver **fem spørsmål** derfra før hver ny høring."
        ),
        "why": (
            "Folkevalgte møter innbyggere gjennom hele perioden, ikke bare ved valg. KS peker på at det gir et bredere "
            "grunnlag, mer tillit og rom for å vise fram dilemmaene.\n\n"
            "Mange innbyggere synes slik medvirkning er viktig, men er ikke fornøyd med muligheten de har."
        ),
        "how": (
            "1. **Hvorfor** skal noen involveres i akkurat denne saken?\n"
            "2. **Hvor mye** skal de få være med: høre, samtale, sette dagsorden eller bestemme?\n"
            "3. **Hvem** blir berørt, og hvem av dem sier sjelden fra selv?\n"
            "4. **Når**: ved ideene, ved valget mellom løsninger, eller når vedtaket settes i verk?\n"
            "5. **Hva skjer etterpå**: hvem tar vare på svarene, og hvordan får folk vite det?"
        ),
        "result": (
            "I den første saken stoppet vi på spørsmål fem: ingen hadde planlagt et svar tilbake. "
            "Da ble høringen utsatt en uke. (Oppdiktet eksempel.)"
        ),
        "differently": (
            "Ta spørsmålene i utvalget, ikke bare i administrasjonen. Og svar skriftlig: muntlig blir alt "
            "«ja, det har vi tenkt på»."
        ),
        "cost": "Ti minutter i hver sak. Opplegget er åpent for alle kommuner; prisen på et kurs står ikke i kilden.",
        "contact": (
            "Ola Ålesundkontakt, ola.alesundkontakt@alesund.example\n\n"
            "Kilde: KS, «Samhandle med lokalsamfunnet», lysark for folkevalgte, [ks.no](https://www.ks.no/)"
        ),
    },
)

KRAMFORS = Told(
    "1519",
    "siv.voldakontakt@volda.example",
    "sv",
    "Kramfors: Politiker och tjänstemän kommer överens om dialogen först",
    {
        "ingress": (
            "Kramfors hade redan riktlinjer för medborgardialog. Det som saknades var **vem som gör vad, när och "
            "varför** – så politiker och tjänstemän satte sig ned tillsammans."
        ),
        "why": (
            "Kommunen hade flera vägar in: lagstadgade samråd, allmänhetens frågestund i fullmäktige, medborgarförslag "
            "och dialoger hos de fyra nämnderna.\n\n"
            "Men riktlinjer på papper ger ingen vana. Någon måste styra, och någon måste ha tid."
        ),
        "how": (
            "1. Arbetet lades i ett utvecklingsprojekt som omfattar hela kommunen.\n"
            "2. Två heldagar, så kallade masterclasses, leddes av en sakkunnig från SKL.\n"
            "3. Förtroendevalda och tjänstemän deltog på lika villkor.\n"
            "4. De enades om styrning och organisation innan de valde metoder."
        ),
        "result": (
            "Insikten som kommunen själv lyfter fram: ska dialogen påverka beslut måste den göras systematiskt, "
            "och den behöver egna resurser. Utvecklingen fortsatte när sidan skrevs 2017."
        ),
        "differently": "Det säger källan inget om. Vår fråga: vad gör en liten kommun som bara har en handläggare?",
        "cost": "Källan säger att särskilda resurser behövs, men inte hur stora. Två dagar för dem som deltog.",
        "contact": (
            "Siv Voldakontakt, siv.voldakontakt@volda.example, känner till exemplet.\n\n"
            "Källa: Kramfors kommun, nyhet den 17 januari 2017, [kramfors.se](https://www.kramfors.se/)"
        ),
    },
)

JOKKMOKK = Told(
    "1504",
    "ola.alesundkontakt@alesund.example",
    "sv",
    "Jokkmokk och Huddinge: Säg vad invånaren får – veta, tycka eller bestämma",
    {
        "ingress": (
            "Jokkmokk prövade nio sätt att mötas, och lånade Huddinges **spektrum med fem former av delaktighet** "
            "för att vara tydlig med vad varje möte kan leda till."
        ),
        "why": (
            "Jokkmokks mål för 2015 var en framtidskommun med hög livskvalitet och god folkhälsa. Ett delmål gällde "
            "att medborgarna ska uppleva att de kan påverka.\n\n"
            "Dialogen skulle bli en vanlig del av underlaget inför beslut, inte något vid sidan av."
        ),
        "how": (
            "Fem former, från Huddinge, och vad man får:\n\n"
            "- information: veta\n- konsultation: tycka\n- dialog: resonera\n- samarbete: genomföra\n"
            "- medbestämmande: bestämma\n\n---\n\n"
            "Bland försöken i Jokkmokk: bjuda hem en politiker på kaffe, chattkväll, rådslag, fokusgrupper, "
            "telefonväkteri och besök hos klassråd och sfi."
        ),
        "result": (
            "Källan listar försöken men inga siffror. Det mest användbara är löftet: den som bjuds in vet i förväg "
            "om det handlar om att veta, tycka eller bestämma."
        ),
        "differently": (
            "Tre frågor ställdes till invånarna: inom vilka områden, på vilket sätt, och hur vill du få respons? "
            "Vi skulle börja med den tredje."
        ),
        "cost": "Står inte i källan. Arbetet fick stöd av SKL, Sveriges Kommuner och Landsting.",
        "contact": (
            "Ola Ålesundkontakt, ola.alesundkontakt@alesund.example, har bildspelet.\n\n"
            "Källa: Jokkmokks kommun, «Medborgardialog», bildspel med Huddinges spektrum, "
            "[jokkmokk.se](https://www.jokkmokk.se/) och [huddinge.se](https://www.huddinge.se/)"
        ),
    },
)
