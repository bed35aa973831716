package embedded_test

import (
	"fmt"

	"entente"
	"entente/ledger/ledgertest"
)

// keptRows are the rows that testdata/schema5.db.gz and schema6.db.gz were made with: some
// of every day of three months, and between them some that fill every field or none.
func keptRows() []entente.Row {
	var out []entente.Row
	for k := range 300 {
		r := ledgertest.NumberedRow(k, 90, 12)
		switch k % 10 {
		case 3:
			latitude, longitude := float64(k)/7, -float64(k)/3
			r.Place = entente.Place{Name: "Tharbad", Country: "ARN", Latitude: &latitude, Longitude: &longitude, Precision: "place"}
			r.Deaths = &entente.Range{Low: 1, Best: k, High: 2 * k}
			r.Of, r.Mentions, r.Confidence, r.Intensity = fmt.Sprint("event ", k), k, 0.123456, -4.4
			r.Contexts, r.Mode, r.Code = []string{"military", "territory"}, "aerial", "0195"
			r.Date.From, r.Known = r.Date.From.Add(-3), r.Date.To.Add(5)
		case 5:
			r.Recipient = entente.Party{Name: "łódź \u202e odd"}
		case 7:
			r.Date, r.Known, r.Place.Name, r.Address = entente.Interval{}, 0, "Bree", ""
		case 8:
			r.Date = entente.Interval{To: r.Date.To, Precision: entente.PrecisionMonth, Text: "last month"}
		}
		r.Seal()
		out = append(out, r)
	}
	return out
}
