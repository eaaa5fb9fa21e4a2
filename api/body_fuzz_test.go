package api

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzBody gives bytes to the reader of request bodies: what it lets through
// means the same to every other reader of JSON.
func FuzzBody(f *testing.F) {
	f.Add([]byte(`{"message":"why do my legs ache?","locale":"en-GB"}`))
	f.Add([]byte(`{"message":"a","message":"b"}`))
	f.Add([]byte(`{"message":"\ud800"} x`))
	f.Add([]byte(strings.Repeat("[", 20000)))
	doc, err := loadSpec()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		value, err := parseJSON(body)
		if err != nil {
			return
		}
		if !utf8.Valid(body) || !json.Valid(body) {
			t.Fatalf("let through: %q", body)
		}
		if doc.bodies["chat"].VisitJSON(value) != nil {
			return
		}
		fields, ok := value.(map[string]any)
		if message, isText := fields["message"].(string); !ok || !isText || message == "" {
			t.Errorf("the schema lets %q through", body)
		}
	})
}
