// Package clamd asks a ClamAV daemon whether a file holds something harmful. It speaks the part of its protocol that sends
// the file itself (INSTREAM, clamd(8)), so that the daemon may be on another machine.
package clamd

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
)

// Errors of a scan.
var (
	ErrTooLarge = errors.New("clamd: the file is larger than the daemon takes (StreamMaxLength) or looks into (MaxFileSize, MaxScanSize)")
	ErrHungUp   = errors.New("clamd: the daemon hung up without an answer")
	ErrAnswer   = errors.New("clamd: the daemon answered something else")
)

// Client asks one daemon.
type Client struct{ network, address string }

// New returns a client for tcp://host:port or unix:///path.
func New(address string) (*Client, error) {
	u, err := url.Parse(address)
	switch {
	case err == nil && u.Scheme == "tcp" && u.Hostname() != "" && u.Path == "":
		host := u.Host
		if u.Port() == "" {
			host = net.JoinHostPort(u.Hostname(), "3310")
		}
		return &Client{"tcp", host}, nil
	case err == nil && u.Scheme == "unix" && u.Host == "" && u.Path != "":
		return &Client{"unix", u.Path}, nil
	}
	return nil, errors.New("the virus scanner must be tcp://host:port or unix:///path")
}

// Where is where the daemon is, for people.
func (c *Client) Where() string { return c.network + " " + c.address }

// chunk is how much is sent at a time, in bytes.
const chunk = 64 << 10

// Scan sends the file and returns what the daemon has found in it, by its name; empty: nothing.
func (c *Client) Scan(ctx context.Context, content io.Reader) (found string, err error) {
	connection, err := new(net.Dialer).DialContext(ctx, c.network, c.address)
	if err != nil {
		return "", fmt.Errorf("clamd: %w", err)
	}
	defer func() { _ = connection.Close() }()
	defer context.AfterFunc(ctx, func() { _ = connection.Close() })()
	sent := send(connection, content)
	if unread, ok := errors.AsType[unreadError](sent); ok {
		return "", fmt.Errorf("clamd: %w", unread.error)
	}
	// The daemon answers, and hangs up, as soon as it has had enough: what it says matters more than that it left.
	answer, err := bufio.NewReader(io.LimitReader(connection, 4096)).ReadString(0)
	if text := strings.TrimRight(answer, "\x00\n"); text != "" {
		found, err = read(text)
		if err == nil {
			err = sent // an answer about half a file is none
		}
		return found, err
	}
	if ctx.Err() == nil {
		return "", fmt.Errorf("%w: %w", ErrHungUp, errors.Join(sent, err))
	}
	return "", fmt.Errorf("clamd: %w", errors.Join(sent, err, ctx.Err()))
}

// Works tells whether the daemon answers what it is asked about something small.
func (c *Client) Works(ctx context.Context) bool {
	_, err := c.Scan(ctx, strings.NewReader("x"))
	return err == nil
}

// unreadError says that the file could not be read: the daemon waits for the rest of it.
type unreadError struct{ error }

func send(w io.Writer, content io.Reader) error {
	if _, err := io.WriteString(w, "zINSTREAM\x00"); err != nil {
		return err
	}
	buffer := make([]byte, 4+chunk)
	for {
		n, err := io.ReadFull(content, buffer[4:])
		if n > 0 {
			binary.BigEndian.PutUint32(buffer, uint32(n)) //nolint:gosec // at most a chunk
			if _, err := w.Write(buffer[:4+n]); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			_, err := w.Write([]byte{0, 0, 0, 0})
			return err
		}
		if err != nil {
			return unreadError{err}
		}
	}
}

// exceeded begins the names of what is no virus, but more than the daemon looks into.
const exceeded = "Heuristics.Limits.Exceeded"

// read reads an answer such as "stream: OK" or "stream: Eicar-Test-Signature FOUND".
func read(answer string) (found string, err error) {
	verdict, ours := strings.CutPrefix(answer, "stream: ")
	name, infected := strings.CutSuffix(verdict, " FOUND")
	switch {
	case ours && infected && strings.HasPrefix(name, exceeded): // with AlertExceedsMax
		return "", ErrTooLarge
	case ours && verdict == "OK":
		return "", nil
	case ours && infected && name != "":
		return name, nil
	case strings.Contains(answer, "size limit exceeded"):
		return "", ErrTooLarge
	}
	return "", fmt.Errorf("%w: %q", ErrAnswer, answer)
}
