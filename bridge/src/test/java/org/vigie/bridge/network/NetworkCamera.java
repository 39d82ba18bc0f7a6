package org.vigie.bridge.network;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.vigie.bridge.api.CameraSessionSpec;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.Feedback;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.IncomingSsrc;
import org.vigie.bridge.api.IncomingTrackSpec;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.loop.LoopCommand;
import org.vigie.bridge.network.CameraHabits.Repair;
import org.vigie.bridge.rtp.BigEndian;
import org.vigie.bridge.rtp.NtpTime;
import org.vigie.bridge.rtp.RtcpReader;
import org.vigie.bridge.rtp.RtcpVisitor;
import org.vigie.bridge.rtp.RtcpWriter;
import org.vigie.bridge.rtp.RtpHeaderWriter;

/** A camera: sends pictures, perhaps sound, and repeats what was lost as far as it can. */
final class NetworkCamera extends NetworkPeer {
  static final int TRANSPORT_CC_ID = 3;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long KEPT_NANOS = NANOS_PER_SECOND;
  private static final long SOUND_NANOS = 20 * MILLI;
  private static final int SHORTLY_BEFORE_THE_END = 65_536 - 200;
  private static final int FIRST_SEQUENCES = 0x4000;

  /**
   * From here to there is half of all numbers, which are gone in two jumps: where a jump and a
   * blackout together pass over more than half, SRTP loses count (RFC 3711, section 3.3.1).
   */
  private static final int BEFORE_THE_JUMPS = 0x8000 - 60;

  private static final int BETWEEN_THE_JUMPS = 49_000;

  /** So many packets may be under way when it jumps. */
  private static final int UNDER_WAY = 60;

  private static final int NO_REPEAT_WITHIN = (int) (10 * MILLI);

  final CameraHabits habits;
  final StreamId stream;
  private final int ssrc;
  private final int firstType;
  private final int firstTimestamp;
  private final long wallClock;
  private final RtpHeaderWriter header = new RtpHeaderWriter();
  private final RtcpReader reader = new RtcpReader();
  private final byte[] transportSequence = new byte[2];
  private Source picture;
  private Source sound;
  private int transportNumber;
  private int rtxSequence;
  private int frame;
  private int sinceKey;
  private boolean keyWanted = true;
  private int frames;
  int keyFrames;

  NetworkCamera(
      VirtualNetwork network,
      StreamId stream,
      CameraHabits habits,
      LineQuality up,
      LineQuality down) {
    super(network, network.homeOf(stream), up, down);
    this.habits = habits;
    this.stream = stream;
    this.ssrc = random.nextInt();
    this.firstType = 96 + 2 * random.nextInt(4);
    this.firstTimestamp = random.nextInt();
    this.wallClock = random.nextLong(1_000 * NANOS_PER_SECOND);
    this.rtxSequence = random.nextInt(FIRST_SEQUENCES);
    this.frame = random.nextInt(0x8000);
    this.picture = network.newSource(this, MediaKind.VIDEO, habits.codec(), ssrc, firstOfPicture());
    this.sound = network.newSource(this, MediaKind.AUDIO, Codec.OPUS, ssrc + 2, start());
  }

  private int firstOfPicture() {
    return habits.jumps() > 0 ? BEFORE_THE_JUMPS : start();
  }

  private int start() {
    return random.nextInt(FIRST_SEQUENCES);
  }

  @Override
  boolean isCamera() {
    return true;
  }

  void arrive() {
    List<IncomingTrackSpec> tracks = new ArrayList<>();
    tracks.add(track("0", MediaKind.VIDEO, pictureFormats(), ssrc));
    if (habits.sound()) {
      tracks.add(track("1", MediaKind.AUDIO, NetworkViewer.soundFormats(), ssrc + 2));
    }
    CameraSessionSpec spec = new CameraSessionSpec(stream, transport.spec(), tracks);
    arrive(
        new LoopCommand.OpenCamera(
            transport.id(), transport.bridgeIce(), spec, "bridge", 0x5555_0000 + number));
  }

  private IncomingTrackSpec track(
      String mid, MediaKind kind, List<PayloadFormat> formats, int source) {
    OptionalLong rtx =
        rtx() && kind == MediaKind.VIDEO
            ? OptionalLong.of(Integer.toUnsignedLong(source + 1))
            : OptionalLong.empty();
    Map<HeaderExtension, Integer> extensions =
        habits.transportCc() ? Map.of(HeaderExtension.TRANSPORT_CC, TRANSPORT_CC_ID) : Map.of();
    return new IncomingTrackSpec(
        mid,
        kind,
        formats,
        extensions,
        feedback(kind),
        List.of(new IncomingSsrc(Integer.toUnsignedLong(source), rtx)),
        List.of());
  }

  private Set<Feedback> feedback(MediaKind kind) {
    Set<Feedback> feedback = EnumSet.noneOf(Feedback.class);
    if (habits.transportCc()) {
      feedback.add(Feedback.TRANSPORT_CC);
    }
    if (kind == MediaKind.VIDEO) {
      feedback.add(Feedback.PLI);
      if (repairs()) {
        feedback.add(Feedback.NACK);
      }
    }
    return feedback;
  }

  private List<PayloadFormat> pictureFormats() {
    OptionalInt rtx = rtx() ? OptionalInt.of(firstType + 1) : OptionalInt.empty();
    return List.of(
        new PayloadFormat(
            firstType, habits.codec(), 1, NetworkViewer.parameters(habits.codec()), rtx));
  }

  boolean repairs() {
    return habits.repair() != Repair.NONE;
  }

  private boolean rtx() {
    return habits.repair() == Repair.RTX;
  }

  @Override
  void begin() {
    nextFrame();
    if (habits.sound()) {
      nextSound();
    }
    if (habits.reports()) {
      network.agenda.in(random.nextLong(200 * MILLI), this::report);
    }
  }

  private void nextFrame() {
    if (gone) {
      return;
    }
    jumpIfDue();
    boolean key = keyWanted || sinceKey >= habits.keyFrameEvery();
    int most = habits.packets() * (key ? 3 : 1);
    int count = 1 + random.nextInt(most) + (key ? 1 : 0);
    keyWanted = false;
    if (key) {
      network.trace.say(now(), this, "makes a key frame:", picture, "frame", frame + 1);
    }
    sinceKey = key ? 1 : sinceKey + 1;
    keyFrames += key ? 1 : 0;
    frame++;
    long interval = NANOS_PER_SECOND / habits.framesPerSecond();
    int timestamp = timestamp(now(), 90_000);
    for (int i = 0; i < count; i++) {
      byte[] payload = Picture.payload(habits.codec(), habits.payloadBytes(), frame, i, key);
      Shot shot = shoot(picture, timestamp, frame, i, count, key, payload);
      boolean last = i == count - 1;
      network.agenda.in(i * interval * 2 / (5L * count), () -> sendMedia(shot, firstType, last));
    }
    if (habits.pads() && random.nextInt(20) == 0) {
      Shot padding = new Shot(picture, picture.next(), timestamp, frame, 0, 0, false, new byte[0]);
      picture.add(padding);
      network.agenda.in(interval / 2, () -> sendMedia(padding, firstType, false));
    }
    network.agenda.in(interval, this::nextFrame);
  }

  /** So that the end of the sequence numbers comes soon; nearer to it SRTP may lose count. */
  private void jumpIfDue() {
    boolean due = habits.jumps() > 0 && ++frames >= habits.jumps();
    if (due && picture.first < SHORTLY_BEFORE_THE_END && picture.isHeard(UNDER_WAY)) {
      boolean last = picture.first == BETWEEN_THE_JUMPS;
      int first = last ? SHORTLY_BEFORE_THE_END : BETWEEN_THE_JUMPS;
      picture.over = true;
      picture = network.newSource(this, MediaKind.VIDEO, habits.codec(), ssrc, first);
    }
  }

  private static Shot shoot(
      Source source, int timestamp, int frame, int index, int count, boolean key, byte[] payload) {
    Shot shot = new Shot(source, source.next(), timestamp, frame, index, count, key, payload);
    source.label(payload, shot.sequence);
    source.add(shot);
    return shot;
  }

  private int timestamp(long nanos, int rate) {
    return firstTimestamp + (int) (nanos / 1_000 * rate / 1_000_000);
  }

  private void nextSound() {
    if (gone) {
      return;
    }
    byte[] payload = new byte[40 + random.nextInt(20)];
    Shot shot = shoot(sound, timestamp(now(), 48_000), frame, 0, 1, true, payload);
    sendMedia(shot, NetworkViewer.OPUS, false);
    network.agenda.in(SOUND_NANOS, this::nextSound);
  }

  private void sendMedia(Shot shot, int payloadType, boolean marker) {
    if (gone) {
      return;
    }
    byte[] bytes = new byte[shot.payload.length + 100];
    int length =
        writeHeader(bytes, payloadType, marker, shot, (int) shot.sequence, shot.source.ssrc);
    System.arraycopy(shot.payload, 0, bytes, length, shot.payload.length);
    length += shot.payload.length;
    if (shot.padding()) {
      length = RtpHeaderWriter.pad(bytes, 0, length, 50);
    }
    shot.wire = transport.protectRtp(bytes, length);
    shot.sentAt = now();
    send(shot.wire, () -> shot.source.deliver(loop.time(), shot));
  }

  private int writeHeader(
      byte[] bytes, int payloadType, boolean marker, Shot shot, int sequence, int source) {
    header.begin(payloadType, marker, sequence, shot.timestamp, source);
    if (habits.transportCc()) {
      BigEndian.put16(transportSequence, 0, transportNumber++);
      header.extension(TRANSPORT_CC_ID, transportSequence, 0, 2);
    }
    return header.write(bytes, 0, bytes.length);
  }

  private void report() {
    if (gone) {
      return;
    }
    reportOn(picture, 90_000);
    if (habits.sound()) {
      reportOn(sound, 48_000);
    }
    network.agenda.in(800 * MILLI + random.nextLong(400 * MILLI), this::report);
  }

  private void reportOn(Source source, int rate) {
    RtcpWriter writer = new RtcpWriter();
    byte[] bytes = new byte[200];
    writer.begin(bytes, 0, bytes.length);
    long ntp = NtpTime.ofUnixNanos(wallClock + now());
    writer.senderReport(source.ssrc, ntp, timestamp(now(), rate), source.next(), 0);
    sendRtcp(bytes, writer.length());
  }

  @Override
  void take(Parcel parcel) {
    if (parcel instanceof Control(byte[] bytes, int length)) {
      reader.read(bytes, 0, length, new Wishes());
    }
  }

  private final class Wishes implements RtcpVisitor {
    @Override
    public void pli(int senderSsrc, int mediaSsrc) {
      keyWanted |= habits.heedsPli();
    }

    @Override
    public void nack(int senderSsrc, int mediaSsrc, int packetId, int bitmask) {
      repeat(packetId);
      for (int bit = 0; bit < 16; bit++) {
        if ((bitmask >> bit & 1) != 0) {
          repeat(packetId + bit + 1);
        }
      }
    }
  }

  private void repeat(int sequence16) {
    Shot shot = picture.shot16(sequence16 & 0xffff);
    boolean there = shot != null && shot.wire.length > 0 && now() - shot.sentAt < KEPT_NANOS;
    if (shot == null || !there || now() - shot.repeatedAt < NO_REPEAT_WITHIN) {
      return;
    }
    shot.repeatedAt = now();
    switch (habits.repair()) {
      case NONE -> {}
      case PLAIN -> send(shot.wire, () -> shot.source.deliver(loop.time(), shot));
      case RTX -> sendRtx(shot);
    }
  }

  private void sendRtx(Shot shot) {
    byte[] bytes = new byte[shot.payload.length + 100];
    boolean marker = shot.index == shot.count - 1;
    int number = rtxSequence++;
    int length = writeHeader(bytes, firstType + 1, marker, shot, number, shot.source.ssrc + 1);
    BigEndian.put16(bytes, length, (int) shot.sequence);
    System.arraycopy(shot.payload, 0, bytes, length + 2, shot.payload.length);
    byte[] wire = transport.protectRtp(bytes, length + 2 + shot.payload.length);
    send(wire, () -> shot.source.deliverRepair(loop.time(), shot, number));
  }

  /** The run of numbers in which its picture goes now. */
  Source picture() {
    return picture;
  }

  @Override
  void ended() {
    super.ended();
    over();
  }

  private void over() {
    picture.over = true;
    sound.over = true;
  }
}
