package org.vigie.signaling.session;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.vigie.bridge.api.BridgeConfig;
import org.vigie.bridge.api.BridgeEvent;
import org.vigie.bridge.api.BridgeStats;
import org.vigie.bridge.api.CameraBounds;
import org.vigie.bridge.api.CameraSessionSpec;
import org.vigie.bridge.api.EndReason;
import org.vigie.bridge.api.IceCredentials;
import org.vigie.bridge.api.SelfTest;
import org.vigie.bridge.api.SessionDescription;
import org.vigie.bridge.api.SessionId;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.api.StreamStats;
import org.vigie.bridge.api.StreamTuning;
import org.vigie.bridge.api.TransportDescription;
import org.vigie.bridge.api.ViewerSessionSpec;
import org.vigie.bridge.api.ViewerTuning;

/**
 * What the signalling asks of the bridge; the one place where a test puts something else. Each
 * method means what the method of this name in {@code org.vigie.bridge.Bridge} says.
 */
public interface MediaPlane extends AutoCloseable {
  /** Starts one. */
  @FunctionalInterface
  interface Starter {
    /**
     * Starts a media plane.
     *
     * @throws IOException if a port is taken or an address is not this machine's
     */
    MediaPlane start(BridgeConfig config, Consumer<BridgeEvent> events) throws IOException;
  }

  /** Completes with the cause if it can relay no more; what is attached must not block. */
  CompletionStage<Throwable> fault();

  /** What it found out about itself. */
  SelfTest selfTest();

  /** Opens a camera's Session, which displaces an older one of the same Stream. */
  SessionDescription openCamera(CameraSessionSpec spec);

  /** Opens a viewer's Session with empty Slots. */
  SessionDescription openViewer(ViewerSessionSpec spec);

  /** Shows a Stream in a Slot. */
  void show(SessionId viewer, String mid, StreamId stream);

  /** Says in how many pixels a viewer shows a Slot; {@link Long#MAX_VALUE} if that is not known. */
  void size(SessionId viewer, String mid, long pixels);

  /** Restarts ICE; empty if there is no such Session. */
  Optional<TransportDescription> restartIce(SessionId session, IceCredentials remote);

  /** Ends a Session. */
  void end(SessionId session, EndReason reason);

  /** Sets between which rates the camera that publishes a Stream now shall send. */
  void bound(StreamId stream, CameraBounds bounds);

  /** Sets how much a viewer is given at most, bps. */
  void bound(SessionId viewer, long maxBps);

  /** Sets how a viewer is served. */
  void tune(SessionId viewer, ViewerTuning tuning);

  /** Sets how a Stream is carried. */
  void tune(StreamId stream, StreamTuning tuning);

  /** Forgets a Stream. */
  void removeStream(StreamId stream);

  /** A look at everything. */
  CompletableFuture<BridgeStats> stats();

  /** A look at the Streams alone, which costs little. */
  CompletableFuture<List<StreamStats>> streams();

  @Override
  void close();
}
