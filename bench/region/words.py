"""What a region's people are called and what they write. All invented; drawn from by a seeded lot."""

FIRST = ("Anne", "Bjørg", "Dagny", "Eirik", "Frode", "Gro", "Håkon", "Ingrid", "Jorunn", "Kåre")
FIRST += ("Liv", "Magne", "Nils", "Oddny", "Per", "Ragnhild", "Sverre", "Turid", "Unni", "Øyvind")
LAST = ("Aasen", "Brekke", "Dalen", "Eide", "Fjellheim", "Gjerde", "Haugland", "Indrebø", "Kvamme", "Lillebø")
LAST += ("Moen", "Nesset", "Opsal", "Rise", "Sandvik", "Tangen", "Urke", "Vassbotn", "Ytrehus", "Øvrelid", "Åmås")
PLACE_BEGINS = ("Nord", "Sør", "Aust", "Vest", "Stor", "Lang", "Brei", "Høg", "Kald", "Sol")
PLACE_ENDS = ("vik", "dal", "nes", "fjord", "heim", "sund", "øy", "haug", "bygd", "strand")

THEMES = (
    "Kven høyrer vi ikkje frå?",
    "Innbyggjarane inn tidlegare i saka",
    "Når folk er usamde",
    "Ungdommen og kommunestyret",
    "Digital medverknad utan å miste dei andre",
    "Frå høyring til samtale",
)
GOALS = (
    ("1", "Fleire stiller til val, og fleire vil halde fram"),
    ("2a", "Medverknad før saka er skriven"),
    ("2b", "Alle saker seier kven som er råka"),
    ("3", "Ungdom blir høyrde, og får svar"),
    ("4", "Møta er opne, og språket er klart"),
    ("5", "Vi lærer av grannane våre"),
)
DEEDS = (
    "Grendemøte før saka om {subject} blir skriven, med kaffi og utan podium",
    "Vi spør dei som er råka av {subject} på telefon før utvalet møtest, og skriv svara inn i saka",
    "Alle saker om {subject} får ei line om kven vi har snakka med",
    "Vi prøver open spørjetime om {subject} i {count} kommunestyremøte",
    "Ungdomsrådet får saka om {subject} samstundes med utvalet, og eit skriftleg svar innan {count} veker",
    "Digital høyring om {subject}, med ein kveld på biblioteket for dei som ikkje vil skrive på nett",
    "Vi sender brev med tre spørsmål om {subject} til {count}0 tilfeldig trekte innbyggjarar",
    "Ordføraren inviterer nye innbyggjarar til ein samtale om {subject}",
    "Politikarane møter idrettslaga og velforeiningane om {subject} der dei allereie er",
    "Vi legg ut ei side på vanleg norsk om {subject} før kvart vedtak",
)
SUBJECTS = (
    "skulekrinsen",
    "skulevegen",
    "sentrumsplanen",
    "gang- og sykkelvegen",
    "symjehallen",
    "omsorgsbustadene",
    "kommuneplanen",
    "biblioteket",
    "ferjeruta",
    "hyttefelta",
    "budsjettet",
    "vindkrafta",
    "parkeringa",
    "ungdomsklubben",
)
FIRST_STEPS = (
    "Ringje leiarane i grendeutvala",
    "Skrive éi side på vanleg norsk",
    "Be administrasjonen om eit framlegg til neste utvalsmøte",
    "Sjå kva grannekommunen har prøvd",
    "Avtale tid med rektorane",
    "Ta det opp i gruppeleiarmøtet",
)
UNDER_WAY = (
    "Begge skulane har sagt ja.",
    "Utvalet har fått framlegget, og tek det opp i neste møte.",
    "To grendemøte er haldne. Det tredje er utsett til over jul.",
    "",
    "Vi har snakka med nitten av tretti.",
    "Administrasjonen lagar ein mal. Han er klar om ein månad, seier dei.",
)
STUCK = (
    "Malen er eit felles system. Treng nokon som kan endre han.",
    "Treng ein jurist som kan seie kva vi har lov til å spørje om.",
    "Ingen svarar oss. Korleis har de andre fått tak i foreldra?",
    "Treng pengar til frakt av stolar og lydanlegg, om lag 20 000 kroner.",
)
DONE = (
    "148 svar på to kveldar.",
    "Vedteke samrøystes.",
    "Fast ordning frå nyttår.",
    "",
    "Sytti kom. Saka vart skriven om etterpå.",
)
DROPPED = (
    "Saka vart trekt.",
    "Nytt kommunestyre ville noko anna.",
    "Vi fann at fylket gjer det same.",
)
DISSENT = ("Det tek for lang tid før vi får vedteke noko.", "Eg trur ikkje på brev. Ring dei heller.")
NOTHING = (
    "Vi har nok med det vi tok med heim førre gongen.",
    "Kommunestyret er nytt, og vil setje seg inn i sakene først.",
)
RELEASED = "Ferja gjekk 14.50, og dei er samde om å skrive ferdig på vegen"
MARKS = ("Dette må inn i saksmalen vår.", "", "Ring laget der dei allereie er.", "Kven svarar dei som var med?")
QUESTIONS = ("Korleis finn de dei som aldri melder seg?", "Kva kosta det?", "Kven svarar dei som var med?")
REMARKS = ("Meir tid heime i eigen kommune.", "Gode bord. Lydanlegget må bli betre.", "Kom oftare ut på øyane.")
