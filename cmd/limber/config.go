package main

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
)

// cli is the whole configuration: one struct for each command, with defaults,
// flags and environment twins.
type cli struct {
	Serve       serveCmd         `cmd:"" help:"Start the server: JSON, event streams and pages."`
	Ask         askCmd           `cmd:"" help:"Ask one question in the terminal."`
	Chat        chatCmd          `cmd:"" help:"Talk in the terminal; what you said earlier counts."`
	Ingest      ingestCmd        `cmd:"" help:"Bring the index to exactly these articles (.md .html .pdf .docx .txt .jsonl)."`
	Search      searchCmd        `cmd:"" help:"Search in bulk and write a TREC run."`
	Triage      triageCmd        `cmd:"" help:"Red-flag verdicts only: JSON lines in, JSON lines out."`
	Slack       slackCmd         `cmd:"" help:"Set up the Slack bot."`
	Bench       benchCmd         `cmd:"" help:"Measure quality on evaluation suites."`
	Replay      replayCmd        `cmd:"" help:"Make a recorded reply again and show what differs."`
	Report      reportCmd        `cmd:"" help:"Say what was asked, flagged, refused and disliked; turn a reply into a test case."`
	Backup      backupCmd        `cmd:"" help:"Copy conversations and index to a folder, also while a server runs."`
	Restore     restoreCmd       `cmd:"" help:"Put a backup back, also while a server runs."`
	Keys        keysCmd          `cmd:"" help:"Make, list, rotate and revoke API keys."`
	Observe     observeCmd       `cmd:"" name:"observability" help:"Print the Grafana dashboard or the Prometheus alert rules."`
	Rekey       rekeyCmd         `cmd:"" help:"Change the key that seals what people write; the server must be stopped."`
	Healthcheck healthcheckCmd   `cmd:"" help:"Ask a running server whether it is ready; exit status 0 if so."`
	Version     kong.VersionFlag `env:"-" help:"Print the version and stop."`
}

// dataFlag names the data directory.
type dataFlag struct {
	Data string `help:"Directory that holds the ingested index and, for a server, its conversations. Empty, or without an index in it: the built-in corpus." type:"path" placeholder:"DIR"`
}

// serveCmd is the configuration of "limber serve".
type serveCmd struct {
	indexFlags
	storeFlags
	modelFlags
	gateFlags
	slackFlags
	Addr      string `help:"Address to listen on, host:port. Port 0 picks a free one." default:"127.0.0.1:8080"`
	LogLevel  string `help:"Least severe log line: ${enum}." enum:"debug,info,warn,error" default:"info"`
	LogFormat string `help:"Form of the log on standard error: ${enum}." enum:"json,text" default:"text"`
}

// validate reports every fault of the configuration at once, each with what
// to do about it.
func (s *serveCmd) validate(env variables) error {
	var faults []error
	if _, _, err := net.SplitHostPort(s.Addr); err != nil {
		faults = append(faults, fmt.Errorf("--addr %q is not host:port; try 127.0.0.1:8080", s.Addr))
	}
	if err := env.check(); err != nil {
		faults = append(faults, err)
	}
	if err := s.gateFlags.check(s.Data); err != nil {
		faults = append(faults, err)
	}
	if err := s.dataFlag.check(); err != nil {
		faults = append(faults, err)
	}
	if err := s.storeFlags.check(); err != nil {
		faults = append(faults, err)
	}
	if err := s.modelFlags.check(); err != nil {
		faults = append(faults, err)
	}
	if err := s.checkEmbedder(); err != nil {
		faults = append(faults, err)
	}
	if err := s.slackFlags.check(); err != nil {
		faults = append(faults, err)
	}
	if len(faults) > 0 {
		return fmt.Errorf("%w: %w", errUsage, errors.Join(faults...))
	}
	return nil
}

// check refuses what is probably a slip of the pen: conversations would land
// where nobody looks for them.
func (d dataFlag) check() error {
	if d.Data == "" {
		return nil
	}
	info, err := os.Stat(d.Data)
	if err == nil && !info.IsDir() {
		return fmt.Errorf("--data %q is a file; name a directory", d.Data)
	}
	parent := filepath.Dir(filepath.Clean(d.Data))
	if _, perr := os.Stat(parent); errors.Is(err, fs.ErrNotExist) && errors.Is(perr, fs.ErrNotExist) {
		return fmt.Errorf("--data %q cannot be made, for %q does not exist; check the spelling, or make that first", d.Data, parent)
	}
	return nil
}

// create makes the directory unless it exists, and logs that.
func (d dataFlag) create(log *slog.Logger) error {
	if d.Data == "" {
		return nil
	}
	err := os.Mkdir(d.Data, 0o750)
	switch {
	case errors.Is(err, fs.ErrExist):
		return nil
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return nil // the store says it, and the server answers without one
	case err != nil:
		return fmt.Errorf("make data directory: %w", err)
	}
	log.Info("made the data directory; it was not there", "dir", d.Data)
	return nil
}

// secretFile gives a secret flag the content of the file that
// LIMBER_<FLAG>_FILE names.
func secretFile(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	if flag.Tag == nil || !flag.Tag.Has("secret") {
		return nil, nil
	}
	env := "LIMBER_" + strings.ToUpper(strings.ReplaceAll(flag.Name, "-", "_"))
	file := os.Getenv(env + "_FILE")
	if file == "" {
		return nil, nil
	}
	if os.Getenv(env) != "" {
		return nil, fmt.Errorf("both %s and %s_FILE are set; keep one", env, env)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read secret: %w", err)
	}
	return strings.TrimRight(string(b), "\r\n"), nil
}
