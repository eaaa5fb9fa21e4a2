package slackfake

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"time"
)

// Event is a delivery of the Events API around an inner event.
func Event(id string, inner map[string]any) []byte {
	b, _ := json.Marshal(map[string]any{
		"type": "event_callback", "token": "unused", "team_id": Team, "api_app_id": "A0FAKE",
		"event_id": id, "event_time": time.Now().Unix(), "event": inner,
		"authorizations": []map[string]any{{"team_id": Team, "user_id": BotUser, "is_bot": true}},
	})
	return b
}

// Signature signs a body as Slack does.
func Signature(secret, timestamp string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "v0:%s:%s", timestamp, body)
	return "v0=" + hex.EncodeToString(mac.Sum(nil))
}

// Signed is a delivery as an HTTP request, signed now. Bodies that are not
// JSON are forms.
func Signed(path string, body []byte) *http.Request {
	r := httptest.NewRequest(http.MethodPost, path, bytes.NewReader(body))
	Sign(r, body)
	return r
}

// Sign adds the headers of a delivery signed now.
func Sign(r *http.Request, body []byte) {
	kind := "application/x-www-form-urlencoded"
	if bytes.HasPrefix(body, []byte("{")) {
		kind = "application/json"
	}
	now := fmt.Sprint(time.Now().Unix())
	r.Header.Set("Content-Type", kind)
	r.Header.Set("X-Slack-Request-Timestamp", now)
	r.Header.Set("X-Slack-Signature", Signature(Secret, now, body))
}

// Command is the form of a slash command.
func Command(user, text, trigger, hook string) []byte {
	return []byte(url.Values{
		"command": {"/limber"}, "text": {text}, "team_id": {Team}, "user_id": {user}, "channel_id": {"C1"},
		"channel_name": {"general"}, "trigger_id": {trigger}, "response_url": {hook}, "token": {"unused"},
	}.Encode())
}

// Press is the form of a press on a button under a message.
func Press(user string, at Message, action, value, trigger, hook string) []byte {
	payload, _ := json.Marshal(map[string]any{
		"type": "block_actions", "trigger_id": trigger, "response_url": hook,
		"team": map[string]any{"id": Team}, "user": map[string]any{"id": user, "team_id": Team},
		"channel": map[string]any{"id": at.Channel},
		"message": map[string]any{"ts": at.TS, "thread_ts": at.Thread},
		"actions": []map[string]any{{"type": "button", "action_id": action, "value": value, "action_ts": trigger}},
	})
	return []byte(url.Values{"payload": {string(payload)}}.Encode())
}

// Transport calls a handler without a network.
type Transport struct{ Handler http.Handler }

// RoundTrip answers a request from the handler.
func (t Transport) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	in := r.Clone(r.Context())
	in.RequestURI = strings.TrimPrefix(r.URL.String(), r.URL.Scheme+"://"+r.URL.Host)
	if in.Body == nil {
		in.Body = http.NoBody
	}
	t.Handler.ServeHTTP(w, in)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return w.Result(), nil
}
