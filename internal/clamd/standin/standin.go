// Package standin is a virus scanner for tests: it knows one virus, the EICAR test file.
package standin

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
	"net"
	"sync"
	"testing"
)

// EICAR is the file that every scanner takes for a virus (https://www.eicar.org), in two parts so that none takes this file
// for it.
const EICAR = `X5O!P%@AP[4\PZX54(P^)7CC)7}` + `$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`

// Server is a scanner on a port of its own.
type Server struct {
	Address string // as clamd.New takes it
	most    int    // bytes that it takes; 0: any number
	mu      sync.Mutex
	says    string // instead of an answer
	mute    bool   // it does not say what it does not take
}

// Start serves until the test ends. A scanner with a bound does not look into what is larger.
func Start(t testing.TB, most int) *Server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // of a test
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{Address: "tcp://" + listener.Addr().String(), most: most}
	var serving sync.WaitGroup
	serving.Go(func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			serving.Go(func() { s.serve(connection) })
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		serving.Wait()
	})
	return s
}

// Say has the scanner answer that from now on, whatever it is sent; empty: what it finds.
func (s *Server) Say(answer string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.says = answer
}

// Mute has what it says of what is too large lost on the way, as happens where the line breaks first.
func (s *Server) Mute() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mute = true
}

func (s *Server) isMute() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mute
}

func (s *Server) serve(connection net.Conn) {
	defer func() { _ = connection.Close() }()
	r := bufio.NewReader(connection)
	if command, err := r.ReadString(0); err != nil || command != "zINSTREAM\x00" {
		_, _ = io.WriteString(connection, "UNKNOWN COMMAND\x00")
		return
	}
	var content bytes.Buffer
	for {
		var size uint32
		if err := binary.Read(r, binary.BigEndian, &size); err != nil {
			return
		}
		if size == 0 {
			break
		}
		if s.most > 0 && content.Len()+int(size) > s.most { // as the daemon does it: the rest is not read, so the line breaks
			if !s.isMute() {
				_, _ = io.WriteString(connection, "INSTREAM size limit exceeded. ERROR\x00")
			}
			return
		}
		if _, err := io.CopyN(&content, r, int64(size)); err != nil {
			return
		}
	}
	_, _ = io.WriteString(connection, s.answer(content.Bytes())+"\x00")
}

func (s *Server) answer(content []byte) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.says != "":
		return s.says
	case bytes.Contains(content, []byte(EICAR)):
		return "stream: Eicar-Test-Signature FOUND"
	}
	return "stream: OK"
}
