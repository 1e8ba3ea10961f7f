"""Questions of ethics that the invented employees ask, with the answers of the Commission's chair."""

QUESTIONS: tuple[tuple[str, str], ...] = (
    ("Klients pēc [programmas|pēdējās nodarbības] beigām atnesa [ziedus|konfekšu kārbu|burciņu medus|savu gleznu]. "
     "Vai drīkst to pieņemt?",
     "[Laipni pateicieties un dāvanu nepieņemiet|Pateicieties un paskaidrojiet, ka dāvanas nepieņemam]; "
     "par gadījumu informējiet tiešo vadītāju."),
    ("Par klientu ir kļuvis [mans kaimiņš|mans bijušais kursabiedrs|attāls radinieks]. Kā rīkoties?",
     "Par to tūlīt rakstiski pasakiet vadītājam un lūdziet lietu nodot [kolēģim|citai nodaļai]."),
    ("Vai ārpus darba drīkstu [vadīt kursus biedrībā|lasīt lekcijas augstskolā|konsultēt pašvaldības centrā]?",
     "Pirms tam vajadzīga amata savienošanas atļauja; darbā uzzinātais paliek darbā."),
    ("[Žurnālists|Studente|Bijušais kolēģis] lūdz izteikt viedokli par [dienesta darbu|mūsu programmām]. Ko atbildēt?",
     "Norādiet, kurš dienestā atbild par saziņu; savu viedokli skaidri nošķiriet no dienesta viedokļa."),
    ("Kolēģis lūdz reģistrā pārbaudīt ziņas par [savu paziņu|dzīvokļa īrnieku|nākamo auklīti]. Kā pareizi atteikt?",
     "Atsakiet mierīgi: reģistru lieto tikai lietas vajadzībām. Ja lūgums atkārtojas, vērsieties pie vadītāja."),
    ("Klients [aicina mani draugos sociālajā tīklā|veikalā sāk sarunu par savu lietu|raksta uz manu privāto tālruni]. "
     "Kā rīkoties?",
     "Saglabājiet pieklājīgu attālumu un par lietu runājiet tikai dienesta telpās un dienesta saziņas līdzekļos."),
    ("Sadarbības partneris aicina uz [pusdienām|teātra izrādi|jubilejas svinībām]. Vai drīkst piedalīties?",
     "[Pateicieties un atsakieties, ja ielūgums nav saistīts ar darba uzdevumu.|Piedalieties tikai, ja tas vajadzīgs "
     "darbam un ir saskaņots ar vadītāju.]"),
    ("Nodaļā vāc naudu [jubilejas|kāzu|atvadu] dāvanai vadītājai. Vai tas ir pareizi?",
     "Dalībai jābūt brīvprātīgai un dāvanai simboliskai; neviens nedrīkst justies spiests."),
    ("[Atzinumā|Izziņā|Vēstulē klientam] pieļāvu kļūdu, un neviens to vēl nav pamanījis. Kā to labot?",
     "Pasakiet par kļūdu vadītājam, izlabojiet to un atvainojieties tam, kuru tā skar."),
    ("Attālinātajās sanāksmēs [daļa kolēģu|vairāki dalībnieki] neieslēdz kameru. Vai drīkstu to lūgt?",
     "Jā, sanāksmes sākumā par to pieklājīgi atgādiniet visiem, nevis vienam."),
    ("Man uzdots [sagatavot|parakstīt] dokumentu, kura saturam nepiekrītu. Vai drīkstu atteikties?",
     "Iebildumus izklāstiet rakstiski un pievienojiet savu redakciju; prettiesisku uzdevumu nepildiet."),
    ("Kā [kolēģim pateikt par kļūdu|iebilst vadītājam], ja sarunā piedalās arī citi?",
     "Runājiet divatā, ar cieņu un par darbu, nevis par cilvēku."),
    ("Mans [brālis|dzīvesbiedrs|krustdēls] pretendē uz amatu mūsu nodaļā. Vai man kas jādara?",
     "Pasakiet par to vadītājam un nekādā veidā nepiedalieties atlasē."),
    ("Vai [savā tīmekļa dienasgrāmatā|intervijā vietējam laikrakstam] drīkstu minēt, kur strādāju?",
     "Drīkstat, ja ir skaidrs, ka viedoklis ir jūsu, un netiek minēti ne klienti, ne lietas."),
    ("Zvana klienta [māte|draugs|darba devējs] un grib zināt, kā klientam klājas. Ko drīkst teikt?",
     "Bez klienta piekrišanas neko. Izskaidrojiet, kur vērsties, un sarunu atzīmējiet lietā."),
    ("Man uzticēts ievadīt darbā jaunu kolēģi, bet [apmeklētāju pieņemšana|steidzami atzinumi] neatstāj tam "
     "laika. Kā rīkoties?",
     "Ar vadītāju pārrunājiet darba sadali: palīdzība jaunajam ir darba daļa, nevis piedeva."),
    ("Kolēģi gaitenī apspriež [klienta slimību|klienta ģimeni|tiesas spriedumu]. Vai man jāiejaucas?",
     "Jā, mierīgi atgādiniet, ka lietu pārrunā tikai ar tiem, kam tā jāzina."),
    ("Vai ar dienesta automašīnu pa ceļam drīkstu [iebraukt veikalā|aizvest kolēģi mājās]?",
     "Vaicājiet vadītājam pirms brauciena; dienesta mantu lieto dienesta vajadzībām."),
)  # fmt: skip
