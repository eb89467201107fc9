package bench

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"time"

	"lupakartta/tiles"
)

// What a country is measured by.
const (
	countryZoom  = 14
	countryTiles = 1000
	countryGoal  = 10 * time.Millisecond // for the p99 of a tile
	littleMemory = 64                    // MB: not enough for its parcels
	tableWait    = 30 * time.Minute      // for a table for tiles
)

// Country measures the start of an instance on a country's parcels and tiles of it: from memory, and where memory has no
// room from the version's own table and from its table for tiles.
func (s *Serving) Country(ctx context.Context) ([]Row, []Load, error) {
	y, err := newYardstick(ctx, s.Pool)
	if err != nil {
		return nil, nil, err
	}
	defer y.pool.Close()
	theirs := httptest.NewServer(y.Handler())
	defer theirs.Close()
	all, err := s.tiles(ctx, y.grid, countryZoom, countryTiles)
	if err != nil {
		return nil, nil, err
	}
	c := country{Serving: s, y: y, theirs: theirs.URL, all: all}
	err = errors.Join(c.inMemory(ctx), c.fallenBack(ctx))
	return c.rows, c.loads, err
}

type country struct {
	*Serving
	y      *yardstick
	theirs string
	all    []tiles.Tile
	rows   []Row
	loads  []Load
}

// inMemory measures with the memory that an instance takes unless it is told.
func (c *country) inMemory(ctx context.Context) error {
	instance, err := c.Serve(ctx, "LUPAKARTTA_TILE_CACHE=0")
	if err != nil {
		return err
	}
	defer instance.End()
	if err := c.start(ctx, "start until everything is in memory", instance); err != nil {
		return err
	}
	if metrics, err := fetch(ctx, instance.Base+"/metrics"); err != nil || sumOf(metrics, `lupakartta_snapshot_bytes{layer="`+parcels+`"}`) == 0 {
		return errors.Join(errors.New("the parcels are not in memory"), err)
	}
	return c.measure(ctx, "memory", instance)
}

// fallenBack measures with little memory: from the version's own table, while nobody can note another, and from that for
// tiles when the service has made it.
func (c *country) fallenBack(ctx context.Context) error {
	hold, err := c.Pool.Begin(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = hold.Rollback(ctx) }()
	if _, err := hold.Exec(ctx, `lock table layer_tile_tables`); err != nil {
		return err
	}
	instance, err := c.Serve(ctx, "LUPAKARTTA_TILE_CACHE=0", fmt.Sprintf("LUPAKARTTA_SNAPSHOT_MEMORY=%d", littleMemory))
	if err != nil {
		return err
	}
	defer instance.End()
	if err := c.start(ctx, fmt.Sprintf("start with %d MB for layers", littleMemory), instance); err != nil {
		return err
	}
	if err := c.measure(ctx, "its own table", instance); err != nil {
		return err
	}
	began := time.Now()
	if err := hold.Rollback(ctx); err != nil {
		return err
	}
	took, err := c.untilTable(ctx, began)
	if err != nil {
		return err
	}
	var own, web int64
	if err := c.Pool.QueryRow(ctx, `select pg_total_relation_size(('layer_data.v' || current)::regclass), pg_total_relation_size(('layer_data.v' || current || '_web')::regclass)
		from layers where id = $1`, parcels).Scan(&own, &web); err != nil {
		return err
	}
	c.rows = append(c.rows, Row{Name: "the table for tiles made, beside everything else", Median: took, P99: took, Runs: 1,
		Note: fmt.Sprintf("%.0f MB with its index; the version's own %.0f MB", float64(web)/1e6, float64(own)/1e6)})
	return c.measure(ctx, "its table for tiles", instance)
}

// untilTable waits for the parcels' table for tiles, until the instance knows of it.
func (c *country) untilTable(ctx context.Context, began time.Time) (time.Duration, error) {
	for time.Since(began) < tableWait {
		var there bool
		err := c.Pool.QueryRow(ctx, `select exists (select from layer_tile_tables t join layers l on l.current = t.version where l.id = $1)`, parcels).Scan(&there)
		if err != nil {
			return 0, err
		}
		took := time.Since(began)
		time.Sleep(200 * time.Millisecond)
		if there {
			return took, nil
		}
	}
	return 0, errors.New("no table for tiles was made")
}

// start notes how long an instance took to be ready and what memory it has taken.
func (c *country) start(ctx context.Context, name string, instance Instance) error {
	var count int64
	if err := c.Pool.QueryRow(ctx, `select feature_count from layers l join layer_versions v on v.number = l.current where l.id = $1`, parcels).Scan(&count); err != nil {
		return err
	}
	peak, now, err := residentMemory(instance.PID)
	if err != nil {
		return err
	}
	metrics, err := fetch(ctx, instance.Base+"/metrics")
	if err != nil {
		return err
	}
	kept, room := sumOf(metrics, "lupakartta_snapshot_bytes"), sumOf(metrics, "lupakartta_snapshot_room_bytes")
	c.rows = append(c.rows, Row{Name: fmt.Sprintf("%d parcels: %s", count, name), Median: instance.Ready, P99: instance.Ready, Runs: 1,
		Note: fmt.Sprintf("layers take %.0f MB of %.0f MB that they may; resident %.0f MB, at its peak %.0f MB", kept/1e6, room/1e6, float64(now)/1e6, float64(peak)/1e6)})
	c.Say("%s: %.1f s; %s", name, instance.Ready.Seconds(), c.rows[len(c.rows)-1].Note)
	return nil
}

// residentMemory is what a process takes of the machine's memory, and has taken at most: bytes.
func residentMemory(pid int) (peak, now int64, err error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, 0, err
	}
	kilobytes := func(name string) int64 {
		_, rest, _ := bytes.Cut(status, []byte(name+":"))
		fields := bytes.Fields(rest)
		if len(fields) == 0 {
			return 0
		}
		n, _ := strconv.ParseInt(string(fields[0]), 10, 64) // 0: the kernel does not say
		return n
	}
	return kilobytes("VmHWM") << 10, kilobytes("VmRSS") << 10, nil
}

// sumOf adds up a metric over all its labels, or is the one whose labels the name has.
func sumOf(metrics []byte, name string) (sum float64) {
	lines := bufio.NewScanner(bytes.NewReader(metrics))
	for lines.Scan() {
		rest, ok := strings.CutPrefix(lines.Text(), name)
		if !ok || (!strings.HasPrefix(rest, " ") && !strings.HasPrefix(rest, "{")) {
			continue
		}
		value, _ := strconv.ParseFloat(rest[strings.LastIndexByte(rest, ' ')+1:], 64) // 0: no number
		sum += value
	}
	return sum
}

// measure loads the instance and the yardstick in turn, with eight connections and with one.
func (c *country) measure(ctx context.Context, from string, instance Instance) error {
	equal, err := compareTiles(ctx, instance.Base, c.y, c.all)
	if err != nil {
		return err
	}
	for _, connections := range []int{wrkConnections, 1} {
		row := Load{Name: fmt.Sprintf("z%d tiles of a country from %s, %d at a time", countryZoom, from, connections),
			Yardstick: "one prepared ST_AsMVT, EPSG:3857", Note: fmt.Sprintf("p99 goal %s ms; %s", milliseconds(countryGoal), equal)}
		row.Ours, row.Theirs, err = c.inTurn(ctx, side{base: instance.Base, paths: paths(ourTiles, c.all), connections: connections},
			side{base: c.theirs, paths: paths("/3857/%d/%d/%d", c.all), connections: connections})
		if err != nil {
			return err
		}
		c.loads = append(c.loads, row)
		c.Say("%s: median %s ms, p99 %s ms; the yardstick %s and %s", row.Name, milliseconds(row.Ours.Median), milliseconds(row.Ours.P99), milliseconds(row.Theirs.Median), milliseconds(row.Theirs.P99))
	}
	return nil
}
