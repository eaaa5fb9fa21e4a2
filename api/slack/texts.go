package slack

import (
	_ "embed"
	"fmt"
	"reflect"

	"github.com/goccy/go-yaml"
)

//go:embed texts.yaml
var textsYAML []byte

// texts are the fixed words of the bot.
type texts struct {
	Status, Disclaimer, Sources, Why, Suggest, Failed, Busy, Fast, Private, Stale, Erased, Thanks string

	MoreSources       string `yaml:"more_sources"`
	AskAlso           string `yaml:"ask_also"`
	YouAsked          string `yaml:"you_asked"`
	YouChose          string `yaml:"you_chose"`
	FeedbackUp        string `yaml:"feedback_up"`
	FeedbackDown      string `yaml:"feedback_down"`
	FeedbackLabelUp   string `yaml:"feedback_label_up"`
	FeedbackLabelDown string `yaml:"feedback_label_down"`
	TooLong           string `yaml:"too_long"`
	NoText            string `yaml:"no_text"`
	AnsweredPrivately string `yaml:"answered_privately"`
	StartedOver       string `yaml:"started_over"`
	NothingKept       string `yaml:"nothing_kept"`
	RatingGone        string `yaml:"rating_gone"`
	CommandTaken      string `yaml:"command_taken"`
	CommandEmpty      string `yaml:"command_empty"`

	HomeTitle       string `yaml:"home_title"`
	HomeIntro       string `yaml:"home_intro"`
	HomeCan         string `yaml:"home_can"`
	HomeCanText     string `yaml:"home_can_text"`
	HomeCannot      string `yaml:"home_cannot"`
	HomeCannotText  string `yaml:"home_cannot_text"`
	HomePrivacy     string `yaml:"home_privacy"`
	HomePrivacyText string `yaml:"home_privacy_text"`
	HomeErase       string `yaml:"home_erase"`

	StartOver []string `yaml:"start_over"`
	Prompts   []prompt
}

// loadTexts reads the built-in texts. None may be missing.
func loadTexts() (*texts, error) {
	t := &texts{}
	if err := yaml.UnmarshalWithOptions(textsYAML, t, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("decode slack texts: %w", err)
	}
	v := reflect.ValueOf(*t)
	for i := range v.NumField() {
		if v.Field(i).Len() == 0 {
			return nil, fmt.Errorf("decode slack texts: %s is missing", v.Type().Field(i).Name)
		}
	}
	return t, nil
}
