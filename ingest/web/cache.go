package web

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// The cache holds, for each address, a small record <hash of address>.json and
// the body it names, <hash of body>.body. Bodies never change; a record is
// replaced as a whole, after its body is on disk. crawl.json says which run is
// open, so that the next one can go on with it.
const (
	stateFile    = "crawl.json"
	recordSuffix = ".json"
	bodySuffix   = ".body"
)

type cache struct {
	files Files
	state state
	used  map[string]bool // records of this run
}

// state is the run that is open or was the last.
type state struct {
	Crawl int64  `json:"crawl"` // counts runs
	Seeds string `json:"seeds"` // hash of what was asked for
	Open  bool   `json:"open"`
}

// record is what is known of one address.
type record struct {
	URL      string `json:"url"`
	At       string `json:"at"` // after redirects
	Type     string `json:"type"`
	ETag     string `json:"etag,omitempty"`
	Modified string `json:"modified,omitempty"`
	Body     string `json:"body"`  // hex SHA-256
	Crawl    int64  `json:"crawl"` // the run that saw it last

	body []byte
}

// begin opens a run, or goes on with one that was interrupted.
func (c *cache) begin(o Options) error {
	c.used = map[string]bool{}
	seeds := hash([]byte(strings.Join(slices.Concat(o.Sitemaps, []string{""}, o.Pages), "\n")))
	if data, err := c.files.ReadFile(stateFile); err == nil {
		_ = json.Unmarshal(data, &c.state) // a damaged one starts a new run
	}
	if c.state.Open && c.state.Seeds == seeds {
		return nil
	}
	c.state = state{Crawl: max(c.state.Crawl, c.newest()) + 1, Seeds: seeds, Open: true}
	return c.save()
}

// newest is the highest run in any record, for the case that crawl.json is lost.
func (c *cache) newest() int64 {
	names, _ := c.files.List()
	last := int64(0)
	for _, n := range names {
		if rec, ok := c.record(n); ok && n != stateFile {
			last = max(last, rec.Crawl)
		}
	}
	return last
}

func (c *cache) save() error {
	data, err := json.Marshal(c.state)
	if err == nil {
		err = c.files.WriteFile(stateFile, data)
	}
	if err != nil {
		return fmt.Errorf("keep state of the run: %w", err)
	}
	return nil
}

// end closes a run that is done and removes what it did not use.
func (c *cache) end(done bool) error {
	if !done {
		return nil
	}
	c.state.Open = false
	if err := c.save(); err != nil {
		return err
	}
	keep := map[string]bool{stateFile: true}
	for n := range c.used {
		if rec, ok := c.record(n); ok {
			keep[n], keep[rec.Body+bodySuffix] = true, true
		}
	}
	names, err := c.files.List()
	for _, n := range names {
		if !keep[n] {
			_ = c.files.Remove(n) // what stays behind is tried again next time
		}
	}
	return err
}

// get returns the record of an address and its body, checked against its hash.
// A damaged one counts as none.
func (c *cache) get(address string) (record, bool) {
	name := hash([]byte(address)) + recordSuffix
	rec, ok := c.record(name)
	if !ok || rec.URL != address {
		return record{}, false
	}
	body, err := c.files.ReadFile(rec.Body + bodySuffix)
	if err != nil || hash(body) != rec.Body {
		return record{}, false
	}
	rec.body = body
	c.used[name] = true
	return rec, true
}

func (c *cache) record(name string) (rec record, ok bool) {
	if !strings.HasSuffix(name, recordSuffix) {
		return rec, false
	}
	data, err := c.files.ReadFile(name)
	if err != nil || json.Unmarshal(data, &rec) != nil {
		return record{}, false
	}
	return rec, isHash(rec.Body)
}

// put keeps a page of this run.
func (c *cache) put(rec *record, body []byte) error {
	rec.Body, rec.body = hash(body), body
	if err := c.files.WriteFile(rec.Body+bodySuffix, body); err != nil {
		return fmt.Errorf("keep page: %w", err)
	}
	return c.renew(rec)
}

// renew marks a page as seen in this run.
func (c *cache) renew(rec *record) error {
	rec.Crawl = c.state.Crawl
	name := hash([]byte(rec.URL)) + recordSuffix
	c.used[name] = true
	data, err := json.Marshal(rec)
	if err == nil {
		err = c.files.WriteFile(name, data)
	}
	if err != nil {
		return fmt.Errorf("keep page: %w", err)
	}
	return nil
}

// drop forgets an address for good.
func (c *cache) drop(address string) error {
	name := hash([]byte(address)) + recordSuffix
	delete(c.used, name)
	if _, err := c.files.ReadFile(name); err != nil {
		return nil
	}
	if err := c.files.Remove(name); err != nil {
		return fmt.Errorf("forget page: %w", err)
	}
	return nil
}

func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func isHash(s string) bool {
	_, err := hex.DecodeString(s)
	return err == nil && len(s) == 2*sha256.Size
}
