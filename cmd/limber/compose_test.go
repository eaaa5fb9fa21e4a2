package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
	"github.com/goccy/go-yaml"
)

// composeFile is what these tests read of docker-compose.yml.
type composeFile struct {
	Services map[string]composeService `yaml:"services"`
	Networks map[string]struct {
		Internal bool `yaml:"internal"`
	} `yaml:"networks"`
	Volumes map[string]any `yaml:"volumes"`
	Configs map[string]struct {
		Content string `yaml:"content"`
	} `yaml:"configs"`
}

type composeService struct {
	Image       string            `yaml:"image"`
	Build       map[string]string `yaml:"build"`
	Profiles    []string          `yaml:"profiles"`
	User        string            `yaml:"user"`
	ReadOnly    bool              `yaml:"read_only"`
	CapDrop     []string          `yaml:"cap_drop"`
	CapAdd      []string          `yaml:"cap_add"`
	SecurityOpt []string          `yaml:"security_opt"`
	Privileged  bool              `yaml:"privileged"`
	NetworkMode string            `yaml:"network_mode"`
	Pid         string            `yaml:"pid"`
	Ports       []string          `yaml:"ports"`
	Networks    []string          `yaml:"networks"`
	Volumes     []string          `yaml:"volumes"`
	Tmpfs       []string          `yaml:"tmpfs"`
	Environment map[string]string `yaml:"environment"`
	MemLimit    string            `yaml:"mem_limit"`
	PidsLimit   int               `yaml:"pids_limit"`
	CPUs        float64           `yaml:"cpus"`
	Healthcheck struct {
		Test []string `yaml:"test"`
	} `yaml:"healthcheck"`
}

func readCompose(t *testing.T) composeFile {
	t.Helper()
	raw, err := os.ReadFile("../../docker-compose.yml")
	if err != nil {
		t.Fatal(err)
	}
	var file composeFile
	if err := yaml.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	return file
}

// Every container runs without rights it does not need; these keys are what
// that means in docker-compose.yml.
func TestComposeIsHardened(t *testing.T) {
	services := readCompose(t).Services
	for _, name := range []string{"limber", "ollama", "prometheus", "grafana"} {
		if _, ok := services[name]; !ok {
			t.Errorf("no service %s", name)
		}
	}
	for name, s := range services {
		if s.ReadOnly && !s.Privileged && s.NetworkMode == "" && s.Pid == "" && len(s.CapAdd) == 0 {
			continue
		}
		t.Errorf("%s: want a read-only root and no rights: %+v", name, s)
	}
	for name, s := range services {
		if s.User == "" || strings.HasPrefix(s.User, "0") || strings.HasPrefix(s.User, "root") {
			t.Errorf("%s: runs as %q", name, s.User)
		}
		if !slices.Equal(s.CapDrop, []string{"ALL"}) || !slices.Equal(s.SecurityOpt, []string{"no-new-privileges:true"}) {
			t.Errorf("%s: keeps rights: drops %v, options %v", name, s.CapDrop, s.SecurityOpt)
		}
		if s.MemLimit == "" || s.PidsLimit <= 0 || s.CPUs <= 0 || len(s.Healthcheck.Test) < 2 {
			t.Errorf("%s: lacks a limit or a healthcheck: memory %q, processes %d, cores %v, %v", name, s.MemLimit, s.PidsLimit, s.CPUs, s.Healthcheck.Test)
		}
		for _, p := range s.Ports {
			if !strings.HasPrefix(p, "127.0.0.1:") {
				t.Errorf("%s: port %s is open to every network", name, p)
			}
		}
		for _, m := range s.Tmpfs {
			if !strings.Contains(m, "size=") {
				t.Errorf("%s: %s may fill the memory", name, m)
			}
		}
	}
	if got := services["limber"].Healthcheck.Test; !slices.Equal(got, []string{"CMD", "/limber", "healthcheck"}) {
		t.Errorf("limber is checked by %v", got)
	}
}

// Nothing but limber starts unless it is asked for, and what a model or a
// monitor can reach is bounded.
func TestComposeProfilesAndNetworks(t *testing.T) {
	file := readCompose(t)
	for name, s := range file.Services {
		if (len(s.Profiles) == 0) != (name == "limber") {
			t.Errorf("%s: profiles %v", name, s.Profiles)
		}
		for _, n := range s.Networks {
			if _, ok := file.Networks[n]; !ok {
				t.Errorf("%s: no network %s", name, n)
			}
		}
	}
	for name, networks := range map[string][]string{"ollama": {"models"}, "prometheus": {"metrics"}} {
		if got := file.Services[name].Networks; !slices.Equal(got, networks) || !file.Networks[networks[0]].Internal {
			t.Errorf("%s reaches %v", name, got)
		}
	}
}

// What compose sets must be settings that the server starts with, without a
// model and with one.
func TestComposeSettingsAreAccepted(t *testing.T) {
	set := readCompose(t).Services["limber"].Environment
	for _, tt := range []struct {
		env  map[string]string
		want modelFlags
	}{
		{nil, modelFlags{}},
		{map[string]string{"LIMBER_MODEL_PROVIDER": "ollama"}, modelFlags{ModelProvider: "ollama", Model: "qwen2.5:3b", ModelURL: "http://ollama:11434"}},
		{map[string]string{"LIMBER_MODEL_PROVIDER": "ollama", "LIMBER_MODEL": "small:1b"}, modelFlags{ModelProvider: "ollama", Model: "small:1b", ModelURL: "http://ollama:11434"}},
	} {
		got := modelFlags{
			ModelProvider: interpolate(set["LIMBER_MODEL_PROVIDER"], tt.env),
			Model:         interpolate(set["LIMBER_MODEL"], tt.env),
			ModelURL:      interpolate(set["LIMBER_MODEL_URL"], tt.env),
		}
		if got != tt.want {
			t.Errorf("with %v compose sets %+v, want %+v", tt.env, got, tt.want)
		}
		got.ModelTimeout, got.ModelParallel = time.Second, 1
		if err := got.check(); err != nil {
			t.Errorf("with %v the server does not start: %v", tt.env, err)
		}
	}
}

// The same for an embedder.
func TestComposeEmbedderIsAccepted(t *testing.T) {
	set := readCompose(t).Services["limber"].Environment
	for _, env := range []map[string]string{nil, {"LIMBER_EMBEDDER_PROVIDER": "ollama", "LIMBER_EMBEDDER_MODEL": "bge-m3"}} {
		got := embedderFlags{
			EmbedderProvider: interpolate(set["LIMBER_EMBEDDER_PROVIDER"], env),
			EmbedderModel:    interpolate(set["LIMBER_EMBEDDER_MODEL"], env),
			EmbedderURL:      interpolate(set["LIMBER_EMBEDDER_URL"], env),
		}
		want := embedderFlags{EmbedderProvider: env["LIMBER_EMBEDDER_PROVIDER"], EmbedderModel: env["LIMBER_EMBEDDER_MODEL"]}
		if env != nil {
			want.EmbedderURL = "http://ollama:11434"
		}
		if err := got.check(); err != nil || got != want {
			t.Errorf("with %v compose sets %+v, want %+v: %v", env, got, want, err)
		}
	}
}

// interpolate does what compose does with a value that is one ${NAME:-other}
// or ${NAME:+other}, where other may be one again.
func interpolate(value string, env map[string]string) string {
	inner, ok := strings.CutPrefix(value, "${")
	if !ok {
		return value
	}
	inner = strings.TrimSuffix(inner, "}")
	name, rest, _ := strings.Cut(inner, ":")
	instead := rest[0] == '-'
	switch set := env[name] != ""; {
	case set && instead:
		return env[name]
	case set != instead:
		return interpolate(rest[1:], env)
	default:
		return ""
	}
}

// What is mounted exists: a named volume, or a file of ours that is read-only.
func TestComposeVolumes(t *testing.T) {
	file := readCompose(t)
	for name, s := range file.Services {
		for _, v := range s.Volumes {
			from, to, _ := strings.Cut(v, ":")
			if !strings.HasPrefix(from, ".") {
				if _, ok := file.Volumes[from]; !ok {
					t.Errorf("%s: no volume %s", name, from)
				}
				continue
			}
			if _, err := os.Stat(filepath.Join("../..", from)); err != nil || !strings.HasSuffix(to, ":ro") {
				t.Errorf("%s: %s: %v, want a file that is mounted read-only", name, v, err)
			}
		}
	}
	if len(file.Configs) == 0 {
		t.Error("no configs")
	}
	for name, c := range file.Configs {
		var v map[string]any
		if err := yaml.Unmarshal([]byte(c.Content), &v); err != nil || len(v) == 0 {
			t.Errorf("config %s: %v", name, err)
		}
	}
}

// pinned matches an image with an exact version or a digest.
var pinned = regexp.MustCompile(`(:v?\d+\.\d+\.\d+[\w.-]*|@sha256:[0-9a-f]{64})$`)

func TestImagesArePinned(t *testing.T) {
	images := map[string]string{}
	for name, s := range readCompose(t).Services {
		if s.Build == nil {
			images[name] = s.Image
		}
	}
	for _, line := range dockerfile(t) {
		if image, ok := strings.CutPrefix(line, "FROM "); ok {
			images["Dockerfile "+image], _, _ = strings.Cut(image, " ")
		}
	}
	if len(images) < 5 {
		t.Fatalf("found only %v", images)
	}
	for where, image := range images {
		if !pinned.MatchString(image) {
			t.Errorf("%s: %s has no exact version", where, image)
		}
	}
}

// dockerfile returns the lines of the Dockerfile, continued ones joined.
func dockerfile(t *testing.T) []string {
	t.Helper()
	raw, err := os.ReadFile("Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.ReplaceAll(string(raw), "\\\n", " "), "\n")
}

func TestDockerfile(t *testing.T) {
	lines := dockerfile(t)
	last := slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, "distroless/static") })
	if last < 0 {
		t.Fatal("the last stage is not distroless")
	}
	for _, want := range []string{"USER nonroot", "HEALTHCHECK ", `ENTRYPOINT ["/limber"]`} {
		if !slices.ContainsFunc(lines[last:], func(l string) bool { return strings.HasPrefix(l, want) }) {
			t.Errorf("the last stage lacks %s", want)
		}
	}
	if slices.ContainsFunc(lines[last:], func(l string) bool { return strings.HasPrefix(l, "RUN ") || strings.HasPrefix(l, "ADD ") }) {
		t.Error("the last stage runs or downloads something")
	}
	build := strings.Join(lines[:last], "\n")
	for _, want := range []string{"CGO_ENABLED=0", "-trimpath", "-buildvcs=false", "go mod verify"} {
		if !strings.Contains(build, want) {
			t.Errorf("the build lacks %s", want)
		}
	}
}

// Every variable that the files set is one that the program knows.
func TestVariablesAreFlags(t *testing.T) {
	parser, err := kong.New(&cli{}, kong.DefaultEnvars("LIMBER"), kong.Vars{"version": "x"})
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	nodes := []*kong.Node{parser.Model.Node}
	for len(nodes) > 0 {
		n := nodes[0]
		nodes = append(nodes[1:], n.Children...)
		for _, f := range n.Flags {
			for _, e := range f.Envs {
				known[e] = true
				if f.Tag.Has("secret") {
					known[e+"_FILE"] = true
				}
			}
		}
	}
	raw, err := os.ReadFile("../../docker-compose.yml")
	if err != nil {
		t.Fatal(err)
	}
	text := string(raw) + strings.Join(dockerfile(t), "\n")
	names := regexp.MustCompile(`LIMBER_[A-Z_]+`).FindAllString(text, -1)
	if len(known) < 10 || len(names) < 5 {
		t.Fatalf("%d flags, variables %v", len(known), names)
	}
	for _, name := range names {
		if !known[name] {
			t.Errorf("%s is no flag", name)
		}
	}
}
