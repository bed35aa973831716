package web

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"sync"
	"syscall"
)

// guard keeps connections to the public network. It looks at the address that is
// being connected to, behind all names.
type guard struct {
	private bool
	proxies sync.Map       // addresses of proxies that are configured, which may be private
	except  netip.AddrPort // for tests: taken for public
}

// noting lets a proxy through that the environment configures, and looks at the
// names of the hosts that it is asked for.
func (g *guard) noting(proxy func(*http.Request) (*url.URL, error)) func(*http.Request) (*url.URL, error) {
	return func(r *http.Request) (*url.URL, error) {
		u, err := proxy(r)
		if err != nil || u == nil || g.private {
			return u, err
		}
		if err := publicName(r.URL.Hostname()); err != nil {
			return nil, err
		}
		addrs, err := net.DefaultResolver.LookupNetIP(r.Context(), "ip", u.Hostname())
		if err != nil {
			return nil, fmt.Errorf("look up the proxy: %w", err)
		}
		for _, a := range addrs {
			g.proxies.Store(a.Unmap(), true)
		}
		return u, nil
	}
}

// control is asked for each connection, with the address in numbers.
func (g *guard) control(_ context.Context, network, address string, _ syscall.RawConn) error {
	if g.private {
		return nil
	}
	ap, err := netip.ParseAddrPort(address)
	if err != nil || network != "tcp4" && network != "tcp6" && network != "tcp" {
		return fmt.Errorf("%w (%s %s)", ErrPrivate, network, address)
	}
	if ap == g.except {
		return nil
	}
	if _, ok := g.proxies.Load(ap.Addr().Unmap()); ok {
		return nil
	}
	return public(ap.Addr())
}

// reserved are the ranges beside those that netip knows which do not lead to a
// public host, or lead to another address that is written within them.
var reserved = prefixes(
	"0.0.0.0/8",       // this network
	"100.64.0.0/10",   // shared by carriers
	"192.0.0.0/24",    // protocol assignments
	"192.0.2.0/24",    // documentation
	"192.88.99.0/24",  // 6to4 relays
	"198.18.0.0/15",   // benchmarks
	"198.51.100.0/24", // documentation
	"203.0.113.0/24",  // documentation
	"240.0.0.0/4",     // reserved, and broadcast
	"::/96",           // IPv4-compatible
	"64:ff9b::/96",    // translated to IPv4
	"64:ff9b:1::/48",  // the same, local
	"100::/64",        // discard
	"2001::/23",       // protocol assignments, Teredo
	"2001:db8::/32",   // documentation
	"2002::/16",       // 6to4
	"3fff::/20",       // documentation
	"5f00::/16",       // segment routing
	"fec0::/10",       // site-local
)

func prefixes(list ...string) []netip.Prefix {
	var out []netip.Prefix
	for _, s := range list {
		out = append(out, netip.MustParsePrefix(s))
	}
	return out
}

// public returns ErrPrivate for an address that is not one of a public host.
func public(a netip.Addr) error {
	a = a.Unmap().WithZone("")
	bad := !a.IsValid() || a.IsLoopback() || a.IsPrivate() || a.IsLinkLocalUnicast() || a.IsLinkLocalMulticast() || a.IsMulticast() ||
		a.IsInterfaceLocalMulticast() || a.IsUnspecified() || !a.IsGlobalUnicast()
	for _, p := range reserved {
		bad = bad || p.Contains(a)
	}
	if bad {
		return fmt.Errorf("%w (%s)", ErrPrivate, a)
	}
	return nil
}
