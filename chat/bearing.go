package chat

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/limber-health/limber/chat/guard"
	"github.com/limber-health/limber/retrieval"
)

// A wish is what a person asks, beside what was searched for.
type wish struct {
	text    string // the message after what it goes on from
	message string
	more    bool // more than was shown
	without bool // no medicine
	verdict guard.Verdict
	shown   []Citation // of earlier replies
	lead    string     // the article that the last reply opened with
}

// asked is the question itself, without what it goes on from.
func (w wish) asked(q retrieval.Query) string {
	if w.text == w.message {
		return q.Text
	}
	return w.message
}

// What a sentence gains or loses by how it bears on the question, on the scale
// of the ranking.
const (
	aboutThem    = 1.5   // it is about children or pregnancy, as the question is
	aboutOthers  = -5.0  // it is about children or pregnancy, the question is not
	frightens    = -14.0 // it stands under cancer, the question names no such thing
	goesOn       = 2.5   // it is of the article that the last reply opened with, and the question goes on from there
	alreadyShown = -4.0  // an earlier reply showed it, and it supports but weakly
	weakly       = 1.0   // so much less than the direct sentence
	shownEnough  = -20.0 // an earlier reply showed it, and more is asked for
	onOneSide    = 5.0   // it is about one leg, which is asked; lost if it is not
	otherIllness = -6.0  // it is about an illness that nobody named, the question is how long "it" lasts or whether "it" is serious
	warns        = 3.0   // it says what not to do, and a person at risk asks what they may do
	namesAsked   = 5.0   // it names what "is it …?" asks about
	opensAsked   = 3.0   // more if it begins with it
	headsAsked   = 2.0   // only its heading does
	unaskedDrug  = -3.0  // it is about medicine, the question is what helps
	unwantedDrug = -20.0 // it is about medicine, the question is what helps without
	advises      = 2.0   // it stands under advice, which is asked
	booksVisit   = 4.0   // it says when to see a doctor, which is asked
)

var (
	// askedAbout holds what a question of the kind "is it …?" asks about.
	askedAbout = regexp.MustCompile(`(?i)\b(?:is|could|can|might|may|would|does) (?:it|this|that|they|these)(?: (?:be|mean|all|just|maybe|an?|my|the|from|due to|caused by|i have|i've got))* ([\pL-]+(?: [\pL-]+)?)`)
	// asksVisit asks whether or when to see a doctor.
	asksVisit = regexp.MustCompile(`(?i)\b(should|do|when|need|shall|ought)\b.*\b(see|ask|call|book|visit|ring|go to|talk to|speak to|tell)\b.*\b(doctors?|gp|physician|nurse|a&e|hospital)\b`)
	books     = regexp.MustCompile(`(?i)^(book|make) an appointment\b|^see a doctor\b`)

	// oneSide names one leg of two.
	oneSide = regexp.MustCompile(`(?i)\b(one|1|single|only the|just the|only my|just my|(left|right)) (leg|legs|calf|foot|ankle|thigh|side|knee)\b`)

	// illness names what lasts each its own time.
	illness = regexp.MustCompile(`(?i)\b(sciatica|stenosis|restless legs|rls|periodic|dvt|clots?|gout|arthritis|polymyalgia|neuropathy|nerve damage|varicose|veins?|cellulitis|infection|fibromyalgia|plantar|raynaud|chilblains?|arter\w+|shin splints|strains?|sprains?|fracture|growing pains|meralgia|lipoedema|swelling|cramps?|stiffness|stiff|soreness|doms|tendon|tear|codeine|painkillers?|twitch\w*|replacement|surgery|hip|heel|pregnan\w+|period|virus|vaccine|vein|statins?|mood|sleep)\b`)
	// mayI asks whether something is allowed, whatMayI what is; atRisk names a reason to take care.
	mayI     = regexp.MustCompile(`(?i)\b(can|may|could|should) (i|he|she|we|they|my \w+)\b|\b(safe|ok|okay|allowed|all right|alright) (to|for|if|with)\b`)
	whatMayI = regexp.MustCompile(`(?i)\b(what|which|how) (can|may|could|should)\b`)
	atRisk   = regexp.MustCompile(`(?i)\b(diabet\w*|numb\w*|neuropath\w*|poor circulation|bad circulation|pad|blocked arter\w+|narrow\w* arter\w+|heart failure|kidney\w*|blood thinners?|warfarin|pregnan\w*)\b`)
	warned   = regexp.MustCompile(`(?i)\b(do not|don't|never|should not|must not|unsafe|not safe|unless|ask|harm|burn|avoid\w*|advice|raise the risk)\b`)

	drug = regexp.MustCompile(`(?i)\b(medicines?|medications?|tablets?|pills?|painkillers?|ibuprofen|paracetamol|diuretics?|packet)\b`)

	cancer = regexp.MustCompile(`(?i)\b(cancer|sarcoma|tumou?r|lump|leuk\w+|growth|weight|night sweats)`)

	child    = regexp.MustCompile(`(?i)\b(child(ren)?('s)?|childhood|kids?|toddlers?|bab(y|ies)|infants?|sons?|daughters?|boys?|girls?|teen\w*|grand(son|daughter|child(ren)?|kids?)|little (one|lad)s?|growing pains?|school\w*|lad|lass|wee (one|man)|[1-9] ?(yo|y/o)|1[0-7] ?(yo|y/o)|([1-9]|1[0-7]|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)[ -]years?[ -]old|nephew|niece|sister|brother)\b`)
	pregnant = regexp.MustCompile(`(?i)\b(pregnan\w*|trimester|midwi\w+|expecting|bump|postnatal|postpartum|breast-?feed\w*|newborn|weeks gone|weeks along|baby|preggers|preg|maternity)\b`)
)

// A bearing weighs sentences by whom and what a question is about.
type bearing struct {
	wish     wish
	child    bool
	pregnant bool
	cancer   bool
	visit    bool
	oneSide  bool
	unnamed  bool // how long it lasts or whether it is serious is asked, and not of what
	careful  bool // a person at risk asks what they may do
	brief    bool // a yes or no is asked for
	advice   bool // what helps is asked
	medicine bool
	forms    *forms
	asked    *retrieval.Concept // of "is it …?"
}

func (f *forms) bearing(w wish) bearing {
	b := bearing{forms: f, wish: w, child: child.MatchString(w.text), pregnant: pregnant.MatchString(w.text), cancer: cancer.MatchString(w.text), visit: asksVisit.MatchString(w.message), oneSide: oneSide.MatchString(w.message)}
	asked := f.asked(w.message)
	b.careful = atRisk.MatchString(w.text) && mayI.MatchString(w.message) && !whatMayI.MatchString(w.message)
	b.advice = !slices.Contains(asked, true) && !strings.Contains(w.message, "?") // trouble told, nothing asked
	for i, k := range f.kinds {
		switch {
		case !asked[i]:
		case k.name == "does_it_help" && yesOrNo.MatchString(w.message):
			b.brief = true
		case k.name == "what_helps":
			b.advice = true
		case k.name == "medicine":
			b.medicine = true
		case k.name == "how_long" || k.name == "serious":
			b.unnamed = general.MatchString(w.message)
		}
	}
	if m := askedAbout.FindStringSubmatch(w.message); m != nil {
		if q := retrieval.Condense(m[1]); q.Topic {
			for _, c := range q.Concepts {
				if !c.Asks && b.asked == nil {
					b.asked = &c
				}
			}
		}
	}
	return b
}

// yesOrNo opens a question whether something helps.
var yesOrNo = regexp.MustCompile(`(?i)^\W*(does|do|did|will|would)\b`)

// of is what a sentence gains or loses on its own.
func (b bearing) of(p pick) (sum float64) {
	about := p.hit.Title + "\n" + p.hit.Section + "\n" + p.quote
	is := b.forms.traitsOf(about, p)
	if !b.child && is.child || !b.pregnant && is.pregnant || !b.child && !b.pregnant && (is.underChild || is.underPregnant) {
		sum += aboutOthers
	}
	if b.pregnant && is.underPregnant || b.child && is.underChild {
		sum += aboutThem
	}
	if is.cancer && !b.cancer {
		sum += frightens
	}
	if (b.brief || b.advice) && !b.medicine && is.drug {
		sum += unaskedDrug
	}
	if b.wish.without && medicineNamed.MatchString(p.quote) {
		sum += unwantedDrug
	}
	if b.advice && b.forms.advice(lastHeading(p.hit.Section)) {
		sum += advises
	}
	if b.wish.text != b.wish.message && p.hit.Article == b.wish.lead {
		sum += goesOn
	}
	if b.oneSide {
		sum -= onOneSide
		if oneSide.MatchString(p.quote) {
			sum += 2 * onOneSide
		}
	}
	if b.unnamed && !b.named(p.quote) {
		sum += otherIllness
	}
	if b.careful && warned.MatchString(p.quote) && atRisk.MatchString(about) {
		sum += warns
	}
	if b.visit && books.MatchString(p.quote) {
		sum += booksVisit
	}
	return sum
}

// named tells whether the illness of a sentence, if it is about one, was named
// in the talk.
func (b bearing) named(quote string) bool {
	found := illness.FindAllString(strings.ToLower(quote), -1)
	if len(found) == 0 {
		return true
	}
	return slices.ContainsFunc(found, func(w string) bool {
		w = strings.TrimSuffix(w, "s")
		return strings.Contains(strings.ToLower(b.wish.text), w) ||
			slices.ContainsFunc(b.wish.shown, func(c Citation) bool { return strings.Contains(strings.ToLower(c.Quote), w) })
	})
}

// traits are what a sentence is about, whatever is asked.
type traits struct {
	child, pregnant           bool // it says so itself
	underChild, underPregnant bool // it, its headings or its title
	cancer                    bool // its heading
	drug                      bool
}

// traitsOf reads the traits of a pick under its headings. It is asked of the
// same sentences again and again, so it remembers.
func (f *forms) traitsOf(about string, p pick) traits {
	f.mu.Lock()
	is, ok := f.traits[about]
	f.mu.Unlock()
	if ok {
		return is
	}
	is = traits{
		child: child.MatchString(p.quote), pregnant: pregnant.MatchString(p.quote),
		underChild: child.MatchString(about), underPregnant: pregnant.MatchString(about),
		cancer: cancer.MatchString(p.hit.Section), drug: drug.MatchString(p.quote),
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.traits == nil || len(f.traits) >= mostKnown {
		f.traits = make(map[string]traits)
	}
	f.traits[about] = is
	return is
}

// name lets sentences gain that name what "is it …?" asks about.
func (b bearing) name(all []pick) {
	if b.asked == nil {
		return
	}
	for i, p := range all {
		switch {
		case holds(p.quote, b.asked):
			all[i].score += namesAsked
			if holds(strings.Fields(p.quote)[0], b.asked) {
				all[i].score += opensAsked
			}
		case holds(p.hit.Section, b.asked):
			all[i].score += headsAsked
		}
	}
}

// spare lets sentences that support but weakly lose if an earlier reply showed them;
// all are sorted by score and stay so.
func (b bearing) spare(all []pick) {
	if len(all) == 0 || len(b.wish.shown) == 0 {
		return
	}
	rest, loss := all[1:], alreadyShown
	if b.wish.more {
		rest, loss = all, shownEnough
	}
	best := all[0].score
	for i, p := range rest {
		if (b.wish.more || p.score < best-weakly) && slices.ContainsFunc(b.wish.shown, p.overlaps) {
			rest[i].score += loss
		}
	}
	slices.SortStableFunc(rest, func(p, q pick) int { return cmp.Compare(q.score, p.score) })
}

// holds tells whether a text names a concept, as asked or by its usual name.
func holds(text string, c *retrieval.Concept) bool {
	text = strings.ToLower(text)
	return strings.Contains(text, strings.TrimSuffix(c.Words, "s")) || c.Means != "" && strings.Contains(text, strings.ToLower(c.Means))
}

// overlaps tells whether a citation quotes some of the same words.
func (p pick) overlaps(c Citation) bool {
	return p.hit.Article == c.Article && c.Start < p.span.End && p.span.Start < c.End
}

// shownIn are the citations of the replies of a conversation.
func shownIn(conv *Conversation) (out []Citation) {
	for _, t := range conv.Turns {
		if t.Reply != nil {
			out = append(out, t.Reply.Citations...)
		}
	}
	return out
}

// leadOf is the article that the last answer of a conversation opened with.
func leadOf(conv *Conversation) (article string) {
	for _, t := range conv.Turns {
		if t.Reply != nil && len(t.Reply.Citations) > 0 {
			article = t.Reply.Citations[0].Article
		}
	}
	return article
}
