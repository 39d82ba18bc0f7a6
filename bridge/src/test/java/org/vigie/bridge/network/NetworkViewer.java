package org.vigie.bridge.network;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.Feedback;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.api.SlotDescription;
import org.vigie.bridge.api.SlotSpec;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.api.ViewerSessionSpec;
import org.vigie.bridge.feedback.TransportFeedbackRecorder;
import org.vigie.bridge.loop.LoopCommand;
import org.vigie.bridge.rtp.NtpTime;
import org.vigie.bridge.rtp.RtcpReader;
import org.vigie.bridge.rtp.RtcpVisitor;
import org.vigie.bridge.rtp.RtcpWriter;

/** A viewer: asks for what is lost, tells what arrived, and shows what can be decoded. */
final class NetworkViewer extends NetworkPeer {
  static final int OPUS = 111;
  static final int TRANSPORT_CC_ID = 5;
  private static final int VP8 = 98;
  private static final int H264 = 104;
  private static final long NACK_TICK_NANOS = 20 * MILLI;
  private static final long FEEDBACK_NANOS = 100 * MILLI;
  private static final long REPORT_NANOS = 1_000 * MILLI;
  private static final int MAX_PACKET = 1_200;

  final ViewerHabits habits;
  final StreamId stream;
  final Map<MediaKind, ShownSlot> shown = new EnumMap<>(MediaKind.class);
  final TransportNumbering numbering;
  final Budget budget = new Budget();
  final Decoder decoder = new Decoder();
  private final List<ReceivedSlot> slots = new ArrayList<>();
  private final TransportFeedbackRecorder arrivals = new TransportFeedbackRecorder();
  private final RtcpReader reader = new RtcpReader();
  private final RtcpWriter writer = new RtcpWriter();
  private final byte[] room = new byte[MAX_PACKET];

  NetworkViewer(
      VirtualNetwork network,
      NetworkLoop loop,
      StreamId stream,
      ViewerHabits habits,
      LineQuality up,
      LineQuality down) {
    super(network, loop, up, down);
    this.habits = habits;
    this.stream = stream;
    this.numbering = new TransportNumbering(this);
    addSlot(MediaKind.VIDEO, 0x10_0000 + 16 * number);
    if (habits.sound()) {
      addSlot(MediaKind.AUDIO, 0x10_0000 + 16 * number + 2);
    }
  }

  private void addSlot(MediaKind kind, int ssrc) {
    boolean repairable = habits.rtx() && kind == MediaKind.VIDEO;
    ShownSlot slot = new ShownSlot(this, kind, ssrc, repairable);
    shown.put(kind, slot);
    slots.add(new ReceivedSlot(this, slot));
  }

  static List<PayloadFormat> soundFormats() {
    return List.of(new PayloadFormat(OPUS, Codec.OPUS, 2, Map.of(), OptionalInt.empty()));
  }

  static Map<String, String> parameters(Codec codec) {
    return codec == Codec.H264
        ? Map.of("profile-level-id", "42e01f", "packetization-mode", "1")
        : Map.of();
  }

  @Override
  boolean isCamera() {
    return false;
  }

  void arrive() {
    List<SlotSpec> specs = new ArrayList<>();
    List<SlotDescription> descriptions = new ArrayList<>();
    List<LoopCommand> commands = new ArrayList<>();
    for (ReceivedSlot slot : slots) {
      specs.add(slotSpec(slot.shown));
      descriptions.add(slot.shown.description());
    }
    ViewerSessionSpec spec = new ViewerSessionSpec(transport.spec(), specs);
    commands.add(
        new LoopCommand.OpenViewer(
            transport.id(), transport.bridgeIce(), spec, descriptions, "bridge"));
    for (ReceivedSlot slot : slots) {
      commands.add(new LoopCommand.Show(transport.id(), slot.shown.mid(), stream));
    }
    arrive(commands.toArray(LoopCommand[]::new));
  }

  private SlotSpec slotSpec(ShownSlot slot) {
    boolean video = slot.kind == MediaKind.VIDEO;
    Map<HeaderExtension, Integer> extensions =
        habits.transportCc() ? Map.of(HeaderExtension.TRANSPORT_CC, TRANSPORT_CC_ID) : Map.of();
    return new SlotSpec(
        slot.mid(),
        slot.kind,
        video ? pictureFormats() : soundFormats(),
        extensions,
        video ? Set.of(Feedback.NACK, Feedback.PLI) : Set.of());
  }

  private List<PayloadFormat> pictureFormats() {
    return List.of(format(VP8, Codec.VP8), format(H264, Codec.H264));
  }

  private PayloadFormat format(int payloadType, Codec codec) {
    OptionalInt rtx = habits.rtx() ? OptionalInt.of(payloadType + 1) : OptionalInt.empty();
    return new PayloadFormat(payloadType, codec, 1, parameters(codec), rtx);
  }

  @Override
  void begin() {
    network.agenda.in(random.nextLong(NACK_TICK_NANOS), this::nackTick);
    network.agenda.in(random.nextLong(REPORT_NANOS), this::report);
    if (habits.transportCc()) {
      network.agenda.in(random.nextLong(FEEDBACK_NANOS), this::tellArrivals);
    }
  }

  @Override
  void take(Parcel parcel) {
    switch (parcel) {
      case Sent sent -> receive(sent);
      case Control(byte[] bytes, int length) -> reader.read(bytes, 0, length, new Reports());
      default -> {}
    }
  }

  /** Whether what his line has no room for may wait in the bridge. */
  boolean mayBePaced() {
    return habits.transportCc() && (moved || !down.isPlain() || !up.isPlain());
  }

  private void receive(Sent sent) {
    if (sent.transportNumber() >= 0) {
      arrivals.received(now(), sent.transportNumber());
    }
    if (sent.isProbe()) {
      return;
    }
    for (ReceivedSlot slot : slots) {
      if (slot.shown == sent.slot()) {
        slot.receive(sent);
      }
    }
  }

  private final class Reports implements RtcpVisitor {
    @Override
    public void senderReport(
        int senderSsrc, long ntpTime, int rtpTimestamp, long packetCount, long octetCount) {
      for (ReceivedSlot slot : slots) {
        if (slot.shown.ssrc == senderSsrc) {
          slot.reception.senderReport(now(), ntpTime);
        }
      }
    }
  }

  private void nackTick() {
    if (gone) {
      return;
    }
    for (ReceivedSlot slot : slots) {
      if (slot.shown.kind == MediaKind.VIDEO) {
        ask(slot);
      }
    }
    network.agenda.in(NACK_TICK_NANOS, this::nackTick);
  }

  private void ask(ReceivedSlot slot) {
    int[] due = slot.due(roundTrip());
    if (due.length > 0) {
      beginReport();
      if (writer.nack(number, slot.shown.ssrc, due, 0, due.length)) {
        sendRtcp(room, writer.length());
      }
    }
    if (slot.wantsKeyFrame(decoder.lastShownAt())) {
      beginReport();
      writer.pli(number, slot.shown.ssrc);
      sendRtcp(room, writer.length());
    }
  }

  private void beginReport() {
    writer.begin(room, 0, room.length);
    writer.receiverReport(number);
  }

  private long roundTrip() {
    return habits.patient() ? up.quality().delayNanos() + down.quality().delayNanos() : 0;
  }

  private void report() {
    if (gone) {
      return;
    }
    beginReport();
    for (ReceivedSlot slot : slots) {
      slot.report(writer);
    }
    List<ShownSlot> timed =
        slots.stream()
            .filter(slot -> slot.reception.started() && slot.reception.lastSenderReport() != 0)
            .map(slot -> slot.shown)
            .toList();
    send(
        transport.protectRtcp(room, writer.length()),
        () -> {
          network.trace.say(
              loop.time(), this, "is heard: a report that times", timed.size(), "Slots");
          timed.forEach(slot -> slot.repairs.roundTripKnown(loop.time()));
        });
    network.agenda.in(REPORT_NANOS - random.nextLong(REPORT_NANOS / 5), this::report);
  }

  private void tellArrivals() {
    if (gone) {
      return;
    }
    if (arrivals.due(now())) {
      beginReport();
      arrivals.write(now(), writer, number, slots.getFirst().shown.ssrc);
      sendRtcp(room, writer.length());
    }
    network.agenda.in(FEEDBACK_NANOS, this::tellArrivals);
  }

  /** The times in sender reports, as the bridge's clock has them. */
  static long nanosOf(long ntp) {
    return NtpTime.toUnixNanos(ntp);
  }
}
