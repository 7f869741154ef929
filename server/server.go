package server

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"runtime/debug"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"github.com/callgate/callgate/catalog"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/server/session"
	"github.com/callgate/callgate/server/wire"
	"github.com/callgate/callgate/sqlcall"
)

// Config is what a server needs to run. What is zero has the default of spec reliability §3.4.
type Config struct {
	Catalogs       *catalog.Manager
	DefaultCatalog string // for clients that name no database
	Engine         session.Engine
	Log            zerolog.Logger

	Session        session.Limits
	Wire           wire.Limits
	Connections    int           // more get FATAL 53300; default 10,000
	Unadmitted     int           // connections before ReadyForQuery: more are closed at once; default 1,000
	LargeFrames    int           // bytes that messages over 64 KiB of all clients may take together; default 256 MiB
	DrainTimeout   time.Duration // how long running statements may go on after Shutdown; default 30 s
	CancelMissWait time.Duration // how long a wrong cancel request is kept; default 1 s
}

func (c *Config) fill() {
	if c.Session == (session.Limits{}) {
		c.Session = session.DefaultLimits()
	}
	if c.Wire == (wire.Limits{}) {
		c.Wire = wire.DefaultLimits()
	}
	c.Connections = cmp.Or(c.Connections, 10_000)
	c.Unadmitted = cmp.Or(c.Unadmitted, 1000)
	c.LargeFrames = cmp.Or(c.LargeFrames, 256<<20)
	c.DrainTimeout = cmp.Or(c.DrainTimeout, 30*time.Second)
	c.CancelMissWait = cmp.Or(c.CancelMissWait, time.Second)
}

// The cache of parsed statement texts, which all sessions share.
const (
	cachedTexts     = 10_000
	cachedTextBytes = 64 << 20
)

// Server is the gateway behind one listener.
type Server struct {
	config   Config
	sessions session.Config
	registry registry

	mu       sync.Mutex
	listener net.Listener
	draining bool
	drained  chan struct{} // closed when the drain begins
	conns    sync.WaitGroup
	base     context.Context // of all statements
	cancel   context.CancelFunc
}

// New returns a server that does not listen yet.
func New(config Config) *Server {
	config.fill()
	s := &Server{config: config, drained: make(chan struct{})}
	s.registry.init(config.Connections, config.Unadmitted)
	s.base, s.cancel = context.WithCancel(context.Background())
	limits := config.Wire
	limits.Memory = wire.NewMemory(config.LargeFrames)
	s.sessions = session.Config{
		Catalogs: config.Catalogs, DefaultCatalog: config.DefaultCatalog, Limits: config.Session, Wire: limits,
		Hub: session.NewHub(), Texts: sqlcall.NewCache(cachedTexts, cachedTextBytes), Engine: config.Engine, Log: config.Log,
	}
	return s
}

// CheckListen refuses addresses that other machines can reach, because callgate lets everybody in who can connect.
func CheckListen(address string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("listen address: %w", err)
	}
	if ip := net.ParseIP(host); host == "localhost" || ip != nil && ip.IsLoopback() {
		return nil
	}
	return fmt.Errorf("listen address %s is not a loopback address: there is no authentication, so that only clients on this machine are let in", address)
}

// Serve accepts connections until Shutdown is called, and returns nil then.
func (s *Server) Serve(listener net.Listener) error {
	s.mu.Lock()
	s.listener = listener
	draining := s.draining
	s.mu.Unlock()
	if draining {
		return listener.Close()
	}
	return s.accept(listener)
}

func (s *Server) accept(listener net.Listener) error {
	pause := time.Duration(0)
	for {
		conn, err := listener.Accept()
		switch {
		case err == nil:
			pause = 0
			s.spawn(conn)
			continue
		case errors.Is(err, net.ErrClosed):
			return nil
		}
		// Out of file descriptors, most likely: they come back when clients leave.
		pause = min(max(2*pause, 5*time.Millisecond), time.Second)
		s.config.Log.Error().Err(err).Msg("accept failed")
		select {
		case <-time.After(pause):
		case <-s.drained:
			return nil
		}
	}
}

// spawn handles a connection in a goroutine of its own, where a panic is that connection's end only.
func (s *Server) spawn(conn net.Conn) {
	s.mu.Lock()
	welcome := !s.draining && s.registry.arrive(conn)
	if welcome {
		s.conns.Add(1)
	}
	s.mu.Unlock()
	if !welcome {
		_ = conn.Close()
		return
	}
	go func() {
		defer s.conns.Done()
		defer func() {
			if p := recover(); p != nil {
				s.config.Log.Error().Str("panic", fmt.Sprint(p)).Bytes("stack", debug.Stack()).Msg("panic in a connection")
				_ = conn.Close()
			}
		}()
		s.handle(conn)
	}()
}

// handle is the life of one connection.
func (s *Server) handle(conn net.Conn) {
	defer s.registry.depart(conn)
	keepAlive(conn)
	// From accept to ReadyForQuery: a client that sends a byte now and then gains nothing.
	_ = conn.SetDeadline(time.Now().Add(s.config.Wire.Startup))
	startup, err := wire.ReadStartup(conn)
	if err != nil {
		s.reject(conn, err)
		return
	}
	if startup.Cancel != nil {
		s.cancelRequest(startup.Cancel)
		_ = conn.Close()
		return
	}
	sess, err := s.admit(conn, startup.Version)
	if err != nil {
		s.reject(conn, err)
		return
	}
	defer s.registry.remove(sess.PID())
	s.registry.depart(conn) // before the client hears that it is let in: Shutdown closes what has not departed without a word
	if err := sess.Open(s.base, startup); err != nil {
		s.reject(conn, err)
		return
	}
	sess.Serve(s.base)
}

// reject closes a connection before its session. Only FATAL errors are told to the client.
func (s *Server) reject(conn net.Conn, err error) {
	var e *pgerr.Error
	if !errors.As(err, &e) {
		s.config.Log.Debug().Stringer("remote", conn.RemoteAddr()).AnErr("reason", err).Msg("connection closed before its session")
		_ = conn.Close()
		return
	}
	s.config.Log.Info().Stringer("remote", conn.RemoteAddr()).Str("code", string(e.Code)).Msg("connection refused")
	session.Fail(conn, e)
}

// admit makes and registers a session where there is room for it.
func (s *Server) admit(conn net.Conn, version wire.Version) (*session.Session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.draining {
		return nil, pgerr.Fatal(pgerr.CannotConnectNow, "the database system is shutting down")
	}
	sess := s.registry.add(version, func(key session.Key) *session.Session { return session.New(&s.sessions, conn, key) })
	if sess == nil {
		return nil, pgerr.Fatal(pgerr.TooManyConnections, "sorry, too many clients already")
	}
	return sess, nil
}

// Shutdown stops accepting and sends the clients away: idle ones at once, the others when their statement is done, which is
// cancelled after DrainTimeout or when ctx is done. Who has not left 5 s later, because the client sends or reads too slowly, has
// the connection closed; a procedure that does not look at its context is given up after 5 s more, with an error. It returns when all
// sessions have ended: the error of ctx where that cut statements off.
func (s *Server) Shutdown(ctx context.Context) error {
	s.mu.Lock()
	if !s.draining {
		s.draining = true
		close(s.drained)
		if s.listener != nil {
			_ = s.listener.Close()
		}
	}
	s.mu.Unlock()
	s.registry.closeArriving()
	s.registry.each(func(sess *session.Session) {
		sess.Terminate(pgerr.Fatal(pgerr.AdminShutdown, "terminating connection due to administrator command"))
	})
	done := make(chan struct{})
	go func() {
		s.conns.Wait()
		close(done)
	}()
	timer := time.NewTimer(s.config.DrainTimeout)
	defer timer.Stop()
	var err error
	select {
	case <-done:
	case <-timer.C:
	case <-ctx.Done():
		err = ctx.Err()
	}
	s.registry.each((*session.Session).Stop)
	s.cancel()
	if wait(done, endGrace) {
		return err
	}
	s.registry.each((*session.Session).Cut)
	if wait(done, endGrace) {
		return err
	}
	return errors.Join(err, errors.New("a procedure goes on although its call was cancelled"))
}

// endGrace is how long a session that was told to end may take to say good-bye.
const endGrace = 5 * time.Second

// wait waits until done is closed; false where that takes longer than d.
func wait(done <-chan struct{}, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-done:
		return true
	case <-timer.C:
		return false
	}
}

// keepAlive lets the kernel find out that a client's machine is gone: after 60 s of silence, three probes 10 s apart.
func keepAlive(conn net.Conn) {
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetKeepAliveConfig(net.KeepAliveConfig{Enable: true, Idle: 60 * time.Second, Interval: 10 * time.Second, Count: 3})
	}
}
