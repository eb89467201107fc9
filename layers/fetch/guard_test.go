package fetch

import (
	"context"
	"encoding/binary"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
)

func TestOpenNetworks(t *testing.T) {
	for address, want := range map[string]bool{
		"193.166.24.1": true, "8.8.8.8": true, "172.15.255.255": true, "172.32.0.1": true, "100.63.255.255": true, "100.128.0.1": true, "2a00:1450:4026::1": true,
		"64:ff9b::8.8.8.8": true, "::ffff:8.8.8.8": true,

		"0.0.0.0": false, "127.0.0.1": false, "127.255.255.254": false, "10.0.0.1": false, "172.16.0.1": false, "172.31.255.255": false, "192.168.1.1": false,
		"169.254.169.254": false, "100.64.0.1": false, "100.127.255.255": false, "192.0.0.8": false, "192.0.2.1": false, "198.18.0.1": false, "198.51.100.1": false,
		"203.0.113.1": false, "224.0.0.1": false, "239.255.255.250": false, "255.255.255.255": false, "240.0.0.1": false, "192.88.99.1": false,

		"::": false, "::1": false, "fe80::1": false, "fe80::1%lo": false, "fc00::1": false, "fd00:ec2::254": false, "ff02::1": false, "fec0::1": false,
		"::ffff:127.0.0.1": false, "::ffff:10.1.2.3": false, "::127.0.0.1": false, "64:ff9b::127.0.0.1": false, "64:ff9b::10.0.0.1": false, "64:ff9b:1::1": false,
		"2002:7f00:1::": false, "2001:0:1::1": false, "2001:db8::1": false, "3fff::1": false, "100::1": false,
	} {
		if got := open(netip.MustParseAddr(address)); got != want {
			t.Errorf("open(%s) = %t", address, got)
		}
	}
}

func TestGuardChecksWhatIsDialled(t *testing.T) {
	tests := []struct {
		name, allow, address string
		want                 bool
	}{
		{"public", "", "193.166.24.1:443", true},
		{"a high port", "", "193.166.24.1:8080", true},
		{"mail", "", "193.166.24.1:25", false},
		{"private", "", "10.1.2.3:443", false},
		{"network allowed", "10.1.0.0/16", "10.1.2.3:443", true},
		{"network not exact", "10.1.9.9/16", "10.1.2.3:443", true},
		{"another network allowed", "10.1.0.0/16", "10.2.0.1:443", false},
		{"address allowed", "10.1.2.3", "10.1.2.3:25", true},
		{"mapped address of one allowed", "10.1.2.3", "[::ffff:10.1.2.3]:80", true},
		{"loopback", "10.0.0.0/8", "[::1]:80", false},
		{"IPv6 network", "fd00::/8", "[fd00::5]:80", true},
		{"zone", "", "[fe80::1%eth0]:80", false},
		{"a name", "", "localhost:80", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			g, err := newGuard([]string{test.allow})
			if err != nil {
				t.Fatal(err)
			}
			if err := g.check("tcp", test.address); (err == nil) != test.want || err != nil && !errors.Is(err, ErrForbidden) {
				t.Errorf("%s: %v", test.address, err)
			}
		})
	}
	if g, _ := newGuard(nil); g.check("unix", "/var/run/docker.sock") == nil {
		t.Error("a socket passes")
	}
}

func TestAllowedHosts(t *testing.T) {
	g, err := newGuard([]string{" GIS.intra.example. ", "maps.example:8443", ""})
	if err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]bool{
		"gis.intra.example:443": true, "gis.INTRA.example.:80": true, "maps.example:8443": true, "maps.example:443": false, "xgis.intra.example:443": false, "intra.example:443": false,
	} {
		if got := g.knows(address); got != want {
			t.Errorf("knows(%s) = %t", address, got)
		}
	}
	for _, wrong := range []string{"https://gis.example", "10.0.0.0/64", "*.example", "a b", "user@host", "fe80::1%eth0"} {
		if _, err := New(Config{Allow: []string{wrong}}); err == nil {
			t.Errorf("%q is taken", wrong)
		}
	}
}

// What is refused is never connected to: here a server counts.
func TestForbiddenAddresses(t *testing.T) {
	reached := 0
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached++ }))
	defer server.Close()
	port := server.URL[strings.LastIndexByte(server.URL, ':')+1:]
	c := newClient(t, Config{Allow: []string{"192.0.2.1"}})
	for _, host := range []string{"127.0.0.1", "localhost", "localhost.", "LOCALHOST", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "[::]", "127.1", "0x7f.0.0.1", "2130706433", "0177.0.0.1", "[::ffff:7f00:1]"} {
		for _, path := range []string{"/data.gpkg", "/wfs?service=WFS", "/collections/a/items"} {
			_, err := c.Fetch(t.Context(), Address{URL: "http://" + host + ":" + port + path}, Previous{})
			// Forms that no resolver knows are names that nobody has.
			if !errors.Is(err, ErrForbidden) && !errors.Is(err, ErrUnreachable) && !errors.Is(err, ErrAddress) {
				t.Errorf("%s%s: %v", host, path, err)
			}
		}
	}
	for _, host := range []string{"127.0.0.1", "localhost", "[::ffff:127.0.0.1]"} {
		refused(t, c, Address{URL: "http://" + host + ":" + port + "/"}, ErrForbidden)
	}
	if reached != 0 {
		t.Errorf("the server was reached %d times", reached)
	}
}

// A name of the public internet that leads home is caught when it is dialled, whatever it led to before.
func TestNameThatLeadsHome(t *testing.T) {
	reached := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		reached++
		_, _ = w.Write([]byte("code;x;y\n1;2;3\n"))
	}))
	defer server.Close()
	port := server.URL[strings.LastIndexByte(server.URL, ':')+1:]
	config := Config{Allow: []string{"192.0.2.1"}, resolver: &net.Resolver{PreferGo: true, Dial: nameServer(t, [4]byte{127, 0, 0, 1})}}
	refused(t, newClient(t, config), Address{URL: "http://register.example:" + port + "/a.csv"}, ErrForbidden)
	if reached != 0 {
		t.Errorf("the server was reached %d times", reached)
	}
	config.Allow = []string{"register.example"}
	fetched(t, newClient(t, config), Address{URL: "http://register.example:" + port + "/a.csv"}, Previous{})
	if reached != 1 {
		t.Errorf("with the name allowed the server was reached %d times", reached)
	}
}

// nameServer answers every question for an IPv4 address with that one, and others with nothing.
func nameServer(t *testing.T, address [4]byte) func(context.Context, string, string) (net.Conn, error) {
	t.Helper()
	socket, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = socket.Close() })
	go func() {
		question := make([]byte, 1500)
		for {
			n, from, err := socket.ReadFrom(question)
			if err != nil {
				return
			}
			_, _ = socket.WriteTo(nameAnswer(question[:n], address), from)
		}
	}()
	return func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", socket.LocalAddr().String())
	}
}

// nameAnswer is the message of DNS (RFC 1035) that answers a question.
func nameAnswer(question []byte, address [4]byte) []byte {
	end := 12
	for question[end] != 0 {
		end += int(question[end]) + 1
	}
	kind := binary.BigEndian.Uint16(question[end+1:])
	answer := append([]byte{}, question[:end+5]...)
	copy(answer[2:], []byte{0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0})
	if kind == 1 {
		answer[7] = 1
		answer = append(answer, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4)
		answer = append(answer, address[:]...)
	}
	return answer
}

func TestRedirects(t *testing.T) {
	other := serve(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the other server was reached") }))
	public := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/same":
			http.Redirect(w, r, "/data.csv", http.StatusFound)
		case "/data.csv":
			_, _ = w.Write([]byte("code;x;y\n1;2;3\n"))
		case "/round":
			http.Redirect(w, r, "/round", http.StatusFound)
		default:
			w.Header().Set("Location", r.URL.Query().Get("to"))
			w.WriteHeader(http.StatusFound)
		}
	}))
	c := newClient(t, Config{})
	if result := fetched(t, c, Address{URL: public + "/same"}, Previous{}); !strings.HasSuffix(result.Path, "/data.csv") {
		t.Errorf("the file is called %s, want the name it has at the end", result.Path)
	}
	for name, to := range map[string]string{
		"another port": other, "another name": "http://localhost" + public[len("http://127.0.0.1"):], "cloud metadata": "http://169.254.169.254/latest/meta-data/",
		"a file": "file:///etc/passwd", "credentials": "http://a:b@127.0.0.1/",
	} {
		t.Run(name, func(t *testing.T) { refused(t, c, Address{URL: public + "/?to=" + to}, ErrRedirect) })
	}
	t.Run("for ever", func(t *testing.T) { refused(t, c, Address{URL: public + "/round"}, ErrRedirect) })
	t.Run("a service", func(t *testing.T) {
		refused(t, c, Address{URL: public + "/wfs?service=WFS&to=" + other}, ErrRedirect)
	})
}

func TestRedirectRules(t *testing.T) {
	tests := []struct {
		from, to string
		want     bool
	}{
		{"http://register.example/a", "https://register.example/a", true},
		{"http://register.example/a", "https://REGISTER.example:443/b", true},
		{"https://register.example/a", "https://register.example:443/b", true},
		{"https://register.example/a", "http://register.example/a", false},
		{"https://register.example/a", "https://register.example:8443/a", false},
		{"http://register.example:8080/a", "https://register.example/a", false},
		{"https://register.example/a", "https://www.register.example/a", false},
		{"https://register.example/a", "https://register.example.evil.example/a", false},
	}
	for _, test := range tests {
		from := httptest.NewRequest(http.MethodGet, test.from, nil)
		to := httptest.NewRequest(http.MethodGet, test.to, nil)
		if err := checkRedirect(to, []*http.Request{from}); (err == nil) != test.want {
			t.Errorf("%s to %s: %v", test.from, test.to, err)
		}
	}
}
