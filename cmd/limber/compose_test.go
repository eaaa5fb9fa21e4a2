package main

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// The container runs without rights it does not need; these keys are what
// that means in docker-compose.yml.
func TestComposeIsHardened(t *testing.T) {
	raw, err := os.ReadFile("../../docker-compose.yml")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Services map[string]struct {
			ReadOnly    bool           `yaml:"read_only"`
			CapDrop     []string       `yaml:"cap_drop"`
			SecurityOpt []string       `yaml:"security_opt"`
			Privileged  bool           `yaml:"privileged"`
			Ports       []string       `yaml:"ports"`
			MemLimit    string         `yaml:"mem_limit"`
			PidsLimit   int            `yaml:"pids_limit"`
			Healthcheck map[string]any `yaml:"healthcheck"`
		} `yaml:"services"`
	}
	if err := yaml.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Services) == 0 {
		t.Fatal("no service")
	}
	for name, s := range file.Services {
		if !s.ReadOnly || s.Privileged || s.MemLimit == "" || s.PidsLimit == 0 || s.Healthcheck == nil {
			t.Errorf("%s: want a read-only root, limits and a healthcheck: %+v", name, s)
		}
		if !slices.Equal(s.CapDrop, []string{"ALL"}) || !slices.Contains(s.SecurityOpt, "no-new-privileges:true") {
			t.Errorf("%s: keeps rights: drops %v, options %v", name, s.CapDrop, s.SecurityOpt)
		}
		for _, p := range s.Ports {
			if !strings.HasPrefix(p, "127.0.0.1:") {
				t.Errorf("%s: port %s is open to every network", name, p)
			}
		}
	}
}

func TestDockerfile(t *testing.T) {
	raw, err := os.ReadFile("Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"CGO_ENABLED=0", "distroless/static", "USER nonroot", `HEALTHCHECK`, `["/limber", "healthcheck"]`} {
		if !strings.Contains(string(raw), want) {
			t.Errorf("Dockerfile lacks %s", want)
		}
	}
}
