package fetch

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// maxAddress is the length of an address, in bytes.
const maxAddress = 4096

// parseAddress reads an address of a register. A name and a password in it are kept for the request and go over TLS only.
func parseAddress(address string) (*url.URL, error) {
	if len(address) > maxAddress {
		return nil, fmt.Errorf("%w: longer than %d characters", ErrAddress, maxAddress)
	}
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return nil, fmt.Errorf("%w: it cannot be read", ErrAddress) // the parser's words repeat the address
	}
	u.Fragment, u.RawFragment = "", ""
	return u, checkAddress(u)
}

// checkAddress refuses what is no address on the web. Whether the host may be reached is seen when it is dialled.
func checkAddress(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("%w: it must begin with https:// or http://", ErrAddress)
	case u.Hostname() == "" || u.Opaque != "":
		return fmt.Errorf("%w: it names no server", ErrAddress)
	case u.User != nil && u.Scheme != "https":
		return fmt.Errorf("%w: a name or password goes over https only", ErrAddress)
	}
	return nil
}

// closed are the networks that nothing is fetched from: IANA's registries of special purpose addresses. Of IPv6 only
// global unicast is open at all.
var closed = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
	"192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
	"2001::/23",     // protocols' own, Teredo among them, which carries an IPv4 address
	"2001:db8::/32", // documentation
	"2002::/16",     // 6to4 carries an IPv4 address
	"3fff::/20",     // documentation
	"5f00::/16",     // segment routing
)

var (
	globalUnicast = netip.MustParsePrefix("2000::/3")
	nat64         = netip.MustParsePrefix("64:ff9b::/96") // the last four bytes are the IPv4 address that is meant
)

func prefixes(texts ...string) []netip.Prefix {
	var list []netip.Prefix
	for _, text := range texts {
		list = append(list, netip.MustParsePrefix(text))
	}
	return list
}

// open tells whether an address lies in the public internet.
func open(address netip.Addr) bool {
	address = meant(address)
	if address.Zone() != "" || address.Is6() && !globalUnicast.Contains(address) {
		return false
	}
	return !slices.ContainsFunc(closed, func(p netip.Prefix) bool { return p.Contains(address) })
}

// meant is the IPv4 address in an IPv6 address that stands for one.
func meant(address netip.Addr) netip.Addr {
	address = address.Unmap()
	if nat64.Contains(address) {
		bytes := address.As16()
		return netip.AddrFrom4([4]byte(bytes[12:]))
	}
	return address
}

// guard decides what may be dialled.
type guard struct {
	hosts    []string // names that the operator has allowed, "host" or "host:port"
	networks []netip.Prefix
}

// newGuard reads the operator's list: names of hosts, with or without a port, addresses and networks.
func newGuard(allow []string) (*guard, error) {
	g := &guard{}
	for _, entry := range allow {
		entry = strings.ToLower(strings.TrimSpace(entry))
		if entry == "" {
			continue
		}
		if network, err := netip.ParsePrefix(entry); err == nil {
			g.networks = append(g.networks, network.Masked())
		} else if address, err := netip.ParseAddr(entry); err == nil && address.Zone() == "" {
			address = address.Unmap()
			g.networks = append(g.networks, netip.PrefixFrom(address, address.BitLen()))
		} else if strings.ContainsAny(entry, "/@?#*[]% ") {
			return nil, fmt.Errorf("%q is no host, address or network like 10.0.0.0/8", entry)
		} else {
			g.hosts = append(g.hosts, strings.TrimSuffix(entry, "."))
		}
	}
	return g, nil
}

// knows tells whether the operator has allowed the host by its name.
func (g *guard) knows(hostport string) bool {
	host, port, err := net.SplitHostPort(strings.ToLower(hostport))
	if err != nil {
		return false
	}
	host = strings.TrimSuffix(host, ".")
	return slices.Contains(g.hosts, host) || slices.Contains(g.hosts, host+":"+port)
}

// check looks at an address that is about to be dialled, after its name was looked up: what the name leads to at
// another time does not matter.
func (g *guard) check(network, address string) error {
	if network != "tcp4" && network != "tcp6" && network != "tcp" {
		return fmt.Errorf("%w: network %s", ErrForbidden, network)
	}
	target, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%w: it cannot be read", ErrForbidden)
	}
	for _, allowed := range g.networks {
		if allowed.Contains(target.Addr().Unmap()) || allowed.Contains(meant(target.Addr())) {
			return nil
		}
	}
	if !open(target.Addr()) {
		return fmt.Errorf("%w: private, local or reserved", ErrForbidden)
	}
	// Below 1024 other services than the web listen: mail, names, files.
	if port := target.Port(); port < 1024 && port != 80 && port != 443 {
		return fmt.Errorf("%w: port %s", ErrForbidden, strconv.Itoa(int(port)))
	}
	return nil
}

// control is check as net.Dialer wants it.
func (g *guard) control(network, address string, _ syscall.RawConn) error {
	return g.check(network, address)
}
