package source

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// The part of Fintraffic's "simple JSON" that people and rules need (schema JSONMessage 0.2.17).
type (
	trafficSituation struct {
		Geometry   json.RawMessage `json:"geometry"`
		Properties trafficMessage  `json:"properties"`
	}
	trafficMessage struct {
		SituationID      string                `json:"situationId"`
		SituationType    string                `json:"situationType"`
		AnnouncementType string                `json:"trafficAnnouncementType"`
		Version          int                   `json:"version"`
		ReleaseTime      string                `json:"releaseTime"`
		Announcements    []trafficAnnouncement `json:"announcements"`
	}
	trafficAnnouncement struct {
		Language        string           `json:"language"`
		Title           string           `json:"title"`
		Location        trafficLocation  `json:"location"`
		Features        []trafficFeature `json:"features"`
		RoadWorkPhases  []trafficPhase   `json:"roadWorkPhases"`
		EarlyClosing    string           `json:"earlyClosing"`
		Comment         string           `json:"comment"`
		TimeAndDuration trafficTime      `json:"timeAndDuration"`
		Information     string           `json:"additionalInformation"`
		Sender          string           `json:"sender"`
	}
	trafficLocation struct {
		Description string `json:"description"`
	}
	trafficFeature struct {
		Name string `json:"name"`
	}
	trafficPhase struct {
		Location  trafficLocation `json:"location"`
		WorkTypes []struct {
			Description string `json:"description"`
		} `json:"worktypes"`
		Severity        string      `json:"severity"`
		Comment         string      `json:"comment"`
		TimeAndDuration trafficTime `json:"timeAndDuration"`
	}
	trafficTime struct {
		StartTime string `json:"startTime"`
		EndTime   string `json:"endTime"`
	}
)

// flattenTraffic rewrites Fintraffic's announcements, whose properties are a tree, as plain GeoJSON with one flat
// row per situation, one after the other. The announcement in Finnish is the one that is told; there is no other by law.
func flattenTraffic(from, to string, limits Limits) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	flat := bufio.NewWriter(out)
	t := newTraffic(in, flat, limits.Feature)
	fault := t.rewrite()
	if errors.Is(fault, io.EOF) || errors.Is(fault, io.ErrUnexpectedEOF) {
		fault = errors.New("it ends early")
	}
	if fault != nil {
		fault = fmt.Errorf("traffic announcements: %w: %w", fault, ErrFormat)
	}
	return errors.Join(fault, flat.Flush(), out.Close())
}

// traffic is a document of announcements that is being rewritten.
type traffic struct {
	input   *recordLimit
	most    int64 // bytes of one announcement
	decoder *json.Decoder
	out     *bufio.Writer
	count   int
}

func newTraffic(in io.Reader, out *bufio.Writer, most int64) *traffic {
	buffered := bufio.NewReader(in)
	skipMark(buffered)
	t := &traffic{input: &recordLimit{in: buffered, left: most}, most: most, out: out}
	t.decoder = json.NewDecoder(t.input)
	return t
}

func (t *traffic) rewrite() error {
	if begin, err := t.decoder.Token(); err != nil || begin != json.Delim('{') {
		return errors.Join(errors.New("no object"), err)
	}
	_, _ = t.out.WriteString(`{"type":"FeatureCollection","features":[`)
	for t.decoder.More() {
		t.input.left = t.most
		key, err := t.decoder.Token()
		if err != nil {
			return err
		}
		if key == "features" {
			err = t.features()
		} else {
			var skipped json.RawMessage
			err = t.decoder.Decode(&skipped)
		}
		if err != nil {
			return err
		}
	}
	if _, err := t.decoder.Token(); err != nil {
		return err
	}
	_, _ = t.out.WriteString("]}")
	if t.decoder.More() {
		return errors.New("more after its end")
	}
	return nil
}

func (t *traffic) features() error {
	list, err := t.decoder.Token()
	if err != nil || list == nil {
		return err
	}
	if list != json.Delim('[') {
		return errors.New("features are no list")
	}
	for t.decoder.More() {
		t.input.left = t.most
		var situation trafficSituation
		if err := t.decoder.Decode(&situation); err != nil {
			return err
		}
		if t.count++; situation.Properties.SituationID == "" {
			return fmt.Errorf("number %d has no situationId", t.count)
		}
		if err := t.write(situation); err != nil {
			return err
		}
	}
	_, err = t.decoder.Token()
	return err
}

func (t *traffic) write(situation trafficSituation) error {
	if situation.Geometry == nil {
		situation.Geometry = json.RawMessage("null")
	}
	flat, err := json.Marshal(map[string]any{"type": "Feature", "geometry": situation.Geometry, "properties": situation.Properties.flat()})
	if err != nil {
		return err
	}
	if t.count > 1 {
		_ = t.out.WriteByte(',')
	}
	_, err = t.out.Write(flat)
	return err
}

func (m trafficMessage) flat() map[string]any {
	properties := map[string]any{"situationId": m.SituationID, "version": m.Version}
	put := func(name, value string) {
		if value = strings.TrimSpace(value); value != "" {
			properties[name] = value
		}
	}
	put("situationType", strings.ToUpper(strings.ReplaceAll(m.SituationType, " ", "_")))
	put("trafficAnnouncementType", strings.ToUpper(strings.ReplaceAll(m.AnnouncementType, " ", "_")))
	put("releaseTime", m.ReleaseTime)
	i := slices.IndexFunc(m.Announcements, func(a trafficAnnouncement) bool { return strings.EqualFold(a.Language, "fi") })
	if i < 0 {
		if len(m.Announcements) == 0 {
			return properties
		}
		i = 0
	}
	a := m.Announcements[i]
	put("title", strings.TrimRight(strings.TrimSpace(a.Title), "."))
	put("location", a.Location.Description)
	put("comment", a.Comment)
	put("startTime", a.TimeAndDuration.StartTime)
	put("endTime", a.TimeAndDuration.EndTime)
	put("earlyClosing", a.EarlyClosing)
	put("additionalInformation", a.Information)
	put("sender", a.Sender)
	var names, works, severities []string
	for _, f := range a.Features {
		names = append(names, f.Name)
	}
	for _, phase := range a.RoadWorkPhases {
		for _, w := range phase.WorkTypes {
			if !slices.Contains(works, w.Description) {
				works = append(works, w.Description)
			}
		}
		severities = append(severities, strings.ToUpper(phase.Severity))
	}
	put("features", strings.Join(names, ", "))
	put("workTypes", strings.Join(works, ", "))
	for _, severity := range []string{"LOW", "HIGH", "HIGHEST"} { // the worst of the phases
		if slices.Contains(severities, severity) {
			properties["severity"] = severity
		}
	}
	return properties
}
