package main

import (
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/limber-health/limber/api/gate"
)

// keysCmd makes and ends API keys. A running server notices within a second.
type keysCmd struct {
	Add    keysAddCmd    `cmd:"" help:"Make a key and print it. It is shown this once."`
	List   keysListCmd   `cmd:"" help:"List the keys, without the secret ones themselves."`
	Rotate keysRotateCmd `cmd:"" help:"Make a new key in place of one, which goes on for a while."`
	Revoke keysRevokeCmd `cmd:"" help:"End a key at once."`
}

// keysPlace is where the keys are kept.
type keysPlace struct {
	dataFlag
	keysFlag
}

func (p keysPlace) book() (gate.Book, error) {
	path := p.path(p.Data)
	if path == "" {
		return gate.Book{}, fmt.Errorf("%w: say where the keys are kept, with --data or --keys-file", errUsage)
	}
	return gate.Book{Path: path}, nil
}

type keysAddCmd struct {
	keysPlace
	Name    string        `help:"Whose key it is." required:""`
	Scope   []gate.Scope  `help:"What it opens, separated by commas: chat, search, admin." default:"chat"`
	Origin  []string      `help:"Make a public key for the pages of these sites, separated by commas. It may stand in their HTML." placeholder:"ORIGIN,..."`
	Rate    int           `help:"Requests a minute; 0: the server's --rate-limit." default:"0"`
	Expires time.Duration `help:"How long it is good, such as 2160h; 0: until it is revoked." default:"0s"`
}

func (a *keysAddCmd) Run(std stdio) error {
	book, err := a.book()
	if err != nil {
		return err
	}
	n := gate.NewKey{Name: a.Name, Scopes: a.Scope, Origins: a.Origin, PerMinute: a.Rate}
	if a.Expires > 0 {
		n.Expires = time.Now().Add(a.Expires).UTC()
	}
	if err := n.Check(); err != nil || a.Expires < 0 {
		return fmt.Errorf("%w: %w", errUsage, errors.Join(err, negative("--expires", a.Expires)))
	}
	whole, k, err := book.Add(n, time.Now())
	if err != nil {
		return err
	}
	fmt.Fprintln(std.out, whole)
	if k.IsPublic() {
		fmt.Fprintf(std.err, "Put it into the tag on %s: <limber-chat key=\"%s\"></limber-chat>\n", strings.Join(k.Origins, ", "), whole)
		return nil
	}
	fmt.Fprintf(std.err, "Key %s of %q. It is not stored and cannot be shown again. Send it as: Authorization: Bearer %s…\n", k.ID, k.Name, whole[:len(k.ID)+3])
	return nil
}

func negative(flag string, d time.Duration) error {
	if d < 0 {
		return fmt.Errorf("%s is negative", flag)
	}
	return nil
}

type keysListCmd struct{ keysPlace }

func (l *keysListCmd) Run(std stdio) error {
	book, err := l.book()
	if err != nil {
		return err
	}
	keys, err := book.Keys()
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(std.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tNAME\tSCOPES\tSTATE\tCREATED\tEXPIRES\tFOR")
	for _, k := range keys {
		expires, use := "never", "servers"
		if !k.Expires.IsZero() {
			expires = k.Expires.Format(time.RFC3339)
		}
		if k.IsPublic() {
			use = "pages of " + strings.Join(k.Origins, ", ") + ": " + k.Public
		}
		scopes := make([]string, len(k.Scopes))
		for i, s := range k.Scopes {
			scopes[i] = string(s)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", k.ID, k.Name, strings.Join(scopes, ","), k.State(time.Now()), k.Created.Format(time.RFC3339), expires, use)
	}
	return w.Flush()
}

type keysRotateCmd struct {
	keysPlace
	ID      string        `arg:"" help:"Id of the key, as limber keys list shows it."`
	Overlap time.Duration `help:"How long the old key still works." default:"24h"`
}

func (r *keysRotateCmd) Run(std stdio) error {
	book, err := r.book()
	if err != nil {
		return err
	}
	if err := negative("--overlap", r.Overlap); err != nil {
		return fmt.Errorf("%w: %w", errUsage, err)
	}
	whole, k, err := book.Rotate(r.ID, r.Overlap, time.Now())
	if err != nil {
		return fmt.Errorf("rotate key: %w", err)
	}
	fmt.Fprintln(std.out, whole)
	fmt.Fprintf(std.err, "Key %s takes the place of %s, which works for %s more.\n", k.ID, r.ID, r.Overlap)
	return nil
}

type keysRevokeCmd struct {
	keysPlace
	ID string `arg:"" help:"Id of the key, as limber keys list shows it."`
}

func (r *keysRevokeCmd) Run(std stdio) error {
	book, err := r.book()
	if err != nil {
		return err
	}
	if err := book.Revoke(r.ID, time.Now()); err != nil {
		return fmt.Errorf("revoke key: %w", err)
	}
	fmt.Fprintf(std.err, "Key %s is revoked.\n", r.ID)
	return nil
}
