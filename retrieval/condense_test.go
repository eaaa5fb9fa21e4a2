package retrieval_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/limber-health/limber/retrieval"
)

func TestCondense(t *testing.T) {
	cases := []struct{ name, text, want string }{
		{"short", "leg cramps at night", "leg cramps at night"},
		{"greeting", "Hello doctor! Why do my legs ache? Thanks in advance.", "Why do my legs ache?"},
		{"story", "Hi all. I am a 52 year old teacher from Leeds. My calf goes hard every night around two. " +
			"We moved house in May. What causes this?", "My calf goes hard every night around two. What causes this?"},
		{"question first", "Is it safe to massage a swollen calf? My neighbour swears by it and she used to be on the council for years and years.",
			"Is it safe to massage a swollen calf?"},
		{"no question mark", "im wondering why my feet burn when i go to bed at night", "im wondering why my feet burn when i go to bed at night"},
		{"only thanks", "Thank you so much, bye!", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, retrieval.Condense(c.text).Text); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
		})
	}
}

func TestQuestionTypes(t *testing.T) {
	cases := map[string]retrieval.QuestionType{
		"What is sciatica?":                                  retrieval.Definition,
		"What are the symptoms of DVT?":                      retrieval.Symptoms,
		"Why do my legs ache?":                               retrieval.Cause,
		"How long does a cramp last?":                        retrieval.Duration,
		"What helps restless legs?":                          retrieval.Treatment,
		"How can I prevent night cramps?":                    retrieval.Prevention,
		"Who is at risk of blood clots?":                     retrieval.Risk,
		"How is neuropathy diagnosed?":                       retrieval.Diagnosis,
		"When should I see a doctor about leg pain?":         retrieval.Seriousness,
		"Is restless legs hereditary?":                       retrieval.Inheritance,
		"How common are leg cramps?":                         retrieval.Prevalence,
		"What is the outlook for peripheral artery disease?": retrieval.Outlook,
		"leg": retrieval.AnyType,
		"My calf cramps. I run marathons. What can I do?": retrieval.Treatment,
	}
	for text, want := range cases {
		if got := retrieval.Condense(text).Type; got != want {
			t.Errorf("type of %q is %q, want %q", text, got, want)
		}
	}
}

func TestLayWordsLeadToClinicalOnesAndBack(t *testing.T) {
	cases := map[string]string{
		"charley horse in bed":           "leg cramp",
		"pins and needles in my toes":    "paresthesia",
		"my water pills":                 "diuret",
		"jimmy legs":                     "restless leg syndrom",
		"furosemide is a diuretic":       "water pill",
		"paresthesia":                    "pin needl",
		"trapped nerve":                  "radiculopathi",
		"CALF PAIN WHEN WALKING":         "claudic",
		"what is rls":                    "restless leg syndrom",
		"oedema of the ankles":           "swollen",
		"my gammy leg":                   "leg pain",
		"I take Tylenol":                 "acetaminophen",
		"pain with first steps each day": "plantar fasciiti",
	}
	for text, want := range cases {
		var also []string
		for _, c := range retrieval.Condense(text).Concepts {
			for _, a := range c.Also {
				also = append(also, strings.Join(a, " "))
			}
		}
		if !slices.ContainsFunc(also, func(s string) bool { return s == want || s == "swell" && want == "swollen" }) {
			t.Errorf("%q leads to %q, want %q among them", text, also, want)
		}
	}
}

func TestStoryCountsLess(t *testing.T) {
	q := retrieval.Condense("I have had a sore throat and tired legs since the long drive up to Scotland with the caravan last month. Is numbness in my foot serious?")
	weight := map[string]float64{}
	for _, c := range q.Concepts {
		for _, term := range c.Terms {
			weight[term] = c.Weight
		}
	}
	if weight["numb"] != 1 || weight["leg"] >= 1 || weight["leg"] == 0 {
		t.Errorf("weights %v: want 1 for the question's words, less for the story's", weight)
	}
}

func FuzzCondense(f *testing.F) {
	f.Add("Hi. My calf cramps! Why? Thanks.")
	f.Add("how long\x00does it – “last”?\n\n- a\n- b")
	f.Add(strings.Repeat("leg ", 1000))
	f.Fuzz(func(t *testing.T, text string) {
		q := retrieval.Condense(text)
		for _, w := range strings.Fields(q.Text) {
			if !strings.Contains(text, w) {
				t.Fatalf("%q is not in the message", w)
			}
		}
		for _, c := range q.Concepts {
			if c.Weight <= 0 || c.Weight > 1 || len(c.Terms) == 0 && len(c.Also) == 0 {
				t.Fatalf("concept %+v", c)
			}
		}
		seen := map[string]bool{}
		for _, term := range q.Terms {
			if term == "" || seen[term] || utf8.ValidString(text) && !utf8.ValidString(term) {
				t.Fatalf("term %q is empty, comes twice or is broken", term)
			}
			seen[term] = true
		}
	})
}
