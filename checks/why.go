package checks

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"

	"lupakartta/layers"
)

// CauseKind is why two checks differ.
type CauseKind string

// Causes.
const (
	PlaceDiffers    CauseKind = "place"
	AnswersDiffer   CauseKind = "answers"
	RuleNew         CauseKind = "rule_new"      // it came into force
	RuleEnded       CauseKind = "rule_ended"    // it is no longer in force
	RuleVersion     CauseKind = "rule_version"  // another version of it is in force
	LayerNew        CauseKind = "layer_new"     // it was published
	LayerGone       CauseKind = "layer_gone"    // it is no longer published
	LayerVersion    CauseKind = "layer_version" // another version of it is published
	LayerLive       CauseKind = "layer_live"    // it has no versions and changes from moment to moment
	FeatureCame     CauseKind = "feature_came"
	FeatureWent     CauseKind = "feature_went"
	FeatureMoved    CauseKind = "feature_moved"   // its place or shape is another
	FeatureAltered  CauseKind = "feature_altered" // its attributes are
	EngineDiffers   CauseKind = "engine"
	LayerUnreadable CauseKind = "unread"     // a layer could not be read in one of the checks
	LayerAged       CauseKind = "layer_aged" // a layer is too old in one of the checks for its silence to mean anything
	Unexplained     CauseKind = "unexplained"
)

// Cause is one reason for a difference.
type Cause struct {
	Kind  CauseKind `json:"kind" enum:"place,answers,rule_new,rule_ended,rule_version,layer_new,layer_gone,layer_version,layer_live,feature_came,feature_went,feature_moved,feature_altered,engine,unread,layer_aged,unexplained"`
	Layer string    `json:"layer,omitempty" doc:"Of causes that are about a layer or its feature"`
	From  string    `json:"from,omitempty" doc:"The version before"`
	To    string    `json:"to,omitempty" doc:"The version after"`
	Text  string    `json:"text" doc:"The cause in the caller's language"`
}

// featureOf names a feature of a layer between two versions of it.
type featureOf struct {
	layer, id string
	from, to  int64
}

// why names every cause that can have made the difference, the most general first.
func (c comparison) why(d Difference) []Cause {
	var causes []Cause
	add := func(holds bool, cause Cause) {
		if holds {
			causes = append(causes, cause)
		}
	}
	add(!bytes.Equal(c.before.Place, c.after.Place), Cause{Kind: PlaceDiffers})
	add(!bytes.Equal(c.before.Answers, c.after.Answers), Cause{Kind: AnswersDiffer})
	causes = append(causes, c.ruleCauses(d.Rule)...)
	if len(causes) == 0 || !c.untouched(d) {
		causes = append(causes, c.layerCauses(d)...)
	}
	from, to := c.before.Basis.Engine, c.after.Basis.Engine
	add(from != to, Cause{Kind: EngineDiffers, From: from, To: to})
	add(gives(d.Before, LayerFailed) != gives(d.After, LayerFailed), Cause{Kind: LayerUnreadable})
	add(gives(d.Before, Stale) != gives(d.After, Stale), Cause{Kind: LayerAged})
	add(len(causes) == 0, Cause{Kind: Unexplained})
	for i := range causes {
		causes[i].Text = causes[i].text(c.titleOf(causes[i].Layer), c.lang)
	}
	return causes
}

func gives(s *Saying, reason Reason) bool { return s != nil && s.Reason == reason }

func (c comparison) ruleCauses(rule string) []Cause {
	find := func(b Basis) (int, bool) {
		i := slices.IndexFunc(b.Rules, func(r RuleRef) bool { return r.Rule == rule })
		if i < 0 {
			return 0, false
		}
		return b.Rules[i].Version, true
	}
	from, was := find(c.before.Basis)
	to, is := find(c.after.Basis)
	switch {
	case !was && is:
		return []Cause{{Kind: RuleNew, To: strconv.Itoa(to)}}
	case was && !is:
		return []Cause{{Kind: RuleEnded, From: strconv.Itoa(from)}}
	case from != to:
		return []Cause{{Kind: RuleVersion, From: strconv.Itoa(from), To: strconv.Itoa(to)}}
	}
	return nil
}

// layerCauses are those of the finding's own layer, or where that is unchanged or there is none, those of every layer that
// the rule looks at: another layer's feature may have become the nearest, and what is not found hangs on all of them.
func (c comparison) layerCauses(d Difference) []Cause {
	var own, others []Cause
	for _, id := range c.layersOf(d.Theme) {
		causes := c.layer(id, d)
		if id == d.Layer && d.FeatureID != "" {
			own = causes
		} else {
			others = append(others, causes...)
		}
	}
	if len(own) > 0 {
		return own
	}
	return others
}

// layersOf are the theme's layers of both checks, by id.
func (c comparison) layersOf(theme layers.Theme) []string {
	var ids []string
	for _, b := range []Basis{c.before.Basis, c.after.Basis} {
		for _, l := range b.Layers {
			if l.Theme == theme {
				ids = append(ids, l.Layer)
			}
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// layer is why what a layer tells may differ.
func (c comparison) layer(id string, d Difference) []Cause {
	from, was := layerIn(c.before.Basis, id)
	to, is := layerIn(c.after.Basis, id)
	switch {
	case !was:
		return []Cause{{Kind: LayerNew, Layer: id, To: number(to.Version)}}
	case !is:
		return []Cause{{Kind: LayerGone, Layer: id, From: number(from.Version)}}
	case from.Version == 0 && to.Version == 0:
		return []Cause{{Kind: LayerLive, Layer: id}}
	case from.Version == to.Version:
		return nil
	}
	causes := []Cause{{Kind: LayerVersion, Layer: id, From: number(from.Version), To: number(to.Version)}}
	if fate := c.fates[featureOf{id, d.FeatureID, from.Version, to.Version}]; id == d.Layer && fate != "" {
		causes = append(causes, Cause{Kind: fate, Layer: id})
	}
	return causes
}

// untouched tells whether somebody has looked and found that the difference's feature is the same in both versions of its
// layer: then the other version explains the difference only where nothing else does.
func (c comparison) untouched(d Difference) bool {
	from, _ := layerIn(c.before.Basis, d.Layer)
	to, _ := layerIn(c.after.Basis, d.Layer)
	fate, looked := c.fates[featureOf{d.Layer, d.FeatureID, from.Version, to.Version}]
	return looked && fate == ""
}

// number is a version as text; a live layer has none.
func number(version int64) string {
	if version == 0 {
		return ""
	}
	return strconv.FormatInt(version, 10)
}

func layerIn(b Basis, id string) (LayerRef, bool) {
	i := slices.IndexFunc(b.Layers, func(l LayerRef) bool { return l.Layer == id })
	if i < 0 {
		return LayerRef{}, false
	}
	return b.Layers[i], true
}

// moved are the features whose fate would explain a difference.
func (c comparison) moved(differences []Difference) []featureOf {
	var asked []featureOf
	for _, d := range differences {
		from, was := layerIn(c.before.Basis, d.Layer)
		to, is := layerIn(c.after.Basis, d.Layer)
		if d.Change != Unchanged && d.FeatureID != "" && was && is && from.Version != to.Version && from.Version != 0 && to.Version != 0 {
			asked = append(asked, featureOf{d.Layer, d.FeatureID, from.Version, to.Version})
		}
	}
	return asked
}

// titleOf is what a layer is called today, or was before; its id where nobody knows.
func (c comparison) titleOf(layer string) string {
	return cmp.Or(c.after.Titles[layer], c.before.Titles[layer], layer)
}
