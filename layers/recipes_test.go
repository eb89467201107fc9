package layers

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lupakartta/internal/i18n"
)

// meanings are the words that recipes may use.
var meanings = map[string]bool{}

func init() {
	data, err := os.ReadFile("meaning.go")
	if err != nil {
		panic(err)
	}
	for line := range strings.Lines(string(data)) {
		if _, value, ok := strings.Cut(line, "= \""); ok && strings.Contains(line, "Meaning") {
			meaning, _, _ := strings.Cut(value, "\"")
			meanings[meaning] = true
		}
	}
}

func TestRecipesAreSound(t *testing.T) {
	recipes := Recipes()
	if len(recipes) < 40 || recipes[0].Theme != Municipality {
		t.Fatalf("%d recipes, the first of theme %s", len(recipes), recipes[0].Theme)
	}
	before := map[string]bool{}
	for _, r := range recipes {
		t.Run(r.ID, func(t *testing.T) {
			checkRecipe(t, r)
			if r.Coverage.Kind == CoverLayer && !before[r.Coverage.Layer] {
				t.Errorf("loaded before %s, which its coverage needs", r.Coverage.Layer)
			}
			if _, err := os.Stat(filepath.Join("recipes", r.ID+".json")); err != nil {
				t.Errorf("not in a file of its own name: %v", err)
			}
		})
		before[r.ID] = true
	}
}

func checkRecipe(t *testing.T, r Recipe) {
	t.Helper()
	if r.File.Match == "" || r.Coverage.Why.Complete() != nil {
		t.Error("no file pattern, or no reason for its coverage")
	}
	if r.Search != nil && (len(r.Search.Title) == 0 || r.Search.Kind == "") {
		t.Error("search without a title or kind")
	}
	used := append([]string{}, r.Names...)
	if r.Style.ColorBy != "" {
		used = append(used, r.Style.ColorBy)
	}
	for _, name := range used {
		if _, ok := r.Attribute(name); !ok {
			t.Errorf("attribute %s is used but not described", name)
		}
	}
	for _, name := range []string{r.Style.ColorBy, r.Style.Label} {
		if a, ok := r.Attribute(name); name != "" && (!ok || !a.Tile) {
			t.Errorf("attribute %s is drawn but not in tiles", name)
		}
	}
	seen := map[string]bool{}
	for _, a := range r.Attributes {
		meaning := "meaning " + a.Meaning + string(a.Lang) // a text in several languages is there once in each
		if seen[a.Name] || a.Meaning != "" && seen[meaning] {
			t.Errorf("attribute %s or its meaning %s is there twice", a.Name, a.Meaning)
		}
		seen[a.Name], seen[meaning] = true, true
		if a.Meaning != "" && !meanings[a.Meaning] {
			t.Errorf("attribute %s: meaning %q is not in meaning.go", a.Name, a.Meaning)
		}
		for code, text := range a.Codes {
			if err := text.Complete(); err != nil {
				t.Errorf("attribute %s, code %s: %v", a.Name, code, err)
			}
		}
	}
}

func TestRecipesSurviveJSON(t *testing.T) {
	for _, r := range Recipes() {
		data, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ParseRecipe(data); err != nil {
			t.Errorf("%s does not come back: %v", r.ID, err)
		}
	}
	if _, err := ParseRecipe([]byte(`{"id":"x","colour":"red"}`)); err == nil {
		t.Error("a misspelt member was accepted")
	}
}

// Recipes of one's own, and those kept from before, give the grounds in one language.
func TestGroundsInOneLanguage(t *testing.T) {
	for text, want := range map[string]string{`{"why": "alueet itse"}`: "alueet itse", `{"why": {"fi": "alue", "sv": "området", "en": "the area"}}`: "området", `{}`: ""} {
		var c Coverage
		if err := json.Unmarshal([]byte(text), &c); err != nil || c.Why.In(i18n.Swedish) != want {
			t.Errorf("%s: %q, %v", text, c.Why.In(i18n.Swedish), err)
		}
	}
	if err := json.Unmarshal([]byte(`{"why": {"fi": "a", "se": "b"}}`), &Coverage{}); err == nil {
		t.Error("a misspelt language was taken")
	}
	if data, err := json.Marshal(Coverage{Kind: CoverNone}); err != nil || string(data) != `{"kind":"none"}` {
		t.Errorf("%s, %v", data, err)
	}
}
