package stance_test

import (
	"os"
	"strings"
	"testing"

	"entente"
	"entente/coding/stance"
	"entente/document"
)

// examples returns the trees of testdata by their text.
func examples(t *testing.T) map[string]*document.Text {
	f, err := os.Open("testdata/examples.conllu")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	texts := map[string]*document.Text{}
	for text, err := range document.ReadCoNLLU(f) {
		if err != nil {
			t.Fatal(err)
		}
		texts[text.Document.Text] = text
	}
	return texts
}

// TestAt reads the predicate that the last column names, in invented sentences.
func TestAt(t *testing.T) {
	texts := examples(t)
	for _, c := range []struct {
		in, word string
		want     entente.Stance
		negated  bool
	}{
		{"Kestria attacked Voldania.", "attacked", entente.StanceAsserted, false},
		{"Kestria did not attack Voldania.", "attack", entente.StanceAsserted, true},
		{"Kestria never signed the treaty.", "signed", entente.StanceAsserted, true},
		{"Kestria may attack Voldania.", "attack", entente.StanceHedged, false},
		{"Kestria reportedly attacked Voldania.", "attacked", entente.StanceHedged, false},
		{"Kestria will attack Voldania.", "attack", entente.StancePlanned, false},
		{"Kestria plans to attack Voldania.", "attack", entente.StancePlanned, false},
		{"Kestria should withdraw its troops.", "withdraw", entente.StanceDemanded, false},
		{"Release the prisoners.", "Release", entente.StanceDemanded, false},
		{"Kestria denied that it attacked Voldania.", "attacked", entente.StanceDenied, false},
		{"Voldania fears that Kestria will attack.", "attack", entente.StanceFeared, false},
		{"Analysts believe that Kestria bought drones.", "bought", entente.StanceBelieved, false},
		{"If Kestria attacks, the League will meet.", "attacks", entente.StanceConditional, false},
		{"Kestria will not attack Voldania.", "attack", entente.StancePlanned, true},
		{"Kestria does not plan to attack Voldania.", "attack", entente.StancePlanned, true},
		{"Kestria did not deny that it attacked Voldania.", "attacked", entente.StanceHedged, false},
		{"Kestria refused to sign the treaty.", "sign", entente.StanceAsserted, true},
		{"Kestria attacked Voldania instead of negotiating with Marisia.", "negotiating", entente.StanceAsserted, true},
		{"Kestria did not protest when Voldania attacked.", "attacked", entente.StanceAsserted, false},
		{"Kestria may protest because Voldania attacked.", "attacked", entente.StanceAsserted, false},
		{"Kestria blocked Voldania from signing a deal with Marisia.", "signing", entente.StanceAsserted, true},
		{"Will Kestria meet the president of Voldania?", "meet", entente.StanceHedged, false},
		{"Kestria ordered a sale of arms during the war with Voldania.", "war", entente.StanceAsserted, false},
		{"Why did Kestria attack Voldania?", "attack", entente.StanceAsserted, false},
		{"Kestria declined to affirm its support for Voldania.", "support", entente.StanceAsserted, true},
		{"Kestria said it would have attacked Voldania.", "attacked", entente.StanceConditional, false},
		{"It became harder for Kestria to attack Voldania.", "attack", entente.StanceHedged, false},
		{"It is a blunder to attack Voldania.", "attack", entente.StanceHedged, false},
		{"It was a blunder to attack Voldania.", "attack", entente.StanceAsserted, false},
		{"Kestria may protest while Voldania negotiates with Marisia.", "negotiates", entente.StanceAsserted, false},
		{"Kestria waits until Voldania condemns the raid.", "condemns", entente.StancePlanned, false},
		{"Marisia wants Kestria to attack Voldania.", "attack", entente.StanceDemanded, false},
		{"Kestria was to attack Voldania on Monday.", "attack", entente.StancePlanned, false},
		{"Kestria's support not only helps Voldania but also harms Marisia.", "helps", entente.StanceAsserted, false},
		{"The president is to visit Voldania.", "visit", entente.StancePlanned, false},
		{"The president is due to visit Voldania on Monday.", "visit", entente.StancePlanned, false},
		{"Kestria opposes an accord reached by Voldania and Marisia.", "reached", entente.StanceAsserted, false},
		{"Kestria's mistake was to attack Voldania.", "attack", entente.StanceAsserted, false},
		{"Kestria no longer supports Voldania.", "supports", entente.StanceAsserted, true},
		{"Kestria can no longer support Voldania.", "support", entente.StanceAsserted, true},
		{"The chancellor said in an address to the nation that Kestria would send a formal request to Voldania.", "send", entente.StancePlanned, false},
		{"Kestria recalled its envoy to protest the raid.", "protest", entente.StanceAsserted, false},
		{"Drones were used to attack Voldania.", "attack", entente.StanceAsserted, false},
		{"Its soil must not be used to attack Voldania.", "attack", entente.StanceDemanded, true},
		{"Kestria ended up attacking Voldania.", "attacking", entente.StanceAsserted, false},
		{"It is hard to say how far the accord will go.", "accord", entente.StanceAsserted, false},
		{"Kestria cannot support Voldania.", "support", entente.StanceAsserted, true},
		{"Kestria could not reach Voldania.", "reach", entente.StanceAsserted, true},
		{"Kestria may not attack Voldania.", "attack", entente.StanceHedged, true},
		{"The importance of the raid on Voldania is disputed.", "raid", entente.StanceAsserted, false},
		{"It was part of the campaign waged by Kestria.", "waged", entente.StanceAsserted, false},
		{"Kestria is said to have attacked Voldania.", "attacked", entente.StanceHedged, false},
		{"It is alleged that Kestria attacked Voldania.", "attacked", entente.StanceHedged, false},
		{"Kestria did nothing to help Voldania.", "help", entente.StanceAsserted, true},
		{"Kestria never did anything to help Voldania.", "help", entente.StanceAsserted, true},
		{"Kestria did everything to help Voldania.", "help", entente.StanceAsserted, false},
		{"Kestria fought to end the occupation of Voldania.", "occupation", entente.StanceAsserted, false},
		{"Kestria vowed to attack Voldania after a raid on Marisia.", "raid", entente.StanceAsserted, false},
		{"Kestria threatened to attack Voldania amid a dispute with Marisia.", "dispute", entente.StanceAsserted, false},
		{"Kestria took advantage of the visit to condemn Voldania.", "condemn", entente.StanceAsserted, false},
		{"The president took the opportunity to condemn Voldania.", "condemn", entente.StanceAsserted, false},
		{"The president had no opportunity to meet Voldania.", "meet", entente.StanceHedged, true},
		{"Marisia failed to end the row, with Kestria blaming Voldania.", "blaming", entente.StanceAsserted, false},
		{"The League urged Kestria to end the row after Voldania attacked the town.", "attacked", entente.StanceAsserted, false},
		{"A war between Kestria and Voldania would be a disaster.", "war", entente.StanceConditional, false},
		{"An attack on Voldania is a blunder.", "attack", entente.StanceHedged, false},
		{"The attack on Voldania is a blunder.", "attack", entente.StanceAsserted, false},
		{"A raid on Voldania was the deadliest in years.", "raid", entente.StanceAsserted, false},
		{"There is no accord between Kestria and Voldania.", "accord", entente.StanceAsserted, true},
		{"No talks took place between Kestria and Voldania.", "talks", entente.StanceAsserted, true},
		{"Kestria urged Marisia to attack Voldania during a visit to Borvia.", "visit", entente.StanceAsserted, false},
		{"The president called elections after the raid.", "elections", entente.StanceAsserted, false},
		{"Kestria called the attack on Voldania a crime.", "attack", entente.StanceAsserted, false},
		{"Kestria called a raid on Voldania a red line.", "raid", entente.StanceHedged, false},
		{"The crisis was sparked by Kestria closing the border.", "closing", entente.StanceAsserted, false},
		{"Kestria wants to know if Voldania attacked the town.", "attacked", entente.StanceHedged, false},
		{"The envoys debated how long the army should occupy the valley.", "occupy", entente.StanceHedged, false},
		{"Kestria seeks to alter the deal it signed with Voldania.", "signed", entente.StanceAsserted, false},
		{"Kestria balked at attacking Voldania.", "attacking", entente.StanceAsserted, true},
		{"The envoy did not say whether Kestria attacked Voldania.", "attacked", entente.StanceHedged, false},
		{"Kestria is set to attack Voldania.", "attack", entente.StancePlanned, false},
		{"Kestria was itching to attack Voldania.", "attack", entente.StancePlanned, false},
		{"The pact enables Kestria to attack Voldania.", "attack", entente.StanceHedged, false},
		{"The pact enabled Kestria to attack Voldania.", "attack", entente.StanceAsserted, false},
		{"Kestria was the first to attack Voldania.", "attack", entente.StanceAsserted, false},
		{"Marisia spoke of its announcement that Kestria would help Voldania.", "help", entente.StancePlanned, false},
		{"Kestria insisted that the blast was an accident.", "accident", entente.StanceAsserted, false},
		{"Kestria insisted that Voldania leave the valley.", "leave", entente.StanceDemanded, false},
		{"The minister suggested that the envoy apply for asylum.", "apply", entente.StanceDemanded, false},
		{"“We would like to point out that this report is false,” the envoy said.", "like", entente.StanceAsserted, false},
		{"Don't attack Voldania.", "attack", entente.StanceDemanded, true},
	} {
		t.Run(c.in, func(t *testing.T) {
			text := texts[c.in]
			if text == nil {
				t.Fatal("not in testdata/examples.conllu")
			}
			at := text.Sentences[0].TokenAt(strings.Index(c.in, c.word))
			got := stance.At(text, 0, at)
			if got.Stance != c.want || got.Negated != c.negated {
				t.Errorf("%s: %s, negated %v (cue %q), want %s, %v", c.word, got.Stance, got.Negated, text.String(got.Cue), c.want, c.negated)
			}
		})
	}
}

// What a word before a noun puts into the past is background.
func TestHistorical(t *testing.T) {
	texts := examples(t)
	for _, c := range []struct {
		in, word string
		want     bool
	}{
		{"Kestria recalled the wartime occupation of Voldania.", "occupation", true},
		{"Kestria spoke of its Soviet-era alliance with Voldania.", "alliance", true},
		{"Kestria attacked Voldania.", "attacked", false},
		{"Kestria condemned the attack on Voldania.", "attack", false},
	} {
		text := texts[c.in]
		if text == nil {
			t.Fatalf("%q is not in testdata/examples.conllu", c.in)
		}
		if got := stance.At(text, 0, text.Sentences[0].TokenAt(strings.Index(c.in, c.word))); got.Historical != c.want {
			t.Errorf("%s: historical %v, want %v", c.in, got.Historical, c.want)
		}
	}
}
