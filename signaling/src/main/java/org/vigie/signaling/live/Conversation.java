package org.vigie.signaling.live;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.SessionId;
import org.vigie.signaling.bandwidth.CameraTarget;
import org.vigie.signaling.http.Problem;
import org.vigie.signaling.http.Refusal;
import org.vigie.signaling.live.LiveMessages.Said;
import org.vigie.signaling.session.Session;

/**
 * What is said with one camera on one socket, from its hello to the end. What the camera says comes
 * from one thread at a time; targets and ticks come from any. No lock is held here, nor in the
 * {@link Outbox} while Jetty takes a message and may say that the socket is closed, so that the
 * targets' own lock is the only one.
 */
final class Conversation implements CameraTarget.Listener {
  /** Within which the hello has to come. */
  static final Duration HELLO_WITHIN = Duration.ofSeconds(5);

  /** A stranger is gone after this, whatever was said: his place is others' then. */
  static final Duration STRANGER_FOR = Duration.ofSeconds(6);

  /** How often the peer is asked for a sign of life. */
  static final Duration PING_EVERY = Duration.ofSeconds(10);

  /** Without one for so long it is gone. */
  static final Duration SILENT = Duration.ofSeconds(30);

  /** A peer that takes nothing for so long is gone, too. */
  static final Duration STUCK = Duration.ofSeconds(10);

  /** How long a goodbye may take. */
  static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

  /** Messages that a camera may send between two ticks, which are about a second apart. */
  static final int MESSAGES_PER_TICK = 20;

  private static final int UNSUPPORTED = 1003;
  private static final int CLOSE_CODES = 4000;

  /** Knows who may say what about which Session. */
  interface Doorman {
    /**
     * Lets a camera in.
     *
     * @throws Refusal if the token or the Session is not right
     */
    Session admit(Said.Hello hello);

    /** The camera's Session is told its targets here from now on. */
    void admitted(Conversation conversation, Session session);
  }

  private final Wire wire;
  private final Doorman doorman;
  private final LongSupplier clock;
  private final long openedAt;
  private volatile long heardAt;
  private volatile long pingedAt;
  private volatile @Nullable SessionId session;
  private volatile long closingSince;
  private volatile boolean closing;
  private volatile int messages;

  /** A conversation that begins; the clock counts nanoseconds. */
  Conversation(Wire wire, Doorman doorman, LongSupplier clock) {
    this.wire = wire;
    this.doorman = doorman;
    this.clock = clock;
    this.openedAt = clock.getAsLong();
    this.heardAt = openedAt;
    this.pingedAt = openedAt;
  }

  /** The Session that it is about, once it is known. */
  Optional<SessionId> session() {
    return Optional.ofNullable(session);
  }

  /** The camera says something. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // Only the socket's thread counts; a tick resets.
  void said(String text) {
    heard();
    messages = messages + 1;
    if (closing) {
      return;
    }
    if (messages > MESSAGES_PER_TICK) {
      end(tooMany());
      return;
    }
    try {
      answer(LiveMessages.read(text));
    } catch (Refusal refusal) {
      refuse(refusal.problem());
    }
  }

  private void answer(Said said) {
    switch (said) {
      case Said.Hello hello -> hello(hello);
      case Said.Ping ping -> {
        requireHello();
        wire.send(LiveMessages.pong());
      }
    }
  }

  private void hello(Said.Hello hello) {
    if (session != null) {
      throw new Problem(
              400,
              "hello-again",
              "The hello was said before",
              "This socket is for a session already.",
              "Open one socket for each session.")
          .refusal();
    }
    Session admitted = doorman.admit(hello);
    session = admitted.id();
    wire.send(LiveMessages.welcome());
    doorman.admitted(this, admitted);
  }

  private void requireHello() {
    if (session == null) {
      throw new Problem(
              401,
              "hello-first",
              "The hello is missing",
              "The first message was no hello.",
              "Say who you are first: type hello, with version, token and session.")
          .refusal();
    }
  }

  /** Whoever is known may err; a stranger may not. */
  private void refuse(Problem problem) {
    if (session == null) {
      end(problem);
    } else {
      wire.send(LiveMessages.error(problem));
    }
  }

  /** The camera sends bytes that are no text. */
  void saidBinary() {
    close(UNSUPPORTED, "text only");
  }

  /** The camera is there. */
  void heard() {
    heardAt = clock.getAsLong();
  }

  @Override
  public void told(CameraTarget target) {
    if (!closing) {
      wire.sendNewest(LiveMessages.target(target));
    }
  }

  /** A newer socket is for the same Session. */
  void replaced() {
    end(
        new Problem(
            409,
            "replaced",
            "A newer socket is for this session",
            "Another socket has said hello for the same session.",
            "Keep one socket for each session."));
  }

  /** The Session is over. */
  void ended(String reason) {
    if (!closing) {
      wire.send(LiveMessages.ended(reason));
      close(CLOSE_CODES + 410, "session-ended");
    }
  }

  /** The relay stops. */
  void goAway() {
    close(1001, "going-away");
  }

  /** Time passes; called about once a second. */
  void tick() {
    long now = clock.getAsLong();
    messages = 0;
    if (session == null) {
      hurry(now - openedAt);
    } else if (closing) {
      dropIf(now - closingSince > CLOSE_WITHIN.toNanos());
    } else {
      dropIf(now - heardAt > SILENT.toNanos() || wire.stuckNanos(now) > STUCK.toNanos());
      pingIfDue(now);
    }
  }

  private void hurry(long age) {
    if (age > HELLO_WITHIN.toNanos()) {
      end(tooSlow());
    }
    dropIf(age > STRANGER_FOR.toNanos());
  }

  private void pingIfDue(long now) {
    if (now - pingedAt >= PING_EVERY.toNanos()) {
      pingedAt = now;
      wire.ping();
    }
  }

  private void dropIf(boolean hopeless) {
    if (hopeless) {
      wire.drop();
    }
  }

  private void end(Problem problem) {
    if (!closing) {
      wire.send(LiveMessages.error(problem));
      close(CLOSE_CODES + problem.status(), problem.code());
    }
  }

  private void close(int code, String reason) {
    if (!closing) {
      closingSince = clock.getAsLong();
      closing = true;
      wire.close(code, reason);
    }
  }

  private static Problem tooMany() {
    return new Problem(
        429,
        "rate-limited",
        "Too many messages",
        "More than " + MESSAGES_PER_TICK + " messages came within a second.",
        "Send a ping every few seconds at most.");
  }

  private static Problem tooSlow() {
    return new Problem(
        408,
        "too-slow",
        "The hello did not come in time",
        "No hello came within " + HELLO_WITHIN.toSeconds() + " s.",
        "Send it as soon as the socket is open.");
  }
}
