package main

import (
	"net"
	"net/http"
	"testing"
	"time"
)

// TestSlowClientsAreCutOff sends a request and reads nothing of an answer without end: the handler gets an error, and ends.
func TestSlowClientsAreCutOff(t *testing.T) {
	ended := make(chan error, 1)
	server := bounded(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var err error
		for data := make([]byte, 1<<20); err == nil; _, err = w.Write(data) {
		}
		<-r.Context().Done() // whoever works for this caller may stop
		ended <- err
	}))
	if server.WriteTimeout <= 0 || server.ReadTimeout <= 0 || server.ReadHeaderTimeout <= 0 || server.IdleTimeout <= 0 {
		t.Fatalf("a server without bounds: %+v", server)
	}
	server.WriteTimeout = 50 * time.Millisecond
	var listen net.ListenConfig
	listener, err := listen.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = server.Serve(listener) }()
	defer func() { _ = server.Close() }()
	var dialer net.Dialer
	client, err := dialer.DialContext(t.Context(), "tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = client.Close() }()
	if _, err := client.Write([]byte("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err == nil {
		t.Error("the handler ended without an error")
	}
}
