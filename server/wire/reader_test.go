package wire

import (
	"bytes"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestReaderFrames(t *testing.T) {
	t.Parallel()
	limits := DefaultLimits()
	limits.Text, limits.Bind, limits.Frame = 1000, 400_000, 100
	big := strings.Repeat("x", 300_000)
	for _, test := range []struct {
		name  string
		input []byte
		want  string // type and length of each frame, or the error
	}{
		{"two", append(frame('Q', 'a', 0), frame('S')...), "Q2 S0 EOF"},
		{"large", append(frame('B', []byte(big)...), frame('S')...), "B300000 S0 EOF"},
		{"at the buffer's border", append(frame('B', []byte(big[:5000])...), frame('S')...), "B5000 S0 EOF"},
		{"long text", append(frame('Q', []byte(big)...), frame('S')...), "ERROR 54000(Q) S0 EOF"},
		{"longest frame", frame('D', []byte(big[:100])...), "D100 EOF"},
		{"too long frame", frame('D', []byte(big[:101])...), "FATAL 08P01(D)"},
		{"too long bind", []byte("B\x7f\xff\xff\xff"), "FATAL 08P01(B)"},
		{"length 3", []byte("S\x00\x00\x00\x03"), "FATAL 08P01(S)"},
		{"length 0", []byte("S\x00\x00\x00\x00"), "FATAL 08P01(S)"},
		{"length -1", []byte("S\xff\xff\xff\xff"), "FATAL 08P01(S)"},
		{"type 0", frame(0), "FATAL 08P01(\x00)"},
		{"type p", frame('p', 'x', 0), "FATAL 08P01(p)"},
		{"type K", frame('K'), "FATAL 08P01(K)"},
		{"cut header", []byte("Q\x00"), "unexpected EOF(\x00)"},
		{"cut body", []byte("Q\x00\x00\x00\x09ab"), "unexpected EOF(Q)"},
		{"cut large body", append([]byte("B\x00\x04\x00\x00"), big[:1000]...), "unexpected EOF(B)"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := readAll(NewReader(sent(t, test.input, true), &limits)); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// readAll reads frames up to an error that ends the connection.
func readAll(r *Reader) string {
	var out []string
	for {
		f, err := r.Next(0)
		switch {
		case errors.Is(err, io.EOF):
			return strings.Join(append(out, "EOF"), " ")
		case err != nil:
			out = append(out, code(err)+"("+string(rune(f.Type))+")")
			if !strings.HasPrefix(code(err), "ERROR") {
				return strings.Join(out, " ")
			}
		default:
			out = append(out, string(rune(f.Type))+itoa(len(f.Body)))
		}
	}
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + itoa(n%10)
}

// Bytes may arrive one at a time, and all lengths near the steps of the buffer must work.
func TestReaderSplitsAnywhere(t *testing.T) {
	t.Parallel()
	limits := DefaultLimits()
	var input []byte
	for _, n := range []int{0, 1, 4090, 4091, 4092, 8192, readStepBytes - 1, readStepBytes, readStepBytes + 1} {
		input = append(input, frame('B', bytes.Repeat([]byte{byte(n)}, n)...)...)
	}
	for _, step := range []int{1, 7, 4096} {
		got := readAll(NewReader(&scripted2{scripted{input: input}, step}, &limits))
		if want := "B0 B1 B4090 B4091 B4092 B8192 B65535 B65536 B65537 EOF"; got != want {
			t.Errorf("step %d: %s", step, got)
		}
	}
}

type scripted2 struct {
	scripted
	step int
}

func (s *scripted2) Read(b []byte) (int, error) { return s.scripted.Read(b[:min(len(b), s.step)]) }

// A header that claims much must not make the reader allocate it.
func TestReaderDoesNotTrustHeaders(t *testing.T) {
	limits := DefaultLimits()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	got := readAll(NewReader(&scripted{input: []byte("B\x00\xff\xff\xff")}, &limits))
	runtime.ReadMemStats(&after)
	if got != "unexpected EOF(B)" {
		t.Error(got)
	}
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 256<<10 {
		t.Errorf("allocated %d bytes", grown)
	}
}

func TestReaderIdleAndWake(t *testing.T) {
	t.Parallel()
	limits := DefaultLimits()
	client, server := loopback(t)
	r := NewReader(server, &limits)
	if _, err := r.Next(time.Millisecond); !errors.Is(err, ErrIdle) {
		t.Fatal(err)
	}
	r.Wake() // before the wait
	if _, err := r.Next(0); !errors.Is(err, ErrWoken) {
		t.Fatal(err)
	}
	go r.Wake() // before or during the wait
	if _, err := r.Next(0); !errors.Is(err, ErrWoken) {
		t.Fatal(err)
	}
	_, _ = client.Write(frame('S'))
	if f, err := r.Next(0); err != nil || f.Type != 'S' {
		t.Fatal(f, err)
	}
}

func TestReaderMessageTimeout(t *testing.T) {
	t.Parallel()
	limits := DefaultLimits()
	limits.Message = 10 * time.Millisecond
	r := NewReader(sent(t, []byte("Q\x00\x00\x00\x09ab"), false), &limits)
	if _, err := r.Next(0); code(err) != "FATAL 08006" {
		t.Error(err)
	}
}

func TestReaderCallsBeforeRead(t *testing.T) {
	t.Parallel()
	limits := DefaultLimits()
	r := NewReader(&scripted{input: append(frame('S'), frame('S')...)}, &limits)
	calls := 0
	r.BeforeRead = func() error { calls++; return nil }
	for range 2 {
		if _, err := r.Next(0); err != nil {
			t.Fatal(err)
		}
	}
	if calls != 1 {
		t.Errorf("flushed %d times for two messages that came together", calls)
	}
}

func TestWatchFindsThatTheClientHasGone(t *testing.T) {
	t.Parallel()
	limits := DefaultLimits()
	limits.ClientGone = time.Millisecond
	client, server := loopback(t)
	r := NewReader(server, &limits)
	gone := make(chan error, 1)
	r.Watch(func(err error) { gone <- err })
	_ = client.Close()
	select {
	case <-gone:
	case <-time.After(5 * time.Second):
		t.Fatal("not found")
	}
	r.Unwatch()
	if _, err := r.Next(0); !errors.Is(err, io.EOF) {
		t.Error(err)
	}
}

// The end that was found during one call must be found during the next one of the same input too.
func TestWatchFindsTheEndAgain(t *testing.T) {
	t.Parallel()
	limits := DefaultLimits()
	limits.ClientGone = time.Millisecond
	r := NewReader(sent(t, append(frame('S'), frame('S')...), true), &limits)
	for range 2 {
		if f, err := r.Next(0); err != nil || f.Type != 'S' {
			t.Fatal(f, err)
		}
		gone := make(chan error, 1)
		r.Watch(func(err error) { gone <- err })
		select {
		case <-gone:
		case <-time.After(5 * time.Second):
			t.Fatal("not found")
		}
		r.Unwatch()
	}
}

// What arrives while a call runs is kept, more than the first buffer holds included.
func TestWatchKeepsInput(t *testing.T) {
	t.Parallel()
	limits := DefaultLimits()
	client, server := loopback(t)
	r := NewReader(server, &limits)
	for round := range 3 {
		r.Watch(func(error) { t.Error("the client is there") })
		if round > 0 {
			<-time.After(2*watchDelay + 50*time.Millisecond) // the watcher must have begun
		}
		for range 100 {
			if _, err := client.Write(frame('B', make([]byte, 1000)...)); err != nil {
				t.Fatal(err)
			}
		}
		r.Unwatch()
		for range 100 {
			if f, err := r.Next(0); err != nil || len(f.Body) != 1000 {
				t.Fatal(f.Type, err)
			}
		}
	}
	r.Watch(func(error) {})
	r.Unwatch()
}

func TestMemory(t *testing.T) {
	t.Parallel()
	m := NewMemory(10)
	if !m.acquire(6, time.Second) || m.acquire(5, time.Millisecond) {
		t.Fatal("wrong count")
	}
	go m.release(6)
	if !m.acquire(10, 5*time.Second) {
		t.Error("not woken")
	}
	var none *Memory
	if !none.acquire(1<<30, 0) {
		t.Error("nil counts")
	}
	none.release(1)
}

func FuzzReader(f *testing.F) {
	f.Add(append(frame('Q', 'a', 0), frame('S')...), uint8(3))
	f.Add([]byte("B\x7f\xff\xff\xff"), uint8(1))
	f.Add([]byte("Q\x40\x00\x00\x00"), uint8(1))
	limits := DefaultLimits()
	limits.Text, limits.Bind, limits.Frame = 100, 300_000, 100
	f.Fuzz(func(t *testing.T, input []byte, step uint8) {
		r := NewReader(&scripted2{scripted{input: input}, int(step) + 1}, &limits)
		for {
			frame, err := r.Next(0)
			if err != nil && !strings.HasPrefix(code(err), "ERROR") {
				break
			}
			if limits.limitOf(frame.Type) < len(frame.Body) {
				t.Error("over the limit")
			}
		}
		if len(r.buf) > 2*readStepBytes {
			t.Errorf("buffer of %d bytes", len(r.buf))
		}
	})
}

// A client that leaves in the middle of a large frame takes nothing with it.
func TestReleaseAfterBrokenFrame(t *testing.T) {
	t.Parallel()
	limits := DefaultLimits()
	limits.Memory = NewMemory(1 << 20)
	client, server := loopback(t)
	r := NewReader(server, &limits)
	whole := frame('B', make([]byte, 200_000)...)
	if _, err := client.Write(whole[:100]); err != nil {
		t.Fatal(err)
	}
	_ = client.Close()
	if _, err := r.Next(0); err == nil {
		t.Fatal("half a frame was read")
	}
	r.Release()
	if !limits.Memory.acquire(1<<20, 0) {
		t.Error("memory is lost")
	}
}
