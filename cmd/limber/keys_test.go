package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func mustWrite(t *testing.T, name, text string) {
	t.Helper()
	mustDo(t, os.WriteFile(name, []byte(text), 0o600))
}

// A key is made, used, rotated and revoked while the server runs.
func TestKeysOfARunningServer(t *testing.T) {
	data := t.TempDir()
	keys := func(args ...string) string {
		t.Helper()
		status, out, errs := runCommand(t, "", append([]string{"keys", args[0], "--data", data}, args[1:]...)...)
		if status != exitDone {
			t.Fatalf("%v: %s", args, errs)
		}
		return strings.TrimSpace(out)
	}
	first := keys("add", "--name", "clinic", "--scope", "chat,search")
	url, stop := startServer(t, "--data", data, "--require-key")
	defer stop()
	get := func(key string) int {
		t.Helper()
		req, _ := http.NewRequest("GET", url+"/v1/articles", nil)
		req.Header.Set("Authorization", "Bearer "+key)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		return res.StatusCode
	}
	becomes := func(key string, want int) {
		t.Helper()
		for range 40 {
			if get(key) == want {
				return
			}
			time.Sleep(100 * time.Millisecond)
		}
		t.Errorf("a key gets %d, want %d", get(key), want)
	}
	becomes(first, 200)
	if get("") != 401 || get("lk_x_y") != 401 {
		t.Error("no key, or a wrong one, was taken")
	}
	id := strings.Split(first, "_")[1]
	second := keys("rotate", id, "--overlap", "1h")
	becomes(second, 200)
	becomes(first, 200)
	keys("revoke", id)
	becomes(first, 401)
	becomes(second, 200)
	if list := keys("list"); strings.Contains(list, second) || !strings.Contains(list, "revoked") || !strings.Contains(list, "active") {
		t.Errorf("the list shows %s", list)
	}
	site := keys("add", "--name", "site", "--origin", "https://clinic.example")
	if list := keys("list"); !strings.HasPrefix(site, "pk_") || !strings.Contains(list, site) {
		t.Errorf("a public key is %s and the list %s", site, list)
	}
	for _, args := range [][]string{{"keys", "add", "--name", "x"}, {"keys", "add", "--name", "x", "--data", data, "--scope", "root"}, {"keys", "revoke", "nobody", "--data", data}, {"serve", "--require-key"}} {
		if status, _, errs := runCommand(t, "", args...); status == exitDone || errs == "" {
			t.Errorf("%v ended with %d and %q", args, status, errs)
		}
	}
}

func TestMisspeltSetting(t *testing.T) {
	t.Setenv("LIMBER_RATE_LIMTI", "5")
	t.Setenv("LIMBER_ADMIN_TOKEM_FILE", "/x")
	t.Setenv("LIMBER_SOMETHING_ELSE", "5")
	status, _, errs := runCommand(t, "", "serve", "--addr", "nowhere", "--trusted-proxies", "x", "--max-streams", "0")
	if status != exitUsage {
		t.Errorf("got status %d", status)
	}
	for _, want := range []string{"LIMBER_RATE_LIMTI", "did you mean LIMBER_RATE_LIMIT?", "did you mean LIMBER_ADMIN_TOKEN_FILE?", "--addr", "--trusted-proxies", "--max-streams"} {
		if !strings.Contains(errs, want) {
			t.Errorf("%q is not among the faults: %s", want, errs)
		}
	}
	if strings.Contains(errs, "SOMETHING") {
		t.Errorf("a variable that is like no setting is a fault: %s", errs)
	}
}

func TestAdminListener(t *testing.T) {
	c := startChild(t, "--admin-addr", "127.0.0.1:0", "--data", filepath.Join(t.TempDir(), "none"))
	admin := c.admin(t)
	for url, want := range map[string]int{c.url + "/metrics": 404, admin + "/metrics": 200, admin + "/healthz": 200, admin + "/readyz": 200, admin + "/v1/articles": 404, c.url + "/v1/articles": 200} {
		res, err := http.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("%s: got %d, want %d", url, res.StatusCode, want)
		}
	}
	if got := post(t, admin+"/admin/reload", ""); !strings.Contains(got, "articles") {
		t.Errorf("reload: %s", got)
	}
}

func TestObservabilityFiles(t *testing.T) {
	for what, want := range map[string]string{"dashboard": `"title": "Limber"`, "alerts": "alert: LimberGuardFault"} {
		if status, out, _ := runCommand(t, "", "observability", what); status != exitDone || !strings.Contains(out, want) {
			t.Errorf("%s: got status %d and %.100s", what, status, out)
		}
	}
}
