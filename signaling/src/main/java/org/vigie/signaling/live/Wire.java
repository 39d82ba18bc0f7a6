package org.vigie.signaling.live;

/** A socket as a {@link Conversation} uses it. Nothing here waits for the network. */
interface Wire {
  /** Sends a message after those before it. */
  void send(String message);

  /** Sends a message in place of the one that was given here before, if that has not left yet. */
  void sendNewest(String message);

  /** Asks the peer for a sign of life. */
  void ping();

  /** Says goodbye behind all messages. */
  void close(int code, String reason);

  /** Ends it at once. */
  void drop();

  /** For how long the peer has not taken what is to be sent, ns; 0 if nothing waits. */
  long stuckNanos(long nowNanos);
}
