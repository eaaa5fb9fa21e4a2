package retrieval

import (
	_ "embed"
	"math"
	"slices"
	"strings"
)

//go:embed lexicon/support.yaml
var supportFile []byte

//go:embed lexicon/support_unasked.yaml
var unaskedFile []byte

// supportModel is lexicon/support.yaml: a logistic model of whether the hits
// can answer the question. lexicon/support_unasked.yaml is the same for articles
// that expect no questions: what those tell must not be missed there.
type supportModel struct {
	Bias      float64            `yaml:"bias"`
	Threshold float64            `yaml:"threshold"`
	Weights   map[string]float64 `yaml:"weights"`
}

// supporting and supportingUnasked are read once and never changed.
var (
	supporting        = onFirstUse(mustSupport, supportFile)
	supportingUnasked = onFirstUse(mustSupport, unaskedFile)
)

func mustSupport(raw []byte) supportModel {
	var m supportModel
	if err := decodeYAML(raw, &m); err != nil {
		panic("read lexicon/support*.yaml: " + err.Error())
	}
	return m
}

// evidenceNames are the features of the support model, in the order of
// evidence. All are shares of what the question and the index make possible, so
// that they mean the same on any corpus. Cosines are those of the built-in
// embedder, whichever one the index uses, so that one model fits all.
var evidenceNames = [...]string{
	"covered",  // share of the question's concepts, by IDF, in the best hit
	"focus",    // in title, other names and headings alone, rare and common words closer in weight
	"missing",  // how rare the rarest concept is that no hit holds
	"known",    // share of the concepts the index knows at all
	"unknown",  // share of the concepts it does not know, rare or not
	"strength", // best keyword score against the most a passage could have
	"central",  // how common the question's most common word is, against the most common of all
	"cosine",   // of the best hit
	"lift",     // how far that is above the mean passage
	"theme",    // how near the question is to the middle of the corpus, as a share of how near passages are
	"core",     // the same for the concept that is nearest
	"soft",     // share of the concepts the best hit holds or is close to
	"weakest",  // the same for the concept it is farthest from
	"alien",    // how rare in English and how far from the corpus a concept is that no hit holds
	"unmet",    // kinds of thing asked for that no hit tells, such as a price; see intents
	"type",     // how well the best hits fit the type of question, against half a fit
	"size",     // concepts asked for, in tens
	"broad",    // size times focus
	"plain",    // share of the best hits that stand under no heading
	"named",    // plain times focus
	"asked",    // likeness of the expected question of the best hits that is most like it, beyond askedFloor
	"alike",    // its share of common words
	"nearest",  // likeness, as one number, of the expected question that is most like it in the whole index
	"singled",  // how far that is above the tenth
	"topical",  // words of the message that name a topic of health, up to mostTopical, as a share of those
	"silent",   // share of the best hits that name no expected question
	"subject",  // what a yes-or-no question is about is in none of the best hits
}

type evidence [len(evidenceNames)]float64

// supportHits is how many hits the evidence looks at.
const supportHits = 5

// evidence gathers what speaks for an answer being among the best hits.
func (x *Index) evidence(f findings) evidence {
	top := f.found[:min(supportHits, len(f.found))]
	concepts := topics(f.query.Concepts)
	n := x.newNamer(concepts)
	var covered, focus float64
	for _, c := range top {
		holds := func(t string) bool { return x.holds(c.doc, t) }
		covered = max(covered, x.coverage(concepts, holds))
		focus = max(focus, x.focus(n, c.doc))
	}
	any := func(t string) bool {
		return slices.ContainsFunc(top, func(c candidate) bool { return x.holds(c.doc, t) })
	}
	s := x.sense(f.query.Text, concepts, top)
	asked, alike, silent := x.askedIn(f, top)
	nearest, singled := nearestLikes(f.likes)
	size, plain := min(1, float64(len(concepts))/10), x.plain(top)
	return evidence{
		covered, focus, x.missing(concepts, any), x.coverage(concepts, x.knows), x.unknown(concepts),
		x.strength(f), x.central(concepts), s.cosine, s.lift, s.theme, s.core, s.soft, s.weakest,
		s.alien, x.unmet(f, top), x.fit(f, n, top), size, size * focus, plain, plain * focus, asked, alike, nearest, singled, float64(min(f.query.Topical, mostTopical)) / mostTopical, silent, x.subject(f.query, any),
	}
}

// askedIn compares the question with those that the best hits are said to
// answer. It returns the highest of each kind of likeness, the cosine beyond
// askedFloor, and the share of hits without such questions.
func (x *Index) askedIn(f findings, top []candidate) (cosine, words, silent float64) {
	if f.likes == nil {
		return 0, 0, 1
	}
	for _, c := range top {
		of := x.expected().ofPassage(f.likes, c.doc)
		if len(of) == 0 {
			silent += 1 / float64(len(top))
		}
		for _, l := range of {
			cosine, words = max(cosine, float64(l.cosine)-askedFloor), max(words, float64(l.words))
		}
	}
	return cosine, words, silent
}

// mostTopical is the number of words about health from which more say no more.
const mostTopical = 6

// likesCompared is how many of the nearest expected questions are compared.
const likesCompared = 10

// nearestLikes returns the highest likeness and how far it is above the last of
// likesCompared.
func nearestLikes(all []likeness) (nearest, singled float64) {
	if len(all) < likesCompared {
		return 0, 0
	}
	top := newTopK(likesCompared)
	for i, l := range all {
		top.offer(ranked{uint32(i), float32(l.both())})
	}
	best := top.sorted()
	nearest = float64(best[0].score)
	return nearest, nearest - float64(best[len(best)-1].score)
}

// holds reports whether a passage or one of the questions that it is said to
// answer holds a term.
func (x *Index) holds(doc uint32, term string) bool {
	return x.keywords.holds(doc, term) || x.expected().holds(x.keywords, doc, term)
}

// knows reports the same of any passage.
func (x *Index) knows(term string) bool {
	_, ok := x.expected().number(x.keywords, term)
	return ok
}

// plain returns the share of hits that stand under no heading. Their headings
// cannot name what is asked, so less can be asked of them.
func (x *Index) plain(top []candidate) float64 {
	n := 0.0
	for _, c := range top {
		if x.snapshot.Passages[c.doc].Section == "" {
			n++
		}
	}
	return n / float64(max(1, len(top)))
}

// yesNo are the words that open a question to be answered by yes or no, and
// noSubject those after which it is about no thing, but about a person.
var (
	yesNo     = set(`does do did can could is are was will would has have should`)
	articles  = set(`a an the any some`)
	noSubject = set(`i you we he she it they there this that these those my your our his her their one someone anybody anyone
		people person adult adults kid kids child children toddler toddlers baby babies teenager teenagers man men woman women
		wife husband mother mum mom father dad doctor doctors gp gps nurse nurses pharmacist pharmacists midwife pediatrician paediatrician`)
)

// subject returns 1 if a question such as "does botox stop cramps" is about a
// thing that is not held, else 0.
func (x *Index) subject(q Query, held func(string) bool) float64 {
	for _, s := range Sentences(q.Text) {
		words := foldedWords(q.Text[s.Start:s.End])
		if len(words) < 3 || !yesNo[words[0]] {
			continue
		}
		if words = words[1:]; articles[words[0]] {
			words = words[1:]
		}
		if noSubject[words[0]] || isStop(words[0]) || isNumber(words[0]) {
			continue
		}
		about := slices.IndexFunc(q.Concepts, func(c Concept) bool { return strings.HasPrefix(c.Words+" ", words[0]+" ") })
		if about >= 0 && !q.Concepts[about].Asks && x.coverage(q.Concepts[about:about+1], held) < 0.5 {
			return 1
		}
	}
	return 0
}

// topics leaves out the concepts that only say what type of question is asked,
// unless there are no others.
func topics(concepts []Concept) []Concept {
	var out []Concept
	for _, c := range concepts {
		if !c.Asks {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return concepts
	}
	return out
}

// focus returns which share of the concepts a passage's title, other names and
// headings name.
func (x *Index) focus(n *namer, doc uint32) float64 {
	p := &x.snapshot.Passages[doc]
	n.clear()
	n.read(p.Title)
	n.read(p.Section)
	for _, a := range x.snapshot.Articles[x.owner[doc]].Aliases {
		n.read(a)
	}
	return n.share()
}

// unknown returns the share of concepts of which the index knows no word.
func (x *Index) unknown(concepts []Concept) float64 {
	n, all := 0.0, 0.0
	for _, c := range concepts {
		all += c.Weight
		known := len(c.Terms) == 0 || slices.ContainsFunc(c.Terms, x.knows)
		for _, a := range c.Also {
			known = known || slices.ContainsFunc(a, x.knows)
		}
		if !known {
			n += c.Weight
		}
	}
	return n / max(all, 0.1)
}

// central returns how many passages hold the question's most common word, as a
// share of those that hold the most common word of all.
func (x *Index) central(concepts []Concept) float64 {
	var most uint32
	for _, c := range concepts {
		for _, t := range c.Terms {
			if id, ok := x.keywords.ids[t]; ok {
				most = max(most, x.keywords.starts[id+1]-x.keywords.starts[id])
			}
		}
	}
	return float64(most) / float64(max(1, x.keywords.widest))
}

// missing returns how rare the rarest concept is that none of the hits holds, as
// a share of the rarest a concept can be.
func (x *Index) missing(concepts []Concept, held func(string) bool) float64 {
	worst := 0.0
	for _, c := range concepts {
		one := []Concept{{Terms: c.Terms, Also: c.Also, Weight: 1}}
		if x.coverage(one, held) > 0 {
			continue
		}
		for _, t := range c.Terms {
			worst = max(worst, c.Weight*x.keywords.rarity(t))
		}
	}
	return worst / x.keywords.rarest()
}

// strength returns the best keyword score as a share of what a passage full of
// the question's words would get.
func (x *Index) strength(f findings) float64 {
	var most, got float64
	for _, c := range f.query.Concepts {
		for _, t := range c.Terms {
			most += c.Weight * x.keywords.rarity(t)
		}
	}
	for _, c := range f.found {
		got = max(got, c.raw)
	}
	if most == 0 {
		return 0
	}
	return min(1, got/most)
}

// support estimates the probability that the hits can answer the question, and
// whether it is enough to try. A question without a content word never is.
func (x *Index) support(f findings) (float64, bool) {
	if len(f.found) == 0 || len(f.query.Concepts) == 0 {
		return 0, false
	}
	m := supporting()
	if f.likes == nil {
		m = supportingUnasked()
	}
	p := m.probability(x.evidence(f))
	return p, p >= m.Threshold
}

func (m supportModel) probability(e evidence) float64 {
	z := m.Bias
	for i, name := range evidenceNames {
		z += m.Weights[name] * e[i]
	}
	return 1 / (1 + math.Exp(-z))
}
