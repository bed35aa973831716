package export

import (
	"strconv"
	"strings"

	"entente"
	"entente/coding/tension"
)

// A table is a row type: the tag parquet names a column, doc says what it holds,
// and its Go type what kind of value. Identifiers join tables; lists are joined
// by "|".
type (
	documentRow struct {
		ID         string `parquet:"id" doc:"identifier of the document"`
		URI        string `parquet:"uri" doc:"where it was read"`
		Title      string `parquet:"title" doc:"title"`
		Outlet     string `parquet:"outlet" doc:"who published it"`
		Authors    string `parquet:"authors" doc:"authors, joined by |"`
		Published  string `parquet:"published" doc:"day published, empty where not known" kind:"date"`
		Language   string `parquet:"language" doc:"BCP 47 base code"`
		Genre      string `parquet:"genre" doc:"news, opinion, analysis, statement or unknown"`
		Disclaimer string `parquet:"disclaimer" doc:"what the page says of whose opinion it is"`
		Rights     string `parquet:"rights" doc:"what the page says of rights"`
		Sentences  int64  `parquet:"sentences" doc:"sentences read"`
		SHA256     string `parquet:"sha256" doc:"of the text"`
		CopyOf     string `parquet:"copy_of" doc:"identifier of the document whose words it repeats"`
	}
	actorRow struct {
		Document string `parquet:"document" doc:"identifier of the document"`
		Actor    string `parquet:"actor" doc:"identifier of the actor across documents"`
		Label    string `parquet:"label" doc:"name"`
		Type     string `parquet:"type" doc:"state, government, party, person, ..."`
		Country  string `parquet:"country" doc:"ISO 3166-1 alpha-3; IGO for organisations of states"`
		Sector   string `parquet:"sector" doc:"PLOVER sector"`
		Roles    string `parquet:"roles" doc:"offices, joined by |"`
		Aliases  string `parquet:"aliases" doc:"other names, joined by |"`
		Mentions int64  `parquet:"mentions" doc:"times the document names it"`
		Start    int64  `parquet:"start" doc:"first mention: first byte of the document's text"`
		End      int64  `parquet:"end" doc:"first mention: byte after the last"`
	}
	claimRow struct {
		ID         string `parquet:"id" doc:"identifier of the claim"`
		Document   string `parquet:"document" doc:"identifier of the document"`
		Chain      string `parquet:"chain" doc:"voices from the outermost to the innermost, joined by |; empty for the document's own voice"`
		Speaker    string `parquet:"speaker" doc:"identifier of the innermost voice, empty where it could not be told"`
		Stance     string `parquet:"stance" doc:"asserted, denied, hedged, planned, conditional, demanded, believed or feared"`
		Negated    bool   `parquet:"negated" doc:"the content is negated"`
		Historical bool   `parquet:"historical" doc:"told as background from before the reported time"`
		Quoted     bool   `parquet:"quoted" doc:"wholly within quotation marks"`
		Text       string `parquet:"text" doc:"the content, as it stands"`
		Start      int64  `parquet:"start" doc:"first byte of the document's text"`
		End        int64  `parquet:"end" doc:"byte after the last"`
	}
	eventRow struct {
		ID         string  `parquet:"id" doc:"identifier of the event"`
		Document   string  `parquet:"document" doc:"identifier of the document"`
		Claim      string  `parquet:"claim" doc:"identifier of the claim that says how it is put and by whom"`
		Actors     string  `parquet:"actors" doc:"who acts, joined by |"`
		Recipients string  `parquet:"recipients" doc:"to whom, joined by |"`
		Type       string  `parquet:"type" doc:"PLOVER type"`
		Mode       string  `parquet:"mode" doc:"PLOVER mode"`
		Contexts   string  `parquet:"contexts" doc:"PLOVER contexts, joined by |"`
		Quad       int64   `parquet:"quad" doc:"1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict"`
		Intensity  float64 `parquet:"intensity" doc:"-10 to 10"`
		Layer      string  `parquet:"layer" doc:"kind of relation"`
		Sign       int64   `parquet:"sign" doc:"1 friendly, -1 hostile, 0 neither"`
		From       string  `parquet:"from" doc:"first day" kind:"date"`
		To         string  `parquet:"to" doc:"last day" kind:"date"`
		Precision  string  `parquet:"precision" doc:"of the date: day, month, year, ..."`
		Place      string  `parquet:"place" doc:"where"`
		Stance     string  `parquet:"stance" doc:"of the claim"`
		Negated    bool    `parquet:"negated" doc:"of the claim"`
		Confidence float64 `parquet:"confidence" doc:"of the coding, 0 to 1"`
		Sentence   string  `parquet:"evidence" doc:"the words it rests on"`
		Start      int64   `parquet:"start" doc:"first byte of the document's text"`
		End        int64   `parquet:"end" doc:"byte after the last"`
	}
	tieRow struct {
		ID         string  `parquet:"id" doc:"identifier of the tie"`
		Document   string  `parquet:"document" doc:"identifier of the document"`
		Claim      string  `parquet:"claim" doc:"identifier of the claim"`
		A          string  `parquet:"a" doc:"first actor"`
		B          string  `parquet:"b" doc:"second actor"`
		Directed   bool    `parquet:"directed" doc:"a does it to, or for, b"`
		Relation   string  `parquet:"relation" doc:"supplies, is allied, borders, ..."`
		Layer      string  `parquet:"layer" doc:"kind of relation"`
		Sign       int64   `parquet:"sign" doc:"1 friendly, -1 hostile, 0 neither"`
		Since      string  `parquet:"since" doc:"first day" kind:"date"`
		Until      string  `parquet:"until" doc:"last day" kind:"date"`
		Stance     string  `parquet:"stance" doc:"of the claim"`
		Negated    bool    `parquet:"negated" doc:"of the claim"`
		Confidence float64 `parquet:"confidence" doc:"of the coding, 0 to 1"`
		Sentence   string  `parquet:"evidence" doc:"the words it rests on"`
		Start      int64   `parquet:"start" doc:"first byte of the document's text"`
		End        int64   `parquet:"end" doc:"byte after the last"`
	}
	quantityRow struct {
		ID          string   `parquet:"id" doc:"identifier of the quantity"`
		Document    string   `parquet:"document" doc:"identifier of the document"`
		Claim       string   `parquet:"claim" doc:"identifier of the claim, empty where none covers it"`
		Value       float64  `parquet:"value" doc:"the number stated, or the middle of a range"`
		Low         *float64 `parquet:"low,optional" doc:"lower bound, empty where open"`
		High        *float64 `parquet:"high,optional" doc:"upper bound, empty where open"`
		Unit        string   `parquet:"unit" doc:"unit or currency; empty for a count"`
		Of          string   `parquet:"of" doc:"what is counted"`
		Where       string   `parquet:"where" doc:"whose or where"`
		Approximate bool     `parquet:"approximate" doc:"about, nearly, ..."`
		Text        string   `parquet:"evidence" doc:"the words it rests on"`
		Start       int64    `parquet:"start" doc:"first byte of the document's text"`
		End         int64    `parquet:"end" doc:"byte after the last"`
	}
	linkRow struct {
		ID       string `parquet:"id" doc:"identifier of the link"`
		Document string `parquet:"document" doc:"identifier of the document"`
		Claim    string `parquet:"claim" doc:"identifier of the claim"`
		Relation string `parquet:"relation" doc:"cause, purpose, consequence, condition or contrast"`
		From     string `parquet:"from" doc:"words of the cause, condition or means"`
		To       string `parquet:"to" doc:"words of the effect or end"`
		Cue      string `parquet:"cue" doc:"words that state the link"`
		Start    int64  `parquet:"start" doc:"first byte of the document's text"`
		End      int64  `parquet:"end" doc:"byte after the last"`
	}
	tensionRow struct {
		ID       string `parquet:"id" doc:"identifier of the tension or check"`
		Document string `parquet:"document" doc:"identifier of the document; of a tension across documents, that of its first passage"`
		Type     string `parquet:"type" doc:"layers, claims, numbers; for a check consistent or inconsistent"`
		About    string `parquet:"about" doc:"actors, joined by |"`
		Items    string `parquet:"items" doc:"identifiers of the events, ties and quantities that do not fit or were checked, joined by |"`
		Among    string `parquet:"documents" doc:"identifiers of the documents that hold the items, each once, joined by |"`
		Working  string `parquet:"working" doc:"what does not fit, or the sum"`
		Start    int64  `parquet:"start" doc:"first byte of the document's text"`
		End      int64  `parquet:"end" doc:"byte after the last"`
	}
	pairRow struct {
		Record   string  `parquet:"record" doc:"identifier of the event, tie or row of an event table"`
		Kind     string  `parquet:"kind" doc:"event or tie"`
		Document string  `parquet:"document" doc:"identifier of the document, empty for a row"`
		DataSet  string  `parquet:"data_set" doc:"event table of the row, empty for what was read"`
		A        string  `parquet:"a" doc:"first actor"`
		B        string  `parquet:"b" doc:"second actor"`
		Directed bool    `parquet:"directed" doc:"a acts on b"`
		Type     string  `parquet:"type" doc:"PLOVER type, or relation of a tie"`
		Mode     string  `parquet:"mode" doc:"PLOVER mode"`
		Quad     int64   `parquet:"quad" doc:"1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict; 0 for ties"`
		Layer    string  `parquet:"layer" doc:"kind of relation"`
		Sign     int64   `parquet:"sign" doc:"1 friendly, -1 hostile, 0 neither"`
		Strength float64 `parquet:"strength" doc:"intensity of an event, -10 to 10; sign of a tie"`
		From     string  `parquet:"from" doc:"first day" kind:"date"`
		To       string  `parquet:"to" doc:"last day" kind:"date"`
		Known    string  `parquet:"known" doc:"day when it could be known" kind:"date"`
		Stance   string  `parquet:"stance" doc:"asserted, denied, hedged, planned, conditional, demanded, believed or feared"`
		Negated  bool    `parquet:"negated" doc:"told as not so"`
		Past     bool    `parquet:"past" doc:"told as background from before the reported time"`
		Speaker  string  `parquet:"speaker" doc:"identifier of the innermost voice"`
		Outlet   string  `parquet:"outlet" doc:"who published it"`
		Trust    float64 `parquet:"trust" doc:"confidence of the coding, 0 to 1"`
	}
)

func pairRows(r *entente.Records) (rows []pairRow) {
	for o := range r.Observations() {
		rows = append(rows, pairOf(&o))
	}
	return rows
}

// short is a number as it was written before it was cut to single precision: .8,
// not .800000011920929.
func short(v float32) float64 {
	out, err := strconv.ParseFloat(strconv.FormatFloat(float64(v), 'g', -1, 32), 64)
	if err != nil {
		panic(err) // what was just written can be read
	}
	return out
}

func pairOf(o *entente.Observation) pairRow {
	return pairRow{
		Record: string(o.Record), Kind: string(o.Kind), Document: string(o.Document), DataSet: o.DataSet, A: string(o.A), B: string(o.B), Directed: o.Directed,
		Type: o.Type, Mode: o.Mode, Quad: int64(o.Quad), Layer: string(o.Layer), Sign: int64(o.Sign), Strength: short(o.Strength),
		From: o.When.From.String(), To: o.When.To.String(), Known: o.Known.String(), Stance: string(o.Stance), Negated: o.Negated, Past: o.Past,
		Speaker: string(o.Speaker), Outlet: o.Outlet, Trust: short(o.Trust),
	}
}

func documentRows(r *entente.Records) []documentRow {
	d := &r.Document
	return []documentRow{{
		ID: string(d.ID), URI: d.URI, Title: d.Title, Outlet: d.Outlet, Authors: strings.Join(d.Authors, "|"), Published: d.Published.String(),
		Language: d.Language, Genre: string(d.Genre), Disclaimer: d.Disclaimer, Rights: d.Rights, Sentences: int64(d.Sentences), SHA256: d.SHA256, CopyOf: string(d.CopyOf),
	}}
}

func actorRows(r *entente.Records) (rows []actorRow) {
	for i := range r.Actors {
		a := &r.Actors[i]
		var roles []string
		for _, role := range a.Roles {
			roles = append(roles, role.Title)
		}
		rows = append(rows, actorRow{
			string(r.Document.ID), string(a.Actor), a.Label, string(a.Type), a.Country, a.Sector, strings.Join(roles, "|"), strings.Join(a.Aliases, "|"),
			int64(len(a.Mentions)), int64(a.Evidence.Start), int64(a.Evidence.End),
		})
	}
	return rows
}

func claimRows(r *entente.Records) (rows []claimRow) {
	for i := range r.Claims {
		c := &r.Claims[i]
		row := claimRow{
			ID: string(c.ID), Document: string(c.Document), Stance: string(c.Stance), Negated: c.Negated, Historical: c.Historical, Quoted: c.Quoted,
			Text: c.Text, Start: int64(c.Evidence.Start), End: int64(c.Evidence.End),
		}
		var voices []string
		for _, v := range c.Chain {
			voices = append(voices, v.Name)
			row.Speaker = string(v.Speaker)
		}
		row.Chain = strings.Join(voices, "|")
		rows = append(rows, row)
	}
	return rows
}

func eventRows(r *entente.Records) (rows []eventRow) {
	said := claims(r)
	for i := range r.Events {
		e := &r.Events[i]
		row := eventRow{
			ID: string(e.ID), Document: string(e.Document), Claim: string(e.Claim), Actors: join(e.Actor), Recipients: join(e.Recipient), Type: e.Type, Mode: e.Mode,
			Contexts: strings.Join(e.Contexts, "|"), Quad: int64(e.Quad), Intensity: e.Intensity, Layer: string(e.Layer), Sign: int64(e.Sign),
			From: e.Date.From.String(), To: e.Date.To.String(), Precision: string(e.Date.Precision), Place: e.Place, Confidence: e.Confidence,
			Sentence: e.Evidence.Of(r.Document.Text), Start: int64(e.Evidence.Start), End: int64(e.Evidence.End),
		}
		if c := said[e.Claim]; c != nil {
			row.Stance, row.Negated = string(c.Stance), c.Negated
		}
		rows = append(rows, row)
	}
	return rows
}

func tieRows(r *entente.Records) (rows []tieRow) {
	said := claims(r)
	for i := range r.Ties {
		t := &r.Ties[i]
		row := tieRow{
			ID: string(t.ID), Document: string(t.Document), Claim: string(t.Claim), A: string(t.A), B: string(t.B), Directed: t.Directed, Relation: t.Relation,
			Layer: string(t.Layer), Sign: int64(t.Sign), Since: t.Since.From.String(), Until: t.Until.To.String(), Confidence: t.Confidence,
			Sentence: t.Evidence.Of(r.Document.Text), Start: int64(t.Evidence.Start), End: int64(t.Evidence.End),
		}
		if c := said[t.Claim]; c != nil {
			row.Stance, row.Negated = string(c.Stance), c.Negated
		}
		rows = append(rows, row)
	}
	return rows
}

func quantityRows(r *entente.Records) (rows []quantityRow) {
	for i := range r.Quantities {
		q := &r.Quantities[i]
		rows = append(rows, quantityRow{
			string(q.ID), string(q.Document), string(q.Claim), q.Value, q.Low, q.High, q.Unit, q.Of, q.Where, q.Approximate,
			q.Evidence.Of(r.Document.Text), int64(q.Evidence.Start), int64(q.Evidence.End),
		})
	}
	return rows
}

func linkRows(r *entente.Records) (rows []linkRow) {
	for i := range r.Links {
		l := &r.Links[i]
		rows = append(rows, linkRow{
			string(l.ID), string(l.Document), string(l.Claim), l.Relation, l.From.Of(r.Document.Text), l.To.Of(r.Document.Text), l.Cue.Of(r.Document.Text),
			int64(l.Evidence.Start), int64(l.Evidence.End),
		})
	}
	return rows
}

func checkRows(r *entente.Records) (rows []tensionRow) {
	for i := range r.Checks {
		c := &r.Checks[i]
		rows = append(rows, tensionRow{
			string(c.ID), string(c.Document), c.Result, "", join(c.Quantities), string(c.Document), c.Working, int64(c.Evidence.Start), int64(c.Evidence.End),
		})
	}
	return rows
}

func tensionOf(t *tension.Found) tensionRow {
	return tensionRow{string(t.ID), string(t.Document), t.Type, join(t.About), join(t.Items), join(t.Documents), t.Working, int64(t.Evidence.Start), int64(t.Evidence.End)}
}

// join joins identifiers by "|", which none of them holds.
func join[S ~string](ids []S) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return strings.Join(out, "|")
}
