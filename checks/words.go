package checks

import (
	"strings"

	"lupakartta/internal/i18n"
)

// What a finding says where the rule's own words do not apply. {d} is the rule's distance.
var (
	nothingInside = i18n.Text{
		Fi: "Karttatasot kattavat paikan, eikä niillä ole tässä tällaista kohdetta.",
		Sv: "Kartlagren täcker platsen, och det finns inget sådant objekt här.",
		En: "The map layers cover the place, and they show nothing of the kind here.",
	}
	nothingWithin = i18n.Text{
		Fi: "Karttatasot kattavat paikan ympäristöineen, eikä niillä ole tällaista kohdetta enintään {d} päässä.",
		Sv: "Kartlagren täcker platsen med omgivning, och det finns inget sådant objekt på högst {d} avstånd.",
		En: "The map layers cover the place and its surroundings, and they show nothing of the kind within {d}.",
	}
	nothingReaches = i18n.Text{
		Fi: "Karttatasot kattavat paikan ympäristöineen, eikä minkään enintään {d} päässä olevan tällaisen kohteen oma etäisyys ulotu tähän.",
		Sv: "Kartlagren täcker platsen med omgivning, och inget sådant objekt på högst {d} avstånd har ett eget avstånd som når hit.",
		En: "The map layers cover the place and its surroundings, and of such features within {d} none has a distance of its own that reaches here.",
	}
	unknownNext = i18n.Text{
		Fi: "Kysy asiasta viranomaiselta. Tämä ei tarkoita, ettei kohdetta ole.",
		Sv: "Fråga myndigheten. Detta betyder inte att något sådant objekt inte finns.",
		En: "Ask the authority. This does not mean that there is nothing.",
	}
	answerNext = i18n.Text{
		Fi: "Vastaa kysymyksiin, jotka ratkaisevat asian, ja tarkastele uudelleen.",
		Sv: "Besvara frågorna som avgör saken och kontrollera på nytt.",
		En: "Answer the questions that decide it, and check again.",
	}
	reasons = map[Reason]i18n.Text{
		NoLayer: {
			Fi: "Ei tiedossa: palvelussa ei ole tätä asiaa koskevaa karttatasoa.",
			Sv: "Okänt: tjänsten har inget kartlager om denna sak.",
			En: "Not known: the service has no map layer on this.",
		},
		Stale: {
			Fi: "Ei tiedossa: karttataso on liian vanha. Uudempia kohteita voi olla, vaikka taso ei niitä näytä.",
			Sv: "Okänt: kartlagret är för gammalt. Det kan finnas nyare objekt som lagret inte visar.",
			En: "Not known: the map layer is too old. There may be newer features that it does not show.",
		},
		NotCovered: {
			Fi: "Ei tiedossa: karttatasot eivät kata paikkaa ja sen ympäristöä kokonaan.",
			Sv: "Okänt: kartlagren täcker inte platsen och dess omgivning helt.",
			En: "Not known: the map layers do not cover the place and its surroundings completely.",
		},
		LayerFailed: {
			Fi: "Ei tiedossa: karttatasoa ei voitu lukea. Yritä myöhemmin uudelleen.",
			Sv: "Okänt: ett kartlager kunde inte läsas. Försök igen senare.",
			En: "Not known: a map layer could not be read. Try again later.",
		},
		RuleFailed: {
			Fi: "Ei tiedossa: tarkastelun sääntö on virheellinen. Vika on kirjattu.",
			Sv: "Okänt: kontrollens regel är felaktig. Felet har registrerats.",
			En: "Not known: the rule of the check is faulty. The fault has been logged.",
		},
		NoAnswer: {
			Fi: "Ei tiedossa: etäisyys tai seuraus riippuu hankkeen tiedoista, joita ei ole annettu.",
			Sv: "Okänt: avståndet eller följden beror på uppgifter om projektet som inte har lämnats.",
			En: "Not known: the distance or the consequence depends on facts about the project that have not been given.",
		},
		NoAttribute: {
			Fi: "Ei tiedossa: paikalla on kohde, mutta karttatason tiedoista ei selviä, koskeeko tämä sitä.",
			Sv: "Okänt: det finns ett objekt på platsen, men kartlagrets uppgifter visar inte om detta gäller det.",
			En: "Not known: there is a feature at the place, but the map layer's data do not tell whether this concerns it.",
		},
	}
)

// causes say why two checks differ. {layer} is the layer's title, {from} and {to} are versions.
var causes = map[CauseKind]i18n.Text{
	PlaceDiffers: {
		Fi: "Paikka on toinen.",
		Sv: "Platsen är en annan.",
		En: "The place is another.",
	},
	AnswersDiffer: {
		Fi: "Hankkeesta annetut vastaukset ovat toiset.",
		Sv: "Svaren om projektet är andra.",
		En: "The answers about the project are others.",
	},
	RuleNew: {
		Fi: "Sääntö on tullut voimaan.",
		Sv: "Regeln har trätt i kraft.",
		En: "The rule has come into force.",
	},
	RuleEnded: {
		Fi: "Sääntö ei ole enää voimassa.",
		Sv: "Regeln gäller inte längre.",
		En: "The rule is no longer in force.",
	},
	RuleVersion: {
		Fi: "Säännöstä on voimassa toinen versio: aiemmin {from}, nyt {to}.",
		Sv: "En annan version av regeln gäller: tidigare {from}, nu {to}.",
		En: "Another version of the rule is in force: {from} before, {to} now.",
	},
	LayerNew: {
		Fi: "Karttataso ”{layer}” on julkaistu.",
		Sv: "Kartlagret ”{layer}” har publicerats.",
		En: "The layer “{layer}” has been published.",
	},
	LayerGone: {
		Fi: "Karttatasoa ”{layer}” ei enää julkaista.",
		Sv: "Kartlagret ”{layer}” publiceras inte längre.",
		En: "The layer “{layer}” is no longer published.",
	},
	LayerVersion: {
		Fi: "Karttatasosta ”{layer}” on julkaistu toinen versio: aiemmin {from}, nyt {to}.",
		Sv: "En annan version av kartlagret ”{layer}” har publicerats: tidigare {from}, nu {to}.",
		En: "Another version of the layer “{layer}” has been published: {from} before, {to} now.",
	},
	LayerLive: {
		Fi: "Karttataso ”{layer}” muuttuu jatkuvasti, eikä siitä säilytetä versioita.",
		Sv: "Kartlagret ”{layer}” ändras hela tiden, och inga versioner av det bevaras.",
		En: "The layer “{layer}” changes all the time, and no versions of it are kept.",
	},
	FeatureCame: {
		Fi: "Kohde on lisätty karttatasolle ”{layer}”.",
		Sv: "Objektet har lagts till i kartlagret ”{layer}”.",
		En: "The feature has been added to the layer “{layer}”.",
	},
	FeatureWent: {
		Fi: "Kohde on poistettu karttatasolta ”{layer}”.",
		Sv: "Objektet har tagits bort ur kartlagret ”{layer}”.",
		En: "The feature has been removed from the layer “{layer}”.",
	},
	FeatureMoved: {
		Fi: "Kohteen sijainti tai muoto on toinen.",
		Sv: "Objektet har ett annat läge eller en annan form.",
		En: "The feature's position or shape is another.",
	},
	FeatureAltered: {
		Fi: "Kohteen tiedot ovat toiset.",
		Sv: "Uppgifterna om objektet är andra.",
		En: "The data about the feature are others.",
	},
	EngineDiffers: {
		Fi: "Palvelu tekee tarkastelun toisin: aiemmin laskennan versio {from}, nyt {to}.",
		Sv: "Tjänsten gör kontrollen på ett annat sätt: tidigare version {from} av beräkningen, nu {to}.",
		En: "The service makes the check in another way: version {from} of the calculation before, {to} now.",
	},
	LayerUnreadable: {
		Fi: "Jotakin karttatasoa ei voitu lukea toisessa tarkastelussa.",
		Sv: "Något kartlager kunde inte läsas i den ena kontrollen.",
		En: "A map layer could not be read in one of the checks.",
	},
	LayerAged: {
		Fi: "Jokin karttataso on toisessa tarkastelussa niin vanha, ettei kohteen puuttuminen siltä kerro mitään.",
		Sv: "Något kartlager är i den ena kontrollen så gammalt att det inte betyder något att objektet saknas i det.",
		En: "A map layer is so old in one of the checks that the absence of a feature from it means nothing.",
	},
	Unexplained: {
		Fi: "Syytä eroon ei tiedetä.",
		Sv: "Orsaken till skillnaden är inte känd.",
		En: "The reason for the difference is not known.",
	},
}

// text is the cause in words.
func (c Cause) text(layer string, lang i18n.Lang) string {
	return strings.NewReplacer("{layer}", layer, "{from}", c.From, "{to}", c.To).Replace(causes[c.Kind].In(lang))
}
