package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"lupakartta/api"
	"lupakartta/internal/wire"
	"lupakartta/layers/changes"
)

// serveCommand serves until it is told to stop.
type serveCommand struct {
	realDataFlag
	mailFlags
	fileFlags
	Listen    string `env:"LUPAKARTTA_LISTEN" default:"127.0.0.1:8080" placeholder:"ADDRESS" help:"Address to listen on."`
	PublicURL string `env:"LUPAKARTTA_PUBLIC_URL" placeholder:"URL" help:"Where people reach the service, e.g. https://kartta.example.fi."`
	Demo      bool   `env:"LUPAKARTTA_DEMO" help:"Load the generated municipality when the database has no layers, and say on the page that it is a demo."`

	SignIn         string   `name:"sign-in" env:"LUPAKARTTA_SIGN_IN" placeholder:"FILE" help:"Identity providers by which people sign in (docs/sign-in.md)."`
	Valtuudet      string   `env:"LUPAKARTTA_VALTUUDET" placeholder:"FILE" help:"How this service has joined Suomi.fi e-Authorizations (docs/sign-in.md); without it only mandates that are kept here count."`
	TrustedProxies []string `name:"trusted-proxies" env:"LUPAKARTTA_TRUSTED_PROXIES" placeholder:"NETWORK,…" help:"Networks of the proxies in front, e.g. 10.0.0.0/8: only their word about the caller's address counts."`

	snapshotFlag
	TileCache int64 `name:"tile-cache" env:"LUPAKARTTA_TILE_CACHE" placeholder:"MB" default:"256" help:"Megabytes of memory for tiles as they were sent before; 0: every tile is made afresh."`

	BackgroundURL         string `name:"background-url" env:"LUPAKARTTA_BACKGROUND_URL" placeholder:"URL" help:"Background map: https://…/{z}/{x}/{y}.png in web mercator, {key} for the key. With a key alone it is the National Land Survey's."`
	BackgroundKey         string `name:"background-key" env:"LUPAKARTTA_BACKGROUND_KEY" placeholder:"KEY" help:"Key of the background map's server; it never leaves this one."`
	BackgroundAttribution string `name:"background-attribution" env:"LUPAKARTTA_BACKGROUND_ATTRIBUTION" placeholder:"TEXT" help:"Who made the background map, as its licence demands."`
	BackgroundMaxZoom     int    `name:"background-max-zoom" env:"LUPAKARTTA_BACKGROUND_MAX_ZOOM" placeholder:"ZOOM" help:"Highest zoom of the background map (18)."`
}

// Time that the pieces of a request may take on the wire, and that requests under way get when the service stops.
const (
	headerTime = 10 * time.Second
	readTime   = 2 * time.Minute
	writeTime  = 2 * time.Minute
	idleTime   = 2 * time.Minute
	drainTime  = 10 * time.Second
)

func (c *serveCommand) Run(ctx context.Context, p *program) error {
	config, err := c.config(p)
	if err != nil {
		return err
	}
	mailer, err := c.client()
	if err != nil {
		return err
	}
	if config.Scanner, err = c.scanner(); err != nil {
		return err
	}
	began := time.Now()
	tcp, err := new(net.ListenConfig).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	listener := wire.Listen(tcp)
	if config.PublicURL == nil {
		config.PublicURL = &url.URL{Scheme: "http", Host: localName(listener.Addr())}
	}
	config.Feed = changes.NewFeed()
	config.Startup = api.NewStartup(c.stepNames()...)
	gate := api.NewGate(config, config.Startup)
	server := bounded(gate)
	server.ConnState = wire.Track
	server.RegisterOnShutdown(config.Feed.Close) // or it waits for every open page
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	p.say("listening on http://%s", listener.Addr())

	service := &service{program: p, command: c, config: config, mail: mailer}
	defer service.close()
	handler, err := service.start(ctx)
	if err == nil {
		gate.Open(handler)
		listener.Answer(service.server.Again)
		p.say("ready in %.1f s: %s/", time.Since(began).Seconds(), strings.TrimSuffix(config.PublicURL.String(), "/"))
		select {
		case <-ctx.Done():
		case err = <-ended:
		}
	}
	if ctx.Err() != nil {
		p.say("stopping")
		err = nil
	}
	drain(server)
	return err
}

// bounded is a server on which no slow client holds anything for ever.
func bounded(handler http.Handler) *http.Server {
	return &http.Server{Handler: handler, ReadHeaderTimeout: headerTime, ReadTimeout: readTime, WriteTimeout: writeTime, IdleTimeout: idleTime, MaxHeaderBytes: 64 << 10}
}

// drain lets requests under way finish. A second signal cuts them short.
func drain(server *http.Server) {
	ctx, cancel := context.WithTimeout(context.Background(), drainTime)
	defer cancel()
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := server.Shutdown(ctx); err != nil {
		_ = server.Close() // what still runs is cut off; there is nobody left to tell
	}
}

// config is the server's configuration as far as flags say it.
func (c *serveCommand) config(p *program) (api.Config, error) {
	config := api.Config{
		Log: p.log, Version: versionName(), Demo: c.Demo,
		Background: api.Background{URL: c.BackgroundURL, Key: c.BackgroundKey, Attribution: c.BackgroundAttribution, MaxZoom: c.BackgroundMaxZoom},
	}
	for _, network := range c.TrustedProxies {
		prefix, err := netip.ParsePrefix(network)
		if err != nil {
			return config, usageError{fmt.Errorf("LUPAKARTTA_TRUSTED_PROXIES: %q is not a network like 10.0.0.0/8", network)}
		}
		config.TrustedProxies = append(config.TrustedProxies, prefix)
	}
	if c.PublicURL == "" {
		return config, nil
	}
	address, err := url.Parse(c.PublicURL)
	if err != nil || address.Host == "" || (address.Scheme != "http" && address.Scheme != "https") {
		return config, usageError{errors.New("LUPAKARTTA_PUBLIC_URL must be http(s)://host")}
	}
	config.PublicURL = address
	return config, nil
}

// localName is by what name a person on this machine reaches a listener: localhost, where that is meant.
func localName(listening net.Addr) string {
	host, port, err := net.SplitHostPort(listening.String())
	if ip := net.ParseIP(host); err == nil && ip != nil && (ip.IsLoopback() || ip.IsUnspecified()) {
		return "localhost:" + port
	}
	return listening.String()
}

// say writes a line about the program itself: plain for people, a log line for machines.
func (p *program) say(format string, args ...any) {
	line := fmt.Sprintf(format, args...)
	if p.Log == "json" {
		p.log.Info(line)
		return
	}
	_, _ = fmt.Fprintln(p.stderr, "lupakartta:", line)
}
