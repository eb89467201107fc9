package layers

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"lupakartta/layers/source"
)

func TestAttributesAreKeptUnderTheRegistersNames(t *testing.T) {
	recipe := Recipe{Attributes: []Attribute{
		{Name: "PvAlueLuokka", Aliases: []string{"PvAlueLuok"}}, {Name: "Nimi", Aliases: []string{"NAMN"}}, {Name: "tila"},
	}}
	for name, test := range map[string]struct{ columns, want []string }{
		"its own":                             {[]string{"PvAlueLuokka", "PvAlueLuok"}, []string{"PvAlueLuokka", "PvAlueLuok"}},
		"cut":                                 {[]string{"x", "PvAlueLuok"}, []string{"x", "PvAlueLuokka"}},
		"in small letters":                    {[]string{"pvalueluokka", "nimi"}, []string{"PvAlueLuokka", "Nimi"}},
		"cut and in large letters":            {[]string{"PVALUELUOK"}, []string{"PvAlueLuokka"}},
		"two that differ by case alone":       {[]string{"NIMI", "nimi"}, []string{"NIMI", "nimi"}},
		"an alias before another case":        {[]string{"nimi", "NAMN"}, []string{"nimi", "Nimi"}},
		"without aliases the case must agree": {[]string{"TILA"}, []string{"TILA"}},
	} {
		t.Run(name, func(t *testing.T) {
			row := source.Row{}
			for _, column := range test.columns {
				row.Columns = append(row.Columns, source.Column{Name: column})
				row.Fields = append(row.Fields, source.Field("v"))
			}
			names := spelling{recipe: &recipe}
			var got []string
			for range 2 { // the second row has the first one's columns
				got = got[:0]
				for _, column := range names.of(row).Columns {
					got = append(got, column.Name)
				}
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("%v became %v, want %v", test.columns, got, test.want)
			}
			if changed := !slices.Equal(test.columns, test.want); changed != (len(names.warnings()) == 1) {
				t.Errorf("told %q", names.warnings())
			}
		})
	}
}

func TestKeysOfSeveralAttributes(t *testing.T) {
	row := source.Row{Columns: []source.Column{{Name: "id"}, {Name: "laji"}, {Name: "tyhja"}}, Fields: []source.Field{source.Field("7"), source.Field("SAC"), nil}}
	for want, recipe := range map[string]Recipe{
		"": {KeyWith: []string{"laji"}}, "7": {Key: "id", KeyWith: []string{"tyhja", "puuttuu"}}, "7:SAC": {Key: "id", KeyWith: []string{"laji"}},
	} {
		if got := recipe.keyOf(row); got != want {
			t.Errorf("%+v: %q, want %q", recipe.KeyWith, got, want)
		}
	}
	if got := (Recipe{Key: "puuttuu", KeyWith: []string{"laji"}}).keyOf(row); got != "" {
		t.Errorf("without the key: %q", got)
	}
}

func TestFilesAreMatchedByAnyPattern(t *testing.T) {
	file := FileRecipe{Match: "natura.zip|Natura2000*.gpkg"}
	for name, want := range map[string]bool{"/tmp/natura.zip": true, "NATURA.ZIP": true, "natura2000_2026.gpkg": true, "natura2000.zip": false, "xnatura.zip": false, "": false} {
		if file.Matches(name) != want {
			t.Errorf("%q: want %v", name, want)
		}
	}
}

func TestRecipesThatCouldMeanTwoThings(t *testing.T) {
	sound := Recipes()[0]
	for want, change := range map[string]func(*Recipe){
		"alias": func(r *Recipe) {
			r.Attributes = append(slices.Clone(r.Attributes), Attribute{Name: "toinen", Label: r.Title, Aliases: []string{r.Attributes[0].Name}})
		},
		"key_with":              func(r *Recipe) { r.Key, r.KeyWith = "", []string{"x"} },
		"either layer or":       func(r *Recipe) { r.File.Layer, r.File.Layers = "a", []string{"b"} },
		"want an https address": func(r *Recipe) { r.Address = "http://example.org/x" },
		"the whole country":     func(r *Recipe) { r.Coverage = Coverage{Kind: CoverNone, Except: []string{"478"}} },
	} {
		recipe := sound
		change(&recipe)
		if err := recipe.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
		data, err := json.Marshal(recipe)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ParseRecipe(data); err == nil {
			t.Errorf("%s: read without complaint", want)
		}
	}
}
