package layers

import "testing"

func TestFold(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"lower case", "HÄMEENKATU", "hämeenkatu"},
		{"letters of their own stay", "Åkerlundinkatu Öljytie", "åkerlundinkatu öljytie"},
		{"decomposed input", "Ha\u0308meenkatu", "hämeenkatu"},
		{"carons go", "Šakkikuja Žukov", "sakkikuja zukov"},
		{"acute and grave go", "Allén café à", "allen cafe a"},
		{"Sámi", "Kárášjohka Đorvi", "karasjohka dorvi"},
		{"Danish and Norwegian as they sound", "Ærø", "ärö"},
		{"white space", "  Iso \t Roba\u00a0katu ", "iso roba katu"},
		{"other marks on a go", "ǟ", "ä"},
		{"invalid bytes", "a\xffb", "a b"},
		{"empty", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Fold(tt.in); got != tt.want {
				t.Errorf("Fold(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"Hämeenkatu 1 b", "Åbo", "Šakki", "a\u0308\u0308", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := Fold(s)
		if twice := Fold(once); twice != once {
			t.Errorf("Fold(%q) = %q, folded again %q", s, once, twice)
		}
	})
}
