package embedfake_test

import (
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/limber-health/limber/retrieval/embedfake"
)

// nodeEnv names the folder of OpenAI's client; api/clients/run.sh sets it.
const nodeEnv = "LIMBER_CLIENTS_NODE"

func lengths(text string) []float32 { return []float32{float32(len(text)), 1, 0.5} }

// TestOfficialClient holds the server against OpenAI's own client.
func TestOfficialClient(t *testing.T) {
	dir := os.Getenv(nodeEnv)
	if dir == "" {
		t.Skip("runs in api/clients/run.sh")
	}
	s := embedfake.New(lengths)
	defer s.Close()
	cmd := exec.Command("node", "--test", "embeddings.test.mjs")
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "EMBEDDINGS_URL="+s.URL)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if !s.HasSeenKey("sesame") || s.Tries() < 3 {
		t.Errorf("%d requests came; the key was seen: %v", s.Tries(), s.HasSeenKey("sesame"))
	}
}

// What OpenAI refuses is refused.
func TestRefuses(t *testing.T) {
	s := embedfake.New(lengths)
	defer s.Close()
	for body, want := range map[string]int{
		`{"model":"m","input":["a","b"]}`: http.StatusOK, `{"model":"m","input":"a","encoding_format":"float"}`: http.StatusOK,
		`{"model":"m","input":[]}`: http.StatusBadRequest, `{"model":"m","input":[""]}`: http.StatusBadRequest, `{"model":"m"}`: http.StatusBadRequest,
		`{"input":["a"]}`: http.StatusBadRequest, `{"model":"m","input":["a"],"x":1}`: http.StatusBadRequest, `[`: http.StatusBadRequest,
	} {
		res, err := http.Post(s.URL+"/embeddings", "application/json", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		got, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("%s: got %d %s, want %d", body, res.StatusCode, got, want)
		}
	}
}
