package standin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

var errStays = errors.New("stand-in: the page sends nobody on")

// Press presses a button of the page at that address, as a person's browser does, and gives the address to which it
// sends them. The button is the place of a principal in the list, all, or empty for cancelling.
func Press(ctx context.Context, page, button string) (*url.URL, error) {
	form := strings.NewReader(url.Values{"choice": {button}}.Encode())
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, page, form)
	if err != nil {
		return nil, fmt.Errorf("stand-in: %w", err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	browser := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := browser.Do(request)
	if err != nil {
		return nil, fmt.Errorf("stand-in: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusSeeOther {
		return nil, fmt.Errorf("%w: status %d", errStays, response.StatusCode)
	}
	return response.Location()
}
