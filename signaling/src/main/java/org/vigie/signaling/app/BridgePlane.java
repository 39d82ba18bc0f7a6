package org.vigie.signaling.app;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.vigie.bridge.Bridge;
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
import org.vigie.signaling.session.MediaPlane;

/** The media plane of a relay that is not under test. */
record BridgePlane(Bridge bridge) implements MediaPlane {
  static MediaPlane start(BridgeConfig config, Consumer<BridgeEvent> events) throws IOException {
    return new BridgePlane(Bridge.start(config, events));
  }

  @Override
  public CompletionStage<Throwable> fault() {
    return bridge.fault();
  }

  @Override
  public SelfTest selfTest() {
    return bridge.selfTest();
  }

  @Override
  public SessionDescription openCamera(CameraSessionSpec spec) {
    return bridge.openCamera(spec);
  }

  @Override
  public SessionDescription openViewer(ViewerSessionSpec spec) {
    return bridge.openViewer(spec);
  }

  @Override
  public void show(SessionId viewer, String mid, StreamId stream) {
    bridge.show(viewer, mid, stream);
  }

  @Override
  public void size(SessionId viewer, String mid, long pixels) {
    bridge.size(viewer, mid, pixels);
  }

  @Override
  public Optional<TransportDescription> restartIce(SessionId session, IceCredentials remote) {
    return bridge.restartIce(session, remote);
  }

  @Override
  public void end(SessionId session, EndReason reason) {
    bridge.end(session, reason);
  }

  @Override
  public void bound(StreamId stream, CameraBounds bounds) {
    bridge.bound(stream, bounds);
  }

  @Override
  public void bound(SessionId viewer, long maxBps) {
    bridge.bound(viewer, maxBps);
  }

  @Override
  public void tune(SessionId viewer, ViewerTuning tuning) {
    bridge.tune(viewer, tuning);
  }

  @Override
  public void tune(StreamId stream, StreamTuning tuning) {
    bridge.tune(stream, tuning);
  }

  @Override
  public void removeStream(StreamId stream) {
    bridge.removeStream(stream);
  }

  @Override
  public CompletableFuture<BridgeStats> stats() {
    return bridge.stats();
  }

  @Override
  public CompletableFuture<List<StreamStats>> streams() {
    return bridge.streams();
  }

  @Override
  public void close() {
    bridge.close();
  }
}
