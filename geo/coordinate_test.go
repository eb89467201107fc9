package geo

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

func TestParseCoordinates(t *testing.T) {
	senate := orb.Point{24.938389, 60.169889} // 60°10'11.6"N 24°56'18.2"E
	tests := []struct {
		text string
		want string // what Text says, the readings set apart by |
	}{
		// ETRS-TM35FIN
		{"480000 6920000", "N 6920000 E 480000"},
		{"6920000, 480000", "N 6920000 E 480000"},
		{"6920000,480000", "N 6920000 E 480000"},
		{"N 6920000 E 480000", "N 6920000 E 480000"},
		{"E480000 N6920000", "N 6920000 E 480000"},
		{"P: 6672000 I: 385600", "N 6672000 E 385600"},
		{"N=6672118 E=385611", "N 6672118 E 385611"},
		{"6 672 118  385 611", "N 6672118 E 385611"},
		{"6 672 118 385 611", "N 6672118 E 385611"},
		{"6 672 118,5 385 611,25", "N 6672118.5 E 385611.25"},
		{"6672118.5, 385611.25", "N 6672118.5 E 385611.25"},
		{"480000,5,6920000,5", "N 6920000.5 E 480000.5"},
		{"6672118 N, 385611 E", "N 6672118 E 385611"},
		{"(385611; 6672118)", "N 6672118 E 385611"},
		{"385611/6672118", "N 6672118 E 385611"},
		{"ETRS-TM35FIN: 6672118, 385611", "N 6672118 E 385611"},
		{"EPSG:3067 385611 6672118", "N 6672118 E 385611"},
		{"pohjoinen 6672118 itä 385611", "N 6672118 E 385611"},
		{"6\u00a0672\u00a0118, 385\u00a0611", "N 6672118 E 385611"},
		// ETRS-GKn
		{"25496580 6673003", "N 6673003 E 25496580"},
		{"6673003,6 25496580,4", "N 6673003.6 E 25496580.4"},
		{"GK25 N 6673003 E 25496580", "N 6673003 E 25496580"},
		// WGS 84
		{"60.1699, 24.9384", "60.1699, 24.9384"},
		{"24.9384 60.1699", "60.1699, 24.9384"},
		{"60,1699 24,9384", "60.1699, 24.9384"},
		{"60,1699, 24,9384", "60.1699, 24.9384"},
		{"60.1699,24.9384", "60.1699, 24.9384"},
		{"lat 60.17 lon 24.94", "60.17, 24.94"},
		{"lat=60.17&lon=24.94", ""},
		{"N60.17 E24.94", "60.17, 24.94"},
		{"60.17N 24.94E", "60.17, 24.94"},
		{"60.1699° N, 24.9384° E", "60.1699, 24.9384"},
		{"60.1699°, 24.9384°", "60.1699, 24.9384"},
		{"leveys 60,17 pituus 24,94", "60.17, 24.94"},
		{"wgs84 60.17 24.94", "60.17, 24.94"},
		{"geo:60.1699,24.9384;u=35", "60.1699, 24.9384"},
		{"geo:60.1699,24.9384,12", "60.1699, 24.9384"},
		{"60,25", "60, 25"},
		// degrees and minutes
		{"60° 10.194' N 24° 56.304' E", "60.1699, 24.9384"},
		{"60°10,194' 24°56,304'", "60.1699, 24.9384"},
		{"60 10.194 24 56.304", "60.1699, 24.9384"},
		{"N 60 10.194 E 024 56.304", "60.1699, 24.9384"},
		{"60,10,24,56", "60.1, 24.56 | 60.166667, 24.933333"},
		// degrees, minutes and seconds
		{`60°10'11.6"N 24°56'18.2"E`, "60.169889, 24.938389"},
		{`60°10′11,6″P 24°56′18,2″I`, "60.169889, 24.938389"},
		{`60° 10' 11.6" N, 24° 56' 18.2" E`, "60.169889, 24.938389"},
		{"60 10 11.6 24 56 18.2", "60.169889, 24.938389"},
		{"24°56’18.2’’ 60°10’11.6’’", "60.169889, 24.938389"},
		// not coordinates, or not in Finland
		{"", ""}, {"Rantakatu 5", ""}, {"60", ""}, {"91-1-2-3", ""}, {"0 0", ""}, {"59.33 18.07", ""}, {"33100 Tampere", ""},
		{"040 123 4567", ""}, {"60° 70' N 24° 10' E", ""}, {"nan nan", ""}, {"1e400 60", ""}, {"60.1699 24.9384 12", ""}, {strings.Repeat("6", 300), ""},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			var got []string
			for _, c := range ParseCoordinates(test.text) {
				got = append(got, c.Text())
				if strings.HasPrefix(c.Text(), "60.169889") && math.Hypot(c.LonLat[0]-senate[0], c.LonLat[1]-senate[1]) > 1e-5 {
					t.Errorf("lies at %v", c.LonLat)
				}
			}
			if joined := strings.Join(got, " | "); joined != test.want {
				t.Errorf("got %q, want %q", joined, test.want)
			}
		})
	}
}

func TestParseCoordinatesRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lonLat, crs := drawLonLat(t), rapid.SampledFrom([]CRS{CRS84, TM35FIN, 3876, 3879, 3883}).Draw(t, "crs")
		if !Finland.Pad(-1e-5).Contains(lonLat) {
			t.Skip("rounding may carry it over the edge")
		}
		p := crs.FromLonLat(lonLat)
		if zone := crs.Zone(); zone != 0 && int(p[0]/1e6) != zone {
			t.Skip("so far from its zone that the easting begins with another number")
		}
		typed := Coordinate{CRS: crs, Point: p, LonLat: lonLat}.Text()
		found := ParseCoordinates(typed)
		if len(found) != 1 || found[0].CRS != crs {
			t.Fatalf("%q was read as %v", typed, found)
		}
		if got := found[0].LonLat; math.Abs(got[0]-lonLat[0]) > 1e-6 || math.Abs(got[1]-lonLat[1]) > 1e-6 {
			t.Fatalf("%q lies at %v, want %v", typed, got, lonLat)
		}
	})
}

func FuzzParseCoordinates(f *testing.F) {
	for _, seed := range []string{"480000 6920000", "60,10,24,56", `60°10′11,6″P 24°56′18,2″I`, "geo:60.1,24.9", "N=6672118 E=385611", "\xff60 25", "n|e;/"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, c := range ParseCoordinates(text) {
			if !Finland.Contains(c.LonLat) || !c.CRS.Holds(c.Point) || c.Text() == "" {
				t.Errorf("%q: %+v", text, c)
			}
		}
	})
}

func ExampleParseCoordinates() {
	for _, c := range ParseCoordinates("P: 6 672 118 I: 385 611") {
		fmt.Printf("%s %s lies at %.4f° E, %.4f° N\n", c.CRS.SystemName(), c.Text(), c.LonLat[0], c.LonLat[1])
	}
	// Output: ETRS-TM35FIN N 6672118 E 385611 lies at 24.9384° E, 60.1699° N
}
