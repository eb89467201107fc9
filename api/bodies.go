package api

import (
	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
)

// Bounds of what bodies take at once. Reading one takes about six times its size of memory.
const (
	smallBody = 64 << 10    // always let in: only the large ones are a burden
	allBodies = 4 * maxBody // of all large bodies that are being read or worked on
)

// takeTurns is a step before an operation with large bodies: what does not fit beside those under way is told to come
// again. A body that does not say its size may be of the largest.
func (s *Server) takeTurns(ctx huma.Context, next func(huma.Context)) {
	r, w := humachi.Unwrap(ctx)
	size := r.ContentLength
	if size < 0 || size > maxBody {
		size = maxBody
	}
	if size > smallBody {
		if !s.bodies.TryAcquire(size) {
			s.write(w, r, newProblem(requestOf(r.Context()), kindBusy))
			return
		}
		defer s.bodies.Release(size)
	}
	next(ctx)
}
