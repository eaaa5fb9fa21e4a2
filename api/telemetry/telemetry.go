// Package telemetry tells operators how Limber is doing: metrics, traces and
// the log. What people write never gets here: labels and span attributes come
// from closed sets, and a log key that is not known to be safe is not printed.
package telemetry

import (
	"net/http"
	"runtime"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promauto"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/limber-health/limber/chat/guard"
)

// Bounds of histograms in seconds: a verdict takes about a millisecond, an
// answer with a language model many seconds.
var (
	httpBuckets = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60}
	fastBuckets = []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, 1}
)

// Metrics are what Prometheus reads. All methods may be called on nil, and do
// nothing then.
type Metrics struct {
	registry *prometheus.Registry

	requests   *prometheus.HistogramVec // route, method, class
	replies    *prometheus.CounterVec   // channel, outcome
	refusals   *prometheus.CounterVec   // reason
	verdicts   *prometheus.CounterVec   // channel, level
	rules      *prometheus.CounterVec   // rule
	guardTime  prometheus.Histogram
	sentences  *prometheus.CounterVec // result
	incidents  *prometheus.CounterVec // kind
	models     *prometheus.CounterVec // outcome
	modelTime  prometheus.Histogram
	modelFirst prometheus.Histogram
	breaker    prometheus.Gauge
	embeds     *prometheus.CounterVec // outcome
	embedTime  prometheus.Histogram
	embedOpen  prometheus.Gauge
	retrieval  *prometheus.HistogramVec // stage
	degraded   *prometheus.CounterVec   // channel
	generation prometheus.Gauge
	articles   prometheus.Gauge
	passages   prometheus.Gauge
	loaded     prometheus.Gauge
	reloads    *prometheus.CounterVec // result
	streams    prometheus.Gauge
	limited    *prometheus.CounterVec // by
	shed       *prometheus.CounterVec // what
	keys       prometheus.Counter
	panics     *prometheus.CounterVec // where
	slack      *prometheus.CounterVec // event
}

// New registers every metric. version is shown by limber_build_info.
func New(version string) *Metrics {
	m := &Metrics{registry: prometheus.NewRegistry()}
	m.registerAnswers()
	m.registerServer()
	info := m.gaugeVec("build_info", "Constant 1, labelled with the version.", "version", "go_version")
	info.WithLabelValues(version, runtime.Version()).Set(1)
	begin(m.incidents, "store_save", "store_load", "store_lock", "search", "answer_panic")
	begin(m.reloads, "ok", "failed")
	begin(m.limited, "key", "address", "streams")
	begin(m.shed, "request", "answer", "stream")
	begin(m.panics, "http", "mcp")
	begin(m.slack, "accepted", "duplicate", "unstored", "rejected")
	m.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *Metrics) registerAnswers() {
	m.replies = m.counterVec("replies_total", "Turns by channel and how they ended.", "channel", "outcome")
	m.refusals = m.counterVec("refusals_total", "Replies without an answer, by reason.", "reason")
	m.verdicts = m.counterVec("triage_verdicts_total", "Triage verdicts by channel and level.", "channel", "level")
	m.rules = m.counterVec("rule_fired_total", "Findings by rule.", "rule")
	m.guardTime = m.histogram("guard_duration_seconds", "Time to a triage verdict, waiting for a processor included.", fastBuckets)
	m.sentences = m.counterVec("sentences_total", "Sentences by what the checks did: cited, dropped, replaced by the quote, filled in for a model that failed.", "result")
	m.incidents = m.counterVec("reply_faults_total", "Faults that a reply survived, by kind.", "kind")
	m.models = m.counterVec("model_calls_total", "Calls of the language model by outcome.", "outcome")
	m.modelTime = m.histogram("model_duration_seconds", "Time of a call of the language model.", httpBuckets)
	m.modelFirst = m.histogram("model_first_text_seconds", "Time to the first text of the language model.", httpBuckets)
	m.breaker = m.gauge("model_breaker_open", "1 while calls of the language model are not tried, as the last call saw it.")
	m.embeds = m.counterVec("embedder_calls_total", "Questions given to an embedder outside the program, by outcome.", "outcome")
	m.embedTime = m.histogram("embedder_duration_seconds", "Time that a question waited for an embedder outside the program.", httpBuckets)
	m.embedOpen = m.gauge("embedder_breaker_open", "1 while an embedder outside the program is not asked, as the last question saw it.")
	m.retrieval = m.histogramVec("retrieval_duration_seconds", "Time to search by stage, waiting for a processor included.", fastBuckets, "stage")
	m.degraded = m.counterVec("degraded_replies_total", "Replies made without a part that failed.", "channel")
	m.slack = m.counterVec("slack_events_total", "Slack events by what became of them.", "event")
}

func (m *Metrics) registerServer() {
	m.requests = m.histogramVec("http_request_duration_seconds", "Time of HTTP requests by route pattern, method and class of status.", httpBuckets, "route", "method", "class")
	m.generation = m.gauge("index_generation", "Number of the index generation that is served; 0 is the built-in corpus.")
	m.articles = m.gauge("index_articles", "Articles in the index that is served.")
	m.passages = m.gauge("index_passages", "Passages in the index that is served.")
	m.loaded = m.gauge("index_loaded_timestamp_seconds", "When the index that is served was loaded.")
	m.reloads = m.counterVec("reloads_total", "Reloads of the index by result.", "result")
	m.streams = m.gauge("streams_open", "Streams open now.")
	m.limited = m.counterVec("rate_limited_total", "Requests refused with 429, by what they were counted against.", "by")
	m.shed = m.counterVec("shed_total", "Requests refused with 503 for want of room, by what there was no room for.", "what")
	m.keys = m.counter("key_refused_total", "Requests refused for a missing or wrong key.")
	m.panics = m.counterVec("panics_total", "Panics caught, by place.", "where")
}

const prefix = "limber"

// begin makes the values of closed sets visible before the first event: an
// increase from nothing cannot be seen.
func begin(v *prometheus.CounterVec, values ...string) {
	for _, value := range values {
		v.WithLabelValues(value)
	}
}

// make registers what it makes.
func (m *Metrics) make() promauto.Factory { return promauto.With(m.registry) }

func (m *Metrics) counterVec(name, help string, labels ...string) *prometheus.CounterVec {
	return m.make().NewCounterVec(prometheus.CounterOpts{Namespace: prefix, Name: name, Help: help}, labels)
}

func (m *Metrics) counter(name, help string) prometheus.Counter {
	return m.make().NewCounter(prometheus.CounterOpts{Namespace: prefix, Name: name, Help: help})
}

func (m *Metrics) gaugeVec(name, help string, labels ...string) *prometheus.GaugeVec {
	return m.make().NewGaugeVec(prometheus.GaugeOpts{Namespace: prefix, Name: name, Help: help}, labels)
}

func (m *Metrics) gauge(name, help string) prometheus.Gauge {
	return m.make().NewGauge(prometheus.GaugeOpts{Namespace: prefix, Name: name, Help: help})
}

func (m *Metrics) histogramVec(name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
	return m.make().NewHistogramVec(prometheus.HistogramOpts{Namespace: prefix, Name: name, Help: help, Buckets: buckets}, labels)
}

func (m *Metrics) histogram(name, help string, buckets []float64) prometheus.Histogram {
	return m.make().NewHistogram(prometheus.HistogramOpts{Namespace: prefix, Name: name, Help: help, Buckets: buckets})
}

// Handler answers /metrics.
func (m *Metrics) Handler() http.Handler {
	if m == nil {
		return http.NotFoundHandler()
	}
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// Request counts an HTTP request. route is its pattern, empty if there is none.
func (m *Metrics) Request(route, method string, status int, took time.Duration) {
	if m == nil {
		return
	}
	if route == "" {
		route = "none"
	}
	m.requests.WithLabelValues(route, method, strconv.Itoa(status/100)+"xx").Observe(took.Seconds())
}

// WatchGuard counts the faults of a guard.
func (m *Metrics) WatchGuard(counts func() guard.Counts) {
	if m == nil {
		return
	}
	for name, read := range map[string]func(guard.Counts) uint64{
		"panic":    func(c guard.Counts) uint64 { return c.Panics },
		"deadline": func(c guard.Counts) uint64 { return c.Deadlines },
	} {
		m.registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{
			Namespace: prefix, Name: "guard_faults_total", ConstLabels: prometheus.Labels{"kind": name},
			Help: "Verdicts that a fault of the guard raised, by kind.",
		}, func() float64 { return float64(read(counts())) }))
	}
	// A guard that fails its self-test is not made, so there is no server then.
	m.gauge("guard_self_test_passed", "1: the rules passed their own examples at the start.").Set(1)
}

// Serving notes which index is served.
func (m *Metrics) Serving(generation uint64, articles, passages int) {
	if m == nil {
		return
	}
	m.generation.Set(float64(generation))
	m.articles.Set(float64(articles))
	m.passages.Set(float64(passages))
	m.loaded.SetToCurrentTime()
}

// Reloaded counts a reload of the index.
func (m *Metrics) Reloaded(err error) {
	if m == nil {
		return
	}
	result := "ok"
	if err != nil {
		result = "failed"
	}
	m.reloads.WithLabelValues(result).Inc()
}

// Streams counts streams that open (1) and end (-1).
func (m *Metrics) Streams(n int) {
	if m != nil {
		m.streams.Add(float64(n))
	}
}

// Limited counts a request over a rate: of a key, of an address, or of streams.
func (m *Metrics) Limited(by string) {
	if m != nil {
		m.limited.WithLabelValues(by).Inc()
	}
}

// Shed counts what there was no room for: a request, an answer or a stream.
func (m *Metrics) Shed(what string) {
	if m != nil {
		m.shed.WithLabelValues(what).Inc()
	}
}

// KeyRefused counts a request without a good key.
func (m *Metrics) KeyRefused() {
	if m != nil {
		m.keys.Inc()
	}
}

// Panic counts a panic that was caught at a place of ours.
func (m *Metrics) Panic(where string) {
	if m != nil {
		m.panics.WithLabelValues(where).Inc()
	}
}

// Slack counts what became of a Slack event, such as "accepted", "duplicate"
// or "rejected". event is a name of ours, never part of the event.
func (m *Metrics) Slack(event string) {
	if m != nil {
		m.slack.WithLabelValues(event).Inc()
	}
}
