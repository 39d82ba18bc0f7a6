package org.vigie.bridge.session;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.SlotDescription;
import org.vigie.bridge.api.SlotSpec;
import org.vigie.bridge.api.ViewerLine;
import org.vigie.bridge.api.ViewerTuning;
import org.vigie.bridge.feedback.NtpClock;
import org.vigie.bridge.feedback.ReportInterval;
import org.vigie.bridge.forward.RepairBudget;
import org.vigie.bridge.rtp.RtcpReader;
import org.vigie.bridge.rtp.RtcpVisitor;
import org.vigie.bridge.rtp.RtcpWriter;
import org.vigie.bridge.rtp.RtpPacket;
import org.vigie.bridge.rtp.TransportFeedback;

/** A viewer's Slots going out, and what the viewer says of them. */
public final class ViewerMedia implements Media, RtcpVisitor {
  private static final Duration REPORT_INTERVAL = Duration.ofSeconds(1);
  private static final int NACK_MASK_BITS = 16;

  private final SecureTransport transport;
  private final byte[] cname;
  private final NtpClock clock;
  private final SendStamp stamp = new SendStamp();
  private final List<Slot> slots;
  private final LineShares shares;
  private final RepairBudget budget = new RepairBudget();
  private final ReportInterval reports;
  private final RtcpReader reader = new RtcpReader();
  private final RtcpWriter writer = new RtcpWriter();
  private long nowNanos;
  private boolean limited;
  private boolean lineChanged;
  private boolean probing = ViewerTuning.USUAL.probing();

  /** Slots that show nothing yet; {@code specs} and {@code descriptions} are in one order. */
  public ViewerMedia(
      SecureTransport transport,
      List<SlotSpec> specs,
      List<SlotDescription> descriptions,
      String cname,
      NtpClock clock,
      Replays replays,
      RandomGenerator random,
      long nowNanos) {
    this.transport = transport;
    this.cname = cname.getBytes(StandardCharsets.UTF_8);
    this.clock = clock;
    this.reports = new ReportInterval(REPORT_INTERVAL, random, nowNanos);
    List<Slot> made = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      made.add(
          new Slot(
              specs.get(i), descriptions.get(i), transport, stamp, replays, budget, clock, random));
    }
    this.slots = List.copyOf(made);
    this.shares = new LineShares(slots);
  }

  /** The Slot of this m-line, null if there is none. */
  public @Nullable Slot slot(String mid) {
    for (Slot slot : slots) {
      if (slot.mid().equals(mid)) {
        return slot;
      }
    }
    return null;
  }

  /** A Slot shows this from now on, and has its part of the line. */
  public void show(long nowNanos, Slot slot, SlotSource source) {
    slot.show(nowNanos, source);
    share(nowNanos);
  }

  /** A Slot is shown in so many pixels. */
  public void size(long nowNanos, String mid, long pixels) {
    Slot slot = slot(mid);
    if (slot != null) {
      slot.size(nowNanos, pixels);
    }
  }

  private @Nullable Slot slotOf(int ssrc) {
    for (int i = 0; i < slots.size(); i++) {
      if (slots.get(i).ssrc() == ssrc) {
        return slots.get(i);
      }
    }
    return null;
  }

  @Override
  public void secured(long nowNanos) {
    for (Slot slot : slots) {
      slot.renewWish(nowNanos);
    }
  }

  @Override
  public void rtp(long nowNanos, RtpPacket packet) {
    transport.reject(Drop.UNWANTED_MEDIA);
  }

  @Override
  public void rtcp(long nowNanos, byte[] array, int offset, int length) {
    this.nowNanos = nowNanos;
    lineChanged = false;
    if (!reader.read(array, offset, length, this)) {
      transport.reject(Drop.MALFORMED);
    }
    if (lineChanged) {
      share(nowNanos); // once, however often one datagram speaks of the line
    }
  }

  @Override
  public void nack(int senderSsrc, int mediaSsrc, int packetId, int bitmask) {
    Slot slot = slotOf(mediaSsrc);
    if (slot == null) {
      return;
    }
    slot.retransmit(nowNanos, packetId);
    for (int bit = 0; bit < NACK_MASK_BITS; bit++) {
      if ((bitmask >> bit & 1) != 0) {
        slot.retransmit(nowNanos, (packetId + bit + 1) & 0xffff);
      }
    }
  }

  @Override
  public void pli(int senderSsrc, int mediaSsrc) {
    pictureLost(mediaSsrc);
  }

  @Override
  public void fir(int senderSsrc, int mediaSsrc, int commandSequence) {
    pictureLost(mediaSsrc);
  }

  private void pictureLost(int mediaSsrc) {
    Slot slot = slotOf(mediaSsrc);
    if (slot != null) {
      slot.pictureLost(nowNanos);
    }
  }

  @Override
  public void reportBlock(
      int senderSsrc,
      int mediaSsrc,
      int fractionLost,
      int cumulativeLost,
      long extendedHighestSequence,
      long jitter,
      int lastSenderReport,
      int delaySinceLastSenderReport) {
    Slot slot = slotOf(mediaSsrc);
    if (slot != null) {
      slot.reported(nowNanos, clock, lastSenderReport, delaySinceLastSenderReport, fractionLost);
      stamp.reported(nowNanos, fractionLost);
    }
  }

  @Override
  public void transportFeedback(TransportFeedback feedback) {
    if (stamp.feedback(nowNanos, feedback)) {
      for (Slot slot : slots) {
        slot.pictureLost(nowNanos);
      }
    }
    lineChanged = true;
  }

  @Override
  public void remb(int senderSsrc, long bps) {
    stamp.remb(nowNanos, bps);
    lineChanged = true;
  }

  /**
   * The viewer is given no more than this from now on, whatever his line takes.
   *
   * @param bps more than 0; 100,000,000 or more for no bound
   */
  public void bound(long nowNanos, long bps) {
    stamp.bound(bps);
    share(nowNanos);
  }

  /** The viewer is served in another way from now on. */
  public void tune(long nowNanos, ViewerTuning tuning) {
    probing = tuning.probing();
    if (!probing) {
      stamp.endProbe();
    }
    budget.share(tuning.repairPercent());
    for (Slot slot : slots) {
      slot.stretch(nowNanos, tuning.stretchPercent());
    }
    share(nowNanos);
  }

  /** Gives each Slot its part of the line; what one does not need is the others'. */
  private void share(long nowNanos) {
    stamp.tryBeyondRemb(nowNanos, shares.givenBps(), shares.nextBps());
    long bps = stamp.bps();
    if (bps >= SendStamp.MOST_BPS && !limited) {
      return; // a good line costs nothing
    }
    shares.measure(nowNanos);
    double now = (double) stamp.paceBps() / bps;
    shares.give(nowNanos, bps, now, stamp.isHindered(nowNanos));
    limited = bps < SendStamp.MOST_BPS || isAnyLimited();
    if (stamp.probe(nowNanos, shares.wantedBps(), shares.leastBps())) {
      fillProbe(nowNanos, shares.wantedBps());
    }
  }

  /** Soon after a step down a Slot does not go up yet, however good the line is again. */
  private boolean isAnyLimited() {
    for (int i = 0; i < slots.size(); i++) {
      if (slots.get(i).isLimited()) {
        return true;
      }
    }
    return false;
  }

  private void fillProbe(long nowNanos, long wanted) {
    for (int i = 0; probing && i < slots.size(); i++) {
      if (slots.get(i).fillsProbe(nowNanos)) {
        stamp.probeWith(slots.get(i));
        return;
      }
    }
    stamp.tryWithoutProbe(nowNanos, wanted);
  }

  @Override
  public void onTime(long nowNanos) {
    boolean due = reports.poll(nowNanos);
    if (due && limited && !stamp.hears(nowNanos)) {
      share(nowNanos); // who says nothing of arrivals can be bounded all the same
    }
    if (due && transport.ready()) {
      for (Slot slot : slots) {
        report(nowNanos, slot);
      }
    }
  }

  private void report(long nowNanos, Slot slot) {
    begin();
    if (slot.report(nowNanos, clock, writer) && writer.sourceDescription(slot.ssrc(), cname)) {
      transport.sendRtcp(writer.length());
    }
  }

  @Override
  public void resumed(long nowNanos) {
    for (Slot slot : slots) {
      slot.pictureLost(nowNanos);
    }
  }

  @Override
  public void showLife() {
    if (!slots.isEmpty() && transport.ready()) {
      int ssrc = slots.getFirst().ssrc();
      begin();
      if (writer.receiverReport(ssrc) && writer.sourceDescription(ssrc, cname)) {
        transport.sendRtcp(writer.length());
      }
    }
  }

  private void begin() {
    writer.begin(transport.array(), transport.offset(), transport.limit());
  }

  @Override
  public long nextDeadlineNanos() {
    return reports.nextDeadline();
  }

  @Override
  public void ended(long nowNanos) {
    for (Slot slot : slots) {
      bye(slot);
      slot.release();
    }
  }

  private void bye(Slot slot) {
    if (transport.ready()) {
      begin();
      if (writer.receiverReport(slot.ssrc()) && writer.bye(slot.ssrc())) {
        transport.sendRtcp(writer.length());
      }
    }
  }

  @Override
  public Map<String, Codec> refused() {
    Map<String, Codec> refused = Map.of();
    for (int i = 0; i < slots.size(); i++) {
      Codec codec = slots.get(i).refusedCodec();
      if (codec != null) {
        refused = refused.isEmpty() ? new HashMap<>() : refused;
        refused.put(slots.get(i).mid(), codec);
      }
    }
    return refused;
  }

  @Override
  public Optional<ViewerLine> line() {
    ViewerLine.Pictures pictures = pictures();
    return Optional.of(stamp.line(limit(pictures), pictures));
  }

  private ViewerLine.Limit limit(ViewerLine.Pictures pictures) {
    boolean limited = pictures != ViewerLine.Pictures.ALL || isLimited();
    if (!limited) {
      return ViewerLine.Limit.CAMERA;
    }
    return stamp.isCapped() ? ViewerLine.Limit.VIEWER_CAP : ViewerLine.Limit.LINE;
  }

  private boolean isLimited() {
    for (Slot slot : slots) {
      if (slot.isLimited()) {
        return true;
      }
    }
    return false;
  }

  private ViewerLine.Pictures pictures() {
    ViewerLine.Pictures least = ViewerLine.Pictures.ALL;
    for (Slot slot : slots) {
      ViewerLine.Pictures given = pictures(slot);
      least = given.compareTo(least) > 0 ? given : least;
    }
    return least;
  }

  private static ViewerLine.Pictures pictures(Slot slot) {
    if (!slot.isShowing() || !slot.gate().isClosing()) {
      return ViewerLine.Pictures.ALL;
    }
    return slot.gate().isPaused() ? ViewerLine.Pictures.NONE : ViewerLine.Pictures.KEY_FRAMES;
  }

  @Override
  public void addTo(MediaCounters counters) {
    for (int i = 0; i < slots.size(); i++) {
      slots.get(i).addTo(counters);
    }
  }

  @Override
  public long retransmitted() {
    long sum = 0;
    for (int i = 0; i < slots.size(); i++) {
      sum += slots.get(i).retransmitted();
    }
    return sum;
  }
}
