// Command limber answers health questions from a corpus of articles, with a
// verbatim citation for every sentence, and sends red flags to a doctor or to
// emergency services.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// version is set by the release build.
var version = "dev"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	os.Exit(run(ctx, os.Args[1:], stdio{os.Stdin, os.Stdout, os.Stderr}))
}

// stdio are the streams of a run, so that tests can bring their own.
type stdio struct {
	in  io.Reader
	out io.Writer
	err io.Writer
}

// Exit statuses.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// errUsage marks errors in how the program was called.
var errUsage = errors.New("wrong usage")

// run is the whole program. It returns the exit status.
func run(ctx context.Context, args []string, io stdio) int {
	var c cli
	helped := false
	parser, err := kong.New(&c,
		kong.Name("limber"),
		kong.Description(about),
		kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.DefaultEnvars("LIMBER"),
		kong.Resolvers(kong.ResolverFunc(secretFile)),
		kong.Writers(io.out, io.err),
		kong.Vars{"version": version},
		kong.Exit(func(int) { helped = true }),
	)
	if err != nil {
		fmt.Fprintln(io.err, "limber:", err)
		return exitFailed
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	k, err := parser.Parse(args)
	if helped {
		return exitDone
	}
	if err != nil {
		fmt.Fprintf(io.err, "limber: %v\nRun \"limber --help\" to see the commands and their flags.\n", err)
		return exitUsage
	}
	k.BindTo(ctx, (*context.Context)(nil))
	k.Bind(io)
	k.Bind(readVariables(parser.Model, os.Environ()))
	err = k.Run()
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errUsage):
		fmt.Fprintln(io.err, "limber:", err)
		return exitUsage
	default:
		fmt.Fprintln(io.err, "limber:", err)
		return exitFailed
	}
}

const about = `Answers health questions from a corpus of articles. Every sentence carries the exact words it rests on; signs of danger are spotted first.

Try it:
  limber ask "Why do my legs ache when I lie down?"
  limber serve
  limber ingest --data ./data ./my-articles && limber serve --data ./data

Every flag can be set in the environment as LIMBER_<FLAG>; a secret also as LIMBER_<FLAG>_FILE naming a file that holds it.

Limber is not a doctor. In an emergency call your emergency number.`
