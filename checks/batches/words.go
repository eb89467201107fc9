package batches

import (
	"lupakartta/checks"
	"lupakartta/internal/i18n"
)

func says(fi, sv, en string) i18n.Text { return i18n.Text{Fi: fi, Sv: sv, En: en} }

// Words of files.
var (
	wordFile     = says("tarkastelu", "kontroll", "check")
	wordPlaces   = says("Paikat", "Platser", "Places")
	wordFindings = says("Tulokset", "Resultat", "Findings")
	wordBasis    = says("Perusteet", "Grunder", "Basis")

	wordRow       = says("Rivi", "Rad", "Row")
	wordName      = says("Paikka", "Plats", "Place")
	wordLon       = says("Pituusaste (WGS 84)", "Longitud (WGS 84)", "Longitude (WGS 84)")
	wordLat       = says("Leveysaste (WGS 84)", "Latitud (WGS 84)", "Latitude (WGS 84)")
	wordEast      = says("E (ETRS-TM35FIN)", "E (ETRS-TM35FIN)", "E (ETRS-TM35FIN)")
	wordNorth     = says("N (ETRS-TM35FIN)", "N (ETRS-TM35FIN)", "N (ETRS-TM35FIN)")
	wordWorst     = says("Vakavin tulos", "Allvarligaste resultat", "Worst finding")
	wordRed       = says("Esteitä", "Hinder", "Obstacles")
	wordAmber     = says("Selvitettäviä", "Att utreda", "To be assessed")
	wordUnknown   = says("Ei tiedossa", "Inte känt", "Not known")
	wordGreen     = says("Ei löydöksiä", "Inget hittades", "Nothing found")
	wordFault     = says("Miksi ei tarkastettu", "Varför inte kontrollerad", "Why it was not checked")
	wordRule      = says("Sääntö", "Regel", "Rule")
	wordVersion   = says("Versio", "Version", "Version")
	wordSeverity  = says("Vakavuus", "Allvar", "Severity")
	wordTitle     = says("Tulos", "Resultat", "Finding")
	wordLayer     = says("Karttataso", "Kartlager", "Layer")
	wordFeature   = says("Kohde", "Objekt", "Feature")
	wordFeatureID = says("Kohteen tunnus", "Objektets beteckning", "Feature id")
	wordDistance  = says("Etäisyys (m)", "Avstånd (m)", "Distance (m)")
	wordShare     = says("Osuus paikasta", "Andel av platsen", "Share of the place")
	wordBearing   = says("Suunta (°)", "Riktning (°)", "Bearing (°)")
	wordWhy       = says("Miksi", "Varför", "Why")
	wordStatute   = says("Säädös", "Lagrum", "Statute")
	wordNext      = says("Mitä seuraavaksi", "Vad härnäst", "Next step")
	wordAuthority = says("Kenen asia", "Vems ärende", "Whose matter")
	wordCompetent = says("Toimivaltainen viranomainen", "Behörig myndighet", "Competent authority")
	wordContact   = says("Yhteystiedot", "Kontaktuppgifter", "Contact")
	wordMore      = says("Lisäksi kohteita", "Ytterligare objekt", "Further features")

	wordSource   = says("Aineisto", "Material", "Data")
	wordMade     = says("Tilattu", "Beställd", "Ordered")
	wordState    = says("Tila", "Läge", "State")
	wordDay      = says("Säännöt voimassa", "Reglerna i kraft", "Rules in force on")
	wordEngine   = says("Tarkastelun mekaniikan versio", "Version av kontrollens mekanik", "Version of the mechanics")
	wordTotal    = says("Rivejä", "Rader", "Rows")
	wordDone     = says("Käsitelty", "Behandlade", "Looked at")
	wordFaulty   = says("Ei tarkastettu", "Inte kontrollerade", "Not checked")
	wordAnswers  = says("Suunnitelma", "Planen", "The plan")
	wordRules    = says("Säännöt", "Regler", "Rules")
	wordLayers   = says("Karttatasot", "Kartlager", "Layers")
	wordDataDate = says("Aineiston päivä", "Materialets dag", "Day of the data")
	wordLive     = says("ajantasainen", "i realtid", "live")
	wordEach     = says("katsottu kunkin paikan kohdalla erikseen", "granskat skilt för varje plats", "looked at anew at each place")
	wordUnread   = says("Tiedot, joita mikään kysymys ei kysy", "Uppgifter som ingen fråga gäller", "Answers that no question asks for")
	wordUnasked  = says("Säännöt, joita ei kysytty, koska hankkeen lajia ei kerrottu", "Regler som inte tillämpades, eftersom projektets slag inte angavs", "Rules that were not asked, since the kind of project was not told")
	wordNeeds    = says("Tarvittavat tiedot", "Uppgifter som behövs", "What they need to know")
	wordFrom     = says("Riviltä {row} alkaen perusteet ovat toiset", "Från rad {row} är grunderna andra", "From row {row} on the basis is another")
	wordOmitted  = says("Tuloksista puuttuvat säännöt, jotka eivät löytäneet mitään; niiden määrä on paikan rivillä.", "Bland resultaten saknas regler som inte hittade något; deras antal står på platsens rad.", "The findings leave out rules that found nothing; their number stands on the place's row.")
)

// severities are what people read.
var severities = map[checks.Severity]i18n.Text{
	checks.Red:     says("Este", "Hinder", "Obstacle"),
	checks.Amber:   says("Selvitä tai hae lupa", "Utred eller sök tillstånd", "Assess or apply"),
	checks.Unknown: says("Ei tiedossa", "Inte känt", "Not known"),
	checks.Green:   says("Ei huomautettavaa", "Inget att anmärka", "Nothing found"),
}

var states = map[State]i18n.Text{
	Queued: says("jonossa", "i kö", "queued"), Working: says("kesken", "pågår", "under way"), Done: says("valmis", "klar", "done"),
	Cancelled: says("keskeytetty", "avbruten", "cancelled"), Failed: says("epäonnistui", "misslyckades", "failed"),
}
