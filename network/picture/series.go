package picture

import (
	"fmt"
	"io"
	"math"
	"slices"

	"entente"
	"entente/network"
)

// Heights of the parts of a series.
const (
	barsHeight = 230.0
	toneHeight = 90.0
	layerRow   = 17.0
)

// plot is a series as it is drawn.
type plot struct {
	*sheet
	s          *network.Series
	left, step float64
	top        float64 // of the bars
}

// Series draws a pair over time: friendly weight upwards, hostile downwards, with
// the changes; beneath it the tone beside that of the baseline, and the tone of each
// layer.
func Series(w io.Writer, s *network.Series, baseline string) error {
	layers := s.LayerNames()
	top := header + 34.0
	height := top + barsHeight + toneHeight + layerRow*float64(len(layers)) + 150
	p := &plot{s: s, left: 120, top: top}
	n := float64(max(1, len(s.Periods)))
	p.step = min(60, 820/n)
	sentence := fmt.Sprintf("Friendly weight upwards and hostile downwards, by %s; dashed lines are where the tone changes. Beneath: the tone (friendly less hostile over both), beside that of %s, and layer by layer. What is told is no measure of what is.", s.Step, baseline)
	p.sheet = newSheet(max(760, p.left+p.step*n+margin+40), height, fmt.Sprintf("%s and %s", short(string(s.A), 40), short(string(s.B), 40)), sentence)
	p.bars()
	tone := p.top + barsHeight + 44
	p.tones(tone, baseline)
	p.layers(tone+toneHeight+34, layers)
	p.legend(height-22, baseline)
	return p.write(w)
}

func (p *plot) x(i int) float64 { return p.left + p.step*float64(i) }

// bars draws friendly and hostile weight, and the changes.
func (p *plot) bars() {
	heaviest := int64(1)
	for _, d := range p.s.Periods {
		heaviest = max(heaviest, d.Plus, d.Minus)
	}
	zero, scale := p.top+barsHeight/2, barsHeight/2/float64(heaviest)
	for _, t := range [...]int64{heaviest, 0, -heaviest} {
		y := zero - float64(t)*scale
		p.line(p.left, y, p.x(len(p.s.Periods)), y, .6, faint, "")
		p.text(p.left-8, y+4, 10, "end", soft, weights(max(t, -t), p.s.Unit), "")
	}
	p.text(margin, zero-barsHeight/4, 11, "start", friendly, "friendly", "")
	p.text(margin, zero+barsHeight/4, 11, "start", hostile, "hostile", "")
	wide := max(1, p.step-math.Min(4, p.step*.25))
	for i, d := range p.s.Periods {
		p.put(`<g><title>%s: friendly %s, hostile %s</title>`, d.From, weights(d.Plus, p.s.Unit), weights(d.Minus, p.s.Unit))
		p.rect(p.x(i)+(p.step-wide)/2, zero-float64(d.Plus)*scale, wide, float64(d.Plus)*scale, friendly, "")
		p.rect(p.x(i)+(p.step-wide)/2, zero, wide, float64(d.Minus)*scale, hostile, "")
		p.put("</g>")
	}
	p.line(p.left, zero, p.x(len(p.s.Periods)), zero, 1, ink, "")
	for i, c := range p.s.Changes {
		at := slices.IndexFunc(p.s.Periods, func(d network.Period) bool { return d.From == c.At })
		p.line(p.x(at), p.top-8, p.x(at), p.top+barsHeight+44+toneHeight, 1.2, ink, `stroke-dasharray="4 3"`)
		p.text(p.x(at)+4, p.top-12+float64(i%2)*11, 10, "start", ink, fmt.Sprintf("%s: %+.2g to %+.2g", c.At.String()[:7], c.Before, c.After), `paint-order="stroke" stroke="#ffffff" stroke-width="3"`)
	}
	every := int(math.Ceil(58 / p.step))
	for i := 0; i < len(p.s.Periods); i += every {
		p.text(p.x(i), p.top+barsHeight+18, 10, "start", soft, p.s.Periods[i].From.String()[:7], "")
		p.line(p.x(i), p.top+barsHeight+2, p.x(i), p.top+barsHeight+7, 1, soft, "")
	}
}

// tones draws the tone of the pair as dots and that of the baseline as a line.
func (p *plot) tones(top float64, baseline string) {
	y := func(share float64) float64 { return top + toneHeight/2*(1-share) }
	for _, t := range [...]float64{1, 0, -1} {
		p.line(p.left, y(t), p.x(len(p.s.Periods)), y(t), .6, faint, "")
		p.text(p.left-8, y(t)+4, 10, "end", soft, [...]string{"-1", "0", "+1"}[int(t)+1], "")
	}
	p.text(margin, y(0)+4, 11, "start", ink, "tone", "")
	path := ""
	for i, d := range p.s.Periods {
		if d.Baseline == (network.Tone{}) {
			continue
		}
		path += fmt.Sprintf("%s%.1f %.1f", map[bool]string{true: "M", false: "L"}[path == ""], p.x(i)+p.step/2, y(d.Baseline.Share()))
	}
	if path != "" {
		p.put(`<path d="%s" fill="none" stroke="#8C8C8C" stroke-width="1.6"><title>%s</title></path>`, path, escape(baseline))
	}
	for i, d := range p.s.Periods {
		if d.Plus+d.Minus == 0 {
			continue
		}
		p.put(`<circle cx="%.1f" cy="%.1f" r="%.1f" fill="%s"/>`, p.x(i)+p.step/2, y(d.Share()), min(4.5, max(1.5, p.step/3)), ink)
	}
}

// layers draws a row for each layer: a cell leans up and is blue where it is
// friendly, down and vermilion where it is hostile.
func (p *plot) layers(top float64, names []entente.Layer) {
	for k, l := range names {
		y := top + layerRow*float64(k)
		name := string(l)
		if name == "" {
			name = "none named"
		}
		p.text(p.left-8, y+layerRow/2+4, 10, "end", soft, name, "")
		p.line(p.left, y+layerRow/2, p.x(len(p.s.Periods)), y+layerRow/2, .6, faint, "")
		for i, d := range p.s.Periods {
			t, ok := d.Layers[l]
			if !ok {
				continue
			}
			h := (layerRow - 3) / 2 * math.Abs(t.Share())
			at, color := y+layerRow/2-h, friendly
			if t.Share() < 0 {
				at, color = y+layerRow/2, hostile
			}
			p.rect(p.x(i)+p.step*.15, at, max(1, p.step*.7), max(1, h), color, "")
		}
	}
}

func (p *plot) legend(y float64, baseline string) {
	x := float64(margin)
	p.rect(x, y-9, 11, 11, friendly, "")
	p.text(x+16, y, 11, "start", ink, "friendly", "")
	p.rect(x+80, y-9, 11, 11, hostile, "")
	p.text(x+96, y, 11, "start", ink, "hostile", "")
	p.put(`<circle cx="%.1f" cy="%.1f" r="4" fill="%s"/>`, x+164, y-4, ink)
	p.text(x+174, y, 11, "start", ink, "tone of the pair", "")
	p.line(x+284, y-4, x+308, y-4, 1.6, "#8C8C8C", "")
	p.text(x+314, y, 11, "start", ink, "tone of "+baseline, "")
}
