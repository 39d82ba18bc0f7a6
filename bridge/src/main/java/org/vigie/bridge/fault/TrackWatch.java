package org.vigie.bridge.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.CameraFault;
import org.vigie.bridge.api.CameraFault.Kind;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.IncomingTrackSpec;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.api.StandingFault;
import org.vigie.bridge.codec.PayloadInspector;
import org.vigie.bridge.feedback.KeyFrameRequester;
import org.vigie.bridge.rtp.RtpPacket;

/** The faults of one m-line of a camera. */
public final class TrackWatch {
  private static final long SECOND = 1_000_000_000L;
  private static final long SILENCE_NANOS = 10 * SECOND;

  /** A camera that jumps now and then shall not flicker in the list. */
  private static final long JUMP_CALM_NANOS = 60 * SECOND;

  private static final long CALM_NANOS = 10 * SECOND;

  private final MediaKind kind;
  private final boolean setsInSdp;
  private final ExtensionUse extensions;
  private final @Nullable SourceWatch[] sources;
  private final List<Standing> faults = new ArrayList<>();
  private long silentNanos;
  private long lookedNanos;

  /** A fault that this Track may have, and whether it has. */
  private record Standing(CameraFault fault, int extension, Latch latch) {}

  /** A Track as negotiated, of which nothing has come. */
  public TrackWatch(IncomingTrackSpec spec) {
    this.kind = spec.kind();
    this.setsInSdp = spec.formats().stream().anyMatch(TrackWatch::namesSets);
    this.extensions = new ExtensionUse(spec.extensions());
    this.sources = new SourceWatch[Math.max(1, spec.rids().size())];
    for (Kind each : Kind.values()) {
      if (each != Kind.UNUSED_EXTENSION) {
        add(each, Optional.empty(), -1);
      }
    }
    for (int i = 0; i < extensions.expected().size(); i++) {
      add(Kind.UNUSED_EXTENSION, Optional.of(extensions.expected().get(i)), i);
    }
  }

  private void add(Kind each, Optional<HeaderExtension> extension, int index) {
    Latch latch = new Latch(calm(each));
    faults.add(new Standing(new CameraFault(each, kind, extension), index, latch));
  }

  private static long calm(Kind kind) {
    return switch (kind) {
      case NO_KEY_FRAME, B_FRAMES -> CALM_NANOS;
      case CLOCK_JUMP -> JUMP_CALM_NANOS;
      case MISSING_PARAMETER_SETS, NO_SENDER_REPORTS, UNUSED_EXTENSION, SILENT_TRACK -> 0;
    };
  }

  private static boolean namesSets(PayloadFormat format) {
    return format.codec() == Codec.H264 && format.parameters().containsKey("sprop-parameter-sets");
  }

  /** A source begins to feed this Layer. */
  public void begins(int layer, KeyFrameRequester keyFrames) {
    sources[layer] = new SourceWatch(kind, keyFrames, setsInSdp);
  }

  /**
   * A packet came, by whatever way.
   *
   * @param sequence unwrapped
   * @param timestamp unwrapped, in ticks of {@code clockRate} Hz
   */
  public void packet(
      long nowNanos, int layer, RtpPacket packet, long sequence, long timestamp, int clockRate) {
    SourceWatch source = sources[layer];
    if (source != null && packet.payloadLength() > 0) {
      source.packet(nowNanos, sequence, timestamp, clockRate);
      extensions.packet(nowNanos, packet);
    }
  }

  /** What the packet just told of holds, if it is H.264. */
  public void h264(int layer, PayloadInspector seen) {
    SourceWatch source = sources[layer];
    if (source != null) {
      source.h264(seen);
    }
  }

  /** A sender report of this Layer's source came. */
  public void senderReport(long nowNanos, int layer) {
    SourceWatch source = sources[layer];
    if (source != null) {
      source.senderReport(nowNanos);
    }
  }

  boolean flows(long nowNanos) {
    for (SourceWatch source : sources) {
      if (source != null && source.flows(nowNanos)) {
        return true;
      }
    }
    return false;
  }

  boolean negotiated(HeaderExtension extension) {
    return extensions.expected().contains(extension);
  }

  boolean sends(HeaderExtension extension) {
    int index = extensions.expected().indexOf(extension);
    return index >= 0 && extensions.seen(index);
  }

  /**
   * Judges what was noted.
   *
   * @param othersFlow whether another Track of the camera flows
   * @param transportCc whether this Track answers for the transport-wide numbers of all, and no
   *     Track has any
   */
  void judge(long nowNanos, boolean othersFlow, boolean transportCc, FaultListener listener) {
    for (SourceWatch source : sources) {
      if (source != null) {
        source.look(nowNanos);
      }
    }
    noteSilence(nowNanos, othersFlow);
    for (int i = 0; i < faults.size(); i++) {
      Standing each = faults.get(i);
      if (each.latch().update(nowNanos, isBad(nowNanos, each, transportCc))) {
        listener.changed(each.fault(), each.latch().stands());
      }
    }
  }

  /** Only while others flow does it say anything: the line may be down. */
  private void noteSilence(long nowNanos, boolean othersFlow) {
    boolean silent = othersFlow && !flows(nowNanos) && !isSwitchedOff(nowNanos);
    silentNanos = silent ? silentNanos + nowNanos - lookedNanos : 0;
    lookedNanos = nowNanos;
  }

  /**
   * Sound that never came, or stopped together with its reports, is switched off by a person; it is
   * negotiated all the same, so that it can be switched on.
   */
  private boolean isSwitchedOff(long nowNanos) {
    if (kind != MediaKind.AUDIO) {
      return false;
    }
    for (SourceWatch source : sources) {
      if (source != null && source.reports(nowNanos)) {
        return false;
      }
    }
    return true;
  }

  private boolean isBad(long nowNanos, Standing each, boolean transportCc) {
    return switch (each.fault().kind()) {
      case SILENT_TRACK -> silentNanos >= SILENCE_NANOS;
      case UNUSED_EXTENSION -> isUnused(nowNanos, each.extension(), transportCc);
      case NO_KEY_FRAME, B_FRAMES, MISSING_PARAMETER_SETS, NO_SENDER_REPORTS, CLOCK_JUMP ->
          isBadAtAnySource(nowNanos, each.fault().kind());
    };
  }

  private boolean isUnused(long nowNanos, int index, boolean transportCc) {
    boolean ofAll = extensions.expected().get(index) == HeaderExtension.TRANSPORT_CC;
    return (!ofAll || transportCc) && extensions.unused(nowNanos, index);
  }

  private boolean isBadAtAnySource(long nowNanos, Kind what) {
    for (SourceWatch source : sources) {
      if (source != null && isBad(nowNanos, source, what)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBad(long nowNanos, SourceWatch source, Kind what) {
    return switch (what) {
      case NO_KEY_FRAME -> source.noKeyFrame(nowNanos);
      case B_FRAMES -> source.outOfOrder(nowNanos);
      case MISSING_PARAMETER_SETS -> source.lacksSets(nowNanos);
      case NO_SENDER_REPORTS -> source.lacksReports(nowNanos);
      case CLOCK_JUMP -> source.jumped(nowNanos);
      case UNUSED_EXTENSION, SILENT_TRACK -> false;
    };
  }

  void standing(long nowNanos, Consumer<StandingFault> each) {
    for (Standing one : faults) {
      if (one.latch().stands()) {
        Duration since = Duration.ofNanos(nowNanos - one.latch().sinceNanos());
        each.accept(new StandingFault(one.fault(), since));
      }
    }
  }
}
