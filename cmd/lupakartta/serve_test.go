package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"lupakartta/api"
	"lupakartta/internal/keys/keystest"
	"lupakartta/internal/testdb"
	"lupakartta/internal/testlog"
)

// patience is for a machine that does much else at the same time.
const patience = 2 * time.Minute

// asProgram makes a test binary be the program: the same main, without building it a second time.
const asProgram = "LUPAKARTTA_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		_ = os.Unsetenv(asProgram)
		main()
	}
	os.Exit(m.Run())
}

// programCommand is the program with these arguments and settings. LUPAKARTTA_BIN names a built one.
func programCommand(t *testing.T, settings []string, args ...string) *exec.Cmd {
	t.Helper()
	name := os.Getenv("LUPAKARTTA_BIN")
	if name == "" {
		var err error
		if name, err = os.Executable(); err != nil {
			t.Fatal(err)
		}
	}
	command := exec.Command(name, args...)
	for _, setting := range os.Environ() {
		if !strings.HasPrefix(setting, "LUPAKARTTA_") {
			command.Env = append(command.Env, setting)
		}
	}
	command.Env = append(append(command.Env, settings...), asProgram+"=1")
	return command
}

// process is the real program, running.
type process struct {
	*exec.Cmd
	t       *testing.T
	address string // http://127.0.0.1:port
	mu      sync.Mutex
	told    bytes.Buffer // standard error
	ended   chan struct{}
}

// start starts the program on a free port and waits until it listens.
func start(t *testing.T, settings ...string) *process {
	t.Helper()
	p := &process{Cmd: programCommand(t, settings, "serve", "--listen", "127.0.0.1:0"), t: t, ended: make(chan struct{})}
	stderr, err := p.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	listening := make(chan string, 1)
	go p.read(stderr, listening)
	t.Cleanup(p.end)
	select {
	case p.address = <-listening:
	case <-p.ended:
		t.Fatalf("it ended before it listened: %v\n%s", p.ProcessState, p.words())
	case <-time.After(patience):
		t.Fatalf("it does not listen:\n%s", p.words())
	}
	return p
}

var listeningLine = regexp.MustCompile(`listening on (http://[^\s"]+)`)

func (p *process) read(stderr io.Reader, listening chan<- string) {
	lines := bufio.NewScanner(stderr)
	for lines.Scan() {
		p.mu.Lock()
		p.told.WriteString(lines.Text() + "\n")
		_, _ = fmt.Fprintln(testlog.Writer(), lines.Text())
		p.mu.Unlock()
		if found := listeningLine.FindStringSubmatch(lines.Text()); found != nil {
			listening <- found[1]
		}
	}
	_ = p.Wait() // ProcessState says how it ended
	close(p.ended)
}

func (p *process) words() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.told.String()
}

// end stops what a failed test left running.
func (p *process) end() {
	if p.Process.Signal(syscall.SIGTERM) != nil {
		return
	}
	select {
	case <-p.ended:
	case <-time.After(patience):
		_ = p.Process.Kill()
	}
}

// get returns the status and the body of an address of the program.
func (p *process) get(path string) (int, string) {
	p.t.Helper()
	response, err := http.Get(p.address + path)
	if err != nil {
		p.t.Fatalf("%v\n%s", err, p.words())
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

// ready waits until the program says it is.
func (p *process) ready() {
	p.t.Helper()
	deadline := time.Now().Add(patience)
	for {
		status, body := p.get("/readyz")
		if status == http.StatusOK {
			return
		}
		if time.Now().After(deadline) {
			p.t.Fatalf("not ready: %s\n%s", body, p.words())
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// wait returns the program's exit code.
func (p *process) wait() int {
	p.t.Helper()
	select {
	case <-p.ended:
		return p.ProcessState.ExitCode()
	case <-time.After(patience):
		p.t.Fatalf("it does not end:\n%s", p.words())
		return -1
	}
}

// processesOf lists the commands of running processes that name the folder.
func processesOf(t *testing.T, folder string) []string {
	t.Helper()
	lines, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, line := range lines {
		data, err := os.ReadFile(line)
		if err == nil && bytes.Contains(data, []byte(folder)) {
			found = append(found, strings.ReplaceAll(string(data), "\x00", " "))
		}
	}
	return found
}

// The real program on an empty folder: it starts, is killed, recovers, serves, and stops without leaving anything.
func TestKilledAndStartedAgain(t *testing.T) {
	folder := t.TempDir()
	// Started by root, the cluster has a user of its own, who must reach it here: otherwise it would live elsewhere.
	if err := os.Chmod(filepath.Dir(folder), 0o755); err != nil {
		t.Fatal(err)
	}
	setting := "LUPAKARTTA_DATA_DIR=" + folder
	first := start(t, setting)
	if status, body := first.get("/healthz"); status != http.StatusOK {
		t.Errorf("healthz while starting: %d %s", status, body)
	}
	first.ready()
	if status, body := first.get("/api/v1/layers"); status != http.StatusOK || !strings.HasPrefix(body, `{"items":[`) {
		t.Errorf("layers: %d %s", status, body)
	}
	t.Run("a second one on the same folder", func(t *testing.T) {
		second := start(t, setting)
		if code := second.wait(); code != exitFailure || !strings.Contains(second.words(), "in use") {
			t.Errorf("exit code %d, want %d and a word about the folder in use:\n%s", code, exitFailure, second.words())
		}
	})
	t.Run("a command beside it", func(t *testing.T) {
		out, err := programCommand(t, []string{setting}, "layers", "list", "--json").Output()
		var list struct{ Items []layerLine }
		if err != nil || json.Unmarshal(out, &list) != nil || list.Items == nil {
			t.Errorf("layers list: %v %s", err, out)
		}
	})

	if err := first.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	first.wait()
	again := start(t, setting)
	again.ready()
	if status, body := again.get("/api/v1/layers"); status != http.StatusOK {
		t.Errorf("layers after the kill: %d %s", status, body)
	}
	if err := again.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code := again.wait(); code != exitOK {
		t.Errorf("exit code %d after SIGTERM, want 0:\n%s", code, again.words())
	}
	if left := processesOf(t, folder); len(left) > 0 {
		t.Errorf("left running: %v", left)
	}
}

// A database that is not there yet is waited for; the program says so and comes up by itself.
func TestWaitsForTheDatabase(t *testing.T) {
	target := testdb.New(t).Config().ConnConfig
	reserved, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	door := reserved.Addr().String()
	if err := reserved.Close(); err != nil {
		t.Fatal(err)
	}
	_, keyFile := keystest.File(t)
	p := start(t, fmt.Sprintf("LUPAKARTTA_DATABASE_URL=postgres://%s@%s/%s?sslmode=disable", target.User, door, target.Database), "LUPAKARTTA_LOG=json",
		"LUPAKARTTA_KEY_FILE="+keyFile, "LUPAKARTTA_DATA_DIR="+t.TempDir())
	deadline := time.Now().Add(patience)
	for {
		status, body := p.get("/readyz")
		if status == http.StatusServiceUnavailable && strings.Contains(body, "waiting for the database") {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("it does not say that it waits: %d %s", status, body)
		}
		time.Sleep(50 * time.Millisecond)
	}
	if status, body := p.get("/api/v1/layers"); status != http.StatusServiceUnavailable || !strings.Contains(body, "/api/problems/starting") {
		t.Errorf("a request meanwhile: %d %s", status, body)
	}
	listener, err := net.Listen("tcp", door)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	go forward(listener, target.Host, target.Port)
	p.ready()
	if err := p.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if code := p.wait(); code != exitOK {
		t.Errorf("exit code %d after Ctrl-C, want 0:\n%s", code, p.words())
	}
	for line := range strings.Lines(p.words()) {
		if !json.Valid([]byte(line)) {
			t.Errorf("not a JSON log line: %s", line)
		}
	}
}

// forward passes connections on to the database.
func forward(listener net.Listener, host string, port uint16) {
	network, address := pgconn.NetworkAddress(host, port)
	for {
		from, err := listener.Accept()
		if err != nil {
			return
		}
		to, err := new(net.Dialer).DialContext(context.Background(), network, address)
		if err != nil {
			_ = from.Close()
			continue
		}
		go func() { _, _ = io.Copy(to, from); _ = to.Close() }()
		go func() { _, _ = io.Copy(from, to); _ = from.Close() }()
	}
}

func TestSettingsAreChecked(t *testing.T) {
	for _, c := range []struct {
		name string
		args []string
		code int
		want string
	}{
		{"unknown command", []string{"fly"}, exitUsage, "unexpected argument fly"},
		{"unknown flag", []string{"serve", "--fast"}, exitUsage, "unknown flag"},
		{"no scheme", []string{"serve", "--public-url", "kartta.example.fi"}, exitUsage, "LUPAKARTTA_PUBLIC_URL"},
		{"no such file", []string{"check", "--geometry", "@/nowhere"}, exitUsage, "no such file"},
		{"not in Finland", []string{"check", "--geometry", "POINT(62.4 26.6)", "--lang", "en"}, exitFailure, "latitude, longitude"},
		{"an answer without a name", []string{"check", "--geometry", "POINT(26.6 62.4)", "--answer", "event"}, exitUsage, "name=value"},
		{"an answer that nobody can give", []string{"check", "--geometry", "POINT(26.6 62.4)", "--answer", "kind=circus", "--lang", "en"}, exitFailure, "/kind"},
		{"no such folder of files", []string{"serve", "--real-data", "/nowhere"}, exitUsage, "there is no folder /nowhere"},
		{"a file for a folder", []string{"demo", "load", "--real-data", "/etc/passwd"}, exitUsage, "there is no folder /etc/passwd"},
		{"address taken", []string{"serve", "--listen", "256.0.0.1:1"}, exitFailure, "listen"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			if code := run(c.args, &stdout, &stderr); code != c.code || !strings.Contains(stderr.String(), c.want) {
				t.Errorf("exit code %d and %q, want %d and %q", code, &stderr, c.code, c.want)
			}
		})
	}
	t.Run("a folder named by the environment", func(t *testing.T) {
		t.Setenv("LUPAKARTTA_REAL_DATA", "/nowhere")
		var stdout, stderr bytes.Buffer
		if code := run([]string{"serve"}, &stdout, &stderr); code != exitUsage || !strings.Contains(stderr.String(), "there is no folder /nowhere") {
			t.Errorf("exit code %d and %q", code, &stderr)
		}
	})
	t.Run("a refused place as JSON", func(t *testing.T) {
		var stdout, stderr bytes.Buffer
		code := run([]string{"check", "--geometry", "POIN(1)", "--json", "--lang", "sv"}, &stdout, &stderr)
		var problem api.Problem
		if err := json.Unmarshal(stdout.Bytes(), &problem); err != nil || code != exitFailure || problem.Title != "Platsen duger inte" {
			t.Errorf("exit code %d, %s (%v)", code, &stdout, err)
		}
	})
}

// Pages hold a stream open as long as they are seen: a service that stops ends it in good order instead of waiting for them.
func TestStopsWithOpenPages(t *testing.T) {
	_, keyFile := keystest.File(t)
	p := start(t, "LUPAKARTTA_DATABASE_URL="+testdb.URL(testdb.New(t)), "LUPAKARTTA_DATA_DIR="+t.TempDir(), "LUPAKARTTA_KEY_FILE="+keyFile)
	p.ready()
	response, err := http.Get(p.address + "/tiles/changes")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	stream := bufio.NewReader(response.Body)
	if _, err := stream.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(stream); err != nil {
		t.Errorf("the stream was cut off: %v", err)
	}
	if code := p.wait(); code != exitOK {
		t.Errorf("exit code %d:\n%s", code, p.words())
	}
}
