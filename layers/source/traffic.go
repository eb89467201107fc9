package source

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
)

// maxTraffic bounds a document of traffic announcements.
const maxTraffic = 256 << 20

// The part of Fintraffic's "simple JSON" that people and rules need (schema JSONMessage 0.2.17).
type (
	trafficMessages struct {
		Features []struct {
			Geometry   json.RawMessage `json:"geometry"`
			Properties trafficMessage  `json:"properties"`
		} `json:"features"`
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
// row per situation. The announcement in Finnish is the one that is told; there is no other by law.
func flattenTraffic(from, to string) error {
	if info, err := os.Stat(from); err != nil || info.Size() > maxTraffic {
		return fmt.Errorf("traffic announcements: larger than %d MB, or gone: %w", maxTraffic>>20, ErrFormat)
	}
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	var messages trafficMessages
	if err := json.Unmarshal(data, &messages); err != nil {
		return fmt.Errorf("traffic announcements: %w: %w", err, ErrFormat)
	}
	type feature struct {
		Type       string          `json:"type"`
		Geometry   json.RawMessage `json:"geometry"`
		Properties map[string]any  `json:"properties"`
	}
	flat := make([]feature, 0, len(messages.Features))
	for i, f := range messages.Features {
		if f.Properties.SituationID == "" {
			return fmt.Errorf("traffic announcements: number %d has no situationId: %w", i+1, ErrFormat)
		}
		if f.Geometry == nil {
			f.Geometry = json.RawMessage("null")
		}
		flat = append(flat, feature{"Feature", f.Geometry, f.Properties.flat()})
	}
	out, err := json.Marshal(map[string]any{"type": "FeatureCollection", "features": flat})
	if err != nil {
		return err
	}
	return os.WriteFile(to, out, 0o644)
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
