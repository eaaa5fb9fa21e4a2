package main

import (
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// FuzzConfig gives flags to the command line: a wrong one is an error that
// names it, and never a panic or a secret on the screen.
func FuzzConfig(f *testing.F) {
	f.Add("127.0.0.1:8080", "120", "https://www.example.org", "0123456789abcdef")
	f.Add("nowhere", "-1", "*", "short")
	f.Add("[::1]:0", "1e9", "https://a b", "\x00")
	f.Fuzz(func(t *testing.T, addr, rate, origins, token string) {
		var c cli
		parser, err := kong.New(&c, kong.DefaultEnvars("LIMBER"), kong.Vars{"version": "x"}, kong.Exit(func(int) {}))
		if err != nil {
			t.Fatal(err)
		}
		_, err = parser.Parse([]string{"serve", "--addr=" + addr, "--rate-limit=" + rate, "--origins=" + origins, "--admin-token=" + token})
		if err == nil {
			err = c.Serve.validate(variables{})
		}
		if err != nil && len(token) >= 8 && !strings.Contains(addr+rate+origins, token) && strings.Contains(err.Error(), token) {
			t.Errorf("the fault %q names the secret", err)
		}
	})
}
