package org.vigie.bridge;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.vigie.bridge.api.BridgeConfig;
import org.vigie.bridge.api.BridgeEvent;
import org.vigie.bridge.api.BridgeStats;
import org.vigie.bridge.api.CameraSessionSpec;
import org.vigie.bridge.api.EndReason;
import org.vigie.bridge.api.IceCredentials;
import org.vigie.bridge.api.SelfTest;
import org.vigie.bridge.api.SessionDescription;
import org.vigie.bridge.api.SessionId;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.api.TransportDescription;
import org.vigie.bridge.api.ViewerSessionSpec;

/**
 * The media plane as a library: relays what cameras publish to the viewers that are shown it, and
 * stores nothing. Every method may be called from any thread and does not wait for the network.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Bridge implements AutoCloseable {
  private Bridge() {}

  /**
   * Binds the media port on every announced address and starts.
   *
   * @param events told of what happens, in order, on a thread of their own
   * @throws IOException if a port is taken or an address is not this machine's; the message names
   *     it
   */
  public static Bridge start(BridgeConfig config, Consumer<BridgeEvent> events) throws IOException {
    throw new IOException("not built yet");
  }

  /** What the bridge found out about itself at start. */
  public SelfTest selfTest() {
    throw new UnsupportedOperationException();
  }

  /**
   * Opens a camera's Session; one that feeds the same Stream already ends as {@link
   * EndReason#TAKEN_OVER}.
   *
   * @throws org.vigie.bridge.api.BridgeOverloadedException if the bridge is full
   */
  public SessionDescription openCamera(CameraSessionSpec spec) {
    throw new UnsupportedOperationException();
  }

  /**
   * Opens a viewer's Session with empty Slots.
   *
   * @throws org.vigie.bridge.api.BridgeOverloadedException if the bridge is full
   */
  public SessionDescription openViewer(ViewerSessionSpec spec) {
    throw new UnsupportedOperationException();
  }

  /**
   * Shows a Stream's Track of the Slot's kind in a Slot; before the Stream is live, what comes
   * later is shown.
   */
  public void show(SessionId viewer, String mid, StreamId stream) {
    throw new UnsupportedOperationException();
  }

  /**
   * Restarts ICE (RFC 8445, section 9): new local credentials; the old pair carries media until the
   * new is nominated.
   *
   * @return this end's new transport, or empty if there is no such Session
   */
  public Optional<TransportDescription> restartIce(SessionId session, IceCredentials remote) {
    throw new UnsupportedOperationException();
  }

  /** Ends a Session with BYE and close_notify; an unknown id is ignored. */
  public void end(SessionId session, EndReason reason) {
    throw new UnsupportedOperationException();
  }

  /** Forgets a Stream and ends the Session that feeds it; viewers keep theirs with empty Slots. */
  public void removeStream(StreamId stream) {
    throw new UnsupportedOperationException();
  }

  /** A look at everything, taken on the Loop. */
  public CompletableFuture<BridgeStats> stats() {
    throw new UnsupportedOperationException();
  }

  /** Says BYE and close_notify to every peer, then releases the port. */
  @Override
  public void close() {}
}
