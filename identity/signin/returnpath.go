package signin

import (
	"net/url"
	"path"
	"strings"
)

// maxReturnPath bounds a page's address, in bytes. A place that is too large to come back to is drawn again.
const maxReturnPath = 2000

// ReturnPath is where somebody goes after signing in: the address of a page of ours with its query and fragment, as it
// was given, or "/" where it might lead anywhere else. Browsers and proxies read addresses in many ways: what any of
// them could take for another host is refused, not mended.
func ReturnPath(address string) string {
	if len(address) > maxReturnPath || !strings.HasPrefix(address, "/") || !plain(address) {
		return "/"
	}
	parsed, err := url.Parse(address)
	if err != nil || parsed.Scheme != "" || parsed.Host != "" || parsed.User != nil || parsed.Opaque != "" {
		return "/"
	}
	// The path as a server decodes it: no backslash, no control character, no empty segment and no dots to climb by.
	decoded := parsed.Path
	if !strings.HasPrefix(decoded, "/") || !clean(decoded) || strings.ContainsFunc(decoded, isOdd) {
		return "/"
	}
	return address
}

// plain tells whether a text is of visible ASCII, as browsers write addresses, and without backslashes.
func plain(address string) bool {
	return !strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r > '~' || r == '\\' })
}

func isOdd(r rune) bool { return r < ' ' || r == 0x7f || r == '\\' }

func clean(decoded string) bool {
	cleaned := path.Clean(decoded)
	return cleaned == decoded || cleaned != "/" && cleaned+"/" == decoded
}
