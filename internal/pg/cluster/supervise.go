package cluster

import (
	"context"
	"time"
)

const (
	firstPause = 200 * time.Millisecond
	longPause  = 15 * time.Second
	// steady is how long a server must run for its next crash to count as the first one.
	steady = time.Minute
)

// supervise keeps PostgreSQL running until Stop: when it ends by itself it is started again, after a pause that grows
// with every crash that follows soon upon the last.
func (c *Cluster) supervise(s *server) {
	defer close(c.finished)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	pause, since := firstPause, time.Now()
	for {
		if s != nil {
			select {
			case <-c.stopping:
				s.stop(c)
				return
			case <-s.ended:
				c.log.Error("the private cluster went down, starting it again", "error", s.failure())
			}
			if time.Since(since) > steady {
				pause = firstPause
			}
		}
		select {
		case <-c.stopping:
			return
		case <-time.After(pause):
		}
		pause = min(2*pause, longPause)
		var err error
		if s, err = c.startServer(ctx); err != nil {
			c.log.Error("the private cluster does not start", "error", err, "next_try", pause.String())
			s = nil
			continue
		}
		since = time.Now()
		c.log.Info("the private cluster is up again")
	}
}
