// Package wire answers at the connection what the service has answered before, word for word: a map asks for hundreds of
// tiles that never change, and net/http takes longer over each of them than all the rest. Whatever is not plainly such a
// request goes to net/http as if nothing had been there.
package wire

import (
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// Answerer appends the head of an answer, from its status line to its empty line, and returns that and the body; false: it
// does not know the answer. Many connections call it at once.
type Answerer func(head []byte, r Request) (withHead, body []byte, ok bool)

// Times on the wire.
const (
	idleTime  = 2 * time.Minute
	sendTime  = 30 * time.Second
	closeTime = 5 * time.Second // for what is being sent when the service stops
	grain     = time.Second     // how exact the first two are: setting them takes a share of an answer
)

// Listener accepts connections that answer what they can by themselves. Track must be the ConnState of the server.
type Listener struct {
	net.Listener
	answer atomic.Pointer[Answerer]
}

// Listen wraps a listener. Until Answer is called, nothing is answered here.
func Listen(l net.Listener) *Listener { return &Listener{Listener: l} }

// Answer says who knows answers.
func (l *Listener) Answer(a Answerer) { l.answer.Store(&a) }

// Accept implements net.Listener.
func (l *Listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if tcp, ok := c.(*net.TCPConn); ok {
		return &conn{TCPConn: tcp, listener: l, beginning: true}, err
	}
	return c, err
}

// Track learns from the server that a connection waits for another request.
func Track(c net.Conn, state http.ConnState) {
	if c, ok := c.(*conn); ok && state == http.StateIdle {
		c.beginning, c.idle, c.timed = true, !c.early, time.Time{}
	}
}

// conn answers between two requests of net/http. The server reads from a connection in one place at a time and tells its
// state there: Read and Track never run at once.
//
// Bytes are looked at only where a request must begin: after one that net/http has answered, and of which it has nothing
// left. That is sure as long as it was only ever given whole requests without bodies, one at a time. A connection on which
// anything else came (a body, half a head, two requests at once) is left to net/http for good, so that nothing in the middle
// of a request is ever taken for one. While net/http works on a request it reads a byte ahead, to learn that the caller has
// gone: a quick caller's next request begins with it, and so is net/http's.
type conn struct {
	*net.TCPConn
	listener  *Listener
	beginning bool // the next bytes begin a request
	idle      bool // the server waits as long as it takes; for the first request of a connection it does not
	strange   bool // left to net/http
	early     bool // net/http has the first byte of the next request
	first     byte // which it is
	timed     time.Time
	head      []byte
	sending   sync.Mutex
}

// Read implements net.Conn.
func (c *conn) Read(p []byte) (int, error) {
	for {
		n, err := c.TCPConn.Read(p)
		if n == 0 || c.strange {
			return n, err
		}
		if !c.beginning {
			c.strange, c.early, c.first = c.early || n > 1, true, p[0]
			return n, err
		}
		r, whole := c.parse(p[:n])
		if whole && c.idle && r.plain {
			sent, err := c.send(r)
			if err != nil {
				return 0, err
			}
			if sent {
				continue
			}
		}
		c.strange, c.beginning, c.idle, c.early = !whole, false, false, false
		return n, err
	}
}

// parse reads a request from its beginning.
func (c *conn) parse(b []byte) (r Request, whole bool) {
	if c.early {
		c.head = append(append(c.head[:0], c.first), b...)
		b = c.head
	}
	return parse(b)
}

// send answers, when the answer is known.
func (c *conn) send(r Request) (sent bool, err error) {
	answer := c.listener.answer.Load()
	if answer == nil {
		return false, nil
	}
	head, body, ok := (*answer)(c.head[:0], r)
	if !ok {
		return false, nil
	}
	c.head = head
	c.sending.Lock()
	defer c.sending.Unlock()
	if now := time.Now(); now.Sub(c.timed) > grain {
		c.timed = now
		_ = c.SetReadDeadline(now.Add(idleTime)) // as the writing below, it fails on a connection that is gone
		_ = c.SetWriteDeadline(now.Add(sendTime))
	}
	parts := net.Buffers{head, body}
	_, err = parts.WriteTo(c.TCPConn)
	return err == nil, err
}

// Close implements net.Conn. What is being sent gets a moment.
func (c *conn) Close() error {
	if !c.sending.TryLock() {
		_ = c.SetWriteDeadline(time.Now().Add(closeTime)) // it fails on a connection that is gone
		c.sending.Lock()
	}
	defer c.sending.Unlock()
	return c.TCPConn.Close()
}
