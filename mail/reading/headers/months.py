# ruff: noqa: RUF001 - letters of many languages look like Latin ones
"""Names of months in many languages, as programs write them into a Date that RFC 5322 wants in English."""

from typing import Final

from app.text.combining_marks import normalized, without_marks

_NAMES: Final = (
    "ean eanair ene enero gen gener gennaio ian ianuarie ion ionawr jaan jaanuar jan janar janeiro jannar janner januar januara januari januarie january janv janvaris janvier led leden ledna oca ocak saus sausio sausis sij sijecanj sijecnja sty styczen stycznia tammi tammikuu tammikuuta urt urtarrila xan xaneiro yan yanvar ιαν ιανουαριοσ ιανουαριου сту студзень студзеня січ січень січня янв январь января яну януари јан јануар јануари қаң қаңтар հնվ հունվար հունվարի ינואר ינו׳ يناير ม.ค มกราคม იან იანვარი",
    "chw chwef chwefror feabh feabhra feb febbraio feber febr febreiro febrer febrero februar februara februari februarie februaris february fev fevereiro fevr fevral fevrier fra frar helmi helmikuu helmikuuta lut lutego luty ots otsaila shk shkurt sub subat uno unor unora vas vasario vasaris veebr veebruar velj veljaca veljace φεβ φεβρουαριοσ φεβρουαριου ақп ақпан лют лютага лютии лютого люты феб фебруар фев февр февраль февраля февруари փետրվար փետրվարի փտվ פברואר פבר׳ فبراير ก.พ กมภาพันธ์ თებ თებერვალი",
    "bre brezen brezna kov kovas kovo maalis maaliskuu maaliskuuta maart mae maerz mar marc marca march marcius marco marec maret mars mart marta martie marts martxoa marz marzec marzo marzu maw mawrth mrt mrz ozu ozujak ozujka μαρ μαρτιοσ μαρτιου бер березень березня мар март марта нау наурыз сак сакавік сакавіка մարտ մարտի մրտ מרץ مارس มี.ค มีนาคม მარ მარტი",
    "abr abrell abril aib aibrean api apirila apr aprel april aprila aprile aprilie aprilis aprill avr avril bal balandis balandzio dub duben dubna ebr ebrill huhti huhtikuu huhtikuuta kwi kwiecien kwietnia nis nisan pri prill tra travanj travnja απρ απριλιοσ απριλιου апр апрель апреля април квіт квітень квітня кра красавік красавіка сәу сәуір ապր ապրիլ ապրիլի אפריל אפר׳ ابريل เม.ย เมษายน აპრ აპრილი",
    "beal bealtaine geg geguze geguzes kve kveten kvetna mag maggio mai maiatza maig maijs maio maj maja majus may mayo mayıs mee mei mej mejju svi svibanj svibnja touko toukokuu toukokuuta μαι μαιοσ μαιου маи мам мамыр мая мај трав травень травня մայիս մայիսի մյս מאי مايو พ.ค พฤษภาคม მაი მაისი",
    "birz birzelio birzelis cerven cervna cvn cze czerwca czerwiec eka ekaina giu giugno gun gunju haz haziran iun iunie iyn iyun juin jun juna june junho juni junie junij junijs junio junius juny juuni kesa kesakuu kesakuuta lipanj lipnja meh mehefin meith meitheamh qer qershor xuno ιουν ιουνιοσ ιουνιου июн июнь июня мау маусым черв червень червня чэр чэрвень чэрвеня юни јун јуни հնս հունիս հունիսի יוני يونيو มิ.ย มิถนายน ივნ ივნისი",
    "cervence cervenec cvc gor gorff gorffennaf heina heinakuu heinakuuta iuil iul iulie iyl iyul juil juill juillet jul jula julho juli julie julij julijs julio juliol julius july juuli korr korrik liep liepa liepos lipca lipiec lug luglio lul lulju srpanj srpnja tem temmuz uzt uztaila xul xullo ιουλ ιουλιοσ ιουλιου июл июль июля лип липень липня ліп ліпень ліпеня шіл шілде юли јул јули հլս հուլիս հուլիսի יולי يوليو ก.ค กรกฎาคม ივლ ივლისი",
    "abu abuztua ag ago agost agosto agu agust agustos agustus aout aug august augusta augusti augusts augustus augusztus avg avgust avq avqust awst aww awwissu elo elokuu elokuuta gush gusht kol kolovoz kolovoza lun lunasa rugp rugpjucio rugpjutis sie sierpien sierpnia srpen srpna αυγ αυγουστοσ αυγουστου авг август августа жні жнівень жніуня серп серпень серпня там тамыз օգոստոս օգոստոսի օգս אוגוסט אוג׳ اغسطس ส.ค สิงหาคม აგვ აგვისტო",
    "eyl eylul ira iraila medi mfomh rugs rugsejis rugsejo ruj rujan rujna sen sentyabr sep sept septembar september septembra septembre septembrie septembris septiembre set setembre setembro settembre settembru sht shtator syys syyskuu syyskuuta szept szeptember wrz wrzesien wrzesnia zar zari σεπ σεπτεμβριοσ σεπτεμβριου вер верасень верасня вересень вересня сент сентябрь сентября сеп септембар септември қыр қыркүиек սեպ սեպտեմբեր սեպտեմբերի ספטמבר ספט׳ سبتمبر ก.ย กันยายน სექ სექტემბერი",
    "dfomh eki ekim hyd hydref loka lokakuu lokakuuta oct october octobre octombrie octubre okt oktobar oktober oktobra oktobris oktoober oktyabr ott ottobre ottubru out outubro paz pazdziernik pazdziernika rij rijen rijna spal spalio spalis tet tetor urr urria οκτ οκτωβριοσ οκτωβριου жовт жовтень жовтня кас кастрычнік кастрычніка окт октобар октомври октябрь октября қаз қазан հոկ հոկտեմբեր հոկտեմբերի אוקטובר אוק׳ اكتوبر ต.ค ตลาคม ოქტ ოქტომბერი",
    "aza azaroa kas kasım lapkr lapkricio lapkritis listopadu marras marraskuu marraskuuta nen nentor noiembrie nov novembar november novembra novembre novembris novembro novembru noviembre noy noyabr samh samhain stu studeni studenoga tach tachwedd νοε νοεμβριοσ νοεμβριου лист листопад листопада ліс лістапад лістапада нов новембар ное ноември нояб ноябрь ноября қар қараша նոյ նոյեմբեր նոյեմբերի נובמבר נוב׳ نوفمبر พ.ย พฤศจิกายน ნოე ნოემბერი",
    "abe abendua ara aralık dec decembar december decembra decembre decembrie decembris decembro dek dekabr des desember desembre dets detsember dez dezember dezembro dhj dhjetor dic dicembre dicembru diciembre gru grudnia grudzien gruod gruodis gruodzio joulu joulukuu joulukuuta noll nollaig pro prosinac prosinca prosince prosinec rhag rhagfyr δεκ δεκεμβριοσ δεκεμβριου груд грудень грудня дек декабрь декабря декември дец децембар жел желтоқсан сне снежань снежня դեկ դեկտեմբեր դեկտեմբերի דצמבר דצמ׳ ديسمبر ธ.ค ธันวาคม დეკ დეკემბერი",
)  # fmt: skip
"""CLDR's names of each month, January first, folded: whole and short, in each form; those that are two months' are left out.

`lip`, `srp` and `lis` are one month in Croatian and another in Polish or Czech.
"""
_MONTHS: Final = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}


def month_named(word: str) -> int | None:
    """Return the number of the month that a word names in some language, None if it names none for certain."""
    return _MONTHS.get(_folded(word))


def _folded(word: str) -> str:
    return without_marks(normalized("NFKD", word.casefold())).strip(".")
