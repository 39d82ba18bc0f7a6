package org.vigie.simulator;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.vigie.simulator.footage.AudioTrack;
import org.vigie.simulator.footage.Footage;
import org.vigie.simulator.footage.Playback;
import org.vigie.simulator.footage.VideoTrack;
import org.vigie.simulator.rtp.H264Packetizer;
import org.vigie.simulator.rtp.Rtcp;
import org.vigie.simulator.rtp.RtpStream;
import org.vigie.simulator.transport.SecureTransport;

/**
 * Plays footage into a transport in real time, and answers NACK, PLI and FIR.
 *
 * <p>Each unit has a deadline counted from the start, so that late wake-ups do not add up. A
 * picture's packets leave at two and a half times the footage's rate, as from a browser's pacer.
 */
final class MediaSender implements RtpStream.Outlet {
  private static final long SECOND = 1_000_000_000L;
  private static final double PACING_FACTOR = 2.5;
  private static final double LONGEST_PACING = 0.9;
  private static final long SHORTEST_WAIT = 1_000_000L;
  private static final int RTCP_BYTES = 400;
  private static final long CLOCK_JUMP_AFTER = 20 * SECOND;

  private final Footage footage;
  private final Playback playback;
  private final SecureTransport transport;
  private final RtpStream video;
  private final Optional<RtpStream> audio;
  private final String cname;
  private final boolean obeys;
  private final long clockJumpNanos;
  private final H264Packetizer packetizer = new H264Packetizer(RtpStream.MAX_PAYLOAD);
  private final AtomicBoolean keyFrameWanted = new AtomicBoolean();
  private final ReentrantLock streams = new ReentrantLock();
  private final long nanosPerByte;
  private long start;
  private long startWall;
  private long nextReport;
  private long lastJump;
  private long paceFrom;
  private long pacedBytes;
  private int transportSequence;
  private long keyFrameRequests;

  /**
   * What was agreed on for each track.
   *
   * @param audio absent if the relay takes no sound, or there is none
   */
  record Tracks(RtpStream.Parameters video, Optional<RtpStream.Parameters> audio, String cname) {}

  MediaSender(
      Footage footage, Tracks tracks, SecureTransport transport, SimulatedCamera.Options options) {
    this.obeys = options.obeys();
    this.clockJumpNanos = options.clockJump().toNanos();
    SplittableRandom random = new SplittableRandom();
    this.footage = tracks.audio().isPresent() ? footage : footage.silent();
    this.playback = new Playback(this.footage);
    this.transport = transport;
    this.video = new RtpStream(tracks.video(), random, this);
    this.audio = tracks.audio().map(parameters -> new RtpStream(parameters, random, this));
    this.cname = tracks.cname();
    this.nanosPerByte = (long) (8 * SECOND / (PACING_FACTOR * footage.video().bps()));
  }

  /** Plays until told otherwise. */
  void run(BooleanSupplier goOn) throws IOException {
    start = System.nanoTime();
    Instant now = Instant.now();
    startWall = now.getEpochSecond() * SECOND + now.getNano();
    lastJump = start - SECOND;
    nextReport = start;
    while (goOn.getAsBoolean()) {
      jumpIfWanted();
      Playback.Unit unit = playback.next();
      if (waitUntil(start + unit.dueNanos(), goOn)) {
        send(unit);
        reportIfDue();
      }
    }
  }

  /** At most once a second, however many viewers ask. */
  private void jumpIfWanted() {
    long now = System.nanoTime();
    if (now - lastJump >= SECOND && keyFrameWanted.compareAndSet(true, false)) {
      lastJump = now;
      playback.jumpToKeyFrame();
    }
  }

  /** Returns whether there is still somebody to send to. */
  private boolean waitUntil(long due, BooleanSupplier goOn) {
    long wait = due - System.nanoTime();
    if (wait < -SECOND) {
      start -= wait; // the machine slept: go on from now instead of catching up in a burst
    }
    while (wait > 0 && goOn.getAsBoolean()) {
      LockSupport.parkNanos(wait);
      wait = due - System.nanoTime();
    }
    return goOn.getAsBoolean();
  }

  private void send(Playback.Unit unit) throws IOException {
    switch (unit) {
      case Playback.Unit.Picture picture -> sendPicture(picture);
      case Playback.Unit.Sound sound -> sendSound(sound);
    }
  }

  private void sendPicture(Playback.Unit.Picture picture) throws IOException {
    VideoTrack track = footage.video();
    List<byte[]> units = track.accessUnit(picture.index());
    long bytes = units.stream().mapToLong(unit -> unit.length).sum();
    long longest = (long) (LONGEST_PACING * SECOND / track.framesPerSecond());
    long perByte = Math.min(nanosPerByte, longest / Math.max(1, bytes));
    paceFrom = System.nanoTime();
    pacedBytes = 0;
    packetizer.packetize(
        units,
        (array, length, last) -> {
          pace(perByte, length);
          sendPacket(video, array, length, last, picture.presentationNanos());
        });
  }

  private void pace(long nanosPerByte, int length) {
    long wait = paceFrom + pacedBytes * nanosPerByte - System.nanoTime();
    if (wait >= SHORTEST_WAIT) {
      LockSupport.parkNanos(wait);
    }
    pacedBytes += length;
  }

  private void sendSound(Playback.Unit.Sound sound) {
    AudioTrack track = footage.audio().orElseThrow();
    byte[] packet = track.packet(sound.index());
    boolean talkspurt = sound.index() == 0; // RFC 3551, section 4.1
    sendPacket(audio.orElseThrow(), packet, packet.length, talkspurt, sound.dueNanos());
  }

  private void sendPacket(
      RtpStream stream, byte[] payload, int length, boolean marker, long mediaNanos) {
    streams.lock();
    try {
      stream.send(payload, length, marker, told(mediaNanos), wallNanos());
    } finally {
      streams.unlock();
    }
  }

  /** What the camera's RTP clocks read then. */
  private long told(long mediaNanos) {
    return mediaNanos < CLOCK_JUMP_AFTER ? mediaNanos : mediaNanos + clockJumpNanos;
  }

  private void reportIfDue() {
    long now = System.nanoTime();
    if (now >= nextReport) {
      nextReport = now + SECOND;
      report(video);
      audio.ifPresent(this::report);
    }
  }

  private void report(RtpStream stream) {
    byte[] out = new byte[RTCP_BYTES];
    streams.lock();
    try {
      int rtpTime = stream.timestamp(told(System.nanoTime() - start));
      transport.sendRtcp(out, Rtcp.senderReport(out, stream, wallNanos(), rtpTime, cname));
    } finally {
      streams.unlock();
    }
  }

  /** Says BYE on all streams. */
  void bye() {
    sayBye(video);
    audio.ifPresent(this::sayBye);
  }

  private void sayBye(RtpStream stream) {
    byte[] out = new byte[RTCP_BYTES];
    transport.sendRtcp(out, Rtcp.bye(out, stream.ssrc(), cname));
  }

  /** Takes the relay's RTCP; any thread. */
  void rtcp(byte[] array, int offset, int length) {
    Rtcp.read(array, offset, length, new Feedback());
  }

  private final class Feedback implements Rtcp.Listener {
    @Override
    public void nack(int mediaSsrc, int sequence) {
      streams.lock();
      try {
        if (mediaSsrc == video.ssrc()) {
          video.repair(sequence, wallNanos());
        }
      } finally {
        streams.unlock();
      }
    }

    @Override
    public void keyFrameRequest(int mediaSsrc) {
      if (mediaSsrc == video.ssrc()) {
        countKeyFrameRequest();
        keyFrameWanted.set(obeys);
      }
    }
  }

  private void countKeyFrameRequest() {
    streams.lock();
    try {
      keyFrameRequests++;
    } finally {
      streams.unlock();
    }
  }

  private long wallNanos() {
    return startWall + System.nanoTime() - start;
  }

  SimulatedCamera.Stats stats() {
    streams.lock();
    try {
      long sound = audio.map(RtpStream::packets).orElse(0L);
      return new SimulatedCamera.Stats(
          video.packets(), sound, video.payloadBytes(), video.retransmitted(), keyFrameRequests);
    } finally {
      streams.unlock();
    }
  }

  @Override
  public int nextTransportSequence() {
    return transportSequence++;
  }

  @Override
  public int protectAndSend(byte[] array, int length) {
    return transport.sendRtp(array, length);
  }

  @Override
  public void sendAgain(byte[] datagram) {
    transport.sendRaw(datagram);
  }
}
