package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/limber-health/limber/ingest"
	"github.com/limber-health/limber/ingest/web"
)

// webFlags say what "limber ingest" fetches from the web. Nothing, unless asked.
type webFlags struct {
	Sitemap      []string      `help:"Fetch the pages of this sitemap; may be given again." placeholder:"URL" sep:"none" group:"From the web"`
	URLs         string        `help:"Fetch the pages that this file lists, one address a line." name:"urls" type:"existingfile" placeholder:"FILE" group:"From the web"`
	AllowPrivate bool          `help:"Also fetch from addresses of the own network; without it only from the public internet." group:"From the web"`
	CrawlDelay   time.Duration `help:"Least time between two requests to a host; robots.txt may ask for more." default:"1s" group:"From the web"`
	MaxPages     int           `help:"Most pages to fetch." default:"1000" group:"From the web"`
	MaxPageSize  int64         `help:"Most bytes of a page." default:"5242880" placeholder:"BYTES" group:"From the web"`
	MaxTotalSize int64         `help:"Most bytes fetched in one run." default:"524288000" placeholder:"BYTES" group:"From the web"`
	MaxFetchTime time.Duration `help:"Longest time that one run may fetch." default:"1h" group:"From the web"`
	UserAgent    string        `help:"How to call ourselves to sites; name an address for complaints." placeholder:"TEXT" group:"From the web"`
}

func (f webFlags) options(progress func(done, total int)) (web.Options, error) {
	o := web.Options{
		Sitemaps: f.Sitemap, AllowPrivate: f.AllowPrivate, UserAgent: f.UserAgent, Delay: f.CrawlDelay,
		MaxPages: f.MaxPages, MaxPage: f.MaxPageSize, MaxTotal: f.MaxTotalSize, MaxTime: f.MaxFetchTime,
		Progress: progress,
	}
	if f.CrawlDelay < 0 || f.MaxPages <= 0 || f.MaxPageSize <= 0 || f.MaxTotalSize <= 0 || f.MaxFetchTime <= 0 {
		return o, fmt.Errorf("%w: --crawl-delay may not be negative, and the --max flags must be above 0", errUsage)
	}
	if f.MaxPageSize > ingest.MaxFile {
		return o, fmt.Errorf("%w: --max-page-size is above %d, the most that can be read", errUsage, ingest.MaxFile)
	}
	if f.URLs == "" {
		return o, nil
	}
	file, err := os.Open(f.URLs)
	if err != nil {
		return o, fmt.Errorf("read list of pages: %w", err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if s := strings.TrimSpace(lines.Text()); s != "" && !strings.HasPrefix(s, "#") {
			o.Pages = append(o.Pages, s)
		}
	}
	if err := lines.Err(); err != nil {
		return o, fmt.Errorf("read list of pages: %w", err)
	}
	return o, nil
}
