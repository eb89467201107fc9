package placing

import "testing"

// Registers' names in capitals throughout, as real ones have them.
func TestCapitals(t *testing.T) {
	for given, want := range map[string]string{
		"TAMMERKOSKI (II)": "Tammerkoski (II)", "KYTTÄLÄ A (XI)": "Kyttälä A (XI)", "YLÄ-PISPALA": "Ylä-Pispala", "Rantakatu": "Rantakatu", "LM": "LM", "AK-1": "AK-1", "VT": "VT", "ÅBO": "ÅBO", "ÄÄNEKOSKI": "Äänekoski", "": "",
		"ASEMA 3B (ITÄ)": "Asema 3B (Itä)",
	} {
		if got := asName(given); got != want {
			t.Errorf("%q: %q, want %q", given, got, want)
		}
	}
	for given, want := range map[string]string{
		"LUONNONSUOJELUALUE TAI -KOHDE": "Luonnonsuojelualue tai -kohde", "Asuinkerrostalojen korttelialue": "Asuinkerrostalojen korttelialue", "ALUE II": "Alue II",
	} {
		if got := asSentence(given); got != want {
			t.Errorf("%q: %q, want %q", given, got, want)
		}
	}
}
