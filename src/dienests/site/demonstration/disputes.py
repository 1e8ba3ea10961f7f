"""Disputes of invented employees, with the support that the Commission gives."""

DISPUTES: tuple[tuple[str, str], ...] = (
    ("Nevaram vienoties par [dežūru|atvaļinājumu|attālinātā darba dienu] sadali [vasarā|svētku nedēļā].",
     "Ierosinām vadītājam ieviest rotējošu grafiku un pēc trim mēnešiem to kopīgi pārskatīt."),
    ("Ar kolēģi dalām kabinetu, un sarunas par [troksni|vēdināšanu|apmeklētāju pieņemšanu] beidzas ar pārmetumiem.",
     "Iesakām sarunu ar starpnieku un rakstisku vienošanos par kabineta lietošanu."),
    ("Kolēģe [atgriež manus darbus bez paskaidrojuma|bez ziņas maina manis sagatavotus dokumentus], un tas kavē darbu.",
     "Ar vadītāju vienojāmies par kārtību, kā labojumus pamato un saskaņo."),
    ("Divu nodaļu darbinieki [atšķirīgi saprot pienākumu robežas|cits citam pārmet kavētus atzinumus].",
     "Nodaļu vadītājiem ieteicām kopīgi aprakstīt darba gaitu un noteikt, kurš par ko atbild."),
    ("Sanāksmēs [mani pārtrauc|manus priekšlikumus noraida], neuzklausot līdz galam.",
     "Iesakām sanāksmes vadīt pēc darba kārtības un ļaut katram izteikties; tas pārrunāts ar vadītāju."),
    ("Pēc [nodaļu apvienošanas|pienākumu pārdales] darbs ir sadalīts nevienmērīgi.",
     "Lūdzām vadītājam mēneša laikā uzskaitīt noslodzi un sadali pārrunāt ar visiem."),
    ("Ar kolēģi atšķirīgi vērtējam [klienta risku|programmas norisi], un domstarpības sāk just arī klienti.",
     "Iesakām kopīgu supervīziju un vienotu vērtējumu pirms sarunas ar klientu."),
)  # fmt: skip

BROUGHT: tuple[tuple[str, str], ...] = (
    ("Divi darbinieki [vairs nesarunājas|sazinās tikai ar e-pasta vēstulēm], un tas traucē nodaļas darbu.",
     "Komisijas loceklis tiekas ar abiem darbiniekiem; pēc mēneša pārrunājiet, kas mainījies."),
    ("Darbinieki strīdas par [atbildību kopīgā lietā|klientu sadali|dežūrām], un mani priekšlikumi nav palīdzējuši.",
     "Iesakām sadali noteikt rakstiski un strīdu pārrunāt starpnieka klātbūtnē."),
    ("Pēc [asas vārdu apmaiņas sanāksmē|neveiksmīga joka] nodaļā ir saspringta gaisotne.",
     "Iesakām sarunu par saskarsmi ar visu nodaļu; Komisija to palīdzēs vadīt."),
)  # fmt: skip

TRIED = (
    "Divas sarunas nodaļā.",
    "Saruna ar [tiešo vadītāju|nodaļas vadītāju]; vienošanās netika ievērota.",
    "Rakstisks priekšlikums kolēģiem, [atbildes nav|to noraidīja].",
    "Nodaļas sanāksme un saruna divatā.",
    "[Divas|Trīs] sarunas, vienā piedalījās arī supervizors.",
)
