package org.vigie.bridge.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.Feedback;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.IncomingTrackSpec;
import org.vigie.bridge.api.LayerStats;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.api.TrackStats;
import org.vigie.bridge.codec.PayloadInspector;
import org.vigie.bridge.fault.TrackWatch;
import org.vigie.bridge.forward.ExtensionIds;
import org.vigie.bridge.forward.IncomingPacket;
import org.vigie.bridge.forward.Layer;
import org.vigie.bridge.forward.LayerPlace;
import org.vigie.bridge.rtp.BigEndian;
import org.vigie.bridge.rtp.NtpTime;
import org.vigie.bridge.rtp.RtpPacket;
import org.vigie.bridge.rtp.Rtx;

/** One m-line of a camera: turns its RTP packets into {@link IncomingPacket}s of a Track. */
public final class IncomingTrack {
  private final IncomingTrackSpec spec;
  private final FormatTable formats;
  private final TrackWatch watch;
  private final ExtensionIds extensions;
  private final int captureTimeId;
  private final int descriptorId;
  private final boolean transportCc;

  /** Not where SSRCs were announced and none for RTX. */
  private final boolean rtxAnnounced;

  private final TrackSink sink;
  private final TrackClock.CameraOffset camera;
  private final Map<Codec, PayloadInspector> inspectors = new EnumMap<>(Codec.class);
  private final @Nullable IncomingLayer[] layers;
  private @Nullable IncomingPacket incoming;
  private @Nullable Codec codec;
  private long overflowsBefore;

  /** An m-line that feeds {@code sink}; {@code camera} is shared by the m-lines of one camera. */
  public IncomingTrack(IncomingTrackSpec spec, TrackSink sink, TrackClock.CameraOffset camera) {
    this.spec = spec;
    this.sink = sink;
    this.camera = camera;
    this.formats = new FormatTable(spec.formats());
    this.watch = new TrackWatch(spec);
    this.extensions = new ExtensionIds(spec.extensions());
    this.captureTimeId = extensions.id(HeaderExtension.ABS_CAPTURE_TIME);
    this.descriptorId = extensions.id(HeaderExtension.DEPENDENCY_DESCRIPTOR);
    this.transportCc =
        understands(spec, Feedback.TRANSPORT_CC)
            && extensions.id(HeaderExtension.TRANSPORT_CC) != ExtensionIds.NONE;
    this.rtxAnnounced =
        !spec.rids().isEmpty()
            || spec.ssrcs().isEmpty()
            || spec.ssrcs().getFirst().rtxSsrc().isPresent();
    this.layers = new IncomingLayer[Math.max(1, spec.rids().size())];
    for (PayloadFormat format : spec.formats()) {
      inspectors.computeIfAbsent(format.codec(), PayloadInspector::of);
    }
  }

  /** A media packet; what is returned says why it went no further, null if it did. */
  @Nullable Drop media(long nowNanos, RtpPacket packet, int layerIndex) {
    PayloadFormat format = formats.media(packet.payloadType());
    if (format == null) {
      return Drop.UNKNOWN_PAYLOAD_TYPE;
    }
    IncomingLayer before = layers[layerIndex];
    if (before != null && before.keepsOut(nowNanos, packet.ssrc())) {
      return Drop.DISPLACED_SSRC;
    }
    IncomingLayer layer = layerOf(layerIndex, packet, format);
    long sequence = layer.sequences.unwrap(packet.sequenceNumber());
    if (layer.wasSilent(nowNanos)) {
      layer.keyFrames.heardAgain(nowNanos);
    }
    layer.received(nowNanos, sequence, rtxAnnounced && format.rtxPayloadType().isPresent());
    layer.reception.received(nowNanos, sequence, packet.timestamp(), true);
    deliver(nowNanos, packet, format, layer, sequence);
    return null;
  }

  /** A packet of the RTX stream of a Layer (RFC 4588). */
  @Nullable Drop retransmission(long nowNanos, RtpPacket packet, int layerIndex) {
    PayloadFormat format = formats.repairedBy(packet.payloadType());
    IncomingLayer layer = layers[layerIndex];
    if (format == null
        || layer == null
        || !Rtx.decapsulate(packet, format.payloadType(), layer.ssrc())) {
      return Drop.USELESS_RETRANSMISSION;
    }
    long sequence = layer.sequences.peek(packet.sequenceNumber());
    if (!layer.mayRepeat(sequence)) {
      return Drop.USELESS_RETRANSMISSION;
    }
    layer.recovered(nowNanos, sequence);
    layer.reception.received(nowNanos, sequence, packet.timestamp(), false);
    deliver(nowNanos, packet, format, layer, sequence);
    return null;
  }

  private IncomingLayer layerOf(int index, RtpPacket packet, PayloadFormat format) {
    int ssrc = packet.ssrc();
    IncomingLayer before = layers[index];
    if (before != null && before.ssrc() == ssrc && !before.restarts(packet.sequenceNumber())) {
      return before;
    }
    boolean fir = spec.feedback().contains(Feedback.FIR);
    Layer newLayer = sink.newLayer(index, extensions);
    IncomingLayer layer =
        new IncomingLayer(ssrc, newLayer, format.codec().clockRate(), camera, fir);
    if (before != null) {
      overflowsBefore += before.losses.overflows();
      layer.displace(before);
    }
    layers[index] = layer;
    watch.begins(index, layer.keyFrames);
    return layer;
  }

  private void deliver(
      long nowNanos, RtpPacket packet, PayloadFormat format, IncomingLayer layer, long sequence) {
    long timestamp = layer.timestamps.unwrap(packet.timestamp());
    layer.arrived(nowNanos, packet.length(), sequence, timestamp);
    codec = format.codec();
    layer.timedBy(codec.clockRate());
    noteTime(nowNanos, packet, layer, sequence, timestamp);
    int index = layer.layer().index();
    watch.packet(nowNanos, index, packet, sequence, timestamp, codec.clockRate());
    layer.steady(packet, sequence);
    IncomingPacket next = incoming == null ? new IncomingPacket(layer.layer(), packet) : incoming;
    incoming = next;
    long capture = layer.clock().captureNanos(timestamp);
    KeyFrameFinder.Finding finding = find(packet, format, layer, sequence, timestamp);
    if (finding == KeyFrameFinder.Finding.STARTS && lacksSets(format)) {
      finding = putSets(nowNanos, packet, format, layer, sequence, capture, next);
    }
    next.set(layer.layer(), format, packet, layer.insertions.number(sequence), nowNanos, capture);
    next.place(placeOf(format, layer));
    layer.patience.observed(nowNanos, layer.losses.recovered(), layer.trip.nanos());
    next.holdBack(layer.patience.millis());
    note(nowNanos, finding, layer, next);
    sink.packet(nowNanos, next);
  }

  private int placeOf(PayloadFormat format, IncomingLayer layer) {
    PayloadInspector inspector = inspectors.get(format.codec());
    return inspector == null ? LayerPlace.BASE : layer.layers.place(format.codec(), inspector);
  }

  private void noteTime(
      long nowNanos, RtpPacket packet, IncomingLayer layer, long sequence, long timestamp) {
    if (sequence != layer.sequences.highest() && layer.clock().started()) {
      return; // what comes late or again tells nothing of the clock
    }
    layer.clock().arrival(nowNanos, timestamp);
    int offset = captureTimeId == ExtensionIds.NONE ? -1 : packet.extension(captureTimeId);
    if (offset >= 0 && packet.extensionLength(captureTimeId) >= Long.BYTES) {
      long ntp = BigEndian.i64(packet.array(), offset);
      layer.clock().captured(nowNanos, NtpTime.toUnixNanos(ntp), timestamp);
    }
  }

  /** Whether the key frame that begins with the packet just seen is H.264 without them. */
  private boolean lacksSets(PayloadFormat format) {
    PayloadInspector inspector = inspectors.get(format.codec());
    return format.codec() == Codec.H264 && inspector != null && !inspector.parameterSets();
  }

  /**
   * Puts remembered parameter sets before a key frame. Where packets have overtaken it there is no
   * room, and no viewer can start with it.
   */
  private KeyFrameFinder.Finding putSets(
      long nowNanos,
      RtpPacket packet,
      PayloadFormat format,
      IncomingLayer layer,
      long sequence,
      long capture,
      IncomingPacket next) {
    if (sequence != layer.sequences.highest() || !layer.sets().complete()) {
      return KeyFrameFinder.Finding.NOTHING;
    }
    ParameterSetPackets sets = layer.sets();
    long number = layer.insertions.number(sequence);
    layer.insertions.insert(sequence, sets.count());
    for (int i = 0; i < sets.count(); i++) {
      RtpPacket set = sets.packet(i, packet, number + i);
      next.set(layer.layer(), format, set, number + i, nowNanos, capture);
      if (i == 0) {
        next.startsKeyFrame(layer.width() * layer.height());
      }
      sink.packet(nowNanos, next);
    }
    return KeyFrameFinder.Finding.KEEPS;
  }

  private static void note(
      long nowNanos, KeyFrameFinder.Finding finding, IncomingLayer layer, IncomingPacket packet) {
    switch (finding) {
      case NOTHING -> {}
      case STARTS -> {
        layer.keyFrames.keyFrameArrived(nowNanos);
        packet.startsKeyFrame(layer.width() * layer.height());
      }
      case PROMISES -> packet.startsKeyFrame(layer.width() * layer.height());
      case KEEPS -> layer.keyFrames.keyFrameArrived(nowNanos);
      case BREAKS -> packet.deniesKeyFrame();
    }
  }

  private KeyFrameFinder.Finding find(
      RtpPacket packet, PayloadFormat format, IncomingLayer layer, long sequence, long timestamp) {
    PayloadInspector inspector = inspectors.get(format.codec());
    if (descriptorId != ExtensionIds.NONE) {
      layer.layers.look(packet, descriptorId);
    }
    if (inspector == null
        || !inspector.inspect(packet.array(), packet.payloadOffset(), packet.payloadLength())) {
      return KeyFrameFinder.Finding.NOTHING;
    }
    if (inspector.width() > 0) {
      layer.pictureSize(inspector.width(), inspector.height());
    }
    if (format.codec() == Codec.H264) {
      watch.h264(layer.layer().index(), inspector);
    }
    if (layer.layers.described()) {
      return layer.layers.startsKeyFrame()
          ? layer.starts.starts(sequence, timestamp)
          : KeyFrameFinder.Finding.NOTHING;
    }
    return layer.starts.look(inspector, sequence, timestamp, setsAreKnown(packet, format, layer));
  }

  private static boolean setsAreKnown(RtpPacket packet, PayloadFormat format, IncomingLayer layer) {
    if (format.codec() != Codec.H264) {
      return true;
    }
    layer.sets().look(packet, format);
    return layer.sets().complete();
  }

  void onTime(long nowNanos) {
    sink.onTime(nowNanos);
  }

  long nextDeadlineNanos() {
    return sink.nextDeadlineNanos();
  }

  /** A sender report of this SSRC, if it is one of this m-line's. */
  void senderReport(long nowNanos, int ssrc, long ntpTime, int rtpTimestamp) {
    for (IncomingLayer layer : layers) {
      if (layer != null && layer.ssrc() == ssrc) {
        layer.reception.senderReport(nowNanos, ntpTime);
        watch.senderReport(nowNanos, layer.layer().index());
        layer
            .clock()
            .senderReport(
                nowNanos, NtpTime.toUnixNanos(ntpTime), layer.timestamps.peek(rtpTimestamp));
      }
    }
  }

  /** So long took a round trip to the camera, as its answer tells. */
  void roundTrip(long nowNanos, long nanos) {
    camera.roundTrip(nowNanos, nanos);
  }

  /** Whether it is known of every Layer that arrives when its media was captured. */
  boolean timeIsKnown(long nowNanos) {
    boolean any = false;
    for (IncomingLayer layer : layers) {
      if (layer != null && layer.arriving(nowNanos)) {
        any = true;
        if (!layer.clock().settled(nowNanos)) {
          return false;
        }
      }
    }
    return any;
  }

  /** A viewer cannot go on without a key frame of this Layer. */
  public void requestKeyFrame(long nowNanos, int layerIndex) {
    // A viewer may still be shown a layer of the camera before, which had more.
    IncomingLayer layer = layerIndex < layers.length ? layers[layerIndex] : layers[0];
    if (layer != null) {
      layer.keyFrames.request(nowNanos);
    }
  }

  /** The same of every Layer that there is. */
  void requestKeyFrames(long nowNanos) {
    for (IncomingLayer layer : layers) {
      if (layer != null) {
        layer.keyFrames.request(nowNanos);
      }
    }
  }

  /** The Layers whose SSRC is known; a place is null until then. */
  @Nullable IncomingLayer[] layers() {
    return layers;
  }

  /** What is wrong with it. */
  TrackWatch watch() {
    return watch;
  }

  boolean understands(Feedback feedback) {
    return understands(spec, feedback);
  }

  private static boolean understands(IncomingTrackSpec spec, Feedback feedback) {
    return spec.feedback().contains(feedback);
  }

  boolean hasTransportCc() {
    return transportCc;
  }

  /** When its last packet came, if any did. */
  public Optional<Long> lastArrivalNanos() {
    return live().stream().map(IncomingLayer::lastArrivalNanos).max(Long::compare);
  }

  /** How often more was missing than can be asked for, also of sources that were displaced. */
  long nackOverflows() {
    long sum = overflowsBefore;
    for (IncomingLayer layer : layers) {
      sum += layer == null ? 0 : layer.losses.overflows();
    }
    return sum;
  }

  private List<IncomingLayer> live() {
    List<IncomingLayer> live = new ArrayList<>();
    for (IncomingLayer layer : layers) {
      if (layer != null && layer.packets() > 0) {
        live.add(layer);
      }
    }
    return live;
  }

  /** Its numbers. */
  public TrackStats stats(long nowNanos) {
    List<IncomingLayer> live = live();
    List<IncomingLayer> arriving = live.stream().filter(layer -> layer.arriving(nowNanos)).toList();
    Optional<IncomingLayer> best =
        arriving.stream().max(Comparator.comparingInt(IncomingLayer::height));
    boolean video = spec.kind() == MediaKind.VIDEO;
    return new TrackStats(
        spec.kind(),
        Optional.ofNullable(codec),
        arriving.size(),
        arriving.stream().mapToLong(layer -> layer.rate.bps(nowNanos)).sum(),
        best.map(IncomingLayer::width).orElse(0),
        best.map(IncomingLayer::height).orElse(0),
        video ? best.map(layer -> layer.rate.perSecond(nowNanos)).orElse(0.0) : 0,
        live.stream().map(layer -> layer.clock().basis()).min(Comparator.naturalOrder()),
        live.stream().mapToLong(IncomingLayer::packets).sum(),
        live.stream().mapToLong(layer -> layer.losses.lost()).sum(),
        live.stream().mapToLong(layer -> layer.losses.nacked()).sum(),
        live.stream().mapToLong(layer -> layer.keyFrames.requests()).sum(),
        live.stream().mapToLong(layer -> layer.keyFrames.keyFrames()).sum(),
        simulcast(nowNanos));
  }

  private List<LayerStats> simulcast(long nowNanos) {
    List<LayerStats> all = new ArrayList<>();
    for (int i = 0; i < spec.rids().size(); i++) {
      all.add(layerStats(nowNanos, spec.rids().get(i), layers[i]));
    }
    return all;
  }

  private static LayerStats layerStats(long nowNanos, String rid, @Nullable IncomingLayer layer) {
    return layer == null
        ? new LayerStats(rid, 0, 0, 0)
        : new LayerStats(rid, layer.width(), layer.height(), layer.rate.bps(nowNanos));
  }
}
