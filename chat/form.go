package chat

import (
	"regexp"

	"github.com/limber-health/limber/retrieval"
)

// forms are the words by which a direct answer to a type of question is
// known: a reason for "why", a length of time for "how long".
var forms = map[retrieval.QuestionType]*regexp.Regexp{
	retrieval.Cause:       regexp.MustCompile(`(?i)\b(because|causes?|caused|due to|leads? to|happens? when|comes? from|results?|reasons?|trigger(s|ed)?|linked to|makes?)\b`),
	retrieval.Duration:    regexp.MustCompile(`(?i)\b(\d+|one|two|three|four|six|few|several)\b.{0,20}\b(seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b|\b(lasts?|peaks?|fades?|lifelong|long-term)\b`),
	retrieval.Treatment:   regexp.MustCompile(`(?i)\b(helps?|eases?|relieves?|treat(s|ed|ments?)?|reduces?|may offer|can offer|try|loosens?|improves?|soothes?)\b`),
	retrieval.Prevention:  regexp.MustCompile(`(?i)\b(prevent(s|ed|ion)?|lowers? the (risk|chance)|reduces? the (risk|chance)|avoid(s|ing)?|less likely|stop(s|ping)?)\b`),
	retrieval.Symptoms:    regexp.MustCompile(`(?i)\b(feels?|symptoms?|signs?|pain|ache|aching|tingling|swelling|numb(ness)?|burning|throbbing)\b`),
	retrieval.Definition:  regexp.MustCompile(`(?i)\b(is|are|means) (an?|the|when|where|painful|sudden|damage|narrow)`),
	retrieval.Diagnosis:   regexp.MustCompile(`(?i)\b(tests?|scan|ultrasound|blood test|exam(ination|ines?)?|diagnos\w+|checks?|measure(s|d)?)\b`),
	retrieval.Risk:        regexp.MustCompile(`(?i)\b(more likely|risk|common(er)? in|higher chance|raises?|older|family)\b`),
	retrieval.Prevalence:  regexp.MustCompile(`(?i)\b(common|per cent|percent|%|one in|in \d+|people|rare)\b`),
	retrieval.Seriousness: regexp.MustCompile(`(?i)\b(see a doctor|emergency|urgent(ly)?|serious|medical help|same-day|same day|call|warning|dangerous|harmless|professional)\b`),
}

// directForm reports whether a sentence has the form of a direct answer to
// the type of question.
func directForm(t retrieval.QuestionType, sentence string) bool {
	re, ok := forms[t]
	return ok && re.MatchString(sentence)
}
