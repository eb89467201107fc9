package demo

import "lupakartta/internal/i18n"

// regulation is what a plan symbol allows, in the words of a plan's legend.
var regulation = map[string]i18n.Text{
	"AK":         {Fi: "Asuinkerrostalojen korttelialue.", Sv: "Kvartersområde för flervåningshus.", En: "Block of flats."},
	"AP":         {Fi: "Asuinpientalojen korttelialue.", Sv: "Kvartersområde för småhus.", En: "Block of low-rise housing."},
	"AO":         {Fi: "Erillispientalojen korttelialue.", Sv: "Kvartersområde för fristående småhus.", En: "Block of detached houses."},
	"C":          {Fi: "Keskustatoimintojen korttelialue.", Sv: "Kvartersområde för centrumfunktioner.", En: "Block for town-centre functions."},
	"K":          {Fi: "Liike- ja toimistorakennusten korttelialue.", Sv: "Kvartersområde för affärs- och kontorsbyggnader.", En: "Block for business and office buildings."},
	"T":          {Fi: "Teollisuus- ja varastorakennusten korttelialue.", Sv: "Kvartersområde för industri- och lagerbyggnader.", En: "Block for industry and storage."},
	"TY":         {Fi: "Teollisuusrakennusten korttelialue, jolla ympäristö asettaa toiminnan laadulle erityisiä vaatimuksia.", Sv: "Kvartersområde för industribyggnader där miljön ställer särskilda krav på verksamhetens art.", En: "Block for industry whose surroundings set special demands on it."},
	"T/kem":      {Fi: "Teollisuus- ja varastorakennusten korttelialue, jolla on merkittävä, vaarallisia kemikaaleja valmistava tai varastoiva laitos.", Sv: "Kvartersområde för industri- och lagerbyggnader där det finns en betydande anläggning som tillverkar eller lagrar farliga kemikalier.", En: "Block for industry and storage with a major plant that makes or stores dangerous chemicals."},
	"Y":          {Fi: "Yleisten rakennusten korttelialue.", Sv: "Kvartersområde för allmänna byggnader.", En: "Block for public buildings."},
	"YH":         {Fi: "Hallinto- ja virastorakennusten korttelialue.", Sv: "Kvartersområde för förvaltnings- och ämbetsbyggnader.", En: "Block for administrative buildings."},
	"YK":         {Fi: "Kirkkojen ja muiden seurakunnallisten rakennusten korttelialue.", Sv: "Kvartersområde för kyrkor och andra församlingsbyggnader.", En: "Block for churches."},
	"YL":         {Fi: "Julkisten lähipalvelurakennusten korttelialue.", Sv: "Kvartersområde för offentliga byggnader för närservice.", En: "Block for public neighbourhood services."},
	"YO":         {Fi: "Opetustoimintaa palvelevien rakennusten korttelialue.", Sv: "Kvartersområde för undervisningsbyggnader.", En: "Block for schools."},
	"YS":         {Fi: "Sosiaalitointa ja terveydenhuoltoa palvelevien rakennusten korttelialue.", Sv: "Kvartersområde för byggnader för social- och hälsovård.", En: "Block for health and social care."},
	"VL":         {Fi: "Lähivirkistysalue.", Sv: "Område för närrekreation.", En: "Local recreation area."},
	"VP":         {Fi: "Puisto.", Sv: "Park.", En: "Park."},
	"VK":         {Fi: "Leikkipuisto.", Sv: "Lekpark.", En: "Playground."},
	"VU":         {Fi: "Urheilu- ja virkistyspalvelujen alue.", Sv: "Område för idrotts- och rekreationsanläggningar.", En: "Area for sports and recreation."},
	"VV":         {Fi: "Uimaranta-alue.", Sv: "Badstrandsområde.", En: "Bathing beach."},
	"SL":         {Fi: "Luonnonsuojelualue. Alueella ei saa tehdä luontoa vahingoittavia toimia.", Sv: "Naturskyddsområde. Åtgärder som skadar naturen är förbjudna.", En: "Nature conservation area. Measures that harm nature are forbidden."},
	"SM":         {Fi: "Muinaismuistoalue. Alueella on muinaismuistolain rauhoittama kiinteä muinaisjäännös.", Sv: "Fornminnesområde. På området finns en fast fornlämning som är fredad enligt lagen om fornminnen.", En: "Ancient monument area. It holds a monument protected by the Antiquities Act."},
	"EP":         {Fi: "Puolustusvoimien alue.", Sv: "Försvarsmaktens område.", En: "Area of the Defence Forces."},
	"EV":         {Fi: "Suojaviheralue.", Sv: "Skyddsgrönområde.", En: "Protective green area."},
	"EH":         {Fi: "Hautausmaa-alue.", Sv: "Begravningsplats.", En: "Cemetery."},
	"EN":         {Fi: "Energiahuollon alue.", Sv: "Område för energiförsörjning.", En: "Area for energy supply."},
	"LT":         {Fi: "Maantien alue.", Sv: "Område för landsväg.", En: "Public road area."},
	"LR":         {Fi: "Rautatiealue.", Sv: "Järnvägsområde.", En: "Railway area."},
	"LRA":        {Fi: "Rautatieaseman korttelialue.", Sv: "Kvartersområde för järnvägsstation.", En: "Railway station block."},
	"LV":         {Fi: "Venesatama.", Sv: "Småbåtshamn.", En: "Boat harbour."},
	"RL":         {Fi: "Leirintäalue.", Sv: "Campingområde.", En: "Camping area."},
	"W":          {Fi: "Vesialue.", Sv: "Vattenområde.", En: "Water area."},
	"aukio/tori": {Fi: "Katuaukio tai tori.", Sv: "Öppen plats eller torg.", En: "Square or market place."},
}
