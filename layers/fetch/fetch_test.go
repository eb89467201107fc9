package fetch

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"
)

// newClient may reach this machine, where the stand-ins are, and waits for nobody.
func newClient(t *testing.T, config Config) *Client {
	t.Helper()
	if config.Allow == nil {
		config.Allow = []string{"127.0.0.1"}
	}
	config.Folder = t.TempDir()
	if config.pause == nil {
		config.pause = func(time.Duration) error { return nil }
	}
	c, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// serve starts a server for the test.
func serve(t *testing.T, handler http.Handler) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

// fetched fetches what must come.
func fetched(t *testing.T, c *Client, address Address, previous Previous) *Result {
	t.Helper()
	result, err := c.Fetch(t.Context(), address, previous)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(result.Remove)
	return result
}

// refused fetches what must not come, and sees that nothing is left of it.
func refused(t *testing.T, c *Client, address Address, want error) {
	t.Helper()
	_ = failure(t, c, address, want)
}

// failure is the error of such.
func failure(t *testing.T, c *Client, address Address, want error) error {
	t.Helper()
	before := folders(t, c)
	result, err := c.Fetch(t.Context(), address, Previous{})
	if err == nil {
		result.Remove()
		t.Fatalf("fetched %+v, want error %v", result, want)
	}
	if !errors.Is(err, want) {
		t.Errorf("error %v, want %v", err, want)
	}
	if left := folders(t, c) - before; left != 0 {
		t.Errorf("%d folders left behind", left)
	}
	return err
}

func folders(t *testing.T, c *Client) int {
	t.Helper()
	list, err := os.ReadDir(c.config.Folder)
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestAddressesThatAreNone(t *testing.T) {
	c := newClient(t, Config{})
	for _, address := range []string{
		"", "register.example/data.gpkg", "ftp://register.example/data", "file:///etc/passwd", "https://", "http:opaque", "gopher://127.0.0.1/",
		"http://name:secret@register.example/", "https://register.example/%zz?key=secret", "https://" + strings.Repeat("a", maxAddress) + ".example/", "/vsicurl/http://127.0.0.1/",
	} {
		err := failure(t, c, Address{URL: address}, ErrAddress)
		if strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: the error tells a secret: %v", address, err)
		}
	}
}

func TestEndsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	url := serve(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	}))
	c := newClient(t, Config{})
	if _, err := c.Fetch(ctx, Address{URL: url + "/a.gpkg"}, Previous{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want canceled", err)
	}
}

func TestSafeNames(t *testing.T) {
	for name, want := range map[string]string{
		"natura.gpkg": "natura.gpkg", "../../etc/passwd": "_.._etc_passwd", ".hidden": "hidden", "-o": "o", "": "download", "...": "download",
		"a b:c.gml": "a_b_c.gml", "lähteet.gml": "lähteet.gml", "a\x00b": "a_b", strings.Repeat("x", 300) + ".gpkg": strings.Repeat("x", 115) + ".gpkg",
	} {
		if got := safeName(name); got != want {
			t.Errorf("safeName(%q) = %q, want %q", name, got, want)
		}
	}
}
