"""Breaches that invented employees report (the norm, the account), and the words in which they are handled."""

BREACHES: tuple[tuple[str, str], ...] = (
    ("13.3", "Kolēģis [sapulcē|koplietošanas virtuvē|apmeklētāju klātbūtnē] izsmēja [cita darbinieka izrunu|jaunā "
             "darbinieka kļūdu]."),
    ("14.5", "Kolēģis [apmeklētājam|sadarbības partnerim] sniedza nepatiesas ziņas par [termiņu|pieņemšanas laiku]."),
    ("13.9", "Kolēģis [bez paskaidrojuma kavē darbu|darba laikā kārto personiskas lietas|nebrīdina par prombūtni]."),
    ("14.4", "Kolēģis [telefonsarunā|gaitenī|pieņemšanas laikā] lietoja aizskarošus vārdus."),
    ("13.7", "Kolēģis vairākkārt nedeva [ziņas|veidlapas], kas vajadzīgas kopīgam darbam."),
    ("14.13", "Kolēģis [tīmekļa grupā|sociālajā tīklā] [apspriež klienta lietu|izsmej apmeklētājus]."),
    ("13.4", "Kolēģis [raksta naidīgas ziņas|noklusē darbam vajadzīgo un pēc tam pārmet kļūdas|atkārtoti draud]."),
    ("14.3", "Kolēģis sanāksmēs [paceļ balsi un neļauj citiem beigt|pārtrauc citus]."),
    ("", "Kolēģis [bez vajadzības klausās citu telefonsarunas|bez atļaujas pārskata citu galdus]."),
    ("13.6", "Kolēģis noliedz [acīmredzamu kļūdu izziņā|nosūtītu vēstuli] un vainu uzveļ citiem."),
    ("14.10", "Kolēģis, atsaucoties uz amatu, [lūdza atlaidi veikalā|mēģināja izvairīties no soda par stāvvietu]."),
    ("14.11", "Kolēģis [intervijā|publiskā pasākumā] savu viedokli pasniedza kā iestādes nostāju."),
    ("13.5", "Kolēģis [visiem dzirdot|visiem nosūtītā vēstulē] nosodīja cita darbinieka kļūdu [atzinumā|izziņā]."),
    ("14.14", "Kolēģis [pēc pusdienām|rīta dežūrā] darbā bija ar reibuma pazīmēm."),
    ("14.8.1", "Kolēģis [gandrīz katru nedēļu|jau piekto reizi] nokavē tiešsaistes sanāksmes sākumu."),
)  # fmt: skip

REPRISALS = (
    "Pēc mana ziņojuma Komisijai kolēģis [mani vairs neaicina uz sanāksmēm|apspriež mani ar citiem].",
    "Kopš rakstīju Komisijai, kolēģis [man dod tikai nepateicīgākos darbus|neatbild uz manām vēstulēm].",
)

SUSPICION = "[ziņas apstiprina divi kolēģi|rīcība ir atkārtojusies|ir saglabāta sarakste|notikumu neviens nenoliedz]"
DISMISSED = (
    "Pārkāpums nav konstatēts: [notikums ir izskaidrots un pārrunāts|puses notikumu atceras atšķirīgi|"
    "ziņas neapstiprinājās]."
)
REFERRED = "Ziņojums nodots augstākai iestādei, jo dienesta vadītājs par sevi nelemj."
OPENED = "[Ierosinājums ir pamatots.|Ziņas ir nopietnas un pārbaudāmas.|Rīcība atkārtojas, tādēļ lieta jāizskata.]"
DECLINED = (
    "[Kļūda ir atzīta un labota, lieta nebūtu samērīga.|Puses ir izlīgušas, un atvainošanās ir pieņemta.|"
    "Pietiek ar vadītāja sarunu.]"
)
PROVED = (
    "[Rīcība bija tīša un pretēja dienesta vērtībām.|Notikumu apstiprina vairāki kolēģi un pats darbinieks.|"
    "Rīcība turpinājās arī pēc aizrādījuma.]"
)
UNPROVED = "[Apstākļi neapstiprinājās.|Darbinieks rīkojās pēc vadītāja norādījuma.]"
LETTER_DISMISSED = "Komisija [sēdē izskatīja ziņojumu|izskatīja jūsu ziņojumu sēdē] un pārkāpumu nekonstatēja."
LETTER_DECLINED = "Lieta nav atvērta; jūsu ziņojums ir ņemts vērā un pārrunāts ar [iesaistītajiem|vadītāju]."
LETTER_DECIDED = "Lieta ir izskatīta, un [lēmums ir pieņemts|Komisija ir pieņēmusi lēmumu]. Paldies par ziņojumu."
LETTER_REFERRED = "Ziņojums ir nodots augstākai iestādei; tālāk to izskata tā."
