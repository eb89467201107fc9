package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"lupakartta/tiles"
)

// nginxSettings serve files of a folder that are compressed already, as quickly as nginx can: one process for each
// processor, files open, no log.
const nginxSettings = `daemon off; worker_processes 2; pid %[1]s/nginx.pid; error_log %[1]s/error.log;
events { worker_connections 1024; }
http {
	access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; open_file_cache max=10000; open_file_cache_valid 1h;
	client_body_temp_path %[1]s/b; proxy_temp_path %[1]s/p; fastcgi_temp_path %[1]s/f; uwsgi_temp_path %[1]s/u; scgi_temp_path %[1]s/s;
	types { application/vnd.mapbox-vector-tile mvt; }
	server { listen %[2]s; root %[1]s/files; add_header Content-Encoding gzip; add_header Cache-Control "public, max-age=31536000, immutable"; }
}
`

// keptGoal is the least share of nginx's requests per second at which tiles are served that are kept.
const keptGoal = 0.5

// Kept measures tiles that are kept compressed, in turn with nginx serving the same bytes as files.
func (s *Serving) Kept(ctx context.Context) ([]Load, error) {
	program, err := exec.LookPath("nginx")
	if err != nil {
		return nil, errors.New("nginx is not installed (Debian's package nginx-light)")
	}
	instance, err := s.Serve(ctx)
	if err != nil {
		return nil, err
	}
	defer instance.End()
	ours := instance.Base
	grid, err := tiles.GridByID("WebMercatorQuad")
	if err != nil {
		return nil, err
	}
	address, stop, err := s.nginx(ctx, program)
	if err != nil {
		return nil, err
	}
	defer stop()
	form, err := pinnedTiles(ctx, ours)
	if err != nil {
		return nil, err
	}
	var rows []Load
	for _, zoom := range []int{12, 14, 16} {
		all, err := s.tiles(ctx, grid, zoom, servingTiles)
		if err != nil {
			return nil, err
		}
		our := paths(form, all)
		if err := s.copyTiles(ctx, ours, our); err != nil {
			return nil, err
		}
		row := Load{Name: fmt.Sprintf("tiles kept, gzip, z%d", zoom), Goal: keptGoal, Yardstick: "nginx, the same bytes as files"}
		if row.Ours, row.Theirs, err = s.inTurn(ctx, side{base: ours, paths: our, encoding: "gzip"}, side{base: "http://" + address, paths: our, encoding: "gzip"}); err != nil {
			return nil, err
		}
		rows = append(rows, row)
		s.Say("%s: %.2f times nginx", row.Name, row.Ours.PerSecond/row.Theirs.PerSecond)
	}
	return rows, nil
}

// pinnedTiles is the form of the addresses at which pages ask for tiles: they name versions.
func pinnedTiles(ctx context.Context, base string) (string, error) {
	body, err := fetch(ctx, base+"/tiles/WebMercatorQuad/"+parcels+","+points+".json")
	if err != nil {
		return "", err
	}
	var description tiles.TileJSON
	if err := json.Unmarshal(body, &description); err != nil {
		return "", err
	}
	_, form, _ := strings.Cut(description.Tiles[0], "/tiles/")
	return "/tiles/" + strings.NewReplacer("{z}", "%d", "{x}", "%d", "{y}", "%d").Replace(form), nil
}

// copyTiles writes what the service answers into files of the same names.
func (s *Serving) copyTiles(ctx context.Context, base string, paths []string) error {
	for _, path := range paths {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, base+path, nil)
		if err != nil {
			return err
		}
		request.Header.Set("Accept-Encoding", "gzip") // said by ourselves: it is not unpacked
		body, err := answerOf(request)
		if err != nil {
			return err
		}
		file := filepath.Join(s.Folder, "files", path)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil { //nolint:gosec // nginx reads it as another user
			return err
		}
		if err := os.WriteFile(file, body, 0o644); err != nil { //nolint:gosec // as above
			return err
		}
	}
	return nil
}

// nginx serves the files in the folder.
func (s *Serving) nginx(ctx context.Context, program string) (address string, stop func(), err error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	address = listener.Addr().String()
	settings := filepath.Join(s.Folder, "nginx.conf")
	if err := errors.Join(listener.Close(), os.Chmod(s.Folder, 0o755), //nolint:gosec // nginx reads it as another user
		os.WriteFile(settings, []byte(fmt.Sprintf(nginxSettings, s.Folder, address)), 0o600)); err != nil {
		return "", nil, err
	}
	var said strings.Builder
	server := exec.CommandContext(ctx, program, "-p", s.Folder, "-c", settings) //nolint:gosec // found on the machine
	server.Stderr = &said
	if err := server.Start(); err != nil {
		return "", nil, err
	}
	stop = func() {
		_ = server.Process.Signal(syscall.SIGQUIT)
		_ = server.Wait()
	}
	for range 100 {
		if conn, err := new(net.Dialer).DialContext(ctx, "tcp", address); err == nil {
			return address, stop, conn.Close()
		}
		time.Sleep(50 * time.Millisecond)
	}
	stop()
	return "", nil, fmt.Errorf("nginx did not start: %s", said.String())
}
