package guard

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A lexer is everything needed to find concepts in a turn.
type lexer struct {
	lex      *lexicon
	trie     *trie
	concepts []concept
	phrases  []phrase
	byID     map[string]int
	gapped   map[int][]*elem   // figures of speech that hold a gap, by phrase
	sites    map[string]uint64 // site or larger part -> bits
	lists    map[string][]string
	parser   *phraseParser  // while compiling
	attrBits map[int]uint64 // attribute concept -> bit
	homeless map[int]bool   // findings that mean the leg when nothing else is named
	siteDefs []string       // bit -> site
}

// newLexer compiles lists, sites and concepts.
func newLexer(rs *ruleSet) (*lexer, error) {
	lx := &lexer{lex: newLexicon(rs.Aliases), trie: newTrie(), byID: map[string]int{}, gapped: map[int][]*elem{}, sites: map[string]uint64{}, attrBits: map[int]uint64{}, homeless: map[int]bool{}}
	if err := lx.addLists(rs.Lists); err != nil {
		return nil, err
	}
	lx.parser = &phraseParser{lists: lx.lists, elems: map[string]*elem{}}
	if err := lx.addSites(rs.Sites); err != nil {
		return nil, err
	}
	var faults []error
	for _, def := range rs.Concepts {
		if err := lx.addConcept(def); err != nil {
			faults = append(faults, fmt.Errorf("compile concept %q: %w", def.ID, err))
		}
	}
	faults = append(faults, lx.resolveLoose(rs.Concepts)...)
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	lx.trie.plant(lx.lex)
	lx.lex.remember()
	lx.trie.freeze(len(lx.lex.names))
	lx.parser = nil
	return lx, nil
}

// addLists writes out the lists; a list may name others, at most four deep.
func (lx *lexer) addLists(lists map[string]string) error {
	lx.lists = map[string][]string{}
	for name := range lists {
		if err := lx.addList(lists, name, 0); err != nil {
			return err
		}
	}
	return nil
}

func (lx *lexer) addList(lists map[string]string, name string, depth int) error {
	if lx.lists[name] != nil {
		return nil
	}
	text, ok := lists[name]
	if !ok || depth > 4 {
		return fmt.Errorf("expand list %q: unknown or circular", name)
	}
	text = lx.normal(text)
	for rest := text; ; {
		_, after, found := strings.Cut(rest, "{")
		if !found {
			break
		}
		sub, tail, _ := strings.Cut(after, "}")
		if err := lx.addList(lists, sub, depth+1); err != nil {
			return err
		}
		rest = tail
	}
	if lx.lists[name] = flatten(text, lx.lists); len(lx.lists[name]) == 0 {
		return fmt.Errorf("expand list %q: bad brackets", name)
	}
	return nil
}

// normal spells the words of a phrase as a message is spelled.
func (lx *lexer) normal(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 16)
	word, inList := -1, false // where the word begins, -1 for none
	for i := range len(s) + 1 {
		var c byte
		if i < len(s) {
			c = s[i]
		}
		inList = c == '{' || inList && c != '}'
		if !inList && (c >= 'a' && c <= 'z' || c == '\'') {
			if word < 0 {
				word = i
			}
			continue
		}
		if word >= 0 {
			if isDigit(rune(c)) || word > 0 && isDigit(rune(s[word-1])) {
				b.WriteString(s[word:i]) // part of "t1d"
			} else {
				b.WriteString(lx.normalWord(s[word:i], c))
			}
			word = -1
		}
		if i < len(s) {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// normalWord spells a word before a byte; the beginning of a word stays as it
// is.
func (lx *lexer) normalWord(word string, next byte) string {
	if next == '*' {
		return word
	}
	plain := strings.ReplaceAll(word, "'", "")
	if full, ok := lx.lex.aliases[plain]; ok {
		return full
	}
	if full, ok := contractions[plain]; ok {
		return strings.Join(full, " ")
	}
	return plain
}

func (lx *lexer) addSites(defs []siteDef) error {
	for i, def := range defs {
		if i >= 64 {
			return fmt.Errorf("compile sites: more than 64")
		}
		bit := uint64(1) << i
		lx.siteDefs = append(lx.siteDefs, def.ID)
		lx.sites[def.ID] |= bit
		for _, part := range def.Part {
			lx.sites[part] |= bit
		}
		for k, words := range [...]string{def.One, def.Many} {
			many := k == 1
			id := def.ID + map[bool]string{false: "/one", true: "/many"}[many]
			c := concept{id: id, label: def.ID, kind: place, site: bit, many: many}
			if words == "" {
				continue
			}
			if err := lx.add(c, flatten(lx.normal(words), lx.lists), false); err != nil {
				return fmt.Errorf("compile site %q: %w", def.ID, err)
			}
		}
	}
	return nil
}

func (lx *lexer) addConcept(def conceptDef) error {
	k, ok := kindNames[def.Kind]
	if !ok {
		return fmt.Errorf("unknown kind %q", def.Kind)
	}
	c := concept{id: def.ID, label: def.Label, kind: k, lasting: def.Lasting, wish: def.Wish, plea: def.Plea, echo: def.Echo, brief: def.Brief}
	if k == cue {
		if c.cue, ok = cueNames[def.Does]; !ok {
			return fmt.Errorf("unknown cue %q", def.Does)
		}
	}
	if c.label == "" {
		c.label = strings.ReplaceAll(def.ID, "_", " ")
	}
	lx.homeless[len(lx.concepts)] = def.LegOnly
	for _, s := range strings.Fields(def.Site) {
		if c.site |= lx.sites[s]; lx.sites[s] == 0 {
			return fmt.Errorf("unknown site %q", s)
		}
	}
	if _, twice := lx.byID[def.ID]; twice || def.ID == "" {
		return fmt.Errorf("no name, or defined twice")
	}
	if err := lx.add(c, lines(def.Phrases), def.Firm); err != nil {
		return err
	}
	var faults []error
	c.index = len(lx.concepts) - 1
	for _, text := range lines(def.Weak) {
		from := len(lx.phrases)
		if err := lx.addPhrase(c, lx.normal(text), def.Firm); err != nil {
			faults = append(faults, err)
			continue
		}
		lx.phrases[from].weak = true
	}
	return errors.Join(faults...)
}

// add compiles the phrases of one concept.
func (lx *lexer) add(c concept, phrases []string, firm bool) error {
	c.index = len(lx.concepts)
	lx.byID[c.id] = c.index
	lx.concepts = append(lx.concepts, c)
	if c.kind == attr {
		if len(lx.attrBits) == 64 {
			return fmt.Errorf("more than 64 attributes")
		}
		lx.attrBits[c.index] = 1 << len(lx.attrBits)
	}
	var faults []error
	for _, text := range phrases {
		if err := lx.addPhrase(c, lx.normal(text), firm); err != nil {
			faults = append(faults, err)
		}
	}
	return errors.Join(faults...)
}

// addPhrase compiles one phrase.
func (lx *lexer) addPhrase(c concept, text string, firm bool) error {
	elems, err := lx.parser.parse(text)
	if err != nil {
		return err
	}
	id := len(lx.phrases)
	lx.phrases = append(lx.phrases, phrase{concept: c.index, text: text, idiom: c.kind == idiom, firm: firm || c.kind == finding && holdsNegation(text), always: firm})
	if c.kind == idiom && slices.ContainsFunc(elems, func(e *elem) bool { return e.kind == elemGap }) {
		lx.gapped[id] = elems
	}
	for _, v := range variants(elems) {
		if len(v) == 0 || v[0].kind == elemGap || v[len(v)-1].kind == elemGap {
			return fmt.Errorf("phrase %q may begin or end with a gap", text)
		}
		if !slices.ContainsFunc(v, func(e *elem) bool { return e.kind <= elemNumber }) {
			return fmt.Errorf("phrase %q may have no word", text)
		}
		lx.trie.add(v, id)
	}
	return nil
}

// holdsNegation tells whether a phrase says what is missing: "can not feel".
func holdsNegation(text string) bool {
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return r < 'a' || r > 'z' }) {
		if negates(w) {
			return true
		}
	}
	return false
}

func negates(w string) bool {
	switch w {
	case "not", "no", "never", "nothing", "without", "unable":
		return true
	}
	return false
}
