package store_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/limber-health/limber/chat"
	"github.com/limber-health/limber/chat/store"
)

var otherKey = bytes.Repeat([]byte{9}, store.KeySize)

func TestRekey(t *testing.T) {
	for name, before := range map[string][]byte{"sealed": testKey, "clear": nil} {
		t.Run(name, func(t *testing.T) {
			o := store.Options{Dir: t.TempDir(), Key: before}
			d := open(t, o)
			fill(t, d)
			want := mustLoad(t, d, "conv_0")
			if err := store.Rekey(t.Context(), o, otherKey); !errors.Is(err, store.ErrLocked) {
				t.Errorf("beside a server: %v, want ErrLocked", err)
			}
			if err := d.Close(); err != nil {
				t.Fatal(err)
			}
			if err := store.Rekey(t.Context(), o, nil); err == nil {
				t.Error("no new key: it was taken")
			}
			if err := store.Rekey(t.Context(), o, otherKey); err != nil {
				t.Fatal(err)
			}
			if _, err := store.Open(t.Context(), o); !errors.Is(err, store.ErrKey) {
				t.Errorf("the old key still opens it: %v", err)
			}
			o.Key = otherKey
			d = open(t, o)
			if diff := same(want, mustLoad(t, d, "conv_0")); diff != "" {
				t.Errorf("(-before +after):\n%s", diff)
			}
			if found := findCanary(t, o.Dir); len(found) > 0 {
				t.Errorf("the text is readable in %v", found)
			}
			if err := d.Erase(ctx, "conv_0"); err != nil {
				t.Error(err)
			}
		})
	}
}

// The first start with a key seals what was stored without one.
func TestFirstKeySealsWhatIsThere(t *testing.T) {
	o := store.Options{Dir: t.TempDir()}
	d := open(t, o)
	fill(t, d)
	o.Key = testKey
	d = reopen(t, d, o)
	if found := findCanary(t, o.Dir); len(found) > 0 {
		t.Errorf("the text is readable in %v", found)
	}
	if mustLoad(t, d, "conv_0").Turns[0].Message != canary {
		t.Error("the text cannot be read with the key")
	}
	if err := d.Rate(ctx, chat.Rating{Receipt: "rcpt_conv_0_0", At: start}); err != nil {
		t.Error(err)
	}
}

// A rekey that fails changes nothing.
func TestRekeyIsWhole(t *testing.T) {
	o := store.Options{Dir: t.TempDir(), Key: testKey}
	d := open(t, o)
	fill(t, d)
	d.SpoilKey(t, "conv_9")
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if err := store.Rekey(t.Context(), o, otherKey); err == nil {
		t.Fatal("a key that cannot be unwrapped went unseen")
	}
	if mustLoad(t, open(t, o), "conv_0").Turns[0].Message != canary {
		t.Error("another conversation was changed")
	}
	if _, err := os.Stat(filepath.Join(o.Dir, store.FileName)); err != nil {
		t.Error(err)
	}
}
