package org.vigie.bridge.session;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.vigie.bridge.api.CameraBounds;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.IncomingTrackSpec;
import org.vigie.bridge.api.StandingFault;
import org.vigie.bridge.api.UplinkStats;
import org.vigie.bridge.fault.CameraWatch;
import org.vigie.bridge.fault.FaultListener;
import org.vigie.bridge.fault.TrackWatch;
import org.vigie.bridge.rtp.BigEndian;
import org.vigie.bridge.rtp.NtpTime;
import org.vigie.bridge.rtp.RtcpReader;
import org.vigie.bridge.rtp.RtcpVisitor;
import org.vigie.bridge.rtp.RtpPacket;

/**
 * A camera's Tracks coming in: finds the Track and Layer of each packet and hands it on. What the
 * camera is told in return is up to {@link CameraFeedback}.
 */
public final class CameraMedia implements Media, RtcpVisitor {
  private final SecureTransport transport;
  private final SourceTable sources;
  private final List<IncomingTrack> tracks;
  private final CameraFeedback feedback;
  private final CameraWatch watch;
  private final int transportCcId;
  private final RtcpReader reader = new RtcpReader();
  private long nowNanos;

  /** Media of a camera whose Tracks stand in the order of its spec. */
  public CameraMedia(
      SecureTransport transport,
      List<IncomingTrackSpec> specs,
      List<IncomingTrack> tracks,
      CameraFeedback feedback,
      FaultListener faults,
      long nowNanos) {
    this.transport = transport;
    this.sources = new SourceTable(specs);
    this.tracks = List.copyOf(tracks);
    this.feedback = feedback;
    List<TrackWatch> watched = tracks.stream().map(IncomingTrack::watch).toList();
    this.watch = new CameraWatch(watched, faults, nowNanos);
    this.transportCcId = transportCcId(specs);
  }

  /**
   * With BUNDLE an id means the same on every m-line (RFC 9143, section 9.2), so the first that has
   * one will do.
   */
  private static int transportCcId(List<IncomingTrackSpec> specs) {
    for (IncomingTrackSpec spec : specs) {
      Integer id = spec.extensions().get(HeaderExtension.TRANSPORT_CC);
      if (id != null) {
        return id;
      }
    }
    return -1;
  }

  @Override
  public void secured(long nowNanos) {
    feedback.start(nowNanos);
  }

  @Override
  public void rtp(long nowNanos, RtpPacket packet) {
    boolean numbered = noteTransportSequence(nowNanos, packet);
    SourceTable.Binding binding = sources.resolve(packet);
    if (binding == null) {
      transport.reject(Drop.UNKNOWN_SSRC);
      return;
    }
    IncomingTrack track = tracks.get(binding.track());
    if (!numbered && track.hasTransportCc()) {
      feedback.unnumbered(nowNanos);
    }
    Drop refused =
        binding.retransmission()
            ? track.retransmission(nowNanos, packet, binding.layer())
            : track.media(nowNanos, packet, binding.layer());
    if (refused != null) {
      transport.reject(refused);
    }
  }

  private boolean noteTransportSequence(long nowNanos, RtpPacket packet) {
    int offset = transportCcId < 0 ? -1 : packet.extension(transportCcId);
    if (offset < 0 || packet.extensionLength(transportCcId) != 2) {
      return false;
    }
    feedback.transportSequence(nowNanos, BigEndian.u16(packet.array(), offset), packet.ssrc());
    return true;
  }

  @Override
  public void rtcp(long nowNanos, byte[] array, int offset, int length) {
    this.nowNanos = nowNanos;
    if (!reader.read(array, offset, length, this)) {
      transport.reject(Drop.MALFORMED);
    }
  }

  @Override
  public void senderReport(
      int senderSsrc, long ntpTime, int rtpTimestamp, long packetCount, long octetCount) {
    for (IncomingTrack track : tracks) {
      track.senderReport(nowNanos, senderSsrc, ntpTime, rtpTimestamp);
    }
  }

  @Override
  public void delaySinceReference(int senderSsrc, int ssrc, int lastReference, int delay) {
    if (lastReference != 0 && !tracks.isEmpty()) {
      int now = NtpTime.compact(NtpTime.ofUnixNanos(nowNanos));
      tracks.getFirst().roundTrip(nowNanos, NtpTime.compactToNanos(now - lastReference - delay));
    }
  }

  @Override
  public void onTime(long nowNanos) {
    for (IncomingTrack track : tracks) {
      track.onTime(nowNanos);
    }
    feedback.onTime(nowNanos);
    watch.onTime(nowNanos);
  }

  /** More is lost than repair could bring back in time. */
  @Override
  public void resumed(long nowNanos) {
    for (IncomingTrack track : tracks) {
      track.requestKeyFrames(nowNanos);
    }
    feedback.onTime(nowNanos);
  }

  @Override
  public void showLife() {
    feedback.showLife();
  }

  @Override
  public long nextDeadlineNanos() {
    long deadline = feedback.nextDeadlineNanos();
    for (int i = 0; i < tracks.size(); i++) {
      deadline = Math.min(deadline, tracks.get(i).nextDeadlineNanos());
    }
    return deadline;
  }

  @Override
  public void ended(long nowNanos) {
    feedback.bye();
  }

  /** A viewer cannot go on without a key frame of this Layer of this m-line. */
  public void requestKeyFrame(long nowNanos, int track, int layer) {
    tracks.get(track).requestKeyFrame(nowNanos, layer);
    feedback.onTime(nowNanos);
  }

  /** Sets between which rates the camera shall send. */
  public void bound(long nowNanos, CameraBounds bounds) {
    feedback.bound(nowNanos, bounds);
  }

  /** Key frames of one Layer are asked for at most so often from now on. */
  public void spaceKeyFrames(Duration least) {
    feedback.spaceKeyFrames(least);
  }

  /** Whether it is known when the media of this m-line was captured. */
  public boolean timeIsKnown(long nowNanos, int track) {
    return tracks.get(track).timeIsKnown(nowNanos);
  }

  /** What is wrong with the camera now. */
  public List<StandingFault> faults(long nowNanos) {
    return watch.standing(nowNanos);
  }

  /** How the camera's line does. */
  public UplinkStats uplink(long nowNanos) {
    return feedback.uplink(nowNanos);
  }

  @Override
  public Map<String, Codec> refused() {
    return Map.of();
  }

  @Override
  public void addTo(MediaCounters counters) {
    feedback.addTo(counters);
  }

  @Override
  public long retransmitted() {
    return 0;
  }
}
