package api
import "testing"
func TestZZ(t *testing.T) {
	w := newActingWorld(t)
	a := ask(t, w.server, "/api/v1/matters?lang=fi")
	t.Log(a.Code, a.Body.String())
}
