package main

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/limber-health/limber/chat"
	"github.com/limber-health/limber/chat/store"
	"github.com/limber-health/limber/retrieval"
)

// reported fills a store with talks worth a report and returns its directory
// and the reply that was rated down.
func reported(t *testing.T) (dir string, down *chat.Reply) {
	t.Helper()
	dir = t.TempDir()
	for _, q := range []string{
		"how do I get rid of head lice",
		"how to get rid of head lice in Leeds",
		"How do I get rid of head lice? Quokkamaria",
		"who won the football world cup in 1966",
	} {
		if r := talk(t, dir, q)[0]; r.Answer.Status != chat.Refused {
			t.Fatalf("%q was not refused", q)
		}
	}
	talk(t, dir, "my calf is swollen and I suddenly cannot breathe")
	talk(t, dir, "what are leg cramps?", "my left calf is swollen and hot after a flight")
	down = talk(t, dir, "Why do my legs ache when I lie down?")[0]
	key, _ := store.ParseKey(testDataKey)
	d, err := store.Open(t.Context(), store.Options{Dir: dir, Key: key})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := d.Rate(t.Context(), chat.Rating{Receipt: down.ID, Comment: "quokkacomment"}); err != nil {
		t.Fatal(err)
	}
	return dir, down
}

func TestReport(t *testing.T) {
	dir, down := reported(t)
	html := filepath.Join(t.TempDir(), "report.html")
	status, out, errs := runCommand(t, "", "report", "--data", dir, "--data-key", testDataKey, "--jsonl", "-", "--html", html)
	if status != exitDone {
		t.Fatalf("got status %d, %s", status, errs)
	}
	got := map[string][]map[string]any{}
	for lines := bufio.NewScanner(strings.NewReader(out)); lines.Scan(); {
		var l map[string]any
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		kind := l["kind"].(string)
		got[kind] = append(got[kind], l)
	}
	if total := got["total"][0]; total["replies"] != 8.0 || total["conversations"] != 7.0 || total["down"] != 1.0 {
		t.Errorf("total %v", total)
	}
	levels := map[any]any{}
	for _, l := range got["level"] {
		levels[l["name"]] = l["count"]
	}
	if levels["emergency"] != 1.0 || levels["urgent"] != 1.0 || levels["none"] != 6.0 {
		t.Errorf("levels %v", levels)
	}
	if len(got["rule"]) == 0 || got["rule"][0]["level"] == nil {
		t.Errorf("rules %v", got["rule"])
	}
	if d := got["disliked"]; len(d) != 1 || d[0]["receipt"] != down.ID {
		t.Errorf("disliked %v", d)
	}
	if u := got["unanswered"]; len(u) != 1 || u[0]["conversations"] != 3.0 || !strings.Contains(u[0]["words"].(string), "rid of head lice") {
		t.Errorf("unanswered %v", u)
	}
	page, err := os.ReadFile(html)
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := runCommand(t, "", "report", "--data", dir, "--data-key", testDataKey)
	for name, form := range map[string]string{"jsonl": out, "html": string(page), "text": text} {
		if !strings.Contains(form, "rid of head lice") || !strings.Contains(form, down.ID) {
			t.Errorf("%s lacks the question or the receipt: %s", name, form)
		}
		// What one or two people said stays out, names above all.
		for _, private := range []string{"quokka", "Quokka", "leeds", "football", "swollen", "lie down"} {
			if strings.Contains(form, private) {
				t.Errorf("%s shows %q", name, private)
			}
		}
	}
}

func TestReportOfOtherDaysIsEmpty(t *testing.T) {
	dir := t.TempDir()
	talk(t, dir, "what are leg cramps?")
	_, out, _ := runCommand(t, "", "report", "--data", dir, "--data-key", testDataKey, "--from", "2020-01-01", "--to", "2020-01-31", "--jsonl", "-")
	if !strings.Contains(out, `"replies":0`) {
		t.Errorf("got %s", out)
	}
	if status, _, errs := runCommand(t, "", "report", "--data", dir, "--data-key", testDataKey, "--from", "May"); status != exitUsage || !strings.Contains(errs, "--from") {
		t.Errorf("got status %d, %s", status, errs)
	}
}

// A reply becomes a case that the bench reads, with one command.
func TestReportMakesCases(t *testing.T) {
	dir := t.TempDir()
	replies := talk(t, dir, "Why do my legs ache when I lie down?", "my left calf is swollen and hot after a flight")
	for name, tt := range map[string]struct {
		id    string
		flags []string
		says  string // of the bench
	}{
		"level": {replies[1].ID, []string{"--expect", "urgent"}, "flags raised"},
		"fact":  {replies[0].ID, []string{"--fact", "restless legs|cramp", "--fact", "a, b"}, "fact"},
		"label": {replies[0].ID, []string{"--label", "answerable"}, "answerable"},
	} {
		t.Run(name, func(t *testing.T) {
			status, line, errs := runCommand(t, "", append([]string{"report", "--data", dir, "--data-key", testDataKey, "--case", tt.id}, tt.flags...)...)
			if status != exitDone || strings.Count(line, "\n") != 1 || !strings.Contains(errs, "Take out") {
				t.Fatalf("got status %d, %q, %s", status, line, errs)
			}
			file := filepath.Join(t.TempDir(), "cases.jsonl")
			if err := os.WriteFile(file, []byte(line), 0o600); err != nil {
				t.Fatal(err)
			}
			cases, err := readCases(file)
			if err != nil || len(cases) != 1 || cases[0].ID != tt.id {
				t.Fatalf("%+v, %v", cases, err)
			}
			if name == "level" && len(cases[0].Messages) != 2 {
				t.Errorf("%d messages, want the whole talk", len(cases[0].Messages))
			}
			if name == "fact" && (len(cases[0].Facts) != 2 || cases[0].Facts[1] != "a, b") {
				t.Errorf("facts %q", cases[0].Facts)
			}
			status, out, errs := runCommand(t, "", "bench", "--suite", file)
			if status != exitDone || !strings.Contains(out, tt.says) {
				t.Errorf("bench: status %d, %s %s", status, out, errs)
			}
		})
	}
	for name, flags := range map[string][]string{"none": nil, "two": {"--expect", "none", "--label", "answerable"}, "level": {"--expect", "high"}, "label": {"--label", "x"}} {
		if status, _, _ := runCommand(t, "", append([]string{"report", "--data", dir, "--data-key", testDataKey, "--case", replies[0].ID}, flags...)...); status != exitUsage {
			t.Errorf("%s: got status %d, want %d", name, status, exitUsage)
		}
	}
	if status, _, errs := runCommand(t, "", "report", "--data", dir, "--data-key", testDataKey, "--case", "rcpt_x", "--expect", "none"); status != exitFailed || !strings.Contains(errs, "not kept") {
		t.Errorf("unknown receipt: status %d, %s", status, errs)
	}
}

func TestClustersNeedThreePeople(t *testing.T) {
	e, err := retrieval.NewStatic()
	if err != nil {
		t.Fatal(err)
	}
	same := "can magnesium help with leg cramps"
	for name, tt := range map[string]struct {
		all           []asked
		shown, hidden int
	}{
		"three people":        {[]asked{{same, "a"}, {same, "b"}, {same, "c"}}, 1, 0},
		"one, three times":    {[]asked{{same, "a"}, {same, "a"}, {same, "a"}}, 0, 3},
		"three, not alike":    {[]asked{{same, "a"}, {"price of a train ticket", "b"}, {"who wrote Hamlet", "c"}}, 0, 3},
		"nobody":              {nil, 0, 0},
		"a word nobody knows": {[]asked{{"zzqx", "a"}, {"zzqx", "b"}, {"zzqx", "c"}}, 1, 0},
	} {
		shown, hidden := clusters(e, tt.all)
		if len(shown) != tt.shown || hidden != tt.hidden {
			t.Errorf("%s: %v shown, %d hidden; want %d, %d", name, shown, hidden, tt.shown, tt.hidden)
		}
	}
}

func TestRekeyCommand(t *testing.T) {
	dir := t.TempDir()
	r := talk(t, dir, "what are leg cramps?")[0]
	fresh := strings.Repeat("cd", 32)
	if status, out, errs := runCommand(t, "", "rekey", "--data", dir, "--data-key", testDataKey, "--new-data-key", fresh); status != exitDone {
		t.Fatalf("%s %s", out, errs)
	}
	if status, _, errs := runCommand(t, "", "replay", r.ID, "--data", dir, "--data-key", fresh); status != exitDone {
		t.Error(errs)
	}
	for name, args := range map[string][]string{"no new key": {"--data", dir, "--data-key", fresh}, "bad key": {"--data", dir, "--data-key", fresh, "--new-data-key", "x"}} {
		if status, _, _ := runCommand(t, "", append([]string{"rekey"}, args...)...); status != exitUsage {
			t.Errorf("%s: got status %d, want %d", name, status, exitUsage)
		}
	}
}
