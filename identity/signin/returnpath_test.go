package signin

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

func TestReturnPath(t *testing.T) {
	kept := []string{
		"/", "/fi", "/fi/", "/sv/karta?layers=natura&lang=sv", "/en/map#place=eJyrVkrOz0lVslIqLU4tUtJRKi1OLVKyUqoFAG4MCCE=", "/fi/haku?q=a%2Fb%20c",
		"/fi/paikka/p%C3%A4iv%C3%A4", "/fi?to=https://elsewhere.example", "/fi?x=%0d%0aSet-Cookie:a=b", "/fi/a:b", "/fi/@evil.example", "/" + strings.Repeat("a", maxReturnPath-1),
	}
	for _, address := range kept {
		if got := ReturnPath(address); got != address {
			t.Errorf("%q became %q", address, got)
		}
	}
	refused := []string{
		"", "fi", "?q=1", "#place=x", "//evil.example", "///evil.example", "////evil.example", `/\evil.example`, `\\evil.example`, `/\/evil.example`, `\/evil.example`,
		"/%09/evil.example", "/\t/evil.example", "/\n/evil.example", "/%0a/evil.example", "/%0d%0aLocation:%20//evil.example", "/fi\r\nLocation: //evil.example",
		"https:evil.example", "https://evil.example", "https:///evil.example", "http:/evil.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "mailto:a@b.example",
		"/.//evil.example", "/..//evil.example", "/fi/..//evil.example", "/fi/../evil", "/fi/./evil", "/%2e%2e//evil.example", "/%2e%2e/evil", "/./evil", "/.",
		"/%2f", "//", "/%2f/evil.example", "/%2fevil.example", "/%2F%2Fevil.example", "/%5cevil.example", "/%5C/evil.example", "/fi//evil.example", "/fi//",
		" //evil.example", " /fi", "/ /evil.example", "/\x00/evil.example", "/%00", "/\u2028/evil.example", "/／evil.example", "/fi/ä", "/\xff", "@evil.example", "/%", "/%zz",
		"/\u007f", "/%7f", "/" + strings.Repeat("a", maxReturnPath),
	}
	for _, address := range refused {
		if got := ReturnPath(address); got != "/" {
			t.Errorf("%q was let through as %q", address, got)
		}
	}
}

// FuzzReturnPath: whatever is let through stays with us, also after a server has cleaned or decoded it.
func FuzzReturnPath(f *testing.F) {
	for _, seed := range []string{"/fi#place=x", "//evil", `/\evil`, "/%09/evil", "https:evil", "/.//evil", "/%2e%2e//evil", "/a/..", "/%5c"} {
		f.Add(seed)
	}
	own, err := url.Parse("https://own.example/auth/callback")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, address string) {
		got := ReturnPath(address)
		if got != "/" && got != address {
			t.Fatalf("%q became %q: it is kept or refused", address, got)
		}
		parsed, err := url.Parse(got)
		if err != nil {
			t.Fatalf("%q: %v", got, err)
		}
		to := own.ResolveReference(parsed)
		if to.Host != own.Host || to.Scheme != own.Scheme || to.User != nil {
			t.Fatalf("%q leads to %s", got, to)
		}
		if len(got) > 1 && strings.ContainsAny(got[1:2], `/\`) || strings.HasPrefix(to.Path, "//") || strings.Contains(to.Path, `\`) {
			t.Fatalf("%q can be read as another host", got)
		}
		w := httptest.NewRecorder()
		w.Header().Set("Location", got)
		if strings.ContainsAny(w.Header().Get("Location"), "\r\n\t\x00") {
			t.Fatalf("%q splits a header", got)
		}
	})
}
