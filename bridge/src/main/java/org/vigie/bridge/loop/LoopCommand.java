package org.vigie.bridge.loop;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.vigie.bridge.api.BridgeStats;
import org.vigie.bridge.api.CameraBounds;
import org.vigie.bridge.api.CameraSessionSpec;
import org.vigie.bridge.api.EndReason;
import org.vigie.bridge.api.IceCredentials;
import org.vigie.bridge.api.SessionId;
import org.vigie.bridge.api.SlotDescription;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.api.StreamTuning;
import org.vigie.bridge.api.ViewerSessionSpec;
import org.vigie.bridge.api.ViewerTuning;
import org.vigie.bridge.dtls.DtlsClosure;
import org.vigie.bridge.dtls.SrtpKeys;
import org.vigie.bridge.relay.RelayCommand;
import org.vigie.bridge.session.Session;

/** What other threads ask of a {@link Loop}; it runs them in the order of their coming. */
public sealed interface LoopCommand {
  /** A camera's Session begins; {@code feedbackSsrc} is this end's source in RTCP towards it. */
  record OpenCamera(
      SessionId id, IceCredentials local, CameraSessionSpec spec, String cname, int feedbackSsrc)
      implements LoopCommand {}

  /** A viewer's Session begins, with the sources that its answer announces. */
  record OpenViewer(
      SessionId id,
      IceCredentials local,
      ViewerSessionSpec spec,
      List<SlotDescription> slots,
      String cname)
      implements LoopCommand {}

  /** A Slot shows a Stream. */
  record Show(SessionId viewer, String mid, StreamId stream) implements LoopCommand {}

  /** A Slot is shown in so many pixels. */
  record Size(SessionId viewer, String mid, long pixels) implements LoopCommand {}

  /** New ICE credentials on both sides. */
  record RestartIce(SessionId session, IceCredentials local, IceCredentials remote)
      implements LoopCommand {}

  /** A Session ends. */
  record End(SessionId session, EndReason reason) implements LoopCommand {}

  /** A Stream is forgotten. */
  record RemoveStream(StreamId stream) implements LoopCommand {}

  /** The camera that feeds a Stream now shall send between other rates. */
  record Bound(StreamId stream, CameraBounds bounds) implements LoopCommand {}

  /** A viewer is given no more than this. */
  record BoundViewer(SessionId viewer, long maxBps) implements LoopCommand {}

  /** A viewer is served in another way. */
  record TuneViewer(SessionId viewer, ViewerTuning tuning) implements LoopCommand {}

  /** A Stream is carried in another way. */
  record Tune(StreamId stream, StreamTuning tuning) implements LoopCommand {}

  /** Someone wants to know; of thousands of Sessions only if he says so. */
  record TakeStats(boolean ofSessions, CompletableFuture<BridgeStats> result)
      implements LoopCommand {}

  /** A handshake has a record for its peer. */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  record SendDtls(Session session, byte[] record) implements LoopCommand {}

  /** A handshake is done. */
  record Secured(Session session, SrtpKeys keys) implements LoopCommand {}

  /** A DTLS association is over. */
  record DtlsOver(Session session, DtlsClosure closure) implements LoopCommand {}

  /** The Relay of another Loop asks something of this Loop's. */
  record Relayed(RelayCommand command) implements LoopCommand {}

  /** Everybody is told goodbye; the Loop ends when the last close_notify has left. */
  record Stop() implements LoopCommand {}
}
