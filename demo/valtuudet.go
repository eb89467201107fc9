package demo

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"lupakartta/identity/valtuudet"
	"lupakartta/identity/valtuudet/standin"
)

// ValtuudetPath is where the demo's stand-in of Suomi.fi e-Authorizations is mounted.
const ValtuudetPath = "/demo/valtuudet"

// Valtuudet returns a stand-in that knows the invented people, to be mounted at ValtuudetPath of the service's public
// address, and a client that has joined it. callback is where it sends people back to.
func Valtuudet(public *url.URL, callback string) (http.Handler, *valtuudet.Client, error) {
	delegates, err := Delegates()
	if err != nil {
		return nil, nil, err
	}
	service := standin.Service{ClientID: "de300000", APIKey: rand.Text(), OAuthPassword: rand.Text(), RESTKey: rand.Text(), Returns: []string{callback}}
	server := standin.New(service, delegates, time.Now)
	mounted := public.JoinPath(ValtuudetPath)
	client, err := valtuudet.New(valtuudet.Config{
		BaseURL: mounted.String(), ClientID: service.ClientID, APIKey: service.APIKey, OAuthPassword: service.OAuthPassword, RESTKey: service.RESTKey,
		Issues: map[string]string{
			"permits_and_notices": "http://valtuusrekisteri.suomi.fi/demo/luvat", "events": "http://valtuusrekisteri.suomi.fi/demo/tapahtumat",
			"supervision": "http://valtuusrekisteri.suomi.fi/demo/valvonta",
		},
	}, server.Transport(mounted), time.Now)
	if err != nil {
		return nil, nil, fmt.Errorf("demo: %w", err)
	}
	return http.StripPrefix(ValtuudetPath, server), client, nil
}
