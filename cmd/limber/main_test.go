package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// runCommand runs the program in this process and returns its exit status and output.
func runCommand(t *testing.T, stdin string, args ...string) (status int, out, errs string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	status = run(context.Background(), args, stdio{strings.NewReader(stdin), &stdout, &stderr})
	return status, stdout.String(), stderr.String()
}

func TestHelpTeaches(t *testing.T) {
	status, out, _ := runCommand(t, "", "--help")
	if status != exitDone {
		t.Errorf("got status %d", status)
	}
	for _, want := range []string{"limber ask", "serve", "ingest", "search", "triage", "LIMBER_<FLAG>", "not a doctor"} {
		if !strings.Contains(out, want) {
			t.Errorf("help lacks %q", want)
		}
	}
}

func TestExitStatus(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.txt")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		args []string
		want int
		says string
	}{
		"unknown command":     {[]string{"dance"}, exitUsage, "--help"},
		"unknown flag":        {[]string{"serve", "--loud"}, exitUsage, "--loud"},
		"several faults":      {[]string{"serve", "--addr", "nowhere", "--rate-limit=-1", "--data", file}, exitUsage, "host:port"},
		"empty question":      {[]string{"ask", " "}, exitUsage, "empty"},
		"no such folder":      {[]string{"ingest", "--data", t.TempDir(), file + "/nothing"}, exitFailed, "no article"},
		"missing query file":  {[]string{"search", "--queries", file + ".none"}, exitUsage, "none"},
		"no server":           {[]string{"healthcheck", "--addr", "127.0.0.1:1"}, exitFailed, "check server"},
		"bad triage line":     {[]string{"triage", "--file", file}, exitFailed, "line 1"},
		"the rules are sound": {[]string{"triage", "--lint"}, exitDone, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			status, _, errs := runCommand(t, "", tt.args...)
			if status != tt.want || !strings.Contains(errs, tt.says) {
				t.Errorf("got status %d and %q, want %d and %q", status, errs, tt.want, tt.says)
			}
		})
	}
	_, _, errs := runCommand(t, "", "serve", "--addr", "nowhere", "--rate-limit=-1", "--data", file)
	for _, fault := range []string{"--addr", "--rate-limit", "--data"} {
		if !strings.Contains(errs, fault) {
			t.Errorf("faults %q lack %s: all are to be listed at once", errs, fault)
		}
	}
}

func TestAsk(t *testing.T) {
	status, out, errs := runCommand(t, "", "ask", "--json", "Why do my legs ache when I lie down?")
	if status != exitDone {
		t.Fatalf("got status %d, %s", status, errs)
	}
	var reply struct {
		Triage    struct{ Level string }
		Answer    struct{ Status string }
		Citations []struct{ Quote string }
	}
	if err := json.Unmarshal([]byte(out), &reply); err != nil {
		t.Fatal(err)
	}
	if reply.Triage.Level != "none" || reply.Answer.Status != "answered" || len(reply.Citations) == 0 {
		t.Errorf("got %+v", reply)
	}
	_, out, _ = runCommand(t, "", "ask", "Why do my legs ache when I lie down?")
	if !strings.Contains(out, "[1]") || !strings.Contains(out, "Sources, word for word:") || !strings.Contains(out, reply.Citations[0].Quote[:20]) {
		t.Errorf("got %q", out)
	}
}

func TestAskShowsTheNoticeFirst(t *testing.T) {
	_, out, _ := runCommand(t, "", "ask", "--locale", "en-GB", "my calf is swollen and I suddenly cannot breathe")
	if !strings.HasPrefix(out, "!! ") || !strings.Contains(out, "999") || strings.Contains(out, "word for word") {
		t.Errorf("got %q", out)
	}
}

func TestTriageKeepsOrder(t *testing.T) {
	in := `{"id":"one","messages":["my legs are tired after work"]}
{"id":"two","messages":["back pain","now I am numb between my legs and cannot pee"]}

{"id":"three","messages":["what is DVT?"]}
`
	status, out, errs := runCommand(t, in, "triage")
	if status != exitDone {
		t.Fatalf("got status %d, %s", status, errs)
	}
	var got []string
	for _, line := range strings.Split(strings.TrimSpace(out), "\n") {
		var v struct{ ID, Level string }
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			t.Fatal(err)
		}
		got = append(got, v.ID+"="+v.Level)
	}
	if want := "one=none two=emergency three=none"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

// The whole program: ingest a folder, serve it on a free port, ask, replace
// the index, reload, stop.
func TestIngestServeReloadStop(t *testing.T) {
	dir := t.TempDir()
	data, src := filepath.Join(dir, "data"), filepath.Join(dir, "src")
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(src, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(src, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("hiccups.md", "# Hiccups\n\n## What stops hiccups?\n\nHolding the breath for ten seconds can stop hiccups. Hiccups are sudden squeezes of the diaphragm.\n")
	write("bad.md", "\xff\xfe\x00\x00broken")
	status, out, errs := runCommand(t, "", "ingest", "--data", data, src)
	if status != exitFailed || !strings.Contains(out, "bad.md") || !strings.Contains(out, "1 added") {
		t.Fatalf("got status %d, %s %s", status, out, errs)
	}
	if err := os.Remove(filepath.Join(src, "bad.md")); err != nil {
		t.Fatal(err)
	}

	url, stop := startServer(t, "--data", data)
	answer := func() string {
		t.Helper()
		body := post(t, url+"/v1/chat", `{"message":"what stops hiccups?"}`)
		return body
	}
	if got := answer(); !strings.Contains(got, "Holding the breath for ten seconds can stop hiccups.") {
		t.Errorf("got %s", got)
	}
	write("hiccups.md", "# Hiccups\n\n## What stops hiccups?\n\nA spoon of sugar can stop hiccups. Hiccups are sudden squeezes of the diaphragm.\n")
	if status, out, errs = runCommand(t, "", "ingest", "--data", data, src); status != exitDone || !strings.Contains(out, "1 changed") {
		t.Fatalf("got status %d, %s %s", status, out, errs)
	}
	if got := answer(); !strings.Contains(got, "Holding the breath") {
		t.Errorf("before the reload got %s", got)
	}
	if got := post(t, url+"/admin/reload", ""); !strings.Contains(got, `"articles":1`) {
		t.Errorf("reload: %s", got)
	}
	if got := answer(); !strings.Contains(got, "spoon of sugar") || strings.Contains(got, "Holding the breath") {
		t.Errorf("after the reload got %s", got)
	}
	stop()
}

var listening = regexp.MustCompile(`http://[0-9.:]+`)

// startServer runs "limber serve" on a free port. stop ends it the way a
// signal does and checks that it ended well.
func startServer(t *testing.T, args ...string) (url string, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	out, w := io.Pipe()
	var log bytes.Buffer
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, append([]string{"serve", "--addr", "127.0.0.1:0", "--rate-limit", "0"}, args...), stdio{nil, w, &log})
		w.Close()
	}()
	line := make([]byte, 256)
	n, err := out.Read(line)
	if err != nil {
		cancel()
		t.Fatalf("the server did not start: %v %s", err, log.String())
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	stop = func() {
		cancel()
		select {
		case status := <-ended:
			if status != exitDone {
				t.Errorf("the server ended with %d: %s", status, log.String())
			}
		case <-time.After(15 * time.Second):
			t.Error("the server did not stop")
		}
	}
	return listening.FindString(string(line[:n])), stop
}

func post(t *testing.T, url, body string) string {
	t.Helper()
	res, err := http.Post(url, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// A directory that is only not there yet is made, and the log says so; one in
// a place that does not exist is refused.
func TestDataDirectoryThatIsMissing(t *testing.T) {
	dir := t.TempDir()
	status, _, errs := runCommand(t, "", "serve", "--addr", "127.0.0.1:0", "--data", filepath.Join(dir, "no", "such"))
	if status != exitUsage || !strings.Contains(errs, "check the spelling") {
		t.Errorf("got status %d, %s", status, errs)
	}
	if _, err := os.Stat(filepath.Join(dir, "no")); !os.IsNotExist(err) {
		t.Errorf("a folder was made: %v", err)
	}
	data := filepath.Join(dir, "data")
	for _, says := range []bool{true, false} {
		s := startChild(t, "--data", data)
		mustDo(t, s.Process.Signal(os.Interrupt))
		mustDo(t, s.wait(t, 20*time.Second))
		if got := strings.Contains(s.log.String(), "made the data directory"); got != says {
			t.Errorf("the log says that it was made: %v, want %v: %s", got, says, s.log)
		}
	}
}
