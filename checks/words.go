package checks

import "lupakartta/internal/i18n"

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
