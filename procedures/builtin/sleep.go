package builtin

import (
	"context"
	"time"

	"github.com/callgate/callgate/procedures"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// longestSleep keeps the seconds within what a time.Duration holds.
const longestSleep = 100 * 365 * 24 * time.Hour

var sleep = procedures.MustNew(
	sleepFor,
	first("seconds", "DOUBLE"),
	procedures.ReadOnly(),
	procedures.Doc(`Waits for some seconds and reports progress each second; it can be cancelled. It has no result columns.

    CALL demo.system.sleep(2.5)
    NOTICE:  seconds slept: 1 of 2
    NOTICE:  seconds slept: 2 of 2
    CALL`))

func sleepFor(ctx procedures.Context, seconds float64) error {
	if !(seconds >= 0 && seconds <= longestSleep.Seconds()) { // NaN is neither
		return pgerr.New(pgerr.InvalidParameterValue, "seconds must be between 0 and %.0f", longestSleep.Seconds())
	}
	end := time.NewTimer(time.Duration(seconds * float64(time.Second)))
	defer end.Stop()
	ticks := time.NewTicker(time.Second)
	defer ticks.Stop()
	for slept := int64(1); ; slept++ {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-end.C:
			return nil
		case <-ticks.C:
			ctx.Progress(slept, int64(seconds), "seconds slept")
		}
	}
}
