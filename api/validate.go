package api

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/gin-gonic/gin"
)

//go:embed openapi.yaml
var openapiYAML []byte

// A spec is the OpenAPI document that requests are validated from.
type spec struct {
	json   []byte
	bodies map[string]*openapi3.Schema // by operation id
}

// loadSpec reads and checks the embedded document.
func loadSpec() (*spec, error) {
	doc, err := openapi3.NewLoader().LoadFromData(openapiYAML)
	if err != nil {
		return nil, fmt.Errorf("read openapi document: %w", err)
	}
	s := &spec{bodies: map[string]*openapi3.Schema{}}
	for _, item := range doc.Paths.Map() {
		for _, op := range item.Operations() {
			if op.RequestBody != nil {
				s.bodies[op.OperationID] = op.RequestBody.Value.Content.Get("application/json").Schema.Value
			}
		}
	}
	if s.json, err = doc.MarshalJSON(); err != nil {
		return nil, fmt.Errorf("write openapi document: %w", err)
	}
	return s, nil
}

// Body limits in bytes. A message of 4,000 characters takes at most 48,000
// bytes when every one is written as two JSON escapes.
const (
	maxBody       = 64 << 10
	maxTriageBody = 1 << 20
)

// decode reads the request body, checks it against the operation's schema and
// fills into.
func (s *Server) decode(c *gin.Context, operation string, into any) error {
	_, err := s.decodeBody(c, operation, into)
	return err
}

// decodeBody also returns the body.
func (s *Server) decodeBody(c *gin.Context, operation string, into any) ([]byte, error) {
	body, err := readBody(c, operation)
	if err != nil {
		return nil, err
	}
	value, err := parseJSON(body)
	if err != nil {
		return nil, err
	}
	if err := s.spec.bodies[operation].VisitJSON(value); err != nil {
		return nil, schemaProblem(err)
	}
	if err := json.Unmarshal(body, into); err != nil {
		return nil, newProblem(http.StatusBadRequest, "the request body does not have the documented shape")
	}
	return body, nil
}

func readBody(c *gin.Context, operation string) ([]byte, error) {
	if t, _, err := mime.ParseMediaType(c.GetHeader("Content-Type")); err != nil || t != "application/json" {
		return nil, newProblem(http.StatusUnsupportedMediaType, "send the request body as application/json")
	}
	if enc := c.GetHeader("Content-Encoding"); enc != "" && enc != "identity" {
		return nil, newProblem(http.StatusUnsupportedMediaType, "send the request body without Content-Encoding")
	}
	limit := int64(maxBody)
	switch operation {
	case "triage", "chatCompletions", "chatUI": // a whole conversation
		limit = maxTriageBody
	}
	body, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, limit))
	if err != nil {
		var tooBig *http.MaxBytesError
		if errors.As(err, &tooBig) {
			return nil, err
		}
		return nil, newProblem(http.StatusBadRequest, "the request body could not be read")
	}
	return body, nil
}

// parseJSON reads exactly one JSON value in valid UTF-8 whose objects name
// every key once.
func parseJSON(body []byte) (any, error) {
	if !utf8.Valid(body) {
		return nil, newProblem(http.StatusBadRequest, "the request body is not valid UTF-8")
	}
	if err := uniqueKeys(json.NewDecoder(bytes.NewReader(body))); err != nil {
		return nil, err
	}
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return nil, newProblem(http.StatusBadRequest, "the request body is not valid JSON")
	}
	return value, nil
}

// uniqueKeys walks one JSON value and refuses a key that stands twice in an
// object: two readers of such a body may see two different messages.
func uniqueKeys(d *json.Decoder) error {
	bad := newProblem(http.StatusBadRequest, "the request body is not valid JSON")
	type level struct {
		keys  map[string]bool // nil in an array
		value bool            // a value follows a key
	}
	var stack []level
	for {
		tok, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return bad
		}
		top := len(stack) - 1
		if key, ok := tok.(string); ok && top >= 0 && stack[top].keys != nil && !stack[top].value {
			if stack[top].keys[key] {
				return newProblem(http.StatusBadRequest, "a field of the request body stands twice")
			}
			stack[top].keys[key], stack[top].value = true, true
			continue
		}
		if top >= 0 {
			stack[top].value = false
		}
		switch tok {
		case json.Delim('{'):
			stack = append(stack, level{keys: map[string]bool{}})
		case json.Delim('['):
			stack = append(stack, level{})
		case json.Delim('}'), json.Delim(']'):
			stack = stack[:top]
		}
	}
}

var unsupported = regexp.MustCompile(`^property "(.*)" is unsupported$`)

// nearField reports whether a name is a known one with a letter or two wrong.
// Any other could be what a person wrote, and is not repeated.
func nearField(name string, known openapi3.Schemas) bool {
	for k := range known {
		same := 0
		for same < min(len(k), len(name)) && k[same] == name[same] {
			same++
		}
		end := 0
		for end < min(len(k), len(name))-same && k[len(k)-1-end] == name[len(name)-1-end] {
			end++
		}
		if longer := max(len(k), len(name)); longer-same-end <= 2 && longer > 3 {
			return true
		}
	}
	return false
}

// schemaProblem words a violation without the offending value. A missing,
// unknown, empty or ill-typed field is malformed (400), a text over its bound
// is too long (413), any other value is invalid (422).
func schemaProblem(err error) error {
	var se *openapi3.SchemaError
	if !errors.As(err, &se) {
		return newProblem(http.StatusBadRequest, "the request body does not have the documented shape")
	}
	field := strings.Join(se.JSONPointer(), ".")
	if field == "" {
		field = "the request body"
	}
	switch se.SchemaField {
	case "properties", "additionalProperties":
		name := "one of the fields"
		if m := unsupported.FindStringSubmatch(se.Reason); m != nil && nearField(m[1], se.Schema.Properties) {
			name = m[1]
		}
		return newProblem(http.StatusBadRequest, "unknown field: "+name)
	case "required":
		return newProblem(http.StatusBadRequest, field+" is missing")
	case "type":
		return newProblem(http.StatusBadRequest, fmt.Sprintf("%s has the wrong type, expected %s", field, strings.Join(se.Schema.Type.Slice(), " or ")))
	case "nullable":
		return newProblem(http.StatusBadRequest, field+" must not be null")
	case "minLength", "minItems":
		return newProblem(http.StatusBadRequest, field+" is empty")
	case "maxLength":
		return newProblem(http.StatusRequestEntityTooLarge, fmt.Sprintf("%s is too long: at most %d characters", field, *se.Schema.MaxLength))
	case "maxItems":
		return newProblem(http.StatusRequestEntityTooLarge, fmt.Sprintf("%s is too long: at most %d items", field, *se.Schema.MaxItems))
	default:
		return newProblem(http.StatusUnprocessableEntity, field+" has a value that is not allowed; see /openapi.json")
	}
}
