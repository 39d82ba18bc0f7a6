package org.vigie.signaling.live;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.vigie.bridge.api.SessionId;
import org.vigie.signaling.bandwidth.CameraTargets;
import org.vigie.signaling.http.Problem;
import org.vigie.signaling.http.Refusal;
import org.vigie.signaling.identity.Identities;
import org.vigie.signaling.identity.Principal;
import org.vigie.signaling.live.LiveMessages.Said;
import org.vigie.signaling.session.Session;
import org.vigie.signaling.session.SessionRefusals;
import org.vigie.signaling.session.Sessions;

/** The open sockets of cameras: one for each Session, the newest wins. */
public final class LiveSockets implements Conversation.Doorman {
  /** Sockets that have not said hello, at once. */
  static final int STRANGERS = 1_000;

  /** Of those from one network: enough for the cameras behind a NAT, which say hello at once. */
  static final int STRANGERS_OF_ONE_NETWORK = 50;

  private final Identities identities;
  private final Sessions sessions;
  private final CameraTargets targets;
  private final LongSupplier clock;
  private final Set<Conversation> open = ConcurrentHashMap.newKeySet();
  private final Map<Conversation, String> strangers = new ConcurrentHashMap<>();
  private final Map<SessionId, Conversation> known = new ConcurrentHashMap<>();

  /** Sockets for these; the clock counts nanoseconds. */
  public LiveSockets(
      Identities identities, Sessions sessions, CameraTargets targets, LongSupplier clock) {
    this.identities = identities;
    this.sessions = sessions;
    this.targets = targets;
    this.clock = clock;
  }

  /** Looks after every socket; called about once a second. */
  public void tick() {
    for (Conversation conversation : open) {
      conversation.session().flatMap(this::endOf).ifPresent(conversation::ended);
      conversation.tick();
    }
  }

  /** Says goodbye to all. */
  public void close() {
    open.forEach(Conversation::goAway);
  }

  /**
   * Makes sure that there is room for one more stranger from a network.
   *
   * @throws Refusal 503 if there is not
   */
  void requireRoom(String network) {
    if (strangers.size() >= STRANGERS) {
      throw full(STRANGERS + " sockets are open");
    }
    if (Collections.frequency(strangers.values(), network) >= STRANGERS_OF_ONE_NETWORK) {
      throw full(STRANGERS_OF_ONE_NETWORK + " sockets are open from this address");
    }
  }

  private static Refusal full(String sockets) {
    return new Problem(
            503,
            "too-many-sockets",
            "Too many sockets have not said hello",
            sockets + " whose cameras have not said who they are.",
            "Try again in a few seconds.")
        .refusal()
        .retryAfter(Conversation.HELLO_WITHIN.toSeconds());
  }

  /** Somebody connects. */
  Conversation begin(Wire wire, String network) {
    Conversation conversation = new Conversation(wire, this, clock);
    strangers.put(conversation, network);
    open.add(conversation);
    return conversation;
  }

  /** A socket is closed. */
  void over(Conversation conversation) {
    open.remove(conversation);
    strangers.remove(conversation);
    conversation.session().ifPresent(id -> known.remove(id, conversation));
    if (conversation.session().isPresent()) {
      targets.unfollow(conversation);
    }
  }

  @Override
  public Session admit(Said.Hello hello) {
    Principal caller = identities.authenticate(hello.token()).orElseThrow(LiveSockets::badToken);
    Session session =
        sessions
            .find(hello.session())
            .filter(each -> each.role() == Session.Role.CAMERA && each.reason().isEmpty())
            .orElseThrow(SessionRefusals::unknownSession);
    if (!session.isOwnedBy(caller) && !caller.isOperator()) {
      throw SessionRefusals.notYours(
          "The session was opened with another token.", "Use the token that opened it.");
    }
    return session;
  }

  @Override
  public void admitted(Conversation conversation, Session session) {
    strangers.remove(conversation);
    Conversation older = known.put(session.id(), conversation);
    targets.follow(session, conversation);
    if (older != null) {
      older.replaced();
    }
    if (!open.contains(conversation)) {
      over(conversation); // It was closed while it was let in.
    }
  }

  private Optional<String> endOf(SessionId id) {
    return sessions.find(id.value()).map(Session::endedBy).orElse(Optional.of("forgotten"));
  }

  private static Refusal badToken() {
    return new Problem(
            401,
            "bad-token",
            "A valid token is needed",
            "The token in the hello belongs to nobody.",
            "Send a token of this relay; one that was removed is worth nothing any more.")
        .refusal();
  }
}
